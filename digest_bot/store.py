"""What must not be lost: editions, their parts and what was told, in SQLite by default or any SQLAlchemy database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from digest_bot.codec import decode, decode_digest, encode, encode_digest
from digest_bot.errors import StoreError
from digest_bot.model import Digest, Edition, Memory, Receipt, Told
from digest_bot.ports import Part, PartState

BUSY_TIMEOUT = 10_000
"""Milliseconds a writer waits for another one on SQLite."""

metadata = sa.MetaData()

editions = sa.Table(
    "edition",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("date", sa.Text, primary_key=True),
    sa.Column("slot", sa.Text, primary_key=True),
    sa.Column("planned_at", sa.Text, nullable=False),
    sa.Column("content", sa.Text),
    sa.Column("done", sa.Boolean, nullable=False, default=False),
)
watches = sa.Table(
    "watch",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("until", sa.Text, nullable=False),
)
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
told = sa.Table(
    "told",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("story", sa.Text, primary_key=True),
    sa.Column("told_at", sa.Text, nullable=False, index=True),
    sa.Column("content", sa.Text, nullable=False),
)
seen = sa.Table(
    "seen",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("article", sa.Text, primary_key=True),
    sa.Column("edition", sa.Text, nullable=False),
)


class Store:
    """The tables; every method is one transaction and raises StoreError with the database's own words."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)
        with self._transaction() as connection:
            metadata.create_all(connection)

    def plan(self, edition: Edition, *, now: datetime) -> bool:
        """Write the edition down unless it exists; tell whether this call did it."""
        row = {**_key(edition), "planned_at": now.isoformat(), "done": False}
        with self._transaction() as connection:
            return connection.execute(self._insert(editions).on_conflict_do_nothing(), row).rowcount == 1

    def watched(self, digest: str) -> datetime | None:
        """Return until when everything due was planned; None when this digest was never looked at."""
        with self._transaction() as connection:
            until = connection.execute(sa.select(watches.c.until).where(watches.c.digest == digest)).scalar()
        return datetime.fromisoformat(until) if until else None

    def watch(self, digest: str, *, until: datetime) -> None:
        """Write down until when everything due was planned; never goes back, whatever the clock does."""
        insert = self._insert(watches)
        later = insert.excluded.until > watches.c.until
        upsert = insert.on_conflict_do_update(
            index_elements=["digest"], set_={"until": insert.excluded.until}, where=later
        )
        with self._transaction() as connection:
            connection.execute(upsert, {"digest": digest, "until": until.astimezone(UTC).isoformat()})

    def open_editions(self) -> tuple[Edition, ...]:
        """Return the editions that are planned and not done, oldest first."""
        query = sa.select(editions).where(editions.c.done.is_(False)).order_by(editions.c.planned_at)
        with self._transaction() as connection:
            return tuple(_edition(row) for row in connection.execute(query))

    def load(self, edition: Edition) -> Digest | None:
        """Return the digest that was saved for this edition."""
        with self._transaction() as connection:
            content = connection.execute(sa.select(editions.c.content).where(_is(edition))).scalar()
        return decode_digest(content) if content else None

    def save(self, digest: Digest, memory: Memory) -> Digest:
        """Save the digest, what it told and what it has seen, once; return what stands, which may be another's."""
        with self._transaction() as connection:
            mine = sa.update(editions).where(_is(digest.edition), editions.c.content.is_(None))
            if connection.execute(mine.values(content=encode_digest(digest))).rowcount == 1:
                self._remember(connection, digest, memory)
                return digest
        return self.load(digest.edition) or digest

    def finish(self, edition: Edition) -> None:
        """Mark the edition as done: every part is sent or held."""
        with self._transaction() as connection:
            connection.execute(sa.update(editions).where(_is(edition)).values(done=True))

    def memory(self, digest: str) -> Memory:
        """Return what earlier editions of this digest told and saw."""
        with self._transaction() as connection:
            stories = connection.execute(
                sa.select(told.c.content).where(told.c.digest == digest).order_by(told.c.told_at.desc())
            )
            known = tuple(decode(row.content, Told) for row in stories)
            articles = connection.execute(sa.select(seen.c.article).where(seen.c.digest == digest))
            return Memory(told=known, seen=frozenset(row.article for row in articles))

    def part(self, edition: Edition, name: str) -> Part | None:
        """Return the state of one part of a delivery, or None when it was never begun."""
        with self._transaction() as connection:
            row = connection.execute(sa.select(parts).where(_is_part(edition, name))).one_or_none()
        if row is None:
            return None
        receipt = decode(row.receipt, Receipt) if row.receipt else None
        return Part(name, PartState(row.state), datetime.fromisoformat(row.since), receipt, row.reason or "")

    def put_part(self, edition: Edition, part: Part, *, replacing: Part | None) -> bool:
        """Write the state of one part down if it still stands as `replacing` says; tell whether it did."""
        row = _part_row(part)
        with self._transaction() as connection:
            if replacing is None:
                key = {"edition": edition.id, "name": part.name}
                insert = self._insert(parts).on_conflict_do_nothing()
                return connection.execute(insert, key | row).rowcount == 1
            unchanged = sa.and_(parts.c.state == replacing.state.value, parts.c.since == replacing.since.isoformat())
            change = sa.update(parts).where(_is_part(edition, part.name), unchanged).values(**row)
            return connection.execute(change).rowcount == 1

    def _remember(self, connection: sa.Connection, digest: Digest, memory: Memory) -> None:
        name = digest.edition.digest
        rows = [
            {"digest": name, "story": t.story_id, "told_at": t.told_at.isoformat(), "content": encode(t)}
            for t in memory.told
        ]
        connection.execute(sa.delete(told).where(told.c.digest == name))
        if rows:
            connection.execute(sa.insert(told), rows)
        articles = [{"digest": name, "article": id_, "edition": digest.edition.id} for id_ in digest.articles]
        if articles:
            connection.execute(self._insert(seen).on_conflict_do_nothing(), articles)

    def _insert(self, table: sa.Table) -> Any:
        """Return the dialect's own insert: only it knows `on conflict`."""
        return (postgresql if self._engine.dialect.name == "postgresql" else sqlite).insert(table)

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.SQLAlchemyError as error:
            cause = getattr(error, "orig", None) or error
            raise StoreError(f"The database {self._engine.url!r} cannot be used: {cause}.") from error


def open_engine(url: str) -> sa.Engine:
    """Return an engine; SQLite gets write-ahead logging, and transactions that take the write lock at once."""
    try:
        target = sa.make_url(url)
        if target.drivername.startswith("sqlite") and target.database:
            Path(target.database).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(target)
    except (sa.exc.ArgumentError, ImportError, OSError) as error:
        place = url.rsplit("@", maxsplit=1)[-1]  # never show the password
        raise StoreError(f"The database {place!r} cannot be opened: {error}.", permanent=True) from error
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN would be deferred and lose races for the write lock
    for pragma in ("journal_mode=wal", "synchronous=full", f"busy_timeout={BUSY_TIMEOUT}", "foreign_keys=on"):
        connection.execute(f"pragma {pragma}")


def _begin_immediate(connection: sa.Connection) -> None:
    connection.exec_driver_sql("begin immediate")


def _key(edition: Edition) -> dict[str, str]:
    return {
        "digest": edition.digest,
        "channel": edition.channel,
        "date": edition.date.isoformat(),
        "slot": edition.slot,
    }


def _is(edition: Edition) -> sa.ColumnElement[bool]:
    return sa.and_(*(editions.c[name] == value for name, value in _key(edition).items()))


def _is_part(edition: Edition, name: str) -> sa.ColumnElement[bool]:
    return sa.and_(parts.c.edition == edition.id, parts.c.name == name)


def _part_row(part: Part) -> dict[str, str | None]:
    return {
        "state": part.state.value,
        "since": part.since.isoformat(),
        "receipt": encode(part.receipt) if part.receipt else None,
        "reason": part.reason or None,
    }


def _edition(row: Any) -> Edition:
    return Edition(digest=row.digest, channel=row.channel, date=date.fromisoformat(row.date), slot=row.slot)
