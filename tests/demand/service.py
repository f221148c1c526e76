"""The real service, `digest-bot run`, as processes of their own beside a double of Slack."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tests.slack_double.inbound import APP_TOKEN, BOT_TOKEN, SECRET
from tests.waiting import until


@dataclass
class Service:
    """One `digest-bot run`, workers included."""

    folder: Path
    slack: str
    process: subprocess.Popen[bytes] | None = None
    url: str = ""
    """Of the site, once it is ready."""
    began: int = 0
    """How much of the log others wrote before."""

    def start(self) -> None:
        """Start it, in a group of its own, and wait until it is ready."""
        own = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": self.slack,
            "DIGEST_BOT_DATA": str(self.folder / "data"),
            "DIGEST_BOT_CACHE": str(self.folder / "cache"),
        }
        command = [sys.executable, "-m", "digest_bot", "run", "--config", str(self.folder / "digest.toml")]
        self.url = ""
        with (self.folder / "log").open("ab") as log:
            self.began = log.tell()
            self.process = subprocess.Popen(
                command, env=os.environ | own, stdout=log, stderr=log, start_new_session=True
            )
        assert until(self.ready, within=120), (self.folder / "log").read_text()

    def ready(self) -> bool:
        said = (self.folder / "log").read_bytes()[self.began :].decode(errors="replace")
        listening = re.search(r"the site listens on (\S+) port (\d+)", said)
        if listening is None:
            return False
        self.url = f"http://{listening[1]}:{listening[2]}"
        try:
            with urlopen(f"{self.url}/readyz", timeout=60) as answer:
                return bool(json.load(answer)["ready"])
        except OSError:
            return False

    def kill(self) -> None:
        """Kill every process of it, without a word."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(60)
            self.process = None

    def stop(self) -> None:
        """Ask it to leave."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)
            self.process = None


@contextmanager
def service(folder: Path, config: str, *, slack: str) -> Iterator[Service]:
    """Have a service ready to be started, with its site on a free port; it is gone when the block ends."""
    (folder / "digest.toml").write_text(f"{config}\n[site]\nport = 0\n", encoding="utf-8")
    running = Service(folder, slack)
    try:
        yield running
    finally:
        running.kill()
