"""A folder of article files, or one file: plain text, Markdown, HTML, mail; nothing outside it, nothing that blocks."""

import os
import stat
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from digest_bot.errors import SourceError
from digest_bot.model import Document, Skipped, SkipReason
from digest_bot.sources.markup import plain_text
from digest_bot.sources.page import canonical_link
from digest_bot.sources.signatures import is_text
from digest_bot.text.decode import decode
from digest_bot.visits import Found, Known, Look

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".md": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".eml": "message/rfc822",
}
IGNORED = ("readme", "notice", "license")
"""What a file beside the articles is called, in lower case."""
RECOGNISED = 300_000
"""Bytes of a file that it is recognised by."""
MAX_FILES = 10_000
"""More in one folder is a mistake, not a reading list."""


class Folder:
    """The article files in a folder, not in folders below it; or one file of any of the kinds in MEDIA_TYPES."""

    host = ""
    limit = MAX_FILES

    def __init__(self, name: str, path: Path, *, max_bytes: int = 15_000_000) -> None:
        self.name = name
        self.key = f"folder:{path}"
        self._path = path
        self._max_bytes = max_bytes

    def read(self, *, now: datetime) -> Iterator[Document | Skipped]:
        """Yield the files in the order of their names; one that cannot be read, or lies outside, is a `Skipped`.

        Raises SourceError when the folder is not there or cannot be listed.
        """
        for path in self._files():
            name = _printable(path.name)
            try:
                yield self._document(path, now)
            except _RefusedError as refusal:
                yield Skipped(self.name, SkipReason.UNREADABLE, f"{name} {refusal}.", title=name)

    def look(self, *, known: Known, now: datetime) -> Look:  # noqa: ARG002 - nothing makes reading a file conditional
        """Return all files, as `read` does."""
        return Look(tuple(_found(item, place) for place, item in enumerate(self.read(now=now))))

    def complete(self, found: Found, *, now: datetime) -> Document | Skipped:  # noqa: ARG002 - the port's signature
        """Return the file as it was found."""
        return found.document

    def _files(self) -> list[Path]:
        """Return what looks like an article; the one file itself when the path is not that of a folder."""
        try:
            if not stat.S_ISDIR(self._path.stat().st_mode):
                return [self._path]
            found = list(islice((path for path in self._path.iterdir() if _is_article(path.name)), MAX_FILES + 1))
        except OSError as error:
            reason = error.strerror or "unknown reason"
            raise SourceError(
                f"{_printable(str(self._path))} cannot be read: {reason}.", reason="unreadable"
            ) from error
        if len(found) > MAX_FILES:
            message = f"{_printable(str(self._path))} holds more than {MAX_FILES:,} articles."
            raise SourceError(message, reason="too_many")
        return sorted(found)

    def _document(self, path: Path, now: datetime) -> Document:
        return Document(
            source=self.name,
            body=self._body(path),
            media_type=MEDIA_TYPES.get(path.suffix.lower(), "text/plain"),
            received_at=now,
            url=path.absolute().as_uri(),
        )

    def _body(self, path: Path) -> bytes:
        """Return the bytes of a regular file inside the folder; raises _RefusedError for anything else."""
        try:
            body = self._read(self._inside(path))
        except (OSError, ValueError, RuntimeError) as error:  # a link in a circle is a RuntimeError before Python 3.13
            raise _RefusedError("cannot be read") from error
        if not body.strip():
            raise _RefusedError("is empty")
        if not is_text(body):
            raise _RefusedError("is not text, whatever its name says")
        return body

    def _inside(self, path: Path) -> Path:
        """Return where the path leads, links followed; raises _RefusedError when that is outside of the folder."""
        real, root = path.resolve(strict=True), self._path.resolve(strict=True)
        if real != root and root not in real.parents:
            raise _RefusedError("is a link that leads out of the folder")
        return real

    def _read(self, path: Path) -> bytes:
        # A named pipe would block the opening, a link put here since would lead away: neither is followed.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        if not stat.S_ISREG(path.lstat().st_mode):
            raise _RefusedError("is not a regular file")
        with os.fdopen(os.open(path, flags), "rb") as stream:
            info = os.fstat(stream.fileno())
            if not stat.S_ISREG(info.st_mode):
                raise _RefusedError("is not a regular file")
            body = stream.read(self._max_bytes + 1) if info.st_size <= self._max_bytes else None
        if body is None or len(body) > self._max_bytes:
            raise _RefusedError(f"is larger than {self._max_bytes / 1_000_000:g} MB")
        return body


def _found(item: Document | Skipped, place: int) -> Found:
    """Return a file with what it is recognised by: its name, its words, the address a saved page was at."""
    if isinstance(item, Skipped):
        return Found(item, place=place)
    text = decode(item.body[:RECOGNISED])
    html = item.media_type == "text/html"
    address = canonical_link(item.body) if html else ""
    return Found(item, guid=item.url or "", text=plain_text(text) if html else text, address=address, place=place)


class _RefusedError(Exception):
    """A file is not read; the message goes on where its name ends."""


def _is_article(name: str) -> bool:
    lower = name.lower()
    return lower.endswith(tuple(MEDIA_TYPES)) and not lower.startswith((".", *IGNORED))


def _printable(name: str) -> str:
    """Return the name as text that can be shown and stored, even when its bytes are not UTF-8."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
