"""Captions of pictures, told by the credit in them or beside them."""

import pytest

from digest_bot.text.boilerplate import look
from digest_bot.text.captions import sure_captions
from digest_bot.text.clean import clean_text
from digest_bot.text.passages import read_passages

BODY = "The harbour bridge of Lindholm will close for nine weeks, and the ferry will sail every ten minutes instead."
MORE = "Engineers found cracks in its northern tower last autumn, and a builder from Haverby is to mend them by May."


def sure(*lines: str) -> list[int]:
    return sorted(set(sure_captions(look(read_passages("\n\n".join(lines))))))


@pytest.mark.parametrize(
    "lines",
    [
        ("Photo: Ann Lee/Harbour Post", "The bridge at dawn with the first ferry"),
        ("The bridge at dawn with the first ferry", "Photo: Ann Lee/Harbour Post"),
        ("Getty Images", "The bridge at dawn with the first ferry"),
        ("Open this photo in gallery:", "The bridge at dawn, with the first ferry.", "ANN LEE/Harbour Post"),
    ],
)
def test_a_caption_goes_with_the_credit_beside_it(lines: tuple[str, ...]) -> None:
    texts = [paragraph.text for paragraph in clean_text("\n\n".join((BODY, *lines, MORE))).paragraphs]
    assert texts == [BODY, MORE]


def test_a_sentence_that_ends_in_a_credit_is_a_caption() -> None:
    assert sure(BODY, "The bridge was closed on Monday. Photograph: Ann Lee/Harbour Post", MORE) == [1]


def test_a_short_heading_below_a_credit_is_none() -> None:
    assert sure(BODY, "Photo: Ann Lee/Harbour Post", "What happens next", MORE) == [1]


def test_the_first_half_of_a_cut_sentence_above_a_credit_is_none() -> None:
    assert sure("The minister was quoted by the state", "Photo: Ann Lee/Harbour Post", "news agency of Tarnby.") == [1]


def test_a_sentence_below_a_credit_is_none() -> None:
    assert sure("Photo: Ann Lee/Harbour Post", BODY, MORE) == [0]


def test_the_owner_of_an_image_below_a_caption_tells_it() -> None:
    assert 1 in sure(BODY, "The bridge of Old Sarn at dawn", "IMAGE SOURCE, UNIVERSITY OF OLD SARN", MORE)
