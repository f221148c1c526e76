"""What a server asks of its visitors: how long an answer stays good, how long to stay away."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

FOREVER = timedelta(days=365)

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_NOW = re.compile(r"(?:^|[\s,])(?:no-cache|no-store)(?:$|[\s,])", re.IGNORECASE)


def good_for(headers: Mapping[str, str]) -> timedelta | None:
    """Return how long an answer with these headers (names in lower case) stays good; None when they do not say.

    Cache-Control rules, less the Age it spent in caches; without it Expires, measured by the server's own clock.
    """
    control = headers.get("cache-control", "")
    if _NOW.search(control):
        return None
    if found := _MAX_AGE.search(control):
        return _positive(timedelta(seconds=int(found[1])) - timedelta(seconds=_seconds(headers.get("age", "")) or 0))
    return _positive(_between(headers.get("date", ""), headers.get("expires", "")))


def wait_asked(headers: Mapping[str, str]) -> float | None:
    """Return the seconds a server asks to be left alone, at most a year; None when it does not ask."""
    asked = headers.get("retry-after", "").strip()
    seconds = _seconds(asked)
    if seconds is not None:
        return seconds
    wait = _positive(_between(headers.get("date", ""), asked))
    return wait.total_seconds() if wait else None


def _positive(span: timedelta | None) -> timedelta | None:
    return min(span, FOREVER) if span is not None and span > timedelta(0) else None


def _seconds(text: str) -> float | None:
    return float(min(int(text), FOREVER.total_seconds())) if re.fullmatch(r"\d{1,12}", text, re.ASCII) else None


def _between(start: str, end: str) -> timedelta | None:
    first, second = _moment(start), _moment(end)
    return second - first if first and second else None


def _moment(text: str) -> datetime | None:
    """Return the time of a header; None unless it is a date with a zone, as every HTTP date is."""
    try:
        moment = parsedate_to_datetime(text[:60])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else None
