"""`python -m tests.bench.engine_load`: editions and articles a second with 1, 2 and 4 workers on both databases.

Every edition is claimed, read from ten articles, put together, saved, posted part by part to a chat that answers at
once, and finished: all that the service does, but for the network. On a shared machine read the CPU seconds.
"""

import argparse
import multiprocessing
import os
import resource
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from digest_bot.model import Edition
from digest_bot.pipeline import Options
from digest_bot.schedule import Schedule
from digest_bot.shell.posting import Courier
from digest_bot.shell.studio import Studio
from digest_bot.shell.worker import Job, run_edition
from digest_bot.sources.folder import Folder
from digest_bot.store import Database, Leases, Store
from tests.bench.engine import WORDS, databases
from tests.memory_chat import MemoryChat

ARTICLES = 10
TIMES = Schedule((datetime.min.time(),), ZoneInfo("UTC"), frozenset(range(7)))


class Spent(NamedTuple):
    """What one worker did."""

    editions: int
    doubled: int
    cpu: float
    """Seconds."""
    memory: int
    """MB at most."""


def main() -> None:
    """Run the same number of editions with 1, 2 and 4 workers on both databases."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--editions", type=int, default=120)
    given = asked.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="load"))
    for number in range(ARTICLES):
        (folder / f"{number}.txt").write_text(text(number), encoding="utf-8")
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for name, url in databases():
        for workers in (1, 2, 4):
            print(row(name, workers, measure(url, folder, workers, given.editions)), flush=True)


def text(number: int) -> str:
    """Return an invented article of about 300 words."""
    place = WORDS[number]
    body = "\n\n".join(
        f"The {place} counted {number * 97 + n * 13} visitors in month {n}, said its director Maria Lind on Monday. "
        f"That is {n + 7} more than a year ago, when the {place} was closed for {n + 2} weeks of repairs."
        for n in range(8)
    )
    return f"The {place} counts its visitors\n\n{body}\n"


def measure(url: str, folder: Path, workers: int, count: int) -> tuple[float, list[Spent]]:
    """Return the seconds it took, and what each worker spent."""
    store = Store(Database(url))
    for number in range(count):
        slot = f"{workers:02}:00"
        edition = Edition(f"w{workers}n{number}", f"C{number}", datetime.now(UTC).date(), slot)
        store.plan(edition, now=datetime.now(UTC))
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        pool.starmap(work, [(url, folder, workers, 0)] * workers, chunksize=1)  # everybody has imported everything
        began = time.monotonic()
        spent = pool.starmap(work, [(url, folder, workers, count)] * workers, chunksize=1)
        return time.monotonic() - began, spent


def work(url: str, folder: Path, workers: int, count: int) -> Spent:
    """Take editions until none is left."""
    before, done, lost = time.process_time(), 0, 0
    store, chat = Store(Database(url)), MemoryChat()
    leases = Leases(store._database, clock=lambda: datetime.now(UTC))
    names = [f"w{workers}n{number}" for number in range(count)]
    while count and (batch := store.offer(names, now=datetime.now(UTC), again=timedelta(minutes=10), limit=5)):
        for edition in batch:
            lease, turn = leases.claim(f"edition/{edition.id}"), leases.claim(f"channel/{edition.channel}")
            if lease is None or turn is None:
                lost += 1
                continue
            job = Job(edition.digest, edition.channel, TIMES, (Folder("news", folder),), Options(), audio=False)
            courier = Courier(store, chat, lambda: datetime.now(UTC), fence=lease)
            run_edition(job, edition, store=store, courier=courier, studio=Studio((), Path()))
            turn.release()
            lease.release()
            done += 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Spent(done, lost, time.process_time() - before, peak)


def row(name: str, workers: int, measured: tuple[float, list[Spent]]) -> str:
    """Return one line of the table."""
    took, spent = measured
    done, cpu = sum(one.editions for one in spent), sum(one.cpu for one in spent)
    return (
        f"| {name} | {workers} worker(s) | {done / took:.1f} editions/s, {done * ARTICLES / took:.0f} articles/s | "
        f"{1000 * cpu / max(done, 1):.0f} ms CPU an edition | claimed twice {sum(one.doubled for one in spent)} | "
        f"{max(one.memory for one in spent)} MB a worker | load {os.getloadavg()[0]:.0f} |"
    )


if __name__ == "__main__":
    main()
