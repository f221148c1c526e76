"""Delivering an edition: the parent, its replies, the sound, and the parent once more with the way to the sound."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import escape

from digest_bot.errors import ChatError
from digest_bot.model import Digest, Message, Receipt
from digest_bot.ports import Listen, Part, PartState
from digest_bot.shell.posting import DONE, Courier, is_ripe, kept, post_part, refused
from digest_bot.shell.sharing import Recorder, share_sound
from digest_bot.shell.sweeping import PARENT, sweep

log = logging.getLogger(__name__)

LISTEN, NOTE, SILENCE = "listen", "note", "silence"


@dataclass(frozen=True, slots=True)
class Delivery:
    """How far an edition has come."""

    sent: int
    held: tuple[Part, ...]
    waiting: tuple[str, ...]
    """Parts that are neither sent nor held."""
    retry_at: datetime | None = None
    """When it makes sense to call again, be it only to sweep; None when there is nothing left to do."""


async def deliver(digest: Digest, courier: Courier, *, sound: Recorder | None = None) -> Delivery:
    """Deliver the digest as far as it goes now, waiting a few seconds at most; call again at `retry_at` until None.

    Whatever was sent stays sent and nothing is sent twice, whoever calls, however often, on however many machines.
    `sound` makes the spoken version; it is not called before the text is out. Raises StoreError.
    """
    await _sweep_earlier(digest, courier)
    while True:
        parts = await _pass(digest, courier, sound)
        delivery = _delivery(parts, await _leftovers(digest, parts, courier), courier)
        wait = (delivery.retry_at - courier.clock()).total_seconds() if delivery.retry_at else None
        if wait is None or wait > courier.timing.patience or not courier.fence():
            return delivery
        await courier.pause(max(wait, 0.05))


async def _sweep_earlier(digest: Digest, courier: Courier) -> None:
    """Sweep after earlier editions of the channel before this one begins: whoever reads it sees no copy of the last."""
    if courier.outbox.part(digest.edition, PARENT) is not None:
        return
    for edition in courier.outbox.unswept(digest.edition):
        await sweep(edition, courier, at_once=True)


async def _pass(digest: Digest, courier: Courier, sound: Recorder | None) -> list[Part]:
    """Go through all parts once, in order; a part that waits makes those after it wait, a held one does not."""
    messages = courier.chat.compose(digest)
    done = await _text(messages, digest, courier)
    parent = done[0].receipt
    if parent is None or sound is None or any(part.state not in DONE for part in done):
        return done
    audio = await share_sound(digest, sound, courier, thread=parent)
    if audio.state is PartState.HELD and not audio.file:
        return [*done, audio, await post_part(_no_sound(audio), digest.edition, courier, thread=parent)]
    if audio.state is not PartState.SENT:
        return [*done, audio]
    return [*done, audio, await _point(digest, audio, courier, parent=parent)]


def _no_sound(audio: Part) -> Message:
    """Return what the thread is told where the sound should be."""
    text = f"No sound this time. {audio.reason}"
    blocks: tuple[dict[str, object], ...] = (
        {"type": "context", "elements": [{"type": "plain_text", "text": text[:2000], "emoji": False}]},
    )
    return Message(SILENCE, escape(text[:2000], quote=False), blocks)


async def _text(messages: Sequence[Message], digest: Digest, courier: Courier) -> list[Part]:
    """Post the messages in order; return where each of them stands."""
    done: list[Part] = []
    for message in messages:
        if done and (done[0].receipt is None or done[-1].state not in DONE):
            done.append(_begun(message.part, digest, courier))
            continue
        done.append(await post_part(message, digest.edition, courier, thread=done[0].receipt if done else None))
    if done[0].state is PartState.HELD:
        return done[:1]  # what hangs on it is begun once somebody has mended it
    return done


def _begun(name: str, digest: Digest, courier: Courier) -> Part:
    return courier.outbox.part(digest.edition, name) or Part(name, PartState.NEW, courier.clock())


async def _point(digest: Digest, audio: Part, courier: Courier, *, parent: Receipt) -> Part:
    """Add the way to the sound to the parent; harmless to repeat, so it needs no looking up."""
    part = _begun(LISTEN, digest, courier)
    if part.state in DONE or not is_ripe(part, courier.clock()) or not courier.fence():
        return part
    message = courier.chat.compose(digest, listen=Listen(audio.url, audio.seconds))[0]
    try:
        await courier.chat.update(message, receipt=parent)
    except ChatError as error:
        part = replace(part, reason=str(error))
        if error.permanent and not error.ambiguous:
            return kept(courier, digest.edition, replace(part, state=PartState.HELD, not_before=None))
        return kept(courier, digest.edition, refused(part, courier, wait=error.wait))
    return kept(
        courier, digest.edition, replace(part, state=PartState.SENT, not_before=None, receipt=parent, reason="")
    )


async def _leftovers(digest: Digest, parts: Sequence[Part], courier: Courier) -> Part | None:
    """Once nothing waits any more, sweep, and tell the owner what is held; return the next sweep."""
    if any(part.state not in DONE for part in parts):
        return None
    swept = await sweep(digest.edition, courier)
    held = [part for part in (*parts, swept) if part and part.state is PartState.HELD]
    if held:
        await _tell_owner(digest, held, courier)
    return swept


async def _tell_owner(digest: Digest, held: Sequence[Part], courier: Courier) -> None:
    """Tell the owner what is held, once for the same trouble; when that fails too, the log has it."""
    text = _trouble(digest, held)
    said = hashlib.sha256(text.encode()).hexdigest()[:16]
    note = _begun(NOTE, digest, courier)
    if note.payload == said or not courier.fence():
        return
    claim = courier.outbox.put_part(digest.edition, replace(note, state=PartState.SENT, payload=said))
    if claim is None:
        return
    log.error("%s", text)
    if courier.owner:
        try:
            await courier.chat.tell(courier.owner, text)
        except ChatError as error:
            log.warning("the owner could not be told: %s", error)


def _trouble(digest: Digest, held: Sequence[Part]) -> str:
    day = digest.edition.date
    reasons: dict[str, list[str]] = {}
    for part in held:
        reasons.setdefault(part.reason, []).append(part.name)
    lines = "\n".join(f"{', '.join(names)}: {reason}" for reason, names in reasons.items())
    head = f"{digest.title} of {day.day} {day:%B} is not complete in {digest.edition.channel}."
    return f"{head}\n{lines}\nOnce that is mended: digest-bot retry"


def _delivery(parts: Sequence[Part], swept: Part | None, courier: Courier) -> Delivery:
    waiting = [part for part in parts if part.state not in DONE]
    ripe = [part.not_before for part in waiting if part.not_before]
    soon = courier.clock() + timedelta(seconds=courier.timing.looks[0])  # another worker is at it
    sweep_at = (swept.not_before or soon) if swept and swept.state not in DONE else None
    return Delivery(
        sent=sum(part.state is PartState.SENT for part in parts),
        held=tuple(part for part in (*parts, swept) if part and part.state is PartState.HELD),
        waiting=tuple(part.name for part in waiting),
        retry_at=min(ripe, default=soon) if waiting else sweep_at,
    )
