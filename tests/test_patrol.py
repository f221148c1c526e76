"""The steady visits between the editions."""

from datetime import timedelta
from pathlib import Path

from digest_bot.shell.patrol import Patrol
from digest_bot.store import Store
from tests.builders import NOW
from tests.sources.told import Told, listing, told


def test_a_round_visits_what_is_due(tmp_path: Path) -> None:
    now, feed = [timedelta()], Told(listing(told("Item")))
    store = Store(f"sqlite:///{tmp_path}/digest.db")
    patrol = Patrol((feed,), store, store, lambda: NOW + now[0])
    for minutes in (0, 1, 40):
        now[0] = timedelta(minutes=minutes)
        patrol(lambda: True)
    assert len(feed.looks) == 2
