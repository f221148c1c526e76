"""Boxes that their label tells, and labels below which the article goes on."""

import pytest

from digest_bot.text.boilerplate import Seen, look
from digest_bot.text.boxes import boxes, pitches
from digest_bot.text.passages import read_passages

BODY = "The harbour bridge of Lindholm will close for nine weeks, and the ferry will sail every ten minutes instead."
MORE = "Engineers found cracks in its northern tower last autumn, and a builder from Haverby is to mend them by May."


def seen(*lines: str) -> list[Seen]:
    return look(read_passages("\n\n".join(lines)))


def test_an_offer_goes_from_its_heading_to_its_button() -> None:
    texts = seen(BODY, "Subscribe to the Lindholm Review", "A world of wonder awaits you, every day!", "Subscribe")
    assert list(pitches(texts)) == [1, 2, 3]


def test_text_between_two_offers_is_not_one() -> None:
    assert list(pitches(seen(BODY, "Sign up for our newsletter", BODY, "Subscribe"))) == []


def test_an_offer_without_a_button_ends_nowhere() -> None:
    texts = seen(BODY, "Subscribe to the Lindholm Review", "Something else happened in Tarnby.")
    assert list(pitches(texts)) == []


def test_key_points_go_when_the_text_says_them() -> None:
    texts = seen("Key points", "The bridge will close for nine weeks.", "Cracks were found last autumn", BODY, MORE)
    assert list(boxes(texts)) == [0, 1, 2]


def test_a_key_point_that_says_something_new_stays() -> None:
    texts = seen("Key points", "A second bridge has been closed by 40 guards in Tarnby.", BODY, MORE)
    assert list(boxes(texts)) == []


@pytest.mark.parametrize("label", ["At a glance", "What you need to know"])
def test_facts_at_a_glance_stay_when_the_text_lacks_one(label: str) -> None:
    assert list(boxes(seen(BODY, label, "The bridge will close", "Height: 41 metres", MORE))) == []
    assert list(boxes(seen(BODY, label, "The bridge will close", "Cracks in its tower", MORE))) == [1, 2, 3]


def test_key_points_without_a_text_below_are_the_text() -> None:
    assert list(boxes(seen(BODY, MORE, "Summary", "The bridge will close for nine weeks."))) == []


def test_a_poll_goes_down_to_its_last_button() -> None:
    texts = seen(BODY, "Poll", "Should the bridge close?", "Yes", "No", "Vote", "See results", MORE)
    assert list(boxes(texts)) == [1, 2, 3, 4, 5, 6]


def test_a_heading_of_one_word_is_no_poll() -> None:
    assert list(boxes(seen(BODY, "Poll", "Should the bridge close?", MORE))) == []


def test_headlines_below_a_label_go_and_a_question_is_one() -> None:
    texts = seen(BODY, "Don’t miss", "Why do bridges crack?", "Ferry gets a new captain", MORE)
    assert list(boxes(texts)) == [1, 2, 3]


def test_a_sentence_is_no_label() -> None:
    assert list(boxes(seen(BODY, "More on this will be decided in March.", "A vote", MORE))) == []


def test_the_portrait_of_a_company_goes() -> None:
    portrait = "Crane Works is a leading builder of cranes. For more information, visit www.crane.example."
    assert list(boxes(seen(BODY, MORE, "About Crane Works", portrait))) == [2, 3]


def test_a_part_about_something_is_no_portrait() -> None:
    told = "Crane Works was founded in 1911 by a fisher, and it built the bridge that is now to be closed."
    assert list(boxes(seen(BODY, MORE, "About Crane Works", told))) == []


def test_a_press_contact_goes_with_its_address() -> None:
    texts = seen(BODY, MORE, "Media contact:", "Pia Storm", "press@crane.example", "Lindholm")
    assert list(boxes(texts)) == [2, 3, 4, 5]


def test_a_contact_without_an_address_is_a_heading() -> None:
    assert list(boxes(seen(BODY, "Contact", MORE))) == []


def test_who_wrote_it_goes_unless_the_text_is_about_them() -> None:
    about = "Pia Storm is a reporter at The Lindholm Review."
    assert list(boxes(seen(BODY, MORE, about))) == [2]
    told = "Pia Storm told the court on Monday that she had seen the cracks two years ago from her window."
    assert list(boxes(seen(BODY, told, about))) == []


def test_a_byline_stands_above_the_first_sentence() -> None:
    assert list(boxes(seen("By Pia Storm", BODY, MORE))) == [0]
    assert list(boxes(seen(BODY, "By Pia Storm", MORE))) == []
