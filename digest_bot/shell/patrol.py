"""The steady visits: the clock offers a round every minute, one worker at a time makes it."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from digest_bot.ports import DocumentStore, Leases, Source, Standings
from digest_bot.shell.reading import poll

EVERY = timedelta(minutes=1)
KIND = "poll"

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Patrol:
    """Visits what is due among all sources, between the editions; polite when several processes do it."""

    sources: Sequence[Source]
    feeds: Standings
    archive: DocumentStore
    leases: Leases
    clock: Callable[[], datetime]
    _next: datetime | None = field(default=None, init=False)

    def offers(self) -> Iterable[tuple[str, str]]:
        """Yield the round as (kind, id) once a minute."""
        now = self.clock()
        if any(source.host for source in self.sources) and (self._next is None or now >= self._next):
            self._next = now + EVERY
            yield KIND, "sources"

    def work(self, id: str) -> None:  # noqa: A002 - the word of the seam
        """Make the round unless another worker is at it."""
        lease = self.leases.claim(f"{KIND}/{id}")
        if lease is None:
            return
        try:
            visits = poll(self.sources, feeds=self.feeds, archive=self.archive, now=self.clock())
            if visits:
                log.info("visited %d sources", visits)
        finally:
            lease.release()
