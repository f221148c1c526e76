"""Visits to sources: what one brings, what is remembered of it, and when the next one is due; no clock, no network."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from zlib import crc32

from digest_bot.errors import SourceError
from digest_bot.model import Document, Skipped

USUAL = timedelta(minutes=30)
"""Between two visits when nobody asks for more."""
LONGEST = timedelta(hours=24)
"""A source that is not gone is visited again within this time, unless it asked for more."""
PATIENCE = timedelta(days=7)
"""How long a source is left alone that asks to be: longer than a day only when it says so itself, by Retry-After."""
SLOWEST = timedelta(hours=12)
"""The end of the back-off; with its jitter still well within a day."""
MOVES = 3
"""Equal answers "moved for good" before the new address is believed."""
DOWN = timedelta(hours=24)
"""A source that fails for as long is named."""
QUIET_TIMES, QUIET = 3, timedelta(days=3)
"""A source is named when it is silent for three times its usual gap, and never for a weekend."""
FIRST = 3
"""Articles a source may bring on its first visit: the rest was written for those who came before."""
LATE = timedelta(days=2)
"""An unknown article older than the first visit by more than this has slid back into the listing."""


@dataclass(frozen=True, slots=True)
class Known:
    """What makes the next request conditional."""

    url: str | None = None
    """Where the source has moved for good."""
    etag: str | None = None
    modified: str | None = None
    discover: bool = True
    """A page may be asked for the feed it names: yes on the first visit, and where that is how the feed was found."""


@dataclass(frozen=True, slots=True)
class Found:
    """One article as a source tells of it, before the page behind it is fetched."""

    document: Document | Skipped
    guid: str = ""
    """What the source calls it; means nothing to other sources."""
    text: str = ""
    """Plain text the source has for it: to recognise it again."""
    page: str | None = None
    """Where the whole article stands when the document is only its teaser."""
    address: str = ""
    """The web address a saved page says it was at; otherwise the document's own address counts."""
    place: int = 0
    """Position in the source's own order."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the archive knows of an article in a listing."""

    id: str | None
    """None when nobody told of it before."""
    listed: bool
    """This very source told of it before."""
    whole: bool
    """Its text is there."""
    keys: frozenset[str] = frozenset()
    """What to look it up by, as its listing lets it: what several articles of a listing share says nothing."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one visit brought."""

    found: tuple[Found, ...] = ()
    """Newest first."""
    known: Known = Known()
    unchanged: bool = False
    discovered: bool = False
    """The address is a site's, and `known.url` is its feed."""
    moved: str | None = None
    """Where the server says the source has moved for good."""
    rest: timedelta | None = None
    """How long the answer stays good, as the server says."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is remembered of a source between visits."""

    key: str
    known: Known = Known()
    next_at: datetime | None = None
    """When it is due; None when it was never visited."""
    tried_at: datetime | None = None
    succeeded_at: datetime | None = None
    first_at: datetime | None = None
    """The first visit that succeeded."""
    news_at: datetime | None = None
    """When it last had something new."""
    gap: float = 0.0
    """Usual seconds between two articles; 0 when unknown."""
    listed: int = 0
    """Articles it told of the last time."""
    failures: int = 0
    """In a row."""
    failing_since: datetime | None = None
    reason: str = ""
    detail: str = ""
    """Why the last visit failed, for people."""
    site: bool = False
    """The address given is a site's; its feed was looked for there."""
    gone: bool = False
    """It said that it is gone for good, and is left alone."""
    moving_to: str | None = None
    moves: int = 0
    """How often in a row it said so."""
    troubled_at: datetime | None = None
    """When the trouble that ended last became worth a word."""
    recovered_at: datetime | None = None


def is_due(standing: Standing, now: datetime) -> bool:
    """Tell whether the source should be visited now."""
    return not standing.gone and (standing.next_at is None or standing.next_at <= now)


def conditions(standing: Standing) -> Known:
    """Return what to hand to the source's next look."""
    return replace(standing.known, discover=standing.first_at is None or standing.site)


def after_success(standing: Standing, look: Look, *, news: int, now: datetime) -> Standing:
    """Return the standing after a visit that brought `news` articles nobody knew."""
    rested = min(max(USUAL, look.rest or USUAL), LONGEST)
    trouble = trouble_at(standing)
    ended = trouble is not None and trouble <= now and (standing.failing_since is not None or news > 0)
    return replace(
        _moved(standing, look),
        next_at=now + rested + _jitter(standing.key, USUAL),
        tried_at=now,
        succeeded_at=now,
        first_at=standing.first_at or now,
        news_at=now if news else standing.news_at or now,
        gap=_gap(standing, look, news=news, now=now),
        site=standing.site or look.discovered,
        listed=standing.listed if look.unchanged else len(look.found),
        failures=0,
        failing_since=None,
        reason="",
        detail="",
        troubled_at=trouble if ended else standing.troubled_at,
        recovered_at=now if ended else standing.recovered_at,
    )


def after_failure(standing: Standing, error: SourceError, *, now: datetime) -> Standing:
    """Return the standing after a visit that failed: the next one comes later and later, but always comes."""
    failures = standing.failures + 1
    pause = min(USUAL * 2 ** min(failures - 1, 10), SLOWEST)
    asked = timedelta(seconds=min(error.rest or 0.0, PATIENCE.total_seconds()))
    # What is remembered of the last answer may be what it stumbles over (304 without a copy); so is a new address.
    known = replace(standing.known, etag=None, modified=None) if error.reason == "http_304" else standing.known
    return replace(
        standing,
        known=Known() if failures % 5 == 0 else known,
        next_at=now + max(min(pause + _jitter(standing.key, pause), LONGEST), asked),
        tried_at=now,
        failures=failures,
        failing_since=standing.failing_since or now,
        reason=error.reason,
        detail=str(error),
        gone=error.reason == "http_410",
    )


def sift(
    unknown: Sequence[Found], standing: Standing, *, listing: Sequence[Found], limit: int
) -> tuple[list[Found], list[Found]]:
    """Split what nobody knew into (fresh, old), both newest first: no floods, and nothing old comes as news."""
    if standing.first_at is None:
        usable = [found for found in unknown if isinstance(found.document, Document)]
        return usable[:FIRST], [found for found in unknown if found not in usable[:FIRST]]
    last_known = max({found.place for found in listing} - {found.place for found in unknown}, default=-1)
    vanished = len(listing) <= standing.listed
    fresh: list[Found] = []
    old: list[Found] = []
    for found in unknown:
        at_the_end = vanished and found.place > last_known >= 0
        (old if _slid_back(found, standing.first_at, at_the_end=at_the_end) else fresh).append(found)
    return fresh[:limit], old + fresh[limit:]


def trouble_at(standing: Standing) -> datetime | None:
    """Return when this source's present trouble became, or becomes, worth a word; None when all is well."""
    if standing.failing_since is not None:
        hopeless = standing.gone or standing.first_at is None
        return standing.failing_since + (timedelta(0) if hopeless else DOWN)
    if standing.news_at is not None and standing.gap > 0:
        return standing.news_at + max(QUIET_TIMES * timedelta(seconds=standing.gap), QUIET)
    return None


def _moved(standing: Standing, look: Look) -> Standing:
    """Believe in a new address when it was told often enough in a row."""
    if look.moved is None:
        known = replace(look.known, url=look.known.url or standing.known.url)
        return replace(standing, known=known, moving_to=None, moves=0)
    moves = standing.moves + 1 if look.moved == standing.moving_to else 1
    url = look.moved if moves >= MOVES else standing.known.url
    return replace(standing, known=replace(look.known, url=url), moving_to=look.moved, moves=moves)


def _gap(standing: Standing, look: Look, *, news: int, now: datetime) -> float:
    """Return the usual gap: the median of the listed dates or, without dates, what visits have shown."""
    dates = sorted(
        found.document.published
        for found in look.found
        if isinstance(found.document, Document) and found.document.published
    )
    gaps = sorted((later - earlier).total_seconds() for earlier, later in pairwise(dates))
    if len(gaps) >= 4:
        return max(gaps[len(gaps) // 2], 1.0)
    if not news or standing.news_at is None:
        return standing.gap
    between = (now - standing.news_at).total_seconds() / news
    return 0.7 * standing.gap + 0.3 * between if standing.gap else between


def _slid_back(found: Found, first_at: datetime, *, at_the_end: bool) -> bool:
    """Tell whether this is an old article that stands in the listing again since others were taken out.

    Without a date the place tells: behind all that is known, in a listing that did not grow.
    """
    published = found.document.published if isinstance(found.document, Document) else None
    return at_the_end if published is None else published < first_at - LATE


def _jitter(key: str, span: timedelta) -> timedelta:
    """Spread visits by up to a tenth, each source by an amount of its own."""
    return span * (crc32(key.encode("utf-8", "replace")) % 1000) / 10_000
