"""Feeds of every kind and in every state, on loopback."""

import json
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_bot.errors import SourceError
from digest_bot.model import Document, Skipped, SkipReason
from digest_bot.sources.entries import parse_feed
from digest_bot.sources.entry import Broken, Entry
from digest_bot.sources.feed import Feed
from digest_bot.sources.markup import one_line, plain_text
from digest_bot.text.article import read_article
from digest_bot.visits import Known
from digest_bot.web.door import Door
from tests.builders import NOW
from tests.loopback import Reply, Request, Server, answer, routes, serving

URL = "https://harbour.example/feed.xml"
SENTENCE = "The ferry to Northmoor sails again on Monday after nine weeks in the yard. "
LONG = f"<p>{SENTENCE * 10}</p>" * 3
PAGE = f"<html><body><article><h1>Ferry</h1>{LONG}</article></body></html>"


def item(title: str = "Ferry back", link: str = "https://harbour.example/1", **more: str) -> str:
    fields = {"title": title, "link": link, **more}
    return "<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in fields.items() if value) + "</item>"


def rss(*items: str) -> str:
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return (
        f'<?xml version="1.0"?><rss version="2.0" {spaces}><channel><title>Post</title>{"".join(items)}</channel></rss>'
    )


def atom(*entries: str) -> str:
    head = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title>'
    return head + "".join(f"<entry>{entry}</entry>" for entry in entries) + "</feed>"


def parse(feed: str | bytes, *, charset: str | None = None) -> list[Entry | Broken]:
    body = feed.encode() if isinstance(feed, str) else feed
    return list(parse_feed(body, url=URL, charset=charset))


def first(feed: str | bytes, *, charset: str | None = None) -> Entry:
    entry = parse(feed, charset=charset)[0]
    assert isinstance(entry, Entry)
    return entry


def refusal(feed: str | bytes) -> str:
    with pytest.raises(SourceError) as caught:
        parse(feed)
    return caught.value.reason


def outcome(feed: bytes) -> str:
    """`entries`, or the reason why there are none."""
    try:
        parse(feed)
    except SourceError as error:
        return error.reason
    return "entries"


@contextmanager
def site(
    feed: str | bytes, pages: dict[str, Reply] | None = None, *, kind: str = "application/xml"
) -> Iterator[Server]:
    """A server with a feed; `{site}` in the feed is its address."""
    replies = dict(pages or {})
    with serving(routes(replies)) as server:
        body = feed if isinstance(feed, bytes) else feed.replace("{site}", server.url).encode()
        replies["/feed"] = answer(body, kind=kind)
        yield server


def feed(server: Server, **options: Any) -> Feed:
    return Feed("Post", f"{server.url}/feed", door=Door(allow=(server.address,), timeout=60), **options)


def read(server: Server, **options: Any) -> list[Document | Skipped]:
    return list(feed(server, **options).read(now=NOW))


def titles(items: Sequence[Document | Skipped]) -> list[str | None]:
    return [item.title for item in items]


# What a feed says about an entry.


def test_an_rss_entry_says_everything() -> None:
    feed = rss(
        item(
            description="&lt;p&gt;It sails.&lt;/p&gt;",
            author="jo@post.example (Jo Li)",
            pubDate="Mon, 23 Nov 2026 07:00 +0100",
        )
    )
    when = datetime(2026, 11, 23, 6, tzinfo=UTC)
    assert first(feed) == Entry(
        "https://harbour.example/1", "Ferry back", "Jo Li", when, "<p>It sails.</p>", "<p>It sails.</p>"
    )


def test_an_atom_entry_says_everything() -> None:
    feed = atom(
        '<title>Ferry</title><link href="/1"/><author><name>Jo Li</name></author><author><name>Ed Ray</name></author>'
        "<updated>2026-11-23T06:00:00Z</updated><summary>Short.</summary>"
        '<content type="html">&lt;p&gt;A longer text.&lt;/p&gt;</content>'
    )
    when = datetime(2026, 11, 23, 6, tzinfo=UTC)
    assert first(feed) == Entry(
        "https://harbour.example/1", "Ferry", "Jo Li, Ed Ray", when, "<p>A longer text.</p>", "<p>Short.</p>"
    )


def test_an_rdf_entry_is_read() -> None:
    spaces = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    feed = (
        f"<rdf:RDF {spaces}><channel/><item><title>Ferry</title><link>http://harbour.example/1</link></item></rdf:RDF>"
    )
    assert (first(feed).title, first(feed).url) == ("Ferry", "http://harbour.example/1")


def test_a_json_feed_is_read() -> None:
    entries: list[object] = [
        {"title": "Ferry", "url": "/1", "content_text": "It <sails>.\nAgain.", "authors": [{"name": "Jo Li"}]},
        {"external_url": "https://o.example/", "content_html": "<p>x</p>", "summary": "y", "author": {"name": "Ed"}},
        {"title": "Nothing"},
        "rubbish",
        {"title": 7, "url": ["x"], "content_html": "z", "authors": "Jo", "date_modified": "2026-11-23T06:00:00Z"},
    ]
    feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": entries})
    when = datetime(2026, 11, 23, 6, tzinfo=UTC)
    paragraphs = "<p>It &lt;sails&gt;.</p><p>Again.</p>"
    assert parse(feed) == [
        Entry("https://harbour.example/1", "Ferry", "Jo Li", None, paragraphs, paragraphs),
        Entry("https://o.example/", "", "Ed", None, "<p>x</p>", "<p>y</p>"),
        Broken("Nothing", None, "This entry has neither a text nor an address."),
        Broken("", None, "This entry is broken and cannot be read."),
        Entry(None, "", None, when, "z", "z"),
    ]


@pytest.mark.parametrize(
    ("feed", "reason"),
    [("{}", "not_a_feed"), ('{"version": 1}', "not_a_feed"), ('{"a"', "parse_error"), ('{"a":' * 5000, "parse_error")],
)
def test_json_that_is_no_feed_is_said(feed: str, reason: str) -> None:
    assert refusal(feed) == reason


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("AT&amp;amp;T &amp;mdash; up", "AT&T — up"),
        ("AT&amp;T", "AT&T"),
        ("a &lt; b", "a < b"),
        ("<![CDATA[Tom &amp; <b>Jo</b>]]>", "Tom & Jo"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Hello", "Hello"),
        ("\n Two\n lines ", "Two lines"),
        ("x" * 2000, "x" * 1000),
    ],
)
def test_a_title_is_plain_words(written: str, read: str) -> None:
    assert first(rss(item(title=written))).title == read


def test_an_atom_title_of_type_text_stands_as_it_is_written() -> None:
    assert first(atom('<title>Use &lt;b&gt; here</title><link href="/1"/>')).title == "Use <b> here"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Jo Li", "Jo Li"),
        ("jo@post.example (Jo Li)", "Jo Li"),
        ("Jo Li &lt;jo@post.example&gt;", "Jo Li"),
        ("jo@post.example", None),
        ("&lt;b&gt;Jo&lt;/b&gt;", "Jo"),
        ("", None),
    ],
)
def test_an_author_is_a_name_without_a_mail_address(written: str, read: str | None) -> None:
    assert first(rss(item(**{"dc:creator": written}))).author == read


@pytest.mark.parametrize("date", ["yesterday", "", "0000-00-00", "Mon, 99 Foo 99999 99:99:99 +9999"])
def test_a_date_that_is_none_is_no_date(date: str) -> None:
    assert first(rss(item(pubDate=date))).published is None


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/1?a=1&amp;b=2", "https://harbour.example/1?a=1&b=2"),
        (" https://o.example/ü ", "https://o.example/%C3%BC"),
        ("javascript:alert(1)", None),
        ("file:///etc/hosts", None),
        ("http://jo:pw@o.example/", None),
    ],
)
def test_a_link_is_a_web_address_or_none(link: str, url: str | None) -> None:
    assert first(rss(item(link=link, description="x"))).url == url


def test_the_longest_text_is_the_text_and_the_summary_the_teaser() -> None:
    entry = first(rss(item(description="Short.", **{"content:encoded": "<![CDATA[<p>A longer text.</p>]]>"})))
    assert (entry.markup, entry.teaser) == ("<p>A longer text.</p>", "Short.")


def test_a_plain_text_is_escaped() -> None:
    feed = atom('<title>T</title><content type="text">1 &lt; 2 &amp;amp; 3\nnext</content>')
    assert first(feed).markup == "<p>1 &lt; 2 &amp; 3</p><p>next</p>"


def test_what_is_neither_text_nor_markup_is_no_text() -> None:
    feed = atom('<title>T</title><link href="/1"/><content type="image/png">iVBORw0KGgo=</content>')
    assert first(feed).markup == ""


# Encodings.

GREETING = "Überfähre – «Čeština»"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1250"])
def test_a_declared_encoding_is_read(encoding: str) -> None:
    feed = rss(item(title=GREETING)).replace("?>", f' encoding="{encoding.removesuffix("-sig")}"?>', 1)
    assert first(feed.encode(encoding)).title == GREETING


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("koi8-r", "Паром снова ходит"),
        ("windows-1251", "Паром снова ходит"),
        ("iso-8859-2", "Trajekt opět pluje"),
        ("shift_jis", "フェリーが再開"),
        ("euc-jp", "フェリーが再開"),
        ("gb2312", "渡轮恢复航行"),
        ("gb18030", "渡轮恢复航行"),
        ("big5", "渡輪恢復航行"),
        ("euc-kr", "여객선 운항 재개"),
        ("iso-2022-jp", "フェリーが再開"),
    ],
)
@pytest.mark.parametrize("header", [None, "iso-8859-1", "utf-8", "nonsense"])
def test_the_declaration_inside_beats_the_header_of_the_server(encoding: str, title: str, header: str | None) -> None:
    feed = rss(item(title=title)).replace("?>", f" encoding='{encoding}'?>", 1).encode(encoding)
    assert first(feed, charset=header).title == title


@pytest.mark.parametrize("declared", ["", ' encoding="utf-8"'])
def test_the_header_of_the_server_helps_where_the_declaration_is_wrong(declared: str) -> None:
    feed = rss(item(title="Паром снова ходит")).replace("?>", f"{declared}?>", 1).encode("koi8-r")
    assert first(feed, charset="KOI8-R").title == "Паром снова ходит"


@pytest.mark.parametrize("lie", ["iso-8859-1", "us-ascii", "windows-1251", "gb2312"])
def test_utf_8_is_utf_8_whatever_is_declared(lie: str) -> None:
    feed = rss(item(title=GREETING)).replace("?>", f' encoding="{lie}"?>', 1)
    assert first(feed.encode(), charset=lie).title == GREETING


# Broken and hostile feeds.


@pytest.mark.parametrize("feed", ["", " ", "x", "\n\n \t"])
def test_nothing_is_said_to_be_empty(feed: str) -> None:
    assert refusal(feed) == "empty"


@pytest.mark.parametrize(
    "feed", ["<html><body><p>Hello</p></body></html>", "just words", "<opml><body/></opml>", "<a/>"]
)
def test_what_is_no_feed_is_said(feed: str) -> None:
    assert refusal(feed) == "not_a_feed"


def test_a_feed_without_entries_is_a_feed() -> None:
    assert parse(rss()) == []


def test_a_body_that_is_a_path_opens_no_file(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(rss(item(title="secret")), encoding="utf-8")
    for name in (str(tmp_path / "feed.xml"), f"file://{tmp_path}/feed.xml", "http://127.0.0.1:9/feed"):
        assert refusal(name) == "not_a_feed"


def test_a_feed_that_breaks_off_gives_the_entries_before() -> None:
    feed = rss(item("One", description="a"), item("Two", description="b"))
    assert [entry.title for entry in parse(feed[: feed.index("Two") + 3])][:1] == ["One"]


def test_a_feed_cut_anywhere_gives_entries_or_a_refusal() -> None:
    feed = rss(*[item(f"Number {n}", description="A ferry &amp; a bridge.") for n in range(5)]).encode()
    for cut in range(0, len(feed), len(feed) // 100):
        assert outcome(feed[:cut]) in {"entries", "empty", "not_a_feed", "parse_error"}


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=6)), min_size=1, max_size=8))
def test_a_damaged_feed_gives_entries_or_a_refusal(damages: list[tuple[int, bytes]]) -> None:
    feed = bytearray(rss(item(pubDate="Mon, 23 Nov 2026 07:00 +0100", author="a@b.example (Jo)")).encode())
    for place, piece in damages:
        feed[place : place + len(piece)] = piece
    assert outcome(bytes(feed)) in {"entries", "empty", "not_a_feed", "parse_error"}


def test_whatever_feedparser_raises_is_a_broken_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_: object, **__: object) -> None:
        raise KeyError("license")

    monkeypatch.setattr("feedparser.parse", explode)
    assert refusal(rss(item())) == "parse_error"


def test_an_entry_of_odd_values_is_skipped_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = [{"title": "Odd", "link": "/1", "content": [7]}, {"title": "Good", "link": "/2"}]
    monkeypatch.setattr("feedparser.parse", lambda *_, **__: {"version": "rss20", "entries": odd})
    broken, good = parse(rss(item()))
    assert broken == Broken("Odd", "https://harbour.example/1", "This entry is broken and cannot be read.")
    assert good.title == "Good"


def bomb(*entities: str) -> str:
    body = item("Ferry", description="&z;")
    return rss(body).replace("<rss", f"<!DOCTYPE rss [{''.join(entities)}]><rss", 1)


@pytest.mark.parametrize("nested", [True, False])
def test_entities_that_multiply_do_not(nested: bool) -> None:
    levels = [f'<!ENTITY {a} "{f"&{b};" * 10}">' for a, b in zip("zyxwvuts", "yxwvutsr", strict=True)]
    laughs = bomb(*levels, '<!ENTITY r "lol">')
    blowup = bomb(f'<!ENTITY z "{"x" * 50_000}">').replace("&z;", "&z;" * 50_000)
    entry = first(laughs if nested else blowup)
    assert len(entry.markup) < 200_000
    assert "lol" not in entry.markup


def test_an_entity_that_stands_for_a_letter_is_read() -> None:
    feed = bomb("<!ENTITY z '&#233;'>", '<!ENTITY y "&z;">').replace("&z;</", "caf&z;</")
    assert first(feed).markup == "café"


def test_an_entity_that_stands_for_a_text_is_left_out() -> None:
    assert "quay" not in str(parse(bomb(f'<!ENTITY z "{"the quay " * 9}">')))


def test_an_entity_reads_no_file_and_no_address(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the secret", encoding="utf-8")
    with serving(answer("fetched")) as server:
        for place in ((tmp_path / "secret.txt").as_uri(), f"{server.url}/x"):
            for kind in (f'<!ENTITY z SYSTEM "{place}">', f'<!ENTITY % z SYSTEM "{place}"> %z;'):
                assert "secret" not in str(parse(bomb(kind)))
    assert server.connections == 0


SHAPES: dict[str, Callable[[int], str]] = {
    "style": lambda size: rss(item(description="<![CDATA[<p style='" + "a:url(" * size + "'>x</p>]]>")),
    "markup": lambda size: rss(item(description="<![CDATA[" + "<div>" * size + "]]>")),
    "ampersands": lambda size: rss(item(description="&amp;" * size)),
    "brackets": lambda size: "<" * size,
    "encoding": lambda size: f'<?xml version="1.0" encoding="{"x" * size}"?><rss/>',
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_time_for_a_hostile_shape_grows_with_its_size_and_no_faster(shape: str) -> None:
    def cost(size: int) -> float:
        body = SHAPES[shape](size).encode()
        best = float("inf")
        for _ in range(3):
            began = time.thread_time()
            with suppress(SourceError):
                parse(body)
            best = min(best, time.thread_time() - began)
        return best

    cost(100)
    small, large = cost(10_000), cost(80_000)
    assert large < max(small, 0.01) * 30  # eight times as much; a square would be 64 times


def test_elements_nested_beyond_reason_are_refused_before_they_are_parsed() -> None:
    assert refusal(rss("<a>" * 3_001)) == "too_deep"
    assert outcome(rss("<a>" * 2_000 + "</a>" * 2_000).encode()) == "entries"
    assert outcome(rss(item(description="<![CDATA[" + "<a>" * 50_000 + "]]>")).encode()) == "entries"


def test_a_flood_of_entries_is_refused_before_it_is_parsed() -> None:
    assert refusal("<rss>" + "<item></item>" * 20_001) == "too_many"


# From the feed to documents.


def test_entries_become_documents_newest_first() -> None:
    dated = [item(f"Day {day}", description=SENTENCE, pubDate=f"{day} Nov 2026 06:00 GMT") for day in (20, 23, 21)]
    with site(rss(*dated)) as server:
        found = read(server, full_text=False)
    assert titles(found) == ["Day 23", "Day 21", "Day 20"]


def test_only_the_newest_are_read() -> None:
    with site(rss(*[item(f"Number {n}", description=SENTENCE) for n in range(30)])) as server:
        found = read(server, full_text=False, limit=3)
    assert titles(found) == ["Number 0", "Number 1", "Number 2"]


def test_a_date_in_the_future_is_not_believed() -> None:
    with site(rss(item(description=SENTENCE, pubDate="24 Nov 2031 06:00 GMT"))) as server:
        (document,) = read(server, full_text=False)
    assert isinstance(document, Document)
    assert document.published is None


def test_the_text_of_an_entry_becomes_an_article() -> None:
    link = "{site}/1?utm_source=rss&amp;id=7"
    with site(rss(item(link=link, description=f"<![CDATA[{LONG}]]>", author="Jo Li"))) as server:
        (document,) = read(server, full_text=False)
    assert isinstance(document, Document)
    assert (document.url, document.title, document.author) == (f"{server.url}/1?id=7", "Ferry back", "Jo Li")
    article = read_article(document)
    assert not isinstance(article, Skipped)
    assert article.paragraphs[0].text.startswith(SENTENCE)


def test_a_teaser_is_followed_to_its_page() -> None:
    with site(rss(item(link="{site}/1", description="The ferry sails.")), {"/1": answer(PAGE)}) as server:
        (document,) = read(server)
    assert isinstance(document, Document)
    assert (document.body, document.title, document.excerpt) == (PAGE.encode(), "Ferry back", "The ferry sails.")
    assert server.paths == ["/feed", "/1"]


def test_a_whole_article_in_the_feed_is_not_fetched_again() -> None:
    with site(rss(item(link="{site}/1", description=f"<![CDATA[{LONG}]]>"))) as server:
        read(server)
    assert server.paths == ["/feed"]


@pytest.mark.parametrize("end", ["…", " [&#8230;]", "...", " Read more", "<a href='x'>Continue reading →</a>"])
def test_a_long_text_that_breaks_off_is_fetched(end: str) -> None:
    feed = rss(item(link="{site}/1", description=f"<![CDATA[{LONG}{end}]]>"))
    with site(feed, {"/1": answer(PAGE)}) as server:
        read(server)
    assert server.paths == ["/feed", "/1"]


@pytest.mark.parametrize("link", ["{site}/gone", "http://127.0.0.2/admin", "http://169.254.169.254/latest/"])
def test_a_page_that_cannot_be_read_leaves_the_text_of_the_feed(link: str) -> None:
    with site(rss(item(link=link, description="The ferry sails."))) as server:
        (document,) = read(server)
    assert isinstance(document, Document)
    assert b"The ferry sails." in document.body
    assert document.excerpt == "The ferry sails."


def test_an_entry_without_text_whose_page_cannot_be_read_says_why() -> None:
    with site(rss(item(link="{site}/gone"))) as server:
        found = read(server)
    detail = "127.0.0.1 has nothing at this address (status 404)."
    assert found == [Skipped("Post", SkipReason.UNREADABLE, detail, f"{server.url}/gone", "Ferry back")]


def test_an_entry_without_text_says_so_when_pages_are_not_wanted() -> None:
    with site(rss(item())) as server:
        (skipped,) = read(server, full_text=False)
    assert isinstance(skipped, Skipped)
    assert skipped.detail == "The feed gives no text for this entry."


def test_a_broken_entry_skips_itself_and_says_so() -> None:
    with site(rss(item("Nothing", link=""), item("Good", description=SENTENCE))) as server:
        skipped, good = read(server, full_text=False)
    detail = "This entry has neither a text nor an address."
    assert skipped == Skipped("Post", SkipReason.UNREADABLE, detail, None, "Nothing")
    assert good.title == "Good"


def test_pages_are_not_asked_for_any_more_after_three_failures() -> None:
    with site(rss(*[item(link=f"{{site}}/{n}", description="x") for n in range(9)])) as server:
        assert len(read(server)) == 9
    assert server.paths == ["/feed", "/0", "/1", "/2"]


def test_a_long_teaser_ends_with_a_whole_sentence() -> None:
    with site(rss(item(description=SENTENCE * 40))) as server:
        (document,) = read(server, full_text=False)
    assert isinstance(document, Document)
    assert document.excerpt == (SENTENCE * 19).strip()


SITE = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head><body>Hi</body></html>'


def test_the_address_of_a_site_is_enough() -> None:
    with site(SITE, {"/rss": answer(rss(item(description=SENTENCE)), etag='"7"')}, kind="text/html") as server:
        look = feed(server).look(known=Known(), now=NOW)
    assert [found.document.title for found in look.found] == ["Ferry back"]
    assert (look.discovered, look.known) == (True, Known(f"{server.url}/rss", '"7"'))


def test_a_feed_that_has_become_a_page_is_not_followed_silently() -> None:
    with site(SITE, {"/rss": answer(rss())}, kind="text/html") as server, pytest.raises(SourceError) as caught:
        feed(server).look(known=Known(discover=False), now=NOW)
    assert str(caught.value).endswith(f"The page says that its feed is at {server.url}/rss")
    assert (caught.value.reason, caught.value.permanent, server.paths) == ("not_a_feed", True, ["/feed"])


@pytest.mark.parametrize("page", ["<html><body>Hi</body></html>", SITE])
def test_a_page_whose_feed_is_none_either_is_no_feed(page: str) -> None:
    with site(page, {"/rss": answer(SITE)}, kind="text/html") as server, pytest.raises(SourceError) as caught:
        read(server)
    assert (str(caught.value), caught.value.reason) == ("There is no feed at this address.", "not_a_feed")


@pytest.mark.parametrize("body", [b"%PDF-1.7", b"PK\x03\x04", b"\x89PNG\r\n", b"\x1f\x8b\x08\x00"])
def test_a_file_instead_of_a_feed_is_said(body: bytes) -> None:
    with site(body) as server, pytest.raises(SourceError, match="This address is not a feed"):
        read(server)


def test_a_feed_that_is_gone_for_good_says_so() -> None:
    with serving(answer(status=410)) as server, pytest.raises(SourceError) as caught:
        read(server)
    assert (caught.value.reason, caught.value.permanent) == ("http_410", True)


def test_the_log_names_the_source_and_no_address(caplog: pytest.LogCaptureFixture) -> None:
    with site(rss(item(link="{site}/1?token=hunter2", description="x"))) as server:
        read(server)
    assert "a page of Post could not be read" in caplog.text
    assert "hunter2" not in caplog.text


# Markup as words.


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One &amp; two</p><p>three<br>four</p>", "One & two\nthree\nfour"),
        ("<ul><li>a<li>b</ul>c", "a\nb\nc"),
        ("a <b>bold</b>\nword", "a bold word"),
        ("x<script>alert(1)</script><style>p{}</style>y<!-- z -->", "xy"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("caf&eacute; &#128512; &#x41;", "café 😀 A"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("", ""),
        ("<>", "<>"),
        ("<p></p>", ""),
    ],
)
def test_markup_becomes_words(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@given(st.text(alphabet="<>&;/ab \n\"'=!-\x00\ud800é", max_size=80))
def test_no_markup_breaks_the_reading(markup: str) -> None:
    assert "\x00" not in plain_text(markup)


@pytest.mark.parametrize(
    ("text", "line"), [("a\r\nb", "a b"), ("one two three", "one two"), ("abcdefghijklm", "abcdefghij")]
)
def test_a_line_is_cut_at_a_space(text: str, line: str) -> None:
    assert one_line(text, limit=10) == line


def test_a_hundred_visits_to_an_unchanged_feed_are_answered_without_a_body() -> None:
    whole, same = answer(rss(item(description=SENTENCE)), etag='"7"'), answer(status=304)

    def reply(request: Request, connection: socket.socket) -> None:
        (same if request.headers.get("if-none-match") == '"7"' else whole)(request, connection)

    with serving(reply) as server:
        known = feed(server).look(known=Known(), now=NOW).known
        looks = [feed(server).look(known=known, now=NOW) for _ in range(100)]
    assert all(look.unchanged and not look.found and look.known.etag == '"7"' for look in looks)
    assert len(server.requests) == 101
