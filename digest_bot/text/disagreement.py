"""Finds numbers on which two texts disagree about the same thing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest_bot.text.numbers import cardinal
from digest_bot.text.similarity import CALENDAR
from digest_bot.text.words import WORD, is_stop_word, stem

NEAR = 5
"""Words before and after a number, in its own clause, that say what it counts."""

_CLAUSE = re.compile(r"(?<!\d)[,;:]|[,;:](?!\d)|[–—()]|\s(?:and|but|und|aber|et|mais|y|pero|и|но)\s")
_SPELLED = {cardinal(number).replace(" ", "-"): str(number) for number in range(2, 100)}
_YEAR = re.compile(r"(?:19|20)\d\d")
_MEASURES = "minute hour day week month year old percent per cent am pm o'clock mile metre meter kilometre euro dollar"
_LIGHT = "is are was were be been being has have had the a an at least about some more than up to only new"
_PASSED = frozenset(_LIGHT.split())
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


def disagreements(one: Sequence[str], other: Sequence[str], language: str = "en") -> Iterator[tuple[int, int]]:
    """Yield (sentence of `one`, sentence of `other`) that give different numbers for the same thing.

    The thing and what happened to it must be the same, and neither text may give the other's number for
    that thing anywhere: a text that tells how a toll rose does not disagree with itself.
    """
    ours = [count for index, text in enumerate(one) for count in _counts(index, text, language)]
    theirs: dict[str, list[Count]] = {}
    for index, text in enumerate(other):
        for count in _counts(index, text, language):
            theirs.setdefault(count.thing, []).append(count)
    values: dict[str, set[str]] = {}
    for count in ours:
        values.setdefault(count.thing, set()).add(count.value)
    for count in ours:
        rivals = theirs.get(count.thing, [])
        if not values[count.thing].isdisjoint(rival.value for rival in rivals):
            continue
        for rival in rivals:
            if _same_matter(count, rival):
                yield count.sentence, rival.sentence


def _counts(sentence: int, text: str, language: str) -> Iterator[Count]:
    for clause in _CLAUSE.split(text):
        tokens = WORD.findall(clause)
        for at, token in enumerate(tokens):
            value = _value(token, language)
            if not value or _YEAR.fullmatch(token):
                continue
            after = _phrase(tokens[at + 1 : at + 1 + NEAR], language)
            if after and after[0] not in _UNITS and not _is_date(tokens, at):
                before = _phrase(tokens[max(0, at - NEAR) : at][::-1], language)[:1]
                yield Count(sentence, value, after[0], frozenset(after[1:]), frozenset(before))


def _same_matter(one: Count, other: Count) -> bool:
    if one.after and other.after:
        return not one.after.isdisjoint(other.after)
    return not (one.after | one.before).isdisjoint(other.after | other.before)


def _value(token: str, language: str) -> str:
    if token[0].isdigit():
        return re.sub(r"[.,:](?=\d{3}(?!\d))", "", token)
    return _SPELLED.get(token.lower(), "") if language == "en" else ""


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
