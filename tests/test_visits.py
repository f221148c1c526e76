"""When a source is visited again, and what is said of it."""

from datetime import timedelta
from itertools import pairwise

import pytest

from digest_bot.errors import SourceError
from digest_bot.health import complaint, recovery
from digest_bot.visits import (
    Known,
    Look,
    Standing,
    after_failure,
    after_success,
    conditions,
    is_due,
)
from tests.builders import NOW
from tests.sources.told import listing, told

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEW = Standing("feed:https://post.example/")
GOOD = after_success(NEW, Look(), news=1, now=NOW)
DEAD = SourceError("No answer.", reason="timeout")


def failed(standing: Standing, hours: float, error: SourceError = DEAD) -> Standing:
    return after_failure(standing, error, now=NOW + hours * HOUR)


def test_a_source_that_was_never_visited_is_due() -> None:
    assert is_due(NEW, NOW)


@pytest.mark.parametrize(("rest", "hours"), [(None, 0.5), (timedelta(seconds=9), 0.5), (6 * HOUR, 6), (400 * DAY, 24)])
def test_the_server_says_when_to_come_again_but_not_too_soon_and_not_never(
    rest: timedelta | None, hours: float
) -> None:
    standing = after_success(NEW, Look(rest=rest), news=0, now=NOW)
    assert not is_due(standing, NOW + hours * HOUR - timedelta(seconds=1))
    assert is_due(standing, NOW + hours * HOUR + 0.1 * HOUR)


def test_failures_are_tried_again_later_and_later_but_within_a_day() -> None:
    standing, now, waits = GOOD, NOW + HOUR, []
    for _ in range(30):
        standing = after_failure(standing, DEAD, now=now)
        assert standing.next_at
        waits.append(standing.next_at - now)
        now = standing.next_at
    assert all(a <= b for a, b in pairwise(waits))
    assert 0.5 * HOUR <= waits[0] < HOUR
    assert 12 * HOUR <= waits[-1] < DAY


def test_a_feed_that_was_down_for_three_days_is_read_again_within_a_day() -> None:
    standing, now = GOOD, NOW + HOUR
    while now < NOW + 73 * HOUR:
        standing = after_failure(standing, DEAD, now=now)
        assert standing.next_at
        now = standing.next_at
    assert now < NOW + 97 * HOUR
    assert is_due(standing, now)


@pytest.mark.parametrize(("asked", "hours"), [(7200.0, 2), (10.0, 0.5), (100 * 3600.0, 100), (31_536_000.0, 7 * 24)])
def test_a_server_that_asks_to_be_left_alone_is_left_alone_for_a_week_at_most(asked: float, hours: float) -> None:
    standing = after_failure(GOOD, SourceError("Later.", reason="http_429", rest=asked), now=NOW)
    assert not is_due(standing, NOW + hours * HOUR - timedelta(seconds=1))
    assert is_due(standing, NOW + hours * HOUR + 0.1 * HOUR)


def test_a_feed_that_is_gone_for_good_is_left_alone_and_said_at_once() -> None:
    standing = failed(GOOD, 1, SourceError("Gone for good.", permanent=True, reason="http_410"))
    assert not is_due(standing, NOW + 1000 * DAY)
    assert complaint(standing, since=NOW, now=NOW + DAY) == "Gone for good."
    assert complaint(standing, since=NOW + DAY, now=NOW + 2 * DAY) is None


def test_an_address_is_rewritten_after_three_equal_answers() -> None:
    standing, urls = NEW, []
    for moved in ("https://a.example/", "https://b.example/", "https://b.example/", "https://b.example/"):
        standing = after_success(standing, Look(moved=moved), news=0, now=NOW)
        urls.append(standing.known.url)
    assert urls == [None, None, None, "https://b.example/"]
    assert after_success(standing, Look(), news=0, now=NOW).known.url == "https://b.example/"


def test_a_move_that_was_a_slip_is_forgotten() -> None:
    standing = NEW
    for moved in ("https://b.example/", "https://b.example/", None, "https://b.example/"):
        standing = after_success(standing, Look(moved=moved), news=0, now=NOW)
    assert standing.known.url is None


def test_after_five_failures_the_first_address_is_asked_without_conditions() -> None:
    standing = after_success(NEW, Look(known=Known("https://b.example/", '"1"', "then")), news=0, now=NOW)
    for _ in range(5):
        standing = failed(standing, 1)
    assert standing.known == Known()


def test_not_modified_without_a_copy_drops_the_conditions() -> None:
    standing = after_success(NEW, Look(known=Known(None, '"1"', "then")), news=0, now=NOW)
    assert failed(standing, 1, SourceError("?", reason="http_304")).known == Known()


def test_a_site_may_be_asked_for_its_feed_again_and_a_feed_may_not() -> None:
    assert conditions(NEW).discover
    assert not conditions(GOOD).discover
    assert conditions(after_success(NEW, Look(discovered=True), news=0, now=NOW)).discover


# Health.


def test_a_feed_that_fails_for_a_day_is_named_once_with_its_reason() -> None:
    standing = failed(failed(GOOD, 1), 20)
    editions = [NOW + hours * HOUR for hours in (0, 24, 48, 72)]
    said = [complaint(standing, since=a, now=b) for a, b in pairwise(editions)]
    assert said == [None, "No answer.", None]


def test_a_feed_that_was_never_read_is_named_at_once() -> None:
    assert complaint(failed(NEW, 0), since=None, now=NOW) == "No answer."


def test_a_feed_that_failed_for_an_hour_is_not_mentioned() -> None:
    assert complaint(failed(GOOD, 1), since=None, now=NOW + 2 * HOUR) is None


def test_a_feed_that_came_back_is_said_once_and_only_when_its_failure_was() -> None:
    back = after_success(failed(GOOD, 1), Look(), news=0, now=NOW + 50 * HOUR)
    assert complaint(back, since=None, now=NOW + 51 * HOUR) is None
    assert recovery(back, since=NOW + 48 * HOUR, now=NOW + 72 * HOUR) == "Since 26 Nov 08:30 UTC."
    assert recovery(back, since=NOW + 72 * HOUR, now=NOW + 96 * HOUR) is None
    assert recovery(back, since=NOW + 24 * HOUR, now=NOW + 72 * HOUR) is None


def daily(count: int = 6) -> Standing:
    look = Look(listing(*[told(f"Item {n}", hours=24 * n) for n in range(count)]))
    return after_success(NEW, look, news=3, now=NOW)


def test_a_feed_is_named_when_it_is_silent_for_three_times_its_usual_gap() -> None:
    assert daily().gap == 86_400
    assert complaint(daily(), since=None, now=NOW + 70 * HOUR) is None
    said = complaint(daily(), since=NOW + 2 * DAY, now=NOW + 4 * DAY)
    assert said == "Nothing new for 4 days; it usually takes 24 h."
    assert complaint(daily(), since=NOW + 4 * DAY, now=NOW + 5 * DAY) is None


def test_a_feed_that_speaks_again_is_said_once() -> None:
    quiet = after_success(daily(), Look(unchanged=True), news=0, now=NOW + 5 * DAY)
    assert quiet.recovered_at is None
    again = after_success(quiet, Look(), news=1, now=NOW + 6 * DAY)
    assert recovery(again, since=NOW + 5 * DAY, now=NOW + 7 * DAY) == "Since 30 Nov 06:30 UTC."


def test_without_dates_the_visits_show_the_usual_gap() -> None:
    standing = GOOD
    for day in range(1, 6):
        standing = after_success(standing, Look(), news=1, now=NOW + day * DAY)
    assert standing.gap == 86_400
