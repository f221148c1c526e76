"""Tells whom and what a sentence takes as known (`Brandt`, `The company`), and which sentences introduce them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from digest_bot.text.similarity import CALENDAR
from digest_bot.text.words import is_stop_word, zipf

RARE = 2.2
"""Zipf below which it does not matter how rare a word is: the table down to there is read for other questions too."""
COMMON_FIRST = 4.3
"""Zipf from which the first part of a name (`New`, `White`, `Mark`) is more often no name."""
COMMON_LAST = 5.05
"""Zipf from which the last part (`House`, `British`) is more often no name; `smith` has 4.9."""

_CAPITALS = "A-ZÀ-ÖØ-ÞĀĄĆČĎĐĘĚĞĪŁŃŇŌŐŒŘŚŞŠŤŪŮŰŹŻŽА-ЯЁ"
_NAME = rf"[{_CAPITALS}][\w’'-]{{1,30}}"
_FULL_NAME = re.compile(
    rf"[{_CAPITALS}](?<![\w.’'-].)(?:[\w’'-]{{1,30}}|\.)(?: (?:[{_CAPITALS}]\."
    rf"|(?:de(?: la)?|del|da|di|du|v[ao]n(?: de[rn]?)?|le|al|bin|el)|{_NAME})){{0,3}} {_NAME}"
)
"""Two to five words; an initial or a particle may stand between the first and the last."""
_WORD = re.compile(rf"[{_CAPITALS}](?<![\w.’'-].)[\w’'-]{{1,30}}")
_LAST_WORD = re.compile(rf"{_WORD.pattern}(?! ?[{_CAPITALS}])")
_BEFORE = re.compile(r"(\S+) [\"“„«‘'(]?$")
_HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Dr|M|Mme|Me|Sr|Sra|Prof)\.?|Herrn?|Frau|Sir|Dame|Lord|Lady|Madame|Monsieur")
_PLACING = """the a an this that these those its their his her in at near across outside around toward towards
throughout der die das den dem des ein eine einer einem einen im am beim zum zur vom ins nach aus
le la les l un une au aux du des dans en à el los las una al del desde hacia в во из"""
_NOT_BEFORE_PEOPLE = frozenset(_PLACING.split())
"""Words after which a capital letter begins a place, a thing or an office."""
_EXPLAINED = {
    "en": re.compile(r", (?:an?|the|who|his|her) "),
    "de": re.compile(r", (?:der|die|eine?) "),
    "fr": re.compile(r", (?:une?|la|le|qui) "),
    "es": re.compile(r", (?:una?|quien|que) "),
}
"""How a name goes on that is explained where it stands."""
_THINGS = {
    "en": re.compile(r"[\"“]?The (?:(?:new|latest|proposed|alleged|two|three|other) )?(?P<noun>[a-z]{3,})\b(?!"
        r" (?:of|that|which|who|whose|in|on|at|by|from|behind|for|between|to|with|against)\b)"),
    "de": re.compile(r"[„»]?(?:Der|Die|Das) (?P<noun>[A-ZÄÖÜ][a-zäöüß]{2,})\b"
        r"(?! (?:des|der|die|von|vom|im|in|am|aus|für|und)\b)"),
    "fr": re.compile(r"(?:« ?)?(?:Le |La |Les |L[’'])(?P<noun>[a-zéèêàâîôûç]{3,})\b(?! (?:de|du|des|d’|qui|que)\b)"),
    "es": re.compile(r"[«“]?(?:El|La|Los|Las) (?P<noun>[a-záéíóúñ]{3,})\b(?! (?:de|del|que)\b)"),
}  # fmt: skip
"""How a sentence begins with a thing that it takes as known and does not say more about."""
_INDEFINITE = {"en": "an?|one|another|some", "de": "eine?[nmrs]?", "fr": "une?|des", "es": "una?|unos|unas"}
_VAGUE_WORDS = {
    "en": """company firm group bank agency institute organisation organization institution club team suspect suspects
    victim victims couple pair accused defendant man woman boy girl incident accident attack crash blast shooting move
    decision announcement ruling verdict measure measures proposal deal agreement report study survey poll findings
    statement allegations claims investigation project event victory defeat companies firms banks""",
    "de": """unternehmen konzern firma bank gruppe behörde institut organisation verein mannschaft täter verdächtige
    opfer mann frau paar angeklagte vorfall unfall angriff entscheidung urteil maßnahme vorschlag studie umfrage bericht
    erklärung vorwürfe ermittlungen projekt sieg niederlage""",
    "fr": """entreprise société groupe banque agence institut organisation club équipe suspect victime homme femme
    couple accusé prévenu incident accident attaque décision annonce jugement verdict mesure accord rapport étude
    sondage communiqué enquête projet victoire défaite""",
    "es": """empresa compañía grupo banco agencia instituto organización club equipo sospechoso víctima hombre mujer
    pareja acusado detenido arrestado incidente accidente ataque decisión anuncio sentencia medida acuerdo informe
    estudio encuesta comunicado investigación proyecto victoria derrota""",
}
_VAGUE = {language: frozenset(text.split()) for language, text in _VAGUE_WORDS.items()}
"""Words that mean something only after it was named: `The company …`."""
_OWNED = re.compile(r"(['’]s?) .*")
"""What belongs to whoever has a name: `Tsarnaev's Boston …`."""
_POSSESSIVE = re.compile(r"['’]s?$")
_RUSSIAN_ENDING = re.compile(r"(?:ого|ому|ыми?|ой|ою|ом|ым|ых|а|у|е|ы|и|я|ю|й)$")


@dataclass(frozen=True, slots=True)
class Names:
    """Whom and what one sentence of a text speaks of; a name is written without its possessive."""

    needed: frozenset[str]
    """Called by one part of the name, which an earlier sentence of the text gave in full; or `the company`."""
    given: frozenset[str]
    """First and last parts of the names that the sentence gives in full, and things it introduces."""


def read_names(
    texts: Sequence[str], language: str = "en", *, of: Iterable[int] | None = None, told: str = ""
) -> Mapping[int, Names]:
    """Return whom and what the sentences `of` which it is asked speak of, else all; `told` is read before them."""
    asked = sorted(range(len(texts)) if of is None else of)
    known = frozenset(_key(word, language) for word in told.split())
    called = {index: frozenset(_alone(texts[index], texts, language)) for index in asked}
    given = _given_in(texts, asked, frozenset().union(*called.values()), language)
    things = {index: _introduce_thing(texts, index, given, language, told) for index in asked}
    found: dict[int, Names] = {}
    before: set[str] = set()
    start = 0
    for index in asked:
        before.update(*given[start:index])
        start = index
        alone = before & called[index]
        found[index] = Names(frozenset(things[index].union(alone - given[index] - known)), frozenset(given[index]))
    return found


def _given_in(texts: Sequence[str], asked: Sequence[int], called: Iterable[str], language: str) -> list[set[str]]:
    """Return whom each sentence up to the last asked of gives in full; read only where somebody called may stand."""
    last = asked[-1] + 1 if asked else 0
    read = {*asked, *(at for at, text in enumerate(texts[:last]) if any(map(text.__contains__, called)))}
    return [set(_given(text, language)) if at in read else set() for at, text in enumerate(texts[:last])]


def lacking(told: Iterable[Names]) -> int:
    """Return how many of these sentences, read in this order, take as known what those before did not introduce."""
    known: set[str] = set()
    count = 0
    for names in told:
        count += not names.needed <= known
        known |= names.given
    return count


def _given(text: str, language: str) -> frozenset[str]:
    """Return the first and the last part of every full name."""
    parts: set[str] = set()
    for name in _FULL_NAME.findall(text):
        words = _OWNED.sub(r"\1", name).split(" ")
        while words and _is_no_name(words[0], language):
            del words[0]
        if len(words) > 1 and not _is_no_name(words[-1], language):
            parts.add(_key(words[-1], language))
            if _is_first_name(words, language):
                parts.add(_key(words[0], language))
    return frozenset(parts)


def _is_first_name(words: Sequence[str], language: str) -> bool:
    """Tell whether a name is a person's by whose first part he may be called: no `Alabama Supreme Court`."""
    return (
        len(words) == 2
        and _commonness(words[1], language) < COMMON_LAST
        and _commonness(words[0], language) < COMMON_FIRST
    )


@lru_cache(maxsize=10_000)
def _commonness(word: str, language: str) -> float:
    return zipf(word.lower(), language, least=RARE)


def _introduce_thing(
    texts: Sequence[str], index: int, given: Sequence[set[str]], language: str, told: str
) -> frozenset[str]:
    """Return what sentence `index` begins with as a known thing, and give it to the sentences that introduce it.

    These are its predecessor and all that name the thing before, or the first sentence where none does: then `The
    company` is whom the text is about. Nothing when what is told names it already.
    """
    found = _THINGS[language].match(texts[index]) if language in _THINGS else None
    noun = found.group("noun").lower() if found else ""
    if not noun or noun in told.lower():
        return frozenset()
    named = [at for at in range(index) if noun in texts[at].lower()]
    if noun not in _VAGUE[language] and not any(_first_mention(noun, texts[at], language) for at in named):
        return frozenset()
    thing = f"the {noun}"
    for at in {*(named or [0]), max(0, index - 1)}:
        given[at].add(thing)
    return frozenset({thing})


def _first_mention(noun: str, text: str, language: str) -> bool:
    """Tell whether the text has the noun with an indefinite article: `a burnt-out car`."""
    pattern = rf"\b(?:{_INDEFINITE[language]}) (?:[\w’'-]+ ){{0,2}}{re.escape(noun)}\b"
    return re.search(pattern, text, re.IGNORECASE) is not None


def _is_no_name(word: str, language: str) -> bool:
    low = word.lower()
    return low in CALENDAR or is_stop_word(word, language) or _HONORIFIC.fullmatch(word) is not None


def _alone(text: str, texts: Sequence[str], language: str) -> Iterable[str]:
    """Yield the keys of the capitalised words that stand alone where a person may stand."""
    explained = _EXPLAINED.get(language, _EXPLAINED["en"])
    for match in (_WORD if language == "de" else _LAST_WORD).finditer(text):  # every German noun has a capital
        if _may_be_person(text, match.start(), language) and explained.match(text, match.end()) is None:
            word = match.group()
            if word.isupper() or is_stop_word(word, language) or _commonness(word, language) >= COMMON_LAST:
                continue
            if text[: match.start()].strip("\"“„«‘'( ") or not _is_written_small(word, texts):
                yield _key(word, language)


def _may_be_person(text: str, start: int, language: str) -> bool:
    """Tell whether the words before allow a name of one word here."""
    found = _BEFORE.search(text, max(0, start - 40), start)
    if found is None:
        return True
    before = found.group(1)
    if before[0].isupper() and before[-1] not in ',;:)”"’»':
        return _is_no_name(before, language) and before.lower() not in _NOT_BEFORE_PEOPLE
    return before.lower() not in _NOT_BEFORE_PEOPLE


def _is_written_small(word: str, texts: Sequence[str]) -> bool:
    """Tell whether the text has the word without a capital: at the beginning of a sentence that says nothing."""
    low = word.lower()
    near = [text for text in texts if low in text]
    return bool(near) and re.search(rf"\b{re.escape(low)}\b", "\n".join(near)) is not None


def _key(word: str, language: str) -> str:
    """Return a part of a name as it is compared."""
    bare = _POSSESSIVE.sub("", word.strip('.,;:!?()"“”„«»‘'))
    if language == "ru" and len(bare) > 4:
        return _RUSSIAN_ENDING.sub("", bare)
    return bare.removesuffix("s") if language == "de" else bare
