"""Lexical cohesion: how much the words of one run of paragraphs come back in another."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import add

from digest_bot.text.similarity import CALENDAR, names_inside
from digest_bot.text.words import is_stop_word, stem, words, zipf

_COMMON_ZIPF = 6.3
_ZIPF_RANGE = 4.0
_UNKNOWN_ZIPF = 2.2
_NUMBER_WEIGHT = 0.7
_RARE_ZIPF = 3.2
_NAME_WEIGHT = 1.5
_TELLING_NAME = 0.25
"""Weight from which a name says who a story is about; `American` and `House` do not."""
_MEMORY = 12
"""Paragraphs after which a word that comes back no longer holds them together."""
_FADING = [math.exp(-distance / 4) for distance in range(_MEMORY + 1)]
_TITLES = frozenset(
    words(
        """mr mrs ms dr president senator sen rep gov minister prime chief judge justice attorney general secretary"""
    )
)
_NOTHING = 1e-6
_MAX_WORD = 40
"""Letters; what is longer is no word."""

Run = tuple[int, int]
"""A half-open range of paragraphs."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one paragraph contributes."""

    terms: Mapping[str, float]
    """Term to weight."""
    names: Mapping[str, float]
    """The terms among them that are telling names."""


class Table:
    """A symmetric table of paragraph pairs whose blocks are summed in constant time (Crow 1984)."""

    def __init__(self, rows: Sequence[Sequence[float]]) -> None:
        above = [0.0] * (len(rows) + 1)
        self._sums = [above]
        for row in rows:
            above = [0.0, *map(add, accumulate(row), above[1:])]
            self._sums.append(above)

    def total(self, left: Run, right: Run) -> float:
        """Return the sum over all pairs of a paragraph of one run and a paragraph of another."""
        top, bottom = self._sums[left[0]], self._sums[left[1]]
        return bottom[right[1]] - bottom[right[0]] - top[right[1]] + top[right[0]]


class Cohesion:
    """How alike any two runs of paragraphs are in one kind of term."""

    def __init__(self, vectors: Sequence[Mapping[str, float]]) -> None:
        self.products = _products(vectors)
        self._table = Table(self.products)

    def cosine(self, left: Run, right: Run) -> float:
        """Return the cosine of the summed vectors of two runs, 0 to 1."""
        across = self._table.total(left, right)
        if across < _NOTHING:
            return 0.0
        return across / math.sqrt(self._table.total(left, left) * self._table.total(right, right))

    def shared(self, left: Run, right: Run) -> bool:
        """Tell whether two runs have a term in common."""
        return self._table.total(left, right) > _NOTHING


def paragraph_cosines(cohesion: Cohesion) -> list[list[float]]:
    """Return the cosine of every two paragraphs; 0.0 for an empty one."""
    lengths = [math.sqrt(row[place]) or 1.0 for place, row in enumerate(cohesion.products)]
    return [
        [product / (mine * other) if product else 0.0 for product, other in zip(row, lengths, strict=True)]
        for row, mine in zip(cohesion.products, lengths, strict=True)
    ]


def _products(vectors: Sequence[Mapping[str, float]]) -> list[list[float]]:
    rows = [[0.0] * len(vectors) for _ in vectors]
    for places in _postings(vectors).values():
        for one, weight in places:
            row = rows[one]
            for other, times in places:
                row[other] += weight * times
    return rows


def read_paragraphs(paragraphs: Sequence[str], split: Sequence[Sequence[str]], language: str) -> list[Reading]:
    """Return the weighted terms and the telling names of every paragraph, given with its words."""
    inside = names_inside("\n".join(paragraphs), language)
    return [_read(written, inside, language) for written in split]


def _read(paragraph: Sequence[str], inside: set[str], language: str) -> Reading:
    terms: dict[str, float] = {}
    names: dict[str, float] = {}
    for written, times in Counter(paragraph).items():
        if len(written) > _MAX_WORD:
            continue
        term, weight, capital, rare = _weigh(written, language)
        if not weight:
            continue
        heavy = weight * (1 + math.log(times))
        if capital and (rare or written in inside):
            heavy *= _NAME_WEIGHT
            if weight > _TELLING_NAME:
                names[term] = weight
        terms[term] = terms.get(term, 0.0) + heavy
    return Reading(terms, names)


@lru_cache(maxsize=50_000)
def _weigh(written: str, language: str) -> tuple[str, float, bool, bool]:
    """Return term, weight 0 to 1, whether it has a capital, and whether it is rare."""
    if written[0].isdigit():
        return written, (_NUMBER_WEIGHT if len(written) > 1 else 0.0), False, False
    bare = written.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    if len(bare) < 2 or is_stop_word(bare, language):
        return bare, 0.0, False, False
    common = zipf(bare, language) or _UNKNOWN_ZIPF
    weight = max(0.0, min(1.0, (_COMMON_ZIPF - common) / _ZIPF_RANGE))
    capital = written[0].isupper() and bare not in CALENDAR and bare not in _TITLES
    return stem(bare, language), weight, capital, common < _RARE_ZIPF


def _postings(vectors: Sequence[Mapping[str, float]]) -> dict[str, list[tuple[int, float]]]:
    found: dict[str, list[tuple[int, float]]] = {}
    for place, vector in enumerate(vectors):
        for term, weight in vector.items():
            found.setdefault(term, []).append((place, weight))
    return found


def local_terms(readings: Sequence[Reading]) -> list[Mapping[str, float]]:
    """Return the terms of every paragraph, each weighed down by how much of the text has it.

    In a column about one country the country tells no story from the other.
    """
    spread = Counter(term for reading in readings for term in reading.terms)
    scale = math.log(len(readings) + 1)
    factor = {term: math.log((len(readings) + 1) / count) / scale for term, count in spread.items()}
    return [{term: weight * factor[term] for term, weight in reading.terms.items()} for reading in readings]


def returns(readings: Sequence[Reading]) -> list[tuple[float, ...]]:
    """Return for every gap which share of the words around it comes back across it: of words, then of names.

    For each kind six shares of the weight of three paragraphs: lexical chains that cross the gap, weaker with distance,
    of those before and after; new terms after it, all and those used again; terms before it that never come back, all
    and those used earlier. Index 0 stands for the gap before the first paragraph.
    """
    kinds = ([reading.terms for reading in readings], [reading.names for reading in readings])
    both = [_returns(vectors) for vectors in kinds]
    return [(*words, *names) for words, names in zip(*both, strict=True)]


def _returns(vectors: Sequence[Mapping[str, float]]) -> list[tuple[float, ...]]:
    size = len(vectors)
    crossing, born, used, ended, dead = ([0.0] * (size + 1) for _ in range(5))
    for places in _postings(vectors).values():
        first, weight = places[0]
        last = places[-1][0]
        born[first] += weight
        dead[last] += weight
        if last == first:
            continue
        used[first] += weight
        ended[last] += weight
        for (one, weight), (other, _) in pairwise(places):
            for gap in range(one + 1, other + 1):
                crossing[gap] += weight * _FADING[other - one] if other - one <= _MEMORY else 0.0
    mass = [sum(vector.values()) for vector in vectors]
    found: list[tuple[float, ...]] = []
    for gap in range(size):
        before, after = slice(max(0, gap - 3), gap), slice(gap, gap + 3)
        left, right = sum(mass[before]) + 1.0, sum(mass[after]) + 1.0
        found.append(
            (
                crossing[gap] / left,
                crossing[gap] / right,
                sum(born[after]) / right,
                sum(used[after]) / right,
                sum(dead[before]) / left,
                sum(ended[before]) / left,
            )
        )
    return found
