"""Times of day, hours and minutes as they are said."""

import re

from digest_bot.text.numbers import cardinal, digits, two_digits
from digest_bot.text.rewriting import DIGITS, Match, Rule, full_stop, rules

_CLOCK = r"(?:[01]?[0-9]|2[0-4])"
_MINUTES = r"[0-5][0-9]"
_HALF = r"\s?(?P<half>[ap]\.\s?m\.|[ap]m\b|[AP]\.M\.|[AP]M\b)"
_FROM = rf"(?P<h1>{_CLOCK})(?:[:.](?P<m1>{_MINUTES}))?(?:\s?(?P<first>[AaPp]\.?[Mm]\b\.?))?"
_ZONE = r"(?:GMT|UTC|CES?T|EES?T|E[SD]T|P[SD]T|C[SD]T|BST|IST|JST|MSK|SAST|hours|hrs|Zulu)"
_START = r"(?<![\w:.,/-])"
_AT = r"\b(?:at|from|by|until|till|after|before|since|around|opens?|begins|starts) "
_TO = r"(?:\s?[-–]\s?|\sto\s)"
_NO_SUM = r"(?![\w:/%]|[.,][0-9]|\s(?:per|[$€£]|[mb]illion))"
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAYTIME = (
    rf"\s(?:on {_DAY}|{_DAY}|tonight|today|tomorrow|yesterday|local time|"
    r"(?:this|in the|every|each|tomorrow) (?:morning|afternoon|evening|night|day))\b"
)
_PAUSE = r"[,;)]|\.?\s*$|\.\s[A-Z]|\s(?:and|when|as|for|but)\b"
_FIGURES = re.compile(
    r"\b(?:shares?|stocks?|trad(?:e|es|ed|ing)|clos(?:ed?|ing) (?:up|down|at)|prices?|priced|rates?|yields?|index|"
    r"dollars?|euros?|pounds?|francs?|yen|rupees?|currency|bonds?|barrels?|per cent|percent|points?|scor(?:e[ds]?|ing)|"
    r"average|odds|valued|quoted|settled|rose|fell|grew|dropped)\b",
    re.IGNORECASE,
)
"""Talk of figures, before which a dot is no clock's."""


def _hour_range(match: Match) -> str | None:
    half = _half(match["first"]) if match["first"] else ""
    last = _clock(match["h2"], match["m2"]) + _half(match["half"])
    return f"{_clock(match['h1'], match['m1'])}{half} to {last}{full_stop(match)}"


def _half_day(match: Match) -> str | None:
    return _clock(match["h"], match["m"]) + _half(match["half"]) + full_stop(match)


def _duration(match: Match) -> str | None:
    parts = zip((match["h"], match["m"], match["s"] or "0"), ("hour", "minute", "second"), strict=True)
    return " ".join(f"{cardinal(int(n))} {unit if int(n) == 1 else unit + 's'}" for n, unit in parts if int(n))


def _race(match: Match) -> str | None:
    return f"{cardinal(int(match['m']))} {two_digits(int(match['s']))} point {digits(match['f'])}"


def _time(match: Match) -> str | None:
    hour, minute = int(match["h"]), match["m"]
    if minute == "00" and not hour:
        return "midnight"
    if minute == "00":
        return f"{cardinal(hour)} o'clock" if 1 <= hour <= 12 else f"{cardinal(hour)} hundred"
    return f"{cardinal(hour)} {two_digits(int(minute))}"


def _time_range(match: Match) -> str | None:
    return f"{_clock(match['h'], match['m'])} to {_clock(match['h2'], match['m2'])}"


def _military(match: Match) -> str | None:
    hour, minute = match["h"], int(match["m"])
    return f"{two_digits(int(hour))} {two_digits(minute) if minute else 'hundred'}"


def _dotted(match: Match) -> str | None:
    """Return a time written with a dot, as in Europe; None where a price, a rate or a score may be meant."""
    return None if _is_figure(match) else _time(match)


def _dotted_range(match: Match) -> str | None:
    return None if _is_figure(match) else _time_range(match)


def _is_figure(match: Match) -> bool:
    return _FIGURES.search(match.string[max(0, match.start() - 60) : match.start()]) is not None


def _clock(hour: str, minute: str | None) -> str:
    return cardinal(int(hour)) + (f" {two_digits(int(minute))}" if minute and minute != "00" else "")


def _half(written: str) -> str:
    return f" {written.strip()[0].upper()} M"


TIME_RULES: tuple[Rule, ...] = rules(
    (
        rf"{_START}(?P<h>{_CLOCK}):(?P<m>{_MINUTES})\s?[-–]\s?(?P<h2>{_CLOCK}):(?P<m2>{_MINUTES})(?![\w:/])(?!\.[0-9])",
        _time_range,
    ),
    (rf"{_START}{_FROM}\s?[-–—]\s?(?P<h2>{_CLOCK})(?:[:.](?P<m2>{_MINUTES}))?{_HALF}", _hour_range),
    (rf"(?<![\w:.,/])(?P<h>{_CLOCK})(?:[:.](?P<m>{_MINUTES}))?{_HALF}", _half_day),
    (rf"{_START}(?P<h>[0-9]{{1,2}}):(?P<m>{_MINUTES}):(?P<s>{_MINUTES})(?![\w:])", _duration),
    (rf"{_START}(?P<m>[0-9]{{1,2}}):(?P<s>{_MINUTES})\.(?P<f>[0-9]{{1,3}})(?![\w:])", _race),
    (rf"{_START}(?P<h>{_CLOCK}):(?P<m>{_MINUTES})(?![\w:/])(?!\.[0-9])", _time),
    (
        rf"{_START}(?P<h>{_CLOCK})\.(?P<m>{_MINUTES}){_TO}(?P<h2>1[3-9]|2[0-4])\.(?P<m2>{_MINUTES}){_NO_SUM}",
        _dotted_range,
    ),
    (rf"{_AT}(?P<x>(?P<h>{_CLOCK})\.(?P<m>{_MINUTES}))(?={_DAYTIME}|\s?{_ZONE}\b)", _dotted),
    (rf"{_AT}(?P<x>(?P<h>1[3-9]|2[0-3])\.(?P<m>00|15|30|45))(?={_PAUSE})", _dotted),
    (rf"{_START}(?P<h>[01][0-9]|2[0-3])(?P<m>{_MINUTES})(?=\s?{_ZONE}\b)", _military),
    (r"(?:[ap]m|[ap]\.m\.)(?P<x>\s?[-–]\s?)(?=(?:noon|midnight)\b)", " to "),
    (rf"{_START}(?P<h>[0-9]{{1,2}})h\s?(?P<m>{_MINUTES}|[1-9])(?:m|min|mins)(?P<s>)\b", _duration),
    (rf"{_START}(?P<h>{_CLOCK})h(?P<m>{_MINUTES})\b", _time),
    (r"\b(?:noon|midnight)(?P<x>\s?[-–]\s?)(?=[0-9])", " to "),
    needs=DIGITS,
)
"""In order of precedence."""
