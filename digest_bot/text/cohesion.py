"""Lexical cohesion: how much the words of one run of paragraphs come back in another."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, pairwise
from operator import add, mul

from digest_bot.text.similarity import CALENDAR, names_inside
from digest_bot.text.words import Learned, is_stop_word, stem, words, zipf

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
Postings = Mapping[str, Sequence[tuple[int, float]]]
"""Term to the paragraphs that have it, ascending, each with the weight there."""
Weight = tuple[str, float, bool, bool]
"""Term, weight 0 to 1, whether it has a capital, and whether it is rare."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one paragraph contributes."""

    terms: Mapping[str, float]
    """Term to weight."""
    names: Mapping[str, float]
    """The terms among them that are telling names."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Where the terms of a text stand."""

    alone: Sequence[Sequence[float]]
    """For every paragraph the weights of the terms that no other has: two in three, and all they need is adding up."""
    places: Postings
    """Of the others."""


class Table:
    """A symmetric table of paragraph pairs whose blocks are summed in constant time (Crow 1984)."""

    def __init__(self, rows: Sequence[Sequence[float]]) -> None:
        above = [0.0] * (len(rows) + 1)
        self.sums = [above]
        for row in rows:
            above = [0.0, *map(add, accumulate(row), above[1:])]
            self.sums.append(above)

    def total(self, left: Run, right: Run) -> float:
        """Return the sum over all pairs of a paragraph of one run and a paragraph of another."""
        top, bottom = self.sums[left[0]], self.sums[left[1]]
        return bottom[right[1]] - bottom[right[0]] - top[right[1]] + top[right[0]]


class Cohesion:
    """How alike any two runs of paragraphs are in one kind of term."""

    def __init__(self, products: list[list[float]]) -> None:
        self.products = products
        self._table = Table(products)
        self._selves: dict[Run, float] = {}

    def cosine(self, left: Run, right: Run) -> float:
        """Return the cosine of the summed vectors of two runs, 0 to 1."""
        return self.cosines(((left, right),))[0]

    def cosines(self, pairs: Iterable[tuple[Run, Run]]) -> list[float]:
        """Return the cosine of each two runs."""
        found = []
        sums, selves = self._table.sums, self._selves
        for left, right in pairs:
            top, bottom = sums[left[0]], sums[left[1]]  # written out: it is asked twenty times a gap
            across = bottom[right[1]] - bottom[right[0]] - top[right[1]] + top[right[0]]
            if across < _NOTHING:
                found.append(0.0)
                continue
            mine = selves[left] if left in selves else self._self(left)
            found.append(across / math.sqrt(mine * (selves[right] if right in selves else self._self(right))))
        return found

    def shared(self, left: Run, right: Run) -> bool:
        """Tell whether two runs have a term in common."""
        return self._table.total(left, right) > _NOTHING

    def _self(self, run: Run) -> float:
        found = self._selves[run] = self._table.total(run, run)
        return found


def paragraph_cosines(cohesion: Cohesion) -> list[list[float]]:
    """Return the cosine of every two paragraphs; 0.0 for an empty one."""
    lengths = [math.sqrt(row[place]) or 1.0 for place, row in enumerate(cohesion.products)]
    return [
        [product / (mine * other) if product else 0.0 for product, other in zip(row, lengths, strict=True)]
        for row, mine in zip(cohesion.products, lengths, strict=True)
    ]


def products(spread: Spread) -> list[list[float]]:
    """Return the scalar product of every two paragraphs."""
    return _products(spread, [1.0] * (len(spread.alone) + 1))


def local_products(spread: Spread) -> list[list[float]]:
    """Return the same of terms that are weighed down by how much of the text has them.

    In a column about one country the country tells no story from the other.
    """
    size = len(spread.alone)
    scale = math.log(size + 1)
    factors = [math.log((size + 1) / count) / scale for count in range(1, size + 1)]
    return _products(spread, [0.0, *(factor * factor for factor in factors)])


def _products(spread: Spread, factors: Sequence[float]) -> list[list[float]]:
    size = len(spread.alone)
    rows = [[0.0] * size for _ in range(size)]
    for place, weights in enumerate(spread.alone):
        rows[place][place] = factors[1] * sum(map(mul, weights, weights))
    for places in spread.places.values():
        factor = factors[len(places)]
        for one, weight in places:
            row = rows[one]
            heavy = weight * factor
            for other, times in places:
                row[other] += heavy * times
    return rows


def read_paragraphs(paragraphs: Sequence[str], split: Sequence[Sequence[str]], language: str) -> list[Reading]:
    """Return the weighted terms and the telling names of every paragraph, given with its words."""
    inside = names_inside("\n".join(paragraphs), language)
    weights = _weights(language)
    return [_read(written, inside, weights) for written in split]


def _read(paragraph: Sequence[str], inside: set[str], weights: Mapping[str, Weight]) -> Reading:
    terms: dict[str, float] = {}
    names: dict[str, float] = {}
    for written, times in Counter(paragraph).items():
        term, weight, capital, rare = weights[written]
        if not weight:
            continue
        heavy = weight if times == 1 else weight * (1 + math.log(times))
        if capital and (rare or written in inside):
            heavy *= _NAME_WEIGHT
            if weight > _TELLING_NAME:
                names[term] = weight
        terms[term] = terms.get(term, 0.0) + heavy
    return Reading(terms, names)


@lru_cache(maxsize=16)
def _weights(language: str) -> Learned[Weight]:
    return Learned(lambda written: _weigh(written, language))


def _weigh(written: str, language: str) -> Weight:
    if len(written) > _MAX_WORD:
        return written, 0.0, False, False
    if written[0].isdigit():
        return written, (_NUMBER_WEIGHT if len(written) > 1 else 0.0), False, False
    bare = written.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    if len(bare) < 2 or is_stop_word(bare, language):
        return bare, 0.0, False, False
    common = zipf(bare, language, least=_UNKNOWN_ZIPF) or _UNKNOWN_ZIPF
    weight = max(0.0, min(1.0, (_COMMON_ZIPF - common) / _ZIPF_RANGE))
    capital = written[0].isupper() and bare not in CALENDAR and bare not in _TITLES
    return stem(bare, language), weight, capital, common < _RARE_ZIPF


def find_spread(vectors: Sequence[Mapping[str, float]]) -> Spread:
    """Return where the terms of the paragraphs stand."""
    spread = Counter(chain.from_iterable(vectors))
    places: dict[str, list[tuple[int, float]]] = {term: [] for term, count in spread.items() if count > 1}
    alone = []
    for place, vector in enumerate(vectors):
        alone.append([weight for term, weight in vector.items() if term not in places])
        for term in filter(places.__contains__, vector):
            places[term].append((place, vector[term]))
    return Spread(alone, places)


def returns(readings: Sequence[Reading], words: Spread, names: Spread) -> list[tuple[float, ...]]:
    """Return for every gap which share of the words around it comes back across it: of words, then of names.

    For each kind six shares of the weight of three paragraphs: lexical chains that cross the gap, weaker with distance,
    of those before and after; new terms after it, all and those used again; terms before it that never come back, all
    and those used earlier. Index 0 stands for the gap before the first paragraph.
    """
    of_words = _returns([sum(reading.terms.values()) for reading in readings], words)
    of_names = _returns([sum(reading.names.values()) for reading in readings], names)
    return [(*one, *other) for one, other in zip(of_words, of_names, strict=True)]


def _returns(mass: Sequence[float], spread: Spread) -> list[tuple[float, ...]]:
    """Return the six shares; `mass` is the weight of all terms of a paragraph."""
    size = len(mass)
    crossing, used, ended = ([0.0] * (size + 1) for _ in range(3))
    born = [*map(sum, spread.alone), 0.0]
    dead = born[:]
    for places in spread.places.values():
        first, weight = places[0]
        last = places[-1][0]
        born[first] += weight
        used[first] += weight
        dead[last] += weight
        ended[last] += weight
        for (one, weight), (other, _) in pairwise(places):
            if other - one <= _MEMORY:
                held = weight * _FADING[other - one]
                for gap in range(one + 1, other + 1):
                    crossing[gap] += held
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
