"""What can be seen from outside: metrics, the clock's health, a log without secrets."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest

from digest_bot.logs import about, set_up
from digest_bot.metrics import clock_trouble, render
from digest_bot.ports import Part, PartState
from digest_bot.store import Counters, Database, Store
from digest_bot.tally import FAILED, count, take
from tests.builders import EDITION, NOW


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    yield made
    made.engine.dispose()


def test_metrics_tell_what_all_processes_did_and_how_things_stand(database: Database) -> None:
    store, counters = Store(database), Counters(database)
    store.plan(EDITION, now=NOW)
    store.put_part(EDITION, Part("parent", PartState.SENT, NOW))
    counters.add({("visits", "failed"): 2, ("skipped", "paywall"): 1})
    Counters(database).add({("visits", "failed"): 1})
    text = render(counters, upcoming={"daily": NOW})[0].decode()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert lines == [
        'digest_bot_visits_total{outcome="failed"} 3.0',
        'digest_bot_skipped_total{reason="paywall"} 1.0',
        'digest_bot_parts{state="sent"} 1.0',
        "digest_bot_editions_open 1.0",
        "digest_bot_articles_indexed 0.0",
        'digest_bot_next_edition_timestamp_seconds{digest="daily"} 1.7955018e+09',
    ]


def test_a_silent_clock_is_said(database: Database) -> None:
    Store(database)
    counters = Counters(database)
    assert clock_trouble(counters, now=NOW) == "No clock has planned yet: is there a process with --role clock or all?"
    counters.beat(NOW)
    assert clock_trouble(counters, now=NOW + timedelta(minutes=5)) is None
    assert clock_trouble(counters, now=NOW + timedelta(minutes=6)) == "No clock has planned for 6 minutes."


def test_what_is_counted_is_taken_once() -> None:
    take()
    count("visits", FAILED)
    count("visits", FAILED)
    assert take() == {("visits", "failed"): 2}
    assert take() == {}


@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_holds_no_secret_and_no_local_variable(capsys: pytest.CaptureFixture[str], as_json: bool) -> None:
    def reach() -> None:
        token = "xoxb-123-abc"
        raise ValueError(f"no way to https://jo:hunter2@hooks.slack.com/commands/T1/2/x with {token}")

    set_up(logging.INFO, as_json=as_json)
    try:
        reach()
    except ValueError:
        logging.getLogger("digest_bot.x").exception("it broke")
    printed = capsys.readouterr().err
    assert "it broke" in printed
    assert "no way to https://***@hooks.slack.com/*** with ***" in printed
    assert not any(secret in printed for secret in ("xoxb-", "hunter2", "T1/2/x"))


def test_a_foreign_text_cannot_look_like_another_event_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(logging.INFO, as_json=False)
    logging.getLogger("digest_bot.x").warning("title %s", "Ferry\r\n2026-01-01 ERROR fake\x1b[2J")
    (line,) = capsys.readouterr().err.splitlines()
    assert "title Ferry\\r\\n2026-01-01 ERROR fake\\x1b[2J" in line


def test_a_log_line_is_json_about_something_and_hides_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(logging.INFO, as_json=True)
    with about(edition="daily/C1/2026-11-24/07:30"):
        logging.getLogger("digest_bot.x").info(
            "token %s at %s, answer at %s",
            "xoxb-123-abc",
            "postgresql://bot:hunter2@db/digest",
            "https://hooks.slack.com/commands/T1/2/secret",
        )
    line = json.loads(capsys.readouterr().err)
    assert line["event"] == "token *** at postgresql://***@db/digest, answer at https://hooks.slack.com/***"
    assert (line["edition"], line["level"], line["logger"]) == ("daily/C1/2026-11-24/07:30", "info", "digest_bot.x")
