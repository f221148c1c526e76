"""The entries of a feed of any kind: RSS, RDF and Atom through feedparser, whatever state they are in."""

import html
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from digest_bot.errors import SourceError
from digest_bot.sources.entry import MAX_AUTHOR, MAX_GUID, MAX_TITLE, Broken, Entry
from digest_bot.sources.json_feed import parse_json_feed
from digest_bot.sources.markup import one_line, plain_text
from digest_bot.text.decode import decode
from digest_bot.web.urls import safe_link

MAX_ENTRIES = 20_000
"""More in one feed is a flood; feedparser takes 85 µs for one."""
MAX_TAGS = 1_000_000
"""Of angle brackets; feedparser takes 1.3 s for a million that are not closed."""

MAX_DEPTH = 3_000
"""Of elements; feedparser's time grows with the square (50,000 took 4.4 s)."""

MAX_ATTRIBUTES = 500
"""Of one element; feedparser's time grows with the square (50,000 took minutes)."""

_OPENING = re.compile(rb"""<[A-Za-z](?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+""")
_QUOTED = re.compile(rb"""(["'])[^<]*?\1""")
_ELEMENT = re.compile(rb"<(?:(/)|(?=[A-Za-z]))[^<>]{0,5000}?(/?)>")
_PLAIN = re.compile(rb"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_DECLARED = re.compile(rb"""\A\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""")
_EBCDIC = b"\x4c\x6f\xa7\x94"
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932", "euc-kr": "cp949"}
"""What these names mean in the wild (WHATWG Encoding Standard)."""
_ENTITY = re.compile(r"<!ENTITY\s[^>]{0,100000}>")
_HARMLESS = re.compile(r"""<!ENTITY\s{1,9}[\w.-]{1,40}\s{1,9}(["'])(?:[^&%<"']|&\#\w{1,8};){0,40}\1\s{0,9}>""")
_MAIL = re.compile(r"\S{1,100}@\S{1,200}")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,5000}>")


def parse_feed(body: bytes, *, url: str, charset: str | None = None) -> tuple[Entry | Broken, ...]:
    """Return the entries in the feed's own order; `url` is where it came from, `charset` what its transport declared.

    Raises SourceError with the reason empty, not_a_feed, parse_error, too_deep, too_wide or too_many.
    """
    if len(body.strip()) < 2:
        raise SourceError("This feed is empty.", reason="empty")
    if body.count(b"<item") + body.count(b"<entry") > MAX_ENTRIES or body.count(b"<") > MAX_TAGS:
        raise SourceError(f"This feed is a flood: it holds more than {MAX_ENTRIES:,} entries.", reason="too_many")
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return parse_json_feed(body, url=url)[:MAX_ENTRIES]
    if _depth(body) > MAX_DEPTH:
        raise SourceError("This feed is broken: its elements are nested beyond reason.", reason="too_deep")
    if _widest(body) > MAX_ATTRIBUTES:
        raise SourceError("This feed is broken: an element has more attributes than reason.", reason="too_wide")
    result = _parse(body, url, charset)
    entries = result.get("entries") or []
    if not entries:
        _refuse_empty(result)
    literal = str(result.get("version", "")).startswith("atom")
    return tuple(_entry(raw, url, literal=literal) for raw in entries)


def _depth(body: bytes) -> int:
    """Return how deep the elements are nested, those that are never closed included; sections of plain text apart."""
    depth = deepest = 0
    for found in _ELEMENT.finditer(_PLAIN.sub(b"", body) if b"<![CDATA[" in body else body):
        depth = max(0, depth - 1) if found[1] else depth + (not found[2])
        deepest = max(deepest, depth)
    return deepest


def _widest(body: bytes) -> int:
    """Return how many attributes the element with the most of them has; short ones do not count."""
    long = (found[0] for found in _OPENING.finditer(body) if found.end() - found.start() > 2 * MAX_ATTRIBUTES)
    return max((len(_QUOTED.sub(b"", tag).split()) for tag in long), default=0)


def _parse(body: bytes, url: str, charset: str | None) -> Mapping[str, Any]:
    """Run feedparser on the bytes, never on a name it might open; what is dangerous in its HTML is left to us."""
    import feedparser

    data, kind = _utf8(body, charset)
    try:
        result = feedparser.parse(
            io.BytesIO(data),
            response_headers={"content-type": kind, "content-location": url},
            sanitize_html=False,  # quadratic on hostile styles (300 KB took more than 60 s)
            resolve_relative_uris=False,
        )
    except Exception as error:  # it does raise on broken feeds, at a dozen places
        raise SourceError("This feed is broken: it cannot be parsed.", reason="parse_error") from error
    assert isinstance(result, Mapping)
    return result


def _utf8(body: bytes, charset: str | None) -> tuple[bytes, str]:
    """Return the feed in UTF-8 with its media type; encodings that look like ASCII or like none are feedparser's."""
    if b"\x00" in body[:4] or body.startswith(_EBCDIC):
        return body, "application/xml"
    inside = _DECLARED.match(body)
    declared = inside[1].decode("ascii", "ignore").lower() if inside else "utf-8"
    # A declaration inside was written with the text; the server's is often one setting for everything it serves.
    name = (charset or "").lower() if declared == "utf-8" else declared
    if name.startswith("iso-2022-"):
        return body, f"application/xml; charset={name}"
    text = decode(body, charset=_WIDER.get(name, name) or None)
    return _defused(text).encode("utf-8", "replace"), "application/xml; charset=utf-8"


def _defused(text: str) -> str:
    """Return the feed with only those entities declared that stand for a few characters, as `nbsp` does."""
    head, end, rest = text.partition("]>")
    if "<!DOCTYPE" not in head[:5_000]:
        return text
    return _ENTITY.sub(lambda found: found[0] if _HARMLESS.fullmatch(found[0]) else "", head) + end + rest


def _refuse_empty(result: Mapping[str, Any]) -> None:
    """Raise SourceError unless this is a feed that has no entries now."""
    if not result.get("version"):
        raise SourceError("There is no feed at this address.", reason="not_a_feed")
    fault = type(result.get("bozo_exception")).__name__
    if result.get("bozo") and "SAX" in fault:
        raise SourceError("This feed is broken: no entry can be read.", reason="parse_error")


def _entry(raw: Any, base: str, *, literal: bool) -> Entry | Broken:
    """Read one entry of feedparser; its plain mapping is asked, because its own warns about dates."""
    title, url = "", None
    try:
        url = _url(raw, base)
        title = _title(raw, literal=literal)
        texts = [*_contents(raw), teaser] if (teaser := _markup(dict.get(raw, "summary_detail"))) else _contents(raw)
        if not (url or texts):
            return Broken(title, None, "This entry has neither a text nor an address.")
        markup = max(texts, key=len, default="")
        guid = one_line(str(dict.get(raw, "id") or ""), limit=MAX_GUID)
        return Entry(url, title, _author(raw), _published(raw), markup, teaser or markup, guid)
    except Exception:  # noqa: BLE001 - feedparser's values can be of any kind when the feed is broken
        return Broken(title, url, "This entry is broken and cannot be read.")


def _url(raw: Any, base: str) -> str | None:
    link = dict.get(raw, "link") or ""
    return safe_link(str(link), base) if link else None


def _title(raw: Any, *, literal: bool) -> str:
    """Return the title as words: markup is markup unless Atom says that it is meant to be read as it stands."""
    title = str(dict.get(raw, "title") or "")
    kind = str((dict.get(raw, "title_detail") or {}).get("type", ""))
    if not (literal and kind == "text/plain"):
        title = plain_text(title)
    return one_line(title, limit=MAX_TITLE)


def _contents(raw: Any) -> list[str]:
    contents: Sequence[Any] = dict.get(raw, "content") or ()
    return [markup for content in contents if (markup := _markup(content))]


def _markup(detail: Any) -> str:
    """Return a text construct as HTML; what is neither HTML nor text (a picture, say) is none."""
    value = str((detail or {}).get("value") or "")
    kind = str((detail or {}).get("type") or "text/html").lower()
    if not value.strip() or not (kind.startswith("text/") or kind.endswith(("html", "xml"))):
        return ""
    if kind == "text/plain" and not _TAG.search(value):
        return "".join(f"<p>{html.escape(line)}</p>" for line in html.unescape(value).splitlines() if line.strip())
    return value


def _author(raw: Any) -> str | None:
    """Return the names without mail addresses: `jo@post.example (Jo Li)` and `Jo Li <jo@post.example>` are Jo Li."""
    names = (_name(str(author)) for author in _authors(raw))
    joined = ", ".join(dict.fromkeys(name for name in names if name))
    return one_line(joined, limit=MAX_AUTHOR) or None


def _authors(raw: Any) -> Iterator[Any]:
    several = [author.get("name") for author in dict.get(raw, "authors") or () if "@" not in str(author)]
    yield from several if len(several) > 1 else [dict.get(raw, "author") or ""]


def _name(text: str) -> str:
    name = plain_text(_MAIL.sub(" ", text.replace("<", " ").replace(">", " ")) if "@" in text else text)
    return name.strip(" ()[]<>,;\n") if "@" in text else name.strip()


def _published(raw: Any) -> datetime | None:
    """Return when it was published or, failing that, changed; feedparser gives UTC."""
    for key in ("published_parsed", "updated_parsed", "created_parsed"):
        parts = dict.get(raw, key)
        if parts:
            try:
                year, month, day, hour, minute, second = parts[:6]
                return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
            except (ValueError, TypeError, OverflowError):
                continue
    return None
