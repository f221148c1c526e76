"""Web addresses: what is refused, and how the others are rebuilt."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_bot.errors import SourceError
from digest_bot.web.urls import parse_url, safe_link, without_tracking


def reason(text: str) -> str:
    with pytest.raises(SourceError) as caught:
        parse_url(text)
    assert caught.value.permanent
    return caught.value.reason


@pytest.mark.parametrize(
    ("written", "rebuilt"),
    [
        ("http://harbour.example", "http://harbour.example/"),
        ("HTTPS://Harbour.Example:443/News?q=1#top", "https://harbour.example/News?q=1"),
        ("http://harbour.example:8080/a", "http://harbour.example:8080/a"),
        ("http://harbour.example:/a", "http://harbour.example/a"),
        ("http://harbour.example./a", "http://harbour.example/a"),
        ("http://harbour.example?x=1", "http://harbour.example/?x=1"),
        ("http://[2606:4700:0::1111]/", "http://[2606:4700::1111]/"),
        ("http://bücher.example/ä?ö=%41", "http://xn--bcher-kva.example/%C3%A4?%C3%B6=%41"),
        ("http://harbour.example/100%/<b>", "http://harbour.example/100%25/%3Cb%3E"),
        ("http://ｈarbour.example/", "http://harbour.example/"),
        ("http://①②⑦.⓪.⓪.①/", "http://127.0.0.1/"),
        ("http://0x7f.1/", "http://0x7f.1/"),
    ],
)
def test_an_address_is_rebuilt_from_its_parts(written: str, rebuilt: str) -> None:
    assert str(parse_url(written)) == rebuilt


@pytest.mark.parametrize(
    "text",
    [
        "//harbour.example/",
        "harbour.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/hosts",
        "feed://harbour.example/",
        "ftp://harbour.example/",
        "gopher://harbour.example/",
        "httpx://harbour.example/",
    ],
)
def test_only_http_and_https_are_web_addresses(text: str) -> None:
    assert reason(text) == "bad_scheme"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "http://",
        "http:///path",
        "http:harbour.example",
        "http:/harbour.example/",
        " http://harbour.example/",
        "http://harbour.example/a b",
        "http://harbour.example/\r\nHost: other.example",
        "http://harbour.example\x00.other.example/",
        "http://jo@harbour.example/",
        "http://jo:secret@harbour.example/",
        "http://harbour.example:pw@other.example/",
        "http://harbour.example\\@other.example/",
        "http://harbour.example:80:8080/",
        "http://harbour.example:99999/",
        "http://harbour.example:-1/",
        "http://harbour.example:８０/",
        "http://harbour.example%2eevil/",
        "http://[::1/",
        "http://[::1]x/",
        "http://[fe80::1%25eth0]/",
        "http://[1.2.3.4]/",
        "http://a..b/",
        "http://.example/",
        f"http://{'a' * 64}.example/",
        f"http://{'a.' * 140}example/",
        "http://har bour.example/",
        "http://harbour.example/\u2028",
        "http://harbour.example/\ud800",
        "http://harbour.example/" + "a" * 9000,
    ],
)
def test_what_two_programs_could_read_differently_is_refused(text: str) -> None:
    assert reason(text) == "bad_url"


@pytest.mark.parametrize("text", ["http://jo:hunter2@harbour.example/", "http://harbour.example:99999/?key=hunter2"])
def test_the_refusal_does_not_repeat_secrets(text: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse_url(text)
    assert "hunter2" not in str(caught.value)


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_a_refusal(text: str) -> None:
    assert safe_link(text) is None or str(parse_url(str(safe_link(text)))) == safe_link(text)


@given(st.text(alphabet="abc.:/@[]%\\#?-0x1①ü ", max_size=40))
def test_a_rebuilt_address_is_read_the_same_again(rest: str) -> None:
    link = safe_link(f"http://{rest}")
    assert link is None or safe_link(link) == link


@pytest.mark.parametrize("text", ["http://" + "a." * 4000, "http://" + "ü" * 8000, "http://" + "[" * 8000, "a" * 10**6])
def test_a_long_address_takes_no_time(text: str) -> None:
    began = time.thread_time()
    safe_link(text)
    assert time.thread_time() - began < 3  # sixty milliseconds where nothing else goes on; square, it would be minutes


@pytest.mark.parametrize(
    ("link", "meant"),
    [
        ("/ferry", "https://harbour.example/ferry"),
        ("ferry?a=1", "https://harbour.example/news/ferry?a=1"),
        ("//other.example/x", "https://other.example/x"),
        (" https://other.example/a b \n", "https://other.example/a%20b"),
        ("javascript:alert(1)", None),
        ("http://[broken", None),
        ("mailto:jo@harbour.example", None),
    ],
)
def test_a_link_is_read_on_the_page_it_stands_on(link: str, meant: str | None) -> None:
    assert safe_link(link, "https://harbour.example/news/") == meant


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://harbour.example/a?utm_source=rss&utm_medium=feed", "https://harbour.example/a"),
        ("https://harbour.example/a?id=7&fbclid=x&page=2", "https://harbour.example/a?id=7&page=2"),
        ("https://harbour.example/a?utmost=1", "https://harbour.example/a?utmost=1"),
        ("https://harbour.example/a", "https://harbour.example/a"),
    ],
)
def test_who_clicked_where_is_no_part_of_an_address(url: str, kept: str) -> None:
    assert without_tracking(url) == kept
