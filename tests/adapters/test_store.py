"""What must not be lost: the store on a real SQLite file."""

import multiprocessing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest_bot.errors import StoreError
from digest_bot.model import Edition, Memory, Receipt, Told
from digest_bot.ports import Part, PartState
from digest_bot.store import Store
from tests.builders import EDITION, NOW, TWO_STORIES

TOLD = Told("s1", EDITION.id, NOW, "Ferry runs aground", (("ferry", 0.7), ("tarn", 0.5)), frozenset({"aurora", "212"}))
MEMORY = Memory(told=(TOLD,), seen=frozenset(TWO_STORIES.articles))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path}/new folder/digest.db")


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
    assert store.watched("daily") is None
    store.watch("daily", until=NOW)
    store.watch("daily", until=NOW - timedelta(hours=2))
    assert store.watched("daily") == NOW


def test_only_one_of_two_writers_gets_a_part(store: Store) -> None:
    mine = Part("parent", PartState.SENDING, NOW)
    assert store.put_part(EDITION, mine, replacing=None)
    assert not store.put_part(EDITION, mine, replacing=None)
    sent = Part("parent", PartState.SENT, NOW, Receipt("C1", "1.0"))
    assert store.put_part(EDITION, sent, replacing=mine)
    assert not store.put_part(EDITION, mine, replacing=mine)
    assert store.part(EDITION, "parent") == sent


def test_a_database_that_cannot_be_opened_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(f"sqlite:///{tmp_path}/file/digest.db")


def test_a_password_in_the_url_is_not_in_the_error() -> None:
    with pytest.raises(StoreError) as caught:
        Store("nonsense://user:hunter2@host/db")
    assert "hunter2" not in str(caught.value)


def test_four_processes_that_plan_the_same_hundred_editions_plan_each_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/digest.db"
    Store(url)
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        won = pool.map(_plan_a_hundred, [url] * 4)
    assert sum(won) == 100
    assert len(Store(url).open_editions()) == 100


def _plan_a_hundred(url: str) -> int:
    store = Store(url)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    days = [start + timedelta(days=n) for n in range(100)]
    return sum(store.plan(Edition("daily", "C1", day.date(), "07:30"), now=day) for day in days)
