"""Labels, buttons and notices, told by their whole wording, and sentences that only begin like them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_bot.text.notices import is_signature, is_stamp, read_wording
from digest_bot.text.wordings import CLOSINGS, LABELS, SENTENCES


@pytest.mark.parametrize(
    "text",
    [
        "https://courier.example/2026/03/crane",
        "https://courier.example/2026/03/crane Page 2 of 3",
        "https://courier.example/2026/03/crane 2/3",
        "The post Bridge to close appeared first on Varholm Courier.",
        "Image caption, The bridge was built in 1911",
        "Dorothea Lantz is a columnist in Lindholm. The views expressed here are her own.",
        "View this email in your browser [https://courier.example/v/1]",
        "You’re receiving this newsletter because you signed up at courier.example.",
        "By subscribing you agree to our terms and to the processing of your data.",
        "Correction: An earlier version of this article misstated the age of the crane.",
        "This story was updated on 4 March 2026 to add the council’s answer.",
        "Sponsored",
        "ann.lee@courier.example",
        "@annlee",
        "+44 20 7946 0000",
        "[Photo: the crane at dawn]",
        "SOURCE Crane Works Ltd",
        "-ENDS-",
        "(al/dpa)",
        "1.2K shares",
        "84 Kommentare",
        "Lire aussi : La grue de Varholm",
        "Te puede interesar: La grúa de Varholm",
        "Читайте также: Кран в Вархольме",
        "Lees ook: De kraan van Varholm",
        "Sleep well on a Varholm bed. 20% off with the code CRANE20.",
    ],
)
def test_some_passages_are_notices(text: str) -> None:
    assert read_wording(text).notice


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
        "“Sign up now!”",
        "Read the letter aloud, the judge said.",
        "Paid for by the town, the crane was never used.",
        "Dieser Text wurde im Jahr 1204 geschrieben.",
        "14,000,000",
        "AP said so.",
    ],
)
def test_sentences_that_look_like_them_are_text(text: str) -> None:
    assert not read_wording(text).notice


@pytest.mark.parametrize(
    "text",
    [
        "Reporting by Ann Lee in Lindholm; Editing by Bo Ray",
        "(Reporting by Ann Lee)",
        "Post writers Ann Lee and Bo Ray contributed to this report.",
        "This article was originally published by Crane Wire.",
        "Copyright 2026 Crane Wire. All rights reserved.",
        "The views expressed are those of the author and do not necessarily reflect those of the Post.",
        "Read the original article.",
    ],
)
def test_an_article_closes_with_who_else_wrote_it(text: str) -> None:
    assert read_wording(text).closing


@pytest.mark.parametrize(
    "text",
    [
        "Reporting by hand took the clerks nine years.",
        "Three towns contributed to this report, the minister said.",
        "“The views expressed here are not necessarily mine,” she said, and nobody believed her.",
    ],
)
def test_what_sounds_like_it_is_no_closing(text: str) -> None:
    assert not read_wording(text).closing


@pytest.mark.parametrize(
    "text",
    [
        "Updated 14 Jul 2026 11.42 BST",
        "Published: July 14, 2026",
        "Tue 14 Jul 2026 11.42 BST",
        "14.07.2026, 11:42 Uhr",
        "Stand: 14.07.2026, 13:03 Uhr",
        "Mis à jour le 14 juillet 2026 à 13h03",
        "Actualizado 14 jul 2026 - 13:03 CEST",
        "Обновлено: 14.07.2026, 13:03",
        "12:01 PM · Jul 14, 2026 · 14.3K Views",
    ],
)
def test_a_time_alone_says_when_the_page_was_written(text: str) -> None:
    assert is_stamp(text)


@pytest.mark.parametrize(
    "text",
    ["July 14, 2026", "9:15 a.m.", "The last 24 hours", "In 2019", "Day 3", "Updated figures for 2026", "March 4", ""],
)
def test_a_heading_with_a_number_is_no_time_of_a_page(text: str) -> None:
    assert not is_stamp(text)


def test_a_post_is_signed_with_name_and_handle() -> None:
    assert is_signature("— Ann Lee (@annlee) March 4, 2026")
    assert is_signature("— Ann Lee (@annlee) 4. März 2026")
    assert is_signature("Ann Lee (@annlee) on X")
    assert not is_signature("The mayor wrote that the crane would stay (@annlee had asked) and closed the door.")


@pytest.mark.parametrize("table", [LABELS, SENTENCES, CLOSINGS], ids=["labels", "sentences", "closings"])
def test_every_wording_begins_with_whole_words(table: str) -> None:
    for line in table.replace("\\\n", "").strip().splitlines():
        rest = re.sub(r"^(?:#|[^\W_]+(?:\|[^\W_]+)*)", "", line.strip())
        assert not rest or rest[0] in " (-',:?[.\\/", line
        assert not rest.startswith(("?", "[^")), line
        re.compile(rest)


@given(st.text(min_size=1, max_size=200).filter(str.strip))
def test_any_text_is_judged(text: str) -> None:
    assert not any(read_wording(f"“{text}”"))
    assert len(read_wording(text)) == 2
