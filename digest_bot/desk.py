"""Wires what answers on demand and what listens: from settings to the worker's half and to the web face."""

import asyncio
import logging
import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from starlette.routing import BaseRoute

from digest_bot.asking import Line, Past
from digest_bot.chats.slack_messenger import SlackMessenger
from digest_bot.errors import ConfigError, StoreError
from digest_bot.metrics import clock_trouble
from digest_bot.model import Digest, Document, Edition, Skipped
from digest_bot.ports import Leases
from digest_bot.settings import Settings
from digest_bot.shell.answers import Answers, Library
from digest_bot.shell.presses import Presses
from digest_bot.shell.readers import as_wanted, how_far, upcoming
from digest_bot.shell.reading import collect
from digest_bot.shell.studio import Studio
from digest_bot.shell.worker import Job, preview
from digest_bot.site.app import Check, Companion, build_site, listen, serve_site
from digest_bot.site.listen import TOKEN
from digest_bot.site.listen import routes as listening_routes
from digest_bot.sources.markup import plain_text
from digest_bot.sources.page import fetch_page
from digest_bot.store import Counters, Database, Lives, Search, Store
from digest_bot.store.people import People
from digest_bot.store.requests import Requests
from digest_bot.text.decode import decode
from digest_bot.visits import Found
from digest_bot.web.door import Door
from digest_bot.why import why
from digest_bot.wishes import may_mention

log = logging.getLogger(__name__)

RECENT = timedelta(days=14)
"""How far a topic looks back."""
ON_DEMAND = "demand"
"""Key of the source of pages that somebody asked for."""
RECOGNISED = 20_000
"""Bytes of a page by whose words it is recognised again."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the rest of the application hands over."""

    settings: Settings
    jobs: tuple[Job, ...]
    store: Store
    database: Database
    leases: Leases
    studio: Studio
    door: Door
    clock: Callable[[], datetime]
    submit: Callable[[str, str], object]
    """(kind, id): hint to the workers."""


def wanted(parts: Parts) -> Callable[[Job], Job]:
    """Return what turns a digest as configured into one as its readers want it."""
    people = People(parts.database)
    return lambda job: as_wanted(job, people, now=parts.clock())


def check_inbound(settings: Settings) -> None:
    """Refuse to start when anybody could pass for Slack; raises ConfigError."""
    from digest_bot.chats.slack_guard import Guard

    if settings.slack.mode == "http":
        Guard(settings.slack_signing.value if settings.slack_signing else "")


def build_answers(parts: Parts) -> Answers | None:
    """Return the worker's half; None without a token, for there is nobody to answer."""
    token = parts.settings.slack_token
    if token is None:
        return None
    people, requests, want = People(parts.database), Requests(parts.database), wanted(parts)
    messenger = SlackMessenger(token=token.value, api_url=parts.settings.slack_api_url)
    jobs = lambda: tuple(map(want, parts.jobs))  # noqa: E731 - handed over twice
    presses = Presses(jobs, parts.store.load, people, requests, messenger, parts.clock, _editor(parts.settings))
    return Answers(
        jobs=jobs,
        library=_library(parts),
        requests=requests,
        people=people,
        leases=parts.leases,
        messenger=messenger,
        studio=parts.studio,
        clock=parts.clock,
        presses=presses,
    )


def serve_web(parts: Parts, stop: threading.Event, *, metrics: Callable[[], tuple[bytes, str]]) -> None:
    """Be the web face until `stop` is set: the site, and Slack's way in when the tokens for it are there.

    Raises ConfigError when the address cannot be had, or HTTP mode has no signing secret.
    """
    settings = parts.settings
    checks: dict[str, Check] = {"database": _database_check(parts), "clock": _clock_check(parts)}
    companions: list[Companion] = []
    routes = _listening(parts)
    if settings.slack_token and settings.slack.mode != "off":
        _add_slack(parts, checks, companions, routes)
    site = build_site(checks=checks, metrics=metrics, routes=routes, companions=companions)
    serve_site(site, _listener(settings), stop)


def _listening(parts: Parts) -> list[BaseRoute]:
    """Return the routes of the podcast: of every digest, each behind its token."""
    if parts.studio.shelf is None:
        return []
    people, titles = People(parts.database), {job.name: job.options.title for job in parts.jobs}
    token = lambda digest: people.choices(digest).get(TOKEN, "")  # noqa: E731 - handed over
    return listening_routes(parts.studio.shelf, titles=titles, token=token, public_url=parts.settings.site_url)


def _listener(settings: Settings) -> socket.socket:
    """Return the site's socket; when it is only looked at, another port is better than none."""
    try:
        return listen(settings.site_host, settings.site_port)
    except ConfigError as error:
        if settings.slack.mode == "http":
            raise
        log.warning("%s For now the system chooses a port.", error)
        return listen(settings.site_host, 0)


def _add_slack(parts: Parts, checks: dict[str, Check], companions: list[Companion], routes: list[BaseRoute]) -> None:
    from digest_bot.chats.slack_app import Desk, Gate
    from digest_bot.chats.slack_front import Front, Tokens
    from digest_bot.chats.slack_guard import Guard
    from digest_bot.chats.slack_home import no_settings_view, settings_view

    settings, people = parts.settings, People(parts.database)
    assert settings.slack_token is not None
    app_token, secret = settings.slack_app_token, settings.slack_signing
    http = settings.slack.mode == "http"
    if not http and app_token is None:
        log.warning('nobody can ask: set SLACK_APP_TOKEN (xapp-…) for /digest, or mode = "off" under [slack]')
        return

    def form(digest: str, _user: str) -> dict[str, object]:
        job = next((job for job in parts.jobs if job.name == digest), None)
        if job is None:
            return no_settings_view()
        return settings_view(upcoming(as_wanted(job, people, now=parts.clock()), now=parts.clock()))

    gate = Gate(frozenset(settings.slack.users), frozenset(settings.slack.channels), frozenset(settings.slack.editors))
    desk = Desk(Requests(parts.database), lambda id_: parts.submit("request", id_), parts.clock, form, gate)
    tokens = Tokens(
        bot=settings.slack_token.value,
        api_url=settings.slack_api_url,
        app="" if http or app_token is None else app_token.value,
        connections=settings.slack.connections,
    )
    front = Front(desk, tokens, guard=Guard(secret.value if secret else "") if http else None)
    checks["slack"] = front.trouble
    companions.append(front.run)
    routes.extend(front.routes())


def _library(parts: Parts) -> Library:
    store, clock, want = parts.store, parts.clock, wanted(parts)

    def so_far(job: Job) -> Digest:
        local = clock().astimezone(job.schedule.zone)
        edition = Edition(digest=job.name, channel=job.channel, date=local.date(), slot=local.strftime("%H:%M"))
        return preview(want(job), edition, store=store, now=clock())

    def on_topic(words: str) -> Iterable[Document | Skipped]:
        sources = {source.name: source for job in parts.jobs for source in job.sources}
        found = collect(tuple(sources.values()), feeds=store, archive=store, now=clock(), since=clock() - RECENT)
        return [one for one in found if isinstance(one, Document) and may_mention(one.body, words)]

    def page(url: str) -> Document:
        document = fetch_page(parts.door, url, source=urlsplit(url).hostname or url, now=clock())
        return _kept(store, document, now=clock())

    def editions() -> tuple[Past, ...]:
        titles = {job.name: job.options.title for job in parts.jobs}
        return tuple(
            Past(titles.get(edition.digest, edition.digest), at, how_far(store.parts(edition), done=done))
            for edition, at, done in store.latest(limit=5)
        )

    def search(words: str) -> tuple[Line, ...]:
        found = Search(parts.database).find(words)
        return tuple(Line(hit.title or hit.source, hit.url, f"{hit.source}, {hit.dated:%Y-%m-%d}") for hit in found)

    return Library(
        so_far=so_far,
        on_topic=on_topic,
        page=page,
        search=search,
        why=lambda asked: why(asked, Lives(parts.database)),
        editions=editions,
        standings=store.standings,
    )


def _kept(store: Store, document: Document, *, now: datetime) -> Document:
    """Keep a page in the archive, so that it is the same article when a source brings it, and can be searched."""
    text = plain_text(decode(document.body[:RECOGNISED], charset=document.charset))
    found = Found(document, text=text)
    (known,) = store.recognise(ON_DEMAND, [found])
    return replace(document, id=store.keep(ON_DEMAND, found, document, known=known, now=now))


def _editor(settings: Settings) -> Callable[[str], bool]:
    editors = frozenset(settings.slack.editors)
    return lambda user: not editors or user in editors


def _database_check(parts: Parts) -> Check:
    async def check() -> str | None:
        try:
            await asyncio.to_thread(parts.store.latest, limit=1)
        except StoreError as error:
            return _unusable(error)
        return None

    return check


def _clock_check(parts: Parts) -> Check:
    counters = Counters(parts.database)

    async def check() -> str | None:
        try:
            return await asyncio.to_thread(clock_trouble, counters, now=parts.clock())
        except StoreError as error:
            return _unusable(error)

    return check


def _unusable(error: StoreError) -> str:
    """Return what everybody who reaches the site may know; where the database is stands in the log."""
    log.warning("%s", error)
    return "The database cannot be used; the log says why."
