"""Single web pages, and the feeds they name."""

import time

import pytest

from digest_bot.errors import SourceError
from digest_bot.model import Document
from digest_bot.sources.page import Page, discover_feed
from digest_bot.web.door import Door
from tests.builders import NOW
from tests.loopback import Reply, answer, serving

ARTICLE = "<!DOCTYPE html><html><body><p>The ferry sails again.</p></body></html>"
BASE = "https://harbour.example/news/"


def read(reply: Reply) -> Document:
    with serving(reply) as server:
        (document,) = Page("Harbour", server.url + "/a", door=Door(allow=("127.0.0.1",))).read(now=NOW)
    assert isinstance(document, Document)
    return document


def refusal(reply: Reply) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(reply)
    return caught.value


def test_a_page_becomes_a_document() -> None:
    document = read(answer(ARTICLE, kind="text/html; charset=utf-8"))
    assert document.body == ARTICLE.encode()
    assert (document.source, document.media_type, document.charset) == ("Harbour", "text/html", "utf-8")
    assert document.received_at == NOW
    assert str(document.url).endswith("/a")


@pytest.mark.parametrize(
    ("kind", "body", "judged"),
    [
        ("text/plain", "The ferry sails again.", "text/plain"),
        ("text/plain", ARTICLE, "text/html"),
        ("application/xhtml+xml", ARTICLE, "text/html"),
        ("application/octet-stream", ARTICLE, "text/html"),
        ("", ARTICLE, "text/html"),
    ],
)
def test_the_kind_of_a_page_is_what_it_is_and_not_only_what_it_says(kind: str, body: str, judged: str) -> None:
    assert read(answer(body, kind=kind)).media_type == judged


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"\x00\x00\x00\x18ftypmp42",
        b"\x7fELF",
        b"a\x00\x01\x02\x00" * 40,
    ],
)
def test_a_file_that_calls_itself_a_page_is_refused(body: bytes) -> None:
    assert refusal(answer(body)).reason == "not_text"


@pytest.mark.parametrize("kind", ["image/png", "application/pdf", "video/mp4", "application/json"])
def test_a_type_that_is_no_text_is_refused(kind: str) -> None:
    error = refusal(answer("x", kind=kind))
    assert (error.reason, error.permanent) == ("not_text", True)


def test_a_feed_given_as_a_page_is_told_what_to_write() -> None:
    assert str(refusal(answer("<rss/>", kind="application/rss+xml"))) == (
        "This address is a feed; write feed = instead of page =."
    )


@pytest.mark.parametrize("body", ["", " \n\t "])
def test_an_empty_page_is_said(body: str) -> None:
    assert refusal(answer(body)).reason == "empty"


def test_a_missing_page_is_said() -> None:
    assert refusal(answer(status=404)).reason == "http_404"


def head(*links: str) -> bytes:
    return f"<html><head>{''.join(links)}</head><body></body></html>".encode()


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/feed">', "https://harbour.example/feed"),
        ('<LINK REL="Alternate" TYPE="application/atom+xml; charset=utf-8" HREF="a.xml">', BASE + "a.xml"),
        ('<link rel="alternate home" type="application/feed+json" href="//f.example/j">', "https://f.example/j"),
        (
            '<base href="/other/"><link rel=alternate type=application/rss+xml href=x>',
            "https://harbour.example/other/x",
        ),
        ('<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">', None),
        ('<link rel="alternate" type="application/rss+xml" href="">', None),
        ('<link rel="alternate" type="text/html" href="/de">', None),
        ('<link rel="stylesheet" type="application/rss+xml" href="/feed">', None),
        ('<!-- <link rel="alternate" type="application/rss+xml" href="/feed"> -->', None),
    ],
)
def test_a_page_names_its_feed(link: str, found: str | None) -> None:
    assert discover_feed(head(link), BASE) == found


def test_the_first_feed_is_the_one() -> None:
    links = [f'<link rel="alternate" type="application/rss+xml" href="/{name}">' for name in ("news", "comments")]
    assert discover_feed(head(*links), BASE) == "https://harbour.example/news"


@pytest.mark.parametrize("page", [b"", b"\x00\xff\xfe", b"<", b"<div>" * 60_000, b"<link " * 50_000])
def test_rubbish_names_no_feed_and_takes_no_time(page: bytes) -> None:
    began = time.thread_time()
    assert discover_feed(page, BASE) is None
    assert time.thread_time() - began < 1
