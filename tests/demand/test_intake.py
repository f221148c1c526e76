"""What comes in while the disk is busy is written together."""

import asyncio
import threading
from collections.abc import Sequence

import pytest

from digest_bot.asking import Arrival, Asked, Request
from digest_bot.chats.intake import Intake
from digest_bot.errors import StoreError
from tests.builders import NOW


def arrival(number: int) -> Arrival:
    return Arrival(Request(f"{number}", Asked.COMMAND, "T1", "U1", "C1", "", "next", NOW), (), NOW)


def test_while_one_is_written_the_others_gather_and_each_hears_its_own_outcome() -> None:
    groups: list[list[str]] = []
    first, go = threading.Event(), threading.Event()

    def accept_all(arrivals: Sequence[Arrival]) -> list[bool]:
        groups.append([one.request.id for one in arrivals])
        first.set()
        go.wait(60)
        return [one.request.id != "2" for one in arrivals]

    async def main() -> list[bool]:
        intake = Intake(accept_all)
        waiting = [asyncio.ensure_future(intake.accept(arrival(0)))]
        assert await asyncio.to_thread(first.wait, 60)
        waiting += [asyncio.ensure_future(intake.accept(arrival(number))) for number in (1, 2, 3)]
        await asyncio.sleep(0)
        go.set()
        return await asyncio.gather(*waiting)

    assert asyncio.run(main()) == [True, True, False, True]
    assert groups == [["0"], ["1", "2", "3"]]


def test_what_the_store_cannot_write_is_told_to_everybody_and_the_next_is_tried_anew() -> None:
    tries: list[int] = []

    def accept_all(arrivals: Sequence[Arrival]) -> list[bool]:
        tries.append(len(arrivals))
        if len(tries) == 1:
            raise StoreError("The disk is full.")
        return [True] * len(arrivals)

    async def main() -> bool:
        intake = Intake(accept_all)
        with pytest.raises(StoreError):
            await intake.accept(arrival(0))
        return await intake.accept(arrival(1))

    assert asyncio.run(main())
    assert tries == [1, 1]
