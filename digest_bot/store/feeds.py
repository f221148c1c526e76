"""What is remembered of every source: when it is due, what makes a request conditional, how it fares."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from digest_bot.store.database import Database, as_text, metadata
from digest_bot.store.leases import leases
from digest_bot.visits import Known, Standing

sources = sa.Table(
    "source",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("url", sa.Text),
    sa.Column("etag", sa.Text),
    sa.Column("modified", sa.Text),
    sa.Column("next_at", sa.Text),
    sa.Column("tried_at", sa.Text),
    sa.Column("succeeded_at", sa.Text),
    sa.Column("first_at", sa.Text),
    sa.Column("news_at", sa.Text),
    sa.Column("gap", sa.Float, nullable=False),
    sa.Column("listed", sa.Integer, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("failing_since", sa.Text),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("site", sa.Boolean, nullable=False),
    sa.Column("gone", sa.Boolean, nullable=False),
    sa.Column("moving_to", sa.Text),
    sa.Column("moves", sa.Integer, nullable=False),
    sa.Column("troubled_at", sa.Text),
    sa.Column("recovered_at", sa.Text),
)
AT_ONCE = 400
"""Keys in one query; databases allow a limited number of parameters."""
VISIT = "visit/"
"""Before the key of a source, the name of the lease of whoever visits it now."""

_PLAIN = tuple(field.name for field in fields(Standing) if field.name != "known")


class Feeds:
    """The standings of the sources; every method is one transaction and raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def standings(self, keys: Collection[str]) -> Mapping[str, Standing]:
        """Return what is known of these sources; one that was never visited has an empty standing."""
        keys = list(dict.fromkeys(keys))
        found = {key: Standing(key) for key in keys}
        with self._database.read() as connection:
            for at in range(0, len(found), AT_ONCE):
                some = keys[at : at + AT_ONCE]
                rows = connection.execute(sa.select(sources).where(sources.c.key.in_(some)))
                found |= {row.key: _standing(row) for row in rows}
        return found

    def take_visits(self, keys: Collection[str], *, now: datetime, until: datetime) -> frozenset[str]:
        """Take the visits to these sources; return those that nobody else is making. Not given back, they lapse."""
        if not keys:
            return frozenset()
        insert = self._database.insert(leases)
        values = {"owner": insert.excluded.owner, "until": insert.excluded.until}
        lapsed = leases.c.until <= as_text(now)
        upsert = insert.on_conflict_do_update(index_elements=["name"], set_=values, where=lapsed)
        at = as_text(until)
        # in one order everywhere: two that take the same ones in two orders would wait for each other for ever
        rows = [{"name": VISIT + key, "owner": "visit", "until": at} for key in sorted(keys)]
        with self._database.begin(durable=False) as connection:
            taken = connection.execute(upsert.returning(leases.c.name), rows).scalars()
            return frozenset(name.removeprefix(VISIT) for name in taken)

    def end_visits(self, keys: Collection[str], *, until: datetime) -> None:
        """Give back what was taken until then."""
        ours, names = leases.c.until == as_text(until), [VISIT + key for key in sorted(keys)]
        with self._database.begin(durable=False) as connection:
            for at in range(0, len(names), AT_ONCE):
                some = leases.c.name.in_(names[at : at + AT_ONCE])
                connection.execute(sa.delete(leases).where(some, ours))

    def stand(self, standings: Sequence[Standing]) -> None:
        """Write these down."""
        if not standings:
            return
        insert = self._database.insert(sources)
        values = {column.name: insert.excluded[column.name] for column in sources.c if column.name != "key"}
        upsert = insert.on_conflict_do_update(index_elements=["key"], set_=values)
        with self._database.begin() as connection:
            connection.execute(upsert, [dict(_row(one)) for one in sorted(standings, key=lambda one: one.key)])


def _standing(row: Any) -> Standing:
    plain = {name: _value(name, getattr(row, name)) for name in _PLAIN}
    return Standing(known=Known(row.url, row.etag, row.modified), **plain)


def _value(name: str, value: Any) -> Any:
    is_time = name.endswith("_at") or name == "failing_since"
    return datetime.fromisoformat(value) if is_time and value else value


def _row(standing: Standing) -> Iterator[tuple[str, Any]]:
    yield from (("url", standing.known.url), ("etag", standing.known.etag), ("modified", standing.known.modified))
    for name in _PLAIN:
        value = getattr(standing, name)
        yield name, as_text(value) if isinstance(value, datetime) else value
