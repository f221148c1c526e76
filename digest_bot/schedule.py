"""When an edition is due: calendar arithmetic in the reader's own time zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from digest_bot.model import Edition

LOOK_BACK = timedelta(days=7)
"""An edition missed for longer than this is not made up for: nobody wants last month's news."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Local times of day on some weekdays of one time zone."""

    times: tuple[time, ...]
    zone: ZoneInfo
    weekdays: frozenset[int]
    """0 is Monday."""


def moment(schedule: Schedule, day: date, at: time) -> datetime:
    """Return the instant, in UTC, at which the local clock shows `at` on `day`.

    A time the clock skips in spring is due when the gap ends on that clock; one it shows twice in autumn is due the
    first time (`fold=0`, PEP 495).
    """
    return datetime.combine(day, at, tzinfo=schedule.zone).astimezone(UTC)


def occurrences(schedule: Schedule, *, after: datetime, until: datetime) -> Iterator[tuple[datetime, date, str]]:
    """Yield (instant, local date, slot) of every occurrence in the half-open interval (after, until], in order."""
    day = after.astimezone(schedule.zone).date() - timedelta(days=1)
    last = until.astimezone(schedule.zone).date() + timedelta(days=1)
    while day <= last:
        if day.weekday() in schedule.weekdays:
            for at in sorted(schedule.times):
                due = moment(schedule, day, at)
                if after < due <= until:
                    yield due, day, at.strftime("%H:%M")
        day += timedelta(days=1)


def due_edition(
    schedule: Schedule, *, digest: str, channel: str, since: datetime | None, now: datetime
) -> Edition | None:
    """Return the newest edition that is due at `now`, or None; several missed ones become this one.

    `since` is when the digest was last planned; None on the very first run, when nothing before `now` is owed.
    """
    after = max(since or now, now - LOOK_BACK)
    missed = list(occurrences(schedule, after=after, until=now))
    if not missed:
        return None
    _, day, slot = missed[-1]
    return Edition(digest=digest, channel=channel, date=day, slot=slot)


def next_due(schedule: Schedule, *, now: datetime) -> datetime:
    """Return the next instant at which an edition is due, in the schedule's own zone."""
    upcoming = occurrences(schedule, after=now, until=now + timedelta(days=8))
    return next(due for due, _, _ in upcoming).astimezone(schedule.zone)
