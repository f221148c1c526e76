"""Accepted work: never lost, never twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest

from digest_bot.asking import Arrival, Asked, Request
from digest_bot.store.database import Database
from digest_bot.store.requests import Requests
from tests.builders import NOW

ASKED = Request("a" * 16, Asked.COMMAND, "T1", "U1", "C1", "news", "harbour bridge", NOW, "https://hooks.example/1")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def requests(database_url: str) -> Iterator[Requests]:
    database = Database(database_url)
    database.create()
    yield Requests(database)
    database.engine.dispose()


def other(number: int, **about: object) -> Request:
    return replace(ASKED, id=f"{number:016x}", **about)  # type: ignore[arg-type]


def test_what_was_accepted_is_open_until_it_is_answered(requests: Requests) -> None:
    assert requests.accept(ASKED, keys=["trigger:1"], now=NOW)
    mine = requests.take(ASKED.id, now=NOW)
    assert mine == replace(ASKED, attempt=1)
    assert mine is not None
    assert requests.finish(mine, answer="[]")
    assert requests.take(ASKED.id, now=NOW) is None
    assert requests.offer(now=NOW + 2 * MINUTE) == ()
    assert requests.answer(ASKED.id, user="U1") == "[]"
    assert requests.answer(ASKED.id, user="U2") is None


def test_what_was_answered_at_once_is_heard_and_not_kept(requests: Requests) -> None:
    assert requests.accept(ASKED, keys=["trigger:1"], now=NOW, work=False)
    assert not requests.accept(ASKED, keys=["trigger:1"], now=NOW, work=False)
    assert requests.take(ASKED.id, now=NOW) is None


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


def test_of_two_attempts_the_later_one_finishes(requests: Requests) -> None:
    requests.accept(ASKED, keys=[], now=NOW)
    first, second = requests.take(ASKED.id, now=NOW), requests.take(ASKED.id, now=NOW)
    assert first is not None
    assert second is not None
    assert (first.attempt, second.attempt) == (1, 2)
    assert not requests.finish(first)
    assert requests.finish(second)


def test_an_attempt_that_could_only_not_be_sent_does_not_count(requests: Requests) -> None:
    requests.accept(ASKED, keys=[], now=NOW)
    first = requests.take(ASKED.id, now=NOW)
    assert first is not None
    requests.put_back(first)
    assert requests.take(ASKED.id, now=NOW) == first


def test_open_work_is_offered_once_a_minute(requests: Requests) -> None:
    requests.accept(ASKED, keys=[], now=NOW)
    offers = [requests.offer(now=NOW + seconds * timedelta(seconds=1)) for seconds in (10, 61, 90, 122)]
    assert offers == [(), (ASKED.id,), (), (ASKED.id,)]


def test_work_that_was_begun_is_offered_sooner(requests: Requests) -> None:
    requests.accept(ASKED, keys=[], now=NOW)
    requests.take(ASKED.id, now=NOW)
    offers = [requests.offer(now=NOW + seconds * timedelta(seconds=1)) for seconds in (10, 21, 30, 42)]
    assert offers == [(), (ASKED.id,), (), (ASKED.id,)]


def test_a_request_a_day_old_is_not_answered_any_more(requests: Requests) -> None:
    requests.accept(ASKED, keys=[], now=NOW)
    assert requests.offer(now=NOW + timedelta(days=1)) == ()
    assert requests.take(ASKED.id, now=NOW + timedelta(days=1)) is None


def test_a_response_url_is_used_five_times_within_half_an_hour(requests: Requests) -> None:
    requests.accept(ASKED, keys=[], now=NOW)
    assert [requests.use_url(ASKED, now=NOW) for _ in range(6)] == [True] * 5 + [False]
    requests.accept(other(2, user="U2"), keys=[], now=NOW)
    assert not requests.use_url(other(2), now=NOW + 30 * MINUTE)
    assert not requests.use_url(other(2, response_url=""), now=NOW)


def test_of_many_deliveries_at_once_one_is_accepted(database_url: str) -> None:
    database = Database(database_url)
    database.create()
    won: list[bool] = []

    def deliver(number: int) -> None:
        won.append(Requests(database).accept(other(number), keys=[f"trigger:{number}"], now=NOW))

    threads = [Thread(target=deliver, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.engine.dispose()
    assert sorted(won) == [False] * 7 + [True]


def test_a_week_later_nothing_is_kept(requests: Requests) -> None:
    requests.accept(ASKED, keys=["trigger:1"], now=NOW)
    requests.finish(replace(ASKED, attempt=0), answer="[]")
    requests.tidy(now=NOW + timedelta(days=8))
    assert requests.answer(ASKED.id, user="U1") is None
    assert requests.first("trigger:1", now=NOW)


def test_a_secret_address_is_not_shown(requests: Requests) -> None:
    requests.accept(ASKED, keys=[], now=NOW)
    assert "hooks.example" not in repr(requests.take(ASKED.id, now=NOW))


def test_two_processes_that_hear_the_same_in_two_orders_do_not_wait_for_each_other_for_ever(requests: Requests) -> None:
    def asked(who: int, hour: int) -> list[Arrival]:
        at = NOW + timedelta(hours=2 * hour)
        ids = [10_000 * who + 100 * hour + person for person in range(40)]
        people = [other(id_, user=f"U{id_ % 100}", received_at=at) for id_ in ids]
        return [Arrival(one, (f"trigger:{one.id}",), at) for one in people]

    with ThreadPoolExecutor(2) as pool:
        for hour in range(8):
            fresh = list(pool.map(requests.accept_all, (asked(1, hour), asked(2, hour)[::-1])))
            assert sum(map(sum, fresh)) == 40
            keys = [f"{hour}.{number}" for number in range(40)]
            heard = pool.map(lambda some: requests.first_all(some, now=NOW), (keys, keys[::-1]))
            assert sum(map(sum, heard)) == 40
