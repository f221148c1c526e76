"""Simulated time over the real service: planned, made of a text, posted and finished, edition by edition.

Only the wall clock, the queue and Slack are stood in for. Two nodes beat at every moment something is due, and each
follows every hint; now and then both are down for days.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from digest_bot.model import Edition
from digest_bot.pipeline import Options
from digest_bot.ports import Fence
from digest_bot.schedule import CatchUp, Schedule, next_due
from digest_bot.service import Service
from digest_bot.shell.delivery import Delivery
from digest_bot.shell.posting import Courier
from digest_bot.shell.studio import Studio
from digest_bot.shell.worker import Job, run_edition
from digest_bot.sources.folder import Folder
from digest_bot.store import Database, Leases, Store
from digest_bot.store.editions import editions
from tests.memory_chat import Clock, MemoryChat

ZONES = {
    "Europe/Berlin": time(2, 30),  # skipped in spring, there twice in autumn
    "America/New_York": time(1, 30),
    "America/Havana": time(0, 30),  # the clock is put forward at midnight
    "Africa/Cairo": time(0, 0),
    "Australia/Lord_Howe": time(2, 15),  # by half an hour
    "Asia/Kolkata": time(7, 30),  # never
}
"""Where a digest is read, and when: the hour at which the clock changes, where it does."""
DOWN_EVERY, DOWN = 97, timedelta(days=3)
"""After so many moments both nodes are away for so long."""


@dataclass
class Queue:
    """Hints, all of which every node follows."""

    hints: list[tuple[str, str]] = field(default_factory=list)

    def submit(self, kind: str, id: str) -> bool:
        self.hints.append((kind, id))
        return True

    def queued(self) -> frozenset[tuple[str, str]]:
        return frozenset(self.hints)


@dataclass(frozen=True)
class Lived:
    """What there was after the time."""

    wanted: Counter[tuple[str, date]]
    """Once each digest and local date."""
    done: Counter[tuple[str, date]]
    posted: Counter[tuple[str, date]]
    """First messages of an edition."""


def live(url: str, folder: Path, *, start: datetime, until: datetime) -> Lived:
    """Let the service live from `start` to `until`, in UTC; `folder` is where the news appears."""
    database, clock, chat = Database(url), Clock(start), MemoryChat()
    store = Store(database)
    jobs = tuple(_job(zone, at, folder) for zone, at in ZONES.items())
    nodes = [_node(database, jobs, clock, chat) for _ in range(2)]
    for number, now in enumerate(_moments(jobs, start=start, until=until)):
        clock.now = now
        (folder / f"{number % 3}.txt").write_text(_text(number), encoding="utf-8")
        for node in nodes:
            node.beat()
        _follow(nodes)
    with database.read() as connection:
        rows = connection.execute(sa.select(editions.c.digest, editions.c.date).where(editions.c.done)).all()
    done = Counter((row.digest, date.fromisoformat(row.date)) for row in rows)
    firsts = [Edition.parse(mark.key) for mark, _ in chat.posted.values() if mark.part == "parent"]
    posted = Counter((edition.digest, edition.date) for edition in firsts)
    assert store.open_editions() == ()
    database.engine.dispose()
    return Lived(Counter(_wanted(start, until)), done, posted)


def _moments(jobs: tuple[Job, ...], *, start: datetime, until: datetime) -> Iterator[datetime]:
    """Yield the start and every moment at which something is due, but for those at which everything is down."""
    now, number = start, 0
    yield now
    while (now := min(next_due(job.schedule, now=now) for job in jobs).astimezone(UTC)) < until:
        number += 1
        if number % DOWN_EVERY == 0 and now + DOWN < until:
            now += DOWN
        yield now
    yield until


def _wanted(start: datetime, until: datetime) -> Iterator[tuple[str, date]]:
    """Yield (digest, local date) of what is due, by looking at every day's clock; not by the schedule under test."""
    for zone, at in ZONES.items():
        for n in range(-1, (until - start).days + 2):
            day = start.date() + timedelta(days=n)
            if start < datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC) <= until:
                yield zone.replace("/", "-"), day


def _job(zone: str, at: time, folder: Path) -> Job:
    schedule = Schedule((at,), ZoneInfo(zone), frozenset(range(7)), catch_up=CatchUp.ALL)
    name = zone.replace("/", "-")
    return Job(name, name, schedule, (Folder("news", folder),), Options(), audio=False)


def _node(database: Database, jobs: tuple[Job, ...], clock: Clock, chat: MemoryChat) -> Service:
    store, queue = Store(database), Queue()

    def run(job: Job, edition: Edition, fence: Fence) -> Delivery:
        courier = Courier(store, chat, clock, fence, pause=clock.pause)
        return run_edition(job, edition, store=store, courier=courier, studio=Studio((), Path()))

    engine: Any = queue
    return Service(jobs, store, Leases(database, clock=clock), engine, clock, run)


def _follow(nodes: list[Service]) -> None:
    """Have every node follow every hint, whoever gave it."""
    queues: list[Any] = [node.engine for node in nodes]
    hints = [id_ for queue in queues for _, id_ in queue.hints]
    for queue in queues:
        queue.hints.clear()
    for hint in hints:
        for node in nodes:
            node.work_edition(hint)


def _text(number: int) -> str:
    return (
        f"The harbour counts {number + 1000} visitors\n\n"
        f"The harbour counted {number + 1000} visitors on day {number}, said its director Maria Lind after the meeting."
        f"\n\nThat is {number % 7 + 2} more than a year ago, when it was closed for nine weeks of repairs.\n"
    )
