"""Halves of a paragraph are put together where something was taken out between them, and nowhere else."""

import pytest

from digest_bot.text.mending import breaks_off, mend
from digest_bot.text.passages import Passage


def passage(text: str) -> Passage:
    return Passage(text, ((0, len(text)),))


def mended(*texts: str | None, closed: frozenset[int] = frozenset()) -> list[str]:
    return [paragraph.text for paragraph in mend([None if text is None else passage(text) for text in texts], closed)]


def test_a_half_in_lower_case_goes_on() -> None:
    assert mended("The bridge of Lindholm will close", None, "for nine weeks.") == [
        "The bridge of Lindholm will close for nine weeks."
    ]


def test_a_half_with_a_capital_goes_on_when_the_first_was_surely_cut() -> None:
    first = "The bridge will close. That was reported by the state news agency of the"
    assert mended(first, None, "Tarnby Republic.") == [f"{first} Tarnby Republic."]


def test_a_phrase_that_may_be_a_caption_stays_alone() -> None:
    caption = "A farmer looks at a dry ditch on the eastern shore of the lake"
    assert mended(caption, None, "“Nobody wants that,” she said.") == [caption, "“Nobody wants that,” she said."]


def test_nothing_goes_on_from_a_closed_passage() -> None:
    post = "The bridge is shut. Take the ferry and see you on the other"
    assert mended(post, None, "Tarnby wept.", closed=frozenset((0,))) == [post, "Tarnby wept."]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("He went to the", True),
        ("Said so. And then he went", True),
        ("In the year 1911,", True),
        ("A farmer looks at a ditch", False),
        ("", False),
    ],
)
def test_a_text_breaks_off_where_a_word_is_missing(text: str, *, cut: bool) -> None:
    assert breaks_off(text) is cut
