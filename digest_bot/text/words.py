"""Words, stems, stop words and how common a word is: what every later text step counts with."""

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import chain
from typing import TypeVar

from digest_bot.text.frequencies import zipf_of

LANGUAGES = ("en", "de", "fr", "es", "ru")
"""Languages with stop words of their own; every other text is counted without."""

WORD = re.compile(  # one class at the front lets the engine skip to the next word; most letters are of the quick class
    r"[^\W_](?:(?<=\D)[a-zA-Z]*+[^\W_]*+(?:['’\-][^\W_]++)*+|\d*+(?:[.,:]\d++)*+)"
)

_ENGLISH = """a about above after again against all also am an and any are as at be because been before being below
between both but by can cannot could did do does doing don down during each few for from further had has have having he
her here hers herself him himself his how i if in into is it its itself just let me more most must my myself no nor not
now of off on once only or other ought our ours ourselves out over own same shall she should so some such than that the
their theirs them themselves then there these they this those through to too under until up upon us very was we were
what when where which while who whom whose why will with would yet you your yours yourself yourselves
said says say saying told tell according one two new year years mr ms mrs dr"""
_GERMAN = """aber als also am an auch auf aus bei beim bin bis bist da dabei damit dann das dass dem den der des die dies
diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas euch für gegen habe
haben hat hatte hatten hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ist jede jeder jetzt kann kein
keine können man mehr mein mit muss nach nicht noch nun nur ob oder ohne sagte sehr sei seine seinem seinen seiner sein
seit sich sie sind so soll sollen sowie über um und uns unter vom von vor war waren was wegen weil welche wenn wer werden
wie wieder will wir wird wo wurde wurden zu zum zur zwar zwischen"""
_FRENCH = """a afin ai ainsi alors après au aucun aussi autre autres aux avait avant avec avoir c ce cela ces cet cette
ceux chez comme contre d dans de depuis des deux dit donc dont du elle elles en encore entre est et étaient était été être
eu fait il ils j je jusqu l la là le les leur leurs lors lui m mais me même mes moins mon n ne ni non nos notre nous on ont
ou où par pas pendant peu peut plus pour qu quand que quel quelle qui s sa sans se selon ses si son sont sous sur ta te
tous tout toute toutes très tu un une vers vos votre vous y"""
_SPANISH = """a al algo algunos ante antes aunque así cada como con contra cual cuando de del desde donde dos durante e el
él ella ellas ellos en entre era eran es esa ese eso esta está estaba están estas este esto estos fue fueron ha había han
hasta hay la las le les lo los más me mi mientras muy nada ni no nos o otra otras otro otros para pero poco por porque pues
que qué quien se sea según ser si sí sin sino sobre son su sus también tan tanto tiene tienen todo todos tras tu un una
uno unos y ya yo dijo"""
_RUSSIAN = """а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да даже для до его ее её
если есть еще ещё же за здесь и из или им их к как ко когда которая которые который кто ли либо меня мне может мы на над
надо не него нее неё нет ни них но о об он она они оно от по под при с сам свои со так также такой там то того тоже только
том ты у уже чего чем что чтобы эта эти это этого этой этом этот я сказал заявил"""

STOP_WORDS = {
    language: frozenset(text.split())
    for language, text in zip(LANGUAGES, (_ENGLISH, _GERMAN, _FRENCH, _SPANISH, _RUSSIAN), strict=True)
}
FUNCTION_WORDS = frozenset().union(*STOP_WORDS.values())
"""The stop words of all these languages."""

MAX_LEARNED = 100_000
"""Words that a table keeps."""
LONGEST_LEARNED = 60
"""Letters of a word that a table keeps; what is longer is no word, and a hostile text is full of it."""
T = TypeVar("T")


class Learned(dict[str, T]):
    """A table that works out what it is asked for the first time, and starts again when it has become large.

    For what is asked of every word of every text: a third of the price of a function with a cache.
    """

    def __init__(self, learn: Callable[[str], T], *, most: int = MAX_LEARNED) -> None:
        self._learn = learn
        self._most = most

    def __missing__(self, key: str) -> T:
        """Learn the key."""
        if len(key) > LONGEST_LEARNED:
            return self._learn(key)
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._learn(key)
        return value


def words(text: str) -> list[str]:
    """Return the words and numbers of `text` as written, in order."""
    return [*chain.from_iterable(map(_WORDS_IN.__getitem__, text.split()))]


_WORDS_IN = Learned(lambda piece: (piece,) if piece.isalpha() else (*WORD.findall(piece),))
"""The words between two spaces: most pieces were met before, and a look-up is a third of the price of the search."""


@lru_cache(maxsize=100_000)
def stem(word: str, language: str = "en") -> str:
    """Return the lower-cased word without its possessive and its commonest endings; other languages lose only case.

    Crude on purpose: against Porter's algorithm (Porter 1980) it costs no measurable quality here and is far cheaper.
    """
    bare = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    return _english_stem(bare) if language == "en" else bare


_VOWELS = frozenset("aeiouy")


def _english_stem(word: str) -> str:
    if len(word) > 4:
        if word.endswith("ies"):
            return word[:-3] + "y"
        if word.endswith("sses"):
            word = word[:-2]
        elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
    for ending in ("ing", "ed"):
        root = word[: -len(ending)]
        if word.endswith(ending) and len(root) > 3 and not _VOWELS.isdisjoint(root):
            return root[:-1] if root[-1] == root[-2] and root[-1] not in "ls" else root.removesuffix("e")
    return word.removesuffix("e") if len(word) > 5 else word


def is_stop_word(word: str, language: str = "en") -> bool:
    """Tell whether the word, in any case, says nothing about the topic."""
    return word.lower().replace("’", "'").removesuffix("'s") in STOP_WORDS.get(language, frozenset())


def zipf(word: str, language: str = "en", *, least: float = 0.0) -> float:
    """Return how common a lower-cased word is: log10 of its uses per thousand million words, 0.0 when unknown.

    `the` has 7.7, `government` 5.6, `lukashenko` 2.4 (Zipf scale of van Heuven et al. 2014; data of wordfreq). Who asks
    only whether a word is at least so common says so: the rarer half of the table then need not be read.
    """
    return zipf_of(word, language if language in LANGUAGES else "en", least)
