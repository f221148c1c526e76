"""Titles, Latin and business abbreviations, states and initials as they are said."""

import re

from digest_bot.text.rewriting import Match, Rule, alternatives, full_stop, rule
from digest_bot.text.vocabulary import (
    ABBREVIATIONS,
    AFTER_NAME,
    BEFORE_NUMBER,
    STARTERS,
    STATES,
    TITLES,
    UNDOTTED,
)

_TITLES_UNDOTTED = frozenset(TITLES) - {"Fr", "Sr", "Pres", "Hon", "Amb", "Det"}
_LATIN = {"eg": "for example", "ie": "that is", "ca": "circa", "c": "circa"}
_DIRECTIONS = {"N": "North", "S": "South", "E": "East", "W": "West"}
_REGIONS = "Korean?|Africa|Ireland|Carolina|Dakota|Virginia|Sudan|Macedonia|America|Germany|Timor|Bank|Yorkshire"
_STATES = alternatives(STATES).replace(r"\.", r"\.\s?")
_LAST_WORD = re.compile(r"([\w’'.-]+),?\s$")
_NEXT_NAME = re.compile(r"\s?([A-Z][\w’'-]*)")
_DOTTED = r"(?:[A-Za-z]\.){2,6}(?:[A-Z](?![\w.]))?(?:-(?=[a-z])|(?![A-Za-z]\w))"


def _title(match: Match) -> str | None:
    name = match["x"].rstrip(".")
    if name in ("Dr", "Sr", "St") and (_next_word(match) is None or (name == "Sr" and _previous_word(match).istitle())):
        return None
    return "Saint" if name == "St" else TITLES[name]


def _after_name(match: Match) -> str | None:
    if not (_previous_word(match)[:1].isupper() or match.string[: match.start()].endswith(("& ", ", "))):
        return None
    return AFTER_NAME[match["x"].rstrip(".")] + full_stop(match)


def _abbreviation(match: Match) -> str:
    return ABBREVIATIONS[match["x"].rstrip(".")] + full_stop(match)


def _latin(match: Match) -> str:
    return _LATIN[match[0].replace(".", "").replace(" ", "").lower()]


def _initials(match: Match) -> str:
    letters = " ".join(match["x"].replace(".", "").rstrip("-").upper())
    return letters + (" " if match["x"].endswith("-") else full_stop(match))


def _direction(match: Match) -> str:
    return _DIRECTIONS[match["x"][0]]


def _initial(match: Match) -> str | None:
    return match[0][0] if _next_word(match) else None


def _state(match: Match) -> str:
    return STATES[match["x"].rstrip(".").replace(" ", "")] + full_stop(match)


def _before_number(match: Match) -> str:
    return f"{BEFORE_NUMBER[match['x'][:-1]]} "


def _undotted(match: Match) -> str:
    return UNDOTTED[match["x"]]


def _previous_word(match: Match) -> str:
    found = _LAST_WORD.search(match.string[max(0, match.start("x") - 30) : match.start("x")])
    return found[1] if found else ""


def _next_word(match: Match) -> str | None:
    """Return the capitalised word that follows, unless it begins a sentence."""
    found = _NEXT_NAME.match(match.string, match.end("x"), match.end("x") + 30)
    return found[1] if found and found[1] not in STARTERS else None


ABBREVIATION_RULES: tuple[Rule, ...] = (
    rule(r"(?<!\w)(?:[Ee]\.\s?g\.|[Ii]\.\s?e\.|eg(?=,?\s)|ie(?=,\s)|ca?\.(?=\s?[0-9]))", _latin),
    rule(rf"\b(?P<x>(?:{alternatives(TITLES)}|St)\.)(?=\s?[A-Z][\w’'.])", _title, needs="."),
    rule(rf"\b(?P<x>{alternatives(_TITLES_UNDOTTED)}|St)(?=\s(?:and\s)?[A-Z][a-z’']?[A-Za-z])", _title),
    rule(rf"\b(?P<x>(?:{alternatives(AFTER_NAME)})\.|Jr|Co(?=,|$)|St(?!\s[A-Z]))(?![\w.])", _after_name),
    rule(rf"\b(?P<x>(?:{alternatives(ABBREVIATIONS)})\.)(?!\w)", _abbreviation, needs="."),
    rule(rf"\b(?P<x>(?:{alternatives(BEFORE_NUMBER)})\.)\s?(?=[0-9])", _before_number, needs="."),
    rule(r"\bet al\.?(?!\w)", "et al", needs="l"),
    rule(rf"(?<![\w.])(?P<x>{alternatives(UNDOTTED)})(?!\w)", _undotted),
    rule(r"(?<=\w )v\.?(?=\s[A-Z])", "versus", needs="v"),
    rule(rf"(?:(?<=, )|(?<=[DRI]-))(?P<x>(?:{_STATES})\.)", _state, needs="."),
    rule(r"(?<![\w.])(?P<x>W\.\s?Va\.)", _state, needs="."),
    rule(rf"(?<![\w.])(?P<x>Ph\.\s?D\.(?:-(?=[a-z]))?|{_DOTTED})", _initials, needs="."),
    rule(rf"(?<![\w.])(?P<x>[NSEW]\.)(?=\s(?:{_REGIONS})\b)", _direction, needs="."),
    rule(r"(?<![\w.])(?P<x>[A-Z]\.)(?=\s[A-Z])", _initial, needs="."),
)
"""In order of precedence."""
