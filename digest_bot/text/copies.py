"""Which texts are copies: one agency's words in many papers, each of which cut a paragraph or added a line."""

import heapq
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, pairwise

from digest_bot.text.similarity import Terms
from digest_bot.text.words import Learned

MANY = 10
"""Copies from which they stand as one: with fewer, the texts are what the model of pairs was fitted on."""
MIN_TERMS = 12
"""Different terms below which a text is too short to tell a copy from another text of the same pattern."""
SAME_WORDS = 0.8
"""Share of the longer text, in words, that a copy has too."""
SAME_NAMES = 0.75
"""Share of the names: a text of the same pattern about another place or man has other names."""

_SKETCH = 8
"""Terms of a text that stand for all of it: a copy has most of them, whatever was changed."""
_TRIED = 4
"""Texts that a text is compared with."""
_CROWD = 16
"""Texts with one part of a sketch that are remembered."""


def originals(texts: Sequence[Terms], marks: Sequence[AbstractSet[str]]) -> list[int]:
    """Return for every text the index of the first one of which it and many more are copies, else its own.

    Two texts with a mark in common are never copies. Linear: a text is compared with the few originals that share the
    most of its sketch (the smallest hashes of its words, Broder 1997), and not with their copies.
    """
    known = _Known()
    found = [known.original(text, own) for text, own in zip(texts, marks, strict=True)]
    copies = Counter(found)
    return [original if copies[original] >= MANY else number for number, original in enumerate(found)]


class _Known:
    """The texts so far that are no copies, found by any two neighbours of their sketches."""

    def __init__(self) -> None:
        self._texts = 0
        self._by_sketch: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        self._originals: dict[int, tuple[Terms, Mapping[str, int]]] = {}
        self._marks: dict[int, set[str]] = {}

    def original(self, text: Terms, marks: AbstractSet[str]) -> int:
        """Return the number of the original that the next text is a copy of; its own when it is an original."""
        number = self._texts
        self._texts += 1
        words = _words(text)
        if len(words) < MIN_TERMS:
            return number
        sketch = [*pairwise(_sketch(words))]
        copied = (
            other
            for other in self._alike(sketch)
            if self._marks[other].isdisjoint(marks) and _is_copy(text, words, *self._originals[other])
        )
        original = next(copied, number)
        if original == number:
            self._originals[number] = text, words
            for part in sketch:
                if len(self._by_sketch[part]) < _CROWD:
                    self._by_sketch[part].append(number)
        self._marks.setdefault(original, set()).update(marks)
        return original

    def _alike(self, sketch: Sequence[tuple[int, int]]) -> Iterator[int]:
        """Yield the originals that share the most of the sketch."""
        shared = Counter(chain.from_iterable(self._by_sketch.get(part, ()) for part in sketch))
        yield from (number for number, _ in shared.most_common(_TRIED))


def _is_copy(text: Terms, words: Mapping[str, int], other: Terms, others: Mapping[str, int]) -> bool:
    if text.language != other.language:
        return False
    shared = sum([min(times, others[term]) for term, times in words.items() if term in others])
    if shared < SAME_WORDS * max(sum(words.values()), sum(others.values())):
        return False
    return len(text.names & other.names) >= SAME_NAMES * max(len(text.names), len(other.names))


def _words(text: Terms) -> Mapping[str, int]:
    """Return how often the text, without its title, has each of its terms."""
    counts = dict(text.lead)
    for term, times in text.body.items():
        counts[term] = counts.get(term, 0) + times
    return counts


_HASHES = Learned(lambda term: zlib.crc32(term.encode(errors="surrogatepass")))


def _sketch(words: Mapping[str, int]) -> list[int]:
    return heapq.nsmallest(_SKETCH, map(_HASHES.__getitem__, words))
