"""Measures every sentence of a text against the text: what the ranker weighs."""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, filterfalse
from operator import itemgetter, mul

from digest_bot.text.words import WORD, Learned, is_stop_word, stem, zipf

MAX_SENTENCES = 100
"""Sentences of one text that are measured: news says what matters before that, and every pair costs time."""
LEAD = 3
"""Sentences of a news text that tell the event."""

FEATURES = (
    *("index", "log_index", "early", "first", "second", "place", "length", "log_length"),
    *("words", "words_squared", "short", "forward", "backward"),
    *("centroid", "lead", "mass", "density", "new", "kept"),
    *("quote_first", "first_person", "attributed", "brackets", "colon", "capitals", "digits", "pronouns"),
)
"""Names of the entries of a feature vector; `forward` and `backward` in standard deviations from the mean."""

_RARE = 2.2
"""Zipf below which a word is as rare as can be."""
MAX_LANGUAGES = 16
"""Languages whose words are remembered."""

Row = tuple[float, ...]
Terms = Mapping[str, int]
Postings = dict[str, list[tuple[int, int]]]
"""Term → (sentence, times) for the sentences that have it."""
Piece = tuple[tuple[str, ...], int]
"""What stands between two spaces, nearly always one word: the stems of its words that say something about the topic,
and its marks. The marks are several counts in one number, so that one sum adds up all of them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured on one text; every tuple has one entry a sentence."""

    words: tuple[int, ...]
    terms: tuple[Terms, ...]
    """Stems that mean something, and how often each occurs in the sentence."""
    similar: tuple[Mapping[int, float], ...]
    """Cosine to each earlier sentence that shares a stem with it."""
    features: tuple[Row, ...]
    """As named in `FEATURES`."""
    weights: Mapping[str, float]
    """Share of every stem that comes more than once in what the text speaks of."""


def read_sentences(texts: Sequence[str], language: str = "en") -> Reading:
    """Measure the sentences of one text, of which at most `MAX_SENTENCES` are read."""
    texts = texts[:MAX_SENTENCES]
    pieces = [read_pieces(text, language) for text in texts]
    stems = [stems_of(own) for own in pieces]
    terms = [count_stems(own) for own in stems]
    totals = Counter(chain.from_iterable(stems))
    rarities = rarities_of(totals, language)
    weights = dict(zip(totals, map(mul, totals.values(), rarities.values()), strict=True))
    postings = _find_postings(terms, totals)
    similar = _similarities(terms, postings)
    lengths = [text.count(" ") + 1 for text in texts]
    columns = zip(
        _places(lengths),
        _centralities(similar),
        _contents(terms, postings, rarities=rarities, weights=weights),
        map(_surface, texts, pieces),
        strict=True,
    )
    features = tuple([a + b + c + d for a, b, c, d in columns])
    whole = sum(weights.values())
    shares = {term: weights[term] / whole for term in postings}
    return Reading(tuple(lengths), tuple(terms), tuple(similar), features, shares)


def read_pieces(text: str, language: str) -> list[Piece]:
    """Return the pieces of a text in order."""
    return [*map(_pieces(language).__getitem__, text.split())]


def stems_of(pieces: Iterable[Piece]) -> list[str]:
    """Return the stems of the words that say something about the topic, in order."""
    return [*chain.from_iterable(map(_STEMS, pieces))]


def count_stems(stems: Sequence[str]) -> Terms:
    """Return how often each stem occurs, in the order of their first appearance."""
    counts = dict.fromkeys(stems, 1)
    return counts if len(counts) == len(stems) else Counter(stems)


def rarities_of(terms: Iterable[str], language: str) -> dict[str, float]:
    """Return for each term 0.1 for the commonest words to 1 for the rare ones."""
    known = _rarities(language)
    return {term: known[term] for term in terms}


_STEMS: Callable[[Piece], tuple[str, ...]] = itemgetter(0)
_MARKS: Callable[[Piece], int] = itemgetter(1)


@lru_cache(maxsize=MAX_LANGUAGES)
def _pieces(language: str) -> Learned[Piece]:
    known = Learned(lambda word: _learn(word, language))

    def read(piece: str) -> Piece:
        if piece.isalpha():
            return known[piece]
        found = [known[word] for word in WORD.findall(piece)]
        digits = len(_DIGITS.findall(piece))
        if len(found) == 1 and not digits:
            return found[0]
        return (*chain.from_iterable(map(_STEMS, found)),), sum(map(_MARKS, found)) + (digits << _DIGIT * _BITS)

    return Learned(read)


def _learn(word: str, language: str) -> Piece:
    silent = is_stop_word(word, language) or (len(word) < 3 and not word.isdigit())
    return () if silent else (stem(word, language),), _mark(word)


@lru_cache(maxsize=MAX_LANGUAGES)
def _rarities(language: str) -> Learned[float]:
    return Learned(lambda term: min(1.0, max(0.1, (6.5 - zipf(term, language, least=_RARE)) / 4)))


def _find_postings(terms: Sequence[Terms], totals: Mapping[str, int]) -> Postings:
    """Return for every term that comes more than once the sentences that have it, ascending, and how often each has it.

    Two terms in three come once: they say nothing about how alike two sentences are.
    """
    postings: Postings = {term: [] for term, times in totals.items() if times > 1}
    for index, own in enumerate(terms):
        for term in filter(postings.__contains__, own):
            postings[term].append((index, own[term]))
    return postings


def _similarities(terms: Sequence[Terms], postings: Postings) -> list[dict[int, float]]:
    """Return for every sentence its cosine to each earlier one; only pairs that share a stem are touched."""
    similar: list[dict[int, float]] = [{} for _ in terms]
    for places in postings.values():
        if len(places) > 1:
            for at, (index, count) in enumerate(places):
                products = similar[index]
                for other, times in places[:at]:
                    products[other] = products.get(other, 0.0) + count * times
    norms = [math.sqrt(sum([count * count for count in own.values()])) for own in terms]
    for products, norm in zip(similar, norms, strict=True):
        for other, product in products.items():
            products[other] = product / (norm * norms[other])
    return similar


_ORDER = tuple(
    (min(index, 40.0), math.log1p(index), (1 + index) ** -0.5, float(index == 0), float(index == 1))
    for index in range(MAX_SENTENCES)
)
"""What of a sentence's place depends on nothing else."""


def _places(words: Sequence[int]) -> list[Row]:
    """Return where each sentence stands and how long it is."""
    length = len(words)
    whole = min(length, 60.0), math.log(length or 1)
    return [
        (*_ORDER[index], index / length, *whole, float(size), size**2 / 100, float(own < 9))
        for index, own in enumerate(words)
        for size in (min(own, 60),)
    ]


def _centralities(similar: Sequence[Mapping[int, float]]) -> list[Row]:
    """Return how much later sentences take a sentence up, and how much it repeats earlier ones.

    Directed centrality: Zheng and Lapata 2019 (PacSum), with plain counts instead of sentence vectors.
    """
    forward = [0.0] * len(similar)
    for own in similar:
        for other, cosine in own.items():
            forward[other] += cosine
    backward = [sum(own.values()) for own in similar]
    return list(zip(_standardised(forward), _standardised(backward), strict=True))


def _standardised(values: Sequence[float]) -> list[float]:
    mean = sum(values) / len(values) if values else 0.0
    deviation = math.sqrt(sum([(value - mean) ** 2 for value in values]) / len(values)) if values else 0.0
    return [(value - mean) / (deviation or 1.0) for value in values]


def _contents(
    terms: Sequence[Terms], postings: Postings, *, rarities: Mapping[str, float], weights: Mapping[str, float]
) -> list[Row]:
    """Return how much of what the text and its lead speak of each sentence holds, and what it brings first."""
    # what comes once in the text weighs its rarity, there and in its sentence
    once = [[*map(rarities.__getitem__, filterfalse(postings.__contains__, own))] for own in terms]
    squares = [sum(map(mul, own, own)) for own in once]
    shared, led = squares[:], squares[:LEAD] + [0.0] * (len(terms) - LEAD)
    mass, new, kept = [*map(sum, once)], [*map(len, once)], [0] * len(terms)
    lead_square = sum(led)
    for term, places in postings.items():
        rarity, weight, first = rarities[term], weights[term], places[0][0]
        heavy = rarity * sum([count for index, count in places if index < LEAD]) if first < LEAD else 0.0
        lead_square += heavy * heavy
        new[first] += 1
        kept[first] += len(places) > 1
        for index, count in places:
            held = count * rarity
            squares[index] += held * held
            shared[index] += held * weight
            led[index] += held * heavy
            mass[index] += weight
    norm, lead_norm = _norm(weights.values()), math.sqrt(lead_square) or 1.0
    lengths = [math.sqrt(square) or 1.0 for square in squares]
    whole = sum(weights.values()) or 1.0
    return [
        (
            shared[index] / (length * norm),
            led[index] / (length * lead_norm),
            mass[index] / whole * 10,
            mass[index] / whole * 100 / (len(own) or 1),
            float(new[index]),
            float(kept[index]),
        )
        for index, (own, length) in enumerate(zip(terms, lengths, strict=True))
    ]


def _norm(values: Collection[float]) -> float:
    return math.sqrt(sum(map(mul, values, values))) or 1.0


_QUOTES = "\"“‘'„«»"
_SELF = "I we my our me us We My Our I'm I've I’m I’ve you You your"
_BACK = "he she it they him his her its their them this that these those"
_SPEECH = "said says told according added sagte dijo dit"
_PRONOUNS, _FIRST_PERSON, _SPEAKING = (frozenset(text.split()) for text in (_BACK, _SELF, _SPEECH))
_DIGITS = re.compile(r"\d(?<!\w\d)")
_WORD, _SMALL, _PRONOUN, _SELVES, _SPEAKER, _DIGIT = range(6)
"""The counters of a mark; those that are seldom needed last, because a sum of small numbers is quicker."""
_LISTS = ((_PRONOUN, _PRONOUNS), (_SELVES, _FIRST_PERSON), (_SPEAKER, _SPEAKING))
_BITS = 15
_MASK = (1 << _BITS) - 1


def _mark(word: str) -> int:
    """Return the counters of one word."""
    mark = 1 + (word.islower() << _SMALL * _BITS)
    for at, known in _LISTS:
        if word in known:
            mark += 1 << at * _BITS
    return mark


def _surface(text: str, pieces: Iterable[Piece]) -> Row:
    """Return what shows without understanding: quotation, speaker, brackets, shares of capitals, digits, pronouns."""
    marks = sum(map(_MARKS, pieces))
    count = marks & _MASK or 1
    return (
        float(text[:1] in _QUOTES),
        float(marks >> _SELVES * _BITS & _MASK > 0),
        float(marks >> _SPEAKER * _BITS & _MASK > 0),
        float("(" in text),
        float(":" in text),
        1 - (marks >> _SMALL * _BITS & _MASK) / count,
        (marks >> _DIGIT * _BITS) / count,
        (marks >> _PRONOUN * _BITS & _MASK) / count,
    )
