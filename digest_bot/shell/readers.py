"""Digests as their readers want them: the configuration, and on top of it what was chosen, muted and voted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from digest_bot.asking import People, Upcoming
from digest_bot.ports import Part, PartState
from digest_bot.schedule import Schedule, next_due
from digest_bot.shell.delivery import LISTEN
from digest_bot.shell.sharing import AUDIO
from digest_bot.shell.worker import Job
from digest_bot.wishes import VOTES_FOR, gather_wishes

GIVEN_FOR = timedelta(days=30)
"""How long an article that was told on demand is remembered."""


def as_wanted(job: Job, people: People, *, now: datetime) -> Job:
    """Return the job with everything readers asked for so far; raises StoreError."""
    choices = people.choices(job.name)
    wishes = gather_wishes(
        muted=people.muted(job.name),
        votes=people.votes(job.name, since=now - VOTES_FOR),
        topics=choices.get("topics", ""),
        given=people.given(job.name, since=now - GIVEN_FOR),
        zone=job.options.zone,
    )
    length = int(choices.get("length", job.options.max_stories))
    return replace(
        job,
        schedule=_schedule(job.schedule, choices),
        options=replace(job.options, max_stories=length, wishes=wishes),
        audio=choices.get("audio", "yes" if job.audio else "no") == "yes",
    )


def on_time(jobs: Sequence[Job], people: People) -> tuple[Job, ...]:
    """Return the jobs with the times of day that were chosen, for the clock; raises StoreError."""
    hours = people.hours()
    return tuple(
        replace(job, schedule=_schedule(job.schedule, {"hour": hours[job.name]})) if job.name in hours else job
        for job in jobs
    )


def upcoming(job: Job, *, now: datetime) -> Upcoming:
    """Return what the Home tab says about the next edition of a job as wanted."""
    return Upcoming(
        digest=job.name,
        title=job.options.title,
        channel=job.channel,
        at=next_due(job.schedule, now=now),
        hour=f"{job.schedule.times[0]:%H:%M}",
        length=job.options.max_stories,
        audio=job.audio,
        topics=", ".join(job.options.wishes.topics),
    )


def how_far(parts: Iterable[Part], *, done: bool) -> str:
    """Return in words how far an edition has come: what is held, with the reason, before that it is on its way."""
    held = {part.name: part.reason for part in parts if part.state is PartState.HELD}
    words = next((reason for name, reason in held.items() if name not in (AUDIO, LISTEN)), None)
    if words is not None:
        return f"held: {words}"
    state = "delivered" if done else "on its way"
    sound = next(iter(held.values()), None)
    return state if sound is None else f"{state}, its sound is held: {sound}"


def _schedule(schedule: Schedule, choices: Mapping[str, str]) -> Schedule:
    """Return the schedule with the hour that was chosen in the place of its first one."""
    if "hour" not in choices:
        return schedule
    times = {time.fromisoformat(choices["hour"]), *schedule.times[1:]}
    return replace(schedule, times=tuple(sorted(times)))
