"""Leases: who is at work on what. One conditional write takes one, the owner's name fences off everybody else.

Safety rests on the owner's name alone, never on a clock: whoever was robbed of a lease finds another name in the row.
The clock only decides how soon a dead worker's lease may be taken, so a clock that jumps costs time and nothing else.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa

from digest_bot.errors import StoreError
from digest_bot.store.alone import Alone
from digest_bot.store.database import Database, metadata

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)

leases = sa.Table(
    "lease",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("until", sa.Text, nullable=False),
)
# Written out, as they read alike on both databases; each may be run twice by one owner, as if it had been once.
CLAIM = """
    insert into lease (name, owner, until) values (:name, :owner, :until)
    on conflict (name) do update set owner = excluded.owner, until = excluded.until
    where lease.until <= :now or lease.until > :absurd or lease.owner = excluded.owner"""
EXTEND = "update lease set until = :until where name = :name and owner = :owner"
DROP = "delete from lease where name = :name and owner = :owner"


class Leases:
    """The leases of one process; every method is one transaction and raises StoreError."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime], length: timedelta = LEASE) -> None:
        self.length = length
        self._alone = Alone(database)
        self._clock = clock
        self._held: set[Held] = set()
        self._lock = threading.Lock()
        self._closed = False

    def claim(self, name: str) -> "Held | None":
        """Take `name` for `length`, or return None when another holds it."""
        if self._closed:
            return None
        now = self._clock().astimezone(UTC)
        held = Held(name, uuid4().hex, self)
        # over, or further away than any lease can be: then the clock stood wrong when it was taken
        times = {"until": now + self.length, "now": now, "absurd": now + 2 * self.length}
        row = held.row() | {key: at.isoformat() for key, at in times.items()}
        return self._hold(held) if self._changes(CLAIM, row) else None

    def close(self) -> None:
        """Lose everything at the next fence and claim nothing more: this process leaves."""
        self._closed = True

    def renew(self) -> None:
        """Hold everything this process holds for longer; what was lost meanwhile stays lost."""
        with self._lock:
            held = tuple(self._held)
        for lease in held:
            self.extend(lease)

    def release_all(self) -> None:
        """Give everything back: the process leaves, and whoever is quick may go on at once."""
        with self._lock:
            held = tuple(self._held)
        for lease in held:
            lease.release()

    def extend(self, lease: "Held") -> bool:
        """Hold one lease for longer; tell whether it is still held."""
        if self._closed:
            return False
        until = (self._clock().astimezone(UTC) + self.length).isoformat()
        return self._changes(EXTEND, lease.row() | {"until": until})

    def drop(self, lease: "Held") -> None:
        """Give one lease back, if it is still held."""
        with self._lock:
            self._held.discard(lease)
        self._changes(DROP, lease.row())

    def _changes(self, statement: str, row: Mapping[str, str]) -> bool:
        return self._alone.changes(statement, row) == 1

    def _hold(self, lease: "Held") -> "Held":
        with self._lock:
            self._held.add(lease)
        return lease


@dataclass(frozen=True, slots=True)
class Held:
    """One lease; calling it checks and renews it."""

    name: str
    owner: str
    _leases: Leases

    def __call__(self) -> bool:
        """Tell whether it is still held, and hold it for longer."""
        return self._leases.extend(self)

    def row(self) -> dict[str, str]:
        """Return the key of its row and the owner in it."""
        return {"name": self.name, "owner": self.owner}

    def release(self) -> None:
        """Give it back, if it is still held; a database that cannot be reached lets it lapse."""
        try:
            self._leases.drop(self)
        except StoreError as error:
            log.warning("%s lapses by itself: %s", self.name, error)
