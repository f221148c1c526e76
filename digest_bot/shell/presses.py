"""What a pressed button does: save, mute, judge, share; each says what it did, and how to undo it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digest_bot.asking import Button, Messenger, Muted, People, Reply, Request, Requests, Saved, Verdict
from digest_bot.errors import ChatError
from digest_bot.model import Digest, Edition, Story
from digest_bot.shell.worker import Job


class Act(StrEnum):
    """What a button asks for; also its action id."""

    USEFUL = "useful"
    NOT_USEFUL = "not_useful"
    SAVE = "save"
    UNSAVE = "unsave"
    MUTE = "mute"
    UNMUTE = "unmute"
    SHARE = "share_answer"


NOT_YOURS = "Only editors may do that here. Whoever runs this bot can add you to `editors`."
GONE = "That edition is no longer kept, so there is nothing to do."
NO_DIGEST = "That digest is no longer configured here, so there is nothing to change."
NO_SHARING = "You cannot post in that channel yourself, so it was not shared there."


@dataclass(frozen=True, slots=True)
class Press:
    """One button that was pressed."""

    act: str
    digest: str = ""
    source: str = ""
    edition: str = ""
    story: str = ""
    """Id of a story of the edition."""
    key: str = ""
    """What else it is about: a saved article, a request whose answer is shared."""


@dataclass(frozen=True, slots=True)
class Presses:
    """Does what buttons ask for."""

    jobs: Callable[[], Sequence[Job]]
    load: Callable[[Edition], Digest | None]
    people: People
    requests: Requests
    messenger: Messenger
    clock: Callable[[], datetime]
    may_edit: Callable[[str], bool]

    def do(self, press: Press, request: Request) -> Reply:
        """Do it and say what was done; raises StoreError and ChatError."""
        match press.act:
            case Act.MUTE | Act.UNMUTE:
                return self._mute(press, request)
            case Act.USEFUL | Act.NOT_USEFUL:
                return self._judge(press, request)
            case Act.SAVE:
                return self._save(press, request)
            case Act.UNSAVE:
                gone = self.people.unsave(request.user, press.key)
                return Reply("Removed from your saved articles." if gone else "It was not among your saved articles.")
            case Act.SHARE:
                return self._share(press, request)
            case _:
                return Reply("This button is from an older version and does nothing any more.")

    def _mute(self, press: Press, request: Request) -> Reply:
        if not self.may_edit(request.user):
            return Reply(NOT_YOURS)
        title = next((job.options.title for job in self.jobs() if job.name == press.digest), None)
        back = f"{press.digest}\n{press.source}"
        if title is None:  # it was renamed or removed; what is left of its mutes may go
            self.people.unmute(press.digest, press.source)
            return Reply(NO_DIGEST)
        if press.act == Act.MUTE:
            self.people.mute(Muted(press.digest, press.source, request.user, self.clock()))
            undo = (Button(Act.UNMUTE, "Undo", back),)
            return Reply(f"{press.source} is left out of {title} from the next edition on.", buttons=undo)
        was = self.people.unmute(press.digest, press.source)
        again = (Button(Act.MUTE, "Mute again", back),)
        return Reply(f"{press.source} is {'in' if was else 'not muted in'} {title}{' again' * was}.", buttons=again)

    def _judge(self, press: Press, request: Request) -> Reply:
        stories = self._stories(press)
        if not stories:
            return Reply(GONE)
        if press.digest not in {job.name for job in self.jobs()}:
            return Reply(NO_DIGEST)
        useful = press.act == Act.USEFUL
        named: set[str] = set()
        for story in stories:
            sources = tuple(sorted({section.article.source for section in story.sections}))
            verdict = Verdict(press.digest, press.edition, story.id, sources, request.user, useful)
            self.people.judge(verdict, now=self.clock())
            named.update(sources)
        effect = "a little higher" if useful else "a little lower"
        return Reply(f"Thank you. {', '.join(sorted(named))} will rank {effect}; an edition says so where it does.")

    def _save(self, press: Press, request: Request) -> Reply:
        stories = self._stories(press)
        if not stories:
            return Reply(GONE)
        story, article = stories[0], stories[0].lead.article
        fresh = self.people.save(request.user, Saved(article.id, story.headline, article.url, self.clock()))
        undo = (Button(Act.UNSAVE, "Undo", article.id),)
        said = "Saved; it waits in the Home tab." if fresh else "You have saved it already."
        return Reply(said, buttons=undo)

    def _share(self, press: Press, request: Request) -> Reply:
        """Post an answer where it was asked for, if whoever presses may post there: never a place somebody names."""
        kept = self.requests.answer(press.key, user=request.user)
        if kept is None:
            return Reply("That answer is no longer kept; ask again and share the new one.")
        if not self.requests.first(f"share:{press.key}", now=self.clock()):
            return Reply("It is shared already.")
        try:
            return asyncio.run(self._share_kept(press, request, kept))
        except ChatError as error:
            if not error.ambiguous:  # it certainly did not arrive, so it may be tried again
                self.requests.forget(f"share:{press.key}")
            raise

    async def _share_kept(self, press: Press, request: Request, kept: str) -> Reply:
        if not await self.messenger.may_post(request.user, request.channel):
            self.requests.forget(f"share:{press.key}")
            return Reply(NO_SHARING)
        await self.messenger.share(request, kept, channel=request.channel)
        self.people.show(press.key, [job.name for job in self.jobs() if is_here(job, request)])
        return Reply("Shared.")

    def _stories(self, press: Press) -> tuple[Story, ...]:
        """Return the story the button stands below, or all of its edition; none when the edition is gone."""
        try:
            digest = self.load(Edition.parse(press.edition))
        except ValueError:
            return ()
        told = digest.stories if digest else ()
        return tuple(story for story in told if press.story in ("", story.id))


def is_here(job: Job, request: Request) -> bool:
    """Tell whether a digest goes to the channel in which something was asked."""
    named = {request.channel_name, f"#{request.channel_name}"} if request.channel_name else set()
    return job.channel in {request.channel, *named}
