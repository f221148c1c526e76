"""One life of a worker process for the Slack bench: delivers what is open until all is done, or until it is killed.

Every write to the outbox and every call to Slack is a step; the process kills itself with SIGKILL at a chosen one,
right before or right after it.
"""

import asyncio
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from digest_bot.chats.slack import Slack
from digest_bot.model import Audio, Digest, Edition
from digest_bot.shell.delivery import deliver
from digest_bot.shell.posting import Courier, Timing
from digest_bot.store import Store
from tests.builders import TWO_STORIES
from tests.slack_double import TOKEN

STEPS = ("put_part", "post", "find", "update", "delete", "reserve", "upload", "share", "shares")
PLACES = tuple(f"{step}_{when}" for step in STEPS for when in ("before", "after"))
QUICK = Timing(
    request=2.2,
    looks=(0.03, 0.08, 0.2, 0.4),
    settle=0.6,
    shares=(0.03, 0.1, 0.3, 0.6),
    sweeps=(2.5, 9.0),
    refusals=(0.05, 0.1, 0.2),
    patience=60,
)
"""The timing of the product, some hundred times faster; the double lags in proportion."""


@dataclass
class Death:
    """Where and when the process dies: at the first `place` after `after` steps of any kind, at the last at `fuse`."""

    place: str
    after: int
    fuse: int
    log: Any = None

    def step(self, place: str) -> None:
        """Count one step, and die if it is the one."""
        self.after -= 1
        self.fuse -= 1
        if (self.after <= 0 and place == self.place) or self.fuse <= 0:
            os.write(self.log, f"{place}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Mortal:
    """Hands every call on, and lets death look before and after."""

    real: Any
    death: Death | None
    asynchronous: bool = False
    _steps: frozenset[str] = field(default=frozenset(STEPS))

    def __getattr__(self, name: str) -> Any:
        call = getattr(self.real, name)
        if name not in self._steps or self.death is None:
            return call
        death = self.death

        def plain(*args: Any, **kwargs: Any) -> Any:
            death.step(f"{name}_before")
            answer = call(*args, **kwargs)
            death.step(f"{name}_after")
            return answer

        async def waiting(*args: Any, **kwargs: Any) -> Any:
            death.step(f"{name}_before")
            answer = await call(*args, **kwargs)
            death.step(f"{name}_after")
            return answer

        return waiting if self.asynchronous else plain


def edition_of(number: int, channels: int) -> Edition:
    """Return the edition of this number; they spread over the channels."""
    day = date(2026, 1, 1) + timedelta(days=number // channels)
    return Edition("daily", f"C{number % channels + 1:04d}", day, "07:30")


def digest_of(edition: Edition) -> Digest:
    """Return two stories for this edition."""
    return replace(TWO_STORIES, edition=edition)


def sound_of(edition: Edition) -> Audio:
    """Return bytes that no other edition has."""
    return Audio(edition.id.encode() * 50, 61.0, (), (), "bench")


def live(
    url: str, database: str, numbers: Sequence[int], *, channels: int, death: Death | None, side: int = 80
) -> None:
    """Deliver these editions, `side` of them side by side, until each needs nothing more."""
    store = Store(database)
    chat = Slack(token=TOKEN, api_url=url, timeout=2, pace=0)

    async def one(number: int, turns: asyncio.Semaphore) -> None:
        edition = edition_of(number, channels)
        courier = Courier(
            outbox=Mortal(store, death),
            chat=Mortal(chat, death, asynchronous=True),
            clock=lambda: datetime.now(UTC),
            timing=QUICK,
        )
        async with turns:
            if not store.is_open(edition):
                return
            while (await deliver(digest_of(edition), courier, sound=lambda: sound_of(edition))).retry_at:
                pass
            store.finish(edition)

    async def everything() -> None:
        turns = asyncio.Semaphore(side)
        await asyncio.gather(*(one(number, turns) for number in numbers))

    asyncio.run(everything())
