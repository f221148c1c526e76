"""What documents turned out to be, kept for a while under the hash of everything that was read."""

import zlib
from datetime import datetime

import msgspec
import sqlalchemy as sa

from digest_bot.model import Article, Skipped
from digest_bot.store.database import Database, as_text, metadata

readings = sa.Table(
    "reading",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("at", sa.Text, nullable=False, index=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
_READING = sa.select(readings.c.content).where(readings.c.key == sa.bindparam("wanted"))


class _Reading(msgspec.Struct, omit_defaults=True):
    """One of these."""

    article: Article | None = None
    skipped: Skipped | None = None


class Readings:
    """Forgetting one costs time and nothing else, so none waits for the disk; every method raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def reading(self, key: str) -> Article | Skipped | None:
        """Return what was kept under this key."""
        with self._database.read() as connection:
            content = connection.execute(_READING, {"wanted": key}).scalar()
        if content is None:
            return None
        kept = msgspec.msgpack.decode(zlib.decompress(content), type=_Reading)
        return kept.article or kept.skipped

    def keep_reading(self, key: str, reading: Article | Skipped, *, now: datetime) -> None:
        """Keep it; what is there already stays."""
        kept = _Reading(article=reading) if isinstance(reading, Article) else _Reading(skipped=reading)
        row = {"key": key, "at": as_text(now), "content": zlib.compress(msgspec.msgpack.encode(kept), 1)}
        with self._database.begin(durable=False) as connection:
            connection.execute(self._database.insert(readings).on_conflict_do_nothing(), row)

    def forget_readings(self, *, before: datetime) -> None:
        """Forget what was read before this time; it can be read again."""
        with self._database.begin() as connection:
            connection.execute(sa.delete(readings).where(readings.c.at < as_text(before)))
