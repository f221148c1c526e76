"""One web page: fetched through the door, refused when it is not text; names the feed it has, when asked."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from digest_bot.errors import SourceError
from digest_bot.model import Document, Skipped
from digest_bot.sources.markup import plain_text
from digest_bot.sources.signatures import is_text
from digest_bot.text.decode import decode
from digest_bot.visits import Found, Known, Look
from digest_bot.web.door import Door, Response
from digest_bot.web.urls import host_of, safe_link

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
RECOGNISED = 300_000
"""Bytes of a page that it is recognised by."""
HEAD = 300_000
"""Bytes of a page in which a feed is looked for; the links stand in its head."""


class Page:
    """One web page; what it shows is one article, however often it is read."""

    limit = 1

    def __init__(self, name: str, url: str, *, door: Door) -> None:
        self.name = name
        self.key = f"page:{url}"
        self.host = host_of(url)
        self._url = url
        self._door = door

    def read(self, *, now: datetime) -> Iterator[Document | Skipped]:
        """Yield the page.

        Raises SourceError when it cannot be fetched or is not text.
        """
        yield fetch_page(self._door, self._url, source=self.name, now=now)

    def look(self, *, known: Known, now: datetime) -> Look:
        """Return the page, unless it is unchanged.

        Raises SourceError when it cannot be fetched or is not text.
        """
        response = self._door.fetch(known.url or self._url, etag=known.etag, modified=known.modified, accept=ACCEPT)
        moved, rest = response.permanent_url, response.rest
        if response.status == 304:
            return Look(known=known, unchanged=True, moved=moved, rest=rest)
        document = _document(response, source=self.name, now=now)
        found = Found(document, text=plain_text(decode(document.body[:RECOGNISED], charset=document.charset)))
        return Look((found,), Known(None, response.etag, response.modified), moved=moved, rest=rest)

    def complete(self, found: Found, *, now: datetime) -> Document | Skipped:  # noqa: ARG002 - the port's signature
        """Return the page as it was found."""
        return found.document


def fetch_page(door: Door, url: str, *, source: str, now: datetime) -> Document:
    """Return the page at this address.

    Raises SourceError with the reasons of `Door.fetch` and not_text, empty.
    """
    return _document(door.fetch(url, accept=ACCEPT), source=source, now=now)


def _document(response: Response, *, source: str, now: datetime) -> Document:
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
    tree = _head(page)
    if tree is None:
        return None
    start = next((base.get("href", "") for base in tree.iter("base")), "")
    for link in tree.iter("link"):
        kind = link.get("type", "").partition(";")[0].strip().lower()
        if kind in FEED_TYPES and "alternate" in link.get("rel", "").lower().split() and link.get("href", "").strip():
            return safe_link(link.get("href"), safe_link(start, url) or url)
    return None


def canonical_link(page: bytes) -> str:
    """Return the web address that a saved page says it was at (`rel="canonical"`, `og:url`); empty when none."""
    tree = _head(page)
    if tree is None:
        return ""
    links = [link.get("href", "") for link in tree.iter("link") if "canonical" in link.get("rel", "").lower().split()]
    metas = [meta.get("content", "") for meta in tree.iter("meta") if meta.get("property") == "og:url"]
    return next((safe for link in (*links, *metas) if (safe := safe_link(link))), "")


def _head(page: bytes) -> Any:
    from lxml import etree

    try:
        return etree.fromstring(page[:HEAD], etree.HTMLParser(remove_comments=True, no_network=True))
    except (etree.LxmlError, ValueError):
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
