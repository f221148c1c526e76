"""From settings to a running application: the only file that names concrete adapters."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from digest_bot.chats.slack import Slack
from digest_bot.config import DigestSettings, Settings, SourceSettings
from digest_bot.engine import Engine, Key
from digest_bot.errors import ConfigError, DigestBotError
from digest_bot.model import Digest, Edition
from digest_bot.ports import Chat, Source, Voice
from digest_bot.ports import Store as StorePort
from digest_bot.sources.feed import Feed
from digest_bot.sources.folder import Folder
from digest_bot.sources.page import Page
from digest_bot.store import Store
from digest_bot.voices.espeak import Espeak
from digest_bot.voices.pyttsx3 import Pyttsx3
from digest_bot.voices.silent import Silent
from digest_bot.web import Door
from digest_bot.worker import Delivery, Job, Studio, plan, preview, run_edition

log = logging.getLogger(__name__)

TICK = 15.0
"""Seconds between two looks at what is due."""


def utc_now() -> datetime:
    """Return the time; the one clock of the program."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class App:
    """Everything put together."""

    jobs: tuple[Job, ...]
    store: StorePort
    studio: Studio
    clock: Callable[[], datetime]
    chat: Chat | None
    queue: Path
    _working: set[Key] = field(default_factory=set)

    def job(self, name: str | None) -> Job:
        """Return the job of this name, or the only one there is.

        Raises ConfigError.
        """
        names = ", ".join(job.name for job in self.jobs)
        if name is None and len(self.jobs) > 1:
            raise ConfigError(f"There are several digests ({names}); name one with --digest.")
        for job in self.jobs:
            if name in (None, job.name):
                return job
        raise ConfigError(f"There is no digest {name!r}; there are: {names}.")

    def preview(self, job: Job) -> Digest:
        """Return the digest that would be made now; nothing is written or sent."""
        return preview(job, self.edition_now(job), store=self.store, now=self.clock())

    def edition_now(self, job: Job) -> Edition:
        """Return the key of an edition made now, to the minute: asked for twice in a minute it is one."""
        local = self.clock().astimezone(job.schedule.zone)
        return Edition(digest=job.name, channel=job.channel, date=local.date(), slot=local.strftime("%H:%M"))

    def once(self, job: Job) -> Delivery:
        """Make and deliver one edition now."""
        edition = self.edition_now(job)
        self.store.plan(edition, now=self.clock())
        return self._run(job, edition)

    def serve(self, stop: threading.Event) -> None:
        """Run the service until `stop` is set."""
        self._need_chat()
        Engine(self.queue, self._work).serve(self._tick, every=TICK, stop=stop)

    def _run(self, job: Job, edition: Edition) -> Delivery:
        return run_edition(job, edition, store=self.store, chat=self._need_chat(), studio=self.studio, clock=self.clock)

    def _tick(self) -> Iterable[Key]:
        for edition in plan(self.jobs, store=self.store, now=self.clock()):
            key = (edition.digest, edition.channel, edition.date.isoformat(), edition.slot)
            if key not in self._working:
                self._working.add(key)
                yield key

    def _work(self, key: Key) -> None:
        digest, channel, day, slot = key
        edition = Edition(digest=digest, channel=channel, date=date.fromisoformat(day), slot=slot)
        try:
            delivery = self._run(self.job(digest), edition)
            log.info("edition %s: %d sent, %d held", edition.id, delivery.sent, len(delivery.held))
        except DigestBotError as error:
            log.error("edition %s: %s", edition.id, error)  # noqa: TRY400 - expected; the sentence says it all
        finally:
            self._working.discard(key)

    def _need_chat(self) -> Chat:
        if self.chat is None:
            raise ConfigError(
                "There is no Slack token: set SLACK_BOT_TOKEN or SLACK_BOT_TOKEN_FILE. `digest-bot preview` needs none."
            )
        return self.chat


def build_app(settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> App:
    """Return the application these settings describe."""
    token = settings.slack_token
    door = Door(timeout=settings.web_timeout, allow=settings.web_allow)
    return App(
        jobs=tuple(_job(digest, door) for digest in settings.digests),
        store=Store(settings.database_url),
        studio=build_studio(settings),
        clock=clock,
        chat=Slack(token=token.value, api_url=settings.slack_api_url) if token else None,
        queue=settings.data / "queue.db",
    )


def build_studio(settings: Settings) -> Studio:
    """Return the configured voice, and behind it the ones that stand in for it."""
    voices: dict[str, Voice] = {
        "pyttsx3": Pyttsx3(rate=settings.rate),
        "espeak": Espeak(rate=settings.rate),
        "silent": Silent(),
    }
    chosen = voices.pop(settings.voice)
    stand_ins = () if settings.voice == "silent" else tuple(v for name, v in voices.items() if name != "silent")
    return Studio((chosen, *stand_ins), settings.cache / "speech", tuple(settings.lexicon.items()))


def _job(digest: DigestSettings, door: Door) -> Job:
    sources = tuple(_source(source, door) for source in digest.sources)
    return Job(digest.name, digest.channel, digest.schedule, sources, digest.options, digest.audio)


def _source(source: SourceSettings, door: Door) -> Source:
    if source.kind == "folder":
        return Folder(source.name, Path(source.where))
    if source.kind == "feed":
        return Feed(source.name, source.where, door=door, full_text=source.full_text, limit=source.newest)
    return Page(source.name, source.where, door=door)
