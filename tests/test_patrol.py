"""The steady visits between the editions."""

from datetime import timedelta
from pathlib import Path

from digest_bot.shell.patrol import Patrol
from digest_bot.store import Database, Leases, Store
from tests.builders import NOW
from tests.sources.told import Told, listing, told


def patrol(tmp_path: Path, feed: Told, now: list[timedelta]) -> Patrol:
    database = Database(f"sqlite:///{tmp_path}/digest.db")
    store, leases = Store(database), Leases(database, clock=lambda: NOW + now[0])
    return Patrol((feed,), store, store, leases, lambda: NOW + now[0])


def test_a_round_is_offered_once_a_minute(tmp_path: Path) -> None:
    now = [timedelta()]
    patrols = patrol(tmp_path, Told(), now)
    offered = []
    for seconds in (0, 15, 30, 60, 75, 120):
        now[0] = timedelta(seconds=seconds)
        offered.append(list(patrols.offers()))
    assert offered == [[("poll", "sources")], [], [], [("poll", "sources")], [], [("poll", "sources")]]


def test_a_round_visits_what_is_due(tmp_path: Path) -> None:
    now, feed = [timedelta()], Told(listing(told("Item")))
    patrols = patrol(tmp_path, feed, now)
    for minutes in (0, 1, 40):
        now[0] = timedelta(minutes=minutes)
        patrols.work("sources")
    assert len(feed.looks) == 2


def test_only_one_worker_makes_a_round(tmp_path: Path) -> None:
    now, feed = [timedelta()], Told()
    patrols = patrol(tmp_path, feed, now)
    assert patrols.leases.claim("poll/sources") is not None
    patrols.work("sources")
    assert feed.looks == []


def test_without_remote_sources_nothing_is_offered(tmp_path: Path) -> None:
    assert list(patrol(tmp_path, Told(host=""), [timedelta()]).offers()) == []
