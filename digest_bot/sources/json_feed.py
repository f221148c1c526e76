"""JSON Feed, versions 1 and 1.1 (jsonfeed.org)."""

import html
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from digest_bot.errors import SourceError
from digest_bot.sources.entry import MAX_AUTHOR, MAX_GUID, MAX_TITLE, Broken, Entry
from digest_bot.sources.markup import one_line
from digest_bot.text.metadata import parse_date
from digest_bot.web.urls import safe_link


def parse_json_feed(body: bytes, *, url: str) -> tuple[Entry | Broken, ...]:
    """Return the entries in the feed's own order.

    Raises SourceError with the reason not_a_feed or parse_error.
    """
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise SourceError("This feed is broken: it cannot be parsed.", reason="parse_error") from error
    if not str(feed.get("version")).startswith(("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")):
        raise SourceError("There is no feed at this address.", reason="not_a_feed")
    items = feed.get("items")
    return tuple(_entry(item, url) for item in (items if isinstance(items, list) else []))


def _entry(item: Any, base: str) -> Entry | Broken:
    if not isinstance(item, Mapping):
        return Broken("", None, "This entry is broken and cannot be read.")
    title = one_line(_text(item, "title"), limit=MAX_TITLE)
    link = _text(item, "url") or _text(item, "external_url")
    address = safe_link(link, base) if link else None
    teaser = _paragraphs(_text(item, "summary"))
    markup = _text(item, "content_html") or _paragraphs(_text(item, "content_text")) or teaser
    if not (address or markup):
        return Broken(title, None, "This entry has neither a text nor an address.")
    guid = one_line(str(item.get("id") or ""), limit=MAX_GUID)
    return Entry(address, title, _author(item), _published(item), markup, teaser or markup, guid)


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())


def _author(item: Mapping[str, Any]) -> str | None:
    several = item.get("authors")
    authors = several if isinstance(several, list) else [item.get("author")]
    names = [_text(author, "name").strip() for author in authors if isinstance(author, Mapping)]
    return one_line(", ".join(name for name in names if name), limit=MAX_AUTHOR) or None


def _published(item: Mapping[str, Any]) -> datetime | None:
    return parse_date(item.get("date_published")) or parse_date(item.get("date_modified"))
