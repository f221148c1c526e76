"""The queue and the tick: hints reach a worker, losing one loses nothing."""

import pickle
import sqlite3
import threading
import time
from pathlib import Path

from digest_bot.engine import Engine, Key

KEY: Key = ("daily", "C1", "2026-11-24", "07:30")


def serve_until(engine: Engine, ticks: list[list[Key]], done: threading.Event, *, every: float = 0.05) -> None:
    """Serve with these answers of the tick, one after the other, until `done` is set or ten seconds are over."""
    stop = threading.Event()
    remaining = iter(ticks)
    thread = threading.Thread(
        target=engine.serve, args=(lambda: next(remaining, []),), kwargs={"every": every, "stop": stop}
    )
    thread.start()
    done.wait(10)
    stop.set()
    thread.join(15)
    assert not thread.is_alive()


def test_what_a_tick_offers_is_worked_on(tmp_path: Path) -> None:
    done, worked = threading.Event(), []

    def work(key: Key) -> None:
        worked.append(key)
        done.set()

    serve_until(Engine(tmp_path / "queue.db", work), [[KEY]], done)
    assert worked == [KEY]


def test_work_that_fails_is_offered_again_by_the_next_tick(tmp_path: Path) -> None:
    done, tries = threading.Event(), []

    def work(key: Key) -> None:
        tries.append(key)
        if len(tries) == 1:
            raise RuntimeError("the disk is full")
        done.set()

    serve_until(Engine(tmp_path / "queue.db", work), [[KEY], [KEY]], done)
    assert tries == [KEY, KEY]


def test_a_message_is_json_and_never_a_pickle(tmp_path: Path) -> None:
    Engine(tmp_path / "queue.db", lambda _: None).submit(KEY)
    with sqlite3.connect(tmp_path / "queue.db") as connection:
        ((data,),) = connection.execute("select data from task").fetchall()
    assert b'"args": ["daily", "C1", "2026-11-24", "07:30"]' in bytes(data)


def test_a_foreign_pickle_in_the_queue_is_not_executed(tmp_path: Path) -> None:
    touched = tmp_path / "touched"
    done = threading.Event()
    engine = Engine(tmp_path / "queue.db", lambda _: done.set())
    with sqlite3.connect(tmp_path / "queue.db") as connection:
        connection.execute(
            "insert into task (queue, data, priority) values (?, ?, 0)", ("digest_bot", pickle.dumps(_Bomb(touched)))
        )
    serve_until(engine, [[KEY]], done)
    assert not touched.exists()


def test_stopping_waits_for_the_step_at_hand(tmp_path: Path) -> None:
    started, finished = threading.Event(), []

    def work(key: Key) -> None:
        started.set()
        time.sleep(0.5)
        finished.append(key)

    serve_until(Engine(tmp_path / "queue.db", work), [[KEY]], started)
    assert finished == [KEY]


class _Bomb:
    """Touches a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return (Path.touch, (self.path,))
