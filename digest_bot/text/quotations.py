"""Tells whether quotation marks and brackets are paired, and which sentences share one quotation."""

import re
from collections.abc import Sequence

LONGEST_QUOTATION = 6
"""Sentences; one that seems longer was never closed in print, and a stray mark is to blame."""


def is_balanced(text: str) -> bool:
    """Tell whether every quotation mark and every bracket of the text has its partner in it."""
    opened, stray = _read_marks(text, "")
    return not opened and not stray and text.count("(") == text.count(")") and text.count("[") == text.count("]")


def quotation_runs(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return half-open ranges of two and more consecutive sentences that share one quotation."""
    runs: list[tuple[int, int]] = []
    start, opened = 0, ""
    for index, text in enumerate(texts):
        if opened and index - start >= LONGEST_QUOTATION:
            opened = ""
        if not opened:
            start = index
            if _MARKS.isdisjoint(text):
                continue
        opened, _ = _read_marks(text, opened)
        if not opened and start < index and (not runs or runs[-1][1] <= start):
            runs.append((start, index + 1))
            start = index + 1
    return runs


def is_only_quotation(text: str) -> bool:
    """Tell whether the text is a quotation from end to end, so that nobody is named as its speaker."""
    if text[0] not in _OPENING or text[-1] not in _CLOSING:
        return False
    marks = [
        match for match in _MARK.finditer(text) if match.group() not in "'’" or not text[match.start() - 1].isalnum()
    ]
    return len(marks) <= 2


_OPENING = "\"“„«»'‘‚‹›"
_CLOSING = "\"”“»«'’‘‹›"
_MARKS = frozenset(_OPENING)
_MARK = re.compile(
    r"[\"“”„«»'‘’‚‹›]"  # first what it is and then where it stands, because only so the search can leap to it
    r"(?:(?<=[\"“”„«»‚‹›])|(?<=\S‘)(?!\w)|(?<!\w['‘])(?<=['‘])(?=[^\W\d])(?!(?:em|til|tis|twas|cause|n)\b)|(?<=\S['’])(?!\w))"
)
_PARTNER = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    '"': '"',
    "'": "'’",
    "‘": "’'",
    "‚": "‘’",
    "‹": "›",
    "›": "‹",
}


def _read_marks(text: str, opened: str) -> tuple[str, bool]:
    """Return (the mark that is still open after the text, whether a closing mark had no opening one).

    `opened` is the mark that was open before the text. Only the outermost quotation is followed.
    """
    stray = loose = False
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        before = text[at - 1] if at else " "
        if opened:
            opens_again = mark == opened and before in " \t(—" and text[at + 1 : at + 2].strip()
            if mark in _PARTNER[opened] and not opens_again:
                loose = opened in "'‘" and before.isalpha()
                opened = ""
        elif mark in _OPENING and not ((mark in "'‘" and before.isalnum()) or (mark in "\"'" and _ends_word(text, at))):
            opened = mark
        elif not _is_apostrophe(mark, before) and not loose:
            stray = True
    return opened, stray


def _ends_word(text: str, at: int) -> bool:
    return at > 0 and not text[at - 1].isspace() and text[at - 1] not in "(—–-[" and not text[at + 1 : at + 2].isalnum()


def _is_apostrophe(mark: str, before: str) -> bool:
    """Tell whether a mark that closes nothing is a possessive (the boys' …), a lost letter (rockin') or inches."""
    return mark in "'’‘\"" and (before.isdigit() or (mark != '"' and before.isalpha()))
