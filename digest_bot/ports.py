"""What the shell needs from the outside world; every adapter is one of these."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from digest_bot.model import Digest, Document, Edition, Memory, Message, Receipt, Skipped
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

    def take_visits(self, keys: Collection[str], *, now: datetime, until: datetime) -> frozenset[str]:
        """Take the visits to these sources; return those that nobody else is making. Not given back, they lapse."""
        ...

    def end_visits(self, keys: Collection[str], *, until: datetime) -> None:
        """Give back what was taken until then."""
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
        self, key: str, found: Found, document: Document | Skipped | None, *, known: Recognised, now: datetime
    ) -> str:
        """Keep an article as news of this source; return its id. None as document: the archive has it already."""
        ...

    def keep_all(
        self,
        key: str,
        listing: Sequence[Found],
        contents: Sequence[Document | Skipped | None],
        *,
        known: Sequence[Recognised],
        now: datetime,
    ) -> list[str]:
        """Keep several articles as `keep` does, all or none; return their ids."""
        ...

    def pass_over(self, key: str, listing: Sequence[Found], *, known: Sequence[Recognised], now: datetime) -> None:
        """Remember these articles as old: they will never be news of this source."""
        ...

    def news(self, key: str, *, after: datetime, limit: int) -> list[Document | Skipped]:
        """Return what came in from this source after that time, newest first."""
        ...


@dataclass(frozen=True, slots=True)
class Mark:
    """What a message carries, unseen, so that it can be found again and told from a forgery."""

    key: str
    """The edition."""
    part: str
    seal: str
    """HMAC of key, part and channel, 16 hex digits."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Where the sound of a digest can be heard."""

    url: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Share:
    """A sound file as it stands in a thread."""

    receipt: Receipt
    url: str
    """Where it can be heard."""


class Chat(Protocol):
    """Somewhere digests are posted; every method raises ChatError, which says whether trying again makes sense.

    Nothing is ever repeated inside a method: whoever calls has written down what is about to happen.
    """

    name: str

    def compose(self, digest: Digest, *, listen: Listen | None = None) -> tuple[Message, ...]:
        """Return the messages of the digest, the parent first; pure, the same for the same arguments."""
        ...

    async def post(self, message: Message, *, channel: str, mark: Mark, thread: Receipt | None) -> Receipt:
        """Post one message, findable by `mark` afterwards."""
        ...

    async def find(self, mark: Mark, *, channel: str, since: datetime, thread: Receipt | None) -> tuple[Receipt, ...]:
        """Return every message that bears `mark` and was posted after `since`, oldest first."""
        ...

    async def update(self, message: Message, *, receipt: Receipt) -> None:
        """Replace what stands at `receipt`; repeating it is harmless."""
        ...

    async def delete(self, receipt: Receipt) -> None:
        """Take a message back; one that is gone already is no error."""
        ...

    async def tell(self, person: str, text: str) -> None:
        """Say one line to one person."""
        ...

    async def reserve(self, name: str, *, size: int) -> tuple[str, str]:
        """Announce a file of `size` bytes; return its id and the address that takes the bytes."""
        ...

    async def upload(self, address: str, content: bytes) -> None:
        """Hand the bytes over; nobody sees them yet."""
        ...

    async def share(self, file: str, *, title: str, thread: Receipt) -> None:
        """Ask for an uploaded file to be shown in the thread; it appears some time later."""
        ...

    async def shares(self, file: str, *, thread: Receipt) -> tuple[Share, ...]:
        """Return where the file is shown in the channel of the thread, oldest first; empty while it is nowhere."""
        ...


class Voice(Protocol):
    """Something that speaks one segment into a WAV file."""

    name: str
    rate: int
    """Words a minute: from it follows how long a text should last."""
    patience: float
    """Seconds that a word may take to render before the voice counts as hung."""

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

    NEW = "new"
    """Not begun, or it certainly did not arrive and may be tried again."""
    READY = "ready"
    """The bytes of a file are up; nobody sees them yet."""
    SENDING = "sending"
    """Begun; it may or may not have arrived."""
    SENT = "sent"
    HELD = "held"
    """Somebody has to mend something first; `Part.reason` says what."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a delivery as it is written down: a message, the sound, the last touch to the parent."""

    name: str
    state: PartState
    since: datetime
    """When it was first begun; what may have arrived is looked for from here on."""
    version: int = 0
    """Counts the writes; a write on top of an older version is refused."""
    attempts: int = 0
    """Sends that may have arrived: known refusals are not counted."""
    tries: int = 0
    """Look-ups, or refusals, since the state was entered."""
    asked: datetime | None = None
    """When the last attempt began."""
    ended: datetime | None = None
    """When the connection of the last attempt ended; None when the process did not live to see it."""
    not_before: datetime | None = None
    """Nothing is to be done before."""
    payload: str = ""
    """SHA-256 of what was sent, 16 hex digits."""
    file: str = ""
    seconds: float = 0.0
    """Length of the sound."""
    url: str = ""
    """Where the sound can be heard."""
    receipt: Receipt | None = None
    reason: str = ""
    """One sentence for the owner, about the last thing that went wrong."""


class Outbox(Protocol):
    """How far every part of every delivery has come; every method is one transaction and raises StoreError."""

    def part(self, edition: Edition, name: str) -> Part | None:
        """Return one part, or None when it was never begun."""
        ...

    def put_part(self, edition: Edition, part: Part) -> Part | None:
        """Write one part down on top of the version it was made from; return it as it stands now.

        None says that another worker wrote in between.
        """
        ...

    def parts(self, edition: Edition) -> tuple[Part, ...]:
        """Return all parts of one delivery that were begun."""
        ...

    def unswept(self, edition: Edition) -> tuple[Edition, ...]:
        """Return the other editions of its channel after which there is still to sweep."""
        ...

    def release(self, digests: Collection[str]) -> tuple[Edition, ...]:
        """Let what is held of these digests be tried again; return the editions it belongs to, oldest first."""
        ...

    def seal_key(self) -> bytes:
        """Return the secret that seals the marks of this store's messages; the same for ever."""
        ...


class Store(Outbox, Standings, DocumentStore, Protocol):
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

    def story_counts(self, digest: str, *, limit: int) -> tuple[tuple[date, int], ...]:
        """Return (local date, stories) of the newest editions that were made, newest first."""
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

    def reopen(self, edition: Edition) -> None:
        """Mark the edition as not done, so that it is offered again."""
        ...

    def finish(self, edition: Edition) -> None:
        """Mark the edition as done."""
        ...

    def memory(self, digest: str) -> Memory:
        """Return what earlier editions of this digest told and saw."""
        ...
