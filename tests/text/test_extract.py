"""The article of a page, a mail or a text: all of it, nothing around it, in bounded time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_bot.model import Document, Skipped
from digest_bot.text.article import read_article
from digest_bot.text.extract import Extract, extract, extract_text
from tests.builders import NOW

STORY = (
    "The minister said on Monday that the new bridge over the river would open in March after ten years of work.",
    "It has cost twice as much as was planned in 2016, when the first stone was laid by the former mayor.",
    "Ferries will go on running until the summer, the port authority said in a statement to the Harbour Post.",
    "Fishermen had protested against the closing of the eastern channel for several weeks without success.",
    "A second bridge, further to the north, is to be finished by the end of the decade if the money lasts.",
    "Engineers praised the quality of the steel, which was made in the town itself, in the mill on the hill.",
)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def document(body: bytes, media_type: str) -> Document:
    return Document("Post", body, media_type, NOW)


PAGE = f"""<!doctype html><html><head><title>Bridge opens | Post</title><style>p {{ color: red }}</style>
<script>var advertisement = "Buy now";</script></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><header><h1>Bridge opens</h1></header>
<article>{paragraphs(*STORY[:3])}<aside><p>Read more: the bridge in pictures, from the first stone on.</p></aside>
{paragraphs(*STORY[3:])}</article>
<div class="comments"><p>I do not like this bridge at all, said a reader, and I never will, whatever they say.</p></div>
<footer><p>© 2026 Harbour Post. All rights reserved. Terms of use. Privacy policy.</p></footer></body></html>"""


def test_the_article_and_nothing_around_it() -> None:
    assert [line for line in extract_text(PAGE).splitlines() if line != "Bridge opens"] == list(STORY)


@pytest.mark.parametrize("control", ["\x01", "\x07", "\x1b[2J", "\x7f"])
def test_a_control_character_costs_a_page_nothing_but_itself(control: str) -> None:
    assert extract_text(PAGE.replace("bridge", f"br{control}idge")) == extract_text(
        PAGE.replace("bridge", f"br{control[1:]}idge")
    )


@pytest.mark.parametrize("tag", ["noscript", "template"])
def test_what_a_page_keeps_for_readers_without_scripts_is_read_for_want_of_more(tag: str) -> None:
    html = f"<html><body><div id='app'></div><{tag}><article>{paragraphs(*STORY)}</article></{tag}></body></html>"
    assert extract_text(html).splitlines() == list(STORY)
    assert extract_text(PAGE.replace("<footer>", f"<{tag}><p>{STORY[0]}</p></{tag}><footer>")) == extract_text(PAGE)


def test_the_parts_of_an_article_that_advertisements_tore_apart_come_together() -> None:
    parts = "".join(
        f'<div class="grid"><div class="body">{paragraphs(*STORY[at : at + 2])}</div></div><div class="ad">Ad</div>'
        for at in (0, 2, 4)
    )
    html = f'<html><body><article><div class="chunks">{parts}</div></article></body></html>'
    assert extract_text(html).splitlines() == list(STORY)


def test_a_text_without_paragraph_elements_is_found() -> None:
    html = f"<html><body><div id='story'>{'<br><br>'.join(STORY)}</div></body></html>"
    text = extract_text(html)
    assert all(sentence in text for sentence in STORY)


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        (paragraphs(*STORY[:2]), STORY[:2]),
        (f"{STORY[0]}<br><br>{STORY[1]}", STORY[:2]),
        (STORY[0], STORY[:1]),
        (f"<div>{STORY[0]}</div><div>{STORY[1]}</div>", STORY[:2]),
        (f"<blockquote>{STORY[0]}</blockquote><p>{STORY[1]}</p>", STORY[:2]),
        (f"<pre>{STORY[0]}\n{STORY[1]}</pre>", STORY[:2]),
        (f"<table><tr><td>{STORY[0]}</td><td>{STORY[1]}</td></tr></table>", STORY[:2]),
        (f"<p>{STORY[0]} <a href='/x'>{STORY[1]}</a></p>", (f"{STORY[0]} {STORY[1]}",)),
    ],
)
def test_the_fragments_that_feeds_carry_are_read_whole(fragment: str, expected: tuple[str, ...]) -> None:
    assert extract_text(fragment).splitlines() == list(expected)


def test_what_the_page_states_stands_in_where_the_page_shows_none() -> None:
    stated = " ".join(STORY)
    data = f'{{"@type": "NewsArticle", "headline": "Bridge opens", "articleBody": "{stated}"}}'
    html = f'<html><head><script type="application/ld+json">{data}</script></head><body><div></div></body></html>'
    assert extract_text(html) == stated


def test_a_page_gives_its_metadata_too() -> None:
    found = extract(document(PAGE.encode(), "text/html"))
    assert isinstance(found, Extract)
    assert (found.metadata.title, found.extracted) == ("Bridge opens", True)


def test_a_mail_gives_its_plain_body_and_its_head() -> None:
    mail = (
        "From: Ann Lee <ann@post.example>\r\nSubject: Bridge =?utf-8?q?=C3=B6pens?=\r\n"
        "Date: Tue, 24 Nov 2026 06:30:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + STORY[0]
    )
    found = extract(document(mail.encode(), "message/rfc822"))
    assert isinstance(found, Extract)
    assert (found.text, found.metadata.title, found.metadata.author) == (STORY[0], "Bridge öpens", "Ann Lee")


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"", "text/plain"),
        (b" \n\t", "text/html"),
        (b"", "message/rfc822"),
        (b"Subject: x\r\n\r\n", "message/rfc822"),
        (b"a" * 4_000_001, "text/plain"),
        (b"a" * 4_000_001, "text/html"),
    ],
    ids=["empty", "blank page", "no mail", "mail without text", "long text", "long page"],
)
def test_what_cannot_be_read_says_why(body: bytes, media_type: str) -> None:
    result = extract(document(body, media_type))
    assert isinstance(result, Skipped)
    assert result.detail.endswith(".")


HOSTILE = {
    "deep blocks": "<div>" * 50_000,
    "deep inline": "<b>" * 50_000,
    "attributes": "<p " + " ".join(f'a{n}=">"' for n in range(40_000)) + ">x",
    "bare attributes": "<p " + " ".join(f"a{n}" for n in range(40_000)) + ">x",
    "open tags": "<" * 200_000,
    "open comment": "<!--" * 50_000,
    "table": "<table>" + "<tr><td>a</td></tr>" * 20_000,
    "breaks": "a<br>" * 20_000,
    "hollow blocks": "<div><span></span></div>" * 40_000,
    "links": "<a href='/x'>one two three</a>" * 5_000,
    "broken data": '<script type="application/ld+json">{"@type":"NewsArticle","author":' + '{"name":"a' * 20_000,
    "nested data": '<script type="application/ld+json">' + "[" * 200_000,
    "one word": "x" * 500_000,
    "controls": "<p>\x00\x01\x02" * 1_000,
    "surrogate": "<p>\ud800" * 1_000,
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_is_read_in_time_or_left(html: str) -> None:
    assert isinstance(extract_text(f"<html><body>{html}"), str)


MARKUP = st.lists(
    st.one_of(
        st.sampled_from(
            ["<p>", "</p>", "<div class=a>", "</div>", "<a href='", "'>", "</a>", "<!--", "-->", "<table><td>"]
        ),
        st.sampled_from(
            ["<article>", "<br>", "&amp;", "&#0;", "<script>", "</script>", "<title>", "<svg>", "\x00", "<p a"]
        ),
        st.sampled_from(STORY),
        st.text(max_size=20),
    ),
    max_size=60,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(html=MARKUP)
def test_any_markup_gives_text(html: str) -> None:
    assert isinstance(extract_text(html), str)


@settings(max_examples=60, deadline=None)
@given(body=st.one_of(st.binary(max_size=300), MARKUP.map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_give_an_article_or_a_reason(body: bytes) -> None:
    for media_type in ("text/html", "text/plain", "message/rfc822"):
        result = read_article(document(body, media_type))
        assert isinstance(result, Skipped) or all(paragraph.text for paragraph in result.paragraphs)


@settings(max_examples=100, deadline=None)
@given(
    body=st.one_of(st.binary(max_size=400), MARKUP.map(lambda text: text.encode("utf-8", "replace"))),
    media_type=st.sampled_from(["text/html", "text/plain", "message/rfc822", "application/xhtml+xml", "image/png"]),
)
def test_any_bytes_give_text_or_a_reason(body: bytes, media_type: str) -> None:
    assert isinstance(extract(document(body, media_type)), Extract | Skipped)
