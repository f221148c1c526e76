"""Counting what happens, in memory: whoever works says what it did, the service writes it down now and then."""

import threading
from collections import Counter
from collections.abc import Mapping

FETCHED, UNCHANGED, FAILED = "fetched", "unchanged", "failed"
"""How a visit of a source ended."""

_counts: Counter[tuple[str, str]] = Counter()
_lock = threading.Lock()


def count(name: str, label: str = "", by: float = 1) -> None:
    """Add to one count of this process; `label` tells its kinds apart: `count("visits", "failed")`."""
    with _lock:
        _counts[name, label] += by  # type: ignore[assignment]  # seconds are counted too


def take() -> Mapping[tuple[str, str], float]:
    """Return what was counted since the last time."""
    with _lock:
        taken = dict(_counts)
        _counts.clear()
    return taken
