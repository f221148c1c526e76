"""Tells whom a sentence speaks of by surname or first name alone, and which sentences give the full name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from digest_bot.text.similarity import CALENDAR
from digest_bot.text.words import is_stop_word, zipf

COMMON_FIRST = 4.3
"""Zipf from which the first part of a name (`New`, `White`, `Mark`) is more often no name."""
COMMON_LAST = 5.05
"""Zipf from which the last part (`House`, `British`) is more often no name; `smith` has 4.9."""

_CAPITALS = "A-ZÀ-ÖØ-ÞĀĄĆČĎĐĘĚĞĪŁŃŇŌŐŒŘŚŞŠŤŪŮŰŹŻŽА-ЯЁ"
_NAME = rf"[{_CAPITALS}][\w’'-]{{1,30}}"
_FULL_NAME = re.compile(
    rf"[{_CAPITALS}](?<![\w.’'-].)(?:[\w’'-]{{1,30}}|\.)(?: (?:[{_CAPITALS}]\.|(?:de|del|da|di|du|van|von|der|den|la|le|al|bin|el)"
    rf"|{_NAME})){{0,3}} {_NAME}"
)
"""Two to five words; an initial or a particle may stand between the first and the last."""
_ALONE = re.compile(rf"[{_CAPITALS}](?<![\w.’'-].)[\w’'-]{{1,30}}(?! ?[{_CAPITALS}])")
_BEFORE = re.compile(r"(\S+) [\"“„«‘'(]?$")
_HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Dr|M|Mme|Me|Sr|Sra|Prof)\.?|Herrn?|Frau|Sir|Dame|Lord|Lady|Madame|Monsieur")
_NOT_BEFORE_PEOPLE = frozenset(
    """the a an this that these those its their his her in at near across outside around toward towards throughout
    der die das den dem des ein eine einer einem einen im am beim zum zur vom ins nach aus
    le la les l un une au aux du des dans en à
    el los las un una al del en desde hacia
    в во из""".split()
)
"""Words after which a capital letter begins a place, a thing or an office."""
_EXPLAINED = re.compile(r"(?:['’]s)?, (?:an?|the|who|his|her|der|die|le|la|el) ")
_POSSESSIVE = re.compile(r"['’]s?$")
_RUSSIAN_ENDING = re.compile(r"(?:ого|ому|ыми?|ой|ою|ом|ым|ых|а|у|е|ы|и|я|ю|й)$")


@dataclass(frozen=True, slots=True)
class Names:
    """Whom one sentence of a text speaks of; a name is written without its possessive or its case."""

    needed: frozenset[str]
    """Called by one part of the name, which an earlier sentence of the text gave in full."""
    given: frozenset[str]
    """First and last parts of the names that the sentence gives in full."""


def read_names(
    texts: Sequence[str], language: str = "en", *, of: Iterable[int] | None = None, told: str = ""
) -> Mapping[int, Names]:
    """Return whom the sentences `of` which it is asked speak of, else all of them; `told` is read before them."""
    asked = sorted(range(len(texts)) if of is None else of)
    known = frozenset(_key(word, language) for word in told.split())
    given = [_given(text, language) for text in texts[: asked[-1] + 1]] if asked else []
    found: dict[int, Names] = {}
    before: frozenset[str] = frozenset()
    start = 0
    for index in asked:
        before = before.union(*given[start:index])
        start = index
        own = frozenset() if before <= known else before & frozenset(_alone(texts[index], texts, language))
        found[index] = Names(own - given[index] - known, given[index])
    return found


def introduced(told: Iterable[Names]) -> bool:
    """Tell whether these sentences, read in this order, call nobody by a part of a name that they did not give."""
    known: set[str] = set()
    for names in told:
        if not names.needed <= known:
            return False
        known |= names.given
    return True


def _given(text: str, language: str) -> frozenset[str]:
    """Return the first and the last part of every full name."""
    parts: set[str] = set()
    for name in _FULL_NAME.findall(text):
        words = name.split(" ")
        while words and _is_no_name(words[0], language):
            del words[0]
        if len(words) > 1:
            parts.add(_key(words[-1], language))
            if zipf(words[0].lower(), language) < COMMON_FIRST:
                parts.add(_key(words[0], language))
    return frozenset(parts)


def _is_no_name(word: str, language: str) -> bool:
    low = word.lower()
    return low in CALENDAR or is_stop_word(word, language) or _HONORIFIC.fullmatch(word) is not None


def _alone(text: str, texts: Sequence[str], language: str) -> Iterable[str]:
    """Yield the keys of the capitalised words that stand alone where a person may stand."""
    for match in _ALONE.finditer(text):
        if _may_be_person(text, match.start(), language) and _EXPLAINED.match(text, match.end()) is None:
            word = match.group()
            if word.isupper() or is_stop_word(word, language) or zipf(word.lower(), language) >= COMMON_LAST:
                continue
            if text[: match.start()].strip("\"“„«‘'( ") or not _is_written_small(word, texts):
                yield _key(word, language)


def _may_be_person(text: str, start: int, language: str) -> bool:
    """Tell whether the words before allow a name of one word here."""
    found = _BEFORE.search(text, max(0, start - 40), start)
    if found is None:
        return True
    before = found.group(1)
    if before[0].isupper() and before[-1] not in ",;:)”\"’»":
        return _is_no_name(before, language) and before.lower() not in _NOT_BEFORE_PEOPLE
    return before.lower() not in _NOT_BEFORE_PEOPLE


def _is_written_small(word: str, texts: Sequence[str]) -> bool:
    """Tell whether the text has the word without a capital: at the beginning of a sentence that says nothing."""
    small = re.compile(rf"\b{re.escape(word.lower())}\b")
    return any(small.search(text) for text in texts)


def _key(word: str, language: str) -> str:
    """Return a part of a name as it is compared."""
    bare = _POSSESSIVE.sub("", word.strip(".,;:!?()\"“”„«»‘"))
    if language == "ru" and len(bare) > 4:
        return _RUSSIAN_ENDING.sub("", bare)
    return bare.removesuffix("s") if language == "de" else bare
