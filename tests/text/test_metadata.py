"""What a page says about itself; broken data cost a field, never the page."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from digest_bot.text.metadata import Metadata, parse_date, read_metadata


def read(head: str, body: str = "<p>x</p>") -> Metadata:
    return read_metadata(document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>"))


def linked(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


def test_linked_data_come_first() -> None:
    about = read(
        '<title>Bridge opens | Harbour Post</title><meta property="og:title" content="The bridge is open!">'
        + linked(
            '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Bridge opens after ten years",'
            '"author": [{"@type": "Person", "name": "Ann Lee"}, {"name": "Bo Ray"}],'
            '"datePublished": "2026-11-24T06:30:00+01:00"}'
        )
    )
    assert about.title == "Bridge opens after ten years"
    assert about.author == "Ann Lee, Bo Ray"
    assert about.published == datetime(2026, 11, 24, 5, 30, tzinfo=UTC)


def test_meta_elements_do_as_well() -> None:
    about = read(
        '<meta property="og:title" content="Bridge opens"><meta name="author" content="Ann Lee">'
        '<meta property="article:published_time" content="2026-11-24"><meta name="description" content="A new way.">'
    )
    assert about == Metadata("Bridge opens", "Ann Lee", datetime(2026, 11, 24, tzinfo=UTC), "A new way.")


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Bridge opens | Harbour Post</title>", "", "Bridge opens"),
        ("<title>Bridge opens - Harbour Post</title>", "<h1>The bridge opens</h1>", "The bridge opens"),
        ("<title>Bridge opens – Harbour Post</title>", "<h1>One</h1><h1>Two</h1>", "Bridge opens"),
        ("", "", ""),
    ],
)
def test_a_title_without_the_name_of_the_site(head: str, body: str, title: str) -> None:
    assert read(head, f"<p>x</p>{body}").title == title


@pytest.mark.parametrize(
    "json",
    [
        "",
        "{",
        "null",
        '"text"',
        "[[[[[[1]]]]]]",
        '{"@type": "NewsArticle"}',
        '{"@type": "NewsArticle", "headline": 7, "author": {"name": 3}, "datePublished": [], "articleBody": 5}',
        '{"@graph": 3}',
        "[" * 100_000,
        '{"@type":"NewsArticle","author":' + '{"name":"a' * 15_000,
    ],
    ids=lambda json: json[:30],
)
def test_broken_linked_data_change_nothing(json: str) -> None:
    assert read("<title>Bridge opens</title>" + linked(json)) == Metadata("Bridge opens")


def test_the_text_that_a_page_states_is_kept_for_want_of_a_better_one() -> None:
    json = '{"@type": "NewsArticle", "headline": "H", "articleBody": "One &amp; two.\\n Three. "}'
    assert read(linked(json)).stated == "One & two.\nThree."
    closed = json.replace('"headline"', '"isAccessibleForFree": "False", "headline"')
    assert read(linked(closed)).stated == ""
    assert read(linked(closed)).closed


@pytest.mark.parametrize(
    "json",
    [
        '<!-- {"@type": "NewsArticle", "articleBody": "One. Two."} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "articleBody": "One. Two."}\n//]]>',
        '{"@type": ["Thing", "OpinionNewsArticle"], "articleBody": "One. Two."};',
        '{"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "H", "articleBody": "One. Two."}}',
        '{"@type": "Report", "articleBody": "<p>One. <b>Two.</b></p>"}',
    ],
)
def test_what_stands_around_the_data_does_not_hide_them(json: str) -> None:
    assert read(linked(json)).stated == "One. Two."


def test_a_statement_with_a_script_in_it_is_not_trusted() -> None:
    json = '{"@type": "Article", "headline": "H", "articleBody": "One. <script>x<\\/script> Two."}'
    assert read(linked(json)).stated == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-24", datetime(2026, 11, 24, tzinfo=UTC)),
        ("2026-11-24T06:30:00Z", datetime(2026, 11, 24, 6, 30, tzinfo=UTC)),
        ("2026-11-24T06:30:00-05:00", datetime(2026, 11, 24, 11, 30, tzinfo=UTC)),
        ("Tue, 24 Nov 2026 06:30:00 GMT", datetime(2026, 11, 24, 6, 30, tzinfo=UTC)),
        ("yesterday", None),
        ("0001-01-01T00:00:00+23:59", None),
        ("9999-99-99", None),
        ("", None),
        (None, None),
        (20261124, None),
    ],
)
def test_a_date_is_aware_or_none(text: object, expected: datetime | None) -> None:
    assert parse_date(text) == expected


@given(text=st.text(max_size=70))
def test_any_text_is_a_date_or_none(text: str) -> None:
    moment = parse_date(text)
    assert moment is None or moment.tzinfo is UTC
