"""Whether two articles are one: by address, by what their source calls them, by words; each alone can be wrong."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from zlib import crc32

ENOUGH = 48
"""Words; shorter texts are equal by chance (a weather warning, a list of packages)."""
SKETCH = 24
"""Hashes kept of a text: two sketches overlap about as much as the texts do."""
ALIKE = 0.5
"""Of the sketch or of the words of the shorter title."""
COPY = 0.75
"""Of the sketch: a file that was saved from a page, give or take its furniture."""
RUNS = 4
"""Hashes a text is looked up by; copies share at least one of them."""
RUN = "run:"
"""How a key begins that is one of them: unlike the others it may be shared by chance."""

_WORD = re.compile(r"\w+")
_PLAIN = re.compile(rb"\w+")
"""The same for what is ASCII, in a third of the time: every entry of every feed that changed comes through here."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What an article is recognised by."""

    source: str
    """Key of the source it came from."""
    url: str
    """Canonical; empty for a local file."""
    guid: str
    title: str
    published: datetime | None
    sketch: frozenset[int]
    """The smallest hashes of its three-word runs; empty when there is hardly any text."""
    digest: str
    """Of all words; empty when they are fewer than ENOUGH."""


def traits(*, source: str, url: str, guid: str, title: str, published: datetime | None, text: str) -> Traits:
    """Return what this article is recognised by; `url` is canonical, `text` plain."""
    words = _words(text.casefold())
    runs = {*map(crc32, map(b" ".join, zip(words, words[1:], words[2:], strict=False)))}
    digest = blake2b(b" ".join(words), digest_size=12).hexdigest() if len(words) >= ENOUGH else ""
    sketch = frozenset(sorted(runs)[:SKETCH]) if len(words) >= 8 else frozenset()
    return Traits(source, url, guid.strip(), " ".join(title.split()), published, sketch, digest)


def keys(listing: Sequence[Traits]) -> list[frozenset[str]]:
    """Return for every article what to look it up by; what several of one listing share says nothing and is left out.

    So entries that all point to one address are told apart by guid, title and words.
    """
    every = [_keys(one) for one in listing]
    common = Counter(key for several in every for key in several)
    return [frozenset(key for key in several if common[key] == 1) for several in every]


def same(new: Traits, known: Traits) -> bool:
    """Tell whether two articles that share a key are one.

    A new title, guid or date alone makes no new article; a new title with new words under another guid or date does.
    """
    if new.guid and new.guid == known.guid and new.source == known.source:
        return bool(new.url or known.url) or not _differ(new.sketch, known.sketch)  # a file may be written anew
    if new.url and new.url == known.url:
        other_entry = new.guid != known.guid or new.published != known.published
        return not (other_entry and _unlike(new.title, known.title) and _differ(new.sketch, known.sketch))
    if new.url and known.url:
        return bool(new.digest) and new.digest == known.digest and _host(new.url) == _host(known.url)
    return bool(new.digest and known.digest) and _overlap(new.sketch, known.sketch) >= COPY


def _words(text: str) -> list[bytes]:
    return _PLAIN.findall(text.encode()) if text.isascii() else [word.encode() for word in _WORD.findall(text)]


def _keys(one: Traits) -> frozenset[str]:
    given = {
        f"url {one.url}" if one.url else "",
        f"guid {one.source} {one.guid}" if one.guid else "",
        f"named {one.url} {one.title.casefold()}" if one.url and one.title else "",
        f"text {one.digest}" if one.digest else "",
    }
    given |= {f"run {run}" for run in sorted(one.sketch)[:RUNS]} if one.digest else set()
    return frozenset(_short(key) for key in given if key)


def _short(key: str) -> str:
    kind, _, rest = key.partition(" ")
    return f"{kind}:{blake2b(rest.encode('utf-8', 'replace'), digest_size=12).hexdigest()}"


def _unlike(one: str, other: str) -> bool:
    """Tell whether two titles share hardly a word; a missing one proves nothing."""
    first, second = (set(_WORD.findall(title.casefold())) for title in (one, other))
    return bool(first and second) and len(first & second) / min(len(first), len(second)) < ALIKE


def _differ(one: frozenset[int], other: frozenset[int]) -> bool:
    """Tell whether two texts certainly differ; a missing one proves nothing."""
    return bool(one and other) and _overlap(one, other) < ALIKE


def _overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the estimated share of three-word runs that two texts have in common."""
    size = min(len(one), len(other))
    smallest = set(sorted(one | other)[:size])
    return len(smallest & one & other) / size if size else 0.0


def _host(url: str) -> str:
    return url.split("/")[2] if url.count("/") > 1 else ""
