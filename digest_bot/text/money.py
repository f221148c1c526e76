"""Sums of money as they are said: the currency after the number."""

from digest_bot.text.numbers import NUMBER, cardinal, spoken_number
from digest_bot.text.rewriting import DIGITS, Match, Rule, is_before_noun, rules
from digest_bot.text.vocabulary import CURRENCIES, SCALES, UNITS

_RAND = r"R(?=[0-9]{2}|[0-9](?:,|\.|\s?(?:m|b|tr)))"
_CODES = (
    r"(?:USD|EUR|GBP|JPY|CNY|RMB|INR|PKR|ZAR|AUD|CAD|NZD|HKD|SGD|TWD|CHF|SEK|NOK|DKK|RUB|UAH|KRW|BRL|PLN|CZK|HUF|MXN|ARS|CLP|"
    r"AED|SAR|QAR|KWD|THB|IDR|MYR|VND|ILS|EGP|NGN|KES|BDT|LKR)"
)
_SIGN = (
    r"(?P<sign>(?:(?<!\w)(?:US|AU?|CA?|CDN|HK|NZ|NT|S|R|CN))?[$¥](?!US)|[£€₹₽₴₩₺₪₦₱฿₫₡₿]|\$US|"
    rf"(?<!\w)(?:Rs\.?|KSh|RM|{_RAND}|{_CODES}))"
)
_MARK = r"(?P<mark>(?<![\w.])[-−+])?"
_LONG_SCALE = r"thousand|million|billion|trillion|hundred|lakh crore|lakh|crore|mln|mil|mio|mn|bln|bn|trn|tln|tn"
_SCALE = rf"(?:[\s-]?(?P<scale>(?i:{_LONG_SCALE})|(?<=[0-9])[kKmMbBT])(?!\w))?"
_FIRST = rf"(?P<n1>{NUMBER}){_SCALE.replace('<scale>', '<scale1>')}(?:\s?[-–—]\s?|\sto\s)"
_SECOND_SIGN = r"(?P<other>(?:(?:US|AU?|CA?|HK|NZ)?[$£€¥₹]|R(?=[0-9])|Rs\.?)\s?)?"
_AFTER = r"(?![0-9])(?!,[0-9]{3})(?!\.[0-9])"
_PERIODS = r"day|week|month|year|hour|hr|person|night|share|user"
_PER = rf"(?:/(?P<per>{_PERIODS}|kg|lb|lit(?:er|re)|gallon|barrel|bbl|ton|tonne|MWh|kWh|oz|ounce)\b)?"
_ADJECTIVE = r"(?P<dollar>-(?:dollar|pound|euro|yen|rupee|rand)\b)?"
_END = rf"{_AFTER}{_SCALE}(?!\w|-[A-Z]){_PER}{_ADJECTIVE}"


def _sum(match: Match) -> str:
    names = _named(match["sign"])
    sign = "plus " if match["mark"] == "+" else "minus " if match["mark"] or match["inner"] else ""
    return sign + _amount(match["n"], match["scale"], names, single=_is_adjective(match)) + _per(match["per"])


def _sums(match: Match) -> str:
    names, others = _named(match["sign"]), _named(match["other"] or match["sign"])
    first, last = _scaled(match["n1"], match["scale1"]), _scaled(match["n"], match["scale"])
    single = _is_adjective(match)
    one = single or (match["n1"], match["scale1"]) == ("1", None)
    between = "" if others == names else f" {names[0 if one else 1]}"
    return f"{first}{between} to {last} {others[0 if single else 1]}{_per(match['per'])}"


def _sum_before_sign(match: Match) -> str:
    return _amount(match["n"], match["scale"], _named(match["sign"]), single=False)


def _small_change(match: Match) -> str:
    one = match["n"] == "1"
    names = {"p": ("penny", "pence"), "c": ("cent", "cents"), "¢": ("cent", "cents")}[match["unit"]]
    return f"{spoken_number(match['n'])} {names[0 if one else 1]}"


def _named(sign: str) -> tuple[str, ...]:
    """Return what one and many of the currency are called and, where there are any, of its hundredth."""
    sign = sign.strip()
    return tuple((CURRENCIES.get(sign) or CURRENCIES[sign[-1]]).split(","))


def _amount(number: str, scale: str | None, names: tuple[str, ...], *, single: bool) -> str:
    whole, _, decimals = number.replace(",", "").partition(".")
    if scale or len(decimals) != 2 or len(names) < 4:
        one = single or (number == "1" and not scale)
        return f"{_scaled(number, scale)} {names[0 if one else 1]}"
    change = f"{cardinal(int(decimals))} {names[2 if int(decimals) == 1 else 3]}"
    if not int(whole) and int(decimals):
        return change
    total = f"{cardinal(int(whole))} {names[0 if int(whole) == 1 or (single and not int(decimals)) else 1]}"
    return f"{total} and {change}" if int(decimals) else total


def _scaled(number: str, scale: str | None) -> str:
    return spoken_number(number) + (f" {SCALES[scale.lower()]}" if scale else "")


def _per(unit: str | None) -> str:
    return f" per {UNITS.get(unit, unit)}" if unit else ""


def _is_adjective(match: Match) -> bool:
    """Tell whether the sum stands before its noun: `a $3 million deal`, `$5-a-day`."""
    hyphen = match["scale"] and match.string[match.start("scale") - 1] == "-"
    return bool(
        match["dollar"] or is_before_noun(match) or (hyphen and match.string[match.end() : match.end() + 1] == " ")
    )


MONEY_RULES: tuple[Rule, ...] = rules(
    (rf"{_SIGN}\s?{_FIRST}{_SECOND_SIGN}(?P<n>{NUMBER}){_END}", _sums),
    (rf"{_MARK}{_SIGN}(?P<inner>[-−])?\s?(?P<n>{NUMBER}){_END}", _sum),
    (
        rf"(?<![\w.,])(?P<n>{NUMBER}){_AFTER}{_SCALE}\s?(?P<sign>[$€£¥₽₴₩₺₪₹]|(?:{_CODES}|kr|zł)\b)(?![0-9])",
        _sum_before_sign,
    ),
    (r"(?<![\w.,$£€])(?P<n>[0-9]{1,2}(?:\.[0-9])?)\s?(?P<unit>[pc](?=\b)|¢)(?![\w.]\w)", _small_change),
    needs=DIGITS,
)
"""In order of precedence."""
