"""More attacks of the known classes, thought up beyond the known lists: spellings, detours, answers, documents."""

import gzip
import socket
import zlib
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest

from digest_bot.errors import SourceError
from digest_bot.sources.entries import parse_feed
from digest_bot.sources.entry import Broken, Entry
from digest_bot.sources.opml import read_opml
from digest_bot.web.door import Door, Response
from tests.loopback import Reply, answer, raw, serving
from tests.sources.test_attacks import door, reason
from tests.sources.test_feed import item, rss

# Spellings of addresses that are not public.

BLOCKED = [
    "http://0x7f.1/",
    "http://0x7f.0x0.0x0.0x1/",
    "http://0X7F000001/",
    "http://0177.0.0.01/",
    "http://00000177.1/",
    "http://127.65535/",
    "http://127.0.0.1./",
    "http://2130706433./",
    "http://3232235777/",
    "http://0300.0250.1.1/",
    "http://167772161/",
    "http://012.1/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://0251.0376.0251.0376/",
    "http://169.254.43518/",
    "http://0xA9.0xFE.43518/",
    "http://025177524776/",
    "http://169.254.170.2/v2/credentials",
    "http://0.1.2.3/",
    "http://10.255.255.255/",
    "http://100.127.255.254/",
    "http://127.255.255.254/",
    "http://172.20.0.1/",
    "http://192.0.0.8/",
    "http://192.0.0.170/",
    "http://198.19.255.255/",
    "http://233.252.0.1/",
    "http://239.255.255.250/",
    "http://241.0.0.1/",
    "http://255.255.255.254/",
    "http://127.0.0.1:/",
    "http://127.0.0.1:080/",
    "http://127.0.0.1?x/",
    "http://127.0.0.1#x",
    "hTTp://127.0.0.1/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://localhost。/",
    "http://local\u00adhost/",
    "http://local\u200bhost/",
    "http://127．0．0．1/",
    "http://127｡0｡0｡1/",
    "http://１２７。０。０。１/",
    "http://②①③⓪⑦⓪⑥④③③/",
    "http://[::ffff:10.0.0.1]/",
    "http://[0:0:0:0:0:ffff:a9fe:a9fe]/",
    "http://[::FFFF:192.168.0.1]/",
    "http://[::ffff:100.64.0.1]/",
    "http://[::ffff:224.0.0.1]/",
    "http://[::ffff:168.63.129.16]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[0000:0000:0000:0000:0000:0000:0000:0001]/",
    "http://[::2]/",
    "http://[::10.0.0.1]/",
    "http://[64:ff9b::10.0.0.1]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[64:ff9b:1:ffff::10.0.0.1]/",
    "http://[2002:a00:1::1]/",
    "http://[2002:a9fe:a9fe::]/",
    "http://[2001::1]/",
    "http://[2001:2::1]/",
    "http://[2001:10::1]/",
    "http://[2001:20::1]/",
    "http://[2001:db8:ffff::1]/",
    "http://[fdff:ffff::1]/",
    "http://[febf::1]/",
    "http://[feff::1]/",
    "http://[ff05::2]/",
    "http://[ff0e::1]/",
    "http://[100:0:0:1::1]/",
    "http://[4000::1]/",
    "http://[e000::1]/",
]


@pytest.mark.parametrize("url", BLOCKED)
def test_a_spelling_of_an_address_that_is_not_public_is_refused(url: str, packets: list[object]) -> None:
    with pytest.raises(SourceError) as caught:
        Door().fetch(url)
    assert (caught.value.reason, packets) == ("blocked_address", [])
    assert "169.254" not in str(caught.value)


REFUSED = [
    ("http://127.0.0.1\t/", "bad_url"),
    ("ht\ntp://127.0.0.1/", "bad_url"),
    ("http://127.0.0.1\r\nHost: x/", "bad_url"),
    ("http:\\\\127.0.0.1\\", "bad_url"),
    ("http:127.0.0.1", "bad_url"),
    ("http:/127.0.0.1/", "bad_url"),
    ("http:///", "bad_url"),
    ("http://", "bad_url"),
    ("http://@127.0.0.1/", "bad_url"),
    ("http://user@127.0.0.1/", "bad_url"),
    ("http://user:pw@[::1]/", "bad_url"),
    ("http://example.com@127.0.0.1@example.com/", "bad_url"),
    ("http://127.0.0.1%2f@example.com/", "bad_url"),
    ("http://%31%32%37.0.0.1/", "bad_url"),
    ("http://%6c%6fcalhost/", "bad_url"),
    ("http://localhost%2e/", "bad_url"),
    ("http://127.0.0.1:+80/", "bad_url"),
    ("http://127.0.0.1:-80/", "bad_url"),
    ("http://127.0.0.1:8 0/", "bad_url"),
    ("http://127.0.0.1:８０/", "bad_url"),
    ("http://127.0.0.1:0x50/", "bad_url"),
    ("http://example.com:65536/", "bad_url"),
    ("http://example.com:080808080/", "bad_url"),
    ("http://[::1/", "bad_url"),
    ("http://::1/", "bad_url"),
    ("http://[::1]x/", "bad_url"),
    ("http://[::1].example.com/", "bad_url"),
    ("http://[127.0.0.1]/", "bad_url"),
    ("http://[::1%25lo]/", "bad_url"),
    ("http://[fe80::1%eth0]/", "bad_url"),
    ("http://[::ffff:0x7f.0.0.1]/", "bad_url"),
    ("http://[v1.fe80::a]/", "bad_url"),
    ("http://127.0.0.1;example.com/", "bad_url"),
    ("http://127.0.0.1,example.com/", "bad_url"),
    ("http://127.0.0.1|example.com/", "bad_url"),
    ("http://.127.0.0.1/", "bad_url"),
    ("http://127..0.1/", "bad_url"),
    ("http://127.0.0.1../", "bad_url"),
    ("http://./", "bad_url"),
    ("http://" + "a" * 64 + ".example/", "bad_url"),
    ("http://" + "a." * 130 + "example/", "bad_url"),
    ("http://example.com/" + "a" * 9000, "bad_url"),
    ("http://exam\u2028ple.com/", "bad_url"),
    ("http://exam\ud800ple.com/", "bad_url"),
    ("http://例\u3000.example/", "bad_url"),
    ("http://ex$ample.com/", "bad_url"),
    ("", "bad_url"),
    ("ｈｔｔｐ://127.0.0.1/", "bad_scheme"),
    ("127.0.0.1", "bad_scheme"),
    ("/etc/passwd", "bad_scheme"),
    ("ftp://127.0.0.1/", "bad_scheme"),
    ("ws://127.0.0.1/", "bad_scheme"),
    ("blob:http://127.0.0.1/x", "bad_scheme"),
    ("view-source:http://127.0.0.1/", "bad_scheme"),
    ("jar:http://127.0.0.1/x.jar!/", "bad_scheme"),
    ("unix:/run/docker.sock", "bad_scheme"),
    ("ldap://127.0.0.1/", "bad_scheme"),
    ("netdoc:///etc/passwd", "bad_scheme"),
    ("http+unix://%2Frun%2Fdocker.sock/", "bad_scheme"),
    ("https+http://127.0.0.1/", "bad_scheme"),
    *((f"http://example.com:{port}/", "bad_port") for port in (1, 21, 25, 53, 81, 110, 2375, 3306, 5432, 8000, 8081)),
    *((f"https://[2606:4700::1]:{port}/", "bad_port") for port in (6379, 9200, 11211, 65535)),
]  # fmt: skip


@pytest.mark.parametrize(("url", "expected"), REFUSED)
def test_an_address_that_is_none_is_refused_before_any_name_is_looked_up(url: str, expected: str) -> None:
    def resolve(*_: object, **__: object) -> list[object]:
        pytest.fail("a name was looked up")

    assert reason(url, resolve=resolve) == expected


# Detours.

PUBLIC4, PUBLIC6 = "93.184.215.14", "2606:4700::6810:85e5"


@pytest.mark.parametrize(
    "found",
    [
        (PUBLIC4, "10.0.0.1"),
        ("10.0.0.1", PUBLIC4),
        (PUBLIC4, PUBLIC4, PUBLIC6, "::1"),
        (PUBLIC6, "::ffff:127.0.0.1"),
        (PUBLIC4, "0.0.0.0"),
        (PUBLIC4, "169.254.169.254"),
        (PUBLIC4, "fd00:ec2::254"),
        (PUBLIC4, "64:ff9b::7f00:1"),
        (PUBLIC4, "fe80::1%eth0"),
        (PUBLIC4, "255.255.255.255"),
        (PUBLIC4, "not an address"),
        ("100.100.100.200",),
    ],
)
@pytest.mark.parametrize("name", ["metadata.google.internal", "instance-data", "rebind.example"])
def test_a_name_is_refused_whole_for_one_address_inside(name: str, found: Sequence[str], packets: list[object]) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        asked.append(host)
        families = [socket.AF_INET6 if ":" in address else socket.AF_INET for address in found]
        return [(family, 1, 6, "", (address, port)) for family, address in zip(families, found, strict=True)]

    assert reason(f"http://{name}/", resolve=resolve) == "blocked_address"
    assert (asked, packets) == ([name], [])


HOPS = [
    ("http://127.0.0.2/", "blocked_address"),
    ("//127.0.0.2/", "blocked_address"),
    ("http://0x7f.0.0.2/", "blocked_address"),
    ("http://2130706434/", "blocked_address"),
    ("http://[::1]/", "blocked_address"),
    ("http://[::ffff:127.0.0.2]/", "blocked_address"),
    ("http://[64:ff9b::7f00:2]/", "blocked_address"),
    ("http://169.254.169.254/latest/meta-data/", "blocked_address"),
    ("http://100.64.0.1/", "blocked_address"),
    ("http://198.18.0.1/", "blocked_address"),
    ("http://192.0.0.1/", "blocked_address"),
    ("http://224.0.0.1/", "blocked_address"),
    ("http://①②⑦.⓪.⓪.②/", "blocked_address"),
    ("http://example.com:22/", "bad_port"),
    ("gopher://127.0.0.1:6379/_INFO", "bad_scheme"),
    ("file:///etc/passwd", "bad_scheme"),
    ("data:text/html,x", "bad_scheme"),
    ("javascript:alert(1)", "bad_scheme"),
    ("http://jo@127.0.0.1/", "bad_url"),
    ("http:\\\\127.0.0.2\\", "bad_url"),
    ("http://127.0.0.1\\@example.com/", "bad_url"),
    ("http://[::1", "bad_url"),
    ("http://127.0.0.1:80:81/", "bad_url"),
]


@pytest.mark.parametrize(("location", "expected"), HOPS)
@pytest.mark.parametrize("status", [301, 303, 307])
def test_a_redirect_is_vetted_like_any_address(status: int, location: str, expected: str) -> None:
    reply = raw(f"HTTP/1.1 {status} Said\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode())
    with serving(reply) as server, pytest.raises(SourceError) as caught:
        door().fetch(server.url)
    assert caught.value.reason == expected


def test_two_places_to_go_to_are_none() -> None:
    with serving(answer("mine")) as other:
        reply = raw(
            f"HTTP/1.1 302 Said\r\nLocation: /a\r\nLocation: {other.url}/b\r\nContent-Length: 0\r\n\r\n".encode()
        )
        with serving(reply) as server, pytest.raises(SourceError) as caught:
            door().fetch(server.url)
    assert (caught.value.reason, other.connections) == ("bad_url", 0)


# Answers.


def told(head: str, body: bytes = b"") -> Reply:
    return raw(f"HTTP/1.1 200 OK\r\n{head}\r\n".encode("latin-1") + body)


CHUNKED = "Transfer-Encoding: chunked\r\n"
PACKED = gzip.compress(b"the page " * 100)
BIG = gzip.compress(bytes(5_000_000))

ANSWERS: dict[str, tuple[Reply, str]] = {
    "a length less than nothing": (told("Content-Length: -1\r\n", b"x" * 10), "bad_response"),
    "a length in hexadecimal": (told("Content-Length: 0x0a\r\n", b"x" * 10), "bad_response"),
    "a length with a plus": (told("Content-Length: +10\r\n", b"x" * 10), "bad_response"),
    "two lengths": (told("Content-Length: 5\r\nContent-Length: 10\r\n", b"x" * 10), "bad_response"),
    "a length beyond the body": (told("Content-Length: 99\r\n", b"x" * 10), "bad_response"),
    "a length beyond all measure": (told(f"Content-Length: {10**30}\r\n", b"x" * 10), "too_large"),
    "chunks of no size": (told(CHUNKED, b"zz\r\nx\r\n"), "bad_response"),
    "chunks of less than nothing": (told(CHUNKED, b"-5\r\nxxxxx\r\n0\r\n\r\n"), "bad_response"),
    "a chunk that breaks off": (told(CHUNKED, b"ff\r\nx"), "bad_response"),
    "a chunk of an exabyte": (told(CHUNKED, b"fffffffffffffff\r\n" + b"x" * 99), "bad_response"),
    "chunks without end": (told(CHUNKED, b"5\r\nxxxxx\r\n" * 60_000), "too_large"),
    "a chunk with a long remark": (
        told(CHUNKED, b"5;" + b"x" * 100_000 + b"\r\nxxxxx\r\n0\r\n\r\n"), "bad_response",
    ),
    "trailers without end": (told(CHUNKED, b"0\r\n" + b"X-A: b\r\n" * 200_000), "too_large"),
    "continue, continue": (raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 60_000), "too_large"),
    "a thousand headers": (told("X-A: b\r\n" * 1000), "bad_response"),
    "a header of a megabyte": (told(f"X-A: {'b' * 1_000_000}\r\n"), "bad_response"),
    "a status in words": (raw(b"HTTP/1.1 fine OK\r\n\r\n"), "bad_response"),
    "a status of 99": (raw(b"HTTP/1.1 99 Odd\r\n\r\n"), "bad_response"),
    "a radio station": (raw(b"ICY 200 OK\r\n\r\nx"), "bad_response"),
    "no protocol at all": (raw(b"<html><body>hello</body></html>"), "bad_response"),
    "nothing": (raw(b""), "bad_response"),
    "half a status": (raw(b"HTTP/1.1 20"), "bad_response"),
    "gzip that breaks off": (answer(PACKED[:-9], content_encoding="gzip"), "bad_encoding"),
    "gzip that is none": (answer(b"hello", content_encoding="gzip"), "bad_encoding"),
    "gzip twice and a bomb": (answer(gzip.compress(BIG), content_encoding="gzip, gzip"), "too_large"),
    "gzip on two lines and a bomb": (
        told(f"Content-Encoding: gzip\r\nContent-Encoding: gzip\r\nContent-Length: {len(gzip.compress(BIG))}\r\n",
             gzip.compress(BIG)), "too_large",
    ),
    "a bomb in the second member": (answer(PACKED + BIG, content_encoding="gzip"), "too_large"),
    "a bomb that calls itself x-gzip": (answer(BIG, content_encoding="X-GZip"), "too_large"),
    "deflate and a bomb": (answer(zlib.compress(bytes(5_000_000)), content_encoding="deflate"), "too_large"),
    "gzip over deflate and a bomb": (
        answer(gzip.compress(zlib.compress(bytes(5_000_000))), content_encoding="deflate, gzip"), "too_large",
    ),
    "four layers": (answer(b"x", content_encoding="gzip, gzip, gzip, gzip"), "bad_encoding"),
    "brotli under gzip": (answer(gzip.compress(b"\x5b\xff\xff\x3f"), content_encoding="br, gzip"), "bad_encoding"),
    "zstd in capitals": (answer(b"\x28\xb5\x2f\xfd", content_encoding="ZSTD"), "bad_encoding"),
    "an encoding nobody knows": (answer(b"x", content_encoding="aes128gcm"), "bad_encoding"),
    "an encoding with a wish": (answer(PACKED, content_encoding="gzip;q=1"), "bad_encoding"),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_that_is_meant_badly_ends_in_a_reason(name: str) -> None:
    reply, expected = ANSWERS[name]
    with serving(reply) as server, pytest.raises(SourceError) as caught:
        door(max_bytes=200_000, timeout=60.0).fetch(server.url)
    assert caught.value.reason == expected


WHOLE: dict[str, Reply] = {
    "a body longer than its length": told("Content-Length: 900\r\n", b"the page " * 100 + b"and more"),
    "two equal lengths": told("Content-Length: 900\r\nContent-Length: 900\r\n", b"the page " * 100),
    "garbage behind gzip": answer(PACKED + b"garbage", content_encoding="gzip"),
    "zeros behind gzip": answer(PACKED + bytes(1000), content_encoding="gzip"),
    "ten thousand empty members": answer(gzip.compress(b"") * 10_000 + PACKED, content_encoding="gzip"),
    "gzip and nothing": answer(PACKED, content_encoding="gzip, identity"),
    "chunks of one byte": told(CHUNKED, b"".join(b"1\r\n%c\r\n" % byte for byte in b"the page " * 100) + b"0\r\n\r\n"),
    "a folded header": told("X-A: b\r\n c\r\nContent-Length: 900\r\n", b"the page " * 100),
}


@pytest.mark.parametrize("name", WHOLE)
def test_an_answer_that_is_only_odd_is_read(name: str) -> None:
    with serving(WHOLE[name]) as server:
        found: Response = door().fetch(server.url)
    assert found.body == b"the page " * 100


# Documents.

SECRET = "root:x:0:0"


def doctype(inside: str) -> str:
    return f"<!DOCTYPE rss [{inside}]>"


DOCUMENTS: dict[str, str] = {
    "a billion laughs in a parameter": doctype(
        '<!ENTITY % a "ha">' + "".join(f'<!ENTITY % {b} "{f"&#37;{a};" * 10}">' for a, b in pairwise("abcdefghij"))
    ) + rss(item(title="x")),
    "an entity that names itself": doctype('<!ENTITY a "&b;"><!ENTITY b "&a;">') + rss(item(title="&a;")),
    "an entity in an attribute": doctype('<!ENTITY a SYSTEM "file:///etc/passwd">') + '<rss a="&a;"><channel/></rss>',
    "a parameter from outside": doctype('<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd">%p;') + rss(item(title="&q;")),
    "an entity by PUBLIC": doctype('<!ENTITY a PUBLIC "-//W3C//X" "file:///etc/passwd">') + rss(item(title="&a;")),
    "an unparsed entity": doctype('<!NOTATION n SYSTEM "n"><!ENTITY a SYSTEM "/etc/passwd" NDATA n>') + rss(item()),
    "a catalogue": '<?oasis-xml-catalog catalog="file:///etc/passwd"?>' + rss(item(title="x")),
    "a base in a file": rss(item(link="passwd")).replace("<rss ", '<rss xml:base="file:///etc/" ', 1),
    "content from a file": (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x</title>'
        '<content src="file:///etc/passwd" type="text/plain"/></entry></feed>'
    ),
    "an inclusion": rss(
        item(description='<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>')
    ),
    "an enclosure in a file": rss(item(title="x")).replace("</item>", '<enclosure url="file:///etc/passwd"/></item>'),
    "fifty thousand attributes": "<rss " + " ".join(f'a{n}="1"' for n in range(50_000)) + "><channel/></rss>",
    "the same attribute twice": '<rss version="2.0" version="2.0"><channel/></rss>',
    "fifty thousand namespaces": "<rss " + " ".join(f'xmlns:a{n}="u{n}"' for n in range(50_000)) + "><channel/></rss>",
    "an attribute of a megabyte": f'<rss a="{"x" * 1_000_000}"><channel/></rss>',
    "a name of a megabyte": f"<{'a' * 1_000_000}/>",
    "elements within elements": "<a>" * 60_000,
    "elements within elements, closed": "<a>" * 60_000 + "</a>" * 60_000,
    "a comment of a megabyte": rss(f"<!--{'-x' * 500_000}-->"),
    "a hundred thousand instructions": rss("<?a b?>" * 20_000),
    "brackets without end": rss(item(title="<![CDATA[" + "]]" * 50_000)),
    "ampersands without end": rss(item(title="&" * 50_000)),
    "an encoding of a megabyte": f'<?xml version="1.0" encoding="{"x" * 1_000_000}"?>' + rss(item()),
    "two declarations": '<?xml version="1.0"?><?xml version="1.1" encoding="utf-7"?>' + rss(item()),
    "a date beyond all years": rss(item(title="x", pubDate="Mon, 99 Jan 99999 99:99:99 +9999")),
    "a style that calls itself": rss(item(description=f"&lt;p style='{'a:url(' * 60_000}'&gt;x")),
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_feed_that_is_meant_badly_gives_entries_or_a_reason_and_nothing_from_outside(
    name: str, packets: list[object]
) -> None:
    found: tuple[Entry | Broken, ...] = ()
    with suppress(SourceError):
        found = parse_feed(DOCUMENTS[name].encode(), url="https://a.example/")
    assert SECRET not in str(found)
    links = [entry.url for entry in found if isinstance(entry, Entry)]
    assert all(link is None or link.startswith(("http://", "https://")) for link in links)
    assert packets == []


@pytest.mark.parametrize("name", [name for name, text in DOCUMENTS.items() if "<!DOCTYPE" in text or "&" in text])
def test_a_list_of_feeds_that_is_meant_badly_gives_no_feed_from_outside(name: str, packets: list[object]) -> None:
    outline = '<outline type="rss" text="&a;" xmlUrl="&a;"/>'
    head = DOCUMENTS[name].partition("<rss")[0]
    with suppress(SourceError):
        read = read_opml(f"{head}<opml version='2.0'><body>{outline}</body></opml>".encode())
        assert (read.feeds, SECRET in str(read.bad)) == ((), False)
    assert packets == []
