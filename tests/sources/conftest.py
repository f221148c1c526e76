"""What the tests of hostile input share."""

import socket
from typing import Any

import pytest


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
