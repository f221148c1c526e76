"""A feed: fetched through the door, newest entries first, with the page behind an entry when the feed only teases."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from digest_bot.errors import SourceError
from digest_bot.model import Document, Skipped, SkipReason
from digest_bot.sources.entries import parse_feed
from digest_bot.sources.entry import Broken, Entry
from digest_bot.sources.markup import plain_text
from digest_bot.sources.page import discover_feed, fetch_page
from digest_bot.sources.signatures import is_text
from digest_bot.text.sentences import split_sentences
from digest_bot.urls import without_tracking
from digest_bot.web import Door, Response

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
AHEAD = timedelta(days=1)
"""A date further in the future is a mistake of the publisher."""

log = logging.getLogger(__name__)


class Feed:
    """The `limit` newest entries of a feed; with `full_text`, the page behind an entry that is only a teaser."""

    def __init__(self, name: str, url: str, *, door: Door, full_text: bool = True, limit: int = 20) -> None:
        self.name = name
        self._url = url
        self._door = door
        self._full_text = full_text
        self._limit = limit

    def read(self, *, now: datetime) -> Iterator[Document | Skipped]:
        """Yield the newest entries, newest first; an entry that cannot be used is a `Skipped`.

        A page that cannot be fetched leaves the feed's own text. Raises SourceError with the reasons of `Door.fetch`
        and `parse_feed` when there is no feed.
        """
        failed = 0
        for entry in self._newest(now):
            if isinstance(entry, Broken):
                yield Skipped(self.name, SkipReason.UNREADABLE, entry.detail, entry.url, entry.title)
                continue
            page: Document | SourceError | None = None
            if self._full_text and entry.url and failed < PATIENCE and not _is_whole(entry.markup):
                page = self._page(entry.url, now)
                failed = failed + 1 if isinstance(page, SourceError) else 0
            yield self._document(entry, page, now)

    def _newest(self, now: datetime) -> list[Entry | Broken]:
        """Return the newest entries; one without a date counts as new, between equals the feed's order decides."""
        response = self._door.fetch(self._url, accept=ACCEPT)
        entries = [_plausible(entry, now) for entry in _entries(response)]
        return sorted(entries, key=lambda entry: _dated(entry, now), reverse=True)[: self._limit]

    def _page(self, url: str, now: datetime) -> Document | SourceError:
        try:
            return fetch_page(self._door, url, source=self.name, now=now)
        except SourceError as error:
            log.warning("a page of %s could not be read: %s", self.name, error)
            return error

    def _document(self, entry: Entry, page: Document | SourceError | None, now: datetime) -> Document | Skipped:
        """Return the page or, without one, the feed's own text, with what the feed says about it."""
        url = without_tracking(entry.url) if entry.url else None
        if not isinstance(page, Document):
            if not entry.markup:
                detail = str(page or "The feed gives no text for this entry.")
                return Skipped(self.name, SkipReason.UNREADABLE, detail, url, entry.title)
            page = Document(self.name, _article(entry.markup), "text/html", now, charset="utf-8")
        return replace(
            page,
            url=url,
            title=entry.title or None,
            author=entry.author,
            published=entry.published,
            excerpt=_excerpt(entry.teaser) or None,
        )


def _entries(response: Response) -> tuple[Entry | Broken, ...]:
    if not is_text(response.body):
        raise SourceError("This address is not a feed.", permanent=True, reason="not_a_feed")
    try:
        return parse_feed(response.body, url=response.url, charset=response.charset)
    except SourceError as error:
        found = discover_feed(response.body, response.url) if error.reason == "not_a_feed" else None
        if found is None:
            raise
        message = f"This address is a web page, not a feed. Its feed is at {found}"
        raise SourceError(message, permanent=True, reason="not_a_feed") from error


def _plausible(entry: Entry | Broken, now: datetime) -> Entry | Broken:
    if isinstance(entry, Entry) and entry.published and entry.published > now + AHEAD:
        return replace(entry, published=None)
    return entry


def _dated(entry: Entry | Broken, now: datetime) -> datetime:
    return entry.published or now if isinstance(entry, Entry) else now


def _is_whole(markup: str) -> bool:
    """Tell whether this is an article and not the beginning of one."""
    text = plain_text(markup).lower()
    return len(text.split()) >= WHOLE and not text.rstrip(" .:>›»→").endswith(MORE) and not text.endswith(MORE)


def _article(markup: str) -> bytes:
    """Return the text of an entry as a page of its own, as extractors expect one."""
    return f"<!DOCTYPE html><html><body><article>{markup}</article></body></html>".encode("utf-8", "replace")


def _excerpt(markup: str) -> str:
    """Return the teaser as plain text; a long one ends where its last whole sentence does."""
    text = plain_text(markup)
    if len(text) <= MAX_EXCERPT:
        return text
    ends = [stop for _, stop in split_sentences(text[:MAX_EXCERPT])[:-1]]
    return text[: ends[-1]] if ends else ""
