"""Delivery over the real SDK to the strict double: the whole recipe on the wire."""

import asyncio
import json
import multiprocessing
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest_bot.chats.slack import Slack
from digest_bot.chats.slack_blocks import compose
from digest_bot.model import Audio, Digest
from digest_bot.shell.delivery import Delivery, deliver
from digest_bot.shell.posting import Courier, Timing
from digest_bot.shell.recording import Silence
from digest_bot.store import Store
from digest_bot.store import database as database_module
from tests.builders import EDITION, FERRY, NOW, TWO_STORIES, digest, story
from tests.slack_double import TOKEN, SlackDouble, running

SOUND = Audio(mp3=b"\xff\xfb" * 5000, duration=181.0, chapters=(), cues=(), voice="silent")
QUICK = Timing(
    request=60, looks=(0.02, 0.05, 0.1), settle=0.3, shares=(0.02, 0.05, 0.2), sweeps=(0.2, 0.4), patience=60
)
SEVEN = digest(*(replace(story(f"Story {n}", FERRY), id=f"s{n}") for n in range(1, 8)))


@pytest.fixture
def double() -> Iterator[SlackDouble]:
    with running() as slack:
        yield slack


@pytest.fixture
def database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/digest.db"
    Store(url).plan(EDITION, now=NOW)
    return url


def run(double: SlackDouble, database: str, *, digest: Digest = TWO_STORIES, sound: Audio | None = None) -> Delivery:
    chat = Slack(token=TOKEN, api_url=double.url, timeout=60, pace=0)
    courier = Courier(Store(database), chat, lambda: datetime.now(UTC), timing=QUICK, owner="U0OWNER")
    return asyncio.run(deliver(digest, courier, sound=(lambda: sound) if sound else None))


def test_seven_stories_and_sound_take_twelve_calls(double: SlackDouble, database: str) -> None:
    assert run(double, database, digest=SEVEN, sound=SOUND).sent == 10
    counted = [call for call in double.calls if call != "files.info"]
    assert len(counted) == 12
    (file,) = double.files.values()
    assert file.body == SOUND.mp3
    assert double.warnings == []
    assert double.refused == []


def test_what_preview_shows_is_what_is_posted(double: SlackDouble, database: str) -> None:
    run(double, database)
    (parent,) = double.posts()
    posted = [parent, *double.replies(parent["ts"])]
    shown = compose(TWO_STORIES)
    assert [json.dumps(message["blocks"]) for message in posted] == [json.dumps(list(m.blocks)) for m in shown]
    assert [message["text"] for message in posted] == [message.text for message in shown]


@pytest.mark.parametrize(
    "fault",
    ["drop_before", "drop_after", "reset_after", "500_before", "503_after", "internal_error_after",
     "internal_error_before", "truncated_after", "html_after", "ratelimited"],
)  # fmt: skip
def test_one_fault_at_each_post_loses_and_doubles_nothing(double: SlackDouble, database: str, fault: str) -> None:
    double.faults.script["chat.postMessage"] = [fault, "", fault, "", fault]
    double.faults.script["files.completeUploadExternal"] = [fault]
    double.lag = 0.05
    assert run(double, database, sound=SOUND).sent == 5
    (parent,) = double.posts()
    assert [message["text"][:5] for message in double.replies(parent["ts"])] == ["Ferry", "Bridg", ""]


def test_uploads_that_are_forbidden_leave_the_text_and_tell_the_owner(double: SlackDouble, database: str) -> None:
    double.uploads_forbidden = "file_uploads_disabled"
    delivery = run(double, database, sound=SOUND)
    assert delivery.sent == 4  # the thread is told why there is no sound
    assert [part.name for part in delivery.held] == ["audio"]
    (told,) = double.channels["D0OWNER"].messages
    assert "Uploads are switched off in this workspace" in told["text"]


def test_why_there_is_no_sound_rings_nobody_s_bell_in_the_thread_nor_at_the_owner_s(
    double: SlackDouble, database: str
) -> None:
    chat = Slack(token=TOKEN, api_url=double.url, timeout=60, pace=0)
    courier = Courier(Store(database), chat, lambda: datetime.now(UTC), timing=QUICK, owner="U0OWNER")
    why = "The voice failed: <!channel> A & B."
    asyncio.run(deliver(replace(TWO_STORIES, title="R&D <!here>"), courier, sound=lambda: Silence(why)))
    (parent,), (told,) = double.posts(), double.channels["D0OWNER"].messages
    last = double.replies(parent["ts"])[-1]
    assert last["text"] == "No sound this time. The voice failed: &lt;!channel&gt; A &amp; B."
    assert last["blocks"][0]["elements"][0]["text"] == f"No sound this time. {why}"
    assert told["text"].startswith("R&amp;D &lt;!here&gt; of 24 November is not complete")


def test_a_channel_the_bot_is_not_in_is_held_and_delivered_after_the_invitation(
    double: SlackDouble, database: str
) -> None:
    double.channels["C1"].member = False
    (held,) = run(double, database).held
    assert "/invite @digest-bot" in held.reason
    double.channels["C1"].member = True
    assert run(double, database).sent == 0
    Store(database).release(["daily"])
    assert run(double, database).sent == 3


def test_a_thread_whose_parent_was_deleted_is_held_and_nothing_is_posted_again(
    double: SlackDouble, database: str
) -> None:
    double.faults.script["chat.postMessage"] = ["", "thread_not_found", "thread_not_found"]
    delivery = run(double, database)
    assert {part.reason for part in delivery.held} == {
        "Somebody deleted the message in Slack; it is not posted again. (thread_not_found)"
    }
    assert len(double.posts()) == 1


def test_a_channel_given_by_its_name_is_found_again(double: SlackDouble, database: str) -> None:
    named = replace(TWO_STORIES, edition=replace(EDITION, channel="#news"))
    double.faults.script["chat.postMessage"] = ["drop_after"]
    assert run(double, database, digest=named).sent == 3
    assert len(double.posts("C1")) == 1


def test_two_processes_on_one_edition_make_one_post(double: SlackDouble, database: str) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        sent = pool.starmap(_deliver, [(double.url, database)] * 2)
    assert sent == [3, 3]
    (parent,) = double.posts()
    assert len(double.replies(parent["ts"])) == 2


def _deliver(url: str, database: str) -> int:
    database_module.BUSY_TIMEOUT = 60_000  # here nobody has read conftest.py
    chat, impatient = Slack(token=TOKEN, api_url=url, timeout=60, pace=0), replace(QUICK, patience=0)
    courier = Courier(Store(database), chat, lambda: datetime.now(UTC), timing=impatient)
    while (delivery := asyncio.run(deliver(TWO_STORIES, courier))).retry_at:
        time.sleep(0.02)  # the other process is at it
    return delivery.sent
