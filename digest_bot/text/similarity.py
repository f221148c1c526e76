"""Term vectors: what a text is about, weighed so that the rare words and the names of an event count most."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import mul
from typing import NamedTuple

from digest_bot.text.words import WORD, Learned, is_stop_word, stem, words, zipf

LEAD_PARAGRAPHS = 3
"""News tells the event in its first paragraphs."""
MAX_LETTERS = 6_000
"""Letters of a text that are read; what comes later in an article is background."""
MAX_TERMS = 100
"""Terms that a vector keeps, the heaviest; the tail costs memory and changes no decision."""

_MID_SENTENCE = re.compile(r" ([^\W\d_a-z](?<=[\w,;] .)[^\W_]*(?:['’\-][^\W_]+)*)")
_GERMAN_NAME = re.compile(r"(?<=[\w,;] )[^\W\d_a-z][^\W_]+(?: [^\W\d_a-z][^\W_]+)+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_TITLE_WEIGHT, _LEAD_WEIGHT, _BODY_WEIGHT = 2.2, 1.6, 1.0
_NAME_WEIGHT = 1.35
_PRIOR_TEXTS = 800
_WORDS_A_TEXT = 220
_UNKNOWN_ZIPF = 1.5
_RARE_ZIPF = 3.0
_MIN_IDF = 0.5
_MAX_WORDS = 30_000
"""Words that are remembered from one vocabulary to the next: those of the articles of an edition, in some 10 MB."""
CALENDAR = frozenset(
    words(
        """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
        september october november december montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar
        märz mai juni juli oktober dezember lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars
        avril juin juillet août septembre octobre novembre décembre lunes martes miércoles jueves viernes sábado domingo
        enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre понедельник вторник
        среда среду четверг пятница пятницу суббота субботу воскресенье января февраля марта апреля мая июня июля
        августа сентября октября ноября декабря"""
    )
)
"""Weekdays and months: they say when, never what."""

_PRESS = frozenset(
    words(
        """reuters ap afp dpa efe cnn bbc npr associated press report photo image video president senator sen rep gov
        minister prime chief judge justice attorney general secretary"""
    )
)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one text and how often it has them: stems of words, numbers without separators."""

    title: Mapping[str, int]
    lead: Mapping[str, int]
    """Of the first paragraphs."""
    body: Mapping[str, int]
    """Of all others."""
    names: frozenset[str]
    """Terms written with a capital inside a sentence and nowhere without one, and rare words with a capital."""
    language: str


@dataclass(frozen=True, slots=True)
class Vectors:
    """The unit vectors of one text: term to weight, heaviest first."""

    whole: Mapping[str, float]
    title: Mapping[str, float]
    lead: Mapping[str, float]
    """Of title and first paragraphs."""
    names: Mapping[str, float]


class _Word(NamedTuple):
    """What a written word counts as; a tuple, because it is taken apart for every word of every text."""

    written: str
    term: str
    """Nothing when the word says nothing about the topic."""
    capital: bool
    rare: bool
    common: float
    """The zipf of the word as written; 0.0 of numbers, stop words and words that nobody knows."""


class Vocabulary:
    """Reads texts into terms, and weighs terms by how few texts have them: those it was shown, and general language.

    How common a word is in general counts as much as 800 texts would, so that the weights hold with five texts as well
    as with ten thousand.
    """

    def __init__(self) -> None:
        self._words: dict[str, Learned[tuple[_Word, ...]]] = {}
        self._zipf: dict[tuple[str, str], float] = {}
        self._texts = 0
        self._texts_with: Counter[str] = Counter()
        self._idf: dict[str, Learned[float]] = {}

    def read(self, title: str, text: str, language: str = "en") -> Terms:
        """Return the terms of a text whose paragraphs are separated by newlines."""
        text = text[:MAX_LETTERS]
        paragraphs = text.split("\n")
        lead, rest = "\n".join(paragraphs[:LEAD_PARAGRAPHS]), "\n".join(paragraphs[LEAD_PARAGRAPHS:])
        inside = names_inside(text)
        known = self._known(language)
        names: set[str] = set()
        small: set[str] = set()

        def count(part: str) -> dict[str, int]:
            counts: dict[str, int] = {}
            for chunk, times in Counter(part.split()).items():
                for written, term, capital, rare, _ in known[chunk]:
                    counts[term] = counts.get(term, 0) + times
                    if not capital:
                        small.add(term)
                    elif rare or written in inside:
                        names.add(term)
            return counts

        counted = count(title[:MAX_LETTERS]), count(lead), count(rest)
        return Terms(*counted, names=frozenset(names - small), language=language)

    def show(self, terms: Terms) -> None:
        """Count a text among those that make its terms more common."""
        self._texts += 1
        self._texts_with.update({*terms.title, *terms.lead, *terms.body})
        self._idf.clear()

    def idf(self, term: str, language: str = "en") -> float:
        """Return the natural logarithm of one in how many texts has the term; 0 for a term of every other text."""
        return self.idfs(language)[term]

    def idfs(self, language: str) -> Mapping[str, float]:
        """Return `idf` of every term, as a table that is good until the next text is shown."""
        known = self._idf.get(language)
        if known is None:
            known = self._idf[language] = Learned(lambda term: max(0.0, self._rarity((language, term)) - _MIN_IDF))
        return known

    def vectors(self, terms: Terms) -> Vectors:
        """Return the vectors of a text; show every text first, because each counts in the weights of all."""
        idfs = self.idfs(terms.language)
        merged: dict[str, float] = {}
        for counts, weight in ((terms.title, _TITLE_WEIGHT), (terms.lead, _LEAD_WEIGHT), (terms.body, _BODY_WEIGHT)):
            for term, times in counts.items():
                merged[term] = merged.get(term, 0.0) + (weight if times == 1 else weight * (1 + math.log(times)))
        heavy = {
            term: (1 + math.log1p(count)) * idfs[term] * (_NAME_WEIGHT if term in terms.names else 1.0)
            for term, count in merged.items()
        }
        heaviest = sorted(sorted(heavy), key=heavy.__getitem__, reverse=True)
        whole = {term: heavy[term] for term in heaviest[:MAX_TERMS]}
        lead = Counter(terms.title)
        lead.update(terms.lead)
        return Vectors(
            whole=unit(whole),
            title=unit(self._weigh(terms.title, terms.language)),
            lead=unit(self._weigh(lead, terms.language)),
            names=unit({term: weight for term, weight in whole.items() if term in terms.names}),
        )

    def _weigh(self, counts: Mapping[str, int], language: str) -> dict[str, float]:
        idfs = self.idfs(language)
        return {term: (1 + math.log(times)) * idfs[term] for term, times in counts.items()}

    def _rarity(self, key: tuple[str, str]) -> float:
        share = 1 - math.exp(-_WORDS_A_TEXT * 10 ** (self._zipf.get(key, 0.0) or _UNKNOWN_ZIPF) / 1e9)
        return math.log((_PRIOR_TEXTS + self._texts + 1) / (_PRIOR_TEXTS * share + self._texts_with[key[1]] + 0.5))

    def _known(self, language: str) -> Mapping[str, tuple[_Word, ...]]:
        """Return the table of what stands between two spaces: nearly always one word, which so is cut out only once."""
        known = self._words.get(language)
        if known is None:
            known = self._words[language] = Learned(partial(self._meet, language=language))
        return known

    def _meet(self, chunk: str, language: str) -> tuple[_Word, ...]:
        """Return the words of a chunk that say something; a term is as common as the commonest that was met of it."""
        known = _learned(language)
        pieces = (chunk,) if chunk.isalpha() else WORD.findall(chunk)
        found = tuple([word for piece in pieces if (word := known[piece]).term])
        for word in found:
            key = (language, word.term)
            if word.common > self._zipf.get(key, 0.0):
                self._zipf[key] = word.common
        return found


@lru_cache(maxsize=16)
def _learned(language: str) -> Learned[_Word]:
    """Return what is known of words whatever text they stand in: an edition asks for most of them several times."""
    return Learned(partial(_learn, language=language), most=_MAX_WORDS)


def _learn(written: str, language: str) -> _Word:
    if written[0].isdigit():
        return _Word(written, _plain_number(written, language), capital=False, rare=False, common=0.0)
    bare = written.lower()
    if not bare.isalpha():
        bare = bare.replace("’", "'").removesuffix("'s").removesuffix("'")
    capital = written[0].isupper()
    if len(bare) < 2 or is_stop_word(bare, language) or (capital and (bare in CALENDAR or bare in _PRESS)):
        return _Word(written, "", capital=capital, rare=False, common=0.0)
    common = zipf(bare, language)
    # German writes every noun with a capital, so there only rare words are taken for names
    telling = capital and (language != "de" or common < _RARE_ZIPF)
    return _Word(written, stem(bare, language), capital=telling, rare=common < _RARE_ZIPF, common=common)


def names_inside(text: str, language: str = "en") -> set[str]:
    """Return the words, as written, that have a capital although no sentence begins with them.

    In German, where nouns have one too, only those beside another such word.
    """
    pattern = _GERMAN_NAME if language == "de" else _MID_SENTENCE
    found = pattern.findall(text)
    return {word for word in words(" ".join(dict.fromkeys(found))) if word[0].isupper()}


def unit(weights: Mapping[str, float]) -> dict[str, float]:
    """Return the vector divided by its length, terms of no weight left out."""
    length = math.sqrt(sum([weight * weight for weight in weights.values()]))
    return {term: weight / length for term, weight in weights.items() if weight > 0} if length else {}


def dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the scalar product; of unit vectors the cosine, 0 to 1."""
    if len(one) > len(other):
        one, other = other, one
    shared = [*filter(other.__contains__, one)]
    total: float = sum(map(mul, map(one.__getitem__, shared), map(other.__getitem__, shared)))
    return total


def _plain_number(written: str, language: str) -> str:
    if _THOUSANDS.fullmatch(written):
        return written.replace(",", "").replace(".", "")
    # elsewhere a comma stands where English has its point: 2,75 Prozent are 2.75 percent
    return written if language == "en" else written.replace(",", ".")
