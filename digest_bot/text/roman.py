"""Roman numerals as they are said: World War two, Henry the eighth, the nineteenth century."""

import re

from digest_bot.text.numbers import cardinal, ordinal
from digest_bot.text.rewriting import Match, Rule, rule
from digest_bot.text.vocabulary import COUNTED_BY_ROMAN, REGNAL

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_NO_NAMES = frozenset(
    ("the", "a", "an", "by", "on", "in", "of", "with", "for", "and", "or", "to", "from", "at", "size", "model")
)
_RULER = re.compile(r"\b(?:King|Queen|Pope|Emperor|Empress|Tsar|Czar|Sultan|Shah|Prince)\s$")
_NUMERAL = r"(?=[IVXL])(?:X{1,3}|XL|LX{0,3})?(?:IX|IV|V?I{0,3})"
_VERB = r"am|was|have|had|think|would|will|did|do|can|could|know|want|saw|said|never|read|wrote|love|like|took|got|met"


def roman(numeral: str) -> int:
    """Return the value of a Roman numeral of I, V, X and L: 58 for `LVIII`."""
    values = [_VALUES[letter] for letter in numeral]
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))


def _numeral(match: Match) -> str | None:
    before, numeral, n = match["before"], match["x"], roman(match["x"])
    king = _RULER.search(match.string[max(0, match.start() - 12) : match.start()])
    if len(numeral) == 1 and (before[0].islower() or (match["me"] and not king)):
        return None
    if before.lower() in COUNTED_BY_ROMAN:
        return cardinal(n)
    if match["century"]:
        return ordinal(n)
    is_name = before.lower() in REGNAL or bool(king) if len(numeral) == 1 else before[0].isupper() and n <= 30
    return f"the {ordinal(n)}" if is_name and before.lower() not in _NO_NAMES else None


def _ordinal(match: Match) -> str:
    return ordinal(roman(match["x"]))


def _bare_numeral(match: Match) -> str:
    return cardinal(roman(match[0]))


NUMERAL_RULES: tuple[Rule, ...] = (
    rule(
        rf"\b(?P<before>[A-Za-z][\w’'-]{{0,24}})\s(?P<x>{_NUMERAL})\b(?!\.?\w|-(?!(?:style|era|class|type)\b)\w)(?!'(?!s\b))"
        rf"(?P<century>\s[Cc]entur)?(?P<me>\s(?:{_VERB})\b)?",
        _numeral,
        needs="IVXL",
    ),
    rule(r"\b(?P<x>[XVI]{2,5})(?=\s(?:[Cc]entur|Olympi|Winter Olympi))", _ordinal, needs="XVI"),
    rule(r"(?<![\w-])(?:II|III|VII|VIII|IX|XI|XII|XIII|XIV|XVI|XVII|XVIII|XIX)(?![\w-])", _bare_numeral, needs="IX"),
)
"""In order of precedence; only after initials, which look alike, are taken."""
