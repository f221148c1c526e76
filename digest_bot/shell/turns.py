"""Taking turns with the workers while somebody watches: a command waits for what they are at, and keeps it."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress

from digest_bot.errors import StoreError
from digest_bot.ports import Fence, Lease, Leases

LOOK_AGAIN = 0.5
"""Seconds between two looks whether it is free."""


@contextmanager
def in_turn(names: Sequence[str], leases: Leases, *, within: float) -> Iterator[Fence]:
    """Hold all these names, as a worker does, and renew them; raises StoreError when one is not free in time.

    `within` is in seconds, for each name.
    """
    done = threading.Event()
    with ExitStack() as held:
        mine = []
        for name in names:
            mine.append(_wait_for(name, leases, within))
            held.callback(mine[-1].release)
        threading.Thread(target=_renew, args=(leases, done), daemon=True).start()
        held.callback(done.set)
        yield lambda: all(lease() for lease in mine)


def _wait_for(name: str, leases: Leases, within: float) -> Lease:
    end = time.monotonic() + within
    while (lease := leases.claim(name)) is None:
        if time.monotonic() > end:
            raise StoreError(f"The service is busy with {name.partition('/')[2]}; try again in a few minutes.")
        time.sleep(LOOK_AGAIN)
    return lease


def _renew(leases: Leases, done: threading.Event) -> None:
    while not done.wait(leases.length.total_seconds() / 3):
        with suppress(StoreError):  # the next fence says whether they were lost
            leases.renew()
