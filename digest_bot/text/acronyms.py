"""Words in capitals: said as a word (NATO), letter by letter (IMF) or part by part (COVID-19, F-16, AT&T)."""

import re

from digest_bot.text.numbers import code, digits, plural, spoken_number
from digest_bot.text.rewriting import DIGITS, Match, Rule, rule
from digest_bot.text.vocabulary import ALSO_WORDS, CODAS, ONSETS, SAID, SMALL_WORDS, SPECIAL, SPELLED
from digest_bot.text.words import zipf

_VOWELS = frozenset("AEIOUY")
_ODD_VOWELS = frozenset(("AA", "AE", "II", "IU", "UU", "UO", "EO", "IY", "YY", "UA", "OE", "AO"))
_RUNS = re.compile(r"[AEIOUY]+|[^AEIOUY]+")
_CAPITALS_BEFORE = re.compile(r"([A-Z]{2,15})[,:;]?\s$")
_CAPITALS_AFTER = re.compile(r"\s([A-Z]{2,15})\b")
_CODE = (
    r"(?:(?<![\w.@#-])|(?<=[0-9]-))"
    r"(?P<token>[A-Z][A-Za-z]{0,6}-?[0-9]{1,4}(?:\.[0-9]{1,2}|[A-Z][A-Z0-9]{0,3}|(?<=CO2)e)?)"
)


def say_capitals(token: str) -> str | None:
    """Return what a token in capitals is spoken as, or None when it is said as it is written.

    Known ones come from two short lists; an ordinary English word is said in lower case; the rest is a word when an
    English mouth can say it and it is long enough to be one, otherwise it is spelled.
    """
    if token in SPECIAL:
        return SPECIAL[token]
    if token in SAID:
        return None
    if token in SPELLED:
        return " ".join(token)
    if _is_ordinary(token):
        return token.lower()
    return None if len(token) >= 4 and is_pronounceable(token) else " ".join(token)


def is_pronounceable(token: str) -> bool:
    """Tell whether the capitals of `token` fall into syllables of English."""
    runs = _RUNS.findall(token.replace("QU", "Q"))
    last = len(runs) - 1
    return last > 0 and all(_fits(run, first=place == 0, last=place == last) for place, run in enumerate(runs))


def _is_ordinary(token: str) -> bool:
    if len(token) <= 2 or token in SMALL_WORDS:
        return token in SMALL_WORDS
    common = zipf(token.lower(), least=2.5)
    if len(token) == 3:
        return common >= 4.7 and bool(_VOWELS & set(token))
    return len(token) > 14 or common >= 4.5 or (common > 0 and is_pronounceable(token))


def _fits(run: str, *, first: bool, last: bool) -> bool:
    if run[0] in _VOWELS:
        return len(run) <= 2 and run not in _ODD_VOWELS
    if first:
        return run in ONSETS
    if last:
        return run in CODAS
    return len(run) == 1 or any(run[:cut] in CODAS and run[cut:] in ONSETS for cut in range(1, len(run)))


def _capitals(match: Match) -> str | None:
    token, tail, hyphen = match["token"], match["tail"], match["hyphen"]
    said = token.lower() if token in ALSO_WORDS and _is_shouted(match) else say_capitals(token)
    if said is None:
        return None
    if said == token.lower():
        return said + tail.lower() + hyphen
    return said + ("'s" if tail else "") + (" " if hyphen else "")


def _is_shouted(match: Match) -> bool:
    """Tell whether the word stands among ordinary words in capitals."""
    before = _CAPITALS_BEFORE.search(match.string[max(0, match.start() - 20) : match.start()])
    after = _CAPITALS_AFTER.match(match.string[match.end() : match.end() + 20])
    return any(_is_ordinary(found[1]) for found in (before, after) if found)


def _joined(match: Match) -> str:
    return f"{' '.join(match['a'])} and {' '.join(match['b'])}" + ("'s" if match["s"] else "")


def _code(match: Match) -> str | None:
    runs = re.findall(r"[0-9.]+|[A-Z]+(?![a-z])|[A-Z][a-z]*|[a-z]+", match["token"].replace("MiG", "Mig"))
    said = [_code_part(run) for run in runs]
    if match["plural"]:
        said[-1] = plural(said[-1])
    return " ".join(said)


def _code_part(run: str) -> str:
    if "." in run:
        return spoken_number(run)
    if run.isdigit():
        return digits(run) if run[0] == "0" and len(run) > 1 else code(int(run))
    if len(run) == 2 and run.isupper():  # NO2 is no `no`
        return " ".join(run)
    if run.isupper() and len(run) > 1:
        return say_capitals(run) or run
    return run


def _after_number(match: Match) -> str:
    return f"{code(int(match['n']))} {' '.join(match['a'].upper())}"


def _mixed(match: Match) -> str:
    letters = match["a"] if match["a"] == "iOS" else match["a"].upper()
    return " ".join(letters) + ("'s" if match["s"] else "")


def _compound(match: Match) -> str:
    return f"{match['a']} {say_capitals(match['b']) or match['b']}"


ACRONYM_RULES: tuple[Rule, ...] = (
    rule(r"(?<![\w.@#])(?P<a>[A-Z]{1,4})\s?&\s?(?P<b>[A-Z]{1,4})(?P<s>s)?(?!\w)", _joined, needs="&"),
    rule(rf"{_CODE}(?P<plural>s(?!\w))?(?:(?![\w-]|[.,][0-9])|(?=-[A-Za-z]))", _code, needs=DIGITS),
    rule(
        r"(?<![\w.,$£€@#/-])(?P<n>[0-9]{1,4})(?P<a>[A-Z]{1,3}|(?<=20|80|40)p)(?!\w|-[0-9A-Z])",
        _after_number,
        needs=DIGITS,
    ),
    rule(
        r"(?<![\w.@#])(?P<a>[a-z]{1,2}[A-Z]{2,5}|PhD|BSc|MSc|NaCl|[NS]Ox|Mo[DJUT]|Do[DJET]|pH)(?P<s>s)?(?!\w)", _mixed
    ),
    rule(r"(?<![\w.@#])(?P<a>[A-Z][a-z]{2,12})(?P<b>[A-Z]{2,4})(?!\w)", _compound),
    rule(r"(?<![\w@#])(?P<token>[A-Z]{2,30})(?P<tail>s|[’'][A-Z]{1,2}|)(?!\w)(?P<hyphen>-(?=\w)|)", _capitals),
)
"""In order of precedence."""
