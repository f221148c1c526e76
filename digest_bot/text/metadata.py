"""Title, author and date of a page, read by an own small reader in linear time."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from digest_bot.text.linked import is_closed, linked_articles, stated_text

TITLE_KEYS = ("og:title", "twitter:title", "title", "dc.title")
AUTHOR_KEYS = ("author", "article:author", "dc.creator", "parsely-author", "byl", "sailthru.author")
DATE_KEYS = (
    "article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "dc.date",
    "parsely-pub-date",
    "publish-date",
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself."""

    title: str = ""
    author: str | None = None
    published: datetime | None = None
    excerpt: str | None = None
    stated: str = field(default="", repr=False)
    """The text of the article as the page's own data state it, where they do and say that everybody may read it."""
    closed: bool = False
    """They say that not everybody may read it."""


def read_metadata(tree: Any) -> Metadata:
    """Return the metadata of a parsed page (an lxml.html element)."""
    named = _named(tree)
    linked = next(linked_articles(tree), {})
    title = _first(linked.get("headline"), *(named.get(key) for key in TITLE_KEYS), _title(tree))
    author = _first(_name(linked.get("author")), *(named.get(key) for key in AUTHOR_KEYS))
    dates = (linked.get("datePublished"), *(named.get(key) for key in DATE_KEYS), _time(tree))
    published = next((moment for text in dates if (moment := parse_date(text))), None)
    excerpt = _first(named.get("og:description"), named.get("description"))
    return Metadata(
        title,
        author if author and not author.startswith("http") else None,
        published,
        excerpt or None,
        "" if is_closed(linked) else stated_text(linked),
        is_closed(linked),
    )


def parse_date(text: object) -> datetime | None:
    """Return the aware time that an ISO 8601 or RFC 5322 text names; a bare date is midnight UTC, rubbish is None."""
    if not isinstance(text, str) or not 8 <= len(text.strip()) <= 60:
        return None
    bare = text.strip()
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(bare)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        try:
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (OverflowError, ValueError):
            return None
    return None


def _named(tree: Any) -> dict[str, str]:
    """Return the meta elements by name, property or itemprop, the first one of each."""
    found: dict[str, str] = {}
    for element in tree.iterfind(".//meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop")
        if key and element.get("content"):
            found.setdefault(key.lower(), element.get("content"))
    return found


def _name(author: Any) -> str | None:
    if isinstance(author, list):
        return ", ".join(filter(None, map(_name, author[:5]))) or None
    name = author.get("name") if isinstance(author, dict) else author
    return name if isinstance(name, str) else None


def _title(tree: Any) -> str:
    """Return the heading, or the page's title without the site's name behind the last bar."""
    headings = [_text(element) for element in tree.iterfind(".//h1")]
    title = _text(tree.find(".//title"))
    bare = re.split(r"\s[|–—-]\s(?=[^|–—]{1,40}$)", title)[0]
    return headings[0] if len(headings) == 1 and headings[0] else bare


def _time(tree: Any) -> str | None:
    element = tree.find(".//time[@datetime]")
    return None if element is None else element.get("datetime")


def _text(element: Any) -> str:
    return "" if element is None else " ".join(element.text_content().split())[:500]


def _first(*candidates: object) -> str:
    texts = (" ".join(text.split()) for text in candidates if isinstance(text, str))
    return next((text[:500] for text in texts if text), "")
