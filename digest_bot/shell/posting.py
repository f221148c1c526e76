"""One part of a delivery by the recipe: write down that it is about to be sent, send, write the outcome down.

A send whose outcome is unknown is looked for until it had time to show; only then it is sent again. What is known to
have failed is tried again later, and what somebody has to mend first is held.
"""

import asyncio
import hashlib
import hmac
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from digest_bot.codec import encode
from digest_bot.errors import ChatError
from digest_bot.model import Edition, Message, Receipt
from digest_bot.ports import Chat, Fence, Mark, Outbox, Part, PartState

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things may take, in seconds."""

    request: float = 15
    """One request to the chat; after a crash nobody knows whether it ended earlier."""
    looks: tuple[float, ...] = (2, 5, 10, 20, 40, 60)
    """When a message that may have arrived is looked for, after the connection ended."""
    settle: float = 90
    """When a message that was not found did not arrive: history lags behind."""
    attempts: int = 5
    """Sends of one part that may have arrived, before somebody has to look at it."""
    shares: tuple[float, ...] = (1, 2, 3, 5, 10, 20, 40, 60)
    """When a shared file is looked for; the chat shows it some time after it took it."""
    sweeps: tuple[float, ...] = (300, 1800)
    """When a delivery that was in doubt is searched for extra copies."""
    refusals: tuple[float, ...] = (2, 5, 15, 60, 300)
    """How long a known refusal is waited out; the last one repeats."""
    patience: float = 3
    """A delivery itself waits for what is due within this time; for anything else it is called again."""


@dataclass(frozen=True, slots=True)
class Courier:
    """Who carries an edition into the chat, and by which clock and rules."""

    outbox: Outbox
    chat: Chat
    clock: Callable[[], datetime]
    fence: Fence = lambda: True
    """Asked again right before everything that others can see."""
    timing: Timing = field(default_factory=Timing)
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    owner: str = ""
    """The person who is told when something is held; nobody when empty."""

    def later(self, seconds: float) -> datetime:
        """Return the time so many seconds from now."""
        return self.clock() + timedelta(seconds=seconds)


DONE = (PartState.SENT, PartState.HELD)


def mark_of(edition: Edition, part: str, *, key: bytes) -> Mark:
    """Return the mark of one part; its seal cannot be made without the store's own key."""
    said = f"{edition.id}\n{part}\n{edition.channel}".encode()
    return Mark(edition.id, part, hmac.new(key, said, hashlib.sha256).hexdigest()[:16])


def fingerprint(message: Message) -> str:
    """Return 16 hex digits that change with anything a reader would see."""
    return hashlib.sha256(encode(message).encode()).hexdigest()[:16]


def is_ripe(part: Part, now: datetime) -> bool:
    """Tell whether something may be done about the part now."""
    return part.not_before is None or part.not_before <= now


async def post_part(message: Message, edition: Edition, courier: Courier, *, thread: Receipt | None) -> Part:
    """Bring one message as far as it goes now; return where it stands."""
    part = courier.outbox.part(edition, message.part) or Part(message.part, PartState.NEW, courier.clock())
    if part.state in DONE or not is_ripe(part, courier.clock()):
        return part
    mark = mark_of(edition, message.part, key=courier.outbox.seal_key())
    if part.state is PartState.SENDING:
        part = await _look_up(part, mark, edition, courier, thread=thread)
    if part.state is not PartState.NEW or not is_ripe(part, courier.clock()) or not courier.fence():
        return part
    claim = courier.outbox.put_part(edition, claimed(part, courier, payload=fingerprint(message)))
    if claim is None:
        return part  # another worker is at it
    try:
        receipt = await courier.chat.post(message, channel=edition.channel, mark=mark, thread=thread)
    except ChatError as error:
        return kept(courier, edition, failed(claim, error, courier))
    return kept(courier, edition, replace(claim, state=PartState.SENT, receipt=receipt, not_before=None, reason=""))


def claimed(part: Part, courier: Courier, *, payload: str = "") -> Part:
    """Return the part as it is written down right before it is sent."""
    now = courier.clock()
    return replace(
        part,
        state=PartState.SENDING,
        attempts=part.attempts + 1,
        asked=now,
        ended=None,
        not_before=now
        + timedelta(seconds=courier.timing.request + courier.timing.looks[0]),  # if nobody lives to see it
        payload=payload or part.payload,
    )


def failed(claim: Part, error: ChatError, courier: Courier, *, back: PartState = PartState.NEW) -> Part:
    """Return where a claimed part stands after this error; what certainly did not arrive goes `back`."""
    reason = str(error)
    log.warning("%s: %s", claim.name, reason)
    if error.ambiguous:
        look = courier.later(courier.timing.looks[0])
        return replace(claim, tries=0, ended=courier.clock(), not_before=look, reason=reason)
    undone = replace(claim, attempts=claim.attempts - 1, ended=None, reason=reason)
    if error.permanent:
        return replace(undone, state=PartState.HELD, not_before=None)
    return refused(replace(undone, state=back), courier, wait=error.wait)


def refused(part: Part, courier: Courier, *, wait: float = 0.0) -> Part:
    """Return the part, to be tried again after the time the other side asked for, or after ours."""
    delays = courier.timing.refusals
    ours = delays[min(part.tries, len(delays) - 1)]
    return replace(part, tries=part.tries + 1, not_before=courier.later(wait or ours))


def kept(courier: Courier, edition: Edition, part: Part) -> Part:
    """Write the part down; when another worker was faster, what it wrote stands."""
    return courier.outbox.put_part(edition, part) or courier.outbox.part(edition, part.name) or part


async def _look_up(part: Part, mark: Mark, edition: Edition, courier: Courier, *, thread: Receipt | None) -> Part:
    """Look whether the part arrived: SENT when it did, SENDING while nobody knows, NEW when it certainly did not."""
    began = courier.clock()
    try:
        found = await courier.chat.find(mark, channel=edition.channel, since=part.since, thread=thread)
    except ChatError as error:
        return kept(courier, edition, _unseen(part, error, courier))
    if found:
        sends = max(part.attempts, len(found))  # several copies: they are swept up
        there = replace(part, state=PartState.SENT, attempts=sends, receipt=found[0], not_before=None, reason="")
        return kept(courier, edition, there)
    ended = part.ended or (part.asked or part.since) + timedelta(seconds=courier.timing.request)
    if began - ended < timedelta(seconds=courier.timing.settle):
        return kept(courier, edition, replace(part, tries=part.tries + 1, not_before=_next_look(ended, courier)))
    if part.attempts >= courier.timing.attempts:
        reason = f"It was sent {part.attempts} times and never appeared; the last word was: {part.reason}"
        return kept(courier, edition, replace(part, state=PartState.HELD, not_before=None, reason=reason))
    return kept(courier, edition, replace(part, state=PartState.NEW, tries=0, not_before=None))


def _unseen(part: Part, error: ChatError, courier: Courier) -> Part:
    """Return the part after a look-up that failed: that proves nothing, so it stays as it is."""
    if error.permanent:
        reason = f"It may have arrived, but that cannot be checked: {error}"
        return replace(part, state=PartState.HELD, not_before=None, reason=reason)
    return refused(replace(part, reason=str(error)), courier, wait=error.wait)


def _next_look(ended: datetime, courier: Courier) -> datetime:
    looks = (*courier.timing.looks, courier.timing.settle)
    now = courier.clock()
    ahead = (ended + timedelta(seconds=seconds) for seconds in looks)
    return next((at for at in ahead if at > now), now)
