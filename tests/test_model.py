"""What a reader calls the place an article comes from."""

from dataclasses import replace

import pytest

from tests.builders import article

ARTICLE = article("The ferry sails again.", source="Inbox")


@pytest.mark.parametrize(
    ("file", "shown"),
    [
        ("ferry one.txt", "ferry one"),
        ("ferry_sails-again.html", "ferry sails again"),
        ("2026-03-04-ferry.md", "2026-03-04 ferry"),
        ("k%C3%B6ln_heute.eml", "köln heute"),
        ("defaced.txt", "defaced"),
        ("012_ferry_3451be296af6a87b.txt", "012 ferry"),
        ("000_3451be296af6a87b.txt", "Inbox 000"),
        ("3451be296af6a87b.txt", "Inbox"),
    ],
)
def test_a_file_is_called_by_its_words_or_by_its_source_and_number(file: str, shown: str) -> None:
    assert replace(ARTICLE, url=f"file:///articles/{file}").origin == shown


def test_anything_from_the_web_is_called_by_its_source() -> None:
    assert ARTICLE.origin == "Inbox"
