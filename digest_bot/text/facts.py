"""What a sentence states that can be checked against another text: names, numbers, counts and quotations."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest_bot.text.numbers import MAGNITUDES, SPELLED
from digest_bot.text.similarity import CALENDAR, names_inside
from digest_bot.text.words import WORD, is_stop_word, stem, words, zipf

_COMMON_NAME = 4.3
_SHORTEST_QUOTATION = 3
_MONTHS = frozenset(words("jan feb mar apr jun jul aug sep sept oct okt nov dec dez janv févr juil ene ago"))
_NUMBER = re.compile(r"(?<![\w.,:/\-])\d{1,15}(?:[.,\u00a0\u202f]\d{1,9}){0,5}(?![\w:/\-])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGIT = re.compile(r"\d")
_SPACED = ("fr", "ru")
"""Languages that part thousands by a space, which cleaning has made an ordinary one."""
_THOUSANDS_SPACE = re.compile(r"(?<=\d)(?<!\d{4}) (?=\d{3}(?!\d))")
_GROUPED = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f]\d{3}){1,4}")
_QUOTATION = re.compile(r"[“„«\"]([^“”„«»\"]{8,600})[”“»\"]")


@dataclass(frozen=True, slots=True)
class Statement:
    """The facts of one sentence, normalised."""

    names: frozenset[str]
    """Words with a capital, lower-cased."""
    new_names: frozenset[str]
    """Those among them that certainly are names, and not of something everybody speaks of."""
    numbers: frozenset[str]
    """`8900000` for `8.9 million`; years and days of a month are left out."""
    counts: frozenset[str]
    """Numbers with the word that follows: `14 people`."""
    quotations: frozenset[str]
    """Their content words, in order."""
    years: frozenset[int]


def read_statements(sentences: Sequence[str], language: str = "en") -> tuple[Statement, ...]:
    """Return the facts of every sentence of one text; what is a name in one of them is a name in all."""
    inside = {word for sentence in sentences for word in names_inside(sentence, language)}
    return tuple(_read(sentence, inside, language) for sentence in sentences)


def _read(sentence: str, inside: set[str], language: str) -> Statement:
    found = WORD.findall(sentence)
    written = [word for word in found if word[0].isupper() and not is_stop_word(word, language)]
    capitalised = {word: stem(word, language) for word in written if len(word) > 1 and word.lower() not in CALENDAR}
    counted = _DIGIT.search(sentence) is not None
    numbers = (*(_written(sentence, language) if counted else ()), *_spelled(sentence, found, language))
    return Statement(
        names=frozenset(capitalised.values()),
        new_names=frozenset(
            name
            for word, name in capitalised.items()
            if word in inside and zipf(word.lower().removesuffix("'s").removesuffix("’s"), language) < _COMMON_NAME
        ),
        numbers=frozenset(number for number, _ in numbers),
        counts=frozenset(f"{number} {thing}" for number, thing in numbers if thing),
        quotations=frozenset(_quotations(sentence, language)),
        years=frozenset(map(int, filter(_YEAR.fullmatch, _NUMBER.findall(sentence)))) if counted else frozenset(),
    )


def _written(sentence: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield (number in digits, the content word that follows or nothing)."""
    if language in _SPACED:
        sentence = _THOUSANDS_SPACE.sub("\u00a0", sentence)
    for match in _NUMBER.finditer(sentence):
        before, after = _word_before(sentence, match.start()), _word_after(sentence, match.end())
        if _YEAR.fullmatch(match.group()) or _is_calendar(before) or (_is_calendar(after) and after[0].isalpha()):
            continue
        value = _value(match.group(), language)
        scale = MAGNITUDES.get(after.lower())
        if scale:
            end = sentence.index(after, match.end()) + len(after)
            after = _word_after(sentence, end)
        yield f"{value * (scale or 1):.12g}", _thing(after, language)


def _spelled(sentence: str, found: Sequence[str], language: str) -> Iterator[tuple[str, str]]:
    """Yield the same of every number that is a word; `found` are the words of the sentence."""
    numbers = SPELLED.get(language, {})
    if numbers.keys().isdisjoint(map(str.lower, found)):
        return
    for match in WORD.finditer(sentence):
        spelled = numbers.get(match.group().lower())
        if spelled:
            yield str(spelled), _thing(_word_after(sentence, match.end()), language)


def _word_before(sentence: str, end: int) -> str:
    found = re.search(r"([^\W\d_]+)\.?\s*$", sentence[max(0, end - 24) : end])
    return found.group(1) if found else ""


def _word_after(sentence: str, start: int) -> str:
    found = re.match(r"[\s%.]{0,3}([^\W\d_]+)", sentence[start : start + 40])
    return found.group(1) if found else ""


def _is_calendar(word: str) -> bool:
    return word.lower() in CALENDAR or word.lower() in _MONTHS


def _thing(word: str, language: str) -> str:
    return "" if not word or is_stop_word(word, language) else stem(word, language)


def _value(written: str, language: str) -> float:
    plain = written.replace("\u00a0", "").replace("\u202f", "")
    if language == "en":
        return _float(plain.replace(",", ""))
    if _GROUPED.fullmatch(plain):
        return _float(plain.replace(",", "").replace(".", ""))
    return _float(plain.replace(",", "."))


def _float(written: str) -> float:
    """Return the number, of a version such as 1.2.3 what stands before its second point."""
    return float(".".join(written.split(".")[:2]))


def _quotations(sentence: str, language: str) -> Iterator[str]:
    for match in _QUOTATION.finditer(sentence):
        terms = [stem(word, language) for word in WORD.findall(match.group(1)) if not is_stop_word(word, language)]
        if len(terms) >= _SHORTEST_QUOTATION:
            yield " ".join(terms)
