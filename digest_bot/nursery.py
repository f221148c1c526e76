"""A process that has imported what its children need and forks one for whoever asks: ready in milliseconds.

It begins with an empty environment, so it and its children know no secret, no database and no network of ours. It
imports nothing before it is first asked. It and its children leave when everybody who may ask has gone, however that
comes.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

NICENESS = 5
"""Whoever has to answer a person goes first."""

PATIENCE = 2.0
"""Seconds the process has to leave by itself."""
START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from digest_bot.nursery import main; main()"


class Nursery:
    """The way to the process; safe to share between threads, and with what is forked from this process.

    `module` is what the children are made from: a function `prepare()` that is called once and returns what each child
    does with its line.
    """

    def __init__(self, module: str, *, code: str = START) -> None:
        self._module = module
        self._code = code
        self._lock = threading.Lock()
        self._line: socket.socket | None = None
        self.pid: int | None = None
        """Of the process, where this one has started it."""
        self.close: Callable[[], object] = lambda: None
        """Let the process and its children leave; a later child needs a new one."""

    def child(self) -> socket.socket:
        """Return the line to a new child; closing it ends the child. Raises OSError when none is to be had."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._send(theirs)
            except BaseException:
                ours.close()
                raise
        return ours

    def open(self) -> None:
        """Start the process unless it was; do it before forking those who are to share it."""
        with self._lock:
            if self._line is None:
                self._start()

    def _send(self, line: socket.socket) -> None:
        self.open()
        with self._lock:
            assert self._line is not None
            try:
                socket.send_fds(self._line, [b"+"], [line.fileno()])
            except OSError:  # it died
                self._start()
                socket.send_fds(self._line, [b"+"], [line.fileno()])

    def _start(self) -> None:
        self.close()
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - ourselves, with nothing foreign on the command line
                [sys.executable, "-c", self._code, json.dumps(sys.path), str(theirs.fileno()), self._module],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"},  # threads would not survive the fork
                pass_fds=[theirs.fileno()],
            )
        self._line, self.pid = ours, process.pid
        self.close = weakref.finalize(self, _leave, ours, process, os.getpid())


def _leave(line: socket.socket, process: subprocess.Popen[bytes], owner: int) -> None:
    line.close()
    if os.getpid() != owner:
        return
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:  # others still have a line to it: they start one of their own
        process.kill()
        process.wait()


# What runs in the process.


def main() -> None:
    """Fork a child for every line that comes in, until nobody is left to send one."""
    for number in (signal.SIGTERM, signal.SIGINT):  # a whole process group is told to leave: our lines decide
        signal.signal(number, signal.SIG_IGN)
    os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    line = socket.socket(fileno=int(sys.argv[2]))
    _Forking(line).go_on(sys.argv[3])


class _Forking:
    """The children that are there, by the number of their line."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._children: dict[int, tuple[socket.socket, int]] = {}
        self._poll = select.poll()
        self._poll.register(line, select.POLLIN)
        self._woken, self._waking = os.pipe()
        for end in (self._woken, self._waking):
            os.set_blocking(end, False)
        self._poll.register(self._woken, select.POLLIN)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._waking, warn_on_full_buffer=False)

    def go_on(self, module: str) -> None:
        """Heed one thing after the other: a number may mean another line by the time the next is looked at."""
        work: Callable[[socket.socket], None] | None = None
        while True:
            number, _ = self._poll.poll()[0]
            if number == self._woken:
                os.read(self._woken, 4096)
                self._bury()
            elif number in self._children:
                self._poll.unregister(number)
                os.kill(self._children[number][1], signal.SIGKILL)  # nobody is there any more; buried when it ended
            else:
                _, numbers, _, _ = socket.recv_fds(self._line, 1, 1)
                if not numbers:
                    self._dismiss()
                    return
                work = work or _prepared(module)
                self._fork(socket.socket(fileno=numbers[0]), work)

    def _fork(self, line: socket.socket, work: Callable[[socket.socket], None]) -> None:
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for other in (self._line, *(sister for sister, _ in self._children.values())):
                other.close()
            _be(work, line)
        self._children[line.fileno()] = (line, pid)
        self._poll.register(line, 0)  # what is said on it is none of our business, only that it was hung up

    def _bury(self) -> None:
        """Hang up for those that have ended, so that whoever waits for an answer knows."""
        for number, (line, pid) in tuple(self._children.items()):
            if os.waitpid(pid, os.WNOHANG) != (0, 0):
                del self._children[number]
                with suppress(KeyError):  # its line was hung up before
                    self._poll.unregister(number)
                line.close()

    def _dismiss(self) -> None:
        for _, pid in self._children.values():
            os.kill(pid, signal.SIGKILL)


def _prepared(module: str) -> Callable[[socket.socket], None]:
    work: Callable[[socket.socket], None] = importlib.import_module(module).prepare()
    gc.set_threshold(20_000, 20, 50)  # looking every 700 new objects is a fifth of the time of reading
    gc.collect()
    gc.freeze()  # the children share what is there as long as nobody touches it
    return work


def _be(work: Callable[[socket.socket], None], line: socket.socket) -> NoReturn:
    """Do a child's work and end it."""
    try:
        work(line)
    finally:
        os._exit(0)
