"""When an edition is due."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from digest_bot.schedule import Schedule, due_edition, next_due, occurrences

BERLIN = ZoneInfo("Europe/Berlin")
EVERY_DAY = frozenset(range(7))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def schedule(*times: str, zone: ZoneInfo = BERLIN, days: frozenset[int] = EVERY_DAY) -> Schedule:
    return Schedule(tuple(time.fromisoformat(t) for t in times), zone, days)


def test_an_edition_is_due_once_its_local_time_has_come() -> None:
    edition = due_edition(
        schedule("07:30"), digest="d", channel="c", since=at("2026-11-24T06:00"), now=at("2026-11-24T06:30")
    )
    assert edition is not None
    assert (edition.date, edition.slot) == (date(2026, 11, 24), "07:30")


def test_nothing_is_due_before_its_time() -> None:
    since, now = at("2026-11-24T06:00"), at("2026-11-24T06:29")
    assert due_edition(schedule("07:30"), digest="d", channel="c", since=since, now=now) is None


def test_a_first_run_owes_nothing_for_the_past() -> None:
    assert due_edition(schedule("07:30"), digest="d", channel="c", since=None, now=at("2026-11-24T12:00")) is None


def test_three_days_of_downtime_make_one_edition_the_newest() -> None:
    since, now = at("2026-11-20T12:00"), at("2026-11-23T12:00")
    edition = due_edition(schedule("07:30"), digest="d", channel="c", since=since, now=now)
    assert edition is not None
    assert edition.date == date(2026, 11, 23)


def test_a_month_of_downtime_is_not_made_up_for_beyond_a_week() -> None:
    only_monday = schedule("07:30", days=frozenset({0}))
    since, now = at("2026-10-01T00:00"), at("2026-11-24T00:00")
    edition = due_edition(only_monday, digest="d", channel="c", since=since, now=now)
    assert edition is not None
    assert edition.date == date(2026, 11, 23)


def test_weekdays_are_those_of_the_readers_zone() -> None:
    sunday_in_auckland = schedule("06:00", zone=ZoneInfo("Pacific/Auckland"), days=frozenset({6}))
    found = list(occurrences(sunday_in_auckland, after=at("2026-11-20T00:00"), until=at("2026-11-23T00:00")))
    assert found == [(at("2026-11-21T17:00"), date(2026, 11, 22), "06:00")]


@pytest.mark.parametrize("slot", ["00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "12:00", "23:59"])
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "America/Havana", "Australia/Lord_Howe", "UTC"])
def test_every_local_date_has_exactly_one_occurrence_through_both_changes_of_the_clock(zone: str, slot: str) -> None:
    found = occurrences(schedule(slot, zone=ZoneInfo(zone)), after=at("2026-01-01T00:00"), until=at("2027-01-01T00:00"))
    dates = [day for _, day, _ in found if day.year == 2026][1:-1]
    assert dates == [dates[0] + timedelta(days=n) for n in range(len(dates))]
    assert len(dates) >= 362


def test_the_hour_that_comes_twice_counts_the_first_time() -> None:
    found = list(occurrences(schedule("02:30"), after=at("2026-10-24T12:00"), until=at("2026-10-25T12:00")))
    assert [due for due, _, _ in found] == [at("2026-10-25T00:30")]


def test_the_next_edition_is_told_in_the_readers_zone() -> None:
    upcoming = next_due(schedule("07:30", days=frozenset({0, 1, 2, 3, 4})), now=at("2026-11-27T12:00"))
    assert upcoming.isoformat() == "2026-11-30T07:30:00+01:00"
