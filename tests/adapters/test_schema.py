"""The schema: made at once or grown from the first one, on both databases, and the same in the end."""

import multiprocessing
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from digest_bot.errors import StoreError
from digest_bot.model import Receipt
from digest_bot.ports import PartState
from digest_bot.store import Store
from digest_bot.store import database as database_module
from digest_bot.store.database import Database, metadata
from digest_bot.store.migrations.write import difference, revision
from digest_bot.store.schema import HEAD, MIGRATIONS, bring_up_to_date, version
from tests.adapters.test_store import MEMORY
from tests.builders import EDITION, NOW, TWO_STORIES

FIRST_DATA = (
    "insert into edition values ('daily', 'C1', '2026-11-24', '07:30', '2026-11-24T06:30:00+00:00', null, false)",
    "insert into watch values ('daily', '2026-11-24T06:30:00+00:00')",
    (
        "insert into part values ('daily/C1/2026-11-23/07:30', 'parent', 'sent', '2026-11-23T06:30:00+00:00', "
        '\'{"channel":"C1","ts":"1.0"}\', null)'
    ),
    "insert into seen values ('daily', 'aaaa', 'daily/C1/2026-11-23/07:30')",
)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    yield made
    made.engine.dispose()


def alembic(connection: sa.Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def make_first_release(database: Database) -> None:
    """The tables and some data as the first release left them: it wrote no revision down."""
    with database.begin() as connection:
        alembic(connection, "0001")
        version.drop(connection)
        for statement in FIRST_DATA:
            connection.exec_driver_sql(statement)


def differences(database: Database) -> list[Any]:
    def ours(name: str | None, kind: str, _parents: Any) -> bool:
        return kind != "table" or name in metadata.tables

    with database.begin() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        return list(compare_metadata(context, metadata))


def test_the_head_of_the_files_is_the_one_the_program_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_migrations_and_tables_agree(database: Database) -> None:
    make_first_release(database)
    bring_up_to_date(database)
    assert differences(database) == []


def test_a_new_database_has_every_table_at_once(database: Database) -> None:
    bring_up_to_date(database)
    assert differences(database) == []


def test_the_data_of_the_first_release_is_still_there(database: Database) -> None:
    make_first_release(database)
    store = Store(database)
    assert store.open_editions() == (EDITION,)
    assert store.watched() == {"daily": NOW}
    assert store.memory("daily").seen == {"aaaa"}
    store.save(TWO_STORIES, MEMORY)
    assert store.load(EDITION) == TWO_STORIES


def test_what_the_first_release_sent_stays_sent_and_is_not_sent_again(database: Database) -> None:
    make_first_release(database)
    store = Store(database)
    edition = replace(EDITION, date=date(2026, 11, 23))
    parent = store.part(edition, "parent")
    assert parent is not None
    assert (parent.state, parent.receipt) == (PartState.SENT, Receipt("C1", "1.0"))


def test_starting_twice_changes_nothing(database: Database) -> None:
    store = Store(database)
    store.plan(EDITION, now=NOW)
    assert Store(database).open_editions() == (EDITION,)


def test_a_database_of_a_newer_version_is_refused_in_words(database: Database) -> None:
    bring_up_to_date(database)
    with database.begin() as connection:
        connection.execute(sa.update(version).values(version_num="9999"))
    with pytest.raises(StoreError, match="revision '9999', which this version of digest-bot does not know"):
        bring_up_to_date(database)


def test_processes_that_start_at_once_migrate_an_old_database_together(database: Database, database_url: str) -> None:
    make_first_release(database)
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert pool.map(_start, [database_url] * 3) == [1, 1, 1]
    assert differences(database) == []


def test_several_that_start_at_once_make_a_new_database_together(database: Database, database_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(_start, [database_url] * 4)) == [0, 0, 0, 0]
    assert differences(database) == []


def test_who_starts_while_another_makes_the_new_file_waits_for_it(tmp_path: Path) -> None:
    writer = sqlite3.connect(tmp_path / "digest.db", isolation_level=None, check_same_thread=False)
    writer.execute("begin immediate")
    timer = threading.Timer(0.3, lambda: writer.execute("commit"))
    timer.start()
    assert _start(f"sqlite:///{tmp_path}/digest.db") == 0
    timer.join()
    writer.close()


def _start(url: str) -> int:
    database_module.BUSY_TIMEOUT = 60_000  # in a process of its own nobody has read conftest.py
    database = Database(url)
    try:
        return len(Store(database).open_editions())
    finally:
        database.engine.dispose()


def test_the_migrations_travel_with_the_package() -> None:
    assert {path.name for path in Path(MIGRATIONS, "versions").glob("v0*.py")} >= {"v0001_first.py"}


def test_the_tool_finds_nothing_to_write_today_and_writes_down_a_new_table_and_column() -> None:
    assert difference(metadata) == ""
    tomorrow = sa.MetaData()
    for table in metadata.tables.values():
        table.to_metadata(tomorrow)
    sa.Table("pet", tomorrow, sa.Column("name", sa.Text, primary_key=True))
    tomorrow.tables["lease"].append_column(sa.Column("why", sa.Text))
    path, text = revision("pets have names", difference(tomorrow))
    assert path.name == f"v{int(HEAD) + 1:04}_pets_have_names.py"
    assert f'down_revision = "{HEAD}"' in text
    assert "sa.Column('name', sa.Text(), nullable=False)" in text
    assert "batch_op.add_column(sa.Column('why', sa.Text(), nullable=True))" in text
    compile(text, str(path), "exec")
