"""Ranks sets of sentences: the best ones by themselves are combined, and a linear model judges each set as a whole."""

import math
from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain as joined
from itertools import combinations
from operator import mul

from digest_bot.text import summary_weights
from digest_bot.text.features import Reading, Row
from digest_bot.text.introductions import lacking, read_names
from digest_bot.text.standalone import Standing, chain

POOL = 8
"""Sentences, the best by themselves, that sets are made of."""
LARGEST = 3
"""Sentences of a set that is judged as a whole; a longer summary takes the best others besides."""
ENOUGH_WORDS = 40
"""Words from which one sentence fewer than was asked for may tell the text better."""
LONGEST_CHAIN = 2
"""Sentences that are told together because one cannot be understood without the other."""
UNKNOWN = 0.01
"""Value, of the linear model's, that a set loses with each sentence that speaks of somebody it did not introduce."""
ALIKE = 0.5
"""Cosine from which two sentences say the same."""

Indices = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bench:
    """One text with everything a set of its sentences is judged by."""

    reading: Reading
    standings: Sequence[Standing]
    texts: Sequence[str]
    scores: tuple[float, ...]
    """Of every sentence by itself."""
    opening: int | None = None
    """A sentence that is told wherever it has room."""
    language: str = "en"
    told: str = ""
    """What is read before the text: its headline."""
    leaning: bool = True
    """Whether sentences may be told that lean on others."""


def make_bench(
    reading: Reading,
    standings: Sequence[Standing],
    texts: Sequence[str],
    *,
    opening: int | None = None,
    language: str = "en",
    told: str = "",
) -> Bench:
    """Score every sentence by itself."""
    weights = summary_weights.SENTENCE
    scores = tuple([sum(map(mul, weights, row)) for row in reading.features])
    return Bench(reading, standings, texts, scores, opening, language, told)


def best_set(bench: Bench, count: int, max_words: int | None = None) -> Indices:
    """Return the best `count` sentences, indices ascending; fewer when the words or the text do not allow as many.

    Of three, two are left where they tell more than any three. The set holds the predecessors its sentences lean on,
    introduces whom it calls by surname, says nothing twice and has at most `max_words` words. Empty when no sentence
    can be told.
    """
    sets = candidate_sets(bench, count, max_words)
    values = linear_values(bench, sets)
    best = _first_of_highest(sets, values)
    if any(_lacking(bench, [best])):  # mostly the best set lacks nothing, and whom the others speak of need not be read
        lacks = _lacking(bench, sets)
        best = _first_of_highest(sets, [value - UNKNOWN * own for value, own in zip(values, lacks, strict=True)])
    return _extended(bench, best, count, max_words) if count > LARGEST else best


def _first_of_highest(sets: Sequence[Indices], values: Sequence[float]) -> Indices:
    """Return the set with the highest value, of equal ones the first in order of indices; empty when there is none."""
    highest = max(values, default=0.0)
    return min((chosen for value, chosen in zip(values, sets, strict=True) if value == highest), default=())


def candidate_sets(bench: Bench, count: int, max_words: int | None = None) -> list[Indices]:
    """Return the sets that can be made of the best sentences: of the largest size that the words allow or one less."""
    best = pool(bench, count)
    found = _unions(bench, best, min(count, LARGEST))
    if max_words is not None:
        found = [chosen for chosen in found if _fits(bench.reading, chosen, max_words)]
    sets = _without_repeats(bench.reading, found)
    largest = max(map(len, sets), default=0)
    sets = [chosen for chosen in sets if len(chosen) == largest or _is_enough(bench.reading, chosen, largest)]
    return sets if bench.opening is None else [chosen for chosen in sets if bench.opening in chosen] or sets


def _lacking(bench: Bench, sets: Sequence[Indices]) -> list[int]:
    """Return for every set how many of its sentences take somebody or something as known that it does not introduce."""
    members = sorted({*joined.from_iterable(sets)})
    names = read_names(bench.texts, bench.language, of=members, told=bench.told)
    if not any(own.needed for own in names.values()):
        return [0] * len(sets)
    return [lacking([names[index] for index in chosen]) for chosen in sets]


def _unions(bench: Bench, best: Sequence[int], limit: int) -> list[Indices]:
    """Return every set of at most `limit` sentences made of the best, each with what it leans on."""
    units = [tuple(chain(bench.standings, index)) for index in sorted(best)]
    alone = [index for unit in units for index in unit if len(unit) == 1]
    found = [*joined.from_iterable(combinations(alone, size) for size in range(1, limit + 1))]
    if len(alone) < len(units):  # what leans on another makes sets that no other has
        groups = joined.from_iterable(combinations(units, size) for size in range(1, limit + 1))
        leaning = [group for group in groups if max(map(len, group)) > 1]
        unions = dict.fromkeys(tuple(sorted({*joined.from_iterable(group)})) for group in leaning)
        found += [chosen for chosen in unions if len(chosen) <= limit]
    return found


def _without_repeats(reading: Reading, sets: Sequence[Indices]) -> Sequence[Indices]:
    """Return the sets of which no two sentences say the same."""
    members = sorted({*joined.from_iterable(sets)})
    alike = [(one, other) for one, other in combinations(members, 2) if reading.similar[other].get(one, 0.0) > ALIKE]
    if not alike:
        return sets
    return [chosen for chosen in sets if not any(one in chosen and other in chosen for one, other in alike)]


def _is_enough(reading: Reading, chosen: Indices, largest: int) -> bool:
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
    size = max(POOL, count)
    longest = min(count, LONGEST_CHAIN) if bench.leaning else 1
    best: list[tuple[bool, float, int]] = []
    for hope in sorted((index != bench.opening, -most, index) for index, most in enumerate(_hopes(bench.scores))):
        if len(best) >= size and hope > best[size - 1]:
            break  # how the others stand need not be judged
        index = hope[-1]
        needed = chain(bench.standings, index)
        if bench.standings[index] is not Standing.NEVER and len(needed) <= longest:
            mean = sum(bench.scores[member] for member in needed) / len(needed)
            insort(best, (index != bench.opening, -mean, index))
    return [index for *_, index in best[:size]]


def _hopes(scores: Sequence[float]) -> list[float]:
    """Return for every sentence the most it can be worth, alone or with the one before it."""
    return [max(own, (before + own) / 2) for before, own in zip((-math.inf, *scores), scores, strict=False)]


def linear_values(bench: Bench, sets: Sequence[Indices]) -> list[float]:
    """Return what the linear model thinks of every set: the sum over its sentences and its pairs."""
    members = sorted({index for chosen in sets for index in chosen})
    singles = {index: _dot(summary_weights.SINGLE, single_row(bench, index)) for index in members}
    pairs = {pair: _dot(summary_weights.PAIR, pair_row(bench.reading, *pair)) for pair in combinations(members, 2)}
    single, pair = singles.__getitem__, pairs.__getitem__
    return [sum(map(single, chosen)) + sum(map(pair, combinations(chosen, 2))) for chosen in sets]


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
