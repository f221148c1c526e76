"""What the shell needs from the outside world; every adapter is one of these."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol

from digest_bot.model import Document, Skipped


class Source(Protocol):
    """Something articles come from: a folder, a feed, a page."""

    name: str

    def read(self, *, now: datetime) -> Iterator[Document | Skipped]:
        """Yield what is there now, newest first; one bad item is a `Skipped`, never an end.

        Raises SourceError when nothing at all can be read.
        """
        ...


class Voice(Protocol):
    """Something that speaks one segment into a WAV file."""

    name: str

    def unavailable(self) -> str | None:
        """Return why this voice cannot work here, in a sentence with the fix, or None when it can."""
        ...

    def fingerprint(self) -> str:
        """Return what the sound depends on besides the text: engine, version, voice, rate."""
        ...

    def render(self, text: str, out: Path, *, language: str, timeout: float) -> None:
        """Speak `text` into the WAV file `out` (mono, 16 bit), whole or not at all, within `timeout` seconds.

        Raises VoiceError.
        """
        ...
