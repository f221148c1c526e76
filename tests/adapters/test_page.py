"""The page that shows a digest as Slack would."""

import html
import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from digest_bot.chats.page import render_page
from digest_bot.chats.slack_blocks import compose
from digest_bot.model import Audio, Chapter
from tests.builders import FERRY, TWO_STORIES, digest, story

SOUND = Audio(b"", 75.0, (Chapter("Ferry & more", 4.25, 40.0), Chapter("Bridge", 40.0, 75.0)), (), "silent")


class Reader(HTMLParser):
    """What a browser makes of a page: the text, and every tag that was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_the_page_shows_the_message_and_its_thread() -> None:
    text = " ".join(read(render_page(compose(TWO_STORIES), title="Daily digest")).text)
    assert "Daily digest · Tuesday 24 November" in text
    assert "2 replies" in text
    assert "Everyone was brought ashore by midnight, the coast guard said." in text


def test_the_page_needs_nothing_from_elsewhere() -> None:
    page = render_page(compose(TWO_STORIES), title="Daily digest", audio=SOUND, audio_href="digest.mp3")
    loaded = [value for tag, attrs in read(page).tags for name, value in attrs.items() if name == "src"]
    assert loaded == ["digest.mp3"]
    assert "<script" not in page


def test_chapters_jump_to_their_second() -> None:
    page = render_page(compose(TWO_STORIES), title="t", audio=SOUND, audio_href="digest.mp3")
    assert '<a href="digest.mp3#t=4.2">0:04</a> Ferry &amp; more' in page
    assert "Listen (1:15)" in page


def test_a_digest_without_sound_says_why() -> None:
    page = render_page(compose(TWO_STORIES), title="t", silence="No voice works here.")
    assert "No voice works here." in page


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=300))
def test_a_hostile_headline_is_text_and_opens_no_tag(headline: str) -> None:
    plain = read(render_page(compose(digest(story("x", FERRY))), title="t")).tags
    page = render_page(compose(digest(story(headline, FERRY))), title="t")
    assert [tag for tag, _ in read(page).tags] == [tag for tag, _ in plain]
    assert html.unescape(re.sub(r"<[^>]*>", "", page)).count(headline) >= 1
