"""Headings and time stamps: lines that stand over the text of a newsletter or a live blog."""

import re
from collections.abc import Sequence

MAX_WORDS = 12
"""Words of the longest heading."""
MAX_LETTERS = 120

_OPEN_END = re.compile(r"[^\W_][)\]\"”’»]{0,2}$|[?!]$")
_STAMP = re.compile(
    r"(?:\[|\()?\d{1,2}[:.h]\d{2}(?!\d|[.:]\d)(?:\s?(?:[ap]\.?m\b|GMT|BST|CET|[ECP][SD]?T|Uhr|UTC))?", re.IGNORECASE
)


def is_heading(paragraph: str) -> bool:
    """Tell whether a line is short, has letters and lacks a full stop."""
    line = paragraph.strip()
    if len(line) > MAX_LETTERS or len(line.split()) > MAX_WORDS or line.startswith(("-", "•", "*")):
        return False
    return line[:1] not in '"“‘«„' and any(map(str.isalpha, line)) and _OPEN_END.search(line) is not None


def is_stamped(paragraph: str) -> bool:
    """Tell whether a paragraph begins with a time of day, as the entries of a live blog do."""
    return _STAMP.match(paragraph.lstrip()) is not None


def headed(paragraphs: Sequence[str]) -> tuple[list[int], set[int]]:
    """Return the indices of the paragraphs that are text, and the positions in this list of those with a heading."""
    heading = [is_heading(paragraph) for paragraph in paragraphs]
    text = [place for place, found in enumerate(heading) if not found]
    led = {
        number for number, place in enumerate(text) if (place and heading[place - 1]) or is_stamped(paragraphs[place])
    }
    return text, led
