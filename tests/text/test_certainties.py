"""What is certainly no part of an article."""

import pytest

from digest_bot.text.certainties import is_image_note, is_never_text, is_no_caption, pitches

BODY = "The harbour bridge of Lindholm will close for nine weeks, and the ferry will sail every ten minutes instead."


@pytest.mark.parametrize(
    "text",
    [
        "https://courier.example/2026/03/crane",
        "https://courier.example/2026/03/crane Page 2 of 3",
        "The post Bridge to close appeared first on Varholm Courier.",
        "Image caption, The bridge was built in 1911",
        "Dorothea Lantz is a columnist in Lindholm. The views expressed here are her own.",
        "View this email in your browser [https://courier.example/v/1]",
        "You’re receiving this newsletter because you signed up at courier.example.",
        "By subscribing you agree to our terms and to the processing of your data.",
        "Correction: An earlier version of this article misstated the age of the crane.",
        "This story was updated on 4 March 2026 to add the council’s answer.",
        "Sponsored",
    ],
)
def test_some_passages_are_never_text(text: str) -> None:
    assert is_never_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "The post was filled first on Monday by a newcomer from Haverby.",
        "See https://courier.example for the plans, the council said.",
        "View online sales as a threat, the shops of Lindholm say.",
        "By subscribing early, you save a third, the theatre of Haverby promises its guests.",
        "This story has been told in Haverby for three hundred years.",
        "Sponsored children of the town wrote letters to the council.",
        "Anna Lantz is a fisher. She has the views of a fisher, and she expressed them.",
    ],
)
def test_sentences_that_look_like_them_are_text(text: str) -> None:
    assert not is_never_text(text)


def test_an_offer_goes_from_its_heading_to_its_button() -> None:
    texts = [BODY, "Subscribe to the Lindholm Review", "A world of wonder awaits you, every single day!", "Subscribe"]
    assert list(pitches(texts)) == [1, 2, 3]


def test_text_between_two_offers_is_not_one() -> None:
    assert list(pitches([BODY, "Sign up for our newsletter", BODY, "Subscribe"])) == []


def test_an_offer_without_a_button_ends_nowhere() -> None:
    assert list(pitches([BODY, "Subscribe to the Lindholm Review", "Something else happened in Tarnby."])) == []


def test_a_byline_is_no_caption() -> None:
    assert is_no_caption("By Dorothea Lantz | 27 February 2026")
    assert not is_no_caption("AP Images")


def test_a_line_that_names_the_owner_of_an_image_is_known() -> None:
    assert is_image_note("IMAGE SOURCE, UNIVERSITY OF OLD SARN")
    assert not is_image_note("Image sources of the museum, among them four etchings, were stolen.")
