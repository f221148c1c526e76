"""Making what was taken in searchable: the clock offers a round every minute, one worker at a time makes it."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from digest_bot.model import Article, Document, Skipped
from digest_bot.ports import Leases
from digest_bot.text.article import read_article

EVERY = timedelta(minutes=1)
KIND = "index"
BATCH = 50

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unread:
    """A document without an article: what it was, and why there is none."""

    id: str
    source: str
    url: str | None
    title: str
    dated: datetime
    reason: str
    detail: str


class TextStore(Protocol):
    """The text of every article; every method is one transaction and raises StoreError."""

    def unindexed(self, *, limit: int) -> Sequence[Document | Unread]:
        """Return what came in and is not searchable yet, oldest first."""
        ...

    def add(self, articles: Sequence[Article | Unread]) -> None:
        """Keep these texts and index them."""
        ...


@dataclass(slots=True)
class Indexer:
    """Reads every document once more, between the editions, for the search."""

    texts: TextStore
    leases: Leases
    clock: Callable[[], datetime]
    reader: Callable[[Document], Article | Skipped] = read_article
    _next: datetime | None = field(default=None, init=False)

    def offers(self) -> Iterable[tuple[str, str]]:
        """Yield the round as (kind, id) once a minute."""
        now = self.clock()
        if self._next is None or now >= self._next or self._next - now > EVERY:
            self._next = now + EVERY
            yield KIND, "archive"

    def work(self, id: str) -> None:  # noqa: A002 - the word of the seam
        """Index what is new, unless another worker is at it; stop when the lease is lost."""
        lease = self.leases.claim(f"{KIND}/{id}")
        if lease is None:
            return
        try:
            while lease() and (batch := self.texts.unindexed(limit=BATCH)):
                self.texts.add([self._text(item) for item in batch])
                log.info("indexed %d articles", len(batch))
        finally:
            lease.release()

    def _text(self, item: Document | Unread) -> Article | Unread:
        if isinstance(item, Unread):
            return item
        result = self.reader(item)
        if isinstance(result, Skipped):
            title = item.title or result.title
            dated = item.published or item.received_at
            return Unread(item.id, item.source, item.url, title, dated, result.reason.value, result.detail)
        return result
