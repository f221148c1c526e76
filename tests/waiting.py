"""Waiting for what other threads and processes do."""

import time
from collections.abc import Callable


def until(true: Callable[[], object], *, within: float = 60.0) -> bool:
    """Wait until something is so; tell whether it came to be. On a busy machine everything may take a while."""
    end = time.monotonic() + within
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
