"""Measures as they are said: numbers with a unit, a percent sign or a short scale."""

import re

from digest_bot.text.numbers import NUMBER, spoken_number
from digest_bot.text.rewriting import DIGITS, Match, Rule, alternatives, is_before_noun, rule, rules
from digest_bot.text.vocabulary import SCALES, UNITS

START = r"(?:(?P<sign>(?<![\w.,:/)%-])[-−+])|(?<![\w.,:/-])|(?<=[0-9][x×]))"
"""Pattern of what may stand before a number that is not part of another, with its sign if it has one."""
DASH = r"\s?[-–—]\s?"

_INVARIANT = frozenset(("percent", "horsepower", "per mille", "stone", "c c"))
_ATTACHED_ONLY = frozenset(("in", "ins", "h", "s", "t", "C", "F", "l", "cc", "pc", "MP", "mb", "bp", "st", "V", "cal"))
_RATES = {"d": "day", "s": "second", "h": "hour", "y": "year", "a": "year"}
_SQUARE = {"s": "square ", "S": "square ", "c": "cubic "}
_UNIT = alternatives(UNITS)
_SQUARED = r"(?P<square>(?:[Ss]q|cu)\.?\s?)?"
_RATE = rf"(?:/(?P<per>hour|day|week|month|year|second|minute|person|[dshya]\b|{_UNIT}))?"
_FROM_PERCENT = rf"(?:(?P<n1>{NUMBER})\s?%?(?:{DASH}|\sto\s(?=[0-9.,]{{1,20}}\s?%)))?"
_SHORT_SCALE = r"bn|tn|trn|mn|mln|bln|k|M|(?<=[0-9])[mbt]r?illion"
_ALONE = r"km²|m²|m³|°C|°F|km|kg|cm|mm|mph|kph|kHz|MHz|GHz|kW|MW|GW|kWh|MWh|GWh|TWh|Mbps|Gbps"
_DISTANCE = r"tall|high|deep|wide|long|thick|away|above|below|from|ahead|behind|off|by|apart"
_EVENT = (
    r"race|final|sprint|freestyle|breaststroke|butterfly|backstroke|medley|relay|hurdles|dash|record|champion|gold|silver|"
    r"bronze|title|event|run|swim|pool"
)
_METRES = re.compile(rf"\s\(|[\s-](?:(?:{_DISTANCE})|(?P<event>{_EVENT}))\b")
_MANY_FOLLOW = re.compile(r"\s(?:(?:more|new|other|young|older)\s)?(?:people|men|women|children|[a-z]{2,20}[^s\W]s)\b")


_AT_SEA = re.compile(
    r"\b(?:winds?|gusts?|gusting|breeze|sail(?:s|ed|ing)?|ships?|boats?|vessels?|ferry|ferries|yachts?|seas?|storms?|"
    r"hurricanes?|cyclones?|typhoons?|aircraft|airspeed|planes?|cruis(?:e|es|ed|ing)|speeds?)\b",
    re.IGNORECASE,
)
_WINDOW = 80
"""Characters before and behind a measure that tell what it is one of."""


def signed(match: Match, said: str) -> str:
    """Return what is said of a number with the sign that `START` found."""
    return {"+": "plus ", None: ""}.get(match["sign"], "minus ") + said


def _measure(match: Match) -> str | None:
    unit, number = match["u"], match["n"]
    if (
        (match["gap"] and unit in _ATTACHED_ONLY)
        or (unit == "F" and len(number) == 1)
        or (unit == "s" and "." not in number)
    ):
        return None
    if unit == "m" and not match["per"] and not match["gap"] and _means_million(match):
        return signed(match, f"{_span(match)} million")
    name = _squared(match) + ("knot" if unit == "kt" and _is_speed(match) else UNITS[unit])
    said = name if (number == "1" and not match["n1"]) or _is_adjective(match) else _many(name)
    return signed(match, f"{_span(match)} {said}{_per(match['per'])}")


def _is_speed(match: Match) -> bool:
    """Tell whether `kt` are knots and not kilotons: there is talk of wind or ships, and not of what is weighed."""
    text, end = match.string, match.end()
    weighed = re.match(r"\s(?:of|TNT|nuclear|yield|CO2)\b", text[end : end + 12])
    return not weighed and bool(_AT_SEA.search(text[max(0, match.start() - _WINDOW) : end + _WINDOW]))


def _means_million(match: Match) -> bool:
    rest = match.string[match.end() : match.end() + 40]
    return not _METRES.match(rest) and ("." in match["n"] or bool(_MANY_FOLLOW.match(rest)))


def _is_adjective(match: Match) -> bool:
    rest = match.string[match.end() : match.end() + 20]
    event = _METRES.match(rest) if match["u"] == "m" else None
    return match["gap"] == "-" or is_before_noun(match) or bool(event and event["event"])


def _span(match: Match) -> str:
    first = f"{spoken_number(match['n1'])} to " if match["n1"] else ""
    return first + spoken_number(match["n"])


def _squared(match: Match) -> str:
    return _SQUARE[match["square"][0]] if match["square"] else ""


def _many(unit: str) -> str:
    head, between, rest = re.split(r"( per | of |(?<=degree) |$)", unit, maxsplit=1)
    if unit in _INVARIANT or unit.endswith("hertz"):
        return unit
    if head.endswith("foot"):
        return head.replace("foot", "feet") + between + rest
    return head + ("es" if head.endswith("ch") else "s") + between + rest


def _per(unit: str | None) -> str:
    if not unit:
        return ""
    return f" per {_RATES.get(unit) or UNITS.get(unit) or unit}"


def _unit_alone(match: Match) -> str:
    return _squared(match) + _many(UNITS[match["u"]]) + _per(match["per"])


def _scaled(match: Match) -> str | None:
    if match["u"] == "M" and "." not in match["n"] and not _MANY_FOLLOW.match(match.string, match.end()):
        return None
    return signed(match, f"{_span(match)} {SCALES[match['u'].lower()]}")


MEASURE_RULES: tuple[Rule, ...] = (
    *rules(
        (
            rf"{START}{_FROM_PERCENT}(?P<n>{NUMBER})(?P<gap>[\s-]?){_SQUARED}(?P<u>{_UNIT}){_RATE}(?![\w°²³/])",
            _measure,
        ),
        (rf"{START}(?:(?P<n1>{NUMBER}){DASH})?(?P<n>{NUMBER})\s?(?P<u>{_SHORT_SCALE})(?!\w)", _scaled),
        needs=DIGITS,
    ),
    rule(r"(?<![\w/])(?P<square>)(?P<u>km|m|g|kg|mg|L)/(?P<per>h|s|km|kg|dL)\b", _unit_alone, needs="/"),
    rule(r"(?<!\w)(?P<square>[Ss]q\.?\s)(?P<u>km|m|ft|mi|cm)(?P<per>)\b", _unit_alone),
    rule(r"(?<!\w)[Ss]q\.?(?=\s(?:miles?|feet|foot|met|kilomet|yards?|inch))", "square"),
    rule(rf"(?<![\w/])(?P<square>)(?P<u>{_ALONE})(?P<per>)(?!\w)", _unit_alone),
)
"""In order of precedence."""
