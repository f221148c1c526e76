"""Ranks sets of sentences: a linear model proposes, a small ensemble of regression trees decides among the best."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from digest_bot.text.features import FEATURES, LEAD, Reading, Row
from digest_bot.text.standalone import Standing, chain
from digest_bot.text.summary_weights import PAIR, SENTENCE, SINGLE, TREES, Node

POOL = 8
"""Sentences, the best by themselves, that sets are made of."""
KEPT = 12
"""Sets, the best by the linear model, that the trees look at."""
LONGEST_CHAIN = 2
"""Sentences that are told together because one cannot be understood without the other."""
ALIKE = 0.5
"""Cosine from which two sentences of one text say the same."""
LARGEST = 3
"""Sentences of a set that is judged as a whole; a longer summary grows from one."""

Indices = tuple[int, ...]

SHAPE = (
    *("value", "words", "longest", "shortest", "score", "score_min", "score_max", "cover", "cover_top", "cover_lead"),
    *("repeats", "alike", "first", "last", "adjacent", "forward", "forward_min", "centroid", "quotes", "persons"),
    *("speech", "capitals", "digits", "leaning", "length", "mean_words"),
)
"""Names of what the trees see of a set."""


@dataclass(frozen=True, slots=True)
class Bench:
    """One text, or several that were joined, with everything a set is judged by."""

    reading: Reading
    standings: Sequence[Standing]
    scores: tuple[float, ...]
    """Of every sentence by itself."""
    keywords: frozenset[str]
    lead: frozenset[str]
    """Stems of the opening sentences."""
    mean_words: float
    """Of a sentence."""


def make_bench(reading: Reading, standings: Sequence[Standing]) -> Bench:
    """Score every sentence by itself and gather what sets are compared with."""
    scores = tuple(_dot(SENTENCE, row) for row in reading.features)
    keywords = sorted(reading.weights, key=reading.weights.__getitem__, reverse=True)[:10]
    lead = frozenset(term for own in reading.terms[:LEAD] for term in own)
    mean_words = sum(reading.words) / (len(reading.words) or 1)
    return Bench(reading, standings, scores, frozenset(keywords), lead, mean_words)


def rank_sets(bench: Bench, sizes: range, max_words: int | None = None) -> list[Indices]:
    """Return sets of sentences that can be told, best first; sizes outside `sizes` only when there is no other.

    Every set holds the predecessors its sentences lean on, says nothing twice and has at most `max_words` words.
    """
    found = [chosen for chosen in candidate_sets(bench, sizes.stop - 1) if _fits(bench.reading, chosen, max_words)]
    wanted = [chosen for chosen in found if len(chosen) in sizes] or _largest(found)
    proposed = sorted(zip(linear_values(bench, wanted), wanted, strict=True), reverse=True)[:KEPT]
    judged = [(value + _trees(shape(bench, chosen, value)), chosen) for value, chosen in proposed]
    return [chosen for _, chosen in sorted(judged, key=lambda item: (-item[0], item[1]))]


def candidate_sets(bench: Bench, count: int) -> list[Indices]:
    """Return every set of at most `count` sentences that can be made of the best ones, indices ascending."""
    units = [tuple(chain(bench.standings, index)) for index in pool(bench, count)]
    found: dict[Indices, None] = {}
    for size in range(1, min(count, LARGEST) + 1):
        for group in combinations(units, size):
            chosen = tuple(sorted({index for unit in group for index in unit}))
            if len(chosen) <= min(count, LARGEST):
                found[chosen] = None
    return [chosen for chosen in found if not _repeats(bench.reading, chosen)]


def pool(bench: Bench, count: int) -> list[int]:
    """Return the best sentences that can be told within `count` sentences, best first; each text gets its share."""
    chains = {index: chain(bench.standings, index) for index, own in enumerate(bench.standings) if own is not Standing.NEVER}
    values = {
        index: sum(bench.scores[member] for member in own) / len(own)
        for index, own in chains.items()
        if len(own) <= min(count, LONGEST_CHAIN)
    }
    ordered = sorted(values, key=lambda index: (-values[index], index))
    parts = bench.reading.parts
    if not parts or parts[-1] == 0:
        return ordered[:POOL]
    lead = [index for index in ordered if parts[index] == 0][: POOL // 2]
    return lead + [index for index in ordered if parts[index] != 0][: POOL - len(lead)]


def linear_values(bench: Bench, sets: Sequence[Indices]) -> list[float]:
    """Return what the linear model thinks of every set: the worth of its sentences and of its pairs."""
    members = sorted({index for chosen in sets for index in chosen})
    singles = {index: _dot(SINGLE, single_row(bench, index)) for index in members}
    pairs = {pair: _dot(PAIR, pair_row(bench.reading, *pair)) for pair in combinations(members, 2)}
    return [
        sum([singles[index] for index in chosen]) + sum([pairs[pair] for pair in combinations(chosen, 2)])
        for chosen in sets
    ]


def single_row(bench: Bench, index: int) -> Row:
    """Return what the linear model sees of one sentence of a set."""
    return (*bench.reading.features[index], bench.scores[index], float(bench.standings[index] is Standing.AFTER), 1.0)


def pair_row(reading: Reading, first: int, second: int) -> Row:
    """Return what the linear model sees of two sentences of a set: likeness, shared weight, neighbourhood."""
    shared = reading.terms[first].keys() & reading.terms[second].keys()
    weight = sum([reading.weights[term] for term in shared])
    return (reading.similar[second].get(first, 0.0), weight * 10, float(second - first == 1))


def shape(bench: Bench, chosen: Indices, value: float) -> Row:
    """Return what the trees see of a set, in the order of `SHAPE`; `value` is the linear model's."""
    reading = bench.reading
    weights = reading.weights
    rows = [reading.features[index] for index in chosen]
    words = [reading.words[index] for index in chosen]
    scores = [bench.scores[index] for index in chosen]
    told = {term for index in chosen for term in reading.terms[index]}
    covered = sum([weights[term] for term in told])
    forward = [row[_FORWARD] for row in rows]
    places = [row[_INDEX] for row in rows]
    total = sum(words)
    return (
        value,
        total,
        max(words),
        min(words),
        sum(scores),
        min(scores),
        max(scores),
        covered,
        sum([weights[term] for term in bench.keywords & told]),
        len(bench.lead & told) / (len(bench.lead) or 1),
        sum([row[_MASS] for row in rows]) / 10 - covered,
        max([reading.similar[b].get(a, 0.0) for a, b in combinations(chosen, 2)], default=0.0),
        min(places),
        max(places),
        sum([b - a == 1 for a, b in combinations(chosen, 2)]),
        sum(forward),
        min(forward),
        *[sum([row[column] for row in rows]) for column in _SUMMED],
        *[sum([row[column] * count for row, count in zip(rows, words, strict=True)]) / total for column in _AVERAGED],
        sum([bench.standings[index] is Standing.AFTER for index in chosen]),
        rows[0][_LENGTH],
        bench.mean_words,
    )


_INDEX, _MASS, _FORWARD, _LENGTH = (FEATURES.index(name) for name in ("index", "mass", "forward_z", "log_length"))
_SUMMED = tuple(FEATURES.index(name) for name in ("centroid", "quote_first", "first_person", "attributed"))
_AVERAGED = tuple(FEATURES.index(name) for name in ("capitals", "digits"))


def _fits(reading: Reading, chosen: Indices, max_words: int | None) -> bool:
    return max_words is None or sum([reading.words[index] for index in chosen]) <= max_words


def _largest(sets: Sequence[Indices]) -> list[Indices]:
    size = max(map(len, sets), default=0)
    return [chosen for chosen in sets if len(chosen) == size]


def _repeats(reading: Reading, chosen: Indices) -> bool:
    """Tell whether two of the sentences say the same."""
    return any(says_the_same(reading, first, second) for first, second in combinations(chosen, 2))


def says_the_same(reading: Reading, first: int, second: int) -> bool:
    """Tell whether sentence `second` repeats the earlier `first`: in the same words, or as another text's version of it."""
    cosine = reading.similar[second].get(first, 0.0)
    if cosine > ALIKE:
        return True
    if reading.parts[first] == reading.parts[second] or cosine < 0.2:
        return False
    shared = reading.terms[first].keys() & reading.terms[second].keys()
    smaller = min(_weight(reading, first), _weight(reading, second))
    return sum([reading.weights[term] for term in shared]) > ALIKE * smaller


def _weight(reading: Reading, index: int) -> float:
    return sum([reading.weights[term] for term in reading.terms[index]])


def _trees(row: Row) -> float:
    """Return the sum of what the trees say of a set."""
    total = 0.0
    for node in TREES:
        while isinstance(node, tuple):
            node = node[2] if row[node[0]] <= node[1] else node[3]
        total += node
    return total


def _dot(weights: Sequence[float], row: Sequence[float]) -> float:
    return sum([weight * value for weight, value in zip(weights, row, strict=True)])
