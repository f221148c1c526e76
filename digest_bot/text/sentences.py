"""Sentence borders by one pass over the full stops, each judged by the word before and the word after it."""

import re
from dataclasses import dataclass

from digest_bot.text.words import STOP_WORDS

# The class at the very front lets the regex engine skip from stop to stop.
_STOP = re.compile(
    r"[.!?…。！？](?:(?<=[.!?…])[.!?…]{0,7}(?P<closed>(?:[\"”’'‘»«›‹“)\]]|[ \u00a0\u202f]»){0,3})(?=\s)"
    r"(?:(?=\s{1,40}(?P<opening>[\"“„«»‘‚‹›'(\[¿¡–—-]{0,3})\s{0,2}(?P<word>\S{1,40}))|)"
    r"|(?<=[。！？])[。！？]{0,7}[」』”]?)"
)
_LAST_WORD = re.compile(r"[^\s\"“”„«‘(\[—–/]{1,40}$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.-?){1,6}[^\W\d_]?$")
_LAST_PIECE = re.compile(r".*[-–'’]")
"""What stands before an abbreviation that is part of a word: `ex-Gov.`, `l'art.`, `30-Aug.`"""
_SPEECH = re.compile(
    r"\s{1,4}(?:[A-Z][\w.’'-]{0,30}\s){1,3}(?:said|asked|says|wrote|added|told|replied|shouted|cried)\b"
)
_SUBSTANCE = re.compile(r"[^\W_]")
_FIRST_WORD = re.compile(r"\w*")

# A title stands before a name: never an end.
_TITLES = {
    "en": """mr mrs ms dr prof rev fr hon pres gov sen rep reps sens gen col maj capt cmdr lt sgt cpl pvt spc pfc adm
    messrs mme mlle supt det insp atty dist brig comdr ens amb sec treas asst dep vs v viz e.g i.e cf""",
    "de": """dr prof hr fr frl st nr bzw ca evtl ggf inkl sog vgl z d u h b a s abs art str bd hrsg mag dipl ing az tsd
    geb med phil jur nat rer pol""",
    "fr": "m mm mme mmes mlle dr pr me mgr st ste cf env av bd art n° no vol",
    "es": """sr sra srta sres dr dra d da dña ud uds lic ing gral av avda núm pág prof ee fr cf art cap prov pza ctra
    hnos cía""",
    "ru": "г гг ул им д т п ч гл стр корп рис проф акад тов св ст см напр тыс млн млрд пр пл обл кв н э ред изд",
}
# These end a sentence when a word follows that a sentence begins with.
_MAYBE = {
    "en": """inc ltd co corp llc plc bros cos assn univ dept est etc al jan feb mar apr jun jul aug sep sept oct nov dec
    mon tue tues wed thu thur thurs fri sat sun ave blvd rd hwy st mt ft jr sr esq no nos vol pp p pg fig art ed eds
    approx min max tel ext mfg intl natl govt ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn
    miss mo mont neb nev okla ore pa penn tenn tex va vt wash wis wyo ont que alta sask""",
    "de": "usw etc mio mrd jh jhd uhr std min sek tel abb jan feb mär apr jun jul aug sep sept okt nov dez co",
    "fr": "etc janv févr avr juill sept oct nov déc tél p",
    "es": "etc uu vol tel ene feb mar abr jun jul ago sept oct nov dic p",
    "ru": "др пр т.д т.п янв фев мар апр авг сент окт нояб дек мин сек час",
}
_OPENERS = """yesterday today tomorrow monday tuesday wednesday thursday friday saturday sunday last next despite
meanwhile still another each such few three some many several although though however police officials since during
before after while when if where why how what who there here but and or so yet nor among along because unless until"""
_AFTER_HOUR = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:E|C|M|P|A|B)[SD]?T\b|GMT|UTC|[A-Z]{2,4}\b")


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a language knows about words with a full stop."""

    never: frozenset[str] = frozenset()
    maybe: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    """Words that begin a sentence when they are capitalised."""
    ordinals: bool = False
    """A number with a full stop is an ordinal: `am 3. Oktober`."""


_RULES = {
    language: _Rules(
        never=frozenset(_TITLES[language].split()),
        maybe=frozenset(_MAYBE[language].split()),
        starters=STOP_WORDS[language] | frozenset(_OPENERS.split() if language == "en" else ()),
        ordinals=language == "de",
    )
    for language in _TITLES
}
_NO_RULES = _Rules()
_LONGEST = max(len(word) for rules in _RULES.values() for word in rules.never | rules.maybe)


def split_sentences(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Return the half-open ranges of the sentences of one paragraph, trimmed, in order; linear in its length."""
    rules = _RULES.get(language, _NO_RULES)
    found: list[tuple[int, int]] = []
    start = 0
    for match in _STOP.finditer(text):
        if _ends_sentence(text, match, start, rules):
            _add(found, text, start, match.end())
            start = match.end()
    _add(found, text, start, len(text))
    return found


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Append the trimmed range; what has no letter or digit (`…`, a lonely mark) goes to the sentence before it."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        return
    if found and _SUBSTANCE.search(text, start, end) is None:
        found[-1] = (found[-1][0], end)
    else:
        found.append((start, end))


def _ends_sentence(text: str, match: re.Match[str], start: int, rules: _Rules) -> bool:
    closed, opening, word = match.groups()
    if word is None:  # the text ends here, or the stop is of a script without spaces
        return True
    if (word[0].islower() and not (len(word) > 1 and word[1].isupper())) or word[0] in ",;:":
        return False
    at, end = match.span()
    stop = text[at : end - len(closed)]
    if stop == "." and not closed:
        return _full_stop(text, at, start, (opening, word), rules)
    if stop in ("?", "!"):
        return word not in ("Inc.", "Inc", "Ltd") and not (closed and _SPEECH.match(text, end))
    return True


def _full_stop(text: str, at: int, start: int, following: tuple[str, str], rules: _Rules) -> bool:
    """Judge a single full stop; `following` is what opens the next word, and the word."""
    last = _last_word(text, start, at)
    if len(last) > _LONGEST and last.isalpha():
        return True
    opening, word = following
    low = _LAST_PIECE.sub("", last.lower().rstrip("'’"))
    if low in rules.never:
        return False
    if low in rules.maybe:
        return not word[0].isdigit() and (_starts(word, rules) or bool(opening.strip("-–—(")))
    if len(last) == 1 and last.isalpha() and last.isupper():
        return _starts(word, rules) and not _is_initial(word)
    if "." in last and _DOTTED.match(last):
        return _after_dotted(low, opening, word, rules)
    if len(last) <= 2 and last.isdigit():
        return _after_number(text, at - len(last), start, word, rules)
    return True


def _last_word(text: str, start: int, at: int) -> str:
    """Return the word that ends at `at`; empty when a mark stands there."""
    pieces = text[max(start, at - 40) : at].rsplit(None, 1)
    if not pieces or pieces[-1].isalnum():
        return pieces[-1] if pieces else ""
    found = _LAST_WORD.search(pieces[-1])
    return found.group() if found else ""


def _starts(word: str, rules: _Rules) -> bool:
    """Tell whether the word, capitalised, is one that sentences begin with."""
    found = _FIRST_WORD.match(word)
    return found is not None and found.group().lower() in rules.starters


def _after_dotted(low: str, opening: str, word: str, rules: _Rules) -> bool:
    if low in ("a.m", "p.m"):
        return not word[0].isdigit() and _AFTER_HOUR.match(word) is None
    return (_starts(word, rules) and not _is_initial(word)) or bool(opening.strip("-–—(['‘"))


def _after_number(text: str, at: int, start: int, word: str, rules: _Rules) -> bool:
    """Judge `1. Item` at the start of a line, and ordinals."""
    if not text[start:at].strip():
        return False
    return not rules.ordinals or _starts(word, rules)


def _is_initial(word: str) -> bool:
    return len(word) >= 2 and word[1] == "." and word[0].isupper()
