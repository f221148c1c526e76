"""Measures every sentence of a text against the text: what the ranker weighs."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from digest_bot.text.words import Learned, is_stop_word, stem, words, zipf

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
"""Term → (sentence, times) for every sentence that has it."""


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
    tokens = [words(text) for text in texts]
    terms = [count_stems(topical_stems(own, language)) for own in tokens]
    postings = _find_postings(terms)
    rarities = rarities_of(postings, language)
    weights = _shares(postings, rarities)
    similar = _similarities(terms, postings)
    lengths = [text.count(" ") + 1 for text in texts]
    columns = zip(
        _places(lengths),
        _centralities(similar),
        _contents(terms, postings, rarities=rarities, weights=weights),
        map(_surface, texts, tokens),
        strict=True,
    )
    features = tuple([a + b + c + d for a, b, c, d in columns])
    return Reading(tuple(lengths), tuple(terms), tuple(similar), features, weights)


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


def _find_postings(terms: Sequence[Terms]) -> Postings:
    """Return for every term the sentences that have it, ascending, and how often each has it."""
    postings: Postings = {}
    for index, own in enumerate(terms):
        for term, count in own.items():
            known = postings.get(term)
            if known is None:
                postings[term] = [(index, count)]
            else:
                known.append((index, count))
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


def _shares(postings: Postings, rarities: Mapping[str, float]) -> dict[str, float]:
    raw = {
        term: (places[0][1] if len(places) == 1 else sum([count for _, count in places])) * rarities[term]
        for term, places in postings.items()
    }
    total = sum(raw.values())
    return {term: value / total for term, value in raw.items()}


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
    squares, shared, led, mass, new, kept = ([0.0] * len(terms) for _ in range(6))
    lead_square = 0.0
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
    return [
        (
            shared[index] / (length * norm),
            led[index] / (length * lead_norm),
            mass[index] * 10,
            mass[index] * 100 / (len(own) or 1),
            new[index],
            kept[index],
        )
        for index, (own, length) in enumerate(zip(terms, lengths, strict=True))
    ]


def _norm(values: Iterable[float]) -> float:
    return math.sqrt(sum([value * value for value in values])) or 1.0


_QUOTES = "\"“‘'„«»"
_SELF = "I we my our me us We My Our I'm I've I’m I’ve you You your"
_BACK = "he she it they him his her its their them this that these those"
_SPEECH = "said says told according added sagte dijo dit"
_DIGITS = re.compile(r"\d(?<!\w\d)")
_BITS = 15
"""Of a counter that shares a number with others: one sum over a sentence then counts all of them."""
_MASK = (1 << _BITS) - 1


def _mark(word: str) -> int:
    """Return 1 for a word in small letters, and the same in higher counters: pronoun, first person, verb of speech."""
    kinds = word in _PRONOUNS, word in _FIRST_PERSON, word in _SPEAKING
    return word.islower() + sum(1 << _BITS * at for at, kind in enumerate(kinds, 1) if kind)


_PRONOUNS, _FIRST_PERSON, _SPEAKING = (frozenset(text.split()) for text in (_BACK, _SELF, _SPEECH))
_MARKS = Learned(_mark)


def _surface(text: str, tokens: Sequence[str]) -> Row:
    """Return what shows without understanding: quotation, speaker, brackets, shares of capitals, digits, pronouns."""
    count = len(tokens) or 1
    marks = sum(map(_MARKS.__getitem__, tokens))
    return (
        float(text[:1] in _QUOTES),
        float(marks >> 2 * _BITS & _MASK > 0),
        float(marks >> 3 * _BITS > 0),
        float("(" in text),
        float(":" in text),
        1 - (marks & _MASK) / count,
        len(_DIGITS.findall(text)) / count,
        (marks >> _BITS & _MASK) / count,
    )
