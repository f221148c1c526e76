"""`digest-bot run` as it is started: it listens, answers, and loses nothing that it accepted."""

import sqlite3
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from digest_bot.cli import main
from tests.demand.service import service
from tests.loopback import Request, answer, serving
from tests.slack_double.inbound import APP_TOKEN, BOT_TOKEN, SECRET, workspace
from tests.waiting import until

CONFIG = """
[source.harbour]
folder = "harbour"
[digest.daily]
channel = "C1"
times = ["03:33"]
timezone = "UTC"
sources = ["harbour"]
[web]
allow = ["127.0.0.1"]
[audio]
voice = "silent"
[engine]
tick = 0.5
lease = 2
"""
SECRETS = (BOT_TOKEN.encode(), APP_TOKEN.encode(), SECRET.encode(), b"/link?ticket=")
PAGE = """<html><head><title>Otters return to the Lind</title></head><body><article><h1>Otters return to the Lind</h1>
<p>Otters have returned to the river Lind after an absence of sixty years, the county said on Tuesday. Rangers counted
eleven animals between the weir and the estuary, four of them young.</p></article></body></html>"""


def test_what_was_accepted_is_answered_after_a_kill_and_a_restart(tmp_path: Path) -> None:
    (tmp_path / "harbour").mkdir()
    killed = threading.Event()

    def page(request: Request, connection: Any) -> None:
        if killed.is_set():
            answer(PAGE)(request, connection)
        killed.wait(60)

    with serving(page) as site, workspace() as double, service(tmp_path, CONFIG, slack=double.url) as bot:
        bot.start()
        with urlopen(f"{bot.url}/healthz", timeout=60) as alive:
            assert alive.read() == b"ok"
        assert until(lambda: double.sockets)
        sent = double.send(double.command(f"{site.url}/otters"))
        assert until(lambda: sent.acked_at)
        assert until(lambda: site.requests)  # a worker has taken it on, and is in the middle of it
        bot.kill()
        killed.set()
        assert double.posts() == []
        half_a_minute_passes(tmp_path / "data" / "digest.db")
        bot.start()
        assert until(double.posts, within=120)
        time.sleep(1)
        (said,) = double.posts()
        assert "Otters return to the Lind" in said["text"]
        bot.stop()
        kept = [file for file in tmp_path.rglob("*") if file.is_file()]
        assert {"log", "digest.db", "queue.db"} <= {file.name for file in kept}
        assert [file.name for file in kept if any(told in file.read_bytes() for told in SECRETS)] == []


def half_a_minute_passes(database: Path) -> None:
    """Let it be so long ago that a worker took on what lies there, so that the next one takes it on at once."""
    then = (datetime.now(UTC) - timedelta(seconds=30)).isoformat()
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("update request set received_at = ?, offered_at = ?", (then, then))
    connection.close()


def test_http_mode_without_a_signing_secret_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "harbour").mkdir()
    (tmp_path / "digest.toml").write_text(CONFIG + '[slack]\nmode = "http"\n', encoding="utf-8")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "")
    monkeypatch.setenv("DIGEST_BOT_DATA", str(tmp_path))
    run = CliRunner().invoke(main, ["run", "--config", str(tmp_path / "digest.toml")])
    assert (run.exit_code, "The Slack signing secret is empty" in run.output) == (3, True)
