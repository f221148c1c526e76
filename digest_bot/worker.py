"""Acting, through ports only: read the sources, build and save an edition once, deliver it part by part, speak it."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digest_bot.errors import ChatError, LeaseLostError
from digest_bot.model import Audio, Digest, Edition, Message, Receipt
from digest_bot.pipeline import Options, build_digest, remember
from digest_bot.ports import Chat, Fence, Part, PartState, Source, Store
from digest_bot.reading import collect
from digest_bot.recording import Silence
from digest_bot.schedule import Schedule, due_editions, missed_occurrences, next_due
from digest_bot.studio import Studio, speak

log = logging.getLogger(__name__)

WRONG_CLOCK = timedelta(days=1)
"""No honest clock is further ahead than this of what was written down."""
WATCH_EVERY = timedelta(minutes=5)
"""How often it is written down that nothing was due: a digest whose time is changed to an hour ago is not owed then."""
SETTLE = timedelta(seconds=90)
"""How long a message that may have arrived is looked for before it is sent again; Slack's history lags behind."""
PARENT, AUDIO = "parent", "audio"


@dataclass(frozen=True, slots=True)
class Job:
    """One digest as configured: what to read, when, for whom."""

    name: str
    channel: str
    schedule: Schedule
    sources: tuple[Source, ...]
    options: Options
    audio: bool = True


@dataclass(frozen=True, slots=True)
class Delivery:
    """How far an edition has come."""

    sent: int
    held: tuple[Part, ...]
    waiting: tuple[str, ...]
    """Parts that are neither sent nor held: try again later."""


def plan(jobs: Sequence[Job], *, store: Store, now: datetime) -> None:
    """Write down every edition that is due and absent. Idempotent: any number of clocks may do it at once."""
    watched = store.watched()
    for job in jobs:
        since = watched.get(job.name)
        if since is not None and since - now > WRONG_CLOCK:
            log.warning("the clock stood wrong by %s when %s was last planned", since - now, job.name)
            since = now
        missed = missed_occurrences(job.schedule, since=since, now=now)
        owed = due_editions(job.schedule, missed, digest=job.name, channel=job.channel, now=now)
        for due in owed:
            if store.plan(due.edition, now=now, since=due.since):
                log.info("planned %s", due.edition.id)
        if owed or since is None or (not missed and abs(now - since) > WATCH_EVERY):
            store.watch(job.name, until=now)  # after the plan: a crash between them plans the same editions again


def make_edition(job: Job, edition: Edition, *, store: Store, now: datetime) -> Digest:
    """Return the digest of this edition: the saved one, or a new one that is saved before anything else happens."""
    saved = store.load(edition)
    if saved is not None:
        return saved
    digest = replace(preview(job, edition, store=store, now=now), since=store.since(edition))
    return store.save(digest, remember(digest, store.memory(job.name)))


def preview(job: Job, edition: Edition, *, store: Store, now: datetime) -> Digest:
    """Return the digest that would be made now; sources are visited, but no edition is written or sent."""
    memory = store.memory(job.name)
    since = store.last_made(job.name)
    return build_digest(
        collect(job.sources, feeds=store, archive=store, now=now, since=since, seen=memory.seen),
        edition=edition,
        now=now,
        memory=memory,
        options=job.options,
        next_at=next_due(job.schedule, now=now),
    )


def _unfenced() -> bool:
    """Nobody else is about: one edition made by hand."""
    return True


def _check(fence: Fence) -> None:
    if not fence():
        raise LeaseLostError


def run_edition(  # noqa: PLR0913 - everything the shell acts through, each under its own name
    job: Job,
    edition: Edition,
    *,
    store: Store,
    chat: Chat,
    studio: Studio,
    clock: Callable[[], datetime],
    fence: Fence = _unfenced,
) -> Delivery:
    """Make, deliver and speak one edition as far as it goes now; call again until nothing is waiting.

    The text goes out before a voice is started. Whatever was sent stays sent, whoever calls. Raises LeaseLostError.
    """
    digest = make_edition(job, edition, store=store, now=clock())
    _check(fence)
    delivery = deliver(digest, store=store, chat=chat, clock=clock)
    if not delivery.waiting and job.audio and digest.stories:
        delivery = deliver_audio(digest, delivery, store=store, chat=chat, studio=studio, clock=clock)
    if not delivery.waiting:
        _check(fence)
        store.finish(edition)
    return delivery


def deliver(digest: Digest, *, store: Store, chat: Chat, clock: Callable[[], datetime]) -> Delivery:
    """Post every message that is not there yet; replies wait for their parent, and nothing is posted twice."""
    parent, *replies = chat.compose(digest)
    edition = digest.edition
    first = _post(parent, edition, thread=None, store=store, chat=chat, clock=clock)
    if first.receipt is None:
        held = (first,) if first.state is PartState.HELD else ()
        return Delivery(0, held, () if held else tuple(message.part for message in (parent, *replies)))
    done = [first, *(_post(m, edition, thread=first.receipt, store=store, chat=chat, clock=clock) for m in replies)]
    return _delivery(done)


def deliver_audio(
    digest: Digest, delivery: Delivery, *, store: Store, chat: Chat, studio: Studio, clock: Callable[[], datetime]
) -> Delivery:
    """Speak the digest and share the sound in its thread; when that fails, the text stands and the reason is kept."""
    known = store.part(digest.edition, AUDIO)
    parent = store.part(digest.edition, PARENT)
    if parent is None or parent.receipt is None or (known and known.state is not PartState.REFUSED):
        return delivery
    sound = speak(digest, studio)
    claim = Part(AUDIO, PartState.SENDING, clock())
    if not store.put_part(digest.edition, claim, replacing=known):
        return delivery
    if isinstance(sound, Silence):
        part = replace(claim, state=PartState.HELD, reason=sound.reason)
    else:
        part = _attach(sound, digest, parent.receipt, claim=claim, chat=chat)
    store.put_part(digest.edition, part, replacing=claim)
    return replace(delivery, sent=delivery.sent + (part.state is PartState.SENT), held=(*delivery.held, *_held([part])))


def _post(
    message: Message,
    edition: Edition,
    *,
    thread: Receipt | None,
    store: Store,
    chat: Chat,
    clock: Callable[[], datetime],
) -> Part:
    """Post one message by the recipe: write it down, send, write the outcome down; look before sending again."""
    known = store.part(edition, message.part)
    if known is not None and known.state in (PartState.SENT, PartState.HELD):
        return known
    key = f"{edition.id}/{message.part}"
    if known is not None and known.state is PartState.SENDING:
        found = _look_up(known, key, edition, thread=thread, chat=chat, now=clock())
        if found is not None:
            store.put_part(edition, found, replacing=known)
            return found
    claim = Part(message.part, PartState.SENDING, clock())
    if not store.put_part(edition, claim, replacing=known):
        return claim  # another worker is at it
    outcome = _send(message, key, edition, thread=thread, chat=chat, part=claim)
    store.put_part(edition, outcome, replacing=claim)
    return outcome


def _look_up(
    known: Part, key: str, edition: Edition, *, thread: Receipt | None, chat: Chat, now: datetime
) -> Part | None:
    """Return the part as found, or as still unclear; None when it certainly did not arrive and may be sent."""
    try:
        receipt = chat.find(key, channel=edition.channel, since=known.since, thread=thread)
    except ChatError:
        return known  # a failed look-up proves nothing
    if receipt is not None:
        return replace(known, state=PartState.SENT, receipt=receipt)
    return known if now - known.since < SETTLE else None


def _send(message: Message, key: str, edition: Edition, *, thread: Receipt | None, chat: Chat, part: Part) -> Part:
    try:
        receipt = chat.post(message, channel=edition.channel, key=key, thread=thread)
    except ChatError as error:
        log.warning("%s of %s: %s", message.part, edition.id, error)
        return replace(part, state=_verdict(error), reason=str(error))
    return replace(part, state=PartState.SENT, receipt=receipt)


def _verdict(error: ChatError) -> PartState:
    if error.ambiguous:
        return PartState.SENDING
    return PartState.HELD if error.permanent else PartState.REFUSED


def _attach(audio: Audio, digest: Digest, thread: Receipt, *, claim: Part, chat: Chat) -> Part:
    day = digest.edition.date
    try:
        receipt = chat.attach(
            audio,
            channel=digest.edition.channel,
            name=f"{digest.edition.digest}-{day.isoformat()}.mp3",
            title=f"Listen: {digest.title}, {day.day} {day:%b}",
            thread=thread,
        )
    except ChatError as error:
        return replace(claim, state=PartState.HELD, reason=str(error))  # the text stands; sound is never sent twice
    return replace(claim, state=PartState.SENT, receipt=receipt)


def _delivery(done: Sequence[Part]) -> Delivery:
    sent = sum(part.state is PartState.SENT for part in done)
    waiting = tuple(part.name for part in done if part.state in (PartState.SENDING, PartState.REFUSED))
    return Delivery(sent, _held(done), waiting)


def _held(done: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(part for part in done if part.state is PartState.HELD)
