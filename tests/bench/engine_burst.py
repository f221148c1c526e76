"""`python -m tests.bench.engine_burst`: the busiest minutes of a service with 500 feeds, as its processes and no less.

`digest-bot run` visits 500 feeds on loopback, each on a host of its own, and makes 25 first editions. Then a day passes
in a moment: every feed is due and has ten new articles, and all 25 editions are due at once. How long the last one
takes, what all processes together spend and how much memory they have at most is measured.
"""

import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from digest_bot.model import Edition
from digest_bot.store import Database, Store
from digest_bot.store.feeds import sources
from tests.bench.day import FEEDS, ROUNDS, serve
from tests.bench.engine import _pss
from tests.chaos.cluster import QUIET, Node, Plan
from tests.slack_double import running
from tests.slack_double.workspace import Channel

DIGESTS = 25
HOSTS = [f"127.1.{number // 250}.{number % 250 + 1}" for number in range(DIGESTS * FEEDS)]
ALLOWED = """
[web]
allow = ["127.1.0.0/16"]
"""
SOURCE = """
[source.s{number}]
feed = "http://{host}:{port}/{number}"
full_text = false
"""
DIGEST = """
[digest.d{number}]
channel = "C{number}"
times = ["00:00"]
timezone = "UTC"
catch_up = "none"
sources = [{names}]
audio = false
"""


def main() -> None:
    """Live through the burst and print what it took."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    passed = spawn.Value("i", -1)
    server = spawn.Process(target=serve, args=(theirs, passed, HOSTS), daemon=True)
    server.start()
    with tempfile.TemporaryDirectory() as folder, running() as double:
        double.channels = {f"C{n}": Channel(f"C{n}", f"c{n}") for n in range(DIGESTS)}
        print(_burst(Path(folder), ours.recv(), passed, double.url), flush=True)
    server.terminate()
    server.join()


def _burst(folder: Path, port: int, passed: Any, slack: str) -> str:
    plan = Plan(f"sqlite:///{folder}/data/digest.db", folder)
    config = folder / "digest.toml"
    config.write_text(_config(port, slack, plan.database), encoding="utf-8")
    database = Database(plan.database)
    store, node = Store(database), Node(0, config, plan)
    seen = _Watch(node)
    node.start()
    try:
        seen.until(lambda: _count(database, "select count(*) from source where succeeded_at is not null") == len(HOSTS))
        first = _due(store, seen)
        with database.begin() as connection:
            connection.execute(sa.update(sources).values(next_at=datetime.now(UTC).isoformat()))
        passed.value = ROUNDS - 1
        spent, began = seen.spent(), time.monotonic()
        second = _due(store, seen)
        seen.until(lambda: _count(database, "select count(*) from article") == _count(database, KEPT))
        took, kept = time.monotonic() - began, _count(database, KEPT)
        return (
            f"| SQLite | {len(HOSTS)} feeds, {DIGESTS} editions due at once, {kept:,} articles kept and indexed | "
            f"first editions after {first:.0f} s; the day's after {second:.0f} s, all indexed after {took:.0f} s | "
            f"{seen.spent() - spent:.0f} s of CPU | {seen.most / 1024:.0f} MB | load {os.getloadavg()[0]:.0f} |"
        )
    finally:
        node.stop()
        database.engine.dispose()


KEPT = "select count(*) from document where body is not null"


class _Watch:
    """How much the processes of a node spend and hold."""

    def __init__(self, node: Node) -> None:
        self.most = 0
        """KiB, all processes together."""
        self._node = node

    def until(self, true: Callable[[], bool]) -> None:
        """Look twice a second until it is true, ten minutes at most."""
        deadline = time.monotonic() + 600
        while not true() and time.monotonic() < deadline:
            memory = 0
            for pid in self._node.members():
                with suppress(OSError):
                    memory += _pss(pid)
            self.most = max(self.most, memory)
            time.sleep(0.5)

    def spent(self) -> float:
        """Return the seconds of CPU of all processes, and of those that have ended."""
        ticks = 0
        for pid in self._node.members():
            with suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                ticks += sum(map(int, fields[11:15]))
        return ticks / os.sysconf("SC_CLK_TCK")


def _due(store: Store, seen: _Watch) -> float:
    """Let one edition of every digest be due now; return the seconds until all are done."""
    now, began = datetime.now(UTC), time.monotonic()
    for number in range(DIGESTS):
        store.plan(Edition(f"d{number}", f"C{number}", now.date(), f"{now:%H:%M:%S}"), now=now)
    seen.until(lambda: not store.open_editions())
    return time.monotonic() - began


def _config(port: int, slack: str, database: str) -> str:
    feeds = [SOURCE.format(number=number, host=host, port=port) for number, host in enumerate(HOSTS)]
    digests = [
        DIGEST.format(number=n, names=", ".join(f'"s{one}"' for one in range(n * FEEDS, n * FEEDS + FEEDS)))
        for n in range(DIGESTS)
    ]
    return QUIET.format(slack=slack, database=database) + ALLOWED + "".join(feeds + digests)


def _count(database: Database, query: str) -> int:
    with database.read() as connection:
        found: int = connection.execute(sa.text(query)).scalar_one()
    return found


if __name__ == "__main__":
    main()
