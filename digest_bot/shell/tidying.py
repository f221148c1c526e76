"""Tidying: what nobody needs any more is let go, so that a service that is forgotten about does not fill its disk."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from digest_bot.ports import Fence
from digest_bot.shell.reading import OVERLAP

KEPT = timedelta(days=30)
"""How long a page is kept as it came in; longer while a digest has not had its next edition. Its words stay."""
READ = timedelta(days=8)
"""How long what was read is kept, so that a weekly digest need not read it again."""
BATCH = 500
"""Pages let go in one transaction."""

log = logging.getLogger(__name__)


class Pages(Protocol):
    """The pages as they came in."""

    def let_go(self, *, before: datetime, limit: int) -> int:
        """Let go of the oldest pages that are searchable and of which nobody has told since; return how many."""
        ...


class Readings(Protocol):
    """What pages turned out to be."""

    def forget_readings(self, *, before: datetime) -> None:
        """Forget what was read before this time; it can be read again."""
        ...


class Requests(Protocol):
    """What people asked for."""

    def tidy(self, *, now: datetime) -> None:
        """Forget requests that are old at this time."""
        ...


@dataclass(frozen=True, slots=True)
class Tidying:
    """What there is to look through; every call raises StoreError."""

    pages: Pages
    readings: Readings
    requests: Requests
    made: Callable[[], Iterable[datetime]]
    """When the last edition of each digest was made: the next one needs what came in since."""
    clock: Callable[[], datetime]

    def __call__(self, fence: Fence) -> None:
        """Let go of what nobody needs."""
        now = self.clock()
        self.requests.tidy(now=now)
        self.readings.forget_readings(before=now - READ)
        before, gone = min([now - KEPT, *(last - OVERLAP for last in self.made())]), BATCH
        while gone == BATCH and fence():
            gone = self.pages.let_go(before=before, limit=BATCH)
            if gone:
                log.info("let go of %d pages that came in before %s; their words are kept", gone, f"{before:%Y-%m-%d}")
