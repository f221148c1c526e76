"""When an edition is due: calendar arithmetic in the reader's own time zone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from digest_bot.model import Edition

LOOK_BACK = timedelta(days=7)
"""An edition missed for longer than this is not made up for: nobody wants last month's news."""


PUNCTUAL = timedelta(minutes=15)
"""Up to here an edition is not late: a restart, a busy machine."""


class CatchUp(StrEnum):
    """What becomes of editions that were missed."""

    LATEST = "latest"
    """One edition answers for all of them."""
    ALL = "all"
    """Each is made, oldest first."""
    NONE = "none"
    """None is made; the next one comes at its time."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Local times of day on some weekdays of one time zone."""

    times: tuple[time, ...]
    zone: ZoneInfo
    weekdays: frozenset[int]
    """0 is Monday."""
    catch_up: CatchUp = CatchUp.LATEST
    max_lateness: timedelta | None = None
    """An edition that is later than this is not made; the next one answers for its days too."""


@dataclass(frozen=True, slots=True)
class Due:
    """An edition that is owed."""

    edition: Edition
    at: datetime
    """When it is due, UTC."""
    since: date | None = None
    """The first local date it answers for, when it makes up for missed ones."""


def moment(schedule: Schedule, day: date, at: time) -> datetime:
    """Return the instant, in UTC, at which the local clock shows `at` on `day`.

    A time the clock skips in spring is due as if the clock had gone on, so 02:30 at 03:30; one it shows twice in
    autumn is due the first time (`fold=0`, PEP 495).
    """
    return datetime.combine(day, at, tzinfo=schedule.zone).astimezone(UTC)


def occurrences(schedule: Schedule, *, after: datetime, until: datetime) -> list[tuple[datetime, date, str]]:
    """Return (instant, local date, slot) of every occurrence in the half-open interval (after, until], in order.

    In order of instants, which is not always that of the clock's face: a time in spring's gap comes after the gap.
    """
    first = after.astimezone(schedule.zone).date() - timedelta(days=1)
    last = until.astimezone(schedule.zone).date() + timedelta(days=1)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    found = [
        (moment(schedule, day, at), day, at.strftime("%H:%M"))
        for day in days
        if day.weekday() in schedule.weekdays
        for at in schedule.times
    ]
    return sorted(one for one in found if after < one[0] <= until)


def missed_occurrences(
    schedule: Schedule, *, since: datetime | None, now: datetime
) -> tuple[tuple[datetime, date, str], ...]:
    """Return what was due after `since`, when the digest was last planned, and up to `now`, in order.

    On the very first run (`since` is None) nothing before `now` is owed.
    """
    after = max(since or now, now - LOOK_BACK)
    return tuple(occurrences(schedule, after=after, until=now))


def due_editions(
    schedule: Schedule,
    missed: Sequence[tuple[datetime, date, str]],
    *,
    digest: str,
    channel: str,
    now: datetime,
) -> tuple[Due, ...]:
    """Return the editions that make up for what was missed, oldest first: none that is too late, as configured."""
    owed = [one for one in missed if now - one[0] <= _patience(schedule)]
    if schedule.catch_up is not CatchUp.ALL:
        owed = owed[-1:]
    found = [Due(Edition(digest=digest, channel=channel, date=day, slot=slot), at) for at, day, slot in owed]
    if found and missed[0][1] < found[0].edition.date:
        found[0] = replace(found[0], since=missed[0][1])
    return tuple(found)


def due_at(schedule: Schedule, edition: Edition) -> datetime | None:
    """Return when the edition was due, UTC; None for one made on demand, whose slot is none of the schedule's."""
    slots = {at.strftime("%H:%M"): at for at in schedule.times}
    return moment(schedule, edition.date, slots[edition.slot]) if edition.slot in slots else None


def _patience(schedule: Schedule) -> timedelta:
    if schedule.catch_up is CatchUp.NONE:
        return PUNCTUAL
    return schedule.max_lateness or LOOK_BACK


def next_due(schedule: Schedule, *, now: datetime) -> datetime:
    """Return the next instant at which an edition is due, in the schedule's own zone."""
    return occurrences(schedule, after=now, until=now + timedelta(days=8))[0][0].astimezone(schedule.zone)
