"""The messages of a digest, and posting them with the real SDK to a strict double."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_bot.chats.slack import Slack
from digest_bot.chats.slack_answers import characters
from digest_bot.chats.slack_blocks import compose, safe_url, shorten
from digest_bot.errors import ChatError
from digest_bot.model import Audio, Message, Receipt, Section, Skipped, SkipReason
from digest_bot.ports import Listen, Mark
from tests.builders import BRIDGE, FERRY, NOW, TWO_STORIES, digest, section, story
from tests.slack_double import TOKEN, SlackDouble, check_message, mentions, running

MARK = Mark("daily/C1/2026-11-24/07:30", "parent", "0123456789abcdef")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""The double tells the time as it is."""
SOUND = Audio(mp3=b"\xff\xfb" * 500, duration=1.0, chapters=(), cues=(), voice="silent")


@pytest.fixture
def double() -> Iterator[SlackDouble]:
    with running() as slack:
        yield slack


PIECES = st.sampled_from(
    ["<!channel>", "<!here>", "<@U1>", "<#C1|x>", "*", "_", "~", "`", "|", "\u202e", "😀", "👩‍👩‍👧", "&amp;", "&", "<",
     ">", "é", "word ", "http://a.example/|x>", "\n", ":smile:", "一", "ا", "@channel "]
)  # fmt: skip
HOSTILE = st.one_of(st.lists(PIECES, min_size=1, max_size=200).map("".join), st.text(min_size=1, max_size=5000))


def client(double: SlackDouble, token: str = TOKEN) -> Slack:
    return Slack(token=token, api_url=double.url, timeout=60, pace=0)


def post(slack: Slack, *, channel: str = "C1") -> Receipt:
    return asyncio.run(slack.post(compose(TWO_STORIES)[0], channel=channel, mark=MARK, thread=None))


def elements(node: object) -> list[dict[str, object]]:
    """Every object in the blocks of a message, in order."""
    if isinstance(node, Message):
        return elements(list(node.blocks))
    if isinstance(node, dict):
        return [node, *(found for value in node.values() for found in elements(value))]
    return [found for value in node for found in elements(value)] if isinstance(node, list) else []


def texts(message: Message) -> list[str]:
    """Every text a reader sees in the blocks, in order."""
    found: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("text"), str):
                found.append(node["text"])
            for value in node.values():
                walk(value)
        elif isinstance(node, list | tuple):
            for item in node:
                walk(item)

    walk(message.blocks)
    return found


def as_arguments(message: Message) -> dict[str, object]:
    return {"text": message.text, "blocks": list(message.blocks)}


def test_the_parent_says_day_size_headlines_and_when_the_next_one_comes() -> None:
    parent = compose(TWO_STORIES)[0]
    assert texts(parent) == [
        "Daily digest · Tuesday 24 November",
        "2 stories · 1 min read · 2 sources",
        "Ferry runs aground off Tarn Island",
        " — The ferry Aurora ran aground off Tarn Island on Monday with 212 people aboard.",
        " · Harbour Post",
        "Bridge to close for nine weeks",
        " — Lindholm will close its harbour bridge for nine weeks from January.",
        " · City Wire",
        "Useful",
        "Not useful",
        "Every sentence is quoted from its source, unchanged · next edition tomorrow 07:30",
    ]


def test_every_story_is_one_reply_with_its_sentences_and_its_sources() -> None:
    merged = story("Ferry runs aground off Tarn Island", FERRY, BRIDGE)
    reply = compose(digest(merged))[1]
    assert texts(reply) == [
        "Ferry runs aground off Tarn Island",
        "\n" + merged.summary.text,
        "From ",
        "Harbour Post",
        " · 24 Nov 06:10",
        "\n",
        "Also in ",
        "City Wire",
        " · 24 Nov 06:10",
        "Read Article",
        "Save for Later",
        "Mute Harbour Post",
        "Useful",
        "Not useful",
    ]


def test_the_fallback_text_leads_with_the_point() -> None:
    assert compose(TWO_STORIES)[0].text == (
        "Daily digest: Ferry runs aground off Tarn Island and 1 more. 1 min read.\n"
        "1. Ferry runs aground off Tarn Island\n"
        "2. Bridge to close for nine weeks"
    )


def test_an_empty_day_is_one_plain_line() -> None:
    (only,) = compose(digest())
    assert only.text == "Daily digest: nothing new since the last edition · next edition tomorrow 07:30"
    assert only.blocks == ()


def test_a_digest_that_makes_up_for_missed_days_says_so_once() -> None:
    parent = compose(replace(TWO_STORIES, since=date(2026, 11, 21)))[0]
    assert texts(parent)[:2] == ["Daily digest · Sat–Tue 24 November", "2 stories · 1 min read · 2 sources"]


def test_more_than_a_week_is_said_by_its_dates() -> None:
    parent = compose(replace(TWO_STORIES, since=date(2026, 10, 31)))[0]
    assert texts(parent)[0] == "Daily digest · 31 October to 24 November"


@pytest.mark.parametrize(("url", "muted"), [("https://wire.example/ferry", True), (None, False)])
def test_only_what_came_from_the_web_can_be_muted(url: str | None, *, muted: bool) -> None:
    reply = compose(digest(story("Ferry back", replace(FERRY, article=replace(FERRY.article, url=url)))))[1]
    assert ("mute" in str(reply.blocks)) is muted


def test_an_update_says_that_it_is_one() -> None:
    parent, reply = compose(digest(story("Ferry refloated", FERRY, update=True)))
    assert texts(parent)[2:4] == ["Update: ", "Ferry refloated"]
    assert texts(reply)[:2] == ["Update: ", "Ferry refloated"]


def test_the_way_to_the_sound_is_the_one_button_that_stands_out() -> None:
    parent = compose(TWO_STORIES, listen=Listen("https://slack.example/f", 181.0))[0]
    assert [block["type"] for block in parent.blocks] == [
        "header", "context", "rich_text", "actions", "context_actions", "context",
    ]  # fmt: skip
    assert "Listen (3 min)" in texts(parent)
    assert "Audio version in the thread." in parent.text


def test_an_app_that_hears_no_buttons_shows_none() -> None:
    blocks = [block["type"] for message in compose(TWO_STORIES, buttons=False) for block in message.blocks]
    assert set(blocks) == {"header", "context", "rich_text"}


def test_a_story_that_no_message_holds_is_told_in_several_at_sentence_borders() -> None:
    sentences = [f"Sentence {n} " + "goes on and on " * 100 + "." for n in range(20)]
    first, *more = compose(digest(story("A", section(*sentences))))[1:]
    told = " ".join([texts(first)[1].strip(), *(texts(message)[0] for message in more)])
    assert told == " ".join(sentences)
    assert [message.part for message in more] == ["story-1-2", "story-1-3", "story-1-4"]
    assert all(check_message(as_arguments(message)) == [] for message in (first, *more))


def test_twenty_stories_of_many_sources_still_fit_one_screen() -> None:
    parts = [section("One sentence.", id=f"{n:016d}", source=f"Source of a long name {n}") for n in range(9)]
    parent = compose(digest(*[story(f"Headline {n} " + "word " * 30, *parts) for n in range(20)]))[0]
    assert len(parent.blocks) <= 9
    assert sum(map(len, texts(parent))) <= 3000
    assert len(parent.blocks[2]["elements"][0]["elements"]) + 5 <= 25  # type: ignore[index]


def test_addresses_beyond_all_measure_keep_no_edition_from_being_posted() -> None:
    def part(number: int, at: int) -> Section:
        url = f"https://feed.example/{number}/{at}/{'x' * 2900}"
        return section(f"One sentence {at}.", id=f"{number:08d}{at:08d}", source=f"Source {at}", url=url)

    wordy = [story(f"Headline {n}", *(part(n, at) for at in range(40))) for n in range(20)]
    messages = compose(digest(*wordy), listen=Listen("https://acme.slack.example/files/F1", 60))
    for message in messages:
        assert check_message(as_arguments(message)) == []
        assert characters(list(message.blocks)) <= 9_000, message.part
    first = [element for element in elements(messages[1]) if element.get("type") == "link"]
    assert first[0]["url"] == "https://feed.example/0/0/" + "x" * 2900
    assert "and 28 more" in "".join(texts(messages[1]))


def test_a_source_that_failed_is_named_once_in_the_footer() -> None:
    failed = Skipped("City Wire", SkipReason.SOURCE_FAILED, "No answer.")
    parent = compose(digest(story("A", FERRY), skipped=[failed, failed]))[0]
    assert "1 source could not be read: City Wire (No answer)" in texts(parent)[-1]


def test_a_source_that_came_back_is_named_in_the_footer() -> None:
    back = Skipped("City Wire", SkipReason.SOURCE_BACK, "Since 24 Nov 06:00 UTC.")
    parent = compose(digest(story("A", FERRY), skipped=[back]))[0]
    assert "1 source can be read again: City Wire (Since 24 Nov 06:00 UTC)" in texts(parent)[-1]


def test_the_next_edition_of_a_weekly_digest_is_named_by_its_date() -> None:
    weekly = replace(digest(story("A", FERRY)), next_at=NOW + timedelta(days=7))
    assert texts(compose(weekly)[0])[-1].endswith("next edition Tuesday 1 December 07:30")


def test_a_local_file_is_named_and_not_linked_in_slack() -> None:
    local = section("One sentence.", url="file:///home/me/my%20notes.txt")
    reply = compose(digest(story("A", local)))[1]
    assert "my notes" in texts(reply)
    assert "file:" not in str(reply.blocks)


@settings(max_examples=100)
@given(HOSTILE)
def test_a_hostile_headline_arrives_as_it_was_written_and_passes_the_validator(headline: str) -> None:
    for message in compose(digest(story(headline, FERRY))):
        assert check_message(as_arguments(message)) == []
        assert mentions(as_arguments(message)) == []
        assert "<" not in message.text
        assert len(message.text) <= 4000
    assert headline in texts(compose(digest(story(headline, FERRY)))[1])


@pytest.mark.parametrize(
    "headline", ["<!channel> now", "*bold* _it_ ~no~ `code`", "a|b>c", "\u202egnp.exe", "&lt;b&gt;", "😀 " * 90]
)
def test_markup_in_a_headline_is_text(headline: str) -> None:
    parent = compose(digest(story(headline, FERRY)))[0]
    assert shorten(headline, 90) in texts(parent)
    assert not any(block["type"] == "section" for block in parent.blocks)


def test_seven_long_stories_stay_within_the_budget_of_the_parent() -> None:
    wordy = section(*(["A sentence that goes on and on about one and the same thing for a while, then stops."] * 3))
    parent = compose(digest(*[story(f"Headline {n} " + "word " * 40, wordy) for n in range(7)]))[0]
    assert len(parent.blocks) <= 9
    assert sum(len(text) for text in texts(parent)) <= 3000


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/x y|z>", "https://a.example/x%20y%7Cz%3E"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://a.example/" + "x" * 3000, None),
        (None, None),
    ],
)
def test_only_web_addresses_are_linked_and_nothing_in_them_ends_a_link(url: str | None, safe: str | None) -> None:
    assert safe_url(url) == safe


@given(st.text(max_size=300), st.integers(min_value=20, max_value=200))
def test_a_shortened_text_is_whole_words_of_the_original(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit + 1
    assert text.startswith(short.removesuffix(" …")) or short == text


def test_a_post_is_marked_unfurls_nothing_and_returns_its_receipt(double: SlackDouble) -> None:
    receipt = post(client(double))
    message = double.posts()[0]
    assert receipt.ts == message["ts"]
    payload = {"k": "daily/C1/2026-11-24/07:30", "p": "parent", "v": 1, "m": "0123456789abcdef"}
    assert message["metadata"] == {"event_type": "digest_posted", "event_payload": payload}
    assert (message["unfurl_links"], message["unfurl_media"]) == (False, False)


def test_a_post_whose_answer_was_lost_is_found_again_by_its_mark(double: SlackDouble) -> None:
    double.faults.script["*"] = ["drop_after"]
    slack = client(double)
    with pytest.raises(ChatError) as caught:
        post(slack)
    assert caught.value.ambiguous
    found = asyncio.run(slack.find(MARK, channel="C1", since=LONG_AGO, thread=None))
    assert [receipt.ts for receipt in found] == [double.posts()[0]["ts"]]
    forged = replace(MARK, seal="f" * 16)
    assert asyncio.run(slack.find(forged, channel="C1", since=LONG_AGO, thread=None)) == ()


def test_the_sdk_does_not_send_twice_behind_our_back(double: SlackDouble) -> None:
    double.faults.script["*"] = ["drop_after"]
    with pytest.raises(ChatError):
        post(client(double))
    assert len(double.posts()) == 1


@pytest.mark.parametrize(
    ("fault", "permanent", "ambiguous"),
    [
        ("not_in_channel", True, False),
        ("token_revoked", True, False),
        ("ratelimited", False, False),
        ("internal_error_after", False, True),
        ("drop_before", False, True),
        ("something_new", False, False),
    ],
)
def test_an_error_says_whether_to_try_again(double: SlackDouble, fault: str, permanent: bool, ambiguous: bool) -> None:
    double.faults.script["*"] = [fault]
    with pytest.raises(ChatError) as caught:
        post(client(double))
    assert (caught.value.permanent, caught.value.ambiguous) == (permanent, ambiguous)


def test_a_wrong_channel_is_explained_with_its_fix(double: SlackDouble) -> None:
    with pytest.raises(ChatError, match="no such channel, or it is private and the bot is not in it; /invite"):
        post(client(double), channel="C9")


def test_a_slack_that_is_not_there_carried_nothing() -> None:
    with pytest.raises(ChatError) as caught:
        post(Slack(token=TOKEN, api_url="http://127.0.0.1:9/", timeout=60))
    assert not caught.value.ambiguous


def test_sound_is_shared_in_the_thread_byte_for_byte(double: SlackDouble) -> None:
    slack = client(double)
    parent = post(slack)

    async def share() -> str:
        file, address = await slack.reserve("daily.mp3", size=len(SOUND.mp3))
        await slack.upload(address, SOUND.mp3)
        await slack.share(file, title="Listen", thread=parent)
        return file

    file = double.files[asyncio.run(share())]
    assert file.body == SOUND.mp3
    assert [message["files"][0]["id"] for message in double.replies(parent.ts)] == [file.id]
