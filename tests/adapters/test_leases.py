"""Leases: one holder at a time, whatever dies, sleeps or has the wrong time."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from digest_bot.errors import StoreError
from digest_bot.store import Database, Leases, Store
from tests.builders import NOW

LENGTH = timedelta(seconds=60)


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    Store(made)
    yield made
    made.engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def here(database: Database, clock: Clock) -> Leases:
    return Leases(database, clock=clock, length=LENGTH)


@pytest.fixture
def there(database: Database, clock: Clock) -> Leases:
    """Another process."""
    return Leases(database, clock=clock, length=LENGTH)


def test_one_of_two_gets_it_and_the_other_after_it_was_given_back(here: Leases, there: Leases) -> None:
    lease = here.claim("edition/1")
    assert lease is not None
    assert there.claim("edition/1") is None
    assert here.claim("edition/1") is None
    assert there.claim("edition/2") is not None
    lease.release()
    assert there.claim("edition/1") is not None


def test_the_lease_of_a_dead_worker_lapses(here: Leases, there: Leases, clock: Clock) -> None:
    here.claim("edition/1")
    clock.now += LENGTH - timedelta(seconds=1)
    assert there.claim("edition/1") is None
    clock.now += timedelta(seconds=1)
    assert there.claim("edition/1") is not None


def test_a_worker_that_slept_past_its_lease_is_fenced_off(here: Leases, there: Leases, clock: Clock) -> None:
    mine = here.claim("edition/1")
    clock.now += LENGTH
    theirs = there.claim("edition/1")
    assert mine is not None
    assert theirs is not None
    assert not mine()
    mine.release()  # what is no longer ours is not given away
    assert theirs()


def test_asking_holds_it_for_longer(here: Leases, there: Leases, clock: Clock) -> None:
    mine = here.claim("edition/1")
    assert mine is not None
    clock.now += timedelta(seconds=50)
    assert mine()
    clock.now += timedelta(seconds=50)
    assert there.claim("edition/1") is None


def test_the_heartbeat_holds_everything_for_longer(here: Leases, there: Leases, clock: Clock) -> None:
    here.claim("edition/1")
    here.claim("edition/2")
    clock.now += timedelta(seconds=50)
    here.renew()
    clock.now += timedelta(seconds=50)
    assert there.claim("edition/1") is None
    assert there.claim("edition/2") is None


def test_a_process_that_leaves_loses_everything_at_the_next_fence_and_hands_it_back(
    here: Leases, there: Leases
) -> None:
    mine = here.claim("edition/1")
    assert mine is not None
    here.close()
    assert not mine()
    assert here.claim("edition/2") is None
    here.release_all()
    assert there.claim("edition/1") is not None


@pytest.mark.parametrize("hours", [2, -2])
def test_a_clock_that_jumps_costs_time_and_never_gives_one_lease_to_two(
    here: Leases, there: Leases, clock: Clock, hours: int
) -> None:
    mine = here.claim("edition/1")
    clock.now += timedelta(hours=hours)
    theirs = there.claim("edition/1")
    assert mine is not None
    assert theirs is not None  # either it looks lapsed, or longer than a lease can be
    assert not mine()
    assert theirs()


def test_of_many_that_claim_at_once_one_wins_each(database: Database, clock: Clock) -> None:
    processes = [Leases(database, clock=clock) for _ in range(4)]
    names = [f"edition/{number}" for number in range(25)] * 4
    with ThreadPoolExecutor(4) as pool:
        won = list(pool.map(lambda pair: processes[pair[0] % 4].claim(pair[1]), enumerate(names)))
    assert Counter(lease.name for lease in won if lease) == Counter(set(names))


def test_a_pool_without_a_connection_to_give_is_a_database_that_cannot_be_used(
    here: Leases, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted() -> None:
        raise sa.exc.TimeoutError("QueuePool limit of size 5 overflow 10 reached")

    monkeypatch.setattr(database.engine, "raw_connection", exhausted)
    with pytest.raises(StoreError, match="cannot be used: QueuePool limit"):
        here.claim("edition/1")
