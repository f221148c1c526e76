"""What Prometheus asks for, and whether all is well: from the tables, so that any process answers for all of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

PREFIX = "digest_bot_"
COUNTS = {
    "visits": ("Visits of sources by how they ended.", "outcome"),
    "skipped": ("What editions left out, by reason.", "reason"),
    "stories": ("Stories told.", "digest"),
    "articles": ("Articles editions were made from.", "digest"),
    "editions": ("Editions that came to their end.", "digest"),
    "edition_seconds": ("Seconds from when an edition was planned until all of it was posted, added up.", "digest"),
    "failures": ("Work that failed and is tried again, by kind.", "kind"),
}
STATES = {
    "parts": ("Messages and sounds by where they stand: sent, held, sending.", "state"),
    "editions_open": ("Editions that are planned and not at their end.", ""),
    "articles_indexed": ("Articles that can be searched.", ""),
}
SILENT_CLOCK = timedelta(minutes=5)


class CounterStore(Protocol):
    """Where counts are kept; every method raises StoreError."""

    def add(self, counts: Mapping[tuple[str, str], float]) -> None:
        """Add to the counts (name, label)."""
        ...

    def beat(self, at: datetime) -> None:
        """Write down that a clock planned."""
        ...

    def last_beat(self) -> datetime | None:
        """Return when a clock last planned."""
        ...

    def counts(self) -> Mapping[tuple[str, str], float]:
        """Return every count so far."""
        ...

    def state(self) -> Mapping[tuple[str, str], float]:
        """Return how things stand now."""
        ...


def render(store: CounterStore, *, upcoming: Mapping[str, datetime]) -> tuple[bytes, str]:
    """Return the metrics as text with its media type; `upcoming` is when each digest comes next. Raises StoreError."""
    registry = CollectorRegistry()
    counts, states = store.counts(), store.state()

    def collect() -> Iterator[Metric]:
        yield from _families(COUNTS, counts, CounterMetricFamily)
        yield from _families(STATES, states, GaugeMetricFamily)
        following = GaugeMetricFamily(f"{PREFIX}next_edition_timestamp_seconds", "When it comes.", labels=["digest"])
        for digest, at in upcoming.items():
            following.add_metric([digest], at.timestamp())
        yield following

    registry.register(_Collector(collect))
    return generate_latest(registry), CONTENT_TYPE_LATEST


def clock_trouble(store: CounterStore, *, now: datetime) -> str | None:
    """Return why nothing would be planned, in a sentence, or None when a clock is at work somewhere."""
    last = store.last_beat()
    if last is None:
        return "No clock has planned yet: is there a process with --role clock or all?"
    silent = now - last
    return f"No clock has planned for {silent.total_seconds() / 60:.0f} minutes." if silent > SILENT_CLOCK else None


class _Collector(Collector):
    def __init__(self, collect: Callable[[], Iterator[Metric]]) -> None:
        self._collect = collect

    def collect(self) -> Iterable[Metric]:
        return self._collect()


def _families(
    about: Mapping[str, tuple[str, str]],
    values: Mapping[tuple[str, str], float],
    family: type[CounterMetricFamily | GaugeMetricFamily],
) -> Iterator[Metric]:
    for name, (text, label) in about.items():
        made = family(PREFIX + name, text, labels=[label] if label else [])
        for (key, value), number in sorted(values.items()):
            if key == name:
                made.add_metric([value] if label else [], number)
        yield made
