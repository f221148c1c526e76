"""Finds numbers on which two texts disagree about the same thing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest_bot.text.numbers import MAGNITUDES, SPELLED
from digest_bot.text.similarity import CALENDAR, names_inside
from digest_bot.text.words import WORD, is_stop_word, stem

NEAR = 5
"""Words before and after a number, in its own clause, that say what it counts."""
LARGE, ROUNDED = 100, 0.05
"""Numbers from which two that differ by so small a share are one that was rounded."""

_CLAUSE = re.compile(r"(?<!\d)[,;:]|[,;:](?!\d)|[–—()]|\s(?:and|but|und|aber|et|mais|y|pero|и|но)\s")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MEASURES = """time point percentage percent per cent prozent second minute hour day week month year old am pm o'clock
stunde jahr tag woche uhr heure an jour semaine hora año día mile metre meter kilometre euro dollar st nd rd th"""
_LIGHT = "is are was were be been being has have had the a an at least about some more than up to only new"
_PASSED = frozenset(_LIGHT.split())
_MORE = """other others more additional further extra weitere weiteren andere anderen autres supplémentaires otros otras
más"""
_OTHERS = frozenset(_MORE.split())
"""Words that make a number one of those who come on top."""
_NAMED = """category terminal number no chapter phase level room gate flight route section article page grade group type
version class tier district highway kategorie kapitel artikel paragraf gleis zimmer flug stufe catégorie chapitre niveau
vol categoría capítulo artículo nivel vuelo"""
_LABELS = frozenset(_NAMED.split())
"""Words whose number is a name: `Category 5`."""
_PLACING = frozenset({"in", "at", "on", "from", "near", "to", "im", "am", "bei", "aus", "à", "en", "de"})
"""Words before the name of a place, behind which a number begins a phrase of its own."""
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
_UNITS = frozenset((*_MEASURES.split(), *map(stem, _MEASURES.split())))


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
    that thing anywhere: a text that tells how a toll rose does not disagree with itself. What is said of other years,
    days or places is another number, and one that was only rounded the same.
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
            if _same_matter(count, rival) and not _rounded(count.value, rival.value):
                place = count.sentence, rival.sentence
                if _same_setting(one[place[0]], other[place[1]], (language, others or language)):
                    yield place


def _counts(sentence: int, text: str, language: str) -> Iterator[Count]:
    for clause in _CLAUSE.split(text):
        tokens = WORD.findall(clause)
        values = [_value(token, language) for token in tokens]
        fate = _fate(clause) if any(values) else ""
        for at, token in enumerate(tokens):
            value = values[at]
            if not value or _YEAR.fullmatch(token) or _is_apart(tokens, at):
                continue
            value = _multiplied(value, tokens[at + 1 : at + 2])
            if at and (measure := tokens[at - 1].lower()) in _BEFORE_ITS_NUMBER:
                yield Count(sentence, value, measure, frozenset({measure}), frozenset())
                continue
            after = _phrase(tokens[at + 1 : at + 1 + NEAR], language)
            if fate and any(word.lower() in _PEOPLE for word in tokens[at + 1 : at + 3]):
                yield Count(sentence, value, "people", frozenset(), frozenset(), fate)
            elif after and not _is_measure(after[0]) and not _is_date(tokens, at):
                before = _phrase(tokens[max(0, at - NEAR) : at][::-1], language)[:1]
                yield Count(sentence, value, after[0], frozenset(after[1:]), frozenset(before))


def _fate(clause: str) -> str:
    return next((name for name, words in _FATES.items() if words.search(clause)), "")


def _is_apart(tokens: Sequence[str], at: int) -> bool:
    """Tell whether a number is a name, or of those who come on top: `Category 5`, `Apollo 11`, `seven other people`."""
    if any(word.lower() in _OTHERS for word in tokens[at + 1 : at + 2]):
        return True
    before = tokens[at - 1] if at else ""
    named = at > 1 and before[0].isupper() and before.lower() not in CALENDAR
    return before.lower() in _LABELS or (named and tokens[at - 2].lower() not in _PLACING)


def _multiplied(value: str, following: Sequence[str]) -> str:
    """Return the number with its million or thousand counted in."""
    times = next((MAGNITUDES.get(word.lower()) for word in following), None)
    return value if times is None or not _number(value) else f"{_number(value) * times:.12g}"


def _same_matter(one: Count, other: Count) -> bool:
    """Tell whether two numbers of the same thing, with the same fate, are about the same."""
    if one.fate:
        return True
    if one.after and other.after:
        return not one.after.isdisjoint(other.after)
    return not (one.after | one.before).isdisjoint(other.after | other.before)


def _is_measure(thing: str) -> bool:
    """Tell whether a number of these is a time, a share or an age: `7 a.m.`, `50-percent`, `a 9-year-old`."""
    return len(thing) == 1 or thing in _UNITS or thing.split("-", 1)[0] in _UNITS


def _rounded(one: str, other: str) -> bool:
    """Tell whether one large number may be the other, rounded: 1,475 and `nearly 1,500`."""
    low, high = sorted((_number(one), _number(other)))
    return low >= LARGE and high - low <= ROUNDED * high


def _number(value: str) -> float:
    try:
        return float(value.replace(",", "."))
    except ValueError:
        return 0.0


def _same_setting(one: str, other: str, languages: tuple[str, str]) -> bool:
    """Tell whether two sentences may speak of one time and place: the years are equal, no days or names are apart."""
    if {*_YEAR.findall(one)} != {*_YEAR.findall(other)}:
        return False
    days, others = ({word.lower() for word in WORD.findall(text)} & CALENDAR for text in (one, other))
    if days and others and days.isdisjoint(others):
        return False
    names, strangers = (_names(text, language) for text, language in zip((one, other), languages, strict=True))
    return not (names and strangers) or not names.isdisjoint(strangers)


def _names(text: str, language: str) -> set[str]:
    return {name for name in names_inside(text, language) if name.lower() not in CALENDAR}


def _value(token: str, language: str) -> str:
    if token[0].isdigit() and token[-1].isdigit():
        return re.sub(r"[.,:](?=\d{3}(?!\d))", "", token)
    number = SPELLED.get(language, {}).get(token.lower())
    return "" if number is None else str(number)


def _phrase(tokens: Sequence[str], language: str) -> list[str]:
    """Return the stems from the number on, away from it, up to the first word that begins another phrase."""
    stems: list[str] = []
    for token in tokens:
        if token.lower() in _PASSED or token.lower() in MAGNITUDES:
            continue
        if is_stop_word(token, language) or token.lower() in _OTHERS or _value(token, language):
            break
        stems.append(stem(token, language))
    return stems


def _is_date(tokens: Sequence[str], at: int) -> bool:
    neighbours = (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])
    return any(token.lower() in CALENDAR for token in neighbours)
