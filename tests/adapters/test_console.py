"""What a terminal gets to see: words, and nothing that steers it."""

import pytest

from digest_bot.chats.console import printable, render
from tests.builders import TWO_STORIES


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
