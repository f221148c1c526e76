"""Days without news: a line or silence, and after three an alert that names the cause, once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from digest_bot.chats.slack_blocks import compose
from digest_bot.model import Edition, Skipped, SkipReason
from digest_bot.silence import alert
from tests.builders import EDITION, TWO_STORIES, digest

DAY = timedelta(days=1)
TODAY = EDITION.date
BROKEN = Skipped("Harbour Post", SkipReason.SOURCE_FAILED, "The feed answered 500.")
TOLD = Skipped("City Wire", SkipReason.TOLD_BEFORE, "An earlier edition told this story.")


def days(*stories: int) -> list[tuple[date, int]]:
    """Editions before today's, one a day, newest first."""
    return [(TODAY - DAY * number, count) for number, count in enumerate(stories, start=1)]


def test_the_third_silent_day_raises_an_alert_that_names_the_cause() -> None:
    said = alert(digest(skipped=[BROKEN, TOLD, TOLD]), days(0, 0, 4))
    assert said == (
        "Daily digest: nothing new for 3 days in a row. Harbour Post: The feed answered 500. Left out: 2 told before."
    )


@pytest.mark.parametrize("earlier", [days(), days(0), days(0, 3, 0), days(0, 0, 0, 4), days(0, 0, 0, 0, 1)])
def test_neither_the_second_nor_the_fourth_does(earlier: list[tuple[date, int]]) -> None:
    assert alert(digest(), earlier) == ""


def test_a_day_of_several_silent_editions_counts_once_and_is_told_of_once() -> None:
    two_a_day = [(TODAY - DAY, 0), (TODAY - DAY, 0), (TODAY - 2 * DAY, 0), (TODAY - 3 * DAY, 2)]
    assert alert(digest(), two_a_day) != ""
    assert alert(digest(), [(TODAY, 0), *two_a_day]) == ""


def test_a_day_with_news_raises_none() -> None:
    assert alert(TWO_STORIES, days(0, 0, 0)) == ""


def test_sources_that_are_well_and_silent_are_doubted() -> None:
    assert alert(digest(), days(0, 0)).endswith(
        "The sources could be read and told of nothing new: are they the right ones?"
    )


def test_the_alert_stands_in_the_message_of_the_empty_day() -> None:
    (message,) = compose(replace(digest(), alert="Daily digest: nothing new for 3 days in a row."))
    assert message.text == "Daily digest: nothing new for 3 days in a row · next edition tomorrow 07:30"


def test_the_header_of_a_catch_up_names_its_days() -> None:
    late = Edition("daily", "C1", date(2026, 11, 25), "07:30")
    parent = compose(replace(TWO_STORIES, edition=late, since=date(2026, 11, 23)))[0]
    assert parent.blocks[0]["text"] == {
        "type": "plain_text",
        "text": "Daily digest · Mon–Wed 25 November",
        "emoji": False,
    }
