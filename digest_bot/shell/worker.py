"""Acting, through ports only: read the sources, build and save an edition once, deliver it part by part, speak it."""

import asyncio
import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from digest_bot.errors import LeaseLostError
from digest_bot.model import Digest, Document, Edition, Skipped
from digest_bot.pipeline import Options, build_digest, remember
from digest_bot.ports import Fence, Source, Store
from digest_bot.schedule import CatchUp, Schedule, due_at, due_editions, missed_occurrences, next_due
from digest_bot.shell.delivery import Delivery, deliver
from digest_bot.shell.posting import Courier
from digest_bot.shell.reading import Reader, collect, read_all
from digest_bot.shell.studio import Studio, publish
from digest_bot.silence import alert
from digest_bot.tally import count
from digest_bot.text.article import read_article

log = logging.getLogger(__name__)

WRONG_CLOCK = timedelta(days=1)
"""No honest clock is further ahead than this of what was written down."""
SILENT_EDITIONS = 100
"""How many editions back silent days are counted; with one every quarter of an hour that is a day."""
WATCH_EVERY = timedelta(minutes=5)
"""How often it is written down that nothing was due: a digest whose time is changed to an hour ago is not owed then."""


_THOUGHT = threading.Lock()
"""One digest at a time is thought about in a process: side by side they take no less time, and each its memory."""


@dataclass(frozen=True, slots=True)
class Job:
    """One digest as configured: what to read, when, for whom."""

    name: str
    channel: str
    schedule: Schedule
    sources: tuple[Source, ...]
    options: Options
    audio: bool = True
    reader: Reader = read_article
    """Turns a document into an article; foreign ones are safer in a process of their own."""
    says_nothing: bool = True
    """Whether a day without news is a line in the channel, or silence."""


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
    digest = replace(digest, alert=alert(digest, store.story_counts(job.name, limit=SILENT_EDITIONS)))
    _count(digest)
    return store.save(digest, remember(digest, store.memory(job.name)))


def preview(job: Job, edition: Edition, *, store: Store, now: datetime) -> Digest:
    """Return the digest that would be made now; sources are visited, but no edition is written or sent."""
    memory = store.memory(job.name)
    since = store.last_made(job.name)
    items = collect(job.sources, feeds=store, archive=store, now=now, since=since, seen=memory.seen)
    articles = read_all(tuple(_its_own(items, job, edition)), job.reader)
    del items  # hundreds of pages, while it is thought about what they say
    next_at = next_due(job.schedule, now=now)
    with _THOUGHT:
        return build_digest(articles, edition=edition, now=now, memory=memory, options=job.options, next_at=next_at)


def run_edition(job: Job, edition: Edition, *, store: Store, courier: Courier, studio: Studio) -> Delivery:
    """Make, deliver and speak one edition as far as it goes now; call again at `retry_at` until that is None.

    The text goes out before a voice is started. Whatever was sent stays sent, whoever calls. Raises LeaseLostError.
    """
    digest = make_edition(job, edition, store=store, now=courier.clock())
    sound = partial(publish, digest, studio) if job.audio and digest.stories and not studio.wants_silence else None
    _check(courier.fence)
    if not (digest.stories or digest.alert or job.says_nothing):
        store.finish(edition)
        return Delivery(0, (), ())
    delivery = asyncio.run(deliver(digest, courier, sound=sound))
    _check(courier.fence)
    if delivery.retry_at is None:
        store.finish(edition)
    return delivery


def _its_own(items: Iterable[Document | Skipped], job: Job, edition: Edition) -> Iterator[Document | Skipped]:
    """Yield what an edition may tell: where each missed one is made, what came after its time is the next one's."""
    ends = due_at(job.schedule, edition) if job.schedule.catch_up is CatchUp.ALL else None
    for item in items:
        later = isinstance(item, Document) and item.published is not None and ends and item.published > ends
        if not later:
            yield item


def _count(digest: Digest) -> None:
    name = digest.edition.digest
    count("stories", name, len(digest.stories))
    count("articles", name, len(digest.articles))
    for skipped in digest.skipped:
        count("skipped", skipped.reason.value)


def _check(fence: Fence) -> None:
    if not fence():
        raise LeaseLostError
