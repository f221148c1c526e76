"""One web page: fetched through the door, refused when it is not text; names the feed it has, when asked."""

from collections.abc import Iterator
from datetime import datetime

from digest_bot.errors import SourceError
from digest_bot.model import Document, Skipped
from digest_bot.sources.signatures import is_text
from digest_bot.urls import safe_link
from digest_bot.web import Door, Response

ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1"
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/rdf+xml",
    }
)
HEAD = 300_000
"""Bytes of a page in which a feed is looked for; the links stand in its head."""


class Page:
    """One web page that is read anew every time."""

    def __init__(self, name: str, url: str, *, door: Door) -> None:
        self.name = name
        self._url = url
        self._door = door

    def read(self, *, now: datetime) -> Iterator[Document | Skipped]:
        """Yield the page.

        Raises SourceError when it cannot be fetched or is not text.
        """
        yield fetch_page(self._door, self._url, source=self.name, now=now)


def fetch_page(door: Door, url: str, *, source: str, now: datetime) -> Document:
    """Return the page at this address.

    Raises SourceError with the reasons of `Door.fetch` and not_text, empty.
    """
    response = door.fetch(url, accept=ACCEPT)
    return Document(
        source=source,
        body=_text(response),
        media_type=_media_type(response),
        received_at=now,
        url=response.url,
        charset=response.charset,
    )


def discover_feed(page: bytes, url: str) -> str | None:
    """Return the address of the first feed that the page at `url` names in a `<link rel="alternate">`, or None."""
    from lxml import etree

    try:
        tree = etree.fromstring(page[:HEAD], etree.HTMLParser(remove_comments=True, no_network=True))
    except (etree.LxmlError, ValueError):
        return None
    if tree is None:
        return None
    start = next((base.get("href", "") for base in tree.iter("base")), "")
    for link in tree.iter("link"):
        kind = link.get("type", "").partition(";")[0].strip().lower()
        if kind in FEED_TYPES and "alternate" in link.get("rel", "").lower().split() and link.get("href", "").strip():
            return safe_link(link.get("href"), safe_link(start, url) or url)
    return None


def _text(response: Response) -> bytes:
    if response.media_type in FEED_TYPES:
        raise SourceError("This address is a feed; write feed = instead of page =.", permanent=True, reason="not_text")
    told = response.media_type or "text/html"
    if not (told.startswith("text/") or told in HTML_TYPES or told.endswith(("xml", "octet-stream"))):
        raise SourceError("This address is not a page of text.", permanent=True, reason="not_text")
    if not response.body.strip():
        raise SourceError("This page is empty.", reason="empty")
    if not is_text(response.body):
        raise SourceError("This address is not a page of text.", permanent=True, reason="not_text")
    return response.body


def _media_type(response: Response) -> str:
    if response.media_type == "text/plain" and not response.body[:512].lstrip().lower().startswith(
        (b"<!doc", b"<html")
    ):
        return "text/plain"
    return "text/html"
