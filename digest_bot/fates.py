"""What became of every article an edition looked at: told, merged, below the cut, refused."""

from collections.abc import Iterator
from dataclasses import dataclass

from digest_bot.model import Digest

TOLD, MERGED, READ = "told", "merged", "read"
"""Outcomes beside the codes of SkipReason: tells a story first, stands behind one, had nothing that was chosen."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What one edition made of one article, or of a section of it."""

    article: str
    outcome: str
    """TOLD, MERGED, READ or the code of a SkipReason."""
    detail: str
    """One sentence a reader understands."""
    part: str = ""
    """The message that tells it, `story-2`; empty when none does."""


def fates(digest: Digest) -> tuple[Fate, ...]:
    """Return what became of every article of `digest.articles`, at least one fate each, the best first."""
    known = [*_told(digest), *_left_out(digest)]
    spoken_of = {fate.article for fate in known}
    silent = (id_ for id_ in digest.articles if id_ not in spoken_of)
    rest = [Fate(id_, READ, "It was read, and no part of it was chosen.") for id_ in silent]
    return tuple(dict.fromkeys((*known, *rest)))


def _told(digest: Digest) -> Iterator[Fate]:
    for number, story in enumerate(digest.stories, start=1):
        lead, where = story.lead.article.id, f"story {number} of {len(digest.stories)}, “{story.headline}”"
        for id_ in dict.fromkeys(section.article.id for section in story.sections):
            if id_ == lead:
                update = ", as an update" if story.update else ""
                yield Fate(id_, TOLD, f"It leads {where}{update} ({', '.join(story.reasons)}).", f"story-{number}")
            else:
                yield Fate(id_, MERGED, f"It reports the same as, and is merged into, {where}.", f"story-{number}")


def _left_out(digest: Digest) -> Iterator[Fate]:
    for skipped in digest.skipped:
        for id_ in skipped.articles:
            yield Fate(id_, skipped.reason.value, skipped.detail)
