"""Sentence borders by one pass over the full stops, each judged by the word before and the word after it."""

import re

from digest_bot.text.words import STOP_WORDS

CANDIDATE = re.compile(r"[.!?…]{1,8}[\"”’'»“)\]]{0,3}(?=\s)|[。！？]{1,8}[」』”]?")
NEXT = re.compile(r"\s{1,40}([\"“„«‘'(\[¿¡–—-]{0,3})\s{0,2}([^\s]{1,40})")
BEFORE = re.compile(r"[^\s\"“”„«‘(\[—–/]{1,40}$")
DOTTED = re.compile(r"(?:[^\W\d_]\.){1,6}[^\W\d_]?$")
SPEECH = re.compile(
    r"\s{1,4}(?:[A-Z][\w.’'-]{0,30}\s){1,3}(?:said|asked|says|wrote|added|told|replied|shouted|cried)\b"
)

# A title stands before a name: never an end.
_TITLES = {
    "en": """mr mrs ms dr prof rev fr hon pres gov sen rep reps sens gen col maj capt cmdr lt sgt cpl pvt spc pfc adm
    messrs mme mlle supt det insp atty dist brig comdr ens amb sec treas asst dep vs v viz e.g i.e cf""",
    "de": "dr prof hr fr frl st nr bzw ca evtl ggf inkl sog vgl z d u h b a s abs art str bd hrsg mag dipl ing",
    "fr": "m mm mme mmes mlle dr pr me mgr st ste cf env av bd art n° vol",
    "es": "sr sra srta sres dr dra d da ud uds lic ing gral av avda núm pág prof ee fr cf",
    "ru": "г гг ул им д т п стр рис проф акад тов св ст см напр тыс млн млрд руб коп пр пл обл кв н э",
}
# These end a sentence when a word follows that a sentence begins with.
_MAYBE = {
    "en": """inc ltd co corp llc plc bros cos assn univ dept est etc al jan feb mar apr jun jul aug sep sept oct nov dec
    mon tue tues wed thu thur thurs fri sat sun ave blvd rd hwy st mt ft jr sr esq no nos vol pp p pg fig art ed eds
    approx min max tel ext mfg intl natl govt ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn
    miss mo mont neb nev okla ore pa penn tenn tex va vt wash wis wyo ont que alta sask""",
    "de": "usw etc mio mrd jh jhd uhr std min sek tel abb jan feb mär apr jun jul aug sep sept okt nov dez co",
    "fr": "etc janv févr avr juill sept oct nov déc tél p",
    "es": "etc uu art vol tel ene feb mar abr jun jul ago sept oct nov dic p",
    "ru": "др пр т.д т.п янв фев мар апр авг сент окт нояб дек мин сек час",
}
_OPENERS = """yesterday today tomorrow monday tuesday wednesday thursday friday saturday sunday last next despite
meanwhile still another each such few three some many several although though however police officials since during
before after while when if where why how what who there here but and or so yet nor among along because unless until"""
_AFTER_HOUR = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:E|C|M|P|A|B)[SD]?T\b|GMT|UTC|[A-Z]{2,4}\b")

_NEVER_SETS = {language: frozenset(text.split()) for language, text in _TITLES.items()}
_MAYBE_SETS = {language: frozenset(text.split()) for language, text in _MAYBE.items()}
_STARTERS = {**STOP_WORDS, "en": STOP_WORDS["en"] | frozenset(_OPENERS.split())}
_NONE: frozenset[str] = frozenset()


def split_sentences(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Return the half-open ranges of the sentences of one paragraph, trimmed, in order; linear in its length."""
    found = []
    start = 0
    for match in CANDIDATE.finditer(text):
        end = match.end()
        if end < len(text) and _ends_sentence(text, match, start, language):
            found.append((start, end))
            start = end
    found.append((start, len(text)))
    return _join_stray([_trim(text, *span) for span in found], text)


def _join_stray(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Give what has no letter or digit (`…`, a lonely quotation mark) to the sentence before it."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not any(character.isalnum() for character in text[start:end]):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return joined


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _ends_sentence(text: str, match: re.Match[str], start: int, language: str) -> bool:
    stop = match.group()
    if stop[0] in "。！？":
        return True
    following = NEXT.match(text, match.end())
    if following is None:
        return True
    opening, word = following.groups()
    if word[0].islower() and not (len(word) > 1 and word[1].isupper()):
        return False
    bare = stop.rstrip("\"”’'»“)]")
    if bare == "." and len(stop) == 1:
        return _full_stop(text, match.start(), start, opening, word, language)
    if bare in ("?", "!"):
        return not _quotation_goes_on(text, match.end(), closed=len(stop) > 1) and word not in ("Inc.", "Inc", "Ltd")
    return bool(bare)


def _quotation_goes_on(text: str, end: int, *, closed: bool) -> bool:
    """Tell whether `“Why?” Smith asked` goes on after the quotation."""
    return closed and SPEECH.match(text, end) is not None


def _full_stop(text: str, at: int, start: int, opening: str, word: str, language: str) -> bool:
    before = BEFORE.search(text, max(start, at - 40), at)
    last = before.group() if before else ""
    low = last.lower().rstrip("'’")
    starter = _bare(word) in _STARTERS.get(language, _NONE)
    if low in _NEVER_SETS.get(language, _NONE):
        return False
    if low in _MAYBE_SETS.get(language, _NONE):
        return not word[0].isdigit() and (starter or bool(opening.strip("-–—(")))
    if len(last) == 1 and last.isalpha() and last.isupper():
        return starter and not _is_initial(word)
    if DOTTED.match(last):
        return _after_dotted(low, opening, word, starter=starter)
    if last.isdigit() and len(last) <= 2:
        return _after_number(text, at - len(last), start, starter=starter, language=language)
    return True


def _after_dotted(low: str, opening: str, word: str, *, starter: bool) -> bool:
    if low in ("a.m", "p.m"):
        return not word[0].isdigit() and _AFTER_HOUR.match(word) is None and not _is_weekday(word)
    return (starter and not _is_initial(word)) or bool(opening.strip("-–—(['‘"))


def _after_number(text: str, at: int, start: int, *, starter: bool, language: str) -> bool:
    """Judge `1. Item` at the start of a line, and German ordinals such as `am 3. Oktober`."""
    if not text[start:at].strip():
        return False
    return language != "de" or starter


def _is_weekday(word: str) -> bool:
    return re.match(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", word) is not None


def _is_initial(word: str) -> bool:
    return len(word) >= 2 and word[1] == "." and word[0].isupper()


def _bare(word: str) -> str:
    return re.split(r"[^\w'’]", word, maxsplit=1)[0].lower().replace("’", "'").split("'")[0]
