"""One entry of a feed, whatever kind of feed it stood in."""

from dataclasses import dataclass
from datetime import datetime

MAX_TITLE = 1_000
"""Characters."""
MAX_AUTHOR = 200
"""Characters."""
MAX_GUID = 500
"""Characters."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as a feed tells it."""

    url: str | None
    """Rebuilt, http or https."""
    title: str
    author: str | None
    published: datetime | None
    """Aware, UTC."""
    markup: str
    """The longest text the feed has for it, HTML; may be empty."""
    teaser: str
    """The publisher's own summary, HTML; the same as `markup` when there is only one text."""
    guid: str = ""
    """What the feed calls it."""


@dataclass(frozen=True, slots=True)
class Broken:
    """An entry that cannot be used, and why in one sentence."""

    title: str
    url: str | None
    detail: str
