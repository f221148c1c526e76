"""What the shell needs from the outside world; every adapter is one of these."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from digest_bot.model import Audio, Digest, Document, Edition, Memory, Message, Receipt, Skipped
from digest_bot.visits import Found, Known, Look, Recognised, Standing


class Fence(Protocol):
    """Asked before everything that cannot be taken back: a post, an upload, a deletion."""

    def __call__(self) -> bool:
        """Tell whether this worker still holds its work, and hold it for longer; with False, stop at once."""
        ...


class Lease(Fence, Protocol):
    """The right to work on something, for as long as it is renewed; nobody else has it meanwhile."""

    def release(self) -> None:
        """Give it back, if it is still held; the next one need not wait for its end."""
        ...


class Leases(Protocol):
    """Who is at work on what, over all processes and machines; every method raises StoreError."""

    length: timedelta
    """How long one lasts unless it is renewed."""

    def claim(self, name: str) -> Lease | None:
        """Take `name` (`edition/…`, `request/…`, `channel/…`, `host/…`), or return None when another holds it."""
        ...

    def renew(self) -> None:
        """Hold everything this process holds for longer; what was lost meanwhile stays lost."""
        ...

    def close(self) -> None:
        """Lose everything at the next fence and claim nothing more: this process leaves."""
        ...

    def release_all(self) -> None:
        """Give everything back."""
        ...


class Source(Protocol):
    """Something articles come from: a folder, a feed, a page."""

    @property
    def name(self) -> str:
        """What readers see."""
        ...

    @property
    def key(self) -> str:
        """What is read, `feed:https://…`: stays the same when the name changes."""
        ...

    @property
    def host(self) -> str:
        """Whom a visit troubles; empty for what lies on this machine and is read for every edition."""
        ...

    @property
    def limit(self) -> int:
        """How many new articles are taken at most on one visit."""
        ...

    def look(self, *, known: Known, now: datetime) -> Look:
        """Return what the source tells of now, without the pages behind it; one bad item is a `Skipped`, never an end.

        Raises SourceError when nothing at all can be read.
        """
        ...

    def complete(self, found: Found, *, now: datetime) -> Document | Skipped:
        """Return the whole article: the page behind a teaser, or what the source itself has when there is none."""
        ...


class Standings(Protocol):
    """What is remembered of sources; every method is one transaction and raises StoreError."""

    def standings(self, keys: Collection[str]) -> Mapping[str, Standing]:
        """Return what is known of these sources; one that was never visited has an empty standing."""
        ...

    def stand(self, standings: Sequence[Standing]) -> None:
        """Write these down."""
        ...


class DocumentStore(Protocol):
    """The articles as they came in; every method is one transaction and raises StoreError."""

    def recognise(self, key: str, listing: Sequence[Found]) -> list[Recognised]:
        """Return what is known of every article in one source's listing."""
        ...

    def keep(
        self, key: str, found: Found, document: Document | Skipped | None, *, known: str | None, now: datetime
    ) -> str:
        """Keep an article as news of this source; return its id. None as document: the archive has it already."""
        ...

    def pass_over(self, key: str, listing: Sequence[Found], *, known: Sequence[str | None], now: datetime) -> None:
        """Remember these articles as old: they will never be news of this source."""
        ...

    def news(self, key: str, *, after: datetime, limit: int) -> list[Document | Skipped]:
        """Return what came in from this source after that time, newest first."""
        ...


class Chat(Protocol):
    """Somewhere digests are posted; every method raises ChatError, which says whether trying again makes sense."""

    name: str

    def compose(self, digest: Digest) -> tuple[Message, ...]:
        """Return the messages of the digest, the parent first; pure, the same for the same digest."""
        ...

    def post(self, message: Message, *, channel: str, key: str, thread: Receipt | None) -> Receipt:
        """Post one message, once: never repeated inside, and findable by `key` afterwards."""
        ...

    def find(self, key: str, *, channel: str, since: datetime, thread: Receipt | None) -> Receipt | None:
        """Look for a message that was posted with `key` after `since`; None when it is certainly not there."""
        ...

    def attach(self, audio: Audio, *, channel: str, name: str, title: str, thread: Receipt) -> Receipt:
        """Share the sound file in the thread."""
        ...


class Voice(Protocol):
    """Something that speaks one segment into a WAV file."""

    name: str
    rate: int
    """Words a minute: from it follows how long a text should last."""

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


class PartState(StrEnum):
    """Where one part of a delivery stands."""

    SENDING = "sending"
    """Begun; it may or may not have arrived."""
    SENT = "sent"
    REFUSED = "refused"
    """It certainly did not arrive and may be tried again."""
    HELD = "held"
    """It certainly did not arrive, and somebody has to mend something first."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a delivery as it is written down."""

    name: str
    state: PartState
    since: datetime
    """When this state was written."""
    receipt: Receipt | None = None
    reason: str = ""


class Store(Standings, DocumentStore, Protocol):
    """What must not be lost; every method is one transaction and raises StoreError."""

    def plan(self, edition: Edition, *, now: datetime, since: date | None = None) -> bool:
        """Write the edition down unless it exists; tell whether this call did it.

        `since` is the first local date it answers for, when it makes up for missed ones.
        """
        ...

    def since(self, edition: Edition) -> date | None:
        """Return the first local date the edition answers for, when it makes up for missed ones."""
        ...

    def offer(
        self, digests: Sequence[str], *, now: datetime, again: timedelta, limit: int = 1000
    ) -> tuple[Edition, ...]:
        """Return open editions of these digests that nobody was offered within `again`, oldest first."""
        ...

    def postpone(self, edition: Edition, *, until: datetime) -> None:
        """Offer the edition again at `until`, not before."""
        ...

    def is_open(self, edition: Edition) -> bool:
        """Tell whether the edition is planned and not done."""
        ...

    def watched(self) -> Mapping[str, datetime]:
        """Return until when everything due was planned, by digest; those never looked at are missing."""
        ...

    def watch(self, digest: str, *, until: datetime) -> None:
        """Write down until when everything due was planned; never goes back."""
        ...

    def open_editions(self) -> tuple[Edition, ...]:
        """Return the editions that are planned and not done, oldest first."""
        ...

    def load(self, edition: Edition) -> Digest | None:
        """Return the digest that was saved for this edition."""
        ...

    def last_made(self, digest: str) -> datetime | None:
        """Return when the newest saved edition of this digest was made; None when there is none."""
        ...

    def save(self, digest: Digest, memory: Memory) -> Digest:
        """Save the digest and the memory after it, once; return what stands, which may be another worker's."""
        ...

    def finish(self, edition: Edition) -> None:
        """Mark the edition as done."""
        ...

    def memory(self, digest: str) -> Memory:
        """Return what earlier editions of this digest told and saw."""
        ...

    def part(self, edition: Edition, name: str) -> Part | None:
        """Return the state of one part, or None when it was never begun."""
        ...

    def put_part(self, edition: Edition, part: Part, *, replacing: Part | None) -> bool:
        """Write the state of one part down if it still stands as `replacing` says; tell whether it did."""
        ...
