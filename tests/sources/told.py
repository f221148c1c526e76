"""A source that tells what a test puts into it, and remembers what it was asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from digest_bot.errors import SourceError
from digest_bot.model import Document, Skipped
from digest_bot.visits import Found, Known, Look
from tests.builders import NOW


@dataclass
class Told:
    """`found` is told on every look, newest first; `error` is raised instead when there is one."""

    found: Sequence[Found] = ()
    name: str = "Post"
    key: str = "feed:https://post.example/feed"
    host: str = "post.example"
    limit: int = 20
    error: SourceError | None = None
    unchanged: bool = False
    moved: str | None = None
    rest: timedelta | None = None
    looks: list[Known] = field(default_factory=list)
    completed: list[str] = field(default_factory=list)

    def look(self, *, known: Known, now: datetime) -> Look:
        self.looks.append(known)
        if self.error:
            raise self.error
        return Look(
            () if self.unchanged else tuple(self.found),
            Known(None, '"1"', None),
            unchanged=self.unchanged,
            moved=self.moved,
            rest=self.rest,
        )

    def complete(self, found: Found, *, now: datetime) -> Document | Skipped:
        self.completed.append(found.document.title or "")
        return found.document


def told(
    title: str,
    *,
    url: str | None = "https://post.example/{title}",
    guid: str = "",
    text: str = "",
    hours: float | None = 1,
    place: int = 0,
    source: str = "Post",
) -> Found:
    """An article `hours` old; the title is part of its address unless a test gives one."""
    link = url.format(title=title.replace(" ", "-")) if url else None
    published = None if hours is None else NOW - timedelta(hours=hours)
    body = f"<p>{text or title}</p>".encode()
    document = Document(source, body, "text/html", NOW, url=link, title=title, published=published)
    return Found(document, guid=guid, text=text, place=place)


def listing(*found: Found) -> tuple[Found, ...]:
    """These articles in this order."""
    from dataclasses import replace

    return tuple(replace(one, place=place) for place, one in enumerate(found))
