"""The sound of a delivery: upload it, have it shared in the thread, and see that it really appears.

The id of the file is written down before anybody can see it, so that whatever breaks, the file itself tells whether it
was shared.
"""

import asyncio
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from digest_bot.errors import ChatError
from digest_bot.model import Audio, Digest, Receipt
from digest_bot.ports import Part, PartState, Share
from digest_bot.shell.posting import DONE, Courier, claimed, failed, is_ripe, kept, refused
from digest_bot.shell.recording import Silence

log = logging.getLogger(__name__)

AUDIO = "audio"
Recorder = Callable[[], Audio | Silence]
"""Makes the sound; slow, and called only when it is needed."""


async def share_sound(digest: Digest, record: Recorder, courier: Courier, *, thread: Receipt) -> Part:
    """Bring the sound as far as it goes now; return where it stands. When it fails for good the text stands."""
    edition = digest.edition
    part = courier.outbox.part(edition, AUDIO) or Part(AUDIO, PartState.NEW, courier.clock())
    if part.state not in DONE and is_ripe(part, courier.clock()) and part.state is PartState.NEW:
        part = await _upload(part, digest, record, courier)
    if part.state is PartState.READY and is_ripe(part, courier.clock()):
        part = await _share(part, digest, courier, thread=thread)
    if part.state is PartState.SENDING and is_ripe(part, courier.clock()):
        part = await _look_up(part, digest, courier, thread=thread)
    return part


async def _upload(part: Part, digest: Digest, record: Recorder, courier: Courier) -> Part:
    sound = await asyncio.to_thread(record)
    edition = digest.edition
    if isinstance(sound, Silence):
        return kept(courier, edition, replace(part, state=PartState.HELD, reason=sound.reason))
    plain = re.sub(r"[^\w-]+", "-", edition.digest).strip("-")[:60]  # as every system takes it for a file
    name = f"{plain or 'digest'}-{edition.date.isoformat()}{sound.suffix}"
    try:
        file, address = await courier.chat.reserve(name, size=len(sound.sound))
        reserved = courier.outbox.put_part(edition, replace(part, file=file, seconds=sound.duration))
        if reserved is None or not courier.fence():
            return reserved or part
        await courier.chat.upload(address, sound.sound)
    except ChatError as error:
        return kept(courier, edition, _not_up(courier.outbox.part(edition, AUDIO) or part, error, courier))
    return kept(courier, edition, replace(reserved, state=PartState.READY, tries=0, not_before=None, reason=""))


def _not_up(part: Part, error: ChatError, courier: Courier) -> Part:
    """Return the part after a failed upload: nobody has seen anything, so it begins anew, whatever happened."""
    log.warning("%s: %s", part.name, error)
    if error.permanent:
        return replace(part, state=PartState.HELD, not_before=None, reason=str(error))
    return refused(replace(part, file="", reason=str(error)), courier, wait=error.wait)


async def _share(part: Part, digest: Digest, courier: Courier, *, thread: Receipt) -> Part:
    if not courier.fence():
        return part
    claim = courier.outbox.put_part(digest.edition, claimed(part, courier))
    if claim is None:
        return part
    day = digest.edition.date
    try:
        await courier.chat.share(part.file, title=f"Listen: {digest.title}, {day.day} {day:%B}", thread=thread)
    except ChatError as error:
        back = PartState.NEW if error.gone else PartState.READY  # a file that is not there is uploaded again
        return kept(courier, digest.edition, failed(claim, error, courier, back=back))
    return kept(
        courier,
        digest.edition,
        replace(claim, ended=courier.clock(), not_before=courier.later(courier.timing.shares[0])),
    )


async def _look_up(part: Part, digest: Digest, courier: Courier, *, thread: Receipt) -> Part:
    began = courier.clock()
    try:
        found = await courier.chat.shares(part.file, thread=thread)
    except ChatError as error:
        if not error.gone:
            return kept(courier, digest.edition, _unseen(part, error, courier))
        found = ()  # a file that was just taken may not be known yet, and one that never came is shared nowhere
    if found:
        return kept(courier, digest.edition, _heard(part, found))
    return kept(courier, digest.edition, _not_shown(part, began, courier))


def _unseen(part: Part, error: ChatError, courier: Courier) -> Part:
    """Return the part after a look-up that failed: that proves nothing."""
    if error.permanent:
        held = f"It may have arrived, but that cannot be checked: {error}"
        return replace(part, state=PartState.HELD, not_before=None, reason=held)
    return refused(replace(part, reason=str(error)), courier, wait=error.wait)


def _heard(part: Part, found: Sequence[Share]) -> Part:
    first, sends = found[0], max(part.attempts, len(found))  # several copies: they are swept up
    sent = replace(part, state=PartState.SENT, attempts=sends, not_before=None, reason="")
    return replace(sent, receipt=first.receipt, url=first.url)


def _not_shown(part: Part, began: datetime, courier: Courier) -> Part:
    """Return the part while its file is not shown: look again, have it shared once more, or give the sound up."""
    ended = part.ended or (part.asked or part.since) + timedelta(seconds=courier.timing.request)
    ahead = (ended + timedelta(seconds=seconds) for seconds in courier.timing.shares)
    look = next((at for at in ahead if at > began), None)
    if look is not None:
        return replace(part, tries=part.tries + 1, not_before=look)
    if part.attempts < 2:
        return replace(part, state=PartState.READY, tries=0, not_before=None)
    reason = "Slack took the sound file and never showed it; the text is complete without it."
    return replace(part, state=PartState.HELD, not_before=None, reason=reason)
