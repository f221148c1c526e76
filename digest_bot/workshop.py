"""Foreign documents are parsed in processes of their own, with limits of time and memory; one that fails is replaced.

Parent and child exchange frames: four bytes of length, then MessagePack. The child comes out of a nursery and knows no
secret, no database and no network of ours; what it answers is decoded into the expected type and nothing else.
"""

import queue
import socket
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import BufferedRWPair

import msgspec

from digest_bot.errors import SourceError
from digest_bot.model import Article, Document, Edition, Memory, Skipped, SkipReason
from digest_bot.nursery import Nursery
from digest_bot.pipeline import Options, build_digest
from digest_bot.sources.entries import parse_feed
from digest_bot.sources.entry import Broken, Entry
from digest_bot.text.article import read_article, stand_in

SECONDS = 15.0
"""For one document; the slowest honest one measured took six."""
START = 60.0
"""Seconds for a new process to be ready, imports included, on a machine that is busy."""
MEMORY = 1_000_000_000
"""Bytes a child may allocate; the hungriest honest document measured took 430 MB."""
LONG = 60_000
"""Characters of an article from which it is thought about on trial, too; 100,000 take 0.7 s, a million 4 s."""
WORN = 1_000
"""Documents after which a child is replaced, so that whatever leaks in a parser does not add up."""


class _Parsed(msgspec.Struct):
    """What became of one document: one of these."""

    article: Article | None = None
    skipped: Skipped | None = None
    entries: list[Entry] = []
    broken: list[tuple[int, Broken]] = []
    """With their places among the entries."""
    refusal: tuple[str, str, bool] | None = None
    """Message, reason and permanence of a SourceError."""


class LimitError(Exception):
    """A document took too much time or memory, or broke its process; the message says which."""


class GoneError(LimitError):
    """The process is gone: the document broke it, or somebody else killed it."""


class Workshop:
    """Children that parse; safe to share between threads, and with processes forked from this one, started when needed.

    `seconds` and `memory` are the limits for one document.
    """

    def __init__(
        self, *, children: int = 2, seconds: float = SECONDS, memory: int = MEMORY, nursery: Nursery | None = None
    ) -> None:
        self._seconds = seconds
        self._memory = memory
        self._nursery = nursery or Nursery(__name__)
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(children):
            self._idle.put(None)

    def read_article(self, document: Document) -> Article | Skipped:
        """Return the article in this document, or why there is none; never raises."""
        try:
            parsed = self._ask("article", document)
        except LimitError as error:
            return stand_in(document, _unreadable(document, str(error)))
        return parsed.article or parsed.skipped or _unreadable(document, "It could not be read.")

    def parse_feed(self, body: bytes, *, url: str, charset: str | None = None) -> tuple[Entry | Broken, ...]:
        """Return the entries of a feed; raises SourceError as `parse_feed` does, and with the reason too_hard."""
        try:
            parsed = self._ask("feed", (body, url, charset))
        except LimitError as error:
            raise SourceError(str(error), reason="too_hard") from error
        if parsed.refusal:
            message, reason, permanent = parsed.refusal
            raise SourceError(message, permanent=permanent, reason=reason)
        entries: list[Entry | Broken] = list(parsed.entries)
        for place, broken in parsed.broken:
            entries.insert(place, broken)
        return tuple(entries)

    def open(self) -> None:
        """Start what the children come from; those who are forked from this process then share it."""
        self._nursery.open()

    def close(self) -> None:
        """End the children that are idle; a later document starts new ones."""
        idle = []
        with suppress(queue.Empty):
            while True:
                idle.append(self._idle.get_nowait())
        for child in idle:
            if child is not None:
                child.end()
            self._idle.put(None)
        self._nursery.close()

    def _ask(self, task: str, given: object) -> _Parsed:
        """Return the answer; a process that is gone is replaced once, for a document that breaks one breaks two."""
        with suppress(GoneError):
            return self._ask_once(task, given)
        return self._ask_once(task, given)

    def _ask_once(self, task: str, given: object) -> _Parsed:
        child = self._idle.get()
        try:
            if child is None or child.worn:
                child = self._replaced(child)
            return child.ask(task, given, seconds=self._seconds)
        except BaseException:
            if child is not None:
                child.end()
            child = None
            raise
        finally:
            self._idle.put(child)

    def _replaced(self, worn: "_Child | None") -> "_Child":
        if worn is not None:
            worn.end()
        try:
            return _Child(self._nursery.child(), self._memory)
        except OSError as error:
            raise LimitError("No process could be started to read it.") from error


class _Child:
    """The line to one process."""

    def __init__(self, line: socket.socket, memory: int) -> None:
        self._line = line
        self.end = weakref.finalize(self, line.close)
        """Ends the process, whatever it is doing; called at the latest when nobody knows the child any more."""
        self._asked = 0
        try:
            self._say(msgspec.msgpack.encode(memory), time.monotonic() + START)
            self._hear(time.monotonic() + START)
        except BaseException:
            self.end()
            raise

    @property
    def worn(self) -> bool:
        return self._asked >= WORN

    def ask(self, task: str, given: object, *, seconds: float) -> _Parsed:
        """Return the answer; raises LimitError when there is none within the limits."""
        self._asked += 1
        deadline = time.monotonic() + seconds
        self._say(msgspec.msgpack.encode((task, seconds, given)), deadline)
        try:
            return msgspec.msgpack.decode(self._hear(deadline), type=_Parsed)
        except msgspec.MsgspecError as error:
            raise LimitError("It broke the process that was to read it.") from error

    def _say(self, frame: bytes, deadline: float) -> None:
        with self._patient(deadline):
            self._line.sendall(len(frame).to_bytes(4, "big") + frame)

    def _hear(self, deadline: float) -> bytes:
        size = int.from_bytes(self._read(4, deadline), "big")
        return self._read(size, deadline)

    def _read(self, count: int, deadline: float) -> bytes:
        data = bytearray()
        while len(data) < count:
            with self._patient(deadline):
                piece = self._line.recv(min(count - len(data), 1 << 20))
            if not piece:
                raise GoneError("It takes too much memory to read, or breaks what reads it.")
            data += piece
        return bytes(data)

    @contextmanager
    def _patient(self, deadline: float) -> Iterator[None]:
        """Let the line wait until then; raises LimitError after it, and GoneError where nobody is at the other end."""
        self._line.settimeout(max(0.001, deadline - time.monotonic()))
        try:
            yield
        except TimeoutError as error:
            raise LimitError("It takes too long to read.") from error
        except OSError as error:
            raise GoneError("It takes too much memory to read, or breaks what reads it.") from error


def _unreadable(document: Document, detail: str) -> Skipped:
    ids = (document.id,) if document.id else ()
    return Skipped(document.source, SkipReason.UNREADABLE, detail, document.url, document.title or "", ids)


# What runs in the child.


def prepare() -> Callable[[socket.socket], None]:
    """Import what the first document needs, so that its time is its own; return what a child does."""
    page = b"<html><body><article>" + b"<p>The ferry sails again on Monday, the harbour office said.</p>" * 9
    read_article(Document("", page, "text/html", datetime(2000, 1, 1, tzinfo=UTC)))
    with suppress(SourceError):
        parse_feed(b"<rss><channel/></rss>", url="")
    return answer


def answer(line: socket.socket) -> None:
    """Answer what comes in on the line until it ends; the first frame says how many bytes of memory there are."""
    with line.makefile("rwb") as talk:
        _limit_memory(msgspec.msgpack.decode(_next(talk), type=int))
        _send(talk, b"ready")
        while request := _next(talk):
            _send(talk, msgspec.msgpack.encode(_answer(request)))


def _next(talk: BufferedRWPair) -> bytes:
    return talk.read(int.from_bytes(talk.read(4), "big"))


def _send(talk: BufferedRWPair, data: bytes) -> None:
    talk.write(len(data).to_bytes(4, "big") + data)
    talk.flush()


def _answer(request: bytes) -> _Parsed:
    task, seconds, given = msgspec.msgpack.decode(request, type=tuple[str, float, msgspec.Raw])
    _limit_time(seconds)
    return TASKS[task](given)


def _article(given: msgspec.Raw) -> _Parsed:
    result = read_article(msgspec.msgpack.decode(given, type=Document))
    if isinstance(result, Article) and len(result.text) > LONG:
        _think(result)
    return _Parsed(article=result) if isinstance(result, Article) else _Parsed(skipped=result)


def _think(article: Article) -> None:
    """Make a digest of this article alone and forget it: what takes too long does so here, where it can be ended."""
    edition = Edition(digest="trial", channel="", date=article.received_at.date(), slot="trial")
    whole = Options(max_stories=len(article.text), max_per_source=len(article.text))
    build_digest([article], edition=edition, now=article.received_at, memory=Memory(), options=whole)


def _feed(given: msgspec.Raw) -> _Parsed:
    body, url, charset = msgspec.msgpack.decode(given, type=tuple[bytes, str, str | None])
    try:
        entries = parse_feed(body, url=url, charset=charset)
    except SourceError as error:
        return _Parsed(refusal=(str(error), error.reason, error.permanent))
    return _Parsed(
        entries=[entry for entry in entries if isinstance(entry, Entry)],
        broken=[(place, entry) for place, entry in enumerate(entries) if isinstance(entry, Broken)],
    )


TASKS: dict[str, Callable[[msgspec.Raw], _Parsed]] = {"article": _article, "feed": _feed}


def _limit_memory(memory: int) -> None:
    with suppress(ImportError, ValueError, OSError):  # not on every system; the time limit is the parent's
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: float) -> None:
    """Make the system end this process when it is busy for much longer than it should, even when nobody watches it."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + 2 * seconds) + 2, hard))
