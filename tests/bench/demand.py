"""How quickly the service answers people while it makes a digest with sound.

All is real but Slack and the web: `digest-bot run` with its worker processes, the Bolt client, the store on disk.
`python -m tests.bench.demand` prints the table of docs/benchmarks/demand.md.
"""

import math
import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from digest_bot.model import Edition
from digest_bot.store import Store
from tests.demand.service import Service, service
from tests.loopback import Request as Asked
from tests.loopback import answer, serving
from tests.slack_double.inbound import Inbound, signed, workspace
from tests.waiting import until

CORPUS = Path(__file__).parents[2] / "corpus"
CONFIG = f"""
[source.corpus]
folder = "{CORPUS}"
[digest.daily]
channel = "C1"
times = ["03:33"]
timezone = "UTC"
sources = ["corpus"]
max_per_source = 7
[web]
timeout = 60
allow = ["127.0.0.1"]
[slack]
mode = "{{mode}}"
"""
PAGE = """<html><head><title>Otters return to the Lind</title></head><body><article><h1>Otters return to the Lind</h1>
<p>Otters have returned to the river Lind after an absence of sixty years, the county said on Tuesday. Rangers counted
eleven animals between the weir and the estuary, four of them young.</p><p>The river has been clean enough for salmon
since 2019, when the paper mill at Holm was closed. Anna Berg, who leads the count, expects about thirty otters within
five years if the banks are left alone.</p></article></body></html>"""
JOB = 30.0
"""Seconds that the page behind every command takes."""


def main() -> None:
    """Run every measurement and print one line each."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("slack-bolt", "slack-sdk", "aiohttp", "uvicorn"))
    print(f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {libraries}, {_load()}\n")
    print("| what | measured | goal |\n|---|---|---|")
    with _started("socket") as (bot, double, site):
        _pages(double, site)
        _twice(double)
        _edition(bot)
        _sockets(bot, double, site)
        _broken(double)
    with _started("http") as (bot, double, site):
        _edition(bot)
        _http(bot, double, site)


@contextmanager
def _started(mode: str) -> Iterator[tuple[Service, Inbound, str]]:
    """Have a service at work, a workspace it listens to, and a site whose address is the third."""
    with (
        serving(_page) as site,
        workspace() as double,
        tempfile.TemporaryDirectory() as folder,
        service(Path(folder), CONFIG.format(mode=mode), slack=double.url) as bot,
    ):
        bot.start()
        yield bot, double, site.url


def _pages(double: Inbound, site: str) -> None:
    """A page that answers at once, thirty times, one after the other, on an idle service."""
    times = []
    for number in range(30):
        payload = double.command(f"{site}/quick?{number}")
        began = time.monotonic()
        double.send(payload)
        hook = double.hooks[payload["response_url"].rsplit("/", 1)[1]]
        assert until(lambda hook=hook: hook.posts, within=60)  # type: ignore[misc]
        times.append(time.monotonic() - began)
    _say("/digest <url>, idle, 30 times: answer p50, p95", f"{_at(times, 50)}, {_at(times, 95)}", "p95 ≤ 3 s")


def _twice(double: Inbound) -> None:
    payloads = [double.command("next"), double.command(" Next ")]
    for payload in payloads:
        double.send(payload)
    hooks = [double.hooks[payload["response_url"].rsplit("/", 1)[1]] for payload in payloads]
    until(lambda: any(hook.posts for hook in hooks), within=30)
    time.sleep(3)
    _say("Enter pressed twice: answers", str(sum(len(hook.posts) for hook in hooks)), "1")


def _sockets(bot: Service, double: Inbound, site: str) -> None:
    """200 commands at 20 a second, each with 30 seconds of work behind it."""
    before, sent = _accepted(bot), []
    began = time.monotonic()
    for number in range(200):
        time.sleep(max(0.0, began + number / 20 - time.monotonic()))
        sent.append(double.send(double.command(f"{site}/slow?{number}")))
    until(lambda: all(one.acked_at for one in sent), within=10)
    waits = [one.waited for one in sent]
    lost = sum(math.isinf(wait) for wait in waits)
    _say("Socket Mode, 200 at 20/s: unacked", str(lost), "0")
    _say("the same: ack p50, p99, max", f"{_at(waits, 50)}, {_at(waits, 99)}, {_at(waits, 100)}", "p99 ≤ 100 ms")
    _say("the same: accepted and kept", str(_accepted(bot) - before), "200")


def _broken(double: Inbound) -> None:
    for how, goal in (("refresh_requested", "≤ 1 s"), ("abort", "≤ 15 s")):
        began = time.monotonic()
        if how == "abort":
            double.abort()
        else:
            double.disconnect(how)
        assert until(lambda: double.sockets > 0, within=60)
        back = time.monotonic() - began
        assert until(lambda: double.sockets == 2, within=60)
        every = time.monotonic() - began
        sent = [double.send(double.command(f"topic after {how} {number}")) for number in range(20)]
        until(lambda sent=sent: all(one.acked_at for one in sent), within=10)  # type: ignore[misc]
        lost = sum(math.isinf(one.waited) for one in sent)
        _say(f"{how}: first socket back, both back, lost of 20 after it", f"{_ms(back)}, {_ms(every)}, {lost}", goal)


def _http(bot: Service, double: Inbound, site: str) -> None:
    """400 signed commands, 20 at a time; beside them, in the same minute, a route that does nothing."""

    def post(number: int) -> float:
        body, headers = signed(double.command(f"{site}/slow?{number}", user_id=f"U{number}"))
        return _timed(Request(f"{bot.url}/slack/events", data=body, headers=headers))

    with ThreadPoolExecutor(20) as pool:
        waits = list(pool.map(post, range(400)))
        floor = list(pool.map(lambda _: _timed(Request(f"{bot.url}/healthz")), range(400)))
    _say("HTTP, 400 commands 20 at a time: ack p50, p99", f"{_at(waits, 50)}, {_at(waits, 99)}", "p99 ≤ 500 ms")
    _say("the same: max", _at(waits, 100), "≤ 1.5 s")
    _say("floor: /healthz the same way, p50, p99", f"{_at(floor, 50)}, {_at(floor, 99)}", "–")
    _say("the same: accepted and kept", str(_accepted(bot)), "400")


def _edition(bot: Service) -> None:
    """Have the service make a digest with sound from now on."""
    now = datetime.now(UTC)
    store = Store(f"sqlite:///{bot.folder / 'data' / 'digest.db'}")
    store.plan(Edition("daily", "C1", now.date(), f"{now:%H:%M}"), now=now)
    time.sleep(16)  # the next beat offers it


def _accepted(bot: Service) -> int:
    with sqlite3.connect(bot.folder / "data" / "digest.db") as connection:
        return int(connection.execute("select count(*) from request").fetchone()[0])


def _page(request: Asked, connection: Any) -> None:
    if request.path.startswith("/slow"):
        time.sleep(JOB)
    answer(PAGE)(request, connection)


def _timed(request: Request) -> float:
    began = time.monotonic()
    with urlopen(request, timeout=30) as said:
        said.read()
    return time.monotonic() - began


def _at(times: Sequence[float], percent: int) -> str:
    """Return the percentile, by the nearest rank."""
    ordered = sorted(times)
    return _ms(ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)])


def _ms(seconds: float) -> str:
    return "never" if math.isinf(seconds) else f"{seconds * 1000:.0f} ms"


def _say(what: str, measured: str, goal: str) -> None:
    print(f"| {what} | {measured} | {goal} |", flush=True)


def _load() -> str:
    return f"load {Path('/proc/loadavg').read_text().split()[0]}" if sys.platform == "linux" else "load unknown"


if __name__ == "__main__":
    main()
