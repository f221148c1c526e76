"""Finds numbers on which two texts disagree about the same thing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest_bot.text.numbers import SPELLED
from digest_bot.text.similarity import CALENDAR
from digest_bot.text.words import WORD, is_stop_word, stem

NEAR = 5
"""Words before and after a number, in its own clause, that say what it counts."""

_CLAUSE = re.compile(r"(?<!\d)[,;:]|[,;:](?!\d)|[–—()]|\s(?:and|but|und|aber|et|mais|y|pero|и|но)\s")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MEASURES = "minute hour day week month year old percent per cent am pm o'clock mile metre meter kilometre euro dollar"
_LIGHT = "is are was were be been being has have had the a an at least about some more than up to only new"
_PASSED = frozenset(_LIGHT.split())
_CROWD = """people person men women child children passenger passengers resident residents worker workers soldier
soldiers civilian civilians menschen personen leute bewohner passagiere fahrgäste arbeiter tote todesopfer verletzte
personnes personne gens morts blessés personas persona muertos heridos человек человека людей людям"""
_PEOPLE = frozenset(_CROWD.split())
"""Words for those who are counted when it is said what became of them, in any language."""
_FATES = {
    "dead": re.compile(
        r"\b(?:kill\w*|died|dies|dead|deaths?|lost their lives|tot|tote[rn]?|todesopfer|starben|gestorben|getötet"
        r"|ums leben|morts?|mortes?|tués?|tuées?|décédé\w*|muert\w+|murieron|falleci\w+|погибл\w+|погибши\w+"
        r"|скончал\w+|жертв\w*)\b",
        re.IGNORECASE,
    ),
    "hurt": re.compile(
        r"\b(?:injur\w+|wounded|hurt|verletzt\w*|blessé\w*|herid\w+|ранен\w*|пострадал\w+|пострадавш\w+)\b",
        re.IGNORECASE,
    ),
    "missing": re.compile(
        r"\b(?:missing|unaccounted|vermisst\w*|disparu\w*|desaparecid\w+|пропал\w+|пропавш\w+)\b", re.IGNORECASE
    ),
}
"""What became of people: two numbers of people with one fate are numbers of the same thing."""
_BEFORE_ITS_NUMBER = frozenset({"magnitude", "stärke", "magnitud", "магнитудой"})
_UNITS = frozenset(_MEASURES.split())


@dataclass(frozen=True, slots=True)
class Count:
    """A number and what it counts: `killed 12 people` is 12 of `people`, after `kill`, before nothing."""

    sentence: int
    value: str
    thing: str
    after: frozenset[str]
    """Stems that follow the thing, in the same phrase."""
    before: frozenset[str]
    """The stem before the number."""
    fate: str = ""
    """What became of those counted: `dead`, `hurt`, `missing`."""


def disagreements(
    one: Sequence[str], other: Sequence[str], language: str = "en", *, others: str | None = None
) -> Iterator[tuple[int, int]]:
    """Yield (sentence of `one`, sentence of `other`) that give different numbers for the same thing.

    `others` is the language of `other`, where it is not the same.

    The thing and what happened to it must be the same, and neither text may give the other's number for
    that thing anywhere: a text that tells how a toll rose does not disagree with itself.
    """
    ours = [count for index, text in enumerate(one) for count in _counts(index, text, language)]
    theirs: dict[str, list[Count]] = {}
    for index, text in enumerate(other):
        for count in _counts(index, text, others or language):
            theirs.setdefault(count.thing, []).append(count)
    values: dict[tuple[str, str], set[str]] = {}
    for count in ours:
        values.setdefault((count.thing, count.fate), set()).add(count.value)
    for count in ours:
        rivals = [rival for rival in theirs.get(count.thing, []) if rival.fate == count.fate]
        if not values[count.thing, count.fate].isdisjoint(rival.value for rival in rivals):
            continue
        for rival in rivals:
            if _same_matter(count, rival):
                yield count.sentence, rival.sentence


def _counts(sentence: int, text: str, language: str) -> Iterator[Count]:
    for clause in _CLAUSE.split(text):
        tokens = WORD.findall(clause)
        fate = next((name for name, words in _FATES.items() if words.search(clause)), "")
        for at, token in enumerate(tokens):
            value = _value(token, language)
            if not value or _YEAR.fullmatch(token):
                continue
            if at and (measure := tokens[at - 1].lower()) in _BEFORE_ITS_NUMBER:
                yield Count(sentence, value, measure, frozenset({measure}), frozenset())
                continue
            after = _phrase(tokens[at + 1 : at + 1 + NEAR], language)
            if fate and any(word.lower() in _PEOPLE for word in tokens[at + 1 : at + 3]):
                yield Count(sentence, value, "people", frozenset(), frozenset(), fate)
            elif after and after[0] not in _UNITS and not _is_date(tokens, at):
                before = _phrase(tokens[max(0, at - NEAR) : at][::-1], language)[:1]
                yield Count(sentence, value, after[0], frozenset(after[1:]), frozenset(before))


def _same_matter(one: Count, other: Count) -> bool:
    """Tell whether two numbers of the same thing, with the same fate, are about the same."""
    if one.fate:
        return True
    if one.after and other.after:
        return not one.after.isdisjoint(other.after)
    return not (one.after | one.before).isdisjoint(other.after | other.before)


def _value(token: str, language: str) -> str:
    if token[0].isdigit():
        return re.sub(r"[.,:](?=\d{3}(?!\d))", "", token)
    number = SPELLED.get(language, {}).get(token.lower())
    return "" if number is None else str(number)


def _phrase(tokens: Sequence[str], language: str) -> list[str]:
    """Return the stems from the number on, away from it, up to the first word that begins another phrase."""
    stems: list[str] = []
    for token in tokens:
        if token.lower() in _PASSED:
            continue
        if is_stop_word(token, language) or _value(token, language):
            break
        stems.append(stem(token, language))
    return stems


def _is_date(tokens: Sequence[str], at: int) -> bool:
    neighbours = (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])
    return any(token.lower() in CALENDAR for token in neighbours)
