"""What `/digest …` means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_bot.commands import (
    EXAMPLES,
    MAX_URLS,
    MAX_WORDS,
    Command,
    Verb,
    help_lines,
    nearest,
    normalise,
    parse_command,
    progress,
)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("", Command(Verb.TODAY)),
        ("   ", Command(Verb.TODAY)),
        ("``", Command(Verb.TODAY)),
        ("today", Command(Verb.TODAY)),
        ("harbour bridge", Command(Verb.TOPIC, "harbour bridge")),
        ("topic search engines", Command(Verb.TOPIC, "search engines")),
        ("next generation chips", Command(Verb.TOPIC, "next generation chips")),
        ("next", Command(Verb.NEXT)),
        ("NEXT", Command(Verb.NEXT)),
        ("help", Command(Verb.HELP)),
        ("--help", Command(Verb.HELP)),
        ("?", Command(Verb.HELP)),
        ("sources", Command(Verb.SOURCES)),
        ("listen", Command(Verb.LISTEN)),
        ("listen harbour bridge", Command(Verb.LISTEN, "harbour bridge")),
        ("search  ferry   tarn ", Command(Verb.SEARCH, "ferry tarn")),
        ("mute “City Wire”", Command(Verb.MUTE, "City Wire")),
        ("unmute City Wire", Command(Verb.UNMUTE, "City Wire")),
        ("why Ferry runs aground", Command(Verb.WHY, "Ferry runs aground")),
    ],
)
def test_a_command_is_understood(text: str, command: Command) -> None:
    assert parse_command(text) == command


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://paper.example/a?b=1&amp;c=2", "https://paper.example/a?b=1&c=2"),
        ("<https://paper.example/a|the story>", "https://paper.example/a"),
        ("&lt;https://paper.example/a|the story&gt;", "https://paper.example/a"),
        ("`http://127.0.0.1`", "http://127.0.0.1"),
        ("paper.example/story", "https://paper.example/story"),
        ("www.paper.example", "https://www.paper.example"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("(https://paper.example/x)", "https://paper.example/x"),
        ("//127.0.0.1/", "//127.0.0.1/"),
        ("page https://paper.example/", "https://paper.example/"),
        ("look at https://paper.example/x, please", "https://paper.example/x"),
    ],
)
def test_an_address_is_found_and_left_to_the_door_to_judge(text: str, url: str) -> None:
    assert parse_command(text) == Command(Verb.PAGE, urls=(url,))


def test_of_five_hundred_addresses_five_are_read_and_the_rest_is_counted() -> None:
    text = " ".join(f"https://paper.example/{number}" for number in range(500))
    command = parse_command(text)
    assert (len(command.urls), command.left_out) == (MAX_URLS, 495)


def test_mentions_of_people_and_channels_are_no_addresses() -> None:
    assert parse_command("<@U123|ann> <#C1|news> <!here>").verb is Verb.TOPIC


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("serach ferry", "Did you mean `/digest search ferry`? If it is a topic: `/digest topic serach ferry`"),
        ("hlep", "Did you mean `/digest help`? If it is a topic: `/digest topic hlep`"),
        ("mut", "Did you mean `/digest mute City Wire`? If it is a topic: `/digest topic mut`"),
        ("source", "Did you mean `/digest sources`? If it is a topic: `/digest topic source`"),
        ("search", "Search for what? For example: `/digest search ferry`"),
        ("mute", "Mute which source? For example: `/digest mute City Wire`"),
        ("page ferry", "That is no web address. Try `/digest https://paper.example/story`"),
        ("x" * 300, "That is too long: give at most 200 characters. For example: `/digest harbour bridge`"),
    ],
)
def test_what_is_unclear_gets_the_nearest_command_and_an_example(text: str, hint: str) -> None:
    command = parse_command(text)
    assert (command.verb, command.hint) == (Verb.UNCLEAR, hint)


@pytest.mark.parametrize("topic", ["text editors", "news", "hell", "cute cats", "who is there", "pages of history"])
def test_a_topic_that_only_looks_a_little_like_a_command_is_a_topic(topic: str) -> None:
    parsed = parse_command(topic)
    assert parsed.verb in (Verb.TOPIC, Verb.UNCLEAR)
    assert parsed.verb is Verb.TOPIC or f"`/digest topic {topic}`" in parsed.hint


@given(st.text(max_size=300))
def test_nothing_that_can_be_typed_raises_or_grows(text: str) -> None:
    command = parse_command(text)
    assert len(command.words) <= 8000
    assert (command.verb is Verb.UNCLEAR) == bool(command.hint)


def test_forty_kilobytes_are_refused_in_words() -> None:
    assert parse_command("harbour " * 5000).verb is Verb.UNCLEAR


def test_two_texts_that_differ_in_case_and_spaces_are_one() -> None:
    assert normalise("  Harbour   BRIDGE ") == normalise("“harbour bridge”")


def test_the_help_names_every_command() -> None:
    assert len(help_lines()) == len(EXAMPLES) == len(Verb) - 1


@pytest.mark.parametrize(("name", "found"), [("city wire", "City Wire"), ("city", "City Wire"), ("wire", "City Wire"),
                                             ("post", None), ("nobody", None), ("", None)])  # fmt: skip
def test_a_source_is_named_by_any_part_that_is_not_ambiguous(name: str, found: str | None) -> None:
    assert nearest(name, ["City Wire", "Harbour Post", "Evening Post"]) == found


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "Making today's digest so far …"),
        ("harbour bridge", "Looking for harbour bridge …"),
        ("https://paper.example/1", "Reading paper.example …"),
        ("https://paper.example/1 https://paper.example/2", "Reading 2 pages …"),
        ("listen", "Making it; the spoken version follows …"),
        ("next", ""),
        ("mute City Wire", ""),
    ],
)
def test_longer_work_is_announced_in_one_line(text: str, line: str) -> None:
    assert progress(parse_command(text)) == line


@pytest.mark.parametrize("length", [MAX_WORDS, MAX_WORDS + 1])
def test_a_topic_may_be_as_long_as_that_and_no_longer(length: int) -> None:
    assert (parse_command("x" * length).verb is Verb.TOPIC) is (length == MAX_WORDS)
