"""Repairs what programs did to characters: wrong encodings, entities, invisible signs, markup."""

import html
import re
import unicodedata
from functools import cache
from typing import Any

_MOJIBAKE = re.compile(r"[ÃÂâÐÑÅÄÎÏåæçðïŠ€�\x80-\x9f]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,20});", re.IGNORECASE)
_HIDDEN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_BROKEN = re.compile(rf"[{_MOJIBAKE.pattern[1:-1]}{_HIDDEN.pattern[1:-1]}ﬀ-ﬆ]")
"""All that is mended, in one look."""
_URL = r"(?:[^()\s]|\([^()\s]{0,200}\)){0,2000}"
_TITLE = r"(?:\s+(?:\"|&quot;|“)[^\"\n]{0,300}?(?:\"|&quot;|”))?"
_MARKUP = re.compile(
    rf"!\[[^\]\n]{{0,300}}\]\({_URL}{_TITLE}\)"  # an image goes with its description
    rf"|\[(?=[^\[\]\n]{{1,400}}\]\({_URL}{_TITLE}\))"
    rf"|\]\({_URL}{_TITLE}\)"
    r"|\\(?=[$*_\[\]()#+.!>|~`\\-])"
    r"|\*{1,3}(?=\S[^*\n]{0,400}\S?\*)|(?<=\S)\*{1,3}(?!\w)"
    r"|\[\^\w{1,20}\](?!:)"
    r"|(?<!\w)_{1,3}(?=[^\W_])|(?<=[^\W_])_{1,3}(?!\w)"
    r"|</?(?:a|b|i|u|p|em|strong|span|div|br|font|sup|sub|small)(?:\s[^<>\n]{0,300})?/?>"
)
_MARKED = re.compile(r"[\\\[*_<]")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


def repair(text: str) -> str:
    """Return the text with its characters set right and every run of white space as one space; the words stay."""
    if "&" in text and _ENTITY.search(text):
        text = _unescape(text)
    if not text.isascii():
        text = _repair_foreign(text)
    elif not text.isprintable():
        text = _HIDDEN.sub("", text)
    elif "  " not in text:
        return text.strip(" ")
    return " ".join(text.split())


def unmark(text: str) -> list[tuple[int, int]]:
    """Return the half-open ranges of a line that are text and not Markdown or inline HTML, in order."""
    if not _MARKED.search(text):
        return [(0, len(text))]
    ranges, start = [], 0
    for found in _MARKUP.finditer(text):
        if found.start() > start:
            ranges.append((start, found.start()))
        start = found.end()
    if start < len(text):
        ranges.append((start, len(text)))
    return ranges


def _unescape(text: str) -> str:
    """Undo entities, twice at most: what was escaped once too often is meant as text."""
    once = html.unescape(text)
    return html.unescape(once) if _ENTITY.search(once) else once


def _repair_foreign(text: str) -> str:
    if _BROKEN.search(text):
        if _MOJIBAKE.search(text):
            text = _ftfy().fix_text(text, _config())
        text = _HIDDEN.sub("", text.translate(_LIGATURES))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _ftfy() -> Any:
    import ftfy  # 30 ms that only a broken text has to pay

    return ftfy


@cache
def _config() -> Any:
    """Return settings that mend encodings and nothing else (ftfy, Speer 2019)."""
    return _ftfy().TextFixerConfig(
        unescape_html=False,
        uncurl_quotes=False,
        fix_character_width=False,
        fix_latin_ligatures=False,
        explain=False,
    )
