"""The only file that names the task engine and the clock: a queue of hints, workers that follow them, and a beat.

The tables are the truth. A message says no more than "look at this row"; losing every message loses nothing, for the
next beat offers the open rows again.
"""

import json
import logging
import re
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from huey import Huey, PostgresHuey, SqliteHuey
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer

log = logging.getLogger(__name__)

GRACE = 8.0
"""Seconds a step at hand has to come to an end when the service stops."""
URGENT = {"edition": 10}
"""Kinds that go before all others: an edition is on time however many people ask for something."""
ENOUGH = 2_000
"""Messages in the queue above which nothing more is offered: the workers are behind, or there are none."""


class Engine:
    """A queue that carries hints, (kind, id), to worker threads on this machine or on others.

    `url` is that of the database: PostgreSQL carries the messages itself, for SQLite they lie in the file `queue`.
    """

    def __init__(self, url: str, *, queue: Path) -> None:
        self._url = url
        self._queue = queue
        self._lock = threading.Lock()
        self._opened: Huey | None = None
        self._handlers: Mapping[str, Callable[[str], None]] = {}

    def submit(self, kind: str, id: str) -> bool:  # noqa: A002 - the word of the seam
        """Hint that there is work; a queue that cannot be used is logged and answered with False: nothing is lost."""
        try:
            self._huey().enqueue(self._task.s(kind, id, priority=URGENT.get(kind)))
        except Exception as error:  # noqa: BLE001 - psycopg's, sqlite3's and the disk's own errors have no common root
            log.warning("the queue cannot be used, the next beat offers %s %s again: %s", kind, id, error)
            return False
        return True

    def queued(self) -> frozenset[tuple[str, str]]:
        """Return the hints that nobody has followed yet, ENOUGH at most; giving one of them again would help nobody."""
        try:
            waiting = self._huey().storage.enqueued_items(ENOUGH)
        except Exception:  # noqa: BLE001 - as above; submit says it
            return frozenset()
        return frozenset(hint for data in waiting if (hint := _hint(data)))

    def serve(
        self,
        handlers: Mapping[str, Callable[[str], None]],
        *,
        stop: threading.Event,
        threads: int = 4,
        grace: float = GRACE,
    ) -> bool:
        """Follow the hints until `stop` is set; tell whether every step at hand came to its end within `grace` seconds.

        A handler gets the id. What it raises is logged; the row it is about is offered again.
        """
        self._handlers = handlers
        consumer = _Consumer(self._huey(), workers=threads, periodic=False, max_delay=1.0, shutdown_timeout=grace)
        consumer.start()
        while not stop.wait(5):
            consumer.check_worker_health()
        consumer.stop(graceful=True)
        return not any(thread.is_alive() for _, thread in consumer.worker_threads)

    def _huey(self) -> Huey:
        with self._lock:
            if self._opened is None:
                opened = self._open()
                self._task = opened.task(name="work")(self._work)
                self._opened = opened
            return self._opened

    def _open(self) -> Huey:
        if self._url.startswith("postgres"):
            dsn = re.sub(r"^postgres\w*(\+\w+)?:", "postgresql:", self._url)
            return PostgresHuey("digest_bot", dsn=dsn, results=False, serializer=_Json())
        self._queue.parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey("digest_bot", filename=str(self._queue), results=False, serializer=_Json(), timeout=10)

    def _work(self, kind: str, id: str) -> None:  # noqa: A002 - the word of the seam
        handler = self._handlers.get(kind)
        if handler is None:
            log.warning("nobody here knows work of the kind %r", kind)
            return
        handler(id)


def keep_time(
    beat: Callable[[], None], *, every: float, due: Callable[[datetime], datetime | None], stop: threading.Event
) -> None:
    """Call `beat` at once, every `every` seconds and at each moment `due(after)` names, until `stop` is set.

    Beats never overlap. One that comes late, after a suspended laptop or a jump of the clock, comes once.
    """
    scheduler = BackgroundScheduler(timezone="UTC")
    turn = threading.Lock()

    def alone() -> None:
        with turn:
            beat()

    late = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    scheduler.add_job(alone, "interval", seconds=every, **late)
    scheduler.add_job(alone, _Due(due), **late)
    scheduler.start()
    try:
        alone()
        stop.wait()
    finally:
        scheduler.shutdown(wait=False)


class _Due(BaseTrigger):  # type: ignore[misc]
    """Fires when our own calendar says so: APScheduler's CronTrigger skips days after a change of the clock."""

    def __init__(self, due: Callable[[datetime], datetime | None]) -> None:
        self._due = due

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """Return the next moment after the last one, or after now; where nothing is due, look again in a day.

        Never None: APScheduler would take the job out, and fails at that while it is being shut down.
        """
        return self._due(max(previous, now) if previous else now) or now + timedelta(days=1)


class _Consumer(Consumer):  # type: ignore[misc]
    """A consumer that leaves the signals to the command that runs it."""

    def _set_signal_handlers(self) -> None:
        pass


def _hint(data: bytes) -> tuple[str, str] | None:
    try:
        kind, id_ = json.loads(data)["args"]
    except (ValueError, LookupError, TypeError):
        return None  # nobody's message; whoever reads it says so
    return kind, id_


class _Json(Serializer):  # type: ignore[misc]
    """Messages as JSON: a foreign pickle would be code."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps({"id": data.id, "name": data.name, "args": list(data.args)}).encode()

    def _deserialize(self, data: bytes) -> Message:
        message: dict[str, Any] = json.loads(data)
        blank = dict.fromkeys(Message._fields)
        fixed = {"retries": 0, "retry_delay": 0, "kwargs": {}}
        return Message(**{**blank, **fixed, "id": message["id"], "name": message["name"], "args": message["args"]})
