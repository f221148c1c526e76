"""Reads raw text into passages: lines, with those that were only broken at a margin put together again."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cache

from digest_bot.text.repair import repair, unmark
from digest_bot.text.words import zipf

MIN_WIDTH, MAX_WIDTH = 38, 130
"""Characters a line that a program broke at a margin may have."""
MAX_WORD = 60
"""Characters of the longest word that is put together again."""
MIN_WRAPPED = 6
"""Broken lines below which a text is taken as written without a margin."""

Span = tuple[int, int]

_LINE = re.compile(r"[^\n\r\f\v\u2028\u2029]+")
_LEAD_IN = re.compile(r"(?P<quote>(?:>\s?){1,8})|(?P<heading>#{1,6}\s+)|(?P<bullet>(?:[*+•·‣▪–-]|o)\s+)")
_LEADS = frozenset(">#*+•·‣▪–-o")
"""Signs that a lead-in begins with."""
_NUMBERED = re.compile(r"\d{1,2}[.)]\s")
_STANDS_ALONE = re.compile(
    r"(?:https?://|www\.)\S+(?:\s+\S{1,12}){0,4}$|\W{0,3}(?:page\s+)?\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?\W{0,3}$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d\d*+")
_FINAL = re.compile(r"[.!?…:;。！？][\"”’'»)\]」』]{0,3}$")
_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHENS = "-\u00ad\u2010"
_WORD_END = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
_WORD_START = re.compile(r"[^\W\d_]+")
_OPENING = "\"'“‘«([—–-"


@dataclass(slots=True)
class Passage:
    """A candidate for a paragraph."""

    text: str
    """Repaired."""
    spans: tuple[Span, ...]
    """Ranges of the raw text that make it up."""
    lines: int = 1
    blank_before: bool = False
    page_before: bool = False
    """A form feed stood before it."""
    bullet: bool = False
    heading: bool = False
    quoted: bool = False
    linked: bool = False
    """The line is nothing but a link."""


@dataclass(slots=True)
class _Line(Passage):
    raw: str = field(default="", repr=False)
    """As written, without margin."""


def read_passages(raw: str) -> list[Passage]:
    """Return the passages of a text in order; empty ones are left out."""
    lines = list(_lines(raw))
    width = _width(lines)
    return _unwrap(lines, width) if width else list(lines)


def join_passages(group: Sequence[Passage], known: Callable[[], AbstractSet[str]]) -> Passage:
    """Return the pieces of one broken passage as one; `known` is asked only when a word was broken."""
    first = group[0]
    if len(group) == 1:
        return first
    parts = [first.text]
    for passage in group[1:]:
        glue(parts, passage.text, known)
    spans = tuple(span for passage in group for span in passage.spans)
    return replace(first, text="".join(parts), spans=spans, lines=sum(passage.lines for passage in group))


def ends_sentence(text: str) -> bool:
    """Tell whether the text ends as sentences end; closing quotes and brackets may follow."""
    return bool(_FINAL.search(text[-5:]))


def stands_alone(text: str) -> bool:
    """Tell whether a line is an address or a page number, which never goes on in the next one."""
    return bool(_STANDS_ALONE.match(text))


def glue(parts: list[str], second: str, known: Callable[[], AbstractSet[str]]) -> None:
    """Append the second part of a broken text to its first; `known` gives the words of the document in lower case.

    A hyphen at the break goes when the halves make a word, and stays when the compound or both its parts are words.
    """
    first = parts[-1]
    before = _WORD_END.search(first[-MAX_WORD:]) if first[-1] in _HYPHENS else None
    after = _WORD_START.match(second)
    if before is None or after is None or not second[0].islower():
        parts += (" ", second)
        return
    left, right = before[1].lower(), after[0].lower()
    chained = second[after.end() :].startswith("-") or before.string[: before.start()].endswith("-")
    if first[-1] == "\u00ad" or not (chained or _is_compound(left, right, known())):
        parts[-1] = first[:-1]
    parts.append(second)


def _is_compound(left: str, right: str, known: AbstractSet[str]) -> bool:
    joined = left + right
    if joined in known:
        return False
    if f"{left}-{right}" in known:
        return True
    if min(len(left), len(right)) < 3 or not (zipf(left, least=3.5) and zipf(right, least=3.5)):
        return False
    return not zipf(joined, least=1.5)  # asked last: the words that are rare are read only for it


def _lines(raw: str) -> Iterator[_Line]:
    at = 0
    blank = page = True
    for found in _LINE.finditer(raw):
        gap = raw[at : found.start()]
        blank = blank or gap.count("\n") > 1 or gap.count("\r") > 1
        page = page or "\f" in gap
        at = found.end()
        line = _line(raw, found.start(), found.end())
        if line.text:
            line.blank_before, line.page_before = blank, page
            blank = page = False
            yield line
        else:
            blank = True


def _line(raw: str, start: int, end: int) -> _Line:
    written = raw[start:end]
    bare = written.strip()
    if not bare:
        return _Line("", ())
    start += written.index(bare[0])
    lead: set[str] = set()
    while bare[:1] in _LEADS and (found := _LEAD_IN.match(bare)) and found.lastgroup and found.lastgroup not in lead:
        lead.add(found.lastgroup)
        bare, start = bare[found.end() :], start + found.end()
        if found.lastgroup == "bullet":
            break
    ranges = unmark(bare)
    text = repair(bare[ranges[0][0] : ranges[0][1]] if len(ranges) == 1 else "".join([bare[a:b] for a, b in ranges]))
    if bare.endswith("\u00ad") and text:
        text += "\u00ad"
    return _Line(
        text=text if text[:1].isalnum() or any(map(str.isalnum, text)) else "",
        spans=tuple([(start + a, start + b) for a, b in ranges]),
        bullet="bullet" in lead or (bare[:1].isdigit() and _NUMBERED.match(bare) is not None),
        heading="heading" in lead,
        quoted="quote" in lead,
        linked=bare.startswith("[") and bare.endswith(")") and len(ranges) == 1,
        raw=bare,
    )


def _width(lines: Sequence[_Line]) -> int:
    """Return the margin at which a program broke the lines, or 0 when there is none.

    At the right margin every line that goes on in the next one has no room for the next one's first word.
    """
    pairs = [
        (len(one.raw), len(one.raw) + 1 + len(other.raw.split(maxsplit=1)[0]))
        for one, other in itertools.pairwise(lines)
        if MIN_WIDTH <= len(one.raw) <= MAX_WIDTH and not (other.bullet or other.heading or other.blank_before)
    ]
    best, width = 0, 0
    for candidate in sorted({length for length, _ in pairs}):
        full = sum(1 for length, needed in pairs if length <= candidate < needed)
        loose = sum(1 for length, needed in pairs if length <= candidate and needed <= candidate)
        if full - loose > best:
            best, width = full - loose, candidate
    longer = sum(len(line.raw) > width for line in lines)
    return width if best >= MIN_WRAPPED and best > longer else 0


def _unwrap(lines: Sequence[_Line], width: int) -> list[Passage]:
    known = cache(lambda: {word.lower() for line in lines for word in _COMPOUND.findall(line.text)})
    copies = Counter(_DIGITS.sub("0", line.text) for line in lines)
    alone = [copies[_DIGITS.sub("0", line.text)] > 1 or stands_alone(line.raw) for line in lines]
    groups: list[list[_Line]] = []
    before: _Line | None = None
    for line, apart in zip(lines, alone, strict=True):
        if before is not None and not apart and _goes_on(before, line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
        before = None if apart else line
    return [join_passages(group, known) for group in groups]


def _goes_on(line: _Line, following: _Line, width: int) -> bool:
    """Tell whether the second line only stands below because the first one was full."""
    if following.blank_before or following.page_before or following.bullet or following.heading:
        return False
    if following.quoted != line.quoted or len(line.raw) > width:
        return False
    first = following.raw.split(maxsplit=1)[0]
    full = len(line.raw) + 1 + len(first) > width
    return full or (line.raw[-1] in ",-\u00ad" and first[0].islower())
