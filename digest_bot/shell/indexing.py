"""Making what was taken in searchable, between the editions."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from digest_bot.model import Article, Document, Skipped
from digest_bot.ports import Fence
from digest_bot.shell.reading import Reader

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


@dataclass(frozen=True, slots=True)
class Indexer:
    """Reads every document for the search."""

    texts: TextStore
    reader: Reader

    def __call__(self, fence: Fence) -> None:
        """Index what is new; stop when the lease is lost."""
        while fence() and (batch := self.texts.unindexed(limit=BATCH)):
            self.texts.add([self._text(item) for item in batch])
            log.info("indexed %d articles", len(batch))

    def _text(self, item: Document | Unread) -> Article | Unread:
        if isinstance(item, Unread):
            return item
        result = self.reader(item)
        if isinstance(result, Skipped):
            title = item.title or result.title
            dated = item.published or item.received_at
            return Unread(item.id, item.source, item.url, title, dated, result.reason.value, result.detail)
        return result
