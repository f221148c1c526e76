"""The queue and the beat: hints reach a worker, losing one loses nothing."""

import pickle
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest_bot.engine import Engine, keep_time

KEY = "daily/C1/2026-11-24/07:30"


def open_engine(folder: Path) -> Engine:
    return Engine("sqlite:///digest.db", queue=folder / "queue.db")


@contextmanager
def serving(engine: Engine, work: Callable[[str], None], *, kind: str = "edition", threads: int = 2) -> Iterator[None]:
    """Follow hints of this kind while the block runs."""
    stop = threading.Event()
    options = {"stop": stop, "threads": threads, "grace": 50}
    thread = threading.Thread(target=engine.serve, args=({kind: work},), kwargs=options)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(60)
        assert not thread.is_alive()


def test_what_is_submitted_is_worked_on_by_the_handler_of_its_kind(tmp_path: Path) -> None:
    engine, done, worked = open_engine(tmp_path), threading.Event(), []

    def work(key: str) -> None:
        worked.append(key)
        done.set()

    engine.submit("unheard-of", "1")
    engine.submit("edition", KEY)
    with serving(engine, work):
        assert done.wait(60)
    assert worked == [KEY]


def test_an_edition_goes_before_everything_that_was_asked_for(tmp_path: Path) -> None:
    engine, worked, done, stop = open_engine(tmp_path), [], threading.Event(), threading.Event()

    def work(key: str) -> None:
        worked.append(key)
        if len(worked) == 4:
            done.set()

    for number in range(3):
        engine.submit("request", str(number))
    engine.submit("edition", KEY)
    handlers = {"request": work, "edition": work}
    thread = threading.Thread(target=engine.serve, args=(handlers,), kwargs={"stop": stop, "threads": 1})
    thread.start()
    assert done.wait(60)
    stop.set()
    thread.join(60)
    assert worked == [KEY, "0", "1", "2"]


def test_work_that_fails_does_not_stop_the_worker(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    engine, failed, done = open_engine(tmp_path), threading.Event(), threading.Event()

    def work(key: str) -> None:
        if key == KEY:
            failed.set()
            raise RuntimeError("the disk is full")
        done.set()

    with serving(engine, work, threads=1):
        engine.submit("edition", KEY)
        assert failed.wait(60)
        engine.submit("edition", "another")
        assert done.wait(60)
    assert "the disk is full" in caplog.text


def test_a_message_is_json_and_never_a_pickle(tmp_path: Path) -> None:
    open_engine(tmp_path).submit("edition", KEY)
    with sqlite3.connect(tmp_path / "queue.db") as connection:
        ((data,),) = connection.execute("select data from task").fetchall()
    assert b'"args": ["edition", "daily/C1/2026-11-24/07:30"]' in bytes(data)


def test_a_foreign_pickle_in_the_queue_is_not_executed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    touched, done = tmp_path / "touched", threading.Event()
    engine = open_engine(tmp_path)
    assert engine.queued() == frozenset()
    with sqlite3.connect(tmp_path / "queue.db") as connection:
        connection.execute(
            "insert into task (queue, data, priority) values (?, ?, 0)", ("digest_bot", pickle.dumps(_Bomb(touched)))
        )
    engine.submit("request", KEY)
    assert engine.queued() == {("request", KEY)}
    with serving(engine, lambda _: done.set(), kind="request"):
        assert done.wait(60)
    assert not touched.exists()
    assert "Error reading from queue" in caplog.text


def test_stopping_waits_for_the_step_at_hand(tmp_path: Path) -> None:
    engine, started, finished = open_engine(tmp_path), threading.Event(), []

    def work(key: str) -> None:
        started.set()
        time.sleep(0.5)
        finished.append(key)

    with serving(engine, work):
        engine.submit("edition", KEY)
        assert started.wait(60)
    assert finished == [KEY]


def test_a_queue_that_cannot_be_used_is_said_and_nothing_else(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    engine = open_engine(tmp_path)
    (tmp_path / "queue.db").mkdir()
    assert not engine.submit("edition", KEY)
    assert "the queue cannot be used" in caplog.text


def beats_until(count: int, *, every: float, after: timedelta | None) -> list[datetime]:
    """Keep time until there were so many beats, one of them due that long `after` the start; return when they were."""
    beats: list[datetime] = []
    asked: list[datetime] = []
    stop = threading.Event()

    def due(now: datetime) -> datetime | None:
        asked.append(now)
        return now + after if after and len(asked) == 1 else None

    def beat() -> None:
        beats.append(datetime.now(UTC))
        if len(beats) == count:
            stop.set()

    thread = threading.Thread(target=keep_time, args=(beat,), kwargs={"every": every, "due": due, "stop": stop})
    thread.start()
    assert stop.wait(60)
    thread.join()
    return beats


def test_a_beat_comes_at_once_and_steadily() -> None:
    assert len(beats_until(3, every=0.05, after=None)) >= 3


def test_a_beat_comes_at_the_moment_that_is_due() -> None:
    assert len(beats_until(2, every=3600, after=timedelta(seconds=0.3))) == 2


class _Bomb:
    """Touches a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return (Path.touch, (self.path,))
