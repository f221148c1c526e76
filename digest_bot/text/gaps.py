"""What speaks for and against a new story between two paragraphs: numbers for every gap and for every pair of runs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from digest_bot.text.cohesion import (
    Cohesion,
    Run,
    Table,
    find_spread,
    local_products,
    paragraph_cosines,
    products,
    read_paragraphs,
    returns,
)
from digest_bot.text.openings import Opening, Weights, read_opening
from digest_bot.text.words import words

GAP_FEATURES = (
    *("words 1|1", "words 2|2", "words 5|5", "words all|3", "words 3|all", "words all|all"),
    *("words lead|3", "words lead|all", "names 1|1", "names 3|3", "names 5|5", "names all|3", "names 3|all"),
    *("names all|all", "names 5|1", "local 2|2", "local 3|3", "local 5|5", "local all|3", "local 3|all"),
    *("local all|all", "nearest pair 4|4", "nearest pair 8|1"),
    *("words across, of left", "words across, of right", "new words", "new words used again"),
    *("words that end", "used words that end"),
    *("names across, of left", "names across, of right", "new names", "new names used again"),
    *("names that end", "used names that end"),
    *("words 3|3", "words 3|3 against the text", "depth"),
    *("opening", "opening above its neighbours", "opening before", "opening after"),
    *("quotation", "quotation before", "leans back", "next leans back", "cue", "far cue"),
    *("1 / from the start", "1 / to the end", "mean words 3|3", "least words 3|3", "log paragraphs"),
)
"""What `gap_features` returns: `words 3|all` is the cosine of three paragraphs before and all after the gap."""
BORDER_FEATURES = (
    *("odds", "best odds elsewhere", "odds above those near"),
    *("words", "names", "local", "mean pair across", "mean pair left", "mean pair right"),
    *("across / lesser within", "across / mean within", "nearest pair", "share of right with names of left"),
    *("share of left with names of right", "words lead|right", "names all|all", "opening", "cue", "far cue"),
    *("1 / left", "1 / right", "log paragraphs"),
)
"""What `border_features` returns, of the run on the left and the run on the right of a border."""


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that is counted once for a text."""

    size: int
    returns: list[tuple[float, ...]]
    """What comes back across every gap; index 0 stands for the one before the first paragraph."""
    openings: tuple[Opening, ...]
    words: Cohesion
    names: Cohesion
    local: Cohesion
    """Of the words again, those weighed down that stand everywhere in the text."""
    cosines: list[list[float]]
    """Of every two paragraphs."""
    means: Table
    """The same cosines, summed."""


def read_page(paragraphs: Sequence[str], language: str, weights: Weights) -> Page:
    """Count what the gaps of a text are judged by."""
    split = [words(paragraph) for paragraph in paragraphs]
    readings = read_paragraphs(paragraphs, split, language)
    spread = find_spread([reading.terms for reading in readings])
    names = find_spread([reading.names for reading in readings])
    alike = Cohesion(products(spread))
    cosines = paragraph_cosines(alike)
    return Page(
        size=len(paragraphs),
        returns=returns(readings, spread, names),
        openings=tuple(read_opening(p, w, language, weights) for p, w in zip(paragraphs, split, strict=True)),
        words=alike,
        names=Cohesion(products(names)),
        local=Cohesion(local_products(spread)),
        cosines=cosines,
        means=Table(cosines),
    )


def gap_features(page: Page) -> list[tuple[float, ...]]:
    """Return the GAP_FEATURES of every gap, first of the one before paragraph 1; of two or more paragraphs."""
    size = page.size
    near = page.words.cosines([((max(0, gap - 3), gap), (gap, min(size, gap + 3))) for gap in range(1, size)])
    mean = sum(near) / len(near)
    spread = math.sqrt(sum((value - mean) ** 2 for value in near) / len(near)) + 0.02
    document = mean, min(near), math.log(size)
    return [
        (
            *_windows(page, gap),
            *page.returns[gap],
            near[gap - 1],
            (near[gap - 1] - mean) / spread,
            _depth(near, gap - 1),
            *_opening(page, gap),
            1 / gap,
            1 / (size - gap),
            *document,
        )
        for gap in range(1, size)
    ]


def _windows(page: Page, gap: int) -> list[float]:
    """Return how alike the runs on both sides are, from single paragraphs to all there is."""
    size = page.size
    one, two, three, five = (((max(0, gap - reach), gap), (gap, min(size, gap + reach))) for reach in (1, 2, 3, 5))
    before, after, lead = (0, gap), (gap, size), (0, min(2, gap))
    far = ((before, three[1]), (three[0], after), (before, after))
    return [
        *page.words.cosines((one, two, five, *far, (lead, three[1]), (lead, after))),
        *page.names.cosines((one, three, five, *far, (five[0], one[1]))),
        *page.local.cosines((two, three, five, *far)),
        max(max(page.cosines[place][gap : gap + 4]) for place in range(max(0, gap - 4), gap)),
        max(page.cosines[gap][max(0, gap - 8) : gap]),
    ]


def _depth(near: Sequence[float], at: int) -> float:
    """Return how deep the valley is, against the hills on both sides (Hearst 1997)."""
    left = right = at
    while left > 0 and near[left - 1] >= near[left]:
        left -= 1
    while right < len(near) - 1 and near[right + 1] >= near[right]:
        right += 1
    return near[left] + near[right] - 2 * near[at]


def _opening(page: Page, gap: int) -> list[float]:
    here, before = page.openings[gap], page.openings[gap - 1]
    following = page.openings[gap + 1] if gap + 1 < page.size else before
    return [
        here.likeness,
        here.likeness - max(before.likeness, following.likeness),
        before.likeness,
        following.likeness,
        float(here.quotation),
        float(before.quotation),
        float(here.backward),
        float(following.backward),
        float(here.cue),
        float(here.far_cue),
    ]


def border_features(page: Page, odds: Sequence[float], start: int, gap: int, stop: int) -> tuple[float, ...]:
    """Return the BORDER_FEATURES of a border at `gap` between the runs from `start` and up to `stop`.

    `odds` are the log-odds of all gaps, first of the one before paragraph 1.
    """
    left, right = (start, gap), (gap, stop)
    across = page.means.total(left, right) / ((gap - start) * (stop - gap))
    one, other = _within(page, left, across), _within(page, right, across)
    rivals = [odds[place - 1] for place in range(max(1, gap - 2), min(page.size, gap + 3)) if place != gap]
    others = [*odds[: max(0, gap - 3)], *odds[gap + 2 :]]
    here = page.openings[gap]
    return (
        odds[gap - 1],
        max(-3.0, min(3.0, max(others, default=-3.0))),
        odds[gap - 1] - max(rivals, default=0.0),
        page.words.cosine(left, right),
        page.names.cosine(left, right),
        page.local.cosine(left, right),
        across,
        one,
        other,
        across / (min(one, other) + 0.02),
        across / (math.sqrt(max(0.0, one * other)) + 0.02),
        max(max(row[gap:stop]) for row in page.cosines[start:gap]),
        sum(page.names.shared(left, (place, place + 1)) for place in range(gap, stop)) / (stop - gap),
        sum(page.names.shared((place, place + 1), right) for place in range(start, gap)) / (gap - start),
        page.words.cosine((0, min(2, gap)), right),
        page.names.cosine((0, gap), (gap, page.size)),
        here.likeness,
        float(here.cue),
        float(here.far_cue),
        1 / (gap - start),
        1 / (stop - gap),
        math.log(page.size),
    )


def _within(page: Page, run: Run, otherwise: float) -> float:
    """Return the mean cosine of two different paragraphs of a run; `otherwise` when it has only one."""
    size = run[1] - run[0]
    return (page.means.total(run, run) - size) / (size * size - size) if size > 1 else otherwise
