"""The clock and what befalls it: jumps, a locked or full database, a connection that is gone. Nothing is lost."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
import sqlalchemy as sa

from digest_bot.errors import LeaseLostError, StoreError
from digest_bot.model import Edition
from digest_bot.pipeline import Options
from digest_bot.ports import Fence
from digest_bot.schedule import Schedule
from digest_bot.service import Service
from digest_bot.shell.delivery import Delivery
from digest_bot.shell.worker import Job
from digest_bot.store import Database, Leases, Store
from digest_bot.store import database as database_module
from tests.builders import EDITION

START = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
MORNING = Schedule((time(7, 30),), ZoneInfo("Europe/Berlin"), frozenset(range(7)))


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Hints:
    """An engine that remembers what was submitted."""

    given: list[tuple[str, str]] = field(default_factory=list)
    lying: list[tuple[str, str]] = field(default_factory=list)

    def submit(self, kind: str, id: str) -> bool:
        self.given.append((kind, id))
        return True

    def queued(self) -> frozenset[tuple[str, str]]:
        return frozenset(self.lying)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    Store(made)
    yield made
    made.engine.dispose()


def service(database: Database, clock: Clock, run: Any = None) -> Service:
    jobs = (Job("daily", "C1", MORNING, (), Options()),)
    engine: Any = Hints()
    return Service(jobs, Store(database), Leases(database, clock=clock), engine, clock, run or _nothing)


def _nothing(job: Job, edition: Edition, fence: Fence) -> Delivery:
    return Delivery(0, (), ())


def planned(database: Database) -> list[str]:
    return [f"{edition.date} {edition.slot}" for edition in Store(database).open_editions()]


def hints(one: Service) -> list[str]:
    engine: Any = one.engine
    return [id_ for _, id_ in engine.given]


def test_a_beat_plans_what_is_due_and_offers_it_once(database: Database) -> None:
    clock = Clock()
    one = service(database, clock)
    one.beat()
    clock.now = START + timedelta(minutes=30)
    one.beat()
    clock.now += timedelta(seconds=15)
    one.beat()
    assert planned(database) == ["2026-11-24 07:30"]
    assert hints(one) == ["daily/C1/2026-11-24/07:30"]


def test_a_hint_that_still_lies_in_the_queue_is_not_given_again(database: Database) -> None:
    clock = Clock(START + timedelta(minutes=30))
    Store(database).plan(EDITION, now=START)
    one = service(database, clock)
    engine: Any = one.engine
    engine.lying = [("edition", EDITION.id)]
    one.beat()
    assert hints(one) == []
    engine.lying, clock.now = [], clock.now + one.pace.again
    one.beat()
    assert hints(one) == [EDITION.id]


@pytest.mark.parametrize("hours", [2, -2])
def test_a_clock_that_jumps_two_hours_and_back_loses_and_doubles_nothing(database: Database, hours: int) -> None:
    clock = Clock()
    one = service(database, clock)
    true = START
    while true < START + timedelta(days=2):
        wrong = timedelta(hours=hours) if timedelta(minutes=10) < true - START < timedelta(hours=25) else timedelta()
        clock.now = true + wrong
        one.beat()
        true += timedelta(minutes=30)
    assert planned(database) == ["2026-11-24 07:30", "2026-11-25 07:30"]


def test_a_database_that_is_locked_is_said_and_planned_at_the_next_beat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT", 50)
    database, clock = Database(f"sqlite:///{tmp_path}/digest.db"), Clock()
    Store(database)
    one = service(database, clock)
    one.beat()
    clock.now += timedelta(hours=1)
    other = sqlite3.connect(tmp_path / "digest.db", isolation_level=None)
    other.execute("begin immediate")
    one.beat()
    assert "database is locked" in caplog.text
    other.execute("rollback")
    other.close()
    one.beat()
    assert planned(database) == ["2026-11-24 07:30"]
    database.engine.dispose()


def fill(store: Store) -> None:
    for number in range(1000):
        store.plan(Edition("daily", f"C{number}", EDITION.date, "x" * 2000), now=START)


def test_a_disk_that_is_full_is_said_and_what_stood_there_stands(tmp_path: Path) -> None:
    database, clock = Database(f"sqlite:///{tmp_path}/digest.db"), Clock()
    store = Store(database)
    store.plan(EDITION, now=clock.now)
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("pragma page_count").scalar_one()
    sa.event.listen(database.engine, "connect", lambda raw, _: raw.execute(f"pragma max_page_count={pages}"))
    database.engine.dispose()
    with pytest.raises(StoreError, match="full"):
        fill(store)
    assert EDITION in store.open_editions()
    database.engine.dispose()


def test_a_connection_that_postgresql_closes_is_replaced(postgres_url: str, postgres: str) -> None:
    database, clock = Database(postgres_url), Clock()
    Store(database)
    one = service(database, clock)
    one.beat()
    with psycopg.connect(postgres) as connection:
        connection.execute("select pg_terminate_backend(pid, 60_000) from pg_stat_activity where datname like 'test_%'")
    clock.now += timedelta(hours=1)
    one.beat()
    assert planned(database) == ["2026-11-24 07:30"]
    database.engine.dispose()


def test_an_edition_is_worked_on_once_however_often_it_is_offered(database: Database) -> None:
    clock, runs = Clock(), []

    def run(job: Job, edition: Edition, fence: Fence) -> Delivery:
        runs.append(edition.id)
        assert fence()
        other = service(database, clock, run)
        other.work_edition(edition.id)  # a second worker gets the same hint meanwhile
        return Delivery(1, (), ())

    Store(database).plan(EDITION, now=START)
    service(database, clock, run).work_edition(EDITION.id)
    assert runs == [EDITION.id]


def test_an_edition_whose_lease_is_lost_is_offered_again_at_once(database: Database) -> None:
    clock = Clock()

    def run(job: Job, edition: Edition, fence: Fence) -> Delivery:
        raise LeaseLostError

    store = Store(database)
    store.plan(EDITION, now=START)
    store.offer(["daily"], now=START, again=timedelta(minutes=1))
    service(database, clock, run).work_edition(EDITION.id)
    assert store.offer(["daily"], now=START, again=timedelta(minutes=1)) == (EDITION,)


def test_editions_of_one_channel_take_turns(database: Database) -> None:
    clock, runs = Clock(), []
    second = Edition("daily", "C1", EDITION.date, "17:00")
    store = Store(database)

    def run(job: Job, edition: Edition, fence: Fence) -> Delivery:
        runs.append(edition.slot)
        if edition == EDITION:
            service(database, clock, run).work_edition(second.id)
        return Delivery(1, (), ())

    for edition in (EDITION, second):
        store.plan(edition, now=START)
    one = service(database, clock, run)
    one.work_edition(EDITION.id)
    assert runs == ["07:30"]
    one.work_edition(second.id)
    assert runs == ["07:30", "17:00"]
