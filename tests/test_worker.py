"""Planning and the run of an edition. A chat that remembers stands in for Slack; the store is real."""

from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest_bot.pipeline import Options
from digest_bot.ports import Source
from digest_bot.schedule import Schedule
from digest_bot.shell.posting import Courier
from digest_bot.shell.studio import Studio
from digest_bot.shell.worker import Job, plan, run_edition
from digest_bot.sources.folder import Folder
from digest_bot.store import Store
from tests.builders import EDITION, NOW
from tests.memory_chat import Clock, MemoryChat

MORNING = Schedule((time(7, 30),), ZoneInfo("Europe/Berlin"), frozenset(range(7)))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(f"sqlite:///{tmp_path}/digest.db")
    made.plan(EDITION, now=NOW)
    return made


def job(*sources: Source) -> Job:
    return Job("daily", "C1", MORNING, sources, Options(), audio=False)


def test_planning_twice_plans_once(store: Store) -> None:
    at = datetime(2026, 11, 25, 6, 31, tzinfo=NOW.tzinfo)
    store.finish(EDITION)
    plan((job(),), store=store, now=NOW)
    assert store.open_editions() == ()
    plan((job(),), store=store, now=at)
    first = store.open_editions()
    plan((job(),), store=store, now=at + timedelta(seconds=15))
    assert [edition.slot for edition in first] == ["07:30"]
    assert store.open_editions() == first


def test_a_retry_delivers_the_saved_edition_and_never_rebuilds_it(store: Store, tmp_path: Path) -> None:
    chat, clock = MemoryChat(faults=["wait 60"]), Clock()
    courier, studio = Courier(store, chat, clock, pause=clock.pause), Studio((), Path())
    run_edition(job(Folder("good", tmp_path)), EDITION, store=store, courier=courier, studio=studio)
    saved = store.load(EDITION)
    clock.now += timedelta(hours=1)
    run_edition(job(Folder("broken", tmp_path / "gone")), EDITION, store=store, courier=courier, studio=studio)
    assert store.load(EDITION) == saved
    assert chat.parts == ["parent"]
    assert store.open_editions() == ()
