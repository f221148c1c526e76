"""Sweeping up after a delivery that was in doubt: an extra copy that came late is taken back, the first one stays."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from digest_bot.errors import ChatError
from digest_bot.model import Edition, Receipt
from digest_bot.ports import Part, PartState
from digest_bot.shell.posting import DONE, Courier, is_ripe, kept, mark_of, refused
from digest_bot.shell.sharing import AUDIO

log = logging.getLogger(__name__)

PARENT, SWEEP = "parent", "sweep"


def is_doubtful(part: Part) -> bool:
    """Tell whether there may be more copies of a part than we know of: sent twice, or given up after a send."""
    return part.attempts > 1 or (part.state is PartState.HELD and part.attempts > 0)


async def sweep(edition: Edition, courier: Courier, *, at_once: bool = False) -> Part | None:
    """Sweep after one edition whose parts are all sent or held, when it is time; return when the next sweep is due.

    None when nothing was in doubt. `at_once` does not wait for the time. A part that cannot be looked for keeps none of
    the others: only it is looked for again, and only then the sweep counts; held when somebody has to mend something.
    """
    parts = courier.outbox.parts(edition)
    plan = next((part for part in parts if part.name == SWEEP), None)
    doubtful = [part for part in parts if part.name != SWEEP and is_doubtful(part)]
    if plan is None and doubtful:
        first = courier.later(courier.timing.sweeps[0])
        plan = kept(courier, edition, Part(SWEEP, PartState.NEW, courier.clock(), not_before=first))
    if plan is None or plan.state in DONE or not (at_once or is_ripe(plan, courier.clock())):
        return plan
    thread = next((part.receipt for part in parts if part.name == PARENT), None)
    left = [part for part in doubtful if part.name not in plan.payload.split()]
    if not courier.fence():
        return plan
    return kept(courier, edition, _after(plan, await _round(left, edition, courier, thread=thread), courier))


@dataclass(frozen=True, slots=True)
class _Round:
    """What came of one go through the parts."""

    seen: tuple[str, ...]
    arrived: bool
    """Something that had been given up turned out to be there."""
    trouble: ChatError | None


async def _round(parts: Sequence[Part], edition: Edition, courier: Courier, *, thread: Receipt | None) -> _Round:
    """Sweep after each part; one whose look-up fails is left for the next go, and so is the rest when we must wait."""
    seen: list[str] = []
    arrived, trouble = False, None
    for part in parts:
        try:
            arrived = await _sweep_part(part, edition, courier, thread=thread) or arrived
        except ChatError as error:
            trouble = error
            if error.wait:
                break
        else:
            seen.append(part.name)
    return _Round(tuple(seen), arrived, trouble)


def _after(plan: Part, went: _Round, courier: Courier) -> Part:
    """Return the plan after one go; its payload names the parts that are done with in this sweep."""
    plan = replace(plan, payload=" ".join([*plan.payload.split(), *went.seen]))
    if went.trouble:
        plan = _troubled(plan, went.trouble, courier)
    if went.arrived:  # what hangs on it was not begun: the edition must not end here
        return replace(plan, state=PartState.NEW, tries=0, not_before=courier.clock())
    return plan if went.trouble else _swept(plan, courier)


def _troubled(plan: Part, error: ChatError, courier: Courier) -> Part:
    reason = f"Whether there are extra copies cannot be checked: {error}"
    if error.permanent:
        return replace(plan, state=PartState.HELD, not_before=None, reason=reason)
    return refused(replace(plan, reason=reason), courier, wait=error.wait)


async def _sweep_part(part: Part, edition: Edition, courier: Courier, *, thread: Receipt | None) -> bool:
    """Take extra copies back; tell whether a part that had been given up turned out to be there."""
    copies = await _copies(part, edition, courier, thread=thread)
    keep = part.receipt if part.receipt in copies else next(iter(copies), None)  # ours has the thread below it
    for extra in copies:
        if extra != keep and courier.fence():
            log.warning("an extra copy of %s of %s is taken back", part.name, edition.id)
            await courier.chat.delete(extra)
    arrived = keep is not None and part.state is PartState.HELD
    if arrived:
        kept(courier, edition, replace(part, state=PartState.SENT, receipt=keep, not_before=None, reason=""))
    return arrived


async def _copies(part: Part, edition: Edition, courier: Courier, *, thread: Receipt | None) -> Sequence[Receipt]:
    """Return every copy of a part; none in a thread that somebody deleted, nor of a file that never came."""
    try:
        if part.name == AUDIO:
            shares = await courier.chat.shares(part.file, thread=thread) if thread and part.file else ()
            return tuple(share.receipt for share in shares)
        mark = mark_of(edition, part.name, key=courier.outbox.seal_key())
        below = None if part.name == PARENT else thread
        return await courier.chat.find(mark, channel=edition.channel, since=part.since, thread=below)
    except ChatError as error:
        if error.gone:
            return ()
        raise


def _swept(plan: Part, courier: Courier) -> Part:
    done = replace(plan, attempts=plan.attempts + 1, tries=0, payload="", reason="")
    if done.attempts >= len(courier.timing.sweeps):
        return replace(done, state=PartState.SENT, not_before=None)
    due = plan.since + timedelta(seconds=courier.timing.sweeps[done.attempts])
    return replace(done, not_before=max(due, courier.later(courier.timing.sweeps[0])))
