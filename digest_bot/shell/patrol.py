"""The steady visits: what is due among all sources is visited between the editions."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from digest_bot.ports import DocumentStore, Fence, Source, Standings
from digest_bot.shell.reading import poll

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patrol:
    """The sources of all digests, and what is remembered of them."""

    sources: Sequence[Source]
    feeds: Standings
    archive: DocumentStore
    clock: Callable[[], datetime]

    def __call__(self, _fence: Fence) -> None:
        """Visit what is due; a visit is nobody else's for as long as it takes, whatever becomes of the round."""
        visits = poll(self.sources, feeds=self.feeds, archive=self.archive, now=self.clock())
        if visits:
            log.info("visited %d sources", visits)
