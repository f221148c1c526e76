"""Headings and time stamps: lines that stand over the text of a newsletter or a live blog."""

import re
from collections.abc import Sequence

MAX_WORDS = 12
"""Words of the longest heading."""
MAX_LETTERS = 120

FEWEST_NUMBERED = 3
"""Paragraphs of the shortest list: one that begins with a number alone may speak of `1. FC Lindholm`."""

_NUMBER = re.compile(r"(\d{1,2})[.)] (?=\S)")
_OPEN_END = re.compile(r"[^\W_][)\]\"”’»]{0,2}$|[?!]$")
_STAMP = re.compile(
    r"(?:\[|\()?\d{1,2}[:.h]\d{2}(?!\d|[.:]\d)(?:\s?(?:[ap]\.?m\b|GMT|BST|CET|[ECP][SD]?T|Uhr|UTC))?", re.IGNORECASE
)
_LIVE_BLOG = re.compile(
    r"\A(?:live|en direct|en vivo)(?: updates?| blog)?\s?[:|–—-]|\blive(?: updates?| blog)?\s?(?:[:|]|\s[–—-])"
    r"|[|–—-]\s?live\Z|\blive ?(?:blog|ticker)\b|\bas it happened\b|\ben direct\s?:|\ben vivo\s?:|\bонлайн-трансляция",
    re.IGNORECASE,
)
"""Its title, not its times of day: a column may have those and report on ten things."""


def is_heading(paragraph: str) -> bool:
    """Tell whether a line is short, has letters and lacks a full stop."""
    line = paragraph.strip()
    if len(line) > MAX_LETTERS or len(line.split()) > MAX_WORDS or line.startswith(("-", "•", "*")):
        return False
    return line[:1] not in '"“‘«„' and any(map(str.isalpha, line)) and _OPEN_END.search(line) is not None


def is_stamped(paragraph: str) -> bool:
    """Tell whether a paragraph begins with a time of day, as the entries of a live blog do."""
    return _STAMP.match(paragraph.lstrip()) is not None


def numbered(paragraphs: Sequence[str]) -> dict[int, int]:
    """Return the paragraphs that are counted, 1, 2, 3 …, and where in each the text behind its number begins."""
    counted: dict[int, int] = {}
    for place, paragraph in enumerate(paragraphs):
        found = _NUMBER.match(paragraph)
        if found and int(found.group(1)) == len(counted) + 1:
            counted[place] = found.end()
    return counted if len(counted) >= FEWEST_NUMBERED else {}


def is_live(title: str) -> bool:
    """Tell whether a title says that the text below is written while things happen."""
    return _LIVE_BLOG.search(title) is not None


def headed(paragraphs: Sequence[str]) -> tuple[list[int], set[int]]:
    """Return the indices of the paragraphs that are text, and the positions in this list of those with a heading."""
    heading = [is_heading(paragraph) for paragraph in paragraphs]
    text = [place for place, found in enumerate(heading) if not found]
    led = {
        number for number, place in enumerate(text) if (place and heading[place - 1]) or is_stamped(paragraphs[place])
    }
    return text, led
