"""From settings to a running application: the only file that names concrete adapters."""

import secrets
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, urlsplit

from digest_bot.chats.slack import Slack
from digest_bot.desk import Parts, build_answers, check_inbound, serve_web, wanted
from digest_bot.engine import Engine
from digest_bot.errors import ConfigError, SourceError, WorkersGoneError
from digest_bot.metrics import render
from digest_bot.model import Article, Digest, Edition, Skipped
from digest_bot.ports import Chat, Fence, Source, Voice
from digest_bot.ports import Store as StorePort
from digest_bot.processes import Keeper, can_fork, share_heaps
from digest_bot.schedule import next_due
from digest_bot.service import Pace, Service
from digest_bot.settings import AudioSettings, DigestSettings, Settings, SourceSettings
from digest_bot.shell.delivery import Delivery
from digest_bot.shell.episodes import Shelf
from digest_bot.shell.indexing import Indexer
from digest_bot.shell.patrol import Patrol
from digest_bot.shell.posting import Courier, Timing
from digest_bot.shell.readers import on_time
from digest_bot.shell.reading import Reader
from digest_bot.shell.readings import ReadOnce
from digest_bot.shell.rounds import Round
from digest_bot.shell.studio import Studio
from digest_bot.shell.tidying import Tidying
from digest_bot.shell.turns import in_turn
from digest_bot.shell.worker import Job, preview, run_edition
from digest_bot.site.listen import TOKEN
from digest_bot.sources.feed import Feed
from digest_bot.sources.folder import Folder
from digest_bot.sources.page import Page
from digest_bot.store import Counters, Database, Leases, Lives, Search, Store
from digest_bot.store.people import People
from digest_bot.store.requests import Requests
from digest_bot.text.article import read_article
from digest_bot.voices.espeak import Espeak
from digest_bot.voices.flite import Flite
from digest_bot.voices.in_turn import InTurn
from digest_bot.voices.piper import Piper
from digest_bot.voices.pyttsx3 import Pyttsx3
from digest_bot.voices.respelling import Respelling
from digest_bot.voices.sherpa import Sherpa
from digest_bot.voices.silent import Silent
from digest_bot.web.door import Door
from digest_bot.workshop import Workshop

STAND_INS = ("pyttsx3", "espeak")
"""The voices that speak when the chosen one does not."""
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WATCHED = 120.0
"""Seconds a command waits for what is due: longer than a message takes to be given up as lost."""
UNHURRIED = Timing()
CHILDREN = 1.0
"""Seconds between two looks whether the worker processes are still there."""


T = TypeVar("T")


def utc_now() -> datetime:
    """Return the time; the one clock of the program."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class App:
    """Everything put together."""

    jobs: tuple[Job, ...]
    sources: tuple[Source, ...]
    store: StorePort
    studio: Studio
    clock: Callable[[], datetime]
    chat: Chat | None
    service: Service
    people: People
    wanted: Callable[[Job], Job]
    """A digest with what its readers asked for."""
    web: Callable[[threading.Event], None]
    """Be the web face until the event is set."""
    search: Search
    lives: Lives
    leases: Leases
    owner: str = ""
    """The person in Slack who is told when something is held."""
    buttons: bool = True
    """Whether presses are heard; buttons that do nothing are not shown."""

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
        return preview(self.wanted(job), self.edition_now(job), store=self.store, now=self.clock())

    def edition_now(self, job: Job) -> Edition:
        """Return the key of an edition made now, to the minute: asked for twice in a minute it is one."""
        local = self.clock().astimezone(job.schedule.zone)
        return Edition(digest=job.name, channel=job.channel, date=local.date(), slot=local.strftime("%H:%M"))

    def once(self, job: Job) -> Delivery:
        """Make and deliver one edition now."""
        edition = self.edition_now(job)
        self.store.plan(edition, now=self.clock())
        return self._by_hand(job, edition)

    def retry(self, job: Job) -> tuple[tuple[Edition, Delivery], ...]:
        """Try again what is held of one digest; return the editions it belongs to and how far each came."""
        self.need_chat()
        editions = self.store.release([job.name])
        for edition in editions:
            self.store.reopen(edition)
        return tuple((edition, self._by_hand(job, edition)) for edition in editions)

    def _by_hand(self, job: Job, edition: Edition) -> Delivery:
        """Deliver while somebody watches: what may have arrived is waited for.

        The service may be at the same edition, or at another one of the channel: they take turns.
        """
        chat, timing = self.need_chat(), Timing(patience=WATCHED)
        names = (f"edition/{edition.id}", f"channel/{edition.channel}")
        with in_turn(names, self.leases, within=WATCHED) as fence:
            courier = Courier(self.store, chat, self.clock, fence, timing, owner=self.owner)
            return run_edition(self.wanted(job), edition, store=self.store, courier=courier, studio=self.studio)

    def need_chat(self) -> Chat:
        """Return the chat; raises ConfigError when it has no token."""
        return _need(self.chat)


ROLES: Mapping[str, Callable[[App, threading.Event], None]] = {
    "clock": lambda app, stop: app.service.keep_time(stop),
    "worker": lambda app, stop: app.service.work(stop),
    "web": lambda app, stop: app.web(stop),
}
"""What a process can be, by name; each runs until the event is set."""


def serve(
    settings: Settings,
    *,
    role: str,
    stop: threading.Event,
    timing: Timing = UNHURRIED,
    workshop: Workshop | None = None,
) -> None:
    """Be one role, or `all` of them, until `stop` is set; raises ConfigError and StoreError when that cannot begin.

    With `all`, workers are processes of their own: nothing that has to answer quickly waits for text or a voice. Raises
    WorkersGoneError when they are gone and this process cannot have new ones, and whatever ended one of the roles.
    """
    share_heaps()
    if role in ("all", "web"):
        check_inbound(settings)  # before anything listens: an empty secret signs for everybody
    if role != "all":
        app = build_app(settings, timing=timing, workshop=workshop)
        app.need_chat()
        ROLES[role](app, stop)
        return
    _need(settings.slack_token)  # before there are processes, which would fail one after the other
    keeper, workshop = None, Workshop()
    if can_fork():
        workshop.open()  # for all the workers there will be: a new one finds its parsers imported
        keeper = Keeper(
            settings.processes, lambda told: serve(settings, role="worker", stop=told, timing=timing, workshop=workshop)
        )
    app = build_app(settings, timing=timing, workshop=workshop)
    app.need_chat()
    here = [name for name in ROLES if name != "worker" or keeper is None]
    failures: list[Exception] = []

    def be(name: str) -> None:
        try:
            ROLES[name](app, stop)
        except Exception as error:  # noqa: BLE001 - raised again below: without one role the service is none
            failures.append(error)
            stop.set()

    threads = [threading.Thread(target=be, args=(name,), name=name) for name in here]
    for thread in threads:
        thread.start()
    while not stop.wait(CHILDREN):
        if keeper and not keeper.alive():
            failures.append(WorkersGoneError("The worker processes are gone; the service begins again."))
            stop.set()
    for thread in threads:
        thread.join()  # in any case: a clock that beats while the interpreter ends can only complain
    if keeper:
        keeper.stop()
    workshop.close()
    if failures:
        raise failures[0]


def build_app(
    settings: Settings,
    *,
    clock: Callable[[], datetime] = utc_now,
    timing: Timing = UNHURRIED,
    workshop: Workshop | None = None,
) -> App:
    """Return the application these settings describe; it reads foreign documents in this workshop or one of its own."""
    token = settings.slack_token
    chat = Slack(token=token.value, api_url=settings.slack_api_url, buttons=settings.hears) if token else None
    door = Door(timeout=settings.web_timeout, allow=settings.web_allow)
    workshop = workshop or Workshop()
    database = Database(settings.database_url)
    store = Store(database, team=settings.slack.team)
    sources = {source.name: _source(source, door, workshop) for source in settings.sources}
    reader = ReadOnce(workshop.read_article, store, clock)
    jobs = tuple(_job(digest, sources, reader) for digest in settings.digests)
    studio = build_studio(settings.audio, scratch=settings.cache / "speech", shelf=build_shelf(settings))

    leases = Leases(database, clock=clock, length=settings.lease)
    engine = Engine(settings.database_url, queue=settings.data / "queue.db")
    parts = Parts(settings, jobs, store, database, leases, studio, door, clock, engine.submit)
    answers, want, people = build_answers(parts), wanted(parts), People(database)

    def run(job: Job, edition: Edition, fence: Fence) -> Delivery:
        courier = Courier(store, _need(chat), clock, fence, timing, owner=settings.slack.owner)
        return run_edition(want(job), edition, store=store, courier=courier, studio=studio)

    search, counters = Search(database), Counters(database)
    rounds = _rounds(jobs, store, database, reader=reader, leases=leases, clock=clock)
    service = Service(
        jobs=jobs,
        store=store,
        leases=leases,
        engine=engine,
        clock=clock,
        run_edition=run,
        pace=Pace(tick=settings.tick, again=settings.lease, threads=settings.threads),
        handlers={one.kind: one.work for one in rounds} | ({"request": answers.handle} if answers else {}),
        offers=(*(one.offers for one in rounds), *([answers.offers] if answers else [])),
        on_time=lambda some: on_time(some, people),
        counters=counters,
    )
    web = partial(serve_web, parts, metrics=partial(_metrics, jobs, counters, clock))
    lives = Lives(database)
    owner = settings.slack.owner
    return App(
        jobs,
        tuple(sources.values()),
        store,
        studio,
        clock,
        chat,
        service,
        people,
        want,
        web,
        search,
        lives,
        leases,
        owner,
        settings.hears,
    )


def _rounds(
    jobs: Sequence[Job],
    store: Store,
    database: Database,
    *,
    reader: Reader,
    leases: Leases,
    clock: Callable[[], datetime],
) -> tuple[Round, ...]:
    """Return what is done again and again between the editions."""

    def last_made() -> Iterator[datetime]:
        return (at for job in jobs if (at := store.last_made(job.name)))

    asked = tuple({source.key: source for job in jobs for source in job.sources}.values())
    search = Search(database)
    visiting = Round("poll", "sources", MINUTE, Patrol(asked, store, store, clock), leases, clock)
    return (
        *((visiting,) if any(source.host for source in asked) else ()),
        Round("index", "archive", MINUTE, Indexer(search, reader), leases, clock),
        Round("tidy", "archive", HOUR, Tidying(search, store, Requests(database), last_made, clock), leases, clock),
    )


def _metrics(jobs: Sequence[Job], counters: Counters, clock: Callable[[], datetime]) -> tuple[bytes, str]:
    return render(counters, upcoming={job.name: next_due(job.schedule, now=clock()) for job in jobs})


def _need(wanted: T | None) -> T:
    if wanted is None:
        raise ConfigError(
            "There is no Slack token: set SLACK_BOT_TOKEN or SLACK_BOT_TOKEN_FILE. `digest-bot preview` needs none."
        )
    return wanted


def build_shelf(settings: Settings) -> Shelf:
    """Return where spoken editions are kept."""
    return Shelf(settings.data / "audio", keep=settings.audio.keep)


def listen_address(settings: Settings, digest: str, *, renew: bool) -> str:
    """Return the address where a digest is heard, with its token; the first time, or to `renew`, with a new one.

    A new token ends the old one at once. Raises StoreError.
    """
    database = Database(settings.database_url)
    database.create()
    people = People(database)
    token = people.choices(digest).get(TOKEN, "")
    if renew or not token:
        token = secrets.token_urlsafe(18)
        people.choose(digest, {TOKEN: token}, user="digest-bot podcast", now=utc_now())
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.site_host, settings.site_host)  # noqa: S104 - one to ask
    here = f"http://{f'[{host}]' if ':' in host else host}:{settings.site_port}"
    return f"{settings.site_url.rstrip('/') or here}/listen/{quote(digest, safe='')}/{token}/"


def build_studio(audio: AudioSettings, *, scratch: Path, shelf: Shelf | None = None) -> Studio:
    """Return the configured voice, and behind it the ones that stand in for it."""
    voices = {name: InTurn(voice, scratch) for name, voice in build_voices(audio).items()}
    chosen = voices[audio.voice]
    stand_ins = [voices[name] for name in STAND_INS if audio.voice not in (name, "silent")]
    return Studio(
        voices=(chosen, *stand_ins),
        scratch=scratch,
        lexicon=tuple(audio.lexicon.items()),
        headlines=voices.get(audio.headline_voice),
        form=audio.form,
        shelf=shelf,
    )


def read_one(where: str, *, timeout: float = 20.0, allow: Sequence[str] = ()) -> Article | Skipped:
    """Return the article of one file, or of one web page, or why there is none.

    Raises SourceError when nothing can be read there.
    """
    web = where.startswith(("http://", "https://"))
    source = Page(urlsplit(where).hostname or where, where, door=Door(timeout=timeout, allow=allow)) if web else None
    for found in (source or Folder("file", Path(where))).read(now=utc_now()):
        return found if isinstance(found, Skipped) else read_article(found)
    raise SourceError(f"There is no article at {where}.")


def build_voices(audio: AudioSettings) -> dict[str, Voice]:
    """Return every voice there is, by name, whether it works here or not."""
    voices: tuple[Voice, ...] = (
        Pyttsx3(rate=audio.rate),
        Espeak(rate=audio.rate),
        Flite(rate=audio.rate),
        Piper(audio.model, rate=audio.rate),
        Sherpa(audio.model, rate=audio.rate, speaker=audio.speaker),
        Silent(),
    )
    own = audio.voice_lexicons
    return {v.name: Respelling(v, own[v.name]) if v.name in own else v for v in voices}


def _job(digest: DigestSettings, sources: Mapping[str, Source], reader: Reader) -> Job:
    read = tuple(sources[source.name] for source in digest.sources)
    return Job(
        digest.name, digest.channel, digest.schedule, read, digest.options, digest.audio, reader, digest.empty == "line"
    )


def _source(source: SourceSettings, door: Door, workshop: Workshop) -> Source:
    if source.kind == "folder":
        return Folder(source.name, Path(source.where))
    if source.kind == "feed":
        whole, most, parse = source.full_text, source.newest, workshop.parse_feed
        return Feed(source.name, source.where, door=door, full_text=whole, limit=most, parse=parse)
    return Page(source.name, source.where, door=door)
