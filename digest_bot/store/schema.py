"""Bringing a database to today's schema: a new one at once, an old one by its migrations, whoever else starts."""

import logging
from pathlib import Path

import sqlalchemy as sa

from digest_bot.errors import StoreError
from digest_bot.store.database import Database, metadata
from digest_bot.store.search import create_index

log = logging.getLogger(__name__)

HEAD = "0003"
"""The newest revision; a test keeps it in step with the files."""
FIRST = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 0x646967657374
"""Whoever migrates on PostgreSQL holds this advisory lock; on SQLite the write lock is enough."""

version = sa.Table("alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True))


def bring_up_to_date(database: Database) -> None:
    """Create or migrate the tables in one transaction, while every other process that starts waits.

    Raises StoreError, also for a database that a newer version of this program has written.
    """
    with database.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        found = _revision(connection)
        if found == HEAD:
            return
        if found is None:
            _create(connection)
        else:
            _migrate(connection, found)
        create_index(connection)


def _revision(connection: sa.Connection) -> str | None:
    """Return the revision of the schema that is there; None when there is none."""
    tables = sa.inspect(connection).get_table_names()
    if version.name in tables:
        return connection.execute(sa.select(version.c.version_num)).scalar()
    return FIRST if "edition" in tables else None  # the first release wrote no number down


def _create(connection: sa.Connection) -> None:
    metadata.create_all(connection)
    version.create(connection)
    connection.execute(sa.insert(version).values(version_num=HEAD))


def _migrate(connection: sa.Connection, found: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    log.info("migrating the database from revision %s to %s", found, HEAD)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    try:
        if not sa.inspect(connection).has_table(version.name):
            command.stamp(config, found)
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            f"The database has revision {found!r}, which this version of digest-bot does not know: {error}. "
            "Install the version that wrote it, or a newer one.",
            permanent=True,
        ) from error
