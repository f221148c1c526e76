"""Sweeping up after a delivery that was in doubt: an extra copy that came late is taken back, the first one stays."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from digest_bot.errors import ChatError
from digest_bot.model import Edition, Receipt
from digest_bot.ports import Part, PartState
from digest_bot.shell.posting import Desk, is_ripe, kept, mark_of, refused
from digest_bot.shell.sharing import AUDIO

log = logging.getLogger(__name__)

PARENT, SWEEP = "parent", "sweep"


def is_doubtful(part: Part) -> bool:
    """Tell whether there may be more copies of a part than we know of: sent twice, or given up after a send."""
    return part.attempts > 1 or (part.state is PartState.HELD and part.attempts > 0)


async def sweep(edition: Edition, desk: Desk, *, at_once: bool = False) -> Part | None:
    """Sweep after one edition whose parts are all sent or held, when it is time; return when the next sweep is due.

    None when nothing was in doubt. `at_once` does not wait for the time.
    """
    parts = desk.outbox.parts(edition)
    plan = next((part for part in parts if part.name == SWEEP), None)
    doubtful = [part for part in parts if part.name != SWEEP and is_doubtful(part)]
    if plan is None and doubtful:
        first = desk.later(desk.timing.sweeps[0])
        plan = kept(desk, edition, Part(SWEEP, PartState.NEW, desk.clock(), not_before=first))
    if plan is None or plan.state is PartState.SENT or not (at_once or is_ripe(plan, desk.clock())) or not desk.fence():
        return plan
    thread = next((part.receipt for part in parts if part.name == PARENT), None)
    try:
        arrived = [await _sweep_part(part, edition, desk, thread=thread) for part in doubtful]
    except ChatError as error:
        return kept(desk, edition, refused(replace(plan, reason=str(error)), desk, wait=error.wait))
    if any(arrived):  # what hangs on it was not begun: the edition must not end here
        return kept(desk, edition, replace(plan, tries=0, not_before=desk.clock()))
    return kept(desk, edition, _swept(plan, desk))


async def _sweep_part(part: Part, edition: Edition, desk: Desk, *, thread: Receipt | None) -> bool:
    """Take extra copies back; tell whether a part that had been given up turned out to be there."""
    copies = await _copies(part, edition, desk, thread=thread)
    keep = part.receipt if part.receipt in copies else next(iter(copies), None)  # ours has the thread below it
    for extra in copies:
        if extra != keep and desk.fence():
            log.warning("an extra copy of %s of %s is taken back", part.name, edition.id)
            await desk.chat.delete(extra)
    arrived = keep is not None and part.state is PartState.HELD
    if arrived:
        kept(desk, edition, replace(part, state=PartState.SENT, receipt=keep, not_before=None, reason=""))
    return arrived


async def _copies(part: Part, edition: Edition, desk: Desk, *, thread: Receipt | None) -> Sequence[Receipt]:
    if part.name == AUDIO:
        return await _shown(part, desk, thread=thread) if thread and part.file else ()
    mark = mark_of(edition, part.name, key=desk.outbox.seal_key())
    below = None if part.name == PARENT else thread
    return await desk.chat.find(mark, channel=edition.channel, since=part.since, thread=below)


async def _shown(part: Part, desk: Desk, *, thread: Receipt) -> Sequence[Receipt]:
    try:
        return tuple(share.receipt for share in await desk.chat.shares(part.file, thread=thread))
    except ChatError as error:
        if error.gone:
            return ()  # a file that never came, or that somebody deleted, has no copies
        raise


def _swept(plan: Part, desk: Desk) -> Part:
    done = plan.attempts + 1
    if done >= len(desk.timing.sweeps):
        return replace(plan, state=PartState.SENT, attempts=done, not_before=None)
    due = plan.since + timedelta(seconds=desk.timing.sweeps[done])
    return replace(plan, attempts=done, tries=0, not_before=max(due, desk.later(desk.timing.sweeps[0])))
