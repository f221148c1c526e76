"""Dates, years and decades as they are said."""

import re

from digest_bot.text.numbers import cardinal, ordinal, plural, two_digits, year
from digest_bot.text.rewriting import DIGITS, Match, Rule, full_stop, rule, rules

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_BY_START = {name[:3]: name for name in (*_MONTHS, *_WEEKDAYS)}
_SHORT = r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_NAMES = "|".join(_MONTHS)
_WEEKDAY = r"(?:Mon|Tues?|Wed|Thu|Thurs?|Fri|Sat|Sun)"
_MONTH = rf"(?:{_NAMES}|{_NAMES.upper()}|(?:{_SHORT}|{_SHORT.upper()})\b\.?)"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[0-9]|20)[0-9]{2}"
_START = r"(?<![\w.,/-])"
_FIRST = r"(?<![\w.,:$£€-])"
_NO_MORE = r"(?![\w–/]|-[0-9]|[.,:][0-9]|\s?%)"
_TO = r"(?:\s?[-–—]\s?|\sto\s|\sthrough\s)"
_END = r"(?![0-9])(?![.,:][0-9])(?!\s?%)(?!\w)"
_TURN = 40
"""Of a year in two digits: from here on it is one of the last century, as news tells more of what was than will be."""
_THEN_YEAR = rf"(?:,?\s(?P<y>{_YEAR})(?![0-9]|,[0-9]))?"
_COUNTED = (
    r"(?:people|men|women|children|troops|soldiers|fighters|homes|houses|buildings|workers|jobs|employees|staff|students|"
    r"pupils|prisoners|migrants|refugees|residents|patients|deaths|cases|votes|miles|met(?:er|re)s|kilomet(?:er|re)s|feet|"
    r"tons|tonnes|dollars|euros|pounds|yen|rupees|yuan|times|tickets|seats|points|hectares|acres|hours|days|flights|"
    r"vehicles|cars|ships|guests|members|fans|delegates|officers|firefighters|volunteers|passengers|drones|missiles|"
    r"calories|square|lit(?:er|re)s|barrels|megawatts|per\s?cent|[mbt]r?illion|shares|units|copies|words|pages|[kcm]m|kg|ft|mph|MW|GW)\b"
)
_QUANTIFIER = re.compile(
    r"\b(?:(?:more|less|fewer|greater|higher|lower) than|at (?:least|most)|nearly|almost|some|roughly|approximately|"
    r"total of|another|up to|worth|costs?|paid|hundred|thousand)\s$",
    re.IGNORECASE,
)


def _range_of_months(match: Match) -> str | None:
    days = _ordinal_day(match["d1"]), _ordinal_day(match["d2"])
    return f"{_name(match['m1'])} {days[0]} to {_name(match['m2'])} {days[1]}{_year_after(match)}"


def _range_of_days(match: Match) -> str | None:
    return f"{_name(match['m'])} {_ordinal_day(match['d1'])} to {_ordinal_day(match['d2'])}{_year_after(match)}"


def _month_day(match: Match) -> str | None:
    return f"{_name(match['m'])} {_ordinal_day(match['d'])}{_year_after(match)}"


def _days_month(match: Match) -> str | None:
    first = _ordinal_day(match["d1"]) + (f" of {_name(match['m1'])}" if match["m1"] else "")
    return f"{_the(match)}{first} to the {_ordinal_day(match['d2'])} of {_name(match['m'])}{_year_after(match)}"


def _day_month(match: Match) -> str | None:
    return f"{_the(match)}{_ordinal_day(match['d'])} of {_name(match['m'])}{_year_after(match)}"


def _iso(match: Match) -> str | None:
    return _spelled_out(int(match["m"]), int(match["d"]), match["y"])


def _numeric(match: Match) -> str | None:
    first, second = int(match["a"]), int(match["b"])
    month_first = match["sep"] == "/" and first <= 12
    month, day = (first, second) if month_first or second > 12 else (second, first)
    full = match["y"] if len(match["y"]) == 4 else ("19" if int(match["y"]) >= _TURN else "20") + match["y"]
    return _spelled_out(month, day, full)


def _spelled_out(month: int, day: int, full_year: str) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{_MONTHS[month - 1]} {ordinal(day)}, {year(int(full_year))}"


def _month_year(match: Match) -> str | None:
    return f"{_name(match['m'])} {year(int(match['y']))}"


def _weekday(match: Match) -> str | None:
    return _name(match[0]) + full_stop(match)


def _weekdays(match: Match) -> str | None:
    return f"{_name(match['a'])} to {_name(match['b'])}"


def _month_alone(match: Match) -> str | None:
    return _name(match["x"]) + full_stop(match)


def _decade(match: Match) -> str | None:
    n = int(match["n"])
    return plural(year(n) if n >= 1000 else cardinal(n))


def _years(match: Match) -> str | None:
    first, last = int(match["a"]), match["b"]
    if len(last) == 4:
        return f"{year(first)} to {year(int(last))}"
    if int(last) <= first % 100 and last != "00":
        return None
    end = year(first - first % 100 + 100) if last == "00" else two_digits(int(last))
    return f"{year(first)} to {end}"


def _year_alone(match: Match) -> str | None:
    if _QUANTIFIER.search(match.string[max(0, match.start() - 20) : match.start()]):
        return None
    return year(int(match[0]))


def _fiscal(match: Match) -> str | None:
    number = match["n"]
    letters = " ".join(match["a"][:-1]) + " " + cardinal(int(match["a"][-1])) if match["a"][-1].isdigit() else "F Y"
    return f"{letters} {year(int(number)) if len(number) == 4 else two_digits(int(number))}"


def _name(written: str) -> str:
    return _BY_START[written[:3].capitalize()]


def _ordinal_day(written: str) -> str:
    return ordinal(int(written.rstrip("stndrh")))


def _year_after(match: Match) -> str:
    return f", {year(int(match['y']))}" if match["y"] else ""


def _the(match: Match) -> str:
    return "" if match.string[max(0, match.start() - 4) : match.start()].lower() == "the " else "the "


DATE_RULES: tuple[Rule, ...] = rules(
    (rf"{_START}(?P<y>{_YEAR})-(?P<m>[01][0-9])-(?P<d>[0-3][0-9])(?![\w-])", _iso),
    (rf"{_START}(?P<a>[0-9]{{1,2}})(?P<sep>[/.])(?P<b>[0-9]{{1,2}})(?P=sep)(?P<y>{_YEAR})(?![\w/])", _numeric),
    (rf"{_START}(?P<a>[0-9]{{1,2}})(?P<sep>/)(?P<b>[0-9]{{1,2}})/(?P<y>[0-9]{{2}})(?![\w/])", _numeric),
    (rf"\b(?P<m1>{_MONTH})\s(?P<d1>{_DAY}){_TO}(?P<m2>{_MONTH})\s(?P<d2>{_DAY}){_END}{_THEN_YEAR}", _range_of_months),
    (rf"\b(?P<m>{_MONTH})\s(?P<d1>{_DAY}){_TO}(?P<d2>{_DAY}){_END}{_THEN_YEAR}", _range_of_days),
    (rf"\b(?P<m>{_MONTH})\s(?P<d>{_DAY}){_END}{_THEN_YEAR}", _month_day),
    (
        rf"{_FIRST}(?P<d1>{_DAY})(?:\s(?P<m1>{_MONTH}))?{_TO}(?P<d2>{_DAY})\s(?P<m>{_MONTH})(?!\w){_THEN_YEAR}",
        _days_month,
    ),
    (rf"{_FIRST}(?P<d>{_DAY})\s(?P<m>{_MONTH})(?!\w)(?!\s[0-9]{{1,2}}\b){_THEN_YEAR}", _day_month),
    (rf"\b(?P<m>{_MONTH}),?\s(?P<y>{_YEAR})(?![\w%]|[,:-][0-9])", _month_year),
    needs=DIGITS,
)
"""Days, in order of precedence."""

YEAR_RULES: tuple[Rule, ...] = rules(
    (r"(?<![\w.,$£€])(?P<n>(?:1[0-9]|20)[0-9]0)'?s\b", _decade),
    (r"(?<![\w.,$£€])'?(?P<n>[1-9]0(?!'s)|[2-9]0)'?s\b", _decade),
    (r"(?<![\w.,:$£€])'?00s\b", "two thousands"),
    (rf"(?<![\w.,$£€/])(?P<a>{_YEAR})\s?[-–/]\s?(?P<b>{_YEAR})(?![\w-]|[.,][0-9]|\s{_COUNTED})", _years),
    (rf"(?<![\w.,$£€/-])(?P<a>{_YEAR})[-–/](?P<b>[0-9]{{2}})(?![\w-]|[.,/][0-9]|\s{_COUNTED})", _years),
    (r"\b(?P<a>FY|H[12]|Q[1-4])\s?'?(?P<n>20[0-9]{2}|[0-9]{2})(?![\w-]|[.,][0-9])", _fiscal),
    (rf"(?<![\w.,$£€¥₹#:/+–-])(?:1[1-9]|20)[0-9]{{2}}{_NO_MORE}(?!\s{_COUNTED})", _year_alone),
    (rf"(?:(?<=\b[a-z]-)|(?<=[a-z]{{2}}-)|(?<=\bin )|(?<=\bAD )){_YEAR}{_NO_MORE}", _year_alone),
    needs=DIGITS,
)
"""Years and decades, in order of precedence."""

CALENDAR_RULES: tuple[Rule, ...] = (
    rule(rf"\b(?P<a>{_WEEKDAY})\.?\s?[-–]\s?(?P<b>{_WEEKDAY})\b\.?", _weekdays, needs="-–"),
    rule(r"\b(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri)\.(?!\w)", _weekday, needs="."),
    rule(rf"\b{_WEEKDAY}\b\.?(?=,?\s(?:{_MONTH}|[0-9]{{1,2}}\b))", _weekday),
    rule(r"\b(?:Tues|Thurs?)\b(?!\.)", _weekday),
    rule(r"\b(?:Sat|Sun)\.(?=,|\s[a-z])", _weekday, needs="."),
    rule(rf"\b(?P<x>{_SHORT})\s?[-–]\s?(?={_MONTH}\b)", _month_alone, needs="-–"),
    rule(rf"\b(?P<x>(?:{_SHORT})\.)(?!\w)", _month_alone, needs="."),
    rule(rf"\b(?:{_NAMES}|(?:{_SHORT})\.?)(?P<x>\s?[-–]\s?)(?={_MONTH}\b)", " to ", needs="-–"),
    rule(r"\b(?P<x>Feb|Aug|Sept|Oct|Nov)\b(?!\.)", _month_alone),
    rule(r"\b(?i:in|since|until|by|early|late|last|next|this|mid) (?P<x>Jan|Mar|Apr|Jun|Jul|Sep|Dec)\b", _month_alone),
)
"""Names of days and months without a number, in order of precedence."""
