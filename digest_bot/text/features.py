"""Measures every sentence of a text against the text: what the ranker weighs."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat
from operator import mul

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
    """Share of every stem in what the text speaks of; they sum to one."""


def read_sentences(texts: Sequence[str], language: str = "en") -> Reading:
    """Measure the sentences of one text, of which at most `MAX_SENTENCES` are read."""
    texts = texts[:MAX_SENTENCES]
    tokens = [WORD.findall(text) for text in texts]
    stems = [topical_stems(own, language) for own in tokens]
    terms = [count_stems(own) for own in stems]
    counts = count_stems([*chain.from_iterable(stems)])
    rarities = rarities_of(counts, language)
    weights = _shares(counts, rarities)
    similar = _similarities(terms)
    words = [text.count(" ") + 1 for text in texts]
    columns = zip(
        _places(words),
        _centralities(similar),
        _contents(terms, stems, counts=counts, rarities=rarities, weights=weights),
        map(_surface, texts, tokens),
        strict=True,
    )
    features = tuple([a + b + c + d for a, b, c, d in columns])
    return Reading(tuple(words), tuple(terms), tuple(similar), features, weights)


def topical_stems(words: Iterable[str], language: str) -> list[str]:
    """Return the stems, in order, of the words that say something about the topic."""
    return [*filter(None, map(_stems(language).__getitem__, words))]


def count_stems(stems: Sequence[str]) -> Terms:
    """Return how often each stem occurs."""
    counts = dict.fromkeys(stems, 1)
    return counts if len(counts) == len(stems) else Counter(stems)


def rarities_of(terms: Iterable[str], language: str) -> dict[str, float]:
    """Return for each term 0.1 for the commonest words to 1 for the rare ones."""
    known = _rarities(language)
    return {term: known[term] for term in terms}


@lru_cache(maxsize=MAX_LANGUAGES)
def _stems(language: str) -> Learned[str]:
    """Return written word to stem; an empty one for a word that says nothing about the topic."""

    def learn(word: str) -> str:
        if is_stop_word(word, language) or (len(word) < 3 and not word.isdigit()):
            return ""
        return stem(word, language)

    return Learned(learn)


@lru_cache(maxsize=MAX_LANGUAGES)
def _rarities(language: str) -> Learned[float]:
    return Learned(lambda term: min(1.0, max(0.1, (6.5 - zipf(term, language, least=_RARE)) / 4)))


def _similarities(terms: Sequence[Terms]) -> list[dict[int, float]]:
    """Return for every sentence its cosine to each earlier one; only pairs that share a stem are touched."""
    norms = [math.sqrt(sum([count * count for count in own.values()])) for own in terms]
    postings: dict[str, list[tuple[int, int]]] = {}
    similar: list[dict[int, float]] = []
    for index, own in enumerate(terms):
        products: dict[int, float] = {}
        for term, count in own.items():
            seen = postings.get(term)
            if seen is None:
                postings[term] = [(index, count)]
                continue
            for other, times in seen:
                products[other] = products.get(other, 0.0) + count * times
            seen.append((index, count))
        similar.append({other: product / (norms[index] * norms[other]) for other, product in products.items()})
    return similar


def _shares(counts: Terms, rarities: Mapping[str, float]) -> dict[str, float]:
    raw = {term: count * rarities[term] for term, count in counts.items()}
    total = sum(raw.values())
    return {term: value / total for term, value in raw.items()}


def _places(words: Sequence[int]) -> list[Row]:
    """Return where each sentence stands and how long it is."""
    length = len(words)
    rows: list[Row] = []
    for index, own in enumerate(words):
        size = min(own, 60)
        place = (min(index, 40.0), math.log1p(index), (1 + index) ** -0.5, float(index == 0), float(index == 1))
        rows.append(
            (*place, index / length, min(length, 60.0), math.log(length), float(size), size**2 / 100, float(own < 9))
        )
    return rows


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
    terms: Sequence[Terms],
    stems: Sequence[Sequence[str]],
    *,
    counts: Terms,
    rarities: Mapping[str, float],
    weights: Mapping[str, float],
) -> list[Row]:
    """Return how much of what the text and its lead speak of each sentence holds, and what it brings first."""
    lead = count_stems([*chain.from_iterable(stems[:LEAD])])
    heavy = {term: count * rarities[term] for term, count in lead.items()}
    norm, lead_norm = _norm(weights.values()), _norm(heavy.values())
    seen: set[str] = set()
    rows: list[Row] = []
    for own in terms:
        held = [*map(mul, own.values(), map(rarities.__getitem__, own))]
        shares = [*map(weights.__getitem__, own)]
        own_norm = _norm(held)
        mass = sum(shares)
        new = own.keys() - seen
        seen |= new
        rows.append(
            (
                sum(map(mul, held, shares)) / (own_norm * norm),
                sum(map(mul, held, map(heavy.get, own, repeat(0.0)))) / (own_norm * lead_norm),
                mass * 10,
                mass * 100 / (len(own) or 1),
                len(new) * 1.0,
                sum([counts[term] > own[term] for term in new]) * 1.0,
            )
        )
    return rows


def _norm(values: Iterable[float]) -> float:
    return math.sqrt(sum([value * value for value in values])) or 1.0


_QUOTES = "\"“‘'„«»"
_SELF = "I we my our me us We My Our I'm I've I’m I’ve you You your"
_BACK = "he she it they him her his its their them this that these those"
_FIRST_PERSON = frozenset(_SELF.split())
_PRONOUNS = frozenset(_BACK.split())
_SPEECH = frozenset(("said", "says", "told", "according", "added", "sagte", "dijo", "dit"))
_DIGITS = re.compile(r"\d(?<!\w\d)")


def _surface(text: str, tokens: Sequence[str]) -> Row:
    """Return what shows without understanding: quotation, speaker, brackets, shares of capitals, digits, pronouns."""
    count = len(tokens) or 1
    return (
        float(text[:1] in _QUOTES),
        float(not _FIRST_PERSON.isdisjoint(tokens)),
        float(not _SPEECH.isdisjoint(tokens)),
        float("(" in text),
        float(":" in text),
        1 - sum(map(str.islower, tokens)) / count,
        len(_DIGITS.findall(text)) / count,
        sum(map(_PRONOUNS.__contains__, tokens)) / count,
    )
