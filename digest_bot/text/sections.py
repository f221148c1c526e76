"""Splits an article into story sections: propose borders by lexical cohesion, then keep those both sides agree with."""

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from operator import mul

from digest_bot.model import Article, Section, Sentence
from digest_bot.text.gaps import Page, border_features, gap_features, read_page
from digest_bot.text.headings import headed, is_live, numbered
from digest_bot.text.roundups import items, other_news
from digest_bot.text.sections_weights import BORDER, GAP, OPENING
from digest_bot.text.sentences import split_sentences

MIN_PARAGRAPHS = 6
"""A shorter text is one story."""
MIN_RUN = 2
"""Paragraphs of the shortest section that has no heading."""
MIN_TEXT = 3
"""Paragraphs of text without which a list of headings is left whole."""
PROPOSE = -2.0
"""Log-odds of a gap from which a border is proposed."""
KEEP = 0.6
"""Log-odds of a border from which it stays: the least at which, cross-validated, 1 in 40 single stories is split."""
HEADED = 4.0
"""Log-odds that a heading adds: many stand over a part of the same story."""
MIN_HEADED = 2
"""Headings after the first paragraph from which they count: a single one is a title, a caption, an advertisement."""
MAX_QUESTION, MIN_TURNS = 40, 4
"""Words of the longest question to somebody, and how many of them, answered, make an interview of a text that has a
fifth of them."""
WINDOW, MARGIN = 120, 10
"""Paragraphs judged together, and how many at the inner ends of a window are left to its neighbour."""

Model = tuple[float, tuple[float, ...]]
"""Intercept and one weight a feature."""
_NONE: frozenset[int] = frozenset()


def find_boundaries(paragraphs: Sequence[str], language: str = "en") -> list[int]:
    """Return the indices of the paragraphs that begin a new section, ascending; never 0, empty for a single story.

    A heading belongs to the section it stands over. Linear in the number of paragraphs.
    """
    if len(paragraphs) < MIN_PARAGRAPHS or _is_interview(paragraphs):
        return []
    text, led = headed(paragraphs)
    if len(text) < MIN_TEXT:
        return []
    found = _in_windows([paragraphs[place] for place in text], language, led if len(led - {0}) >= MIN_HEADED else _NONE)
    return [text[border - 1] + 1 for border in found]


def _is_interview(paragraphs: Sequence[str]) -> bool:
    """Tell whether questions and answers take turns: whatever it turns to, it is one conversation."""
    asks = [text.endswith("?") and text.count(" ") < MAX_QUESTION for text in paragraphs]
    turns = sum(ask and not answer for ask, answer in pairwise(asks))
    return turns >= MIN_TURNS and turns * 5 >= len(paragraphs)


def _in_windows(paragraphs: Sequence[str], language: str, led: AbstractSet[int]) -> list[int]:
    """Return the borders of a text without headings, found in windows that overlap."""
    borders: list[int] = []
    step = WINDOW - 2 * MARGIN
    for start in range(0, max(1, len(paragraphs) - 2 * MARGIN), step):
        stop = min(len(paragraphs), start + WINDOW)
        low = start + MARGIN if start else 0
        high = stop - MARGIN if stop < len(paragraphs) else stop
        found = _judge(paragraphs[start:stop], language, {place - start for place in led})
        borders += [start + border for border in found if low <= start + border < high]
    return borders


def _judge(paragraphs: Sequence[str], language: str, led: AbstractSet[int]) -> list[int]:
    page = read_page(paragraphs, language, OPENING)
    odds = [score(GAP, row) + HEADED * (gap in led) for gap, row in enumerate(gap_features(page), 1)]
    return verify(page, odds, propose(odds, led=led), led=led)


def split_sections(article: Article) -> tuple[Section, ...]:
    """Return the sections of an article, in order; together they have all its paragraphs. Empty without paragraphs.

    A live blog is one section: whatever its entries turn to, its title says what all of them report on. Of a round-up
    every item is one.
    """
    texts = [paragraph.text for paragraph in article.paragraphs]
    numbers = numbered(texts)
    sentences = [_sentences(text, place, article.language, numbers.get(place, 0)) for place, text in enumerate(texts)]
    borders = [] if is_live_blog(article) else items(article.title, texts, article.language)
    if not borders and not is_live_blog(article):
        borders = sorted({*find_boundaries(texts, article.language), *other_news(texts)})
    edges = [0, *borders, len(texts)]
    return tuple(
        Section(article, start, stop, tuple(sentence for found in sentences[start:stop] for sentence in found))
        for start, stop in pairwise(edges)
        if start < stop
    )


def is_live_blog(article: Article) -> bool:
    """Tell whether an article says of itself that it is written while things happen."""
    return is_live(article.title)


def _sentences(text: str, place: int, language: str, skip: int) -> list[Sentence]:
    """Return the sentences of a paragraph without its first `skip` characters."""
    spans = split_sentences(text[skip:], language)
    return [Sentence(text[skip + start : skip + end], place, skip + start, skip + end) for start, end in spans]


def score(model: Model, features: Sequence[float]) -> float:
    """Return the log-odds that a linear model gives."""
    total: float = sum(map(mul, model[1], features))
    return model[0] + total


def propose(odds: Sequence[float], least: float = PROPOSE, *, led: AbstractSet[int] = _NONE) -> list[int]:
    """Return the borders whose log-odds above `least` sum up highest, none nearer than MIN_RUN to the next (Viterbi).

    `odds` starts with the gap before paragraph 1. A section that begins in `led` may have a single paragraph.
    """
    size = len(odds) + 1
    ending = [0.0, *(value - least for value in odds)]  # of the best borders up to this one
    before = [0] * size
    best = [0] * size  # the border at or before a place with the highest sum
    for place in range(1, size):
        last = _last(ending, best, place, led)
        before[place] = last
        if place < MIN_RUN and last == 0 and 0 not in led:
            ending[place] = -math.inf
        ending[place] += ending[last]
        best[place] = max(best[place - 1], place, key=ending.__getitem__)
    borders = []
    place = _last(ending, best, size, led)
    while place:
        borders.append(place)
        place = before[place]
    return borders[::-1]


def _last(ending: Sequence[float], best: Sequence[int], place: int, led: AbstractSet[int]) -> int:
    """Return the best border that may be the last one before `place`."""
    far = best[max(0, place - MIN_RUN)]
    return place - 1 if place - 1 in led and ending[place - 1] > ending[far] else far


def verify(
    page: Page,
    odds: Sequence[float],
    borders: Sequence[int],
    *,
    led: AbstractSet[int] = _NONE,
    model: Model = BORDER,
    keep: float = KEEP,
) -> list[int]:
    """Return the borders that stay when the worst is dropped, and its neighbours judged again, until all are good."""
    kept = list(borders)
    known: dict[tuple[int, int, int], float] = {}
    while kept:
        cuts = list(zip([0, *kept], kept, [*kept[1:], page.size], strict=False))
        for cut in cuts:
            if cut not in known:
                known[cut] = score(model, border_features(page, odds, *cut)) + HEADED * (cut[1] in led)
        worst = min(range(len(kept)), key=lambda at: known[cuts[at]])
        if known[cuts[worst]] >= keep:
            break
        del kept[worst]
    return kept
