"""When an edition is due."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from digest_bot.schedule import CatchUp, Schedule, due_editions, missed_occurrences, next_due, occurrences

BERLIN = ZoneInfo("Europe/Berlin")
EVERY_DAY = frozenset(range(7))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def schedule(*times: str, zone: ZoneInfo = BERLIN, days: frozenset[int] = EVERY_DAY) -> Schedule:
    return Schedule(tuple(time.fromisoformat(t) for t in times), zone, days)


def owed(one: Schedule, *, since: str | None, now: str) -> list[tuple[str, str, str]]:
    """What is due: (date, slot, since when it answers)."""
    missed = missed_occurrences(one, since=at(since) if since else None, now=at(now))
    found = due_editions(one, missed, digest="d", channel="c", now=at(now))
    return [(str(due.edition.date), due.edition.slot, str(due.since or "")) for due in found]


def test_an_edition_is_due_once_its_local_time_has_come() -> None:
    assert owed(schedule("07:30"), since="2026-11-24T06:00", now="2026-11-24T06:30") == [("2026-11-24", "07:30", "")]


def test_nothing_is_due_before_its_time() -> None:
    assert owed(schedule("07:30"), since="2026-11-24T06:00", now="2026-11-24T06:29") == []


def test_a_first_run_owes_nothing_for_the_past() -> None:
    assert owed(schedule("07:30"), since=None, now="2026-11-24T12:00") == []


def test_three_days_of_downtime_make_one_edition_that_answers_for_all_three() -> None:
    assert owed(schedule("07:30"), since="2026-11-22T12:00", now="2026-11-25T12:00") == [
        ("2026-11-25", "07:30", "2026-11-23")
    ]


def test_the_second_edition_of_a_day_makes_up_for_the_first_without_a_span() -> None:
    assert owed(schedule("07:30", "17:00"), since="2026-11-24T01:00", now="2026-11-24T16:00") == [
        ("2026-11-24", "17:00", "")
    ]


def test_all_that_was_missed_is_made_oldest_first_where_that_is_wanted() -> None:
    every = replace(schedule("07:30", "17:00"), catch_up=CatchUp.ALL)
    assert owed(every, since="2026-11-23T12:00", now="2026-11-24T16:00") == [
        ("2026-11-23", "17:00", ""),
        ("2026-11-24", "07:30", ""),
        ("2026-11-24", "17:00", ""),
    ]


def test_nothing_is_made_up_for_where_that_is_wanted_and_the_next_one_answers() -> None:
    none = replace(schedule("07:30"), catch_up=CatchUp.NONE)
    assert owed(none, since="2026-11-23T12:00", now="2026-11-24T06:46") == []
    assert owed(none, since="2026-11-23T12:00", now="2026-11-24T06:44") == [("2026-11-24", "07:30", "")]
    assert owed(none, since="2026-11-22T12:00", now="2026-11-25T06:30") == [("2026-11-25", "07:30", "2026-11-23")]


def test_an_edition_that_is_too_late_is_left_to_the_next_one() -> None:
    within_half_a_day = replace(schedule("07:30"), max_lateness=timedelta(hours=12))
    assert owed(within_half_a_day, since="2026-11-23T12:00", now="2026-11-24T18:30") == [("2026-11-24", "07:30", "")]
    assert owed(within_half_a_day, since="2026-11-23T12:00", now="2026-11-24T18:31") == []
    assert owed(within_half_a_day, since="2026-11-23T12:00", now="2026-11-25T06:30") == [
        ("2026-11-25", "07:30", "2026-11-24")
    ]


def test_a_month_of_downtime_is_not_made_up_for_beyond_a_week() -> None:
    only_monday = schedule("07:30", days=frozenset({0}))
    assert owed(only_monday, since="2026-10-01T00:00", now="2026-11-24T00:00") == [("2026-11-23", "07:30", "")]


def test_weekdays_are_those_of_the_readers_zone() -> None:
    sunday_in_auckland = schedule("06:00", zone=ZoneInfo("Pacific/Auckland"), days=frozenset({6}))
    found = occurrences(sunday_in_auckland, after=at("2026-11-20T00:00"), until=at("2026-11-23T00:00"))
    assert found == [(at("2026-11-21T17:00"), date(2026, 11, 22), "06:00")]


SLOTS = ("00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "12:00", "23:59")


def changes(zone: ZoneInfo) -> list[datetime]:
    """Every UTC midnight from 2026 to 2030 after which the zone's clock stands differently than before."""
    midnights = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(5 * 365 + 2)]
    offsets = [midnight.astimezone(zone).utcoffset() for midnight in midnights]
    return [midnights[n] for n in range(len(midnights) - 1) if offsets[n] != offsets[n + 1]]


def test_every_zone_has_one_edition_a_local_date_through_every_change_of_its_clock_until_2030() -> None:
    seen = 0
    for name in sorted(available_timezones() - {"localtime"}):
        zone = ZoneInfo(name)
        for change in changes(zone):
            three = schedule(*SLOTS, zone=zone)
            found = occurrences(three, after=change - timedelta(days=3), until=change + timedelta(days=3))
            around = [change.astimezone(zone).date() + timedelta(days=n) for n in (-1, 0, 1)]
            days = Counter((day, slot) for _, day, slot in found if day in around)
            assert days == Counter({(day, slot): 1 for day in around for slot in SLOTS}), (name, change)
            assert [due for due, _, _ in found] == sorted(due for due, _, _ in found), (name, change)
            seen += 1
    assert seen > 1500


ZONES = ("Europe/Berlin", "America/New_York", "America/Havana", "Australia/Lord_Howe", "Asia/Tehran", "Africa/Cairo")


@pytest.mark.parametrize("zone", ZONES)
def test_two_years_of_beats_owe_one_edition_a_local_day(zone: str) -> None:
    one = schedule("00:30", zone=ZoneInfo(zone))
    since, days = at("2026-01-01T00:00"), []
    for number in range(2, 2 * 8 * 365):
        now = at("2026-01-01T00:00") + timedelta(hours=3 * number, minutes=number % 60)
        missed = missed_occurrences(one, since=since, now=now)
        days += [due.edition.date for due in due_editions(one, missed, digest="d", channel="c", now=now)]
        since = now
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
    assert len(days) >= 729


def test_the_hour_that_comes_twice_counts_the_first_time() -> None:
    found = occurrences(schedule("02:30"), after=at("2026-10-24T12:00"), until=at("2026-10-25T12:00"))
    assert [due for due, _, _ in found] == [at("2026-10-25T00:30")]


def test_the_next_edition_is_told_in_the_readers_zone() -> None:
    upcoming = next_due(schedule("07:30", days=frozenset({0, 1, 2, 3, 4})), now=at("2026-11-27T12:00"))
    assert upcoming.isoformat() == "2026-11-30T07:30:00+01:00"
