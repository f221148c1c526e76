"""What is said of a source that is in trouble, or well again: in an edition, in a list, for people; pure."""

from datetime import datetime, timedelta, tzinfo

from digest_bot.visits import Standing, trouble_at


def complaint(standing: Standing, *, since: datetime | None, now: datetime) -> str | None:
    """Return what the edition made now says about trouble that no edition up to `since` could say; else None."""
    at = trouble_at(standing)
    if at is None or at > now or (since is not None and at <= since):
        return None
    if standing.failing_since is not None:
        return standing.detail
    assert standing.news_at is not None
    return (
        f"Nothing new for {_days(now - standing.news_at)}; it usually takes {_days(timedelta(seconds=standing.gap))}."
    )


def recovery(standing: Standing, *, since: datetime | None, now: datetime) -> str | None:
    """Return what the edition made now says about the end of a trouble that an earlier edition named; else None."""
    at, trouble = standing.recovered_at, standing.troubled_at
    if since is None or at is None or trouble is None or not (trouble <= since < at <= now):
        return None
    return f"Since {at:%d %b %H:%M} UTC."


def describe(standing: Standing, *, now: datetime) -> str:
    """Return one line for people: state, last success, next visit, why."""
    parts = [_state(standing, now)]
    parts.append(f"last read {_when(standing.succeeded_at)}" if standing.succeeded_at else "not read yet")
    if standing.next_at and not standing.gone:
        parts.append(f"next visit {_when(standing.next_at)}")
    if standing.known.url:
        parts.append(f"found at {standing.known.url.partition('?')[0]}")  # a query may hold a token
    if standing.detail:
        parts.append(standing.detail)
    return " · ".join(parts)


def brief(standing: Standing, *, now: datetime, zone: tzinfo) -> str:
    """Return a few words for whoever asks in a chat: how it fares, in their own time; if it fails, since when and why.

    A source that was never visited, such as a folder, has nothing to be said of.
    """
    if standing.gone:
        return f"gone for good: {standing.detail}"
    read = f"last read {_local(standing.succeeded_at, zone)}" if standing.succeeded_at else "never read yet"
    again = f", next try {_local(standing.next_at, zone)}" if standing.next_at else ""
    if standing.failing_since is not None:
        return f"failing since {_local(standing.failing_since, zone)}, {read}{again}. {standing.detail}"
    if standing.succeeded_at is None:
        return ""
    trouble = trouble_at(standing)
    if trouble is not None and trouble <= now:
        return f"silent since {_local(standing.news_at, zone)}, {read}"
    return read


def ails(standing: Standing, *, now: datetime) -> bool:
    """Tell whether there is something about this source that whoever reads it should know."""
    trouble = trouble_at(standing)
    return standing.gone or standing.failing_since is not None or (trouble is not None and trouble <= now)


def _state(standing: Standing, now: datetime) -> str:
    if standing.gone:
        return "gone for good"
    if standing.failing_since is not None:
        return f"failing since {_when(standing.failing_since)} ({standing.reason}, {standing.failures} times)"
    trouble = trouble_at(standing)
    if trouble is not None and trouble <= now:
        return f"silent since {_when(standing.news_at)}"
    return "well" if standing.succeeded_at else "new"


def _when(moment: datetime | None) -> str:
    return f"{moment:%d %b %H:%M} UTC" if moment else "never"


def _local(moment: datetime | None, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%a %d %b %H:%M}" if moment else "never"


def _days(span: timedelta) -> str:
    hours = round(span.total_seconds() / 3600)
    if hours < 48:
        return f"{max(hours, 1)} h"
    return f"{hours // 24} days"
