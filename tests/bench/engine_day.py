"""`python -m tests.bench.engine_day`: a day of 500 feeds and 5,000 articles on a clock that is quick.

Every feed is on a host of its own, on loopback, and visited every half an hour; ten times a day it has an article of
300 words. All are visited, kept, read, indexed and, at the end of the day, told in 25 editions of 20 feeds each.
Nothing is left out but Slack, which answers at once, and the waiting.
"""

import argparse
import asyncio
import multiprocessing
import os
import random
import resource
import socket
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from digest_bot.model import Edition
from digest_bot.pipeline import Options
from digest_bot.schedule import Schedule
from digest_bot.shell.indexing import Indexer
from digest_bot.shell.posting import Courier
from digest_bot.shell.reading import poll
from digest_bot.shell.studio import Studio
from digest_bot.shell.worker import Job, run_edition
from digest_bot.sources.feed import Feed
from digest_bot.store import Leases, Search, Store
from digest_bot.store.database import Database
from digest_bot.visits import Standing
from digest_bot.web.door import Door
from digest_bot.workshop import Workshop
from tests.bench.engine import VOCABULARY, _pss
from tests.memory_chat import Clock, MemoryChat

START = datetime(2026, 11, 25, 0, tzinfo=UTC)
ROUNDS, A_DAY, DIGESTS = 48, 10, 25
WEIGHTS = list(accumulate(1 / (n + 9) for n in range(len(VOCABULARY))))
EVERY = timedelta(days=1) / ROUNDS


def main() -> None:
    """Live the day and print what each part of it cost."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--feeds", type=int, default=500)
    asked.add_argument("--rounds", type=int, default=ROUNDS, help="fewer than 48 for a part of the day")
    given = asked.parse_args()
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    passed = spawn.Value("i", 0)
    server = spawn.Process(target=_serve, args=(theirs, passed), daemon=True)
    server.start()
    with tempfile.TemporaryDirectory() as folder:
        print(
            _day(Path(folder), ours.recv(), passed, feeds=given.feeds, rounds=given.rounds, server=server.pid or 0),
            flush=True,
        )
    server.terminate()
    server.join()


def _day(folder: Path, port: int, passed: Any, *, feeds: int, rounds: int, server: int) -> str:
    workshop, chat, clock = Workshop(), MemoryChat(), Clock(START)
    database = Database(f"sqlite:///{folder}/digest.db")
    store = Store(database)
    leases = Leases(database, clock=clock)
    sources = _sources(port, feeds, workshop)
    store.stand([Standing(feed.key, next_at=START, first_at=START - timedelta(days=9)) for feed in sources])
    indexer = Indexer(Search(database), leases, clock, workshop.read_article)
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
    for number in range(DIGESTS):
        _edition(number, sources[number::DIGESTS], store, Courier(store, chat, clock), workshop)
    lap("editions")
    memory = max(memory, sum(map(_pss, _ours(server))))
    workshop.close()
    parsers = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent["parsers"] = parsers.ru_utime + parsers.ru_stime
    with database.read() as connection:
        kept = connection.exec_driver_sql("select count(*) from document").scalar_one()
        found = connection.exec_driver_sql("select count(*) from article").scalar_one()
    parts = ", ".join(f"{part} {seconds:.0f}" for part, seconds in spent.items())
    return (
        f"| SQLite | {feeds} feeds, {rounds} of 48 rounds of a day | {visits:,} visits, {kept:,} articles kept, "
        f"{found:,} indexed, {DIGESTS} editions, {len(chat.posted)} messages | "
        f"{sum(spent.values()):.0f} s of CPU ({parts}) | {memory / 1024:.0f} MB | load {os.getloadavg()[0]:.0f} |"
    )


def _sources(port: int, count: int, workshop: Workshop) -> list[Feed]:
    names = [f"f{number}.test" for number in range(count)]
    here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    door = Door(allow=names, timeout=30, resolve=lambda *_, **__: here)
    parse = workshop.parse_feed
    return [Feed(name, f"http://{name}:{port}/feed", door=door, full_text=False, parse=parse) for name in names]


def _edition(number: int, sources: list[Feed], store: Store, courier: Courier, workshop: Workshop) -> None:
    name = f"digest{number}"
    edition = Edition(name, f"C{number}", START.date(), "23:45")
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


def _serve(port: Any, passed: Any) -> None:
    """Be the server: the number of the feed stands in its Host header."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while head := (await reader.readuntil(b"\r\n\r\n")).lower():
                number = int(head.split(b"host: f")[1].split(b".")[0])
                count = 1 + sum(_has_news(number, earlier) for earlier in range(passed.value + 1))
                same = b'if-none-match: "%d"' % count in head
                body = b"" if same else _feed(number, count)
                status = b"304 Not Modified" if same else b"200 OK"
                lines = b'HTTP/1.1 %s\r\nETag: "%d"\r\nContent-Length: %d\r\n\r\n' % (status, count, len(body))
                writer.write(lines + body)
                await writer.drain()
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024)
        port.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def _has_news(number: int, round_: int) -> bool:
    return (round_ * A_DAY + number) % ROUNDS < A_DAY


def _feed(number: int, count: int) -> bytes:
    """Return the newest ten of the feed's `count` articles."""
    items = "".join(_item(number, n) for n in range(max(0, count - 10), count))
    return f"<rss version='2.0'><channel><title>Feed {number}</title>{items}</channel></rss>".encode()


def _item(number: int, n: int) -> str:
    """Return an article of 300 words that has little in common with the others."""
    chance = random.Random(1_000 * number + n)
    words = chance.choices(VOCABULARY, cum_weights=WEIGHTS, k=300)
    sentences = (" ".join(words[at : at + 15]).capitalize() + "." for at in range(0, 300, 15))
    body = "".join(f"&lt;p&gt;{sentence}&lt;/p&gt;" for sentence in sentences)
    link = f"http://f{number}.test/{n}"
    title = " ".join(words[:6]).capitalize()
    return f"<item><title>{title}</title><link>{link}</link><description>{body}</description></item>"


if __name__ == "__main__":
    main()
