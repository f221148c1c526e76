"""Ranges, scores, fractions, ordinals, telephone numbers, versions and numbers that are names, as they are said."""

import re

from digest_bot.text.measures import DASH, START, signed
from digest_bot.text.numbers import NUMBER, cardinal, code, digits, ordinal, plural, spoken_number
from digest_bot.text.rewriting import DIGITS, Match, Rule, full_stop, rules

_PART = {
    "½": (1, 2),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "⅛": (1, 8),
    "⅜": (3, 8),
    "⅝": (5, 8),
    "⅞": (7, 8),
    "⅕": (1, 5),
}
_ALONE = r"(?![\w-]|[.,][0-9])"
_AFTER = r"(?![0-9])(?!,[0-9]{3})(?!\.[0-9])(?![\w/:]|-[0-9])"
_SLASHED = r"(?P<a>[0-9]{1,2}(?:\.[0-9])?)/(?P<b>[1-9][0-9]{0,2})"
_CALL = r"\b(?:[Cc]all|[Dd]ial|[Rr]ing|[Pp]hone)(?:s|ed|led|ing|ling)?"


def _range(match: Match) -> str:
    first, last = match["n1"], match["n"]
    if first == last == "50":
        return "fifty fifty"
    if any(len(number) > 1 and number[0] == "0" and "." not in number for number in (first, last)):
        return f"{digits(first)}, {digits(last)}"
    return signed(match, f"{spoken_number(first)} to {spoken_number(last)}")


def _telephone(match: Match) -> str:
    groups = re.findall(r"[0-9]+", match[0])
    return ("plus " if match[0].startswith("+") else "") + ", ".join(map(digits, groups))


def _parts(match: Match) -> str:
    return " ".join(cardinal(int(part)) for part in re.findall(r"[0-9]+", match[0]))


def _ordinal(match: Match) -> str | None:
    n = int(match["n"].replace(",", ""))
    teen = 10 < n % 100 < 14
    right = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return ordinal(n) if right == match["end"].lower() else None


def _fraction(match: Match) -> str:
    under = int(match["b"])
    if "." in match["a"]:
        return f"{spoken_number(match['a'])} out of {cardinal(under)}"
    over = int(match["a"])
    if over >= under or (over, under) == (9, 11):
        return f"{cardinal(over)} {cardinal(under)}"
    return _mixed(match["whole"], over, under)


def _vulgar(match: Match) -> str:
    return _mixed(match["whole"], *_PART[match["part"]])


def _mixed(whole: str | None, over: int, under: int) -> str:
    if not whole:
        return _part(over, under)
    article = "an " if under == 8 else "a "
    return f"{cardinal(int(whole))} and " + re.sub("^one ", article, _part(over, under))


def _part(over: int, under: int) -> str:
    if under >= 10 and under not in (16, 32, 100):
        return f"{cardinal(over)} out of {cardinal(under)}"
    name = {2: "half", 4: "quarter"}.get(under) or ordinal(under)
    return f"{cardinal(over)} {name if over == 1 else plural(name)}"


def _code(match: Match) -> str:
    return code(int(match["n"]))


def _plan(match: Match) -> str:
    return f"{code(int(match['n']))} {match['plan'].upper()}"


def _airliner(match: Match) -> str:
    variant = f" {code(int(match['v']))}" if match["v"] else ""
    return f"{code(int(match['n']))}{variant}"


def _digits(match: Match) -> str:
    return digits(match["x"])


def _version(match: Match) -> str:
    return "version " + " point ".join(cardinal(int(part)) for part in match["n"].split("."))


def _feet_inches(match: Match) -> str:
    inches = int(match["i"])
    return (
        f"{cardinal(int(match['f']))} feet {cardinal(inches)} {'inch' if inches == 1 else 'inches'}{full_stop(match)}"
    )


FIGURE_RULES: tuple[Rule, ...] = rules(
    (r"(?<![\w.,+-])\+[0-9]{1,3}(?:[ .-]\(?[0-9]{2,5}\)?){2,5}(?![\w-])", _telephone),
    (r"(?<![\w.,+-])\+[0-9]{9,15}(?![\w-])", _telephone),
    (r"(?<![\w.,+-])(?:1[ .-]?)?\(?[0-9]{3}\)?[ .-][0-9]{3}[.-][0-9]{4}(?![\w-])", _telephone),
    (r"(?<![\w.,+-])0[0-9]{2,4} [0-9]{3,4} [0-9]{3,4}(?![\w-])", _telephone),
    (rf"(?<![\w.,+-])(?:0[0-9]{{9,10}}|[0-9]{{3}}-[0-9]{{4}}|[0-9]{{5}}-[0-9]{{4}}){_ALONE}", _telephone),
    (rf"{_CALL} (?P<x>911|999|112|111|101|988){_ALONE}", _digits),
    (r"\b(?P<x>911|999)(?= (?:call|dispatch|operator|emergency|system))", _digits),
    (rf"(?<=\b(?:on|to|of) )U\.?S\.? (?P<x>(?P<n>[1-9][0-9]{{0,2}})){_ALONE}", _code),
    (r"\b(?P<n>40[13])\s?\((?P<plan>[bk])\)", _plan),
    (rf"(?<=Boeing )(?P<n>7[0-9]7)(?:-(?P<v>[1-9][0-9]{{0,2}}))?{_ALONE}", _airliner),
    (rf"\b(?:[Ff]light|Highway|[Rr]oute|[Rr]oom|Interstate|Section) (?P<x>(?P<n>[1-9][0-9]{{2,3}})){_ALONE}", _code),
    (r"(?<![\w.])\.(?P<x>[0-9]{1,4})(?!\w)", _digits),
    (r"(?<![\w.])(?P<x>\.)(?=[0-9]{1,4}(?!\w))", "point "),
    (r"(?<![\w.,-])(?P<n>[1-9][0-9]{2})(?=\s(?:radio|FM|AM)\b)", _code),
    (r"(?<![\w.,:/-])(?P<f>[1-9])['′]\s?(?P<i>1[01]|[0-9])(?:[\"″]|'')(?!\w)", _feet_inches),
    (r"(?<![\w.,:/-])(?P<f>[1-9])\s?ft\.?\s(?P<i>1[01]|[0-9])\s?in\b\.?(?!\w)", _feet_inches),
    (r"(?<![\w.,/])(?P<n>[0-9]{1,3}(?:,[0-9]{3}){0,3})(?P<end>st|nd|rd|th|ST|ND|RD|TH)(?!\w)", _ordinal),
    needs=DIGITS,
)
"""In order of precedence; before measures, so that `21st` is not 21 stone."""

RANGE_RULES: tuple[Rule, ...] = (
    *rules(
        (rf"(?<![\w.,-])[0-9]{{1,2}}-[0-9]{{1,2}}-[0-9]{{1,2}}{_ALONE}", _parts),
        (rf"{START}(?P<n1>{NUMBER}){DASH}(?P<n>{NUMBER}){_AFTER}", _range),
        (rf"(?<![\w/.,$£€-])(?:(?P<whole>[0-9]{{1,3}})[\s-])?{_SLASHED}(?:rds?|ths?)?(?![\w/]|[.,][0-9])", _fraction),
        (r"(?<![\w:.,/-])[0-9]{1,3}(?P<x>:)[0-9](?![\w:]|\.[0-9])", " to "),
        (r"\bNos\.?\s(?=[0-9])", "numbers "),
        (r"\b(?:No\.|no\.|No)\s?(?=[0-9])", "number "),
        (r"(?<![\w.])(?:№|#)\s?(?=[0-9])", "number "),
        (r"\bv\.?(?P<n>[0-9]{1,3}(?:\.[0-9]{1,3}){0,3})\b", _version),
        (r"(?<![\w.,])[0-9]{1,4}(?P<x>\s?[x×]\s?)(?=[0-9])", " by "),
        (r"(?<![\w.,])[0-9]{1,4}(?:\.[0-9]{1,2})?(?P<x>[x×])(?!\w)", " times"),
        (r"(?<![\w.,)%-])(?P<x>[-−–])(?=[$£€]?[0-9])", "minus "),
        needs=DIGITS,
    ),
    *rules((r"(?<![\w/.,$£€-])(?:(?P<whole>[0-9]{1,3})\s?)?(?P<part>[½¼¾⅓⅔⅛⅜⅝⅞⅕])", _vulgar), needs="½¼¾⅓⅔⅛⅜⅝⅞⅕"),
)
"""In order of precedence; behind measures, which have ranges of their own."""
