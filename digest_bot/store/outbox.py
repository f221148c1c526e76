"""The outbox: how far every part of a delivery has come."""

from datetime import datetime

import sqlalchemy as sa

from digest_bot.codec import decode, encode
from digest_bot.model import Edition, Receipt
from digest_bot.ports import Part, PartState
from digest_bot.store.database import Database, metadata

parts = sa.Table(
    "part",
    metadata,
    sa.Column("edition", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("since", sa.Text, nullable=False),
    sa.Column("receipt", sa.Text),
    sa.Column("reason", sa.Text),
)


class Outbox:
    """The parts of every delivery; every method is one transaction and raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def part(self, edition: Edition, name: str) -> Part | None:
        """Return the state of one part of a delivery, or None when it was never begun."""
        with self._database.begin() as connection:
            row = connection.execute(sa.select(parts).where(_is_part(edition, name))).one_or_none()
        if row is None:
            return None
        receipt = decode(row.receipt, Receipt) if row.receipt else None
        return Part(name, PartState(row.state), datetime.fromisoformat(row.since), receipt, row.reason or "")

    def put_part(self, edition: Edition, part: Part, *, replacing: Part | None) -> bool:
        """Write the state of one part down if it still stands as `replacing` says; tell whether it did."""
        row = _part_row(part)
        with self._database.begin() as connection:
            if replacing is None:
                key = {"edition": edition.id, "name": part.name}
                insert = self._database.insert(parts).on_conflict_do_nothing()
                return connection.execute(insert, key | row).rowcount == 1
            unchanged = sa.and_(parts.c.state == replacing.state.value, parts.c.since == replacing.since.isoformat())
            change = sa.update(parts).where(_is_part(edition, part.name), unchanged).values(**row)
            return connection.execute(change).rowcount == 1


def _is_part(edition: Edition, name: str) -> sa.ColumnElement[bool]:
    return sa.and_(parts.c.edition == edition.id, parts.c.name == name)


def _part_row(part: Part) -> dict[str, str | None]:
    return {
        "state": part.state.value,
        "since": part.since.isoformat(),
        "receipt": encode(part.receipt) if part.receipt else None,
        "reason": part.reason or None,
    }
