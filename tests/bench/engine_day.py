"""`python -m tests.bench.engine_day`: a day of 500 feeds and 5,000 articles on a clock that is quick.

Every feed is on a host of its own, on loopback, and visited every half an hour; ten times a day it has an article of
300 English words about an event of the day, which other feeds may tell of, too, or about one of yesterday's. All are
visited, kept, read, indexed and, at the end of the day, told in 25 editions of 20 feeds each. It is no digest's first
day: each had an edition the day before and remembers 500 stories. Nothing is left out but Slack, which answers at once,
and the waiting.
"""

import argparse
import gc
import multiprocessing
import os
import random
import socket
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from digest_bot.codec import encode
from digest_bot.model import Edition, Told
from digest_bot.pipeline import REMEMBERED_STORIES, Options
from digest_bot.processes import give_heaps_back, share_heaps
from digest_bot.schedule import Schedule
from digest_bot.shell.indexing import Indexer
from digest_bot.shell.posting import Courier
from digest_bot.shell.reading import poll
from digest_bot.shell.readings import ReadOnce
from digest_bot.shell.studio import Studio
from digest_bot.shell.worker import Job, run_edition
from digest_bot.sources.feed import Feed
from digest_bot.store import Search, Store
from digest_bot.store.database import Database
from digest_bot.store.editions import told
from digest_bot.text.novelty import facts, fingerprint
from digest_bot.text.sections import split_sections
from digest_bot.visits import Standing
from digest_bot.web.door import Door
from digest_bot.workshop import Workshop
from tests.bench.day import EVERY, FEEDS, ROUNDS, START, serve, text
from tests.bench.engine import _pss
from tests.builders import article
from tests.memory_chat import Clock, MemoryChat


def main() -> None:
    """Live the day and print what each part of it cost."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--digests", type=int, default=25, help="fewer than 25 for a part of the 500 feeds")
    asked.add_argument("--feeds", type=int, default=FEEDS, help="of a digest; 200 for a large one")
    asked.add_argument("--rounds", type=int, default=ROUNDS, help="fewer than 48 for a part of the day")
    given = asked.parse_args()
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    passed = spawn.Value("i", 0)
    server = spawn.Process(target=serve, args=(theirs, passed), daemon=True)
    server.start()
    gc.set_threshold(20_000, 20, 50)  # both as in a worker
    share_heaps()
    with tempfile.TemporaryDirectory() as folder:
        day = _Day(Path(folder), ours.recv(), passed, feeds=given.feeds, digests=given.digests)
        day.before()
        print(day.live(given.rounds, server=server.pid or 0), flush=True)
    server.terminate()
    server.join()


class _Day:
    """A service of so many digests with so many feeds each, in one process and its parsers."""

    def __init__(self, folder: Path, port: int, passed: Any, *, feeds: int, digests: int) -> None:
        self._passed = passed
        self._workshop, self._chat, self._clock = Workshop(), MemoryChat(), Clock(START)
        self._database = Database(f"sqlite:///{folder}/digest.db")
        self._store = Store(self._database)
        self._sources = _sources(port, digests * feeds, self._workshop)
        self._digests = [(f"digest{n}", tuple(self._sources[n * feeds :][:feeds])) for n in range(digests)]
        self._reader = ReadOnce(self._workshop.read_article, self._store, self._clock)
        self._indexer = Indexer(Search(self._database), self._reader)

    def before(self) -> None:
        """Live the day before: read every source, tell what it had, and let every digest remember 500 stories."""
        self._passed.value, self._clock.now = -1, START - 6 * EVERY
        due = [Standing(one.key, next_at=self._clock.now, first_at=START - timedelta(days=9)) for one in self._sources]
        self._store.stand(due)
        poll(self._sources, feeds=self._store, archive=self._store, now=self._clock.now)
        self._indexer(lambda: True)
        self._clock.now = START - EVERY
        with multiprocessing.get_context("spawn").Pool(1) as pool:  # the words it takes are not the service's
            remembered = pool.map(_told, range(REMEMBERED_STORIES))
        for name, feeds in self._digests:
            self._edition(name, feeds)
            rows = [
                {"digest": name, "story": one.story_id, "told_at": one.told_at.isoformat(), "content": encode(one)}
                for one in remembered[len(self._store.memory(name).told) :]
            ]
            with self._database.begin() as connection:
                connection.execute(told.insert(), rows)
        self._workshop.close()

    def live(self, rounds: int, *, server: int) -> str:
        """Live so many rounds of the day and return what it cost, as a row of a table."""
        posted, known = len(self._chat.posted), self._count("document")
        visits, memory, spent, before = 0, 0, {"visits": 0.0, "search": 0.0, "editions": 0.0}, time.process_time()

        def lap(part: str) -> None:
            nonlocal before, memory
            spent[part] += time.process_time() - before
            memory = max(memory, sum(map(_pss, _ours(server))))
            give_heaps_back()  # as a worker after each piece of work
            before = time.process_time()

        for number in range(rounds):
            self._passed.value, self._clock.now = number, START + number * EVERY
            visits += poll(self._sources, feeds=self._store, archive=self._store, now=self._clock.now)
            lap("visits")
            self._indexer(lambda: True)
            lap("search")
        for name, feeds in self._digests:
            self._edition(name, feeds)
            lap("editions")
        spent["parsers"] = sum(_spent(pid) for pid in _ours(server) if pid != os.getpid())
        self._workshop.close()
        parts = ", ".join(f"{part} {seconds:.0f}" for part, seconds in spent.items())
        return (
            f"| SQLite | {len(self._sources)} feeds, {rounds} of 48 rounds of a day | {visits:,} visits, "
            f"{self._count('document') - known:,} articles kept and {self._count('article') - known:,} indexed, "
            f"{len(self._digests)} editions, {len(self._chat.posted) - posted} messages | "
            f"{sum(spent.values()):.0f} s of CPU ({parts}) | {memory / 1024:.0f} MB | load {os.getloadavg()[0]:.0f} |"
        )

    def _edition(self, name: str, feeds: tuple[Feed, ...]) -> None:
        edition = Edition(name, f"C {name}", self._clock().date(), "23:45")
        self._store.plan(edition, now=self._clock())
        every_day = Schedule((datetime.min.time(),), ZoneInfo("UTC"), frozenset(range(7)))
        job = Job(name, edition.channel, every_day, feeds, Options(), audio=False, reader=self._reader)
        courier = Courier(self._store, self._chat, self._clock)
        run_edition(job, edition, store=self._store, courier=courier, studio=Studio((), Path()))

    def _count(self, table: str) -> int:
        with self._database.read() as connection:
            found: int = connection.exec_driver_sql(f"select count(*) from {table}").scalar_one()
        return found


def _spent(pid: int) -> float:
    """Return the seconds of CPU of a process and of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _sources(port: int, count: int, workshop: Workshop) -> list[Feed]:
    names = [f"f{number}.test" for number in range(count)]
    here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    door = Door(allow=names, timeout=30, resolve=lambda *_, **__: here)
    parse = workshop.parse_feed
    return [Feed(name, f"http://{name}:{port}/{name[1:-5]}", door=door, full_text=False, parse=parse) for name in names]


def _told(n: int) -> Told:
    """Return an earlier story: seven of a day, back from the day before yesterday."""
    day = -2 - n // 7
    title, sentences = text(n, day, n % 7, random.Random(-n))
    at = START + timedelta(days=day)
    sections = split_sections(replace(article(*sentences, title=title, id=f"{n:016x}"), published=at))
    known = frozenset[str]().union(*map(facts, sections))
    return Told(f"{n:016x}", "earlier", at, title, fingerprint(sections), known)


def _ours(server: int) -> list[int]:
    """Return this process and what it started, but for the server."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
    found, new = {os.getpid()}, {os.getpid()}
    while new:
        new = {pid for pid, parent in parents.items() if parent in new and pid != server} - found
        found |= new
    return [pid for pid in found if "resource_tracker" not in _command(pid)]


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text()
    return ""


if __name__ == "__main__":
    main()
