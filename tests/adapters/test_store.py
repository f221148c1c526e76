"""What must not be lost: the store on a real SQLite file and on a real PostgreSQL."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from digest_bot.errors import StoreError
from digest_bot.model import Edition, Memory, Receipt, Told
from digest_bot.ports import Part, PartState
from digest_bot.store import Database, Store
from digest_bot.store import database as database_module
from tests.builders import EDITION, NOW, TWO_STORIES

TOLD = Told("s1", EDITION.id, NOW, "Ferry runs aground", (("ferry", 0.7), ("tarn", 0.5)), frozenset({"aurora", "212"}))
MEMORY = Memory(told=(TOLD,), seen=frozenset(TWO_STORIES.articles))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    yield made
    made.engine.dispose()


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database)


def test_an_edition_is_planned_once(store: Store) -> None:
    assert store.plan(EDITION, now=NOW)
    assert not store.plan(EDITION, now=NOW + timedelta(minutes=1))
    assert store.open_editions() == (EDITION,)


def test_a_finished_edition_is_no_longer_open(store: Store) -> None:
    store.plan(EDITION, now=NOW)
    store.finish(EDITION)
    assert store.open_editions() == ()


def test_a_saved_digest_comes_back_as_it_was(store: Store) -> None:
    store.plan(EDITION, now=NOW)
    store.save(TWO_STORIES, MEMORY)
    assert store.load(EDITION) == TWO_STORIES


def test_the_first_digest_that_is_saved_stands(store: Store) -> None:
    store.plan(EDITION, now=NOW)
    store.save(TWO_STORIES, MEMORY)
    other = replace(TWO_STORIES, title="Another")
    assert store.save(other, Memory()).title == "Daily digest"
    assert store.memory("daily") == MEMORY


def test_memory_is_kept_for_each_digest_apart(store: Store) -> None:
    store.plan(EDITION, now=NOW)
    store.save(TWO_STORIES, MEMORY)
    assert store.memory("daily") == MEMORY
    assert store.memory("weekly") == Memory()


def test_the_watch_never_goes_back(store: Store) -> None:
    assert store.watched() == {}
    store.watch("daily", until=NOW)
    store.watch("daily", until=NOW - timedelta(hours=2))
    assert store.watched() == {"daily": NOW}


def test_the_watch_goes_back_from_a_time_no_honest_clock_has(store: Store) -> None:
    store.watch("daily", until=NOW + timedelta(days=400))
    store.watch("daily", until=NOW)
    assert store.watched() == {"daily": NOW}


def test_only_one_of_two_writers_gets_a_part(store: Store) -> None:
    begun = Part("parent", PartState.SENDING, NOW)
    mine = store.put_part(EDITION, begun)
    assert mine == replace(begun, version=1)
    assert store.put_part(EDITION, begun) is None
    sent = store.put_part(EDITION, replace(mine, state=PartState.SENT, receipt=Receipt("C1", "1.0")))
    assert store.put_part(EDITION, mine) is None
    assert store.part(EDITION, "parent") == sent


def test_two_workspaces_in_one_database_keep_apart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/digest.db"
    Store(url, team="T1").put_part(EDITION, Part("parent", PartState.SENT, NOW))
    assert Store(url, team="T2").part(EDITION, "parent") is None


def test_the_key_that_seals_marks_is_made_once(store: Store) -> None:
    assert len(store.seal_key()) == 32
    assert store.seal_key() == store.seal_key()


def test_a_database_that_cannot_be_opened_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(f"sqlite:///{tmp_path}/file/digest.db")


def test_a_password_in_the_url_is_not_in_the_error() -> None:
    with pytest.raises(StoreError) as caught:
        Store("nonsense://user:hunter2@host/db")
    assert "hunter2" not in str(caught.value)


def test_four_processes_that_plan_the_same_hundred_editions_plan_each_once(database_url: str) -> None:
    database = Database(database_url)
    store = Store(database)
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        won = pool.map(_plan_a_hundred, [database_url] * 4)
    assert sum(won) == 100
    assert len(store.open_editions()) == 100
    database.engine.dispose()


def _plan_a_hundred(url: str) -> int:
    database_module.BUSY_TIMEOUT = 60_000  # here nobody has read conftest.py
    store = Store(url)
    return sum(store.plan(edition, now=NOW) for edition in editions(100))


def editions(count: int) -> list[Edition]:
    return [Edition("daily", "C1", date(2026, 1, 1) + timedelta(days=n), "07:30") for n in range(count)]


def test_an_open_edition_is_offered_once_and_again_after_a_while(store: Store) -> None:
    store.plan(EDITION, now=NOW)
    minute = timedelta(seconds=60)
    assert store.offer(["daily"], now=NOW, again=minute) == (EDITION,)
    assert store.offer(["daily"], now=NOW + timedelta(seconds=59), again=minute) == ()
    assert store.offer(["daily"], now=NOW + minute, again=minute) == (EDITION,)


def test_what_is_done_or_postponed_or_of_a_digest_that_is_gone_is_not_offered(store: Store) -> None:
    done, later, other = editions(3)
    for edition in (done, later, replace(other, digest="removed")):
        store.plan(edition, now=NOW)
    store.finish(done)
    store.postpone(later, until=NOW + timedelta(seconds=5))
    assert store.offer(["daily"], now=NOW, again=timedelta(minutes=1)) == ()
    assert store.offer(["daily"], now=NOW + timedelta(seconds=5), again=timedelta(minutes=1)) == (later,)


def test_an_offer_that_a_clock_two_hours_fast_put_off_does_not_keep_the_edition_waiting(store: Store) -> None:
    store.plan(EDITION, now=NOW)
    store.offer(["daily"], now=NOW + timedelta(hours=3), again=timedelta(minutes=1))
    assert store.offer(["daily"], now=NOW, again=timedelta(minutes=1)) == (EDITION,)


def test_two_clocks_that_offer_at_once_offer_each_edition_once(store: Store) -> None:
    for edition in editions(50):
        store.plan(edition, now=NOW)
    with ThreadPoolExecutor(4) as pool:
        offers = list(
            pool.map(lambda _: store.offer(["daily"], now=NOW, again=timedelta(minutes=1), limit=20), range(8))
        )
    assert sorted(edition.date for offer in offers for edition in offer) == [one.date for one in editions(50)]


def test_a_catch_up_remembers_since_when_it_answers(store: Store) -> None:
    store.plan(EDITION, now=NOW, since=date(2026, 11, 21))
    assert store.since(EDITION) == date(2026, 11, 21)
