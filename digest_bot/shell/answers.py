"""Answering what was asked on demand: take a request on, think, say it once; through ports only."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from digest_bot.asking import Asked, Given, HomePage, Line, Messenger, Past, People, Reply, Request, Requests
from digest_bot.commands import Command, Verb, nearest, parse_command, progress
from digest_bot.errors import ChatError, DigestBotError, SourceError, StoreError
from digest_bot.health import ails, brief
from digest_bot.model import Audio, Digest, Document, Edition, Memory, Skipped, Story
from digest_bot.pipeline import Options, build_digest
from digest_bot.ports import Fence, Leases
from digest_bot.schedule import next_due
from digest_bot.shell.presses import Act, Press, Presses, is_here
from digest_bot.shell.readers import upcoming
from digest_bot.shell.reading import read_all
from digest_bot.shell.recording import Silence
from digest_bot.shell.studio import Studio, speak
from digest_bot.shell.worker import Job
from digest_bot.visits import Standing
from digest_bot.wishes import centrality, relevance

log = logging.getLogger(__name__)

ATTEMPTS = 3
"""How often a request is taken on; one that ends its worker each time must not do so for ever."""
ON_TOPIC = 0.6
"""Share of the topic's words that a story has to have."""
TOPIC_STORIES, PAGE_SECTIONS = 5, 8
"""Stories of a small digest, sections of a page."""
SORRY = "That went wrong here, and is written down for whoever runs this bot. Trying again later may help."


@dataclass(frozen=True, slots=True)
class Library:
    """Where answers come from: narrow doors to everything else, any of which may raise DigestBotError."""

    so_far: Callable[[Job], Digest]
    """The edition that would be made now."""
    on_topic: Callable[[str], Iterable[Document | Skipped]]
    """Recent documents that may have to do with these words."""
    page: Callable[[str], Document]
    """The page at this address, through the guarded door."""
    search: Callable[[str], tuple[Line, ...]]
    """Articles of the archive that have these words, best first."""
    why: Callable[[str], str]
    """The life of an article, by address or title, in sentences."""
    editions: Callable[[], tuple[Past, ...]]
    """The last editions of every digest, newest first."""
    standings: Callable[[Collection[str]], Mapping[str, Standing]]
    """How sources fare, by key."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers requests in a worker."""

    jobs: Callable[[], Sequence[Job]]
    """The digests as readers want them now."""
    library: Library
    requests: Requests
    people: People
    leases: Leases
    messenger: Messenger
    studio: Studio
    clock: Callable[[], datetime]
    presses: Presses

    def handle(self, id_: str) -> None:
        """Answer one request unless somebody else does; for one that is answered this does nothing."""
        lease = self.leases.claim(f"request/{id_}")
        if lease is None:
            return
        try:
            request = self.requests.take(id_, now=self.clock())
            if request is not None:
                self._handle(request, lease)
        finally:
            lease.release()

    def offers(self) -> Iterator[tuple[str, str]]:
        """Yield what is accepted and not answered, for the clock to offer."""
        for id_ in self.requests.offer(now=self.clock()):
            yield "request", id_

    def _handle(self, request: Request, fence: Fence) -> None:
        if request.kind in (Asked.HOME, Asked.SETTINGS):
            self._draw(request)
            return
        reply = self._reply(request)
        if not fence():
            log.warning("request %s is with another worker now", request.id)
            return
        try:
            asyncio.run(self._say(request, reply))
        except ChatError as error:
            log.warning("request %s is not answered: %s", request.id, error)
            if not error.permanent:
                self.requests.put_back(request)
                return
        if reply.speak and reply.digest:
            asyncio.run(self._play(request, reply.digest, reply.title, fence))
        self.requests.finish(request, answer=self.messenger.keep(reply) if reply.shareable else "")
        if request.kind is Asked.BUTTON and not request.channel:  # pressed in the Home tab, which shows it still
            with contextlib.suppress(ChatError):
                self._home(request)

    def _draw(self, request: Request) -> None:
        """Draw the Home tab; when Slack does not take it, the next time it is opened will do."""
        if request.attempt > ATTEMPTS:
            log.error("request %s: the Home tab is given up", request.id)
            self.requests.finish(request)
            return
        try:
            self._home(request)
        except ChatError as error:
            log.warning("request %s: the Home tab is not drawn: %s", request.id, error)
            if not error.permanent and request.attempt < ATTEMPTS:
                return
        self.requests.finish(request)

    def _reply(self, request: Request) -> Reply:
        """Return the answer; whatever goes wrong becomes a sentence, for somebody is waiting."""
        if request.attempt > ATTEMPTS:
            return Reply(SORRY)
        try:
            return self.answer(request)
        except StoreError as error:
            log.error("request %s: %s", request.id, error)  # noqa: TRY400 - expected; where the database is, is not told
            return Reply(SORRY)
        except DigestBotError as error:
            log.warning("request %s: %s", request.id, error)
            return Reply(str(error))
        except Exception:
            log.exception("request %s failed", request.id)
            return Reply(SORRY)

    def answer(self, request: Request) -> Reply:
        """Return the answer to a command or a button; raises DigestBotError with a sentence for whoever asked."""
        if request.kind is Asked.BUTTON:
            return self._pressed(request)
        command = parse_command(request.text)
        match command.verb:
            case Verb.TODAY:
                return self._today(request)
            case Verb.TOPIC:
                return self._topic(command.words, request)
            case Verb.PAGE:
                return self._pages(command, request)
            case Verb.LISTEN:
                return self._listen(command, request)
            case Verb.SEARCH:
                return self._search(command.words)
            case Verb.WHY:
                return Reply(f"Why: {command.words}", _paragraphs(self.library.why(command.words)))
            case Verb.MUTE | Verb.UNMUTE:
                return self._mute(command, request)
            case Verb.SOURCES:
                return self._sources(request)
            case Verb.NEXT:
                return Reply("Next edition", tuple(self._next(job) for job in self._here(request)))
            case _:
                return Reply(command.hint or "Type /digest help to see what you can ask.")

    def _today(self, request: Request) -> Reply:
        job = self._job(request)
        digest = self.library.so_far(job)
        if not digest.stories:
            return Reply(f"{digest.title} so far: nothing new since the last edition.", (self._next(job),))
        return Reply(f"{digest.title} so far", digest=digest, shareable=True)

    def _topic(self, words: str, request: Request) -> Reply:
        digest = self._small(self.library.on_topic(words), request, title=f"On {words}")
        about, mentioned = _on(words, digest.stories)
        if not (about or mentioned):
            hint = Line(f"Try fewer or other words, or the whole archive: /digest search {words}")
            return Reply(f"Nothing recent on “{words}”.", (hint,))
        stories = tuple((about or mentioned)[:TOPIC_STORIES])
        more = len(about or mentioned) - len(stories)
        lines = (Line(f"{more} more would not fit here."),) if more else ()
        title = f"On “{words}”" if about else f"Nothing recent is about “{words}”; it is mentioned here"
        return Reply(title, lines, replace(digest, stories=stories), shareable=True)

    def _pages(self, command: Command, request: Request) -> Reply:
        read = [self._page(url, request) for url in command.urls]
        stories = tuple(story for page in read for story in page.stories)
        lines = [Line(page.refusal) for page in read if page.refusal]
        if command.left_out:
            lines.append(Line(f"At most {len(read)} addresses are read at once; {command.left_out} were left out."))
        if not stories:
            return Reply("There is nothing to tell.", tuple(lines))
        title = read[0].title if len(read) == 1 else f"{len(read)} pages"
        digest = replace(next(page.digest for page in read if page.digest), stories=stories)
        return Reply(title, tuple(lines), digest, shareable=True)

    def _page(self, url: str, request: Request) -> "_Read":
        """Read one page and remember it; what cannot be read is a sentence, never an end."""
        try:
            document = self.library.page(url)
        except SourceError as error:
            return _Read(url, refusal=str(error))
        digest = self._small([document], request, title=url)
        stories = tuple(sorted(digest.stories, key=lambda story: story.lead.start))[:PAGE_SECTIONS]
        if not stories:
            reasons = [skipped.detail for skipped in digest.skipped] or ["There is no article on this page."]
            return _Read(url, refusal=reasons[0])
        for article in {story.lead.article.id: story.lead.article for story in stories}.values():
            for job in self._here(request):
                given = Given(request.id, article.id, article.title, article.url, job.name, self.clock())
                self.people.give(given)
        return _Read(stories[0].lead.article.title or url, digest=digest, stories=stories)

    def _small(self, documents: Iterable[Document | Skipped], request: Request, *, title: str) -> Digest:
        """Return a digest of these documents for one person: no memory, wide limits."""
        now, job = self.clock(), self._job(request)
        edition = Edition(digest=job.name, channel=request.channel, date=now.date(), slot="now")
        options = Options(title=title, zone=job.options.zone, max_stories=20, max_per_source=20)
        read = read_all(tuple(documents), job.reader)
        return build_digest(read, edition=edition, now=now, memory=Memory(), options=options)

    def _listen(self, command: Command, request: Request) -> Reply:
        if command.urls:
            reply = self._pages(replace(command, verb=Verb.PAGE), request)
        else:
            reply = self._topic(command.words, request) if command.words else self._today(request)
        return replace(reply, speak=reply.digest is not None)

    def _search(self, words: str) -> Reply:
        found = self.library.search(words)
        if not found:
            return Reply(f"Nothing in the archive has “{words}”.", (Line("Try one word, or another form of it."),))
        return Reply(f"In the archive: “{words}”", found, shareable=True)

    def _mute(self, command: Command, request: Request) -> Reply:
        jobs = self._here(request)
        known = sorted({source.name for job in jobs for source in job.sources})
        source = nearest(command.words, known)
        if source is None:
            return Reply(f"No source here is called “{command.words}”. There are:", tuple(map(Line, known)))
        act = Act.MUTE if command.verb is Verb.MUTE else Act.UNMUTE
        reading = [job for job in jobs if source in {one.name for one in job.sources}]
        replies = [self.presses.do(Press(act, job.name, source), request) for job in reading]
        return replace(replies[0], lines=tuple(Line(reply.title) for reply in replies[1:]))

    def _sources(self, request: Request) -> Reply:
        """Say of every source what is muted and how it fares; those that ail come first."""
        jobs, now = self._here(request), self.clock()
        standings = self.library.standings([source.key for job in jobs for source in job.sources])
        told = [(ails(standings[one.key], now=now), job, one) for job in jobs for one in job.sources]
        lines = []
        for _, job, source in sorted(told, key=lambda row: not row[0]):
            state = brief(standings[source.key], now=now, zone=job.schedule.zone)
            notes = (job.options.title, job.options.wishes.muted.get(source.name), state)
            lines.append(Line(source.name, note=" · ".join(filter(None, notes))))
        return Reply("What is read", tuple(lines))

    def _pressed(self, request: Request) -> Reply:
        return self.presses.do(Press(**json.loads(request.text)["press"]), request)

    def _home(self, request: Request) -> None:
        """Keep the settings, if some were saved, and draw the Home tab anew."""
        now, user = self.clock(), request.user
        if request.kind is Asked.SETTINGS and self.presses.may_edit(user):
            form = json.loads(request.text)
            digest = form.pop("digest")
            if digest in {job.name for job in self.jobs()}:
                self.people.choose(digest, form, user=user, now=now)
        page = HomePage(
            upcoming=tuple(upcoming(job, now=now) for job in self.jobs()),
            past=self.library.editions(),
            saved=self.people.saved(user),
            muted=self.people.muted(),
            may_edit=self.presses.may_edit(user),
            at=now,
        )
        asyncio.run(self.messenger.publish(user, page))

    async def _say(self, request: Request, reply: Reply) -> None:
        """Send the answer: at the response URL while it counts, else as an ephemeral or a direct message."""
        replace_ = bool(progress(parse_command(request.text))) if request.kind is Asked.COMMAND else False
        if self.requests.use_url(request, now=self.clock()):
            try:
                await self.messenger.tell(request, reply, by_url=True, replace=replace_)
            except ChatError as error:
                log.warning("request %s: %s", request.id, error)
            else:
                return
        await self.messenger.tell(request, reply, by_url=False, replace=False)

    async def _play(self, request: Request, digest: Digest, title: str, fence: Fence) -> None:
        """Speak the stories and send the sound to whoever asked, or say why there is none; the words are there already.

        So whatever goes wrong here, the answer is not given a second time.
        """
        sound = await asyncio.to_thread(speak, digest, self.studio)
        if not fence():
            log.warning("request %s is with another worker now", request.id)
            return
        try:
            reason = sound.reason if isinstance(sound, Silence) else await self._played(request, sound, title)
            if reason:
                silent = Reply(f"There is no spoken version: {reason}")
                await self.messenger.tell(request, silent, by_url=False, replace=False)
        except ChatError as error:
            log.warning("request %s: why there is no sound could not be said: %s", request.id, error)

    async def _played(self, request: Request, sound: Audio, title: str) -> str:
        """Send the sound; return why it is not there, empty when it is."""
        try:
            await self.messenger.play(request, sound, title=title)
        except ChatError as error:
            log.warning("request %s has no sound: %s", request.id, error)
            return str(error)
        return ""

    def _next(self, job: Job) -> Line:
        at = next_due(job.schedule, now=self.clock())
        return Line(f"{job.options.title}: {at:%A} {at.day} {at:%B, %H:%M} ({job.options.zone})")

    def _here(self, request: Request) -> list[Job]:
        """Return the digests of the channel where it was asked, or all of them when it has none."""
        jobs = list(self.jobs())
        return [job for job in jobs if is_here(job, request)] or jobs

    def _job(self, request: Request) -> Job:
        return self._here(request)[0]


@dataclass(frozen=True, slots=True)
class _Read:
    """What came of one page: its sections, or why there is nothing."""

    title: str
    refusal: str = ""
    digest: Digest | None = None
    stories: tuple[Story, ...] = ()


def _on(words: str, stories: Sequence[Story]) -> tuple[list[Story], list[Story]]:
    """Return the stories that are about these words, and those that only have them, the best first."""
    having = [story for story in stories if relevance(story.sections, words) >= ON_TOPIC]
    central = {story.id: centrality(story.sections, words) for story in having}
    about = sorted((s for s in having if central[s.id]), key=lambda story: (-central[story.id], -story.score))
    return about, sorted((s for s in having if not central[s.id]), key=lambda story: -story.score)


def _paragraphs(text: str) -> tuple[Line, ...]:
    return tuple(Line(line) for line in text.splitlines() if line.strip())
