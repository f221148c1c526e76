"""What reading costs: real feeds and their mutants, ten thousand polls beside a plain loop, bombs.

Every measure runs in a process of its own, so that its memory is its own; figures go to standard output as a table.
"""

import argparse
import asyncio
import gzip
import importlib
import logging
import multiprocessing
import random
import resource
import socket
import tarfile
import tempfile
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from digest_bot.errors import SourceError
from digest_bot.shell.reading import poll
from digest_bot.sources.entries import parse_feed
from digest_bot.sources.feed import Feed
from digest_bot.store import Store
from digest_bot.visits import Known, Standing
from digest_bot.web.door import Door

NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)
MUTANTS = 5
SLOW = 3.0
"""Seconds a slow host takes."""
NO_FILES = ".LICENSE", ".md", "INDEX.jsonl"


def main() -> None:
    """Run what is asked for, and print one line a measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--feeds", type=Path, help="feeds.tar.gz with real feeds; without it that measure is left out")
    parser.add_argument("--count", type=int, default=10_000, help="feeds to poll")
    given = parser.parse_args()
    print(f"{'measure':<44}{'wall s':>8}{'CPU s':>8}{'MB':>7}  result")
    if given.feeds:
        measure("real feeds", parse_all, given.feeds, 0)
        measure(f"real feeds, {MUTANTS} mutants each", parse_all, given.feeds, MUTANTS)
    for mix in ("unchanged", "mixed"):
        measure(f"{given.count} feeds, {mix}: digest_bot", poll_ours, given.count, mix)
        measure(f"{given.count} feeds, {mix}: plain aiohttp loop", poll_plain, given.count, mix)
    measure(f"{given.count} feeds, unchanged: reader", poll_reader, given.count)
    for name in BOMBS:
        measure(f"bomb: {name}", open_bomb, name)


def measure(name: str, work: Callable[..., str], *given: Any) -> None:
    """Run the work in a fresh process and print what it cost there, children included."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_measured, args=(theirs, work, given))
    process.start()
    theirs.close()  # so that a process that fails is heard of
    wall, cpu, memory, result = ours.recv()
    process.join()
    print(f"{name:<44}{wall:>8.1f}{cpu:>8.1f}{memory:>7.0f}  {result}", flush=True)


def _measured(pipe: Any, work: Callable[..., str], given: tuple[Any, ...]) -> None:
    logging.disable(logging.WARNING)  # the dead are counted, not told one by one
    began, before = time.monotonic(), time.process_time()
    result = work(*given)
    wall, cpu = time.monotonic() - began, time.process_time() - before
    pipe.send((wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, result))


# Parsing.


def parse_all(archive: Path, mutants: int) -> str:
    """Parse every feed and its mutants; the result counts what came out, exceptions that are not ours among it."""
    outcomes: Counter[str] = Counter()
    with tarfile.open(archive) as files:
        for number, member in enumerate(files):
            stream = files.extractfile(member) if member.isfile() and not member.name.endswith(NO_FILES) else None
            if stream is None:
                continue
            body, chance = stream.read(), random.Random(number)
            for one in [body] if not mutants else [_mutant(body, chance, kind) for kind in range(mutants)]:
                outcomes[_outcome(one)] += 1
    return ", ".join(f"{count} {name}" for name, count in outcomes.most_common())


def _outcome(body: bytes) -> str:
    try:
        return "with entries" if parse_feed(body, url="https://a.example/feed") else "empty"
    except SourceError as error:
        return error.reason
    except Exception as error:  # noqa: BLE001 - what is counted here: there must be none
        return f"EXCEPTION {type(error).__name__}"


def _mutant(body: bytes, chance: random.Random, kind: int) -> bytes:
    """Cut it, sprinkle noise, repeat a piece, put in control characters, or tell a wrong encoding."""
    data, size = bytearray(body), max(1, len(body))
    if kind == 0:
        return body[: chance.randrange(size)]
    if kind == 2:
        start = chance.randrange(size)
        return body[: start + 400] + body[start : start + 400] * chance.randrange(1, 20) + body[start:]
    if kind == 4:
        return body.replace(b"utf-8", chance.choice([b"utf-16", b"\xff\xfe", b"koi8-r", b"x" * 99, b"ebcdic-cp-us"]), 1)
    for _ in range(chance.randrange(1, 30) if data else 0):
        data[chance.randrange(len(data))] = chance.randrange(32 if kind == 3 else 256)
    return bytes(data)


# Polling.


def kind_of(number: int, mix: str) -> str:
    """Return how feed `number` behaves: of a hundred in the mix five are new, two slow, two dead."""
    if mix == "unchanged":
        return "same"
    return {0: "slow", 1: "slow", 2: "dead", 3: "dead"}.get(number % 100, "new" if number % 100 < 9 else "same")


def _serve(port: Any, mix: str) -> None:
    """Be the server: the number of the feed stands in its Host header."""
    same = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\nContent-Length: 0\r\n\r\n'

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                number = int(head.lower().split(b"host: f")[1].split(b".")[0])
                kind = kind_of(number, mix)
                if kind == "dead":
                    break
                if kind == "slow":
                    await asyncio.sleep(SLOW)
                known = b"if-none-match" in head.lower()
                writer.write(same if known and kind == "same" else _news(number, tag=1 if kind == "same" else 2))
                await writer.drain()
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=4096)
        port.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def _news(number: int, *, tag: int) -> bytes:
    items = "".join(
        f"<item><title>News {n} of {number}</title><link>http://f{number}.test/{n}</link>"
        f"<description>{'The ferry sails again on Monday. ' * 9}</description></item>"
        for n in range(20)
    )
    body = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
    return b'HTTP/1.1 200 OK\r\nETag: "%d"\r\nContent-Length: %d\r\n\r\n' % (tag, len(body)) + body


def _server(mix: str) -> tuple[Any, int]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, mix), daemon=True)
    process.start()
    return process, ours.recv()


def poll_ours(count: int, mix: str) -> str:
    """Poll every feed once, each on a host of its own, with the real store."""
    server, port = _server(mix)
    names = [f"f{number}.test" for number in range(count)]
    here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    door = Door(allow=names, timeout=10, resolve=lambda *_, **__: here)
    feeds = [Feed(name, f"http://{name}:{port}/feed", door=door, full_text=False) for name in names]
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/digest.db")
        known = Known(None, '"1"', None)
        read = NOW - timedelta(days=1)
        store.stand([Standing(feed.key, known=known, next_at=read, first_at=read) for feed in feeds])
        before = time.process_time()
        visits = poll(feeds, feeds=store, archive=store, now=NOW)
        spent = time.process_time() - before
        standings = store.standings([feed.key for feed in feeds]).values()
    server.terminate()
    failed = sum(standing.failures > 0 for standing in standings)
    return f"{visits} visits, {failed} failed, {1000 * spent / count:.2f} ms CPU a feed"


def poll_plain(count: int, mix: str) -> str:
    """Ask for the same with nothing around it: no checks, no store, no parsing."""
    import aiohttp

    server, port = _server(mix)

    async def run() -> int:
        gate, failed = asyncio.Semaphore(100), 0
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        timeout = aiohttp.ClientTimeout(total=10)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:

            async def one(number: int) -> None:
                nonlocal failed
                headers = {"Host": f"f{number}.test", "If-None-Match": '"1"'}
                async with gate:
                    try:
                        async with session.get(f"http://127.0.0.1:{port}/feed", headers=headers) as response:
                            await response.read()
                    except aiohttp.ClientError:
                        failed += 1

            await asyncio.gather(*(one(number) for number in range(count)))
        return failed

    before = time.process_time()
    failed = asyncio.run(run())
    spent = time.process_time() - before
    server.terminate()
    return f"{count} visits, {failed} failed, {1000 * spent / count:.2f} ms CPU a feed"


def poll_reader(count: int) -> str:
    """Let the library `reader` (not ours, and no dependency: `pip install reader`) ask for the same, unchanged."""
    try:
        library = importlib.import_module("reader")
    except ImportError:
        return "left out: pip install reader"
    server, port = _server("unchanged")
    here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    socket.getaddrinfo = lambda *_, **__: here  # type: ignore[assignment] # this process looks up nothing else
    with tempfile.TemporaryDirectory() as folder:
        reading = library.make_reader(f"{folder}/reader.sqlite")
        for number in range(count):
            reading.add_feed(f"http://f{number}.test:{port}/feed")
        reading.update_feeds(workers=24, scheduled=False)  # now it knows their ETags
        before, began = time.process_time(), time.monotonic()
        reading.update_feeds(workers=24, scheduled=False)
        spent, took = time.process_time() - before, time.monotonic() - began
        failed = sum(feed.last_exception is not None for feed in reading.get_feeds())
    server.terminate()
    return f"{count} visits in {took:.0f} s, {failed} failed, {1000 * spent / count:.2f} ms CPU a feed"


# Bombs.


@cache
def _packed(size: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    zeros = bytes(1_000_000)
    return b"".join(packer.compress(zeros) for _ in range(size // len(zeros))) + packer.flush()


def _head(coding: str = "", length: int | None = None) -> bytes:
    told = f"Content-Encoding: {coding}\r\n" if coding else ""
    told += f"Content-Length: {length}\r\n" if length is not None else ""
    return f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{told}\r\n".encode()


def _endless(connection: socket.socket, first: bytes, again: bytes, pause: float = 0.0) -> None:
    connection.sendall(first)
    while True:
        connection.sendall(again)
        time.sleep(pause)


BOMBS: dict[str, Callable[[socket.socket], None]] = {
    "gzip, 0.2 MB to 200 MB": lambda c: c.sendall(_head("gzip") + _packed(200_000_000)),
    "gzip twice": lambda c: c.sendall(_head("gzip, gzip") + gzip.compress(_packed(200_000_000))),
    "gzip nine times": lambda c: c.sendall(_head(", ".join(["gzip"] * 9)) + b"x"),
    "br that nobody asked for": lambda c: c.sendall(_head("br") + b"\x5b\xff\xff\x3f" * 999),
    "zstd that nobody asked for": lambda c: c.sendall(_head("zstd") + b"\x28\xb5\x2f\xfd" * 999),
    "a body without end": lambda c: _endless(c, _head(), bytes(65_536)),
    "a length that lies": lambda c: c.sendall(_head(length=10**12) + b"x" * 1000),
    "200,000 headers": lambda c: c.sendall(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 200_000 + b"\r\n"),
    "one header of 50 MB": lambda c: c.sendall(b"HTTP/1.1 200 OK\r\nX-A: " + b"b" * 50_000_000),
    "headers, one line each 0.4 s": lambda c: _endless(c, b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", 0.4),
    "body, one byte each 0.4 s": lambda c: _endless(c, _head(), b"x", 0.4),
    "2,000,000 chunks of one byte": lambda c: c.sendall(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 2_000_000 + b"0\r\n\r\n"
    ),
}


def open_bomb(name: str) -> str:
    """Fetch one bomb with a limit of 5 MB and 5 s; the result is how it ended and by how much the memory grew."""
    if name in ("gzip, 0.2 MB to 200 MB", "gzip twice"):
        _packed(200_000_000)  # now and not while the client waits
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with suppress(OSError):
                connection, _ = listener.accept()
                connection.recv(65_536)
                with connection:
                    BOMBS[name](connection)

        threading.Thread(target=serve, daemon=True).start()
        door = Door(allow=["127.0.0.1"], timeout=5, max_bytes=5_000_000)
        before, began = _resident(), time.monotonic()
        try:
            ended = f"{len(door.fetch(f'http://127.0.0.1:{listener.getsockname()[1]}/').body):,} bytes"
        except SourceError as error:
            ended = error.reason
        return f"{ended} after {time.monotonic() - began:.1f} s, +{_resident() - before:.0f} MB (server included)"


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
