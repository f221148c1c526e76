"""What people want different."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from digest_bot.asking import Given, Muted, Saved, Verdict
from digest_bot.store.database import Database
from digest_bot.store.people import People, muted
from digest_bot.store.requests import Requests
from tests.builders import NOW

FERRY = Saved("a" * 16, "Ferry runs aground", "https://harbour.example/1", NOW)
WIRE = Muted("daily", "City Wire", "U1", NOW)


@pytest.fixture
def people(database_url: str) -> Iterator[People]:
    database = Database(database_url)
    database.create()
    yield People(database)
    database.engine.dispose()


def verdict(user: str, *, useful: bool, story: str = "s1", sources: tuple[str, ...] = ("City Wire",)) -> Verdict:
    return Verdict("daily", "daily/C1/2026-11-24/07:30", story, sources, user, useful)


def test_a_person_saves_an_article_once_and_sees_only_their_own(people: People) -> None:
    assert people.save("U1", FERRY)
    assert not people.save("U1", FERRY)
    assert people.saved("U1") == (FERRY,)
    assert people.saved("U2") == ()
    assert people.unsave("U1", FERRY.article)
    assert not people.unsave("U1", FERRY.article)


def test_a_source_is_muted_for_one_digest_until_somebody_unmutes_it(people: People) -> None:
    assert people.mute(WIRE)
    assert not people.mute(WIRE)
    assert people.muted("daily") == (WIRE,)
    assert people.muted("weekly") == ()
    assert people.unmute("daily", "City Wire")
    assert not people.unmute("daily", "City Wire")
    assert people.muted() == ()


def test_votes_are_counted_by_source_and_a_person_counts_once_a_story(people: People) -> None:
    people.judge(verdict("U1", useful=True, sources=("City Wire", "Harbour Post")), now=NOW)
    people.judge(verdict("U2", useful=True), now=NOW)
    people.judge(verdict("U3", useful=True), now=NOW)
    people.judge(verdict("U3", useful=False), now=NOW)
    assert people.votes("daily", since=NOW - timedelta(days=1)) == {"City Wire": 1, "Harbour Post": 1}
    assert people.votes("daily", since=NOW + timedelta(seconds=1)) == {}


def test_a_reset_forgets_exactly_the_votes(people: People) -> None:
    people.judge(verdict("U1", useful=True), now=NOW)
    people.mute(WIRE)
    assert people.forget_votes("weekly") == 0
    assert people.forget_votes("daily") == 1
    assert people.votes("daily", since=NOW) == {}
    assert people.muted() == (WIRE,)


def test_a_setting_is_chosen_changed_and_given_back(people: People) -> None:
    people.choose("daily", {"hour": "08:00", "audio": "no"}, user="U1", now=NOW)
    people.choose("daily", {"hour": "09:00", "audio": ""}, user="U2", now=NOW)
    assert people.choices("daily") == {"hour": "09:00"}
    assert people.choices("weekly") == {}


def test_what_was_told_on_demand_is_remembered_and_a_shared_one_stands(people: People) -> None:
    private = Given("r1", FERRY.article, FERRY.title, FERRY.url, "daily", NOW)
    people.give(private)
    people.give(private)
    people.give(replace(private, request="r2", at=NOW + timedelta(hours=1)))
    assert people.given("daily", since=NOW) == (private,)
    people.show("r2", ["daily"])
    assert [given.shared for given in people.given("daily", since=NOW)] == [True]
    assert people.given("weekly", since=NOW) == ()
    assert people.given("daily", since=NOW + timedelta(days=1)) == ()


def test_reading_waits_for_nobody_who_writes(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest_bot.store.database.BUSY_TIMEOUT", 50)
    people.mute(WIRE)
    requests = Requests(people._database)
    people._database.engine.dispose()  # connections that are patient
    with people._database.begin() as connection:
        connection.execute(sa.delete(muted))
        assert people.muted() == (WIRE,)
        assert (people.choices("daily"), people.votes("daily", since=NOW)) == ({}, {})
        assert requests.answer("a" * 16, user="U1") is None
    assert people.muted() == ()
