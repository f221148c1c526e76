"""What was counted over all processes and machines since the beginning, and how things stand: for the metrics."""

from collections.abc import Mapping
from datetime import UTC, datetime

import sqlalchemy as sa

from digest_bot.store.database import Database, metadata
from digest_bot.store.editions import editions
from digest_bot.store.outbox import outbox
from digest_bot.store.search import texts

counters = sa.Table(
    "counter",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("label", sa.Text, primary_key=True),
    sa.Column("value", sa.Float, nullable=False),
)
BEAT = "beat"
"""When a clock last planned, in seconds since 1970."""


class Counters:
    """The counts; every method is one transaction and raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, counts: Mapping[tuple[str, str], float]) -> None:
        """Add to the counts (name, label); forgotten ones cost nothing but a number."""
        if not counts:
            return
        insert = self._database.insert(counters)
        more = insert.on_conflict_do_update(
            index_elements=["name", "label"], set_={"value": counters.c.value + insert.excluded.value}
        )
        rows = [{"name": name, "label": label, "value": by} for (name, label), by in sorted(counts.items())]
        with self._database.begin(durable=False) as connection:
            connection.execute(more, rows)

    def beat(self, at: datetime) -> None:
        """Write down that a clock planned."""
        insert = self._database.insert(counters)
        now = insert.on_conflict_do_update(index_elements=["name", "label"], set_={"value": insert.excluded.value})
        with self._database.begin(durable=False) as connection:
            connection.execute(now, {"name": BEAT, "label": "", "value": at.timestamp()})

    def last_beat(self) -> datetime | None:
        """Return when a clock last planned, here or elsewhere; None before the first time."""
        with self._database.read() as connection:
            value = connection.execute(sa.select(counters.c.value).where(counters.c.name == BEAT)).scalar()
        return datetime.fromtimestamp(value, UTC) if value is not None else None

    def counts(self) -> Mapping[tuple[str, str], float]:
        """Return every count so far by (name, label)."""
        with self._database.read() as connection:
            return {(row.name, row.label): row.value for row in connection.execute(sa.select(counters))}

    def state(self) -> Mapping[tuple[str, str], float]:
        """Return how things stand now by (name, label): editions open, parts by state, articles kept."""
        with self._database.read() as connection:
            waiting = sa.select(sa.func.count()).select_from(editions).where(editions.c.done.is_(False))
            kept = sa.select(sa.func.max(texts.c.number))
            parts = sa.select(outbox.c.state, sa.func.count()).group_by(outbox.c.state)
            found = {("parts", state): float(number) for state, number in connection.execute(parts)}
            found["editions_open", ""] = float(connection.execute(waiting).scalar_one())
            found["articles_indexed", ""] = float(connection.execute(kept).scalar() or 0)
        return found
