"""Rounds: offered when they are due, made by one worker at a time."""

from datetime import timedelta
from pathlib import Path

import pytest

from digest_bot.ports import Fence
from digest_bot.shell.rounds import Round
from digest_bot.store import Database, Leases, Store
from tests.builders import NOW

MINUTE = timedelta(minutes=1)


class Yard:
    """A round a minute, on a clock that a test sets."""

    def __init__(self, folder: Path) -> None:
        self.now = NOW
        self.fences: list[Fence] = []
        database = Database(f"sqlite:///{folder}/digest.db")
        Store(database)
        self.leases = Leases(database, clock=lambda: self.now)
        self.round = Round("poll", "sources", MINUTE, self.fences.append, self.leases, lambda: self.now)

    def offered(self, *seconds: int) -> list[list[tuple[str, str]]]:
        offered = []
        for second in seconds:
            self.now = NOW + timedelta(seconds=second)
            offered.append(list(self.round.offers()))
        return offered


@pytest.fixture
def yard(tmp_path: Path) -> Yard:
    return Yard(tmp_path)


def test_a_round_is_offered_once_a_minute(yard: Yard) -> None:
    due = [("poll", "sources")]
    assert yard.offered(0, 15, 30, 60, 75, 120) == [due, [], [], due, [], due]


def test_a_clock_that_is_set_back_by_two_hours_does_not_put_it_off(yard: Yard) -> None:
    due = [("poll", "sources")]
    assert yard.offered(7_200, 0, 15, 60) == [due, due, [], due]


def test_a_round_is_made_under_a_lease_that_is_given_back(yard: Yard) -> None:
    yard.round.work("sources")
    yard.round.work("sources")
    assert len(yard.fences) == 2


def test_only_one_worker_makes_a_round(yard: Yard) -> None:
    assert yard.leases.claim("poll/sources") is not None
    yard.round.work("sources")
    assert yard.fences == []


def test_a_round_that_fails_gives_its_lease_back(yard: Yard) -> None:
    def fail(_fence: Fence) -> None:
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        Round("poll", "sources", MINUTE, fail, yard.leases, lambda: NOW).work("sources")
    assert yard.leases.claim("poll/sources") is not None
