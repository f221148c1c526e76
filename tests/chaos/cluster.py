"""A cluster of real processes that are killed, frozen and started again, and what they should have posted."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digest_bot.errors import StoreError
from digest_bot.model import Edition
from digest_bot.store import Database, Store
from tests.slack_double import TOKEN, SlackDouble
from tests.slack_double.workspace import Channel
from tests.waiting import until

QUIET = """
[slack]
api_url = "{slack}"
mode = "off"

[site]
port = 0

[store]
url = "{database}"
"""
"""What a node needs that hears nobody and serves nothing."""
CONFIG = """
[source.news]
folder = "news"

[engine]
processes = {processes}
threads = 4
tick = 1
lease = {lease}
"""
DIGEST = """
[digest.d{number}]
channel = "C{number}"
times = [{times}]
timezone = "UTC"
catch_up = "all"
sources = ["news"]
audio = false
"""


@dataclass(frozen=True)
class Plan:
    """How bad it gets."""

    database: str
    folder: Path
    channels: int = 8
    nodes: int = 1
    seconds: float = 20
    longest: float = 3600
    """Seconds after which it is over, however many kills are still to come."""
    kills: int = 8
    freezes: int = 0
    """SIGSTOPs, each longer than the lease."""
    every: float = 1
    """Seconds between two editions that are planned from outside."""
    each_minute: bool = False
    """The digests are also due every minute."""
    lease: float = 4
    settle: float = 9
    """Longer than a freeze: a frozen node may be in the middle of a send."""
    one_dies: bool = False
    """One of the nodes is killed half-way and never comes back."""
    rest: float = 240
    """Seconds it may take at most until nothing is open any more, once nobody is killed any more."""
    seed: int = 1


@dataclass
class Outcome:
    """What came of it."""

    editions: int
    posts: int
    lost: list[str]
    """What is not there though its edition counts as done."""
    doubled: list[str]
    """What is there twice, or was never wanted."""
    kills: int
    freezes: int
    open: int
    """Editions that were there when the rest began and are still to be made or finished: not lost, but late."""
    rested: float
    """Seconds it took, once nobody was killed any more, until nothing was open."""
    seconds: float
    log: str = field(repr=False, default="")


class Node:
    """`digest-bot run` in a process group of its own."""

    def __init__(self, number: int, config: Path, plan: Plan) -> None:
        self.log = plan.folder / f"node{number}.log"
        self._command = [sys.executable, "-m", "tests.chaos.node", str(config), "all", str(plan.settle)]
        data = plan.folder / "data" if plan.database.startswith("sqlite") else plan.folder / f"data{number}"
        ours = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self._environment = ours | {"DIGEST_BOT_DATA": str(data), "SLACK_BOT_TOKEN": TOKEN}
        self._process: subprocess.Popen[bytes] | None = None
        self.frozen = False
        self._size = 0

    def start(self) -> None:
        self._size = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )

    def has_worked(self) -> bool:
        """Tell whether it has done something since it was started: one that only starts is easy to kill."""
        return self.log.stat().st_size > self._size

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def number(self) -> int:
        """The process that whoever started it watches."""
        assert self._process is not None
        return self._process.pid

    def members(self) -> list[int]:
        """The processes of the group: the service, the keeper, the workers."""
        assert self._process is not None
        found = []
        for entry in Path("/proc").iterdir():
            with suppress(OSError, IndexError, ValueError):
                if entry.name.isdigit() and int((entry / "stat").read_text().rsplit(")", 1)[1].split()[2]) == (
                    self._process.pid
                ):
                    found.append(int(entry.name))
        return found

    def kill(self, chance: random.Random) -> None:
        """Kill one process of the group or, one time in four, all of them."""
        assert self._process is not None
        members = self.members()
        for pid in members if chance.random() < 0.25 else [chance.choice(members)] if members else []:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def signal_all(self, number: signal.Signals) -> None:
        for pid in self.members():
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        self.frozen = number is signal.SIGSTOP

    def wait_until_ready(self, times: int = 1) -> None:
        """Wait until every process of it is at work, for so many times."""
        assert until(lambda: self.log.read_bytes().count(b"worker ready") >= times, within=120), self.log.read_text()

    def end(self) -> None:
        """Kill what is left of it."""
        if self.running:
            self.signal_all(signal.SIGKILL)

    def stop(self) -> float:
        """Ask it to leave; return how many seconds it took."""
        assert self._process is not None
        began = time.monotonic()
        self._process.terminate()
        self._process.wait(120)
        return time.monotonic() - began


class Beat:
    """Something that happens every so many seconds."""

    def __init__(self, every: float) -> None:
        self._every = every
        self._next = time.monotonic()

    def is_due(self) -> bool:
        now = time.monotonic()
        due = now >= self._next
        if due:
            self._next = max(self._next + self._every, now - 5 * self._every)
        return due


class Suffering:
    """Kills, freezes and revives the nodes at random."""

    def __init__(self, plan: Plan, chance: random.Random, nodes: list[Node]) -> None:
        self.kills = self.freezes = 0
        self.nodes = nodes
        self._plan = plan
        self._chance = chance
        self._gap = plan.seconds / max(plan.kills, 1)
        self._next = 3.0
        self._thaw: dict[Node, float] = {}
        self._one_dies = plan.one_dies

    def go_on(self, at: float) -> None:
        """Do what is to be done at this second."""
        for node in self.nodes:
            if not node.running:
                node.start()
            if node.frozen and at >= self._thaw[node]:
                node.signal_all(signal.SIGCONT)
        if self._one_dies and at > self._plan.seconds / 2:
            self._one_dies = False
            self.nodes.pop().signal_all(signal.SIGKILL)
        if at < self._next:
            return
        self._next = at + self._chance.uniform(0.3, 1.7) * self._gap
        node = self._chance.choice(self.nodes)
        if node.frozen or not node.has_worked():
            return
        if self.freezes < self._plan.freezes and self._chance.random() < self._plan.freezes / (self._plan.kills + 1):
            node.signal_all(signal.SIGSTOP)
            self._thaw[node] = at + self._plan.lease + 2
            self.freezes += 1
        elif self.kills < self._plan.kills:
            node.kill(self._chance)
            self.kills += 1


def run(plan: Plan, double: SlackDouble) -> Outcome:
    """Let the cluster work and suffer, give it time to come to rest, and compare."""
    chance = random.Random(plan.seed)
    config = write_config(plan, double.url)
    double.channels = {f"C{n}": Channel(f"C{n}", f"c{n}") for n in range(plan.channels)}
    store = Store(Database(plan.database))
    suffering = Suffering(plan, chance, [Node(number, config, plan) for number in range(plan.nodes)])
    everyone, began = tuple(suffering.nodes), time.monotonic()
    try:
        _suffer(plan, store, suffering, chance)
        quiet = time.monotonic()
        left = _rest(store, suffering.nodes, seconds=plan.rest)
        rested = time.monotonic() - quiet
        for node in suffering.nodes:
            if node.running:
                node.stop()
        count = _compare(store, double)
    finally:
        for node in everyone:  # whatever came between
            node.end()
        store._database.engine.dispose()
    took, kills, freezes = time.monotonic() - began, suffering.kills, suffering.freezes
    return Outcome(*count, kills=kills, freezes=freezes, open=left, rested=rested, seconds=took, log=_logs(plan))


def _suffer(plan: Plan, store: Store, suffering: Suffering, chance: random.Random) -> None:
    """Let the nodes work and die until it is time; then wake up whoever is frozen."""
    news, due = Beat(2.0), Beat(plan.every)
    began = time.monotonic()
    while (at := time.monotonic() - began) < plan.longest and (at < plan.seconds or suffering.kills < plan.kills):
        if due.is_due():
            _one_more(store, plan, chance)
        if news.is_due():
            _one_file(plan, chance)
        suffering.go_on(at)
        time.sleep(0.05)
    for node in suffering.nodes:
        node.signal_all(signal.SIGCONT)


def write_config(plan: Plan, slack: str) -> Path:
    (plan.folder / "news").mkdir(parents=True, exist_ok=True)
    every_minute = ", ".join(f'"{hour:02}:{minute:02}"' for hour in range(24) for minute in range(60))
    times = every_minute if plan.each_minute else '"00:00"'
    head = (CONFIG + QUIET).format(processes=1, lease=plan.lease, slack=slack, database=plan.database)
    digests = "".join(DIGEST.format(number=number, times=times) for number in range(plan.channels))
    config = plan.folder / "digest.toml"
    config.write_text(head + digests, encoding="utf-8")
    return config


def _one_more(store: Store, plan: Plan, chance: random.Random) -> None:
    number = chance.randrange(plan.channels)
    now = datetime.now(UTC)
    with suppress(StoreError):  # a frozen node may sit on SQLite's write lock, and only this loop can thaw it
        store.plan(Edition(f"d{number}", f"C{number}", now.date(), f"{now:%H:%M:%S.%f}"), now=now)


def _one_file(plan: Plan, chance: random.Random) -> None:
    names = ("harbour", "council", "orchard", "railway", "museum", "glacier", "airport", "brewery", "library")
    place, other = chance.sample(names, 2)
    number = chance.randrange(100, 10_000)
    text = (
        f"The {place} counts {number} visitors\n\n"
        f"The {place} counted {number} visitors on Tuesday, said its director Maria Lind after the meeting.\n\n"
        f"That is {number // 7} more than a year ago, when the {other} was closed for nine weeks of repairs.\n\n"
        f"The town of Tarn will spend {number * 3} crowns on a new roof for the {place} before the winter comes.\n"
    )
    folder = plan.folder / "news"
    partial = folder / ".part"
    partial.write_text(text, encoding="utf-8")
    partial.rename(folder / f"{time.time_ns()}.txt")
    for stale in sorted(folder.glob("*.txt"))[:-4]:
        stale.unlink()


def _rest(store: Store, nodes: list[Node], *, seconds: float) -> int:
    """Wait until nothing is open that was when it began, or so long; return how much is left."""
    deadline, left = time.monotonic() + seconds, set(store.open_editions())
    while left and time.monotonic() < deadline:
        for node in nodes:
            if not node.running:
                node.start()  # one that was hit at the very end and was still leaving
        time.sleep(0.5)
        left &= set(store.open_editions())
    return len(left)


def _compare(store: Store, double: SlackDouble) -> tuple[int, int, list[str], list[str]]:
    """Return how many editions and posts there are, what is lost and what is doubled."""
    from digest_bot.chats.slack_blocks import compose

    editions = [edition for edition, _, _ in _all(store)]
    wanted: Counter[str] = Counter()
    lost = []
    for edition in editions:
        digest = store.load(edition)
        if digest is None:
            if not store.is_open(edition):
                lost.append(edition.id)
            continue
        wanted.update(f"{edition.id}/{message.part}" for message in compose(digest))
    posted = Counter(_key(message) for channel in double.channels.values() for message in channel.messages)
    waiting = tuple(edition.id + "/" for edition in store.open_editions())
    lost += sorted(key for key in wanted - posted if not key.startswith(waiting))
    doubled = sorted(key for key, count in posted.items() if count > 1 or key not in wanted)
    return len(editions), sum(posted.values()), lost, doubled


def _logs(plan: Plan) -> str:
    return "".join(path.read_text(errors="replace") for path in sorted(plan.folder.glob("node*.log")))


def _all(store: Store) -> list[tuple[Edition, str, bool]]:
    import sqlalchemy as sa

    from digest_bot.store.editions import editions

    with store._database.read() as connection:
        rows = connection.execute(sa.select(editions)).all()
    return [
        (Edition(row.digest, row.channel, datetime.fromisoformat(row.date).date(), row.slot), row.slot, row.done)
        for row in rows
    ]


def _key(message: dict[str, Any]) -> str:
    import json

    metadata = message.get("metadata", {})
    payload = (json.loads(metadata) if isinstance(metadata, str) else metadata).get("event_payload", {})
    return f"{payload.get('k')}/{payload.get('p')}"
