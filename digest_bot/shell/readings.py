"""Reading every document once: the search, the editions and whoever asks need the same article of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Protocol

from digest_bot import __version__
from digest_bot.codec import encode
from digest_bot.model import Article, Document, Skipped, SkipReason

NEVER = datetime.min.replace(tzinfo=UTC)


class Readings(Protocol):
    """What documents turned out to be; every method is one transaction and raises StoreError."""

    def reading(self, key: str) -> Article | Skipped | None:
        """Return what was kept under this key."""
        ...

    def keep_reading(self, key: str, reading: Article | Skipped, *, now: datetime) -> None:
        """Keep it; what is there already stays."""
        ...


@dataclass(frozen=True, slots=True)
class ReadOnce:
    """A reader that remembers; another document, or another version of this program, is read anew."""

    reader: Callable[[Document], Article | Skipped]
    readings: Readings
    clock: Callable[[], datetime]

    def __call__(self, document: Document) -> Article | Skipped:
        """Return the article in this document, or why there is none; raises StoreError."""
        key = _key(document)
        known = self.readings.reading(key)
        if isinstance(known, Article):
            return replace(known, received_at=document.received_at)
        if known is not None:
            return known
        reading = self.reader(document)
        if not (isinstance(reading, Skipped) and reading.reason is SkipReason.UNREADABLE):  # it may be, the next time
            self.readings.keep_reading(key, reading, now=self.clock())
        return reading


def _key(document: Document) -> str:
    """Return what stands for everything that is read: the words, and what the source says about them; not for when."""
    said = encode((__version__, replace(document, body=b"", received_at=NEVER))).encode()
    return blake2b(said + b"\0" + document.body, digest_size=16).hexdigest()
