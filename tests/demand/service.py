"""The real service, `digest-bot run`, as processes of their own beside a double of Slack."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tests.slack_double.inbound import APP_TOKEN, BOT_TOKEN, SECRET, until


@dataclass
class Service:
    """One `digest-bot run`, workers included."""

    folder: Path
    slack: str
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

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
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, env=os.environ | own, stdout=log, stderr=log, start_new_session=True
            )
        assert until(self.ready, within=60), (self.folder / "log").read_text()

    def ready(self) -> bool:
        try:
            with urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return bool(json.load(answer)["ready"])
        except OSError:
            return False

    def kill(self) -> None:
        """Kill every process of it, without a word."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
            self.process = None

    def stop(self) -> None:
        """Ask it to leave."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)
            self.process = None


@contextmanager
def service(folder: Path, config: str, *, slack: str) -> Iterator[Service]:
    """Have a service ready to be started, with its site on a free port; it is gone when the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (folder / "digest.toml").write_text(f"{config}\n[site]\nport = {port}\n", encoding="utf-8")
    running = Service(folder, slack, port)
    try:
        yield running
    finally:
        running.kill()
