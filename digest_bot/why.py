"""The whole life of an article in one answer: when it came in, what each edition made of it, where it was posted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from digest_bot.fates import Fate

NOTHING = "Nothing that was ever taken in has this address or title: {!r}. Try `digest-bot search` with a few words."
OLD = "It was there when the source was first visited, so it counts as old and is in no edition."
UNUSED = "No edition has looked at it yet: the next one of a digest that reads {} will."


@dataclass(frozen=True, slots=True)
class Telling:
    """A source that told of the article."""

    source: str
    at: datetime
    old: bool
    """It was there before the source was first visited."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one edition made of it."""

    edition: str
    at: datetime
    fate: Fate
    state: str
    """Where the part that tells it stands: `sent`, `held` …; empty when no part does."""
    sent: str
    """Channel and time stamp of the message, once it is posted."""


@dataclass(frozen=True, slots=True)
class Life:
    """Everything that is known of one article."""

    id: str
    title: str
    url: str | None
    source: str
    received_at: datetime
    trouble: str
    """Why it could not be read; empty when it could."""
    tellings: tuple[Telling, ...]
    chapters: tuple[Chapter, ...]


class Lives(Protocol):
    """Where lives are kept."""

    def lives(self, asked: str, *, limit: int = 3) -> tuple[Life, ...]:
        """Return the articles with this address, id or title or, failing that, these words; newest first."""
        ...


def why(asked: str, lives: Lives) -> str:
    """Return the life of the article with this address or title, in lines; raises StoreError."""
    found = lives.lives(asked)
    return "\n\n".join(tell_life(life) for life in found) if found else NOTHING.format(asked)


def tell_life(life: Life) -> str:
    """Return what happened to the article, a line a fact, oldest first."""
    return "\n".join((life.title or "(no title)", *_lines(life)))


def _lines(life: Life) -> Iterator[str]:
    if life.url:
        yield f"  {life.url}"
    yield f"  Taken in on {_moment(life.received_at)} from {life.source} (id {life.id})."
    for telling in life.tellings:
        if telling.source != life.source:
            yield f"  Also told of by {telling.source} on {_moment(telling.at)}."
    if life.trouble:
        yield f"  It could not be read: {life.trouble}"
    for chapter in life.chapters:
        yield f"  {chapter.edition}: {chapter.fate.detail}{_posted(chapter)}"
    if not life.chapters and not life.trouble:
        yield f"  {OLD if _is_old(life.tellings) else UNUSED.format(life.source)}"


def _is_old(tellings: Sequence[Telling]) -> bool:
    return bool(tellings) and all(telling.old for telling in tellings)


def _posted(chapter: Chapter) -> str:
    if chapter.sent:
        return f" Posted: {chapter.sent}."
    if not chapter.fate.part:
        return ""
    return f" Not posted: {chapter.state}." if chapter.state else " Not posted yet."


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
