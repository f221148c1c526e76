"""Writing down what comes in: what arrives while the disk is busy is written together, in the order it came."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

AT_ONCE = 50
"""What is written in one transaction, at most."""


class Intake(Generic[T]):
    """Hands arrivals to the store in groups: twenty people who ask in one moment wait for one write and not for twenty.

    `accept_all` tells of each whether it is new; it may block and runs in a thread, one call at a time. Belongs to one
    event loop.
    """

    def __init__(self, accept_all: Callable[[Sequence[T]], list[bool]]) -> None:
        self._accept_all = accept_all
        self._waiting: list[tuple[T, asyncio.Future[bool]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def accept(self, arrival: T) -> bool:
        """Return whether the arrival is new, once it is written down; raises what the store raises."""
        written: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrival, written))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.ensure_future(self._write())
        return await written

    async def _write(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            try:
                fresh = await asyncio.to_thread(self._accept_all, [arrival for arrival, _ in group])
            except Exception as error:  # noqa: BLE001 - handed to everybody who waits
                _tell([written for _, written in group], error)
            else:
                _tell([written for _, written in group], fresh)


def _tell(group: Sequence[asyncio.Future[bool]], outcome: list[bool] | Exception) -> None:
    for number, written in enumerate(group):
        if written.done():
            continue  # whoever waited has gone
        if isinstance(outcome, Exception):
            written.set_exception(outcome)
        else:
            written.set_result(outcome[number])
