"""Delivery: once, whatever breaks. A chat that remembers stands in for Slack; the store is real."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from digest_bot.errors import ChatError
from digest_bot.model import Audio, Digest, Receipt
from digest_bot.ports import Part, PartState
from digest_bot.shell.delivery import Delivery, deliver
from digest_bot.shell.posting import Courier, mark_of
from digest_bot.shell.recording import Silence
from digest_bot.store import Store
from tests.builders import EDITION, NOW, TWO_STORIES
from tests.memory_chat import Clock, MemoryChat

SOUND = Audio(mp3=b"\xff\xfb" * 500, duration=181.0, chapters=(), cues=(), voice="silent")
ALL = ["parent", "story-1", "story-2"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(f"sqlite:///{tmp_path}/digest.db")
    made.plan(EDITION, now=NOW)
    return made


def run(
    store: Store, chat: MemoryChat, clock: Clock, *, digest: Digest = TWO_STORIES, sound: Audio | Silence | None = None
) -> Delivery:
    courier = Courier(store, chat, clock, pause=clock.pause)
    return asyncio.run(deliver(digest, courier, sound=(lambda: sound) if sound else None))


def test_a_delivery_posts_the_parent_and_then_its_replies(store: Store) -> None:
    chat = MemoryChat()
    assert run(store, chat, Clock()) == Delivery(3, (), ())
    assert chat.parts == ALL


def test_a_second_delivery_posts_nothing(store: Store) -> None:
    chat = MemoryChat()
    for _ in range(2):
        delivery = run(store, chat, Clock())
    assert chat.calls == ["post", "post", "post"]
    assert delivery.sent == 3


def test_replies_wait_for_their_parent(store: Store) -> None:
    chat, clock = MemoryChat(faults=["wait 30"]), Clock()
    delivery = run(store, chat, clock)
    assert delivery.waiting == tuple(ALL)
    assert delivery.retry_at == NOW + timedelta(seconds=30)
    run(store, chat, clock)
    assert chat.parts == []
    clock.now += timedelta(seconds=30)
    run(store, chat, clock)
    assert chat.parts == ALL


def test_a_reply_that_waits_keeps_the_order_of_those_after_it(store: Store) -> None:
    chat, clock = MemoryChat(faults=["", "wait 30"]), Clock()
    assert run(store, chat, clock).waiting == ("story-1", "story-2")
    assert chat.parts == ["parent"]
    clock.now += timedelta(seconds=30)
    run(store, chat, clock)
    assert chat.parts == ALL


def test_a_refusal_without_a_time_is_tried_again_soon(store: Store) -> None:
    chat = MemoryChat(faults=["refused"])
    assert run(store, chat, Clock()).sent == 3
    assert chat.parts == ALL


def test_a_post_that_did_arrive_is_found_and_not_repeated(store: Store) -> None:
    chat = MemoryChat(faults=["unsure"])
    assert run(store, chat, Clock()).sent == 3
    assert chat.parts == ALL


def test_a_post_that_never_arrived_is_repeated_only_after_it_had_time_to_show(store: Store) -> None:
    chat, clock = MemoryChat(faults=["lost"]), Clock()
    while clock.now < NOW + timedelta(seconds=89):
        delivery = run(store, chat, clock)
        assert chat.parts == []
        assert delivery.retry_at is not None
        clock.now = delivery.retry_at
    assert clock.now == NOW + timedelta(seconds=90)
    run(store, chat, clock)
    assert chat.parts == ALL
    assert chat.calls[:9] == ["post", *["find"] * 7, "post"]  # at 2, 5, 10, 20, 40, 60 and 90 seconds


def test_a_look_up_that_fails_proves_nothing(store: Store) -> None:
    chat, clock = MemoryChat(faults=["lost"], blind=True), Clock()
    for _ in range(20):
        delivery = run(store, chat, clock)
        clock.now += timedelta(hours=1)
    assert delivery.waiting == tuple(ALL)
    assert chat.parts == []


def test_what_is_sent_five_times_and_never_appears_is_held(store: Store) -> None:
    chat, clock = MemoryChat(faults=["lost"] * 5), Clock()
    delivery = run(store, chat, clock)
    while delivery.retry_at:
        clock.now = delivery.retry_at
        delivery = run(store, chat, clock)
    assert [part.reason for part in delivery.held] == [
        "It was sent 5 times and never appeared; the last word was: lost"
    ]


def test_a_part_that_cannot_be_posted_is_held_with_its_reason_and_the_rest_goes_out(store: Store) -> None:
    chat = MemoryChat(faults=["", "held"])
    delivery = run(store, chat, Clock())
    assert chat.parts == ["parent", "story-2"]
    assert [(part.name, part.state, part.reason) for part in delivery.held] == [("story-1", PartState.HELD, "held")]


def test_a_worker_that_lost_its_lease_posts_nothing(store: Store) -> None:
    chat = MemoryChat()
    courier = Courier(store, chat, Clock(), fence=lambda: False)
    assert asyncio.run(deliver(TWO_STORIES, courier)).waiting == tuple(ALL)
    assert chat.calls == []


def test_the_sound_comes_last_and_the_parent_then_leads_to_it(store: Store) -> None:
    chat = MemoryChat()
    assert run(store, chat, Clock(), sound=SOUND) == Delivery(5, (), ())
    assert chat.calls == [*["post"] * 3, "reserve", "upload", "share", "shares", "update"]
    assert chat.files == {"F1": SOUND.mp3}
    assert "https://slack.example/F1" in str(chat.posted["1"][1].blocks)


def test_the_name_of_the_file_ends_as_its_format_does(store: Store) -> None:
    chat = MemoryChat()
    run(store, chat, Clock(), sound=replace(SOUND, mp3=b"", m4a=b"an MP4 file"))
    assert chat.names == ["daily-2026-11-24.m4a"]
    assert chat.files == {"F1": b"an MP4 file"}


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ('Täglich: "Sport" <b>?', "Täglich-Sport-b-2026-11-24.mp3"),
        ("..", "digest-2026-11-24.mp3"),
        ("ö" * 100, "ö" * 60 + "-2026-11-24.mp3"),
    ],
)
def test_the_sound_has_a_name_that_every_system_takes_for_a_file(tmp_path: Path, name: str, file: str) -> None:
    edition = replace(EDITION, digest=name)
    kept, chat = Store(f"sqlite:///{tmp_path}/named.db"), MemoryChat()
    kept.plan(edition, now=NOW)
    run(kept, chat, Clock(), digest=replace(TWO_STORIES, edition=edition), sound=SOUND)
    assert chat.names == [file]


def test_silence_is_held_the_text_stands_and_the_thread_is_told_why_once(store: Store) -> None:
    chat = MemoryChat()
    for _ in range(2):
        delivery = run(store, chat, Clock(), sound=Silence("No voice works here."))
    assert delivery.sent == 4
    assert [(part.name, part.reason) for part in delivery.held] == [("audio", "No voice works here.")]
    assert chat.calls == ["post"] * 4
    assert chat.posted["4"][1].text == "No sound this time. No voice works here."


def test_a_share_whose_answer_was_lost_is_seen_and_not_repeated(store: Store) -> None:
    chat = MemoryChat(faults=["", "", "", "", "", "unsure"])
    assert run(store, chat, Clock(), sound=SOUND).sent == 5
    assert chat.calls.count("share") == 1


def test_an_upload_that_broke_begins_anew(store: Store) -> None:
    chat = MemoryChat(faults=["", "", "", "", "lost"])
    assert run(store, chat, Clock(), sound=SOUND).sent == 5
    assert chat.calls.count("share") == 1
    assert list(chat.shared) == ["F1"]


def test_a_sound_that_is_taken_and_never_shown_is_shared_once_more_and_then_given_up(store: Store) -> None:
    chat, clock = MemoryChat(hidden=True), Clock()
    delivery = run(store, chat, clock, sound=SOUND)
    while delivery.retry_at:
        clock.now = delivery.retry_at
        delivery = run(store, chat, clock, sound=SOUND)
    assert chat.calls.count("share") == 2
    assert [part.reason for part in delivery.held] == [
        "Slack took the sound file and never showed it; the text is complete without it."
    ]


def until_done(store: Store, chat: MemoryChat, clock: Clock, **more: object) -> Delivery:
    for _ in range(100):
        delivery = run(store, chat, clock, **more)  # type: ignore[arg-type]
        if delivery.retry_at is None:
            return delivery
        clock.now = delivery.retry_at
    raise AssertionError("it never ends")


def test_a_copy_that_came_late_is_taken_back_and_the_first_stays(store: Store) -> None:
    chat, clock = MemoryChat(faults=["", "lost"]), Clock()
    delivery = run(store, chat, clock)
    while delivery.waiting:
        assert delivery.retry_at is not None
        clock.now = delivery.retry_at
        delivery = run(store, chat, clock)
    late = next(ts for ts, (mark, _) in chat.posted.items() if mark.part == "story-1")
    chat.posted["99"] = chat.posted[late]
    assert delivery.retry_at == clock.now + timedelta(minutes=5)
    until_done(store, chat, clock)
    assert chat.parts == ALL
    assert late in chat.posted
    assert clock.now - NOW > timedelta(minutes=30)  # swept twice


def test_the_last_edition_is_swept_before_the_next_one_begins(store: Store) -> None:
    chat, clock = MemoryChat(faults=["lost"]), Clock()
    delivery = run(store, chat, clock)
    while delivery.waiting:
        clock.now = delivery.retry_at or clock.now
        delivery = run(store, chat, clock)
    chat.posted["99"] = chat.posted["1"]
    tomorrow = replace(EDITION, date=EDITION.date + timedelta(days=1))
    run(store, chat, clock, digest=replace(TWO_STORIES, edition=tomorrow))
    assert chat.parts == [*ALL, *ALL]


def test_a_delivery_without_doubt_is_not_swept(store: Store) -> None:
    assert run(store, MemoryChat(), Clock()).retry_at is None


def test_the_owner_is_told_once_what_is_held_and_how_to_go_on(store: Store) -> None:
    chat, clock = MemoryChat(faults=["", "held"]), Clock()
    courier = Courier(store, chat, clock, pause=clock.pause, owner="U0OWNER")
    for _ in range(2):
        asyncio.run(deliver(TWO_STORIES, courier))
    assert chat.told == [
        (
            "U0OWNER",
            "Daily digest of 24 November is not complete in C1.\nstory-1: held\nOnce that is mended: digest-bot retry",
        )
    ]


def test_what_was_held_is_tried_again_once_the_owner_says_so(store: Store) -> None:
    chat, clock = MemoryChat(faults=["held"]), Clock()
    assert [part.name for part in run(store, chat, clock).held] == ["parent"]
    assert run(store, chat, clock).sent == 0
    assert store.release(["weekly"]) == ()
    assert store.release(["daily"]) == (EDITION,)
    assert run(store, chat, clock).sent == 3
    assert chat.parts == ALL


def test_what_was_held_and_did_arrive_after_all_is_not_sent_again(store: Store) -> None:
    chat, clock = MemoryChat(faults=["unsure"], blind=True), Clock()
    part = store.put_part(EDITION, Part("parent", PartState.HELD, NOW, attempts=1))
    assert part is not None
    mark = mark_of(EDITION, "parent", key=store.seal_key())
    chat.posted["1"] = (mark, chat.compose(TWO_STORIES)[0])
    chat.blind = False
    store.release(["daily"])
    assert run(store, chat, clock).sent == 3
    assert chat.parts == ALL


def test_a_parent_that_somebody_deleted_is_not_posted_again(store: Store) -> None:
    chat, clock = MemoryChat(faults=["", "gone"]), Clock()
    run(store, chat, clock)
    assert chat.parts.count("parent") == 1


def test_a_sound_file_that_is_not_known_any_more_is_uploaded_again(store: Store) -> None:
    chat = MemoryChat(faults=["", "", "", "", "", "missing"])
    assert run(store, chat, Clock(), sound=SOUND).sent == 5
    assert list(chat.shared) == ["F2"]


def test_a_file_that_is_not_known_any_more_ends_the_sweep_and_keeps_nothing_open(store: Store) -> None:
    chat, clock = MemoryChat(hidden=True), Clock()
    chat.forgotten.add("F1")
    delivery = until_done(store, chat, clock, sound=SOUND)
    assert [part.name for part in delivery.held] == ["audio"]
    swept = store.part(EDITION, "sweep")
    assert swept is not None
    assert (swept.state, swept.reason) == (PartState.SENT, "")


def test_a_parent_that_was_given_up_and_shows_at_the_last_sweep_gets_its_replies(store: Store) -> None:
    chat, clock = MemoryChat(faults=["lost"] * 5), Clock()
    mark = mark_of(EDITION, "parent", key=store.seal_key())
    delivery = run(store, chat, clock)
    while delivery.retry_at:
        sweep = store.part(EDITION, "sweep")
        if sweep and sweep.attempts == 1:
            chat.posted.setdefault("1", (mark, chat.compose(TWO_STORIES)[0]))
        clock.now = delivery.retry_at
        delivery = run(store, chat, clock)
    assert chat.parts == ALL
    assert delivery == Delivery(3, (), ())


def test_what_the_owner_has_tried_again_is_swept_again(store: Store) -> None:
    chat, clock = MemoryChat(faults=["lost"] * 5), Clock()
    until_done(store, chat, clock)
    chat.faults = ["lost"]
    store.release(["daily"])
    delivery = run(store, chat, clock)
    while delivery.waiting:
        clock.now = delivery.retry_at or clock.now
        delivery = run(store, chat, clock)
    late = next(ts for ts, (mark, _) in chat.posted.items() if mark.part == "parent")
    chat.posted["99"] = chat.posted[late]
    until_done(store, chat, clock)
    assert chat.parts == ALL


def test_copies_that_a_look_up_finds_are_taken_back(store: Store) -> None:
    chat, clock = MemoryChat(faults=["unsure"]), Clock()
    mark = mark_of(EDITION, "parent", key=store.seal_key())
    chat.posted["0"] = (mark, chat.compose(TWO_STORIES)[0])
    assert until_done(store, chat, clock).sent == 3
    assert chat.parts == ALL


def deliver_in_doubt(store: Store, chat: MemoryChat, clock: Clock) -> Delivery:
    """Deliver until all is out and only the sweep is left; every part was sent twice."""
    chat.faults = ["lost", "", "lost", "", "lost"]
    delivery = run(store, chat, clock)
    while delivery.waiting:
        clock.now = delivery.retry_at or clock.now
        delivery = run(store, chat, clock)
    chat.calls.clear()
    return delivery


def test_a_sweep_goes_on_after_a_look_up_that_fails_and_repeats_only_that_one(store: Store) -> None:
    chat, clock = MemoryChat(), Clock()
    clock.now = deliver_in_doubt(store, chat, clock).retry_at or clock.now
    chat.unseen = {"story-1": ChatError("no answer")}
    first = chat.posted["2"]
    chat.posted["98"], chat.posted["99"] = chat.posted["3"], first
    delivery = run(store, chat, clock)
    assert chat.calls == ["find", "find", "find", "delete", "find", "delete"]
    assert chat.parts == ALL
    assert delivery.retry_at == clock.now + timedelta(minutes=25) - timedelta(seconds=2)


def test_a_sweep_that_is_told_to_wait_waits_with_everything(store: Store) -> None:
    chat, clock = MemoryChat(), Clock()
    clock.now = deliver_in_doubt(store, chat, clock).retry_at or clock.now
    chat.unseen = {"parent": ChatError("ratelimited", wait=40)}
    assert run(store, chat, clock).retry_at == clock.now + timedelta(seconds=40)
    assert chat.calls == ["find"]


def test_a_thread_that_somebody_deleted_ends_the_sweep(store: Store) -> None:
    chat, clock = MemoryChat(), Clock()
    clock.now = deliver_in_doubt(store, chat, clock).retry_at or clock.now
    chat.unseen = {"story-1": ChatError("thread_not_found", permanent=True, gone=True)}
    run(store, chat, clock)
    assert chat.calls == ["find", "find", "find"]
    swept = store.part(EDITION, "sweep")
    assert swept is not None
    assert (swept.attempts, swept.reason) == (1, "")


def test_a_sweep_that_cannot_go_on_is_held_told_once_and_taken_up_after_a_retry(store: Store) -> None:
    chat, clock = MemoryChat(), Clock()
    clock.now = deliver_in_doubt(store, chat, clock).retry_at or clock.now
    chat.unseen = {name: ChatError("not_in_channel", permanent=True) for name in ALL}
    delivery = run(store, chat, clock)
    assert delivery.retry_at is None
    assert [(part.name, part.reason) for part in delivery.held] == [
        ("sweep", "Whether there are extra copies cannot be checked: not_in_channel")
    ]
    chat.unseen = {}
    assert store.release([EDITION.digest]) == (EDITION,)
    assert until_done(store, chat, clock).held == ()


def test_a_sound_that_was_shared_several_times_is_taken_back_but_for_the_first(store: Store) -> None:
    chat, clock = MemoryChat(faults=["", "", "", "", "", "unsure"], hidden=True), Clock()
    delivery = run(store, chat, clock, sound=SOUND)
    while chat.calls.count("share") < 2:
        clock.now = delivery.retry_at or clock.now
        delivery = run(store, chat, clock, sound=SOUND)
    chat.hidden = False
    first, _ = chat.shared["F1"]
    assert until_done(store, chat, clock, sound=SOUND).sent == 5
    assert chat.shared["F1"] == [first]
    audio = store.part(EDITION, "audio")
    assert audio is not None
    assert audio.receipt == Receipt("C1", first)
    assert chat.calls.count("delete") == 1
