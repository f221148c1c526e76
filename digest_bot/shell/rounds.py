"""Rounds: work that comes again and again, offered by the clock and done by one worker at a time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from digest_bot.ports import Fence, Leases


@dataclass(slots=True)
class Round:
    """One kind of work on one thing, here or on many machines."""

    kind: str
    of: str
    """What it goes round."""
    every: timedelta
    go: Callable[[Fence], object]
    """Do it; what takes long looks at the fence in between and stops when the lease is lost."""
    leases: Leases
    clock: Callable[[], datetime]
    _next: datetime | None = field(default=None, init=False)

    def offers(self) -> Iterable[tuple[str, str]]:
        """Yield the round as (kind, id) when it is due; a clock that was set back does not put it off."""
        now = self.clock()
        if self._next is None or not now < self._next <= now + self.every:
            self._next = now + self.every
            yield self.kind, self.of

    def work(self, id: str) -> None:  # noqa: A002 - the word of the seam
        """Make the round unless another worker is at it; raises what `go` raises."""
        lease = self.leases.claim(f"{self.kind}/{id}")
        if lease is None:
            return
        try:
            self.go(lease)
        finally:
            lease.release()
