"""Single statements that are a transaction each and do not wait for the disk: what leases are made of."""

import re
import threading
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from digest_bot.store.database import Database, unusable

UNHURRIED = {"sqlite": "pragma synchronous=normal", "postgresql": "set synchronous_commit = off"}
"""What is written then may be forgotten when the power fails; it is as atomic as anything."""


class Alone:
    """One connection of its own, straight to the driver: for a write of one row the layers above cost most of the time.

    Safe to share between threads, which take turns; not with a forked process once it was used.
    """

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._lock = threading.Lock()
        self._cursor: Any = None

    def changes(self, statement: str, row: Mapping[str, str]) -> int:
        """Run it with these values of its `:names`; return how many rows it changed.

        Where the connection turns out to be closed it is replaced and the statement run again: it has to bear that.
        Raises StoreError.
        """
        if self._engine.dialect.name != "sqlite":
            statement = _for_psycopg(statement)
        with self._lock:
            for again in (True, False):
                try:
                    return int(self._opened().execute(statement, row).rowcount)
                except SQLAlchemyError as error:  # the pool's own: it has no connection to give
                    raise unusable(self._engine, error) from error
                except self._engine.dialect.loaded_dbapi.Error as error:
                    if not (again and self._lost(error)):
                        raise unusable(self._engine, error) from error
        raise AssertionError

    def _opened(self) -> Any:
        if self._cursor is None:
            pooled = self._engine.raw_connection()
            pooled.detach()  # it is ours for good
            connection: Any = pooled.dbapi_connection
            if self._engine.dialect.name == "postgresql":
                connection.autocommit = True
            self._cursor = connection.cursor()
            self._cursor.execute(UNHURRIED[self._engine.dialect.name])
        return self._cursor

    def _lost(self, error: Any) -> bool:
        """Tell whether the connection is gone, and forget it then."""
        lost = self._cursor is None or self._engine.dialect.is_disconnect(error, self._cursor.connection, None)
        if lost:
            self._cursor = None
        return lost


@lru_cache
def _for_psycopg(statement: str) -> str:
    return re.sub(r":(\w+)", r"%(\1)s", statement)
