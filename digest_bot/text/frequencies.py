"""How common words are: the tables of wordfreq (Speer 2022), read without the weight of its tokenizer.

The package takes a third of a second to import and to open; what is needed of it is one file a language, and the rule
by which words of several pieces and numbers are judged. tests/text/test_frequencies.py compares both with the package.
"""

import gzip
import io
import math
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec

import msgpack

TIERS = (220, 150, 0)
"""Hundredths of a zipf down to which words are read: who asks only for those above 2.2 or 1.5 is spared the rest."""

_PIECE = re.compile(
    r"\w\w?(?='[aehiouyáéíóúàèìòùâêîôûåïöœ])|[^\W_](?:[^\W_]|[.,'](?=[^\W_]))*"  # first the article of `l'arc`
)
_NUMBER = re.compile(r"\d[\d.,]+")
_DIGITS = re.compile(r"\d+")
_BENFORD = (0.009, 0.300, 0.175, 0.124, 0.096, 0.078, 0.066, 0.057, 0.050, 0.045)
"""How often numbers of several digits begin with each digit."""
_LOG_OF_YEAR, _FADING, _FALLING = -1.9185, 0.0083, 0.2
_HASH = (1 << 62) - (1 << 10)
"""The bits of a hash that are kept; 100 times the zipf stands in the ten below."""
_END = 1 << 62
"""Above every hash, so that whatever is looked for has a place."""
_PRESENT = 2019, 2039
"""Years spoken of most."""


def zipf_of(word: str, language: str, least: float = 0.0) -> float:
    """Return log10 of the uses of a lower-cased word per thousand million words; 0.0 when unknown or below `least`.

    A word of several pieces (`twenty-five`) is rarer than its rarest piece; a number is as common as its first digit,
    its length and, of four digits, its nearness to our years make it.
    """
    table = _table(language)
    found = table.zipf(word, least)
    if found is None and not (word.isascii() and word.isalpha()):
        found = _of_pieces(word.casefold(), table, least)
    return found if found is not None and found >= least else 0.0


class Table:
    """The words of a language as sorted hashes: a dictionary of them takes 35 to 120 MB, this 3 to 6.

    Numbers of several digits stand there with zeroes for digits. That a word which is not there has the hash of one
    that is happens once in ten thousand million words.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._tiers: dict[int, array[int]] = {}

    def zipf(self, word: str, least: float = 0.0) -> float | None:
        """Return how common the word is; None when it is not there, and maybe when it is rarer than `least`."""
        # of the bytes, because Python gives a string of two Latin letters the hash of one letter of another script
        key = hash(word.encode(errors="surrogatepass")) & _HASH
        above = 901
        for down_to in TIERS:
            if 100 * least >= above:
                break
            if down_to not in self._tiers:
                self._tiers[down_to] = _packed(self._language, range(down_to, above))
            packed = self._tiers[down_to]
            found = packed[bisect_left(packed, key)]
            if found & _HASH == key:
                return (found & ~_HASH) / 100
            above = down_to
        return None


@lru_cache(maxsize=16)
def _table(language: str) -> Table:
    return Table(language)


def _packed(language: str, frequencies: range) -> "array[int]":
    """Return the words of these frequencies, in hundredths of a zipf, each as its hash with the frequency below."""
    packed = array("q")
    for hundredths, words in _read(language, frequencies):
        packed.extend([code & _HASH | hundredths for code in map(hash, map(str.encode, words))])
    # taken for floats, whose bits are in the order of their values, they are sorted in a third of the time
    ordered = array("d", sorted(memoryview(packed).cast("B").cast("d")))
    return array("q", ordered.tobytes() + array("q", (_END,)).tobytes())


def _read(language: str, frequencies: range) -> Iterator[tuple[int, list[str]]]:
    """Yield the words of each of these frequencies, the commonest first: (100 times their zipf, words)."""
    package = find_spec("wordfreq")  # finds it and does not import it
    if package is None or not isinstance(package.loader, SourceFileLoader):
        raise ModuleNotFoundError("wordfreq is not installed")
    folder = package.submodule_search_locations or [""]
    packed = package.loader.get_data(f"{folder[0]}/data/large_{language}.msgpack.gz")
    # no limit, as the file is the package's own; what is rarer than asked for is not even decompressed
    unpacker = msgpack.Unpacker(gzip.GzipFile(fileobj=io.BytesIO(packed)), max_buffer_size=0)
    size, header = unpacker.read_array_header(), unpacker.unpack()
    if header != {"format": "cB", "version": 1}:
        raise ValueError(f"unknown format of word frequencies: {header}")
    for hundredths in range(900, max(901 - size, frequencies.start - 1), -1):
        if hundredths in frequencies:
            yield hundredths, unpacker.unpack()
        else:
            unpacker.skip()


def _of_pieces(word: str, known: Table, least: float) -> float:
    inverse = 0.0
    for piece in _PIECE.findall(word):
        smashed = _NUMBER.sub(lambda number: _DIGITS.sub(_zeroes, number[0]), piece)
        zipf = known.zipf(smashed, least)  # rarer than its rarest piece
        if zipf is None:
            return 0.0
        uses: float = 10 ** (zipf - 9)
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
