"""Tells the passages of an article from the furniture around them, first each alone, then among its neighbours."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import accumulate, chain
from operator import itemgetter, mul
from typing import NamedTuple

from digest_bot.text import boilerplate_weights as weights
from digest_bot.text.furniture import KINDS, SECTION_WORDS, find_kinds, is_page_number
from digest_bot.text.notices import Wording, read_wording
from digest_bot.text.passages import Passage, ends_sentence
from digest_bot.text.words import FUNCTION_WORDS, STOP_WORDS, WORD

Row = tuple[float, ...]
Weights = tuple[float, Row]
"""Intercept, and one weight a feature."""

READ = 240
"""Characters at either end of a passage in which phrases are looked for; longer passages are text."""
REACH = 3
"""Passages on either side that a passage is judged by."""
CAP = 8.0
"""Log-odds beyond which a neighbour is simply sure."""

PLACED = ("stop_words", "bullet", "heading", "quoted", "linked", "lines", "known", "title", "twice")
"""Names of what is seen of a passage by itself that depends on where it stands."""
SHAPES = (
    *PLACED,
    *("words", "few", "long", "sentence", "colon", "comma", "lower_start", "quote_start", "capitals", "shouted"),
    *("digits", "quote", "you", "symbol", "page_number", "sections", "question", "separators", "sentences"),
    *KINDS,
    *(f"{name}_short" for name in KINDS),
    *("share_count", "offer_count", "navigation_count"),
)
"""Names of everything that is seen of a passage by itself."""

CONTEXTS = (
    *("own", *(f"before_{n}" for n in range(1, REACH + 1)), *(f"after_{n}" for n in range(1, REACH + 1))),
    *("body_before", "body_after", "outside", "distance_before", "distance_after", "gap", "blank", "blank_after"),
    *("after_first", "own_outside", "short_outside", "bullet_outside", "sentence_outside", "bullet_beside"),
    *("continues", "continued", "furniture", "mean_before", "mean_after", "sure_before"),
    *("topical", "topical_long", "topical_outside"),
)
"""Names of what is seen of a passage among its neighbours."""

# Each begins with one class, never with a repeated one: so the regex engine skips to where it stands.
_DIGITS = re.compile(r"\d\d*+")
LIKELY, BODY, ON_TOPIC = 1.5, 120, 0.12
"""Own log-odds, characters and share of words shared with the rest from which a passage is surely of the body."""
SHORT = 80
FEW = 14
"""Words of a text to which furniture matters more."""
FOREIGN, FLUENT = 0.3, 0.4
"""Share of function words in its sentences below which a text is in a language without any here (news in the others
has about a third), and the share that its sentences count with."""
BRIEF = 20
"""Characters of the shortest sentence in a script without spaces."""

_SEPARATOR = re.compile(r"[|/>•·»](?:(?<=»)|(?<= .) )")
_NEXT_SENTENCE = re.compile(r"\.[”\"]? ")
_SPACELESS = re.compile("[\u0e01-\u0e5b\u3041-\u30ff\u3400-\u9fff]")
_FAR = 9
_SURE = -4.0
_COUNTED = ("share", "offer", "navigation")
_YOU = frozenset(
    (
        *("you", "your", "yours", "our", "us", "we", "my", "me", "yourself", "ihr", "ihre", "uns", "unser"),
        *("vous", "votre", "nos", "usted", "su", "tu", "ваш", "вы", "наш"),
    )
)


class Reading(NamedTuple):
    """What a text shows wherever it stands."""

    low: list[str]
    """Its words in lower case."""
    content: list[str]
    """Those of them that are no English function words, as often as they stand there."""
    own: AbstractSet[str]
    """All of them, each once."""
    topic: AbstractSet[str]
    """Those of them that may tell what a text is about."""
    kinds: Mapping[str, int]
    """Of furniture, that its beginning and end look like."""
    ends: bool
    """As sentences end."""
    fluency: float
    """Share of function words."""
    masked: str
    """In lower case, every number as 0."""
    shape: Row
    """In the order of `SHAPES`, behind `PLACED`."""
    odds: float
    """What the shape weighs."""
    wording: Wording
    """What it is by its wording."""


class Seen(NamedTuple):
    """A passage, and what is read of its text once for every later question."""

    passage: Passage
    low: list[str]
    """Its words in lower case."""
    kinds: Mapping[str, int]
    """Of furniture, that its beginning and end look like."""
    ends: bool
    """As sentences end."""
    reading: Reading


def look(passages: Sequence[Passage]) -> list[Seen]:
    """Read every passage."""
    return [_look(passage) for passage in passages]


def judge(seen: Sequence[Seen], title: str = "") -> list[float]:
    """Return for every passage the log-odds that it belongs to the article.

    Notices are left out of the account: however many of them a page has, they say nothing about what stands between.
    """
    told = [one for one in seen if not one.reading.wording.notice]
    odds = iter(_judged(told, title))
    return [-math.inf if one.reading.wording.notice else next(odds) for one in seen]


def _judged(seen: Sequence[Seen], title: str) -> list[float]:
    slopes = weights.SHAPE[1]
    places = _placed(seen, title)
    own = [sum(map(mul, slopes, placed), one.reading.odds) for one, placed in zip(seen, places, strict=True)]
    odds = [_dot(weights.CONTEXT, row) for row in contexts(seen, own)]
    return [CAP if _is_dense_text(one) else value for one, value in zip(seen, odds, strict=True)]


def use(shape: Weights, context: Weights) -> None:
    """Judge by other weights from now on."""
    weights.SHAPE, weights.CONTEXT = shape, context
    _remembered.cache_clear()


def shapes(seen: Sequence[Seen], title: str = "") -> list[Row]:
    """Return what is seen of every passage by itself, in the order of `SHAPES`."""
    return [(*placed, *one.reading.shape) for one, placed in zip(seen, _placed(seen, title), strict=True)]


def _is_dense_text(one: Seen) -> bool:
    """Tell whether the passage is a sentence in a script without spaces, about which the weights know nothing."""
    text = one.passage.text
    if text.isascii() or len(text) < BRIEF or not one.ends:
        return False
    return len(_SPACELESS.findall(text)) * 2 > len(text)


def _look(passage: Passage) -> Seen:
    text = passage.text
    reading = _remembered(text) if len(text) <= READ else _read(text)
    return Seen(passage, reading.low, reading.kinds, reading.ends, reading)


def _read(text: str) -> Reading:
    words = WORD.findall(text)
    low = list(map(str.lower, words))
    own = frozenset(low)
    kinds = find_kinds(text, low) if len(text) <= READ else find_kinds(f"{text[: READ // 2]} … {text[-READ // 2 :]}")
    ends = ends_sentence(text)
    shape = (*_form(text, words, low, own, ends=ends), *_kinds(kinds, len(words) or 1))
    return Reading(
        low=low,
        content=[word for word in low if len(word) > 2 and word not in _ENGLISH],
        own=own,
        topic={word for word in own - FUNCTION_WORDS if len(word) > 3},
        kinds=kinds,
        ends=ends,
        fluency=sum(map(FUNCTION_WORDS.__contains__, low)) / (len(words) or 1),
        masked=_DIGITS.sub("0", text.lower()),
        shape=shape,
        odds=sum(map(mul, weights.SHAPE[1][len(PLACED) :], shape), weights.SHAPE[0]),
        wording=read_wording(text),
    )


_remembered = lru_cache(maxsize=8192)(_read)
"""The furniture of a site is the same around every article; what is long is seldom met again."""


def _form(text: str, words: Sequence[str], low: Sequence[str], own: AbstractSet[str], *, ends: bool) -> Row:
    """Return how the text is written: the first part of a shape. Words are only counted where there are such at all."""
    count = len(words) or 1
    first = text[0]
    capitals = sum(map(str.isupper, map(_FIRST_LETTER, words))) - words[0][0].isupper() if words else 0
    return (
        math.log1p(len(words)),
        float(count <= 4),
        float(count >= 30),
        float(ends),
        float(text.endswith(":")),
        float(text.endswith((",", "-", "–", "—"))),
        float(first.islower()),
        float(first in "\"“'‘«„"),
        capitals / count,
        float(text.isupper()),
        sum(map(str.isdigit, map(_FIRST_LETTER, words))) / count if _DIGITS.search(text) else 0.0,
        float(text.count('"') + text.count("“") + text.count("”") > 1),
        0.0 if _YOU.isdisjoint(own) else sum(map(_YOU.__contains__, low)) / count,
        float(not (first.isalnum() or first in "\"“'‘«„($£€")),
        float(is_page_number(text)),
        0.0 if SECTION_WORDS.isdisjoint(own) else sum(map(SECTION_WORDS.__contains__, low)) / count,
        float(text.endswith("?")),
        float(_SEPARATOR.search(text) is not None),
        float(min(len(_NEXT_SENTENCE.findall(text)), 4)),
    )


def _kinds(hits: Mapping[str, int], count: int) -> Sequence[float]:
    """Return which kinds of furniture the text looks like: the second part of a shape."""
    if not hits:
        return _NO_KINDS
    flags = [float(kind in hits) for kind in KINDS]
    counts = [min(hits.get(kind, 0), 4) / math.sqrt(count) for kind in _COUNTED]
    return [*flags, *(flags if count <= FEW else _NO_FLAGS), *counts]


def _placed(seen: Sequence[Seen], title: str) -> list[Row]:
    """Return what is seen of every passage that depends on where it stands, in the order of `PLACED`."""
    shared = _in_several([one.reading.own for one in seen])
    foreign = _is_foreign(seen)
    copies = Counter(one.reading.masked for one in seen)
    wanted = set(WORD.findall(title.lower()))
    return [_place(one, shared, wanted, twice=copies[one.reading.masked] > 1, foreign=foreign) for one in seen]


def _place(seen: Seen, shared: AbstractSet[str], wanted: set[str], *, twice: bool, foreign: bool) -> Row:
    passage, reading = seen.passage, seen.reading
    content = reading.content
    return (
        FLUENT if foreign and reading.ends else reading.fluency,
        float(passage.bullet),
        float(passage.heading),
        float(passage.quoted),
        float(passage.linked),
        min(passage.lines, 4) / 4,
        sum(map(shared.__contains__, content)) / (len(content) or 1),
        float(bool(wanted) and _is_like(reading.low, wanted)),
        float(twice),
    )


def _is_like(low: Sequence[str], title: set[str]) -> bool:
    """Tell whether a text of some words has nearly all of the title's and hardly others."""
    return len(low) > 2 and len(title.intersection(low)) > 0.8 * max(len(title), len(set(low)))


def _in_several(texts: Sequence[AbstractSet[str]]) -> set[str]:
    """Return the words that more than one of the texts has."""
    known: set[str] = set()
    shared: set[str] = set()
    for own in texts:
        shared |= known & own
        known |= own
    return shared


def _is_foreign(seen: Sequence[Seen]) -> bool:
    """Tell whether the text is in a language whose function words are not known here."""
    told = [one.reading for one in seen if one.ends]
    spoken = sum(reading.fluency * len(reading.low) for reading in told)
    return spoken < FOREIGN * sum(len(reading.low) for reading in told)


_ENGLISH = STOP_WORDS["en"]
_NO_FLAGS = [0.0] * len(KINDS)
_NO_KINDS = [*_NO_FLAGS, *_NO_FLAGS, *[0.0] * len(_COUNTED)]
_FIRST_LETTER = itemgetter(0)


def contexts(seen: Sequence[Seen], own: Sequence[float]) -> list[Row]:
    """Return what is seen of every passage among its neighbours, in the order of `CONTEXTS`; `own` are its own odds."""
    passages = [one.passage for one in seen]
    odds = [max(-CAP, min(CAP, value)) for value in own]
    padded = [-CAP] * REACH + odds + [-CAP] * REACH
    likely = [value > LIKELY and len(passage.text) > BODY for value, passage in zip(odds, passages, strict=True)]
    topical = _topical(seen, likely)
    body = [here and share > ON_TOPIC for here, share in zip(likely, topical, strict=True)]
    nearest = list(zip(_last_body(body), _next_body(body), strict=True))
    before, sums = list(accumulate(body, initial=0)), list(accumulate(odds, initial=0.0))
    furniture = sum(value < -1 for value in odds) / (len(odds) or 1)
    rows = []
    for index, passage in enumerate(passages):
        at = index + REACH
        outside = float(before[index] == 0 or before[-1] == before[index + 1])
        after = passages[index + 1] if index + 1 < len(passages) else None
        last, coming = nearest[index]
        gone = _FAR if last is None else min(index - last, _FAR)
        ahead = _FAR if coming is None else min(coming - index, _FAR)
        rows.append(
            (
                odds[index],
                *padded[at - 1 : at - REACH - 1 if index else None : -1],
                *padded[at + 1 : at + REACH + 1],
                float(before[index] > 0),
                float(before[-1] > before[index + 1]),
                outside,
                gone / _FAR,
                ahead / _FAR,
                (gone + ahead) / _FAR,
                float(passage.blank_before),
                float(after is None or after.blank_before),
                float(before[index] == 1 and before[-1] > 1),
                outside * odds[index],
                outside * float(len(passage.text) < SHORT),
                outside * float(passage.bullet),
                outside * float(seen[index].ends),
                float(passage.bullet and _is_beside_bullet(passages, index)),
                float(last is not None and passage.text[0].islower() and not seen[last].ends),
                float(coming is not None and _breaks_off(seen[index]) and passages[coming].text[0].islower()),
                furniture,
                sums[index] / (index or 1),
                (sums[-1] - sums[index + 1]) / (len(odds) - index - 1 or 1),
                float(index > 0 and odds[index - 1] < _SURE and last is not None),
                topical[index],
                topical[index] * float(len(passage.text) > BODY),
                outside * topical[index],
            )
        )
    return rows


def _is_beside_bullet(passages: Sequence[Passage], index: int) -> bool:
    return any(passages[at].bullet for at in (index - 1, index + 1) if 0 <= at < len(passages))


def _topical(seen: Sequence[Seen], body: Sequence[bool]) -> list[float]:
    """Return for every passage the share of its content words that some other passage of the body has too."""
    content = [one.reading.topic for one in seen]
    spread = Counter(chain.from_iterable(own for own, here in zip(content, body, strict=True) if here))
    once, twice = ({word for word, texts in spread.items() if texts > least} for least in (0, 1))
    return [len(own & (twice if here else once)) / (len(own) or 1) for own, here in zip(content, body, strict=True)]


def _last_body(body: Sequence[bool]) -> list[int | None]:
    """Return for every passage the index of the body passage before it."""
    found: list[int | None] = []
    last: int | None = None
    for index, here in enumerate(body):
        found.append(last)
        if here:
            last = index
    return found


def _next_body(body: Sequence[bool]) -> list[int | None]:
    """Return for every passage the index of the body passage after it."""
    mirrored = _last_body(body[::-1])
    return [None if index is None else len(body) - 1 - index for index in mirrored[::-1]]


def _breaks_off(one: Seen) -> bool:
    return len(one.passage.text) > 30 and not one.ends


def _dot(weights: Weights, row: Row) -> float:
    return sum(map(mul, weights[1], row), weights[0])
