"""Bytes to text: the declared encoding when it fits, else what the bytes themselves say."""

import codecs
import re

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}encoding=["']([\w.:-]{1,40})|<meta[^>]{0,300}charset=["']?([\w.:-]{1,40})""", re.IGNORECASE
)
WESTERN = ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii")
"""Names that mean Windows-1252 or nothing: any bytes can be read so, and many servers say it of all they have."""
CYRILLIC = re.compile("[а-яё]{3}")


def decode(body: bytes, *, charset: str | None = None) -> str:
    """Return the text of `body`; never raises, and never U+FFFD where another reading is sound.

    Order: byte order mark, strict UTF-8 (nothing else reads as UTF-8 by chance), the declared encodings (transport,
    then XML or meta declaration; the other way round where the transport says what servers say of everything), Cyrillic
    code pages when they give words, Windows-1252.
    """
    for bom, name in BOMS:
        if body.startswith(bom):
            return body.decode(name, errors="replace").removeprefix("\ufeff")
    declared = [name for name in (charset, *_declared_inside(body)) if name]
    if charset and charset.lower() in WESTERN:
        declared.reverse()
    wide = [name for name in declared if name.lower().startswith(("utf-16", "utf-32", "utf-7", "iso-2022-"))]
    for name in (*wide, "utf-8", *declared):
        text = _strict(body, name)
        if text is not None and not _has_controls(text):
            return text
    return _guess(body)


def _declared_inside(body: bytes) -> list[str]:
    match = DECLARED.search(body[:2048])
    return [next(filter(None, match.groups())).decode("ascii", errors="ignore")] if match else []


def _strict(body: bytes, name: str) -> str | None:
    if name.lower() in WESTERN:
        name = "cp1252"  # what these names mean in the wild (WHATWG Encoding Standard)
    try:
        return body.decode(name)
    except (UnicodeError, LookupError, ValueError):
        return None


def _guess(body: bytes) -> str:
    """Read undeclared bytes that are not UTF-8: Russian when that gives Russian words, else Western."""
    sample = body[:20_000]
    if sum(byte >= 0xC0 for byte in sample) > len(sample) / 4:
        candidates = [text for name in ("cp1251", "koi8-r") if (text := _strict(body, name))]
        best = max(candidates, key=lambda text: len(CYRILLIC.findall(text[:20_000])), default="")
        if CYRILLIC.search(best):
            return best
    return _strict(body, "cp1252") or body.decode("utf-8", errors="replace").replace("\x00", "")


def _has_controls(text: str) -> bool:
    """Tell whether the text holds control characters that no text has, a sign of a wrong encoding."""
    sample = text[:5000]
    return sum(character < " " and character not in "\t\n\r\f\v\x1b" for character in sample) > len(sample) / 50
