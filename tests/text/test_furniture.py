"""Kinds of page furniture: the phrases and shapes that tell them, and sentences that only look alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_bot.text.furniture import KINDS, find_kinds, is_page_number
from digest_bot.text.phrases import find_phrases


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("credit", "Photo: Ann Lee/Harbour Post"),
        ("credit", "AFP/Getty Images"),
        ("credit", "Courtesy of the museum"),
        ("agency_end", "The minister at the bridge on Monday. (Photo by Ann Lee/AP)"),
        ("caption", "A view of the bridge in Geneva"),
        ("caption", "The minister (left) is seen in Geneva"),
        ("byline", "By Ann Lee"),
        ("byline", "Bo Ray | 24 November 2026"),
        ("byline", "Staff writer"),
        ("time", "Updated 24 November"),
        ("time", "3 hours ago"),
        ("related", "Read more: the bridge in pictures"),
        ("related", "You may also like"),
        ("related", "Читайте также"),
        ("advert", "Advertisement"),
        ("advert", "Story continues below"),
        ("end", "Bo Ray contributed to this report."),
        ("end", "Ann Lee is a senior political reporter at the Harbour Post."),
        ("end", "12 comments"),
        ("end", "(c) 2026 Harbour Post"),
        ("end", "© 2026 Harbour Post"),
        ("offer", "Sign up for our newsletter"),
        ("offer", "Get our app"),
        ("share", "Share on Facebook"),
        ("share", "E-mail"),
        ("legal", "Terms & conditions"),
        ("legal", "Privacy policy"),
        ("navigation", "What’s included"),
        ("navigation", "Back to top"),
        ("address", "https://post.example/1"),
        ("address", "ann@post.example"),
        ("address", "See post.com for details"),
        ("date", "24 November 2026"),
        ("date", "2026-11-24"),
        ("clock", "At 4:30 p.m."),
    ],
)
def test_a_kind_is_known_by_what_it_says(kind: str, text: str) -> None:
    assert kind in find_kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "The minister said on Monday that the bridge would open.",
        "Ferries will run until summer, the authority said.",
        "Prices rose by 3.5 percent.",
        "She was a doctor in Bonn.",
        "The unsharedness of it all.",
    ],
)
def test_a_sentence_of_news_has_none(text: str) -> None:
    assert find_kinds(text) == {}


def test_phrases_of_one_kind_are_counted_without_overlap() -> None:
    assert find_phrases("Share on Facebook, Twitter and Reddit") == {"share": 4}
    assert find_phrases("Copy link, copy URL") == {"share": 2}
    assert find_phrases("") == {}


def test_a_phrase_that_opens_a_text_counts_only_there() -> None:
    assert "related" in find_phrases("» Related stories")
    assert "related" not in find_phrases("The two cases are related, police said")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("7", True), ("Page 3 of 12", True), ("- 4 -", True), ("3/12", True), ("1984", False), ("a", False)],
)
def test_page_numbers(text: str, expected: bool) -> None:
    assert is_page_number(text) == expected


@given(text=st.text(max_size=300))
def test_any_text_has_known_kinds(text: str) -> None:
    found = find_kinds(text)
    assert found.keys() <= set(KINDS)
    assert all(count > 0 for count in found.values())
