"""Worker processes beside this one: forked by a keeper that stays small, replaced when they die, gone when we are."""

import contextlib
import ctypes
import gc
import logging
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import NoReturn

log = logging.getLogger(__name__)

Work = Callable[[threading.Event], None]
PATIENCE = 10.0
"""Seconds processes have to leave by themselves before they are killed."""
NICER = 5
"""Text and voices yield the processor to whoever has to answer within three seconds."""
HEAPS, _ARENA_MAX = 2, -8
PAUSE = 1.0
"""Seconds between two looks at who is alive; also between a death and its replacement."""


class Keeper:
    """A process of its own that keeps `count` worker processes running, each calling `work(stop)`.

    Start it before any thread is started here: a process with threads cannot be forked safely. That is why the keeper
    exists: it has none and may fork again whenever a worker has died. It and its workers leave when we do, however
    that comes.
    """

    def __init__(self, count: int, work: Work) -> None:
        ours, self._line = os.pipe()
        gc.collect()
        give_heaps_back()
        gc.freeze()  # what is there now stays shared: a collection would write to every page of it, in each process
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._line)
            _leave(lambda: _keep(count, work, lifeline=ours))
        os.close(ours)

    def alive(self) -> bool:
        """Tell whether the keeper is still there."""
        with contextlib.suppress(ChildProcessError):
            return os.waitpid(self.pid, os.WNOHANG) == (0, 0)
        return False

    def stop(self) -> None:
        """Have the workers leave; return when they and the keeper are gone."""
        os.close(self._line)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


def can_fork() -> bool:
    """Tell whether this platform has worker processes; where it has none, threads do the work."""
    return hasattr(os, "fork")


def stop_on_signals(stop: threading.Event) -> None:
    """Set `stop` when this process is asked to leave."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())


def share_heaps() -> None:
    """Let the threads of this process, and of those forked from it, share two heaps; call it before there are any.

    The C library of Linux gives every thread one of its own otherwise, and hardly anything back from it: 25 MB in a
    worker whose two dozen visits have ended. Other systems have no such setting (mallopt(3), M_ARENA_MAX).
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, HEAPS)


def give_heaps_back() -> None:
    """Give the system back what lies free in the heaps; 20 to 40 MB after a large edition (malloc_trim(3))."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def begin_again() -> NoReturn:
    """Become this program anew under the same process number: whoever watches over it sees no end.

    A process with threads cannot fork a new keeper. What it had in hand is taken up again from what is written down.
    """
    logging.shutdown()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - our own command line


def _keep(count: int, work: Work, *, lifeline: int) -> None:
    """Fork, wait, fork again, until the other end of `lifeline` is closed."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a whole process group is told to leave: our parent decides
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    workers: set[int] = set()
    while True:
        while len(workers) < count:
            workers.add(_fork(work, lifeline))
        ended, _, _ = select.select([lifeline], [], [], PAUSE)
        if ended:
            break
        for pid in _ended(workers):
            log.error("worker process %d died, another one takes its place", pid)
    _dismiss(workers)


def _fork(work: Work, lifeline: int) -> int:
    pid = os.fork()
    if pid == 0:
        os.close(lifeline)
        _leave(lambda: _run(work))
    return pid


def _run(work: Work) -> None:
    os.nice(NICER)
    gc.set_threshold(20_000, 20, 50)  # looking every 700 new objects is a fifth of the time of thinking
    stop = threading.Event()
    stop_on_signals(stop)
    keeper = os.getppid()

    def watch() -> None:
        while os.getppid() == keeper and not stop.wait(PAUSE):
            pass
        stop.set()

    threading.Thread(target=watch, daemon=True).start()
    work(stop)


def _ended(workers: set[int]) -> list[int]:
    """Take those that have died out of `workers`."""
    ended = []
    for pid in tuple(workers):
        if os.waitpid(pid, os.WNOHANG) != (0, 0):
            workers.discard(pid)
            ended.append(pid)
    return ended


def _dismiss(workers: set[int]) -> None:
    for pid in workers:
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while workers and time.monotonic() < deadline:
        _ended(workers)
        time.sleep(0.05)
    for pid in workers:
        log.warning("worker process %d does not leave and is killed; its work is taken up again", pid)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _leave(work: Callable[[], None]) -> NoReturn:
    """Do the work of a forked process and end it without the parent's clean-up."""
    code = 1
    try:
        work()
        code = 0
    except BaseException:  # the last stop: nothing may run on in a copy of the parent
        log.exception("a worker process failed")
    finally:
        logging.shutdown()
        os._exit(code)
