"""What everybody who reaches the site may know of how things stand."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from digest_bot.desk import _clock_check, _database_check
from digest_bot.errors import StoreError
from tests.builders import NOW

WHERE = "The database 'postgresql+psycopg://bot:***@db.corp.example/digest' cannot be used: no route to host."


class Away:
    """A database that nobody reaches."""

    def __getattr__(self, _name: str) -> Any:
        def away(*_: object, **__: object) -> None:
            raise StoreError(WHERE)

        return away


@pytest.mark.parametrize("check", [_database_check, _clock_check])
def test_where_the_database_is_stands_in_the_log_and_nowhere_else(check: Any, caplog: pytest.LogCaptureFixture) -> None:
    parts = SimpleNamespace(store=Away(), database=Away(), clock=lambda: NOW)
    assert asyncio.run(check(parts)()) == "The database cannot be used; the log says why."
    assert "db.corp.example" in caplog.text
