"""Delivery: once, whatever breaks. A chat that remembers stands in for Slack; the store is real."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest_bot.chats.slack_blocks import compose
from digest_bot.errors import ChatError
from digest_bot.model import Audio, Digest, Message, Receipt
from digest_bot.pipeline import Options
from digest_bot.ports import PartState, Source
from digest_bot.schedule import Schedule
from digest_bot.sources.folder import Folder
from digest_bot.store import Store
from digest_bot.studio import Studio
from digest_bot.worker import Job, deliver, plan, run_edition
from tests.builders import EDITION, NOW, TWO_STORIES

MORNING = Schedule((time(7, 30),), ZoneInfo("Europe/Berlin"), frozenset(range(7)))


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Chat:
    """Remembers what was posted; `faults` says what the next posts suffer: lost, unsure, refused, held."""

    name: str = "memory"
    faults: list[str] = field(default_factory=list)
    posted: list[tuple[str, str]] = field(default_factory=list)
    blind: bool = False

    def compose(self, digest: Digest) -> tuple[Message, ...]:
        return compose(digest)

    def post(self, message: Message, *, channel: str, key: str, thread: Receipt | None) -> Receipt:
        fault = self.faults.pop(0) if self.faults else ""
        if fault in ("refused", "held", "lost"):
            raise ChatError(fault, permanent=fault == "held", ambiguous=fault == "lost")
        self.posted.append((key, message.text))
        if fault == "unsure":
            raise ChatError(fault, ambiguous=True)
        return Receipt(channel, str(len(self.posted)))

    def find(self, key: str, *, channel: str, since: datetime, thread: Receipt | None) -> Receipt | None:
        if self.blind:
            raise ChatError("no history")
        found = [index for index, (posted, _) in enumerate(self.posted, start=1) if posted == key]
        return Receipt(channel, str(found[0])) if found else None

    def attach(self, audio: Audio, *, channel: str, name: str, title: str, thread: Receipt) -> Receipt:
        raise ChatError("uploads are off", permanent=True)

    @property
    def keys(self) -> list[str]:
        return [key.rsplit("/", 1)[1] for key, _ in self.posted]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(f"sqlite:///{tmp_path}/digest.db")
    made.plan(EDITION, now=NOW)
    return made


def job(*sources: Source) -> Job:
    return Job("daily", "C1", MORNING, sources, Options(), audio=False)


def test_a_delivery_posts_the_parent_and_then_its_replies(store: Store) -> None:
    chat = Chat()
    delivery = deliver(TWO_STORIES, store=store, chat=chat, clock=Clock())
    assert chat.keys == ["parent", "story-1", "story-2"]
    assert (delivery.sent, delivery.held, delivery.waiting) == (3, (), ())


def test_a_second_delivery_posts_nothing(store: Store) -> None:
    chat = Chat()
    for _ in range(2):
        delivery = deliver(TWO_STORIES, store=store, chat=chat, clock=Clock())
    assert chat.keys == ["parent", "story-1", "story-2"]
    assert delivery.sent == 3


def test_replies_wait_for_their_parent(store: Store) -> None:
    chat = Chat(faults=["refused"])
    assert deliver(TWO_STORIES, store=store, chat=chat, clock=Clock()).waiting == ("parent", "story-1", "story-2")
    deliver(TWO_STORIES, store=store, chat=chat, clock=Clock())
    assert chat.keys == ["parent", "story-1", "story-2"]


def test_a_post_that_did_arrive_is_found_and_not_repeated(store: Store) -> None:
    chat = Chat(faults=["unsure"])
    deliver(TWO_STORIES, store=store, chat=chat, clock=Clock())
    deliver(TWO_STORIES, store=store, chat=chat, clock=Clock())
    assert chat.keys == ["parent", "story-1", "story-2"]


def test_a_post_that_never_arrived_is_repeated_only_after_it_had_time_to_show(store: Store) -> None:
    chat, clock = Chat(faults=["lost"]), Clock()
    deliver(TWO_STORIES, store=store, chat=chat, clock=clock)
    clock.now += timedelta(seconds=60)
    deliver(TWO_STORIES, store=store, chat=chat, clock=clock)
    assert chat.keys == []
    clock.now += timedelta(seconds=31)
    deliver(TWO_STORIES, store=store, chat=chat, clock=clock)
    assert chat.keys == ["parent", "story-1", "story-2"]


def test_a_look_up_that_fails_proves_nothing(store: Store) -> None:
    chat, clock = Chat(faults=["lost"], blind=True), Clock()
    deliver(TWO_STORIES, store=store, chat=chat, clock=clock)
    clock.now += timedelta(hours=1)
    assert deliver(TWO_STORIES, store=store, chat=chat, clock=clock).waiting == ("parent", "story-1", "story-2")
    assert chat.keys == []


def test_a_part_that_cannot_be_posted_is_held_with_its_reason_and_the_rest_goes_out(store: Store) -> None:
    chat = Chat(faults=["", "held"])
    delivery = deliver(TWO_STORIES, store=store, chat=chat, clock=Clock())
    assert chat.keys == ["parent", "story-2"]
    assert [(part.name, part.state, part.reason) for part in delivery.held] == [("story-1", PartState.HELD, "held")]


def test_planning_twice_plans_once(store: Store) -> None:
    at = datetime(2026, 11, 25, 6, 31, tzinfo=NOW.tzinfo)
    store.finish(EDITION)
    plan((job(),), store=store, now=NOW)
    assert store.open_editions() == ()
    plan((job(),), store=store, now=at)
    first = store.open_editions()
    plan((job(),), store=store, now=at + timedelta(seconds=15))
    assert [edition.slot for edition in first] == ["07:30"]
    assert store.open_editions() == first


def test_a_retry_delivers_the_saved_edition_and_never_rebuilds_it(store: Store, tmp_path: Path) -> None:
    chat, clock = Chat(faults=["refused"]), Clock()
    studio = Studio((), Path())
    run_edition(job(Folder("good", tmp_path)), EDITION, store=store, chat=chat, studio=studio, clock=clock)
    saved = store.load(EDITION)
    clock.now += timedelta(hours=1)
    run_edition(job(Folder("broken", tmp_path / "gone")), EDITION, store=store, chat=chat, studio=studio, clock=clock)
    assert store.load(EDITION) == saved
    assert chat.keys == ["parent"]
    assert store.open_editions() == ()
