"""Every answer, Home tab and form that can come about is one Slack takes, and rings nobody's bell."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_bot.asking import Button, HomePage, Line, Muted, Past, Reply, Saved, Upcoming
from digest_bot.chats.slack_answers import BLOCKS, CHARACTERS, characters, compose_answer, kept_answer, shared_answer
from digest_bot.chats.slack_home import home_view, no_settings_view, settings_errors, settings_view
from digest_bot.wishes import split_topics
from tests.builders import NOW, TWO_STORIES
from tests.slack_double import check_message, check_view, mentions

HOSTILE = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "<!channel>",
            "<@U1>",
            "<https://evil.example|bank>",
            "*_~`",
            "a|b>c",
            "\u202eright to left",
            "é" * 5000,
            "x " * 3000,
        ]
    ),
)
URLS = st.one_of(
    st.none(),
    st.sampled_from(["https://paper.example/a|b>c d", "javascript:alert(1)", "https://x.example/" + "y" * 4000]),
    st.text(max_size=20),
)
LINES = st.builds(Line, HOSTILE, URLS, HOSTILE)


@settings(max_examples=150, deadline=None)
@given(st.builds(Reply, HOSTILE, st.lists(LINES, max_size=60).map(tuple)), st.booleans())
def test_an_answer_of_anything_is_one_slack_takes(reply: Reply, share: bool) -> None:
    message = compose_answer(reply, share="a" * 16 if share else "")
    assert check_message(message) == []
    assert mentions(message) == []


TITLES = {
    "A & B <C>": "A &amp; B &lt;C&gt;",
    "A &amp; B": "A &amp;amp; B",
    "<!channel> <!here> <!everyone>": "&lt;!channel&gt; &lt;!here&gt; &lt;!everyone&gt;",
    "<@U123> <#C1|general> <!subteam^S1>": "&lt;@U123&gt; &lt;#C1|general&gt; &lt;!subteam^S1&gt;",
    "<https://evil.example|https://bank.example>": "&lt;https://evil.example|https://bank.example&gt;",
    "<!date^0^{date}|now>": "&lt;!date^0^{date}|now&gt;",
    "<mailto:a@b.example|mail>": "&lt;mailto:a@b.example|mail&gt;",
    "<slack://user?team=T1&id=U1>": "&lt;slack://user?team=T1&amp;id=U1&gt;",
    "*bold* _it_ ~no~ `code` > quote": "*bold* _it_ ~no~ `code` &gt; quote",
    "@channel @here #general": "@channel @here #general",
}


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_escaped_once_where_slack_reads_markup_and_stands_as_written_where_it_does_not(title: str) -> None:
    message = compose_answer(Reply(title, (Line(title, "https://paper.example/1", title),)))
    assert message["text"].splitlines()[0] == TITLES[title]
    ((shown,), _) = [block["elements"][0]["elements"] for block in message["blocks"]]
    assert (shown["type"], shown["text"]) == ("text", title)
    assert mentions(message) == []


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "slack://channel?id=C1",
        "mailto:a@b.example",
        "tel:112",
        "//paper.example/1",
        "https://",
        "https://[",
        "https://[::1",
        "https://jo:secret@paper.example/",
        "https://paper.example\\@evil.example/",
        "https://paper.example/" + "a" * 4000,
        "https://paper.example/\u202egnp.exe",
        "",
    ],
)
def test_what_is_no_plain_web_address_is_no_link(url: str) -> None:
    message = compose_answer(Reply("Title", (Line("A line", url), Line("Another", "https://paper.example/1"))))
    links = [element for element in _elements(message) if element.get("type") == "link"]
    assert {link["url"] for link in links} <= {"https://paper.example/1", "https://paper.example/%E2%80%AEgnp.exe"}
    assert check_message(message) == []


def _elements(node: object) -> list[dict[str, object]]:
    if isinstance(node, dict):
        return [node, *(found for value in node.values() for found in _elements(value))]
    return [found for value in node for found in _elements(value)] if isinstance(node, list) else []


@settings(max_examples=50, deadline=None)
@given(st.builds(Reply, HOSTILE, st.lists(LINES, max_size=60).map(tuple)))
def test_a_kept_answer_is_shared_as_it_was_shown_and_names_who_shared_it(reply: Reply) -> None:
    shared = shared_answer(kept_answer(reply), "U1")
    assert check_message(shared) == []
    assert shared["blocks"][:-1] == [block for block in compose_answer(reply)["blocks"] if block["type"] != "actions"]


def test_a_long_answer_keeps_its_beginning_and_says_that_there_is_more() -> None:
    message = compose_answer(Reply("What is read", tuple(Line(f"{number} " + "word " * 50) for number in range(200))))
    assert len(message["blocks"]) <= BLOCKS + 3
    assert characters(message["blocks"]) <= CHARACTERS + 200
    assert message["blocks"][-1]["elements"][0]["text"].startswith("There is more than one message holds")


def test_an_answer_tells_stories_as_an_edition_does_without_its_buttons() -> None:
    message = compose_answer(Reply("So far", digest=TWO_STORIES))
    assert check_message(message) == []
    assert {block["type"] for block in message["blocks"]} <= {"rich_text", "context", "divider", "section"}
    assert message["text"].splitlines()[:2] == ["So far", "Ferry runs aground off Tarn Island"]


@settings(max_examples=80, deadline=None)
@given(HOSTILE, URLS, st.integers(0, 30), st.booleans())
def test_a_home_tab_of_anything_is_one_slack_takes(text: str, url: str | None, number: int, may_edit: bool) -> None:
    later = NOW + timedelta(hours=5)
    page = HomePage(
        upcoming=(Upcoming("daily", text or "Daily", "C1", later, "07:30", 7, audio=True),) * (3 * number),
        past=(Past(text, NOW, "delivered"),) * number,
        saved=(Saved("a" * 16, text, url, NOW),) * number,
        muted=(Muted("daily", text[:200], "U1", NOW),) * number,
        may_edit=may_edit,
        at=NOW,
    )
    assert check_view(home_view(page)) == []


@settings(max_examples=50, deadline=None)
@given(HOSTILE, st.integers(1, 20), st.booleans())
def test_a_form_of_anything_is_one_slack_takes(text: str, length: int, audio: bool) -> None:
    digest = Upcoming("daily", text or "Daily", "C1", None, "07:30", length, audio=audio, topics=text[:200].strip())
    assert check_view(settings_view(digest)) == []


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        ({"hour": "07:30", "length": "7", "audio": "yes", "topics": ""}, set()),
        ({"hour": "7:30", "length": "0", "audio": "maybe", "topics": "x" * 201}, {"hour", "length", "audio", "topics"}),
        ({"hour": "24:00", "length": "21", "audio": "no"}, {"hour", "length"}),
        ({"hour": "٠٧:٣٠", "length": "٧", "audio": "no"}, {"hour", "length"}),
        ({"hour": "07:30", "length": "20", "audio": "no", "topics": "x" * 200}, set()),
        ({}, {"hour", "length", "audio"}),
    ],
)
def test_a_form_is_checked_field_by_field(form: dict[str, str], wrong: set[str]) -> None:
    assert set(settings_errors(form)) == wrong


@pytest.mark.parametrize("audio", [True, False])
@pytest.mark.parametrize("length", [4, 7])
def test_the_form_is_filled_in_with_what_holds_now(audio: bool, length: int) -> None:
    digest = Upcoming("daily", "Daily", "C1", None, "06:45", length, audio=audio, topics="ferries, bridges")
    view = settings_view(digest)
    told = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert told["hour"]["initial_time"] == "06:45"
    assert told["length"]["initial_option"]["value"] == str(length)
    assert [option["value"] for option in told["length"]["options"]] == (
        ["3", "4", "5", "7", "10", "15"] if length == 4 else ["3", "5", "7", "10", "15"]
    )
    assert told["audio"]["initial_option"]["value"] == ("yes" if audio else "no")
    assert told["topics"]["initial_value"] == "ferries, bridges"
    assert [told[name].get("optional", False) for name in told] == [False] * 4
    assert [block["optional"] for block in view["blocks"] if block["type"] == "input"] == [False, False, False, True]


def test_topics_typed_without_spaces_open_again_in_the_form() -> None:
    typed = ",".join(f"{word:x<15}" for word in "abcdefghijkl")[:200]
    digest = Upcoming("daily", "Daily", "C1", None, "07:30", 7, audio=True, topics=", ".join(split_topics(typed)))
    (topics,) = [block for block in settings_view(digest)["blocks"] if block.get("block_id") == "topics"]
    assert (len(digest.topics) > 200, topics["element"]["initial_value"]) == (True, typed)
    assert check_view(settings_view(digest)) == check_view(no_settings_view()) == []


def test_the_home_tab_names_the_digests_that_come_first_and_how_many_more_there_are() -> None:
    upcoming = tuple(
        Upcoming(f"d{n}", f"Digest {n}", "C1", NOW + timedelta(hours=50 - n), "07:30", 7, audio=True) for n in range(40)
    )
    blocks = home_view(HomePage(upcoming, (), (), (), may_edit=True, at=NOW))["blocks"]
    assert blocks[1]["elements"][0]["elements"][0]["text"] == "Digest 39: "
    assert "And 10 more digests, later." in str(blocks)


def test_a_button_without_a_value_has_none() -> None:
    (row,) = [
        block
        for block in compose_answer(Reply("x", buttons=(Button("a", "Do it"),)))["blocks"]
        if block["type"] == "actions"
    ]
    assert row["elements"] == [
        {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "Do it", "emoji": False}}
    ]
