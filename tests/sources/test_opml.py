"""Lists of feeds from and to other readers."""

import pytest

from digest_bot.errors import SourceError
from digest_bot.sources.opml import Subscription, read_opml, write_opml

LIST = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Mine</title></head><body>
  <outline text="News">
    <outline type="rss" text="Harbour Post" xmlUrl="https://harbour.example/feed"/>
    <outline text="World"><outline type="rss" title="Wire" text="x" xmlUrl="https://wire.example/rss?a=1&amp;b=2"/></outline>
  </outline>
  <outline type="rss" xmlUrl=" https://plain.example/feed "/>
  <outline type="rss" text="Harbour Post again" xmlUrl="https://harbour.example/feed"/>
  <outline type="rss" text="Local" xmlUrl="file:///etc/passwd"/>
  <outline type="rss" text="Script" xmlUrl="javascript:alert(1)"/>
  <outline type="rss" text="Nothing"/>
  <outline text="An empty folder"/>
</body></opml>"""


def test_folders_become_topics_and_bad_entries_are_told() -> None:
    read = read_opml(LIST)
    assert read.feeds == (
        Subscription("Harbour Post", "https://harbour.example/feed", "News"),
        Subscription("Wire", "https://wire.example/rss?a=1&b=2", "News/World"),
        Subscription("plain.example", "https://plain.example/feed", ""),
    )
    assert read.bad == (
        "Local: This address does not begin with http:// or https://.",
        "Script: This address does not begin with http:// or https://.",
        "Nothing: it has no address of a feed.",
    )


def test_five_hundred_feeds_come_back_as_they_went() -> None:
    feeds = tuple(
        Subscription(f'Näme "{n}" & <Co>', f"https://f{n}.example/feed?a={n}&b", ["", "A", "A/B & C"][n % 3])
        for n in range(500)
    )
    assert set(read_opml(write_opml(feeds, title="Mine")).feeds) == set(feeds)


def test_a_list_that_breaks_off_gives_the_feeds_before() -> None:
    read = read_opml(LIST[: LIST.index(b"plain.example")])
    assert [feed.name for feed in read.feeds] == ["Harbour Post", "Wire"]


@pytest.mark.parametrize("data", [b"", b"x", b"<html><body/></html>", b"{}", b"<opml/>", b"\x00\xff\xfe", b"<" * 9999])
def test_what_is_no_list_is_said(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        read_opml(data)
    assert caught.value.reason == "not_opml"


def test_a_list_reads_no_file_and_expands_nothing() -> None:
    bomb = b'<!DOCTYPE o [<!ENTITY a "aaaaaaaaaa"><!ENTITY f SYSTEM "file:///etc/passwd">]>' + LIST.split(b"?>")[1]
    read = read_opml(bomb.replace(b"Harbour Post", b"&a;&f;"))
    assert "root:" not in str(read)
    assert len(read.feeds) == 3


def test_folders_in_folders_without_end_are_read_so_far() -> None:
    deep = b'<outline text="x">' * 200 + b'<outline xmlUrl="https://a.example/"/>' + b"</outline>" * 200
    assert read_opml(b"<opml><body>" + deep + b"</body></opml>").feeds == ()
