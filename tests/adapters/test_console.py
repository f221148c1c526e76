"""What a terminal gets to see: words, and nothing that steers it."""

from dataclasses import replace

import pytest

from digest_bot.chats.console import printable, render
from digest_bot.model import Digest, Skipped, SkipReason
from tests.builders import FERRY, TWO_STORIES, digest, story


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ferry \x1b[2J aground", "Ferry [2J aground"),
        ("a\x9b31mb\x00c\x07\u202e", "a31mbc"),
        ("10\u00a0km\u2009away\tand\r\nback", "10 km away and \nback"),
    ],
)
def test_a_terminal_cannot_be_steered_and_no_words_run_together(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize("width", [30, 60, 96])
def test_a_digest_fits_the_terminal_but_for_its_addresses(width: int) -> None:
    lines = [line for line in render(TWO_STORIES, width=width).splitlines()[2:] if "http" not in line]
    assert max(map(len, lines)) <= width


@pytest.mark.parametrize("told", [digest(), digest(story("A", FERRY))])
def test_a_source_that_failed_is_named_with_the_reason(told: Digest) -> None:
    why = "news.example could not be reached."
    failed = (
        Skipped("City Wire", SkipReason.SOURCE_FAILED, why),
        Skipped("Post", SkipReason.TOO_SHORT, "It has only 3 words."),
    )
    shown = render(replace(told, skipped=failed))
    assert shown.endswith(f"\n\nCity Wire could not be read: {why}\n")
    assert "only 3 words" not in shown
