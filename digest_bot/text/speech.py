"""Written text as a voice should say it: numbers, dates, money, abbreviations and acronyms in words."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from digest_bot.model import Spoken
from digest_bot.text.abbreviations import ABBREVIATION_RULES
from digest_bot.text.acronyms import ACRONYM_RULES
from digest_bot.text.dates import CALENDAR_RULES, DATE_RULES, YEAR_RULES
from digest_bot.text.figures import FIGURE_RULES, RANGE_RULES
from digest_bot.text.measures import MEASURE_RULES
from digest_bot.text.money import MONEY_RULES
from digest_bot.text.rewriting import Rule, alternatives, rewrite, rule
from digest_bot.text.roman import NUMERAL_RULES
from digest_bot.text.symbols import LINK_RULES, MARK_RULES, SYMBOL_RULES, plain, tidy
from digest_bot.text.times import TIME_RULES

NO_LEXICON: Mapping[str, str] = MappingProxyType({})

_RESPELLED: Mapping[str, str] = MappingProxyType({"Xi": "Shee", "Xinjiang": "Shin-jahng"})


def speak(written: str, *, lexicon: Mapping[str, str] = NO_LEXICON, language: str = "en") -> Spoken:
    """Return what a voice says for `written`, and every (written, spoken) span that differs.

    `lexicon` holds whole words or phrases and how to say them; it wins over every rule. English is put into words; of
    other languages only the signs are cleaned, their numbers are left to the voice. What no rule knows stays as it is.
    Never raises; the time is linear in the length of the text.
    """
    rules = _rules(tuple(lexicon.items()), english=language == "en")
    pieces = rewrite(plain(written), rules)
    changes = tuple((before.strip(), tidy(after)) for before, after in pieces if _differs(before, after))
    return Spoken(text=tidy(_join(pieces)), changes=changes)


def respell(spoken: str, lexicon: Mapping[str, str]) -> str:
    """Return a spoken text with the words and phrases of the lexicon, which one voice needs, as they are to be said."""
    rules = _lexicon_rules(lexicon.items())
    return _join(rewrite(spoken, rules)) if rules else spoken


@lru_cache(maxsize=32)
def _rules(lexicon: tuple[tuple[str, str], ...], *, english: bool) -> tuple[Rule, ...]:
    own = _lexicon_rules(lexicon)
    if not english:
        return (*own, rule(r"(?:https?://|www\.)\S+", "", needs="/."), *MARK_RULES)
    return (
        *own,
        *LINK_RULES,
        *_lexicon_rules(_RESPELLED.items()),
        *DATE_RULES,
        *TIME_RULES,
        *YEAR_RULES,
        *CALENDAR_RULES,
        *MONEY_RULES,
        *FIGURE_RULES,
        *MEASURE_RULES,
        *RANGE_RULES,
        *ABBREVIATION_RULES,
        *NUMERAL_RULES,
        *ACRONYM_RULES,
        *SYMBOL_RULES,
        *MARK_RULES,
    )


def _lexicon_rules(entries: Iterable[tuple[str, str]]) -> tuple[Rule, ...]:
    said = {word: spoken for word, spoken in entries if word.strip()}
    if not said:
        return ()
    return (rule(rf"(?<!\w)(?:{alternatives(said)})(?!\w)", lambda match: said[match[0]]),)


def _differs(written: str, spoken: str) -> bool:
    return written != spoken and any(character.isalnum() for character in written + spoken)


def _join(pieces: Iterable[tuple[str, str]]) -> str:
    """Return the spoken pieces as one text; words of neighbours never run together."""
    text, changed = [""], False
    for written, spoken in pieces:
        meets = text[-1][-1:].isalnum() and spoken[:1].isalnum()
        text.append(f" {spoken}" if meets and (changed or written != spoken) else spoken)
        changed = written != spoken
    return "".join(text)
