"""Accepted work: never lost, never twice."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from digest_bot.asking import Asked, Request
from digest_bot.store.database import Database
from digest_bot.store.requests import ATTEMPTS, LEASE, Requests
from tests.builders import NOW

ASKED = Request("a" * 16, Asked.COMMAND, "T1", "U1", "C1", "news", "harbour bridge", NOW, "https://hooks.example/1")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def requests(tmp_path: Path) -> Requests:
    database = Database(f"sqlite:///{tmp_path / 'digest.db'}")
    database.create()
    return Requests(database)


def other(number: int, **about: object) -> Request:
    return replace(ASKED, id=f"{number:016x}", **about)  # type: ignore[arg-type]


def test_what_was_accepted_is_open_until_it_is_answered(requests: Requests) -> None:
    assert requests.accept(ASKED, keys=["trigger:1"], now=NOW)
    assert requests.open_requests(now=NOW) == (ASKED.id,)
    mine = requests.claim(ASKED.id, now=NOW)
    assert mine == replace(ASKED, attempt=1)
    assert mine is not None
    assert requests.finish(mine, answer="[]")
    assert requests.open_requests(now=NOW + LEASE * 2) == ()
    assert requests.answer(ASKED.id) == "[]"


def test_the_same_delivery_is_accepted_once(requests: Requests) -> None:
    assert requests.accept(ASKED, keys=["trigger:1"], now=NOW)
    assert not requests.accept(other(2, text="something else"), keys=["trigger:1"], now=NOW + 5 * MINUTE)
    assert requests.accept(other(3, text="something else"), keys=["trigger:1"], now=NOW + 61 * MINUTE)


def test_enter_pressed_twice_is_one_question(requests: Requests) -> None:
    assert requests.accept(ASKED, keys=["trigger:1"], now=NOW)
    assert not requests.accept(other(2, text=" Harbour  BRIDGE"), keys=["trigger:2"], now=NOW + MINUTE)
    assert requests.accept(other(3), keys=["trigger:3"], now=NOW + MINUTE + timedelta(seconds=1))


@pytest.mark.parametrize("about", [{"user": "U2"}, {"team": "T2"}, {"channel": "C2"}, {"text": "harbour"}])
def test_another_person_place_or_text_is_another_question(requests: Requests, about: dict[str, str]) -> None:
    assert requests.accept(ASKED, keys=["trigger:1"], now=NOW)
    assert requests.accept(other(2, **about), keys=["trigger:2"], now=NOW)


def test_mute_unmute_mute_within_a_minute_is_three_wishes(requests: Requests) -> None:
    texts = ["mute City Wire", "unmute City Wire", "mute City Wire"]
    assert all(requests.accept(other(n, text=t), keys=[f"trigger:{n}"], now=NOW) for n, t in enumerate(texts))


def test_the_same_button_pressed_twice_is_two_presses(requests: Requests) -> None:
    presses = [other(n, kind=Asked.BUTTON) for n in range(2)]
    assert all(requests.accept(press, keys=[f"trigger:{n}"], now=NOW) for n, press in enumerate(presses))


def test_one_worker_has_a_request_until_its_lease_ends(requests: Requests) -> None:
    requests.accept(ASKED, keys=[], now=NOW)
    first = requests.claim(ASKED.id, now=NOW)
    assert requests.claim(ASKED.id, now=NOW + LEASE / 2) is None
    later = NOW + LEASE + MINUTE
    second = requests.claim(ASKED.id, now=later)
    assert first is not None
    assert second is not None
    assert not requests.still_mine(first, now=later)
    assert requests.still_mine(second, now=later)
    assert not requests.finish(first)
    assert requests.finish(second)


def test_a_request_that_ends_its_worker_every_time_is_given_up(requests: Requests) -> None:
    requests.accept(ASKED, keys=[], now=NOW)
    claims = [requests.claim(ASKED.id, now=NOW + attempt * 2 * LEASE) for attempt in range(ATTEMPTS + 1)]
    assert [claim is not None for claim in claims] == [True] * ATTEMPTS + [False]


def test_a_request_a_day_old_is_not_answered_any_more(requests: Requests) -> None:
    requests.accept(ASKED, keys=[], now=NOW)
    assert requests.open_requests(now=NOW + timedelta(days=1)) == ()


def test_a_response_url_is_used_five_times_within_half_an_hour(requests: Requests) -> None:
    requests.accept(ASKED, keys=[], now=NOW)
    assert [requests.use_url(ASKED, now=NOW) for _ in range(6)] == [True] * 5 + [False]
    requests.accept(other(2, user="U2"), keys=[], now=NOW)
    assert not requests.use_url(other(2), now=NOW + 30 * MINUTE)
    assert not requests.use_url(other(2, response_url=""), now=NOW)


def test_of_many_workers_one_wins(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'digest.db'}"
    database = Database(url)
    database.create()
    Requests(database).accept(ASKED, keys=[], now=NOW)
    won: list[Request | None] = []
    threads = [Thread(target=lambda: won.append(Requests(Database(url)).claim(ASKED.id, now=NOW))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(claim is not None for claim in won) == 1


def test_a_week_later_nothing_is_kept(requests: Requests) -> None:
    requests.accept(ASKED, keys=["trigger:1"], now=NOW)
    requests.finish(replace(ASKED, attempt=0), answer="[]")
    requests.tidy(now=NOW + timedelta(days=8))
    assert requests.answer(ASKED.id) is None
    assert requests.first("trigger:1", now=NOW)


def test_a_secret_address_is_not_shown(requests: Requests) -> None:
    requests.accept(ASKED, keys=[], now=NOW)
    assert "hooks.example" not in repr(requests.claim(ASKED.id, now=NOW))
