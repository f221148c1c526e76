"""How common words are: the tables of wordfreq (Speer 2022), read without the weight of its tokenizer.

The package takes a third of a second to import and to open; what is needed of it is one file a language, and the rule
by which words of several pieces and numbers are judged. tests/text/test_frequencies.py compares both with the package.
"""

import math
import re
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec

import msgpack

_GZIPPED = 16 + zlib.MAX_WBITS
_PIECE = re.compile(
    r"\w\w?(?='[aehiouyáéíóúàèìòùâêîôûåïöœ])|[^\W_](?:[^\W_]|[.,'](?=[^\W_]))*"  # first the article of `l'arc`
)
_NUMBER = re.compile(r"\d[\d.,]+")
_DIGITS = re.compile(r"\d+")
_BENFORD = (0.009, 0.300, 0.175, 0.124, 0.096, 0.078, 0.066, 0.057, 0.050, 0.045)
"""How often numbers of several digits begin with each digit."""
_LOG_OF_YEAR, _FADING, _FALLING = -1.9185, 0.0083, 0.2
_PRESENT = 2019, 2039
"""Years spoken of most."""


def zipf_of(word: str, language: str, least: float = 0.0) -> float:
    """Return log10 of the uses of a lower-cased word per thousand million words; 0.0 when unknown or below `least`.

    A word of several pieces (`twenty-five`) is rarer than its rarest piece; a number is as common as its first digit,
    its length and, of four digits, its nearness to our years make it.
    """
    known = table(language, least)
    found = known.get(word)
    if found is not None:
        return found
    found = 0.0 if word.isascii() and word.isalpha() else _of_pieces(word.casefold(), known)
    return found if found >= least else 0.0


@lru_cache(maxsize=16)
def table(language: str, least: float = 0.0) -> Mapping[str, float]:
    """Return word → zipf of a language, down to `least`: the words above 2.3 are read in a fifth of the time of all.

    Numbers of several digits stand there with zeroes for digits.
    """
    found: dict[str, float] = {}
    for centibels, words in enumerate(_read(language)):
        value = (900 - centibels) / 100
        if value < least:
            break
        found.update(dict.fromkeys(words, value))
    return found


def _read(language: str) -> Iterator[list[str]]:
    """Yield lists of words, those of the same frequency together, each 1/100 of a factor of ten below the former."""
    package = find_spec("wordfreq")  # finds it and does not import it
    if package is None or not isinstance(package.loader, SourceFileLoader):
        raise ModuleNotFoundError("wordfreq is not installed")
    folder = package.submodule_search_locations or [""]
    packed = package.loader.get_data(f"{folder[0]}/data/large_{language}.msgpack.gz")
    unpacker = msgpack.Unpacker(max_buffer_size=0)  # no limit: the file is the package's own
    unpacker.feed(zlib.decompress(packed, _GZIPPED))
    size, header = unpacker.read_array_header(), unpacker.unpack()
    if header != {"format": "cB", "version": 1}:
        raise ValueError(f"unknown format of word frequencies: {header}")
    for _ in range(size - 1):
        yield unpacker.unpack()


def _of_pieces(word: str, known: Mapping[str, float]) -> float:
    inverse = 0.0
    for piece in _PIECE.findall(word):
        smashed = _NUMBER.sub(lambda number: _DIGITS.sub(_zeroes, number[0]), piece)
        if smashed not in known:
            return 0.0
        uses: float = 10 ** (known[smashed] - 9)
        inverse += 1 / (uses * (_share(piece) if smashed != piece else 1.0))
    if not inverse:
        return 0.0
    together = 1 / inverse
    return max(0.0, round(math.log10(round(together, math.floor(-math.log10(together)) + 3)) + 9, 2))


def _zeroes(digits: re.Match[str]) -> str:
    return "0" * len(digits[0])


def _share(piece: str) -> float:
    """Return which share of the numbers of the same shape are this one."""
    share = 1.0
    for number in _NUMBER.findall(piece):
        for digits in _DIGITS.findall(number):
            share *= _share_of_year(digits) if len(digits) == 4 else _benford(digits)
    return share


def _benford(digits: str) -> float:
    return _BENFORD[int(digits[0])] / 10.0 ** (len(digits) - 1)


def _share_of_year(digits: str) -> float:
    year = int(digits)
    log = _LOG_OF_YEAR - _FADING * max(0, _PRESENT[0] - year) - _FALLING * max(0, year - _PRESENT[1])
    return float(10**log + 0.1 * _benford(digits))
