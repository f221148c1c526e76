"""What is said of a source to whoever asks."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from digest_bot.errors import SourceError
from digest_bot.health import ails, brief, describe
from digest_bot.visits import Look, Standing, after_failure, after_success
from tests.builders import NOW

BERLIN = ZoneInfo("Europe/Berlin")
NEW = Standing("feed:https://post.example/")
WELL = after_success(NEW, Look(), news=1, now=NOW)
DEAD = SourceError("post.example has trouble (status 503).", reason="http_503")
FAILING = replace(after_failure(WELL, DEAD, now=NOW + timedelta(hours=2)), next_at=NOW + timedelta(hours=3))
GONE = after_failure(WELL, SourceError("post.example is gone for good (status 410).", reason="http_410"), now=NOW)


@pytest.mark.parametrize(
    ("standing", "ill", "said"),
    [
        (NEW, False, ""),
        (WELL, False, "last read Tue 24 Nov 07:30"),
        (
            FAILING,
            True,
            (
                "failing since Tue 24 Nov 09:30, last read Tue 24 Nov 07:30, next try Tue 24 Nov 10:30. "
                "post.example has trouble (status 503)."
            ),
        ),
        (GONE, True, "gone for good: post.example is gone for good (status 410)."),
    ],
)
def test_whoever_asks_is_told_how_a_source_fares_in_their_own_time(standing: Standing, ill: bool, said: str) -> None:
    assert brief(standing, now=NOW + timedelta(hours=2), zone=BERLIN) == said
    assert ails(standing, now=NOW + timedelta(hours=2)) == ill


def test_a_source_that_fell_silent_is_said_to_be() -> None:
    silent = replace(WELL, gap=3600.0)
    assert not ails(silent, now=NOW + timedelta(days=2))
    assert ails(silent, now=NOW + timedelta(days=4))
    said = brief(silent, now=NOW + timedelta(days=4), zone=BERLIN)
    assert said == "silent since Tue 24 Nov 07:30, last read Tue 24 Nov 07:30"


def test_the_list_of_feeds_says_state_last_success_next_visit_and_why() -> None:
    assert describe(FAILING, now=NOW + timedelta(hours=2)) == (
        "failing since 24 Nov 08:30 UTC (http_503, 1 times) · last read 24 Nov 06:30 UTC · next visit 24 Nov 09:30 UTC"
        " · post.example has trouble (status 503)."
    )
