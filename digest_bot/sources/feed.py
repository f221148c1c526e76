"""A feed: fetched through the door, newest entries first, with the page behind an entry when the feed only teases."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Never, Protocol

from digest_bot.errors import SourceError
from digest_bot.model import Document, Skipped, SkipReason
from digest_bot.sources.entries import parse_feed
from digest_bot.sources.entry import Broken, Entry
from digest_bot.sources.markup import plain_text
from digest_bot.sources.page import discover_feed, fetch_page
from digest_bot.sources.signatures import is_text
from digest_bot.text.sentences import split_sentences
from digest_bot.visits import Found, Known, Look
from digest_bot.web.door import Door, Response
from digest_bot.web.urls import host_of, without_tracking

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)
WHOLE = 250
"""Words; a text of an entry that is at least this long, and does not break off, is the article and no teaser."""
MORE = ("…", "...", "[…]", "[...]", "read more", "continue reading", "more »", "weiterlesen", "lire la suite")
"""How a text ends that breaks off, in lower case."""
MAX_EXCERPT = 1_500
"""Characters."""
PATIENCE = 3
"""Pages that may fail one after the other before the rest is taken as the feed has it."""
BUSY = frozenset({"http_429", "http_503"})
"""Reasons after which no further page is asked for on this visit."""
RECOGNISED = 20_000
"""Characters of its text that an article is recognised by."""
AHEAD = timedelta(days=1)
"""A date further in the future is a mistake of the publisher."""


class Parse(Protocol):
    """Turns the bytes of a feed into its entries, as `parse_feed` does."""

    def __call__(self, body: bytes, *, url: str, charset: str | None = None) -> tuple[Entry | Broken, ...]:
        """Return the entries; raises SourceError."""
        ...


log = logging.getLogger(__name__)


class Feed:
    """A feed; with `full_text`, the page behind an entry that is only a teaser. A site's address is enough."""

    def __init__(
        self,
        name: str,
        url: str,
        *,
        door: Door,
        full_text: bool = True,
        limit: int = 20,
        parse: Parse = parse_feed,
    ) -> None:
        self.name = name
        self.key = f"feed:{url}"
        self.host = host_of(url)
        self.limit = limit
        self._url = url
        self._door = door
        self._full_text = full_text
        self._parse = parse
        self._failed = 0

    def read(self, *, now: datetime) -> Iterator[Document | Skipped]:
        """Yield the newest entries, newest first, as if the feed was never read before.

        Raises SourceError with the reasons of `Door.fetch` and `parse_feed` when there is no feed.
        """
        for found in self.look(known=Known(), now=now).found[: self.limit]:
            yield self.complete(found, now=now)

    def look(self, *, known: Known, now: datetime) -> Look:
        """Return what the feed tells of, newest first; where the address is a site's, its feed is read.

        An entry without a date counts as new, between equals the feed's order decides. Raises SourceError with the
        reasons of `Door.fetch` and `parse_feed` when there is no feed.
        """
        self._failed = 0
        response = self._door.fetch(known.url or self._url, etag=known.etag, modified=known.modified, accept=ACCEPT)
        if response.status == 304:
            return Look(known=_known(known, response), unchanged=True, moved=response.permanent_url, rest=response.rest)
        entries, discovered = _entries(response, self._parse), None
        if entries is None:
            discovered = _discovered(response, allowed=known.discover)
            response = self._door.fetch(discovered, accept=ACCEPT)
            entries = _entries(response, self._parse)
            if entries is None:
                _no_feed()
        found = tuple(self._found(_plausible(entry, now), place, now) for place, entry in enumerate(entries))
        return Look(
            found=tuple(sorted(found, key=lambda one: _dated(one, now), reverse=True)),
            known=Known(discovered, response.etag, response.modified),
            discovered=discovered is not None,
            moved=None if discovered else response.permanent_url,
            rest=response.rest,
        )

    def complete(self, found: Found, *, now: datetime) -> Document | Skipped:
        """Return the page behind a teaser, with what the feed says about it; without one the feed's own text."""
        if isinstance(found.document, Skipped):
            return found.document
        document = replace(found.document, excerpt=_excerpt(found.document.excerpt or "") or None)
        detail = "The feed gives no text for this entry."
        if found.page and self._failed < PATIENCE:
            try:
                page = fetch_page(self._door, found.page, source=self.name, now=now)
            except SourceError as error:
                log.warning("a page of %s could not be read: %s", self.name, error)
                detail = str(error)
                self._failed = PATIENCE if error.reason in BUSY else self._failed + 1
            else:
                self._failed = 0
                return replace(document, body=page.body, media_type=page.media_type, charset=page.charset)
        if not document.body:
            return Skipped(self.name, SkipReason.UNREADABLE, detail, document.url, document.title or "")
        return document

    def _found(self, entry: Entry | Broken, place: int, now: datetime) -> Found:
        if isinstance(entry, Broken):
            skipped = Skipped(self.name, SkipReason.UNREADABLE, entry.detail, entry.url, entry.title)
            return Found(skipped, place=place)
        text = plain_text(entry.markup)
        teaser = text if entry.teaser == entry.markup else plain_text(entry.teaser)
        document = Document(
            source=self.name,
            body=_article(entry.markup) if entry.markup else b"",
            media_type="text/html",
            received_at=now,
            url=without_tracking(entry.url) if entry.url else None,
            charset="utf-8",
            title=entry.title or None,
            author=entry.author,
            published=entry.published,
            excerpt=teaser[: MAX_EXCERPT + 1] or None,  # cut to whole sentences when it is kept: most are known
        )
        page = entry.url if self._full_text and not _is_whole(text) else None
        return Found(document, guid=entry.guid, text=text[:RECOGNISED], page=page, place=place)


def _entries(response: Response, parse: Parse) -> tuple[Entry | Broken, ...] | None:
    """Return the entries of a feed; None when this is something else, a page perhaps."""
    if not is_text(response.body):
        raise SourceError("This address is not a feed.", permanent=True, reason="not_a_feed")
    try:
        return parse(response.body, url=response.url, charset=response.charset)
    except SourceError as error:
        if error.reason != "not_a_feed":
            raise
        return None


def _discovered(page: Response, *, allowed: bool) -> str:
    """Return the address of the feed that this page names; a feed that has become a page is not followed silently."""
    found = discover_feed(page.body, page.url)
    if found is None:
        return _no_feed()
    if not allowed:
        message = f"This address has become a web page. The page says that its feed is at {found}"
        raise SourceError(message, permanent=True, reason="not_a_feed")
    return found


def _no_feed() -> Never:
    raise SourceError("There is no feed at this address.", permanent=True, reason="not_a_feed")


def _known(known: Known, response: Response) -> Known:
    """Return what makes the next request conditional after an answer without a body; it may repeat less."""
    return replace(known, etag=response.etag or known.etag, modified=response.modified or known.modified)


def _plausible(entry: Entry | Broken, now: datetime) -> Entry | Broken:
    if isinstance(entry, Entry) and entry.published and entry.published > now + AHEAD:
        return replace(entry, published=None)
    return entry


def _dated(found: Found, now: datetime) -> datetime:
    return found.document.published or now if isinstance(found.document, Document) else now


def _is_whole(text: str) -> bool:
    """Tell whether this is an article and not the beginning of one."""
    text = text.lower()
    return len(text.split()) >= WHOLE and not text.rstrip(" .:>›»→").endswith(MORE) and not text.endswith(MORE)


def _article(markup: str) -> bytes:
    """Return the text of an entry as a page of its own, as extractors expect one."""
    return f"<!DOCTYPE html><html><body><article>{markup}</article></body></html>".encode("utf-8", "replace")


def _excerpt(text: str) -> str:
    """Return the teaser, plain text; a long one ends where its last whole sentence does."""
    if len(text) <= MAX_EXCERPT:
        return text
    ends = [stop for _, stop in split_sentences(text[:MAX_EXCERPT])[:-1]]
    return text[: ends[-1]] if ends else ""
