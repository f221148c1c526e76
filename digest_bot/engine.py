"""The only file that names the task engine and the clock: a queue of hints, a consumer, and a tick."""

import json
import logging
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler
from huey import SqliteHuey
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer

log = logging.getLogger(__name__)

Key = tuple[str, str, str, str]
"""An edition as strings: digest, channel, date, slot. The tables are the truth; this is a hint to look at a row."""


class Engine:
    """A queue on disk that carries the keys of editions to worker threads.

    Losing every message loses nothing: the next tick offers the open rows again.
    """

    def __init__(self, queue: Path, work: Callable[[Key], None]) -> None:
        queue.parent.mkdir(parents=True, exist_ok=True)
        self._huey = SqliteHuey("digest_bot", filename=str(queue), results=False, serializer=_Json())
        self._task = self._huey.task(name="run_edition")(lambda *key: work(key))

    def submit(self, key: Key) -> None:
        """Hand one edition to whichever worker is free."""
        self._task(*key)

    def serve(
        self, tick: Callable[[], Iterable[Key]], *, every: float, stop: threading.Event, workers: int = 2
    ) -> None:
        """Call `tick` at once and then every `every` seconds, submit what it returns, work until `stop` is set."""
        consumer = _Consumer(self._huey, workers=workers, periodic=False, max_delay=1.0, shutdown_timeout=10)
        scheduler = BackgroundScheduler(timezone="UTC")

        def beat() -> None:
            for key in tick():
                self.submit(key)

        scheduler.add_job(beat, "interval", seconds=every, max_instances=1, coalesce=True, misfire_grace_time=None)
        consumer.start()
        scheduler.start()
        try:
            beat()
            stop.wait()
        finally:
            scheduler.shutdown(wait=False)
            consumer.stop(graceful=True)


class _Consumer(Consumer):  # type: ignore[misc]
    """A consumer that leaves the signals to the command that runs it."""

    def _set_signal_handlers(self) -> None:
        pass


class _Json(Serializer):  # type: ignore[misc]
    """Messages as JSON: a foreign pickle would be code."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps({"id": data.id, "name": data.name, "args": list(data.args)}).encode()

    def _deserialize(self, data: bytes) -> Message:
        message = json.loads(data)
        blank = dict.fromkeys(Message._fields)
        fixed = {"retries": 0, "retry_delay": 0, "kwargs": {}}
        return Message(**{**blank, **fixed, "id": message["id"], "name": message["name"], "args": message["args"]})
