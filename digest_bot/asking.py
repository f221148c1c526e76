"""What is asked on demand and what is answered, as values; and what it takes to keep and to send them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from digest_bot.model import Audio, Digest, Receipt


class Asked(StrEnum):
    """How something was asked for."""

    COMMAND = "command"
    """`/digest …`; `Request.text` is what followed."""
    BUTTON = "button"
    """A button; `Request.text` is the action and its value, see `encode_press`."""
    HOME = "home"
    """The Home tab was opened, or has to be drawn anew."""
    SETTINGS = "settings"
    """The settings were saved; `Request.text` is what stood in the form, as JSON."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that somebody asked for and that was accepted: it is answered, whatever breaks."""

    id: str
    """16 hex digits, the same for the same delivery of Slack."""
    kind: Asked
    team: str
    user: str
    channel: str
    """Where it was asked: an id; empty in the Home tab."""
    channel_name: str
    """Without `#`; empty when Slack did not say."""
    text: str
    received_at: datetime
    response_url: str = field(default="", repr=False)
    """Where Slack takes the answer, five times within thirty minutes; whoever knows it may post there."""
    attempt: int = 0
    """How often a worker has taken it on; 0 before the first."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request as it comes in, with what tells its delivery from every other."""

    request: Request
    keys: tuple[str, ...]
    at: datetime
    work: bool = True
    """False when it is answered already and only has to be remembered as heard."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer: a text, where it links to, and what stands behind it."""

    text: str
    url: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Something that can be pressed below an answer."""

    action: str
    label: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to one person, as a value: a sentence, lines, stories, sound."""

    title: str
    """What it is, in a few words; also what a screen reader says first."""
    lines: tuple[Line, ...] = ()
    digest: Digest | None = None
    """Stories, told as in an edition."""
    speak: bool = False
    """True when the stories are to be spoken, too; the words do not wait for the voice."""
    buttons: tuple[Button, ...] = ()
    shareable: bool = False
    """True when whoever asked may show it to everybody in the channel."""


@dataclass(frozen=True, slots=True)
class Saved:
    """An article somebody saved."""

    article: str
    title: str
    url: str | None
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Muted:
    """A source that was left out of a digest by somebody."""

    digest: str
    source: str
    user: str
    muted_at: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """An article that was told on demand, before an edition could."""

    request: str
    """Id of the request it answered."""
    article: str
    title: str
    url: str | None
    digest: str
    """Name of the digest it could have come in."""
    at: datetime
    shared: bool = False
    """True when everybody who gets the digest has seen it."""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The next edition of one digest, and what may be set about it."""

    digest: str
    title: str
    channel: str
    at: datetime | None
    hour: str
    """Local time of day, `07:30`."""
    length: int
    """Stories at most."""
    audio: bool
    topics: str = ""
    """Words that readers want more of, separated by commas."""


@dataclass(frozen=True, slots=True)
class Past:
    """An edition that was made, and how far it came."""

    title: str
    at: datetime
    state: str
    """In words: `delivered`, `on its way`, `held: …`."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """What one person sees in the Home tab."""

    upcoming: tuple[Upcoming, ...]
    past: tuple[Past, ...]
    saved: tuple[Saved, ...]
    muted: tuple[Muted, ...]
    may_edit: bool
    at: datetime
    """When it was drawn."""


class Requests(Protocol):
    """Keeps accepted work until it is answered; every method is one transaction and raises StoreError."""

    def accept_all(self, arrivals: Sequence[Arrival]) -> list[bool]:
        """Write requests down, in order; False for one that was heard before, or that was asked just now."""
        ...

    def take(self, id_: str, *, now: datetime) -> Request | None:
        """Count one attempt and return the request; None when it is answered, unknown or too old to be of use."""
        ...

    def offer(self, *, now: datetime) -> tuple[str, ...]:
        """Return the ids that are open and were not offered for a while, oldest first."""
        ...

    def use_url(self, request: Request, *, now: datetime) -> bool:
        """Count one use of the response URL before it is made; False when it may not be used any more."""
        ...

    def put_back(self, request: Request) -> None:
        """Forget that an attempt was made: it came to no harm, only the answer could not be sent."""
        ...

    def finish(self, request: Request, *, answer: str = "") -> bool:
        """Mark the request as answered and keep the answer, unless another attempt has begun."""
        ...

    def answer(self, id_: str, *, user: str) -> str | None:
        """Return what was kept of an answer to this person, or None."""
        ...

    def first(self, key: str, *, now: datetime) -> bool:
        """Tell whether `key` is heard for the first time within an hour, and remember it."""
        ...

    def first_all(self, keys: Sequence[str], *, now: datetime) -> list[bool]:
        """Tell the same of several, in order and in one transaction, which may be forgotten when the power fails."""
        ...

    def forget(self, key: str) -> None:
        """Forget that `key` was heard."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one person thought of one story of an edition."""

    digest: str
    edition: str
    story: str
    """Its id."""
    sources: tuple[str, ...]
    user: str
    useful: bool


class People(Protocol):
    """Keeps what people want different; every method is one transaction and raises StoreError."""

    def save(self, user: str, item: Saved) -> bool:
        """Save an article for this person; False when it was saved before."""
        ...

    def unsave(self, user: str, article: str) -> bool:
        """Forget a saved article; False when there was none."""
        ...

    def saved(self, user: str, *, limit: int = 20) -> tuple[Saved, ...]:
        """Return what this person saved, newest first."""
        ...

    def mute(self, muted: Muted) -> bool:
        """Leave a source out of the digest from now on; False when it was left out before."""
        ...

    def unmute(self, digest: str, source: str) -> bool:
        """Let the source in again; False when it was not left out."""
        ...

    def muted(self, digest: str | None = None) -> tuple[Muted, ...]:
        """Return what is left out of this digest, or of any, by name."""
        ...

    def judge(self, verdict: Verdict, *, now: datetime) -> None:
        """Write down what somebody thinks of a story; a second verdict of the same person replaces the first."""
        ...

    def votes(self, digest: str, *, since: datetime) -> Mapping[str, int]:
        """Return, by source, how many more people found its stories useful than not since then."""
        ...

    def forget_votes(self, digest: str | None = None) -> int:
        """Delete every verdict on this digest, or on all; return how many there were."""
        ...

    def give(self, given: Given) -> None:
        """Remember an article that was told on demand."""
        ...

    def show(self, request: str, digests: Sequence[str]) -> None:
        """Remember that everybody who gets these digests has seen what answered this request."""
        ...

    def given(self, digest: str, *, since: datetime) -> tuple[Given, ...]:
        """Return what was told on demand since then that this digest could bring, each article once."""
        ...

    def choose(self, digest: str, choices: Mapping[str, str], *, user: str, now: datetime) -> None:
        """Keep settings that were chosen in the Home tab; an empty value goes back to the configuration's."""
        ...

    def hours(self) -> Mapping[str, str]:
        """Return, by digest, the time of day that was chosen in the Home tab."""
        ...

    def choices(self, digest: str) -> Mapping[str, str]:
        """Return the settings that were chosen in the Home tab, by name."""
        ...


class Messenger(Protocol):
    """Sends answers; every method raises ChatError."""

    def keep(self, reply: Reply) -> str:
        """Return an answer as it is kept to be shared later; pure."""
        ...

    async def tell(self, request: Request, reply: Reply, *, by_url: bool, replace: bool) -> None:
        """Answer a person: at the response URL, or as an ephemeral or direct message; `replace` what stands there."""
        ...

    async def play(self, request: Request, audio: Audio, *, title: str) -> None:
        """Send a sound file to a person, in their direct messages."""
        ...

    async def share(self, request: Request, kept: str, *, channel: str) -> Receipt:
        """Post a kept answer for everybody in the channel, named after who shared it."""
        ...

    async def may_post(self, user: str, channel: str) -> bool:
        """Tell whether this person could post in the channel; False when Slack does not say."""
        ...

    async def publish(self, user: str, page: HomePage) -> None:
        """Draw a person's Home tab."""
        ...
