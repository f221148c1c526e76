"""`digest-bot run` as it is started: it listens, answers, and loses nothing that it accepted."""

import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from digest_bot.cli import main
from tests.demand.service import service
from tests.loopback import Request, answer, serving
from tests.slack_double.inbound import APP_TOKEN, BOT_TOKEN, SECRET, until, workspace

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
    slow = True

    def page(request: Request, connection: Any) -> None:
        if slow:
            time.sleep(3)
        else:
            answer(PAGE)(request, connection)

    with serving(page) as site, workspace() as double, service(tmp_path, CONFIG, slack=double.url) as bot:
        bot.start()
        with urlopen(f"{bot.url}/healthz", timeout=5) as alive:
            assert alive.read() == b"ok"
        sent = double.send(double.command(f"{site.url}/otters"))
        assert until(lambda: sent.acked_at)
        assert until(lambda: site.requests, within=20)  # a worker has taken it on, and is in the middle of it
        bot.kill()
        slow = False
        assert double.posts() == []
        bot.start()
        assert until(double.posts, within=60)
        time.sleep(1)
        (said,) = double.posts()
        assert "Otters return to the Lind" in said["text"]
        bot.stop()
        kept = [file for file in tmp_path.rglob("*") if file.is_file()]
        assert {"log", "digest.db", "queue.db"} <= {file.name for file in kept}
        assert [file.name for file in kept if any(told in file.read_bytes() for told in SECRETS)] == []


def test_http_mode_without_a_signing_secret_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "harbour").mkdir()
    (tmp_path / "digest.toml").write_text(CONFIG + '[slack]\nmode = "http"\n', encoding="utf-8")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "")
    monkeypatch.setenv("DIGEST_BOT_DATA", str(tmp_path))
    run = CliRunner().invoke(main, ["run", "--config", str(tmp_path / "digest.toml")])
    assert (run.exit_code, "The Slack signing secret is empty" in run.output) == (3, True)
