"""At most one voice a core of this machine, however many processes speak: whoever does holds one of so many files."""

import contextlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from digest_bot.ports import Voice

CORES = os.cpu_count() or 1
LOOK = 0.05
"""Seconds between two looks whether a place is free; a segment takes ten times as long."""


class InTurn:
    """Speaks with `voice` when fewer than `places` others on this machine do who share the folder."""

    def __init__(self, voice: Voice, folder: Path, *, places: int = CORES) -> None:
        self._voice = voice
        self._folder = folder
        self._places = places
        self.name, self.rate, self.patience = voice.name, voice.rate, voice.patience

    def unavailable(self) -> str | None:
        """Return why the voice behind it cannot work."""
        return self._voice.unavailable()

    def fingerprint(self) -> str:
        """Return that of the voice behind it."""
        return self._voice.fingerprint()

    def render(self, text: str, out: Path, *, language: str, timeout: float) -> None:
        """Wait for a place, which does not count as time, and speak. Raises VoiceError."""
        with _place(self._folder, self._places):
            self._voice.render(text, out, language=language, timeout=timeout)


@contextmanager
def _place(folder: Path, places: int) -> Iterator[None]:
    """Hold one of the places; the system gives back what a process that dies has held.

    Where files cannot be locked nobody waits: a busy machine is better than a silent one.
    """
    with contextlib.ExitStack() as held:
        with contextlib.suppress(ImportError, OSError):
            from fcntl import LOCK_EX, LOCK_NB, flock  # not on every system

            folder.mkdir(parents=True, exist_ok=True)
            files = [held.enter_context((folder / f"core-{n}.lock").open("ab")) for n in range(places)]

            def locked(file: IO[bytes]) -> bool:
                try:
                    flock(file, LOCK_EX | LOCK_NB)
                except BlockingIOError:
                    return False
                return True

            while not any(locked(file) for file in files):
                time.sleep(LOOK)
        yield
