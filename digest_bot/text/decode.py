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
ALIASES = {
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "korean"), "cp949"),
    **dict.fromkeys(("iso-8859-9", "latin5"), "cp1254"),
    **dict.fromkeys(("tis-620", "iso-8859-11"), "cp874"),
}
"""What pages that declare these names are written in: larger sets of signs (WHATWG Encoding Standard)."""
SAMPLE = 20_000
"""Bytes or characters that tell what a text is written in."""
MAX_APART = 150
"""Characters within which Russian has at least one of its commonest words."""
JAPANESE_PAGES = ("euc_jp", "cp932")
HIRAGANA = re.compile("[\u3041-\u309f]")
CYRILLIC_PAGES = ("cp1251", "koi8-r", "cp866", "iso8859-5")
CYRILLIC = re.compile("[а-яё]{3}")
COMMON_RUSSIAN = re.compile(r"\b(?:в|и|на|не|что|с|по|о|из|за|от|для|как|но|его|к|это)\b")


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
    return _wide(body) or _guess(body)


def _wide(body: bytes) -> str | None:
    """Read UTF-16 that says so nowhere: every other byte of Western text in it is zero."""
    sample = body[:2000]
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if sample[start::2].count(0) * 2 > len(sample[start::2]) and sample[1 - start :: 2].count(0) * 20 < len(sample):
            text = _strict(body[: len(body) // 2 * 2], name)
            if text is not None:
                return text
    return None


def _declared_inside(body: bytes) -> list[str]:
    match = DECLARED.search(body[:2048])
    return [next(filter(None, match.groups())).decode("ascii", errors="ignore")] if match else []


def _strict(body: bytes, name: str) -> str | None:
    if name.lower() in WESTERN:
        name = "cp1252"  # what these names mean in the wild (WHATWG Encoding Standard)
    try:
        return body.decode(ALIASES.get(name.lower(), name))
    except (UnicodeError, LookupError, ValueError):
        return None


def _guess(body: bytes) -> str:
    """Read undeclared bytes that are not UTF-8: Russian or Japanese when that gives their words, else Western."""
    sample = body[:SAMPLE]
    if sum(byte >= 0x80 for byte in sample) > len(sample) / 4:
        candidates = [text for name in CYRILLIC_PAGES if (text := _strict(body, name))]
        best = max(candidates, key=_russian, default="")
        if CYRILLIC.search(best) and _russian(best)[0] * MAX_APART >= len(best[:SAMPLE]):
            return best
        for name in JAPANESE_PAGES:
            text = _strict(body, name)
            if text and len(HIRAGANA.findall(text[:SAMPLE])) * 10 > len(text[:SAMPLE]):
                return text
    return _strict(body, "cp1252") or body.decode("utf-8", errors="replace").replace("\x00", "")


def _russian(text: str) -> tuple[int, int]:
    """Return how many of the commonest Russian words, and how many pieces of words, the beginning holds."""
    sample = text[:SAMPLE]
    return len(COMMON_RUSSIAN.findall(sample)), len(CYRILLIC.findall(sample))


def _has_controls(text: str) -> bool:
    """Tell whether the text holds control characters that no text has, a sign of a wrong encoding."""
    sample = text[:5000]
    return sum(character < " " and character not in "\t\n\r\f\v\x1b" for character in sample) > len(sample) / 50
