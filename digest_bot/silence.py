"""Days without news: when somebody should be told, and what the cause is."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from digest_bot.model import Digest, SkipReason

ALARMING = 3
"""Silent days after which somebody is told, once."""
_BROKEN = (SkipReason.SOURCE_FAILED, SkipReason.SOURCE_SILENT)
_SAID = {
    SkipReason.TOLD_BEFORE: "told before",
    SkipReason.DUPLICATE: "the same as another",
    SkipReason.MUTED: "muted by readers",
    SkipReason.PAYWALL: "behind a paywall",
    SkipReason.LOGIN: "behind a login",
    SkipReason.COOKIE_WALL: "behind a cookie notice",
    SkipReason.NO_SUMMARY: "without a sentence that can stand alone",
}


def alert(digest: Digest, earlier: Sequence[tuple[date, int]]) -> str:
    """Return what to tell when this edition makes the third silent day in a row, and nothing otherwise.

    `earlier` is (local date, stories) of the editions before it, newest first.
    """
    if digest.stories:
        return ""
    silent: list[date] = []
    for day, stories in earlier:
        if stories:
            break
        silent.append(day)
    days = {digest.edition.date, *silent}
    first_of_its_day = digest.edition.date not in silent
    if len(days) != ALARMING or not first_of_its_day:
        return ""
    return f"{digest.title}: nothing new for {ALARMING} days in a row. {cause(digest)}"


def cause(digest: Digest) -> str:
    """Return why an edition has no story, in one or two sentences that name who has to be looked after."""
    broken = {skipped.source: skipped.detail for skipped in digest.skipped if skipped.reason in _BROKEN}
    others = Counter(skipped.reason for skipped in digest.skipped if skipped.reason not in _BROKEN)
    said = [f"{source}: {detail.rstrip('.')}." for source, detail in sorted(broken.items())]
    if others:
        counted = ", ".join(f"{count} {_SAID.get(reason, reason.value)}" for reason, count in others.most_common())
        said.append(f"Left out: {counted}.")
    return " ".join(said) or "The sources could be read and told of nothing new: are they the right ones?"
