"""One database: the engine, its transactions and its errors; the only file that knows which one it is."""

import os
import sqlite3
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from digest_bot.errors import StoreError

BUSY_TIMEOUT = 10_000
"""Milliseconds a writer waits for another one on SQLite."""

metadata = sa.MetaData()
"""Every table of the program is written down here, by the file that works with it."""


class Database:
    """A database that may be shared with other processes and machines."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        weakref.finalize(self, _close, self.engine, os.getpid()).atexit = False

    def create(self) -> None:
        """Bring the database to today's schema, whether it is new or old; any number may do so at once.

        Raises StoreError, also for a database that a newer version of this program has written.
        """
        from digest_bot.store.schema import bring_up_to_date  # it knows every table, and so this file

        bring_up_to_date(self)

    def insert(self, table: sa.Table) -> Any:
        """Return the dialect's own insert: only it knows `on conflict`."""
        dialect = import_module(f"sqlalchemy.dialects.{self.engine.dialect.name}")  # the other one is never imported
        return dialect.insert(table)

    @contextmanager
    def begin(self, *, durable: bool = True) -> Iterator[sa.Connection]:
        """Open one transaction; raises StoreError with the database's own words.

        One that is not `durable` is as atomic as any, but may be forgotten when the power fails: fit for what dies with
        the machine anyway, such as a lease, and many times quicker.
        """
        with self._saying(), self.engine.connect() as plain:
            connection = plain.execution_options(durable=durable)
            with connection.begin():
                if not durable and self.engine.dialect.name == "postgresql":
                    connection.exec_driver_sql("set local synchronous_commit = off")
                yield connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Open a transaction that only reads: on SQLite it waits for no writer, and none waits for it."""
        with self._saying(), self.engine.connect() as plain:
            connection = plain.execution_options(reading=True)
            with connection.begin():
                yield connection

    def hold(self, connection: sa.Connection, number: int) -> None:
        """Let no other process that holds this number come past here until the transaction ends.

        On SQLite a transaction that writes is alone anyway; on PostgreSQL it is an advisory lock.
        """
        if self.engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))

    @contextmanager
    def _saying(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.SQLAlchemyError as error:
            raise unusable(self.engine, getattr(error, "orig", None) or error) from error


def as_text(moment: datetime) -> str:
    """Return a moment as it is written down: in UTC, so that texts are in the order of their moments."""
    return moment.astimezone(UTC).isoformat()


def unusable(engine: sa.Engine, cause: BaseException) -> StoreError:
    """Return what is said of a database that refuses, in its own words and without its password."""
    return StoreError(f"The database {engine.url!r} cannot be used: {cause}.")


def open_engine(url: str) -> sa.Engine:
    """Return an engine; SQLite gets write-ahead logging, and transactions that take the write lock at once."""
    try:
        target = _with_driver(sa.make_url(url))
        if target.drivername.startswith("sqlite") and target.database:
            Path(target.database).parent.mkdir(parents=True, exist_ok=True)
        # inserts tell how many rows they wrote, too; a connection that PostgreSQL has closed is noticed and replaced
        remote = target.drivername.startswith("postgresql")
        engine = sa.create_engine(target, execution_options={"preserve_rowcount": True}, pool_pre_ping=remote)
    except (sa.exc.ArgumentError, ImportError, OSError) as error:
        place = url.rsplit("@", maxsplit=1)[-1]  # never show the password
        raise StoreError(f"The database {place!r} cannot be opened: {error}.", permanent=True) from error
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_immediate)
    return engine


def _close(engine: sa.Engine, owner: int) -> None:
    """Close the idle connections of a database that nobody holds any more; a forked child leaves its parent's alone."""
    engine.dispose(close=os.getpid() == owner)


def _with_driver(url: sa.URL) -> sa.URL:
    """Return the URL with the one PostgreSQL driver that comes with the program."""
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgres", "postgresql") else url


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN would be deferred and lose races for the write lock
    for pragma in (f"busy_timeout={BUSY_TIMEOUT}", "synchronous=full", "foreign_keys=on"):
        connection.execute(f"pragma {pragma}")
    _write_ahead(connection)


def _write_ahead(connection: Any) -> None:
    """Turn the log on, in a new file; beside somebody who writes SQLite refuses that at once, whatever its timeout."""
    end = time.monotonic() + BUSY_TIMEOUT / 1000
    while True:
        try:
            connection.execute("pragma journal_mode=wal")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_immediate(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if options.get("reading"):
        connection.exec_driver_sql("begin")
        return
    # with a write-ahead log `normal` is as safe from a crash of ours, and `full` from one of the machine too
    level = "full" if options.get("durable", True) else "normal"
    if connection.info.get("synchronous", "full") != level:
        connection.exec_driver_sql(f"pragma synchronous={level}")
        connection.info["synchronous"] = level
    connection.exec_driver_sql("begin immediate")
