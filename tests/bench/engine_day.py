"""`python -m tests.bench.engine_day`: a day of 500 feeds and 5,000 articles on a clock that is quick.

Every feed is on a host of its own, on loopback, and visited every half an hour; ten times a day it has an article of
300 English words about an event of the day, which other feeds may tell of, too, or about one of yesterday's. All are
visited, kept, read, indexed and, at the end of the day, told in 25 editions of 20 feeds each. It is no digest's first
day: each had an edition the day before and remembers 500 stories. Nothing is left out but Slack, which answers at once,
and the waiting.
"""

import argparse
import multiprocessing
import os
import random
import resource
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
from digest_bot.schedule import Schedule
from digest_bot.shell.indexing import Indexer
from digest_bot.shell.posting import Courier
from digest_bot.shell.reading import poll
from digest_bot.shell.studio import Studio
from digest_bot.shell.worker import Job, run_edition
from digest_bot.sources.feed import Feed
from digest_bot.store import Leases, Search, Store
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
    asked.add_argument("--rounds", type=int, default=ROUNDS, help="fewer than 48 for a part of the day")
    given = asked.parse_args()
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    passed = spawn.Value("i", 0)
    server = spawn.Process(target=serve, args=(theirs, passed), daemon=True)
    server.start()
    with tempfile.TemporaryDirectory() as folder:
        print(
            _day(Path(folder), ours.recv(), passed, digests=given.digests, rounds=given.rounds, server=server.pid or 0),
            flush=True,
        )
    server.terminate()
    server.join()


def _day(folder: Path, port: int, passed: Any, *, digests: int, rounds: int, server: int) -> str:
    workshop, chat, clock = Workshop(), MemoryChat(), Clock(START)
    database = Database(f"sqlite:///{folder}/digest.db")
    store = Store(database)
    leases = Leases(database, clock=clock)
    sources = _sources(port, digests * FEEDS, workshop)
    store.stand([Standing(feed.key, next_at=START, first_at=START - timedelta(days=9)) for feed in sources])
    indexer = Indexer(Search(database), leases, clock, workshop.read_article)
    courier = Courier(store, chat, clock)
    clock.now, passed.value = START - EVERY, -1
    _day_before(sources, store, courier, database, workshop)
    workshop.close()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    visits, memory, spent, before = 0, 0, {"visits": 0.0, "search": 0.0, "editions": 0.0}, time.process_time()

    def lap(part: str) -> None:
        nonlocal before
        spent[part] += time.process_time() - before
        before = time.process_time()

    for number in range(rounds):
        passed.value, clock.now = number, START + number * EVERY
        visits += poll(sources, feeds=store, archive=store, now=clock.now)
        lap("visits")
        indexer.work("archive")
        lap("search")
        memory = max(memory, sum(map(_pss, _ours(server))))
    posted = len(chat.posted)
    for number in range(digests):
        _edition(number, sources[number * FEEDS :][:FEEDS], store, courier, workshop)
    lap("editions")
    memory = max(memory, sum(map(_pss, _ours(server))))
    workshop.close()
    parsers = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent["parsers"] = parsers.ru_utime + parsers.ru_stime - children.ru_utime - children.ru_stime
    with database.read() as connection:
        kept = connection.exec_driver_sql("select count(*) from document").scalar_one()
        found = connection.exec_driver_sql("select count(*) from article").scalar_one()
    parts = ", ".join(f"{part} {seconds:.0f}" for part, seconds in spent.items())
    return (
        f"| SQLite | {len(sources)} feeds, {rounds} of 48 rounds of a day | {visits:,} visits, {kept:,} articles kept, "
        f"{found:,} indexed, {digests} editions, {len(chat.posted) - posted} messages | "
        f"{sum(spent.values()):.0f} s of CPU ({parts}) | {memory / 1024:.0f} MB | load {os.getloadavg()[0]:.0f} |"
    )


def _sources(port: int, count: int, workshop: Workshop) -> list[Feed]:
    names = [f"f{number}.test" for number in range(count)]
    here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    door = Door(allow=names, timeout=30, resolve=lambda *_, **__: here)
    parse = workshop.parse_feed
    return [Feed(name, f"http://{name}:{port}/{name[1:-5]}", door=door, full_text=False, parse=parse) for name in names]


def _day_before(sources: list[Feed], store: Store, courier: Courier, database: Database, workshop: Workshop) -> None:
    """Visit every source once, tell what it had, and let every digest remember 500 stories."""
    poll(sources, feeds=store, archive=store, now=courier.clock())
    remembered = [_told(n) for n in range(REMEMBERED_STORIES)]
    for number in range(len(sources) // FEEDS):
        _edition(number, sources[number * FEEDS :][:FEEDS], store, courier, workshop)
        name = f"digest{number}"
        rows = [
            {"digest": name, "story": one.story_id, "told_at": one.told_at.isoformat(), "content": encode(one)}
            for one in remembered[len(store.memory(name).told) :]
        ]
        with database.begin() as connection:
            connection.execute(told.insert(), rows)


def _told(n: int) -> Told:
    """Return an earlier story: seven of a day, back from the day before yesterday."""
    day = -2 - n // 7
    title, sentences = text(n, day, n % 7, random.Random(-n))
    at = START + timedelta(days=day)
    sections = split_sections(replace(article(*sentences, title=title, id=f"{n:016x}"), published=at))
    known = frozenset[str]().union(*map(facts, sections))
    return Told(f"{n:016x}", "earlier", at, title, fingerprint(sections), known)


def _edition(number: int, sources: list[Feed], store: Store, courier: Courier, workshop: Workshop) -> None:
    name = f"digest{number}"
    edition = Edition(name, f"C{number}", courier.clock().date(), "23:45")
    store.plan(edition, now=courier.clock())
    every_day = Schedule((datetime.min.time(),), ZoneInfo("UTC"), frozenset(range(7)))
    job = Job(name, f"C{number}", every_day, tuple(sources), Options(), audio=False, reader=workshop.read_article)
    run_edition(job, edition, store=store, courier=courier, studio=Studio((), Path()))


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
