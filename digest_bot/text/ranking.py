"""Ranks sets of sentences: the best ones by themselves are combined, and a linear model judges each set as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain as joined
from itertools import combinations
from operator import mul

from digest_bot.text import summary_weights
from digest_bot.text.features import Reading, Row
from digest_bot.text.standalone import Standing, chain

POOL = 8
"""Sentences, the best by themselves, that sets are made of."""
LARGEST = 3
"""Sentences of a set that is judged as a whole; a longer summary takes the best others besides."""
ENOUGH_WORDS = 40
"""Words from which one sentence fewer than was asked for may tell the text better."""
LONGEST_CHAIN = 2
"""Sentences that are told together because one cannot be understood without the other."""
ALIKE = 0.5
"""Cosine from which two sentences say the same."""

Indices = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bench:
    """One text with everything a set of its sentences is judged by."""

    reading: Reading
    standings: Sequence[Standing]
    introduced: Mapping[int, int]
    """Sentence that speaks of somebody by surname → the one that names him in full."""
    scores: tuple[float, ...]
    """Of every sentence by itself."""
    opening: int | None = None
    """A sentence that is told wherever it has room."""


def make_bench(
    reading: Reading, standings: Sequence[Standing], introduced: Mapping[int, int], *, opening: int | None = None
) -> Bench:
    """Score every sentence by itself."""
    scores = tuple(_dot(summary_weights.SENTENCE, row) for row in reading.features)
    return Bench(reading, standings, introduced, scores, opening)


def best_set(bench: Bench, count: int, max_words: int | None = None) -> Indices:
    """Return the best `count` sentences, indices ascending; fewer when the words or the text do not allow as many.

    Of three, two are left where they tell more than any three. The set holds the predecessors its sentences lean on,
    says nothing twice and has at most `max_words` words. Empty when no sentence can be told.
    """
    sets = candidate_sets(bench, count, max_words)
    values = linear_values(bench, sets)
    best = min(zip(values, sets, strict=True), key=lambda item: (-item[0], item[1]), default=(0.0, ()))[1]
    return _extended(bench, best, count, max_words) if count > LARGEST else best


def candidate_sets(bench: Bench, count: int, max_words: int | None = None) -> list[Indices]:
    """Return the sets that can be made of the best sentences: of the largest size that the words allow or one less.

    A sentence that begins with a surname comes with the one that gives the full name, if that is among the best.
    """
    best = pool(bench, count)
    limit = min(count, LARGEST)
    found = [chosen for chosen in _unions(bench, best, limit) if _fits(bench.reading, chosen, max_words)]
    sets = [chosen for chosen in found if not _repeats(bench.reading, chosen)]
    largest = max(map(len, sets), default=0)
    sets = [chosen for chosen in sets if _is_enough(bench.reading, chosen, largest)]
    sets = [chosen for chosen in sets if bench.opening in chosen] or sets
    needed = {index: name for index, name in bench.introduced.items() if name in best}
    if not needed:
        return sets
    return [chosen for chosen in sets if all(needed.get(index, index) in chosen for index in chosen)] or sets


def _unions(bench: Bench, best: Sequence[int], limit: int) -> Iterable[Indices]:
    """Return every set of at most `limit` sentences made of the best, each with what it leans on."""
    units = [tuple(chain(bench.standings, index)) for index in best]
    groups = joined.from_iterable(combinations(units, size) for size in range(1, limit + 1))
    unions = dict.fromkeys(tuple(sorted({*joined(*group)})) for group in groups)
    return [chosen for chosen in unions if len(chosen) <= limit]


def _is_enough(reading: Reading, chosen: Indices, largest: int) -> bool:
    if len(chosen) == largest:
        return True
    return largest == LARGEST and len(chosen) == largest - 1 and _words(reading, chosen) >= ENOUGH_WORDS


def _extended(bench: Bench, chosen: Indices, count: int, max_words: int | None) -> Indices:
    """Return the set with the best others besides, up to `count` sentences."""
    for index in pool(bench, count):
        union = tuple(sorted({*chosen, *chain(bench.standings, index)}))
        if len(union) <= count and _fits(bench.reading, union, max_words) and not _repeats(bench.reading, union):
            chosen = union
    return chosen


def pool(bench: Bench, count: int) -> list[int]:
    """Return the best sentences that can be told within `count` sentences, best first."""
    values = {}
    for index, own in enumerate(bench.standings):
        needed = chain(bench.standings, index)
        if own is not Standing.NEVER and len(needed) <= min(count, LONGEST_CHAIN):
            values[index] = sum(bench.scores[member] for member in needed) / len(needed)
    return sorted(values, key=lambda index: (index != bench.opening, -values[index], index))[: max(POOL, count)]


def linear_values(bench: Bench, sets: Sequence[Indices]) -> list[float]:
    """Return what the linear model thinks of every set: the sum over its sentences and its pairs."""
    members = sorted({index for chosen in sets for index in chosen})
    singles = {index: _dot(summary_weights.SINGLE, single_row(bench, index)) for index in members}
    pairs = {pair: _dot(summary_weights.PAIR, pair_row(bench.reading, *pair)) for pair in combinations(members, 2)}
    return [sum([singles[i] for i in own]) + sum([pairs[pair] for pair in combinations(own, 2)]) for own in sets]


def single_row(bench: Bench, index: int) -> Row:
    """Return what the linear model sees of one sentence of a set."""
    return (*bench.reading.features[index], bench.scores[index], float(bench.standings[index] is Standing.AFTER))


def pair_row(reading: Reading, first: int, second: int) -> Row:
    """Return what the linear model sees of two sentences of a set: likeness, shared weight, neighbourhood."""
    others = reading.terms[second]
    weight = sum([reading.weights[term] for term in reading.terms[first] if term in others])
    return (reading.similar[second].get(first, 0.0), weight * 10, float(second - first == 1))


def _fits(reading: Reading, chosen: Indices, max_words: int | None) -> bool:
    return max_words is None or _words(reading, chosen) <= max_words


def _words(reading: Reading, chosen: Indices) -> int:
    return sum([reading.words[index] for index in chosen])


def _repeats(reading: Reading, chosen: Indices) -> bool:
    return any(reading.similar[second].get(first, 0.0) > ALIKE for first, second in combinations(chosen, 2))


def _dot(weights: Sequence[float], row: Sequence[float]) -> float:
    total: float = sum(map(mul, weights, row))
    return total
