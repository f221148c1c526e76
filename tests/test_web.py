"""The one door to the internet, against servers that wish it ill; all of them on loopback."""

import gzip
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from digest_bot.errors import SourceError
from digest_bot.web.door import Door, Response
from tests.loopback import Reply, Request, Server, answer, raw, routes, serving

HERE = "127.0.0.1"
PUBLIC = ("93.184.216.34", 80)


def door(**options: Any) -> Door:
    return Door(**{"allow": (HERE,), "timeout": 60.0, **options})


def fetch(reply: Reply, path: str = "/", **options: Any) -> Response:
    with serving(reply) as server:
        return door(**options).fetch(server.url + path)


def failure(act: Callable[[], object]) -> SourceError:
    with pytest.raises(SourceError) as caught:
        act()
    assert str(caught.value).endswith((".", ")."))
    return caught.value


def refused(reply: Reply, **options: Any) -> str:
    return failure(lambda: fetch(reply, **options)).reason


def resolving(*addresses: str) -> Callable[..., list[tuple[Any, ...]]]:
    """A name server that gives these addresses for every name."""

    def resolve(_: str, port: int, **__: object) -> list[tuple[Any, ...]]:
        families = [socket.AF_INET6 if ":" in address else socket.AF_INET for address in addresses]
        return [(f, socket.SOCK_STREAM, 6, "", (a, port)) for f, a in zip(families, addresses, strict=True)]

    return resolve


# What an ordinary server says.


def test_a_page_comes_with_its_type_charset_and_validators() -> None:
    page = fetch(answer("Good morning", kind='Text/HTML; a=b; Charset="ISO-8859-2"', etag='"7"', last_modified="then"))
    assert (page.body, page.media_type, page.charset) == (b"Good morning", "text/html", "iso-8859-2")
    assert (page.status, page.etag, page.modified, page.permanent_url) == (200, '"7"', "then", None)


def test_a_page_without_a_type_has_none() -> None:
    page = fetch(raw(b"HTTP/1.0 200 OK\r\n\r\nhello"))
    assert (page.body, page.media_type, page.charset) == (b"hello", "", None)


def test_the_request_says_who_asks_and_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with serving(answer("x")) as server:
        door().fetch(server.url + "/a?b=1")
    (request,) = server.requests
    assert request.path == "/a?b=1"
    assert set(request.headers) == {"host", "user-agent", "accept", "accept-encoding"}
    assert request.headers["user-agent"].startswith("digest-bot/")


def test_a_page_that_has_not_changed_has_no_body() -> None:
    with serving(answer(status=304)) as server:
        page = door().fetch(server.url, etag='"7"', modified="Tue, 24 Nov 2026 06:00:00 GMT")
    assert (page.status, page.body) == (304, b"")
    assert server.requests[0].headers["if-none-match"] == '"7"'
    assert server.requests[0].headers["if-modified-since"] == "tue, 24 nov 2026 06:00:00 gmt"


def test_validators_that_are_no_header_values_are_left_out() -> None:
    with serving(answer("x")) as server:
        door().fetch(server.url, etag='"a"\r\nX-Evil: 1', modified="gestern früh")
    assert not {"if-none-match", "if-modified-since", "x-evil"} & set(server.requests[0].headers)


def test_not_modified_without_having_asked_is_a_failure() -> None:
    assert refused(answer(status=304)) == "http_304"


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 410, 418, 429, 500, 503])
def test_another_status_is_said_in_words(status: int) -> None:
    error = failure(lambda: fetch(answer(status=status)))
    assert error.reason == f"http_{status}"
    assert error.permanent is (status == 410)
    assert f"(status {status})" in str(error)


def test_deflate_without_its_wrapping_is_read() -> None:
    packer = zlib.compressobj(wbits=-15)
    body = packer.compress(b"Good morning") + packer.flush()
    assert fetch(answer(body, content_encoding="deflate")).body == b"Good morning"


@pytest.mark.parametrize(
    ("rest", "whole"),
    [
        (gzip.compress(b", all", mtime=0), b"Good morning, all"),
        (b"\x00\x00\x00", b"Good morning"),
        (b"GARBAGE", b"Good morning"),
    ],
)
def test_a_second_member_is_read_and_padding_left_out(rest: bytes, whole: bytes) -> None:
    assert fetch(answer(gzip.compress(b"Good morning") + rest, content_encoding="gzip")).body == whole


@pytest.mark.parametrize("name", ["gzip", "x-gzip", "deflate", "identity", "gzip, deflate"])
def test_a_compressed_page_is_unpacked(name: str) -> None:
    body = b"Good morning"
    for layer in name.replace("identity", "").split(", "):
        body = {"": body, "deflate": zlib.compress(body)}.get(layer) or gzip.compress(body)
    assert fetch(answer(body, content_encoding=name)).body == b"Good morning"


def test_a_page_in_chunks_is_put_together() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert fetch(raw(head + b"4\r\nGood\r\n8\r\n morning\r\n0\r\n\r\n")).body == b"Good morning"


def test_one_door_serves_many_threads() -> None:
    with serving(answer("x" * 1000)) as server:
        shared = door()
        bodies: list[bytes] = []
        threads = [threading.Thread(target=lambda: bodies.append(shared.fetch(server.url).body)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert bodies == [b"x" * 1000] * 8


# Addresses.


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://127.000.000.001/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://017700000001/",
        "http://0177.0.0.1/",
        "http://①②⑦.⓪.⓪.①/",
        "http://0/",
        "http://localhost/",
        "http://10.0.0.1/",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://168.63.129.16/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "https://[ff02::1]/",
    ],
)
def test_an_address_that_is_not_public_is_refused_before_a_packet_leaves(url: str, packets: list[object]) -> None:
    error = failure(lambda: Door().fetch(url))
    assert (error.reason, error.permanent, packets) == ("blocked_address", True, [])
    assert "not public" in str(error)
    assert "127" not in str(error)


@pytest.mark.parametrize(
    "url", ["ftp://harbour.example/", "http://jo:pw@harbour.example/", "http://harbour.example:x/"]
)
def test_a_bad_url_is_refused_before_its_name_is_looked_up(url: str) -> None:
    looked: list[str] = []

    def resolve(host: str, *_: object, **__: object) -> list[tuple[Any, ...]]:
        looked.append(host)
        return []

    error = failure(lambda: Door(resolve=resolve).fetch(url))
    assert (error.reason in {"bad_url", "bad_scheme"}, looked) == (True, [])


@pytest.mark.parametrize("port", [22, 25, 6379, 9200, 11211])
def test_a_port_of_another_service_is_refused(port: int, packets: list[object]) -> None:
    opened = Door(resolve=resolving(PUBLIC[0]))
    assert failure(lambda: opened.fetch(f"http://harbour.example:{port}/")).reason == "bad_port"
    assert packets == []


def test_one_private_address_among_public_ones_refuses_them_all(packets: list[object]) -> None:
    opened = Door(resolve=resolving(PUBLIC[0], "10.0.0.1"))
    assert failure(lambda: opened.fetch("http://harbour.example/")).reason == "blocked_address"
    assert packets == []


def test_the_connection_goes_to_the_address_that_was_checked(packets: list[object]) -> None:
    answers = iter([PUBLIC[0], HERE])  # a name that means something else when it is asked again
    opened = Door(resolve=lambda _, port, **__: resolving(next(answers))(_, port))
    assert failure(lambda: opened.fetch("http://harbour.example/")).reason == "connection"
    assert packets == [PUBLIC]


def test_the_host_header_says_the_name_and_the_socket_knows_the_address() -> None:
    with serving(answer("x")) as server:
        opened = door(allow=(HERE, "news.example"), resolve=resolving(HERE))
        opened.fetch(f"http://news.example:{server.port}/")
    assert server.requests[0].headers["host"] == f"news.example:{server.port}"


def test_the_next_address_is_tried_when_the_first_does_not_answer() -> None:
    with serving(answer("second")) as server:
        opened = door(allow=("news.example",), resolve=resolving("127.0.0.9", HERE))
        assert opened.fetch(f"http://news.example:{server.port}/").body == b"second"


def test_a_family_of_sockets_that_is_not_the_internet_is_refused(packets: list[object]) -> None:
    local = [(socket.AF_UNIX, socket.SOCK_STREAM, 0, "", "/run/secret.sock")]
    opened = Door(resolve=lambda *_, **__: local)
    assert failure(lambda: opened.fetch("http://harbour.example/")).reason == "blocked_address"
    assert packets == []


@pytest.mark.parametrize("fault", [socket.gaierror("no"), UnicodeError("bad label"), None])
def test_a_name_without_addresses_is_said(fault: Exception | None) -> None:
    def resolve(*_: object, **__: object) -> list[tuple[Any, ...]]:
        if fault:
            raise fault
        return []

    error = failure(lambda: Door(resolve=resolve).fetch("http://harbour.example/"))
    assert (error.reason, "harbour.example" in str(error)) == ("dns", True)


def test_a_name_server_that_keeps_silent_does_not_stop_us() -> None:
    silence, answered = threading.Event(), threading.Event()

    def resolve(*_: object, **__: object) -> list[tuple[Any, ...]]:
        silence.wait(60)
        answered.set()
        return []

    opened = Door(resolve=resolve, timeout=0.2)
    assert failure(lambda: opened.fetch("http://harbour.example/")).reason == "timeout"
    assert not answered.is_set()
    silence.set()


# Redirects.


def test_a_redirect_is_followed_and_the_final_address_told() -> None:
    replies = routes({"/old": answer(status=302, location="new?x=1"), "/new?x=1": answer("here")})
    with serving(replies) as server:
        page = door().fetch(server.url + "/old")
    assert (page.body, page.url, page.permanent_url) == (b"here", f"{server.url}/new?x=1", None)


def test_an_address_that_moved_for_good_is_told_up_to_the_first_passing_move() -> None:
    replies = routes(
        {
            "/a": answer(status=301, location="/b"),
            "/b": answer(status=308, location="/c"),
            "/c": answer(status=307, location="/d"),
            "/d": answer(status=301, location="/e"),
            "/e": answer("x"),
        }
    )
    with serving(replies) as server:
        page = door().fetch(server.url + "/a")
    assert (page.url, page.permanent_url) == (f"{server.url}/e", f"{server.url}/c")


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.2:{port}/", "bad_port"),
        ("http://127.0.0.2/", "blocked_address"),
        ("http://[::1]/", "blocked_address"),
        ("http://169.254.169.254/latest/", "blocked_address"),
        ("//10.0.0.1/", "blocked_address"),
        ("file:///etc/hosts", "bad_scheme"),
        ("gopher://127.0.0.1/", "bad_scheme"),
        ("http://jo:pw@127.0.0.1/", "bad_url"),
        ("http://127.0.0.1\\@harbour.example/", "bad_url"),
        ("http://[", "bad_url"),
    ],
)
def test_every_hop_is_checked(location: str, reason: str) -> None:
    with serving(answer("secret"), address="127.0.0.2") as inside:
        assert refused(answer(status=302, location=location.format(port=inside.port))) == reason
    assert inside.connections == 0


def test_a_redirect_loop_ends() -> None:
    with serving(answer(status=301, location="/again")) as server:
        assert failure(lambda: door().fetch(server.url)).reason == "too_many_redirects"
    assert server.connections == 6


def test_five_redirects_are_followed() -> None:
    hops = {f"/{n}": answer(status=301, location=f"/{n + 1}") for n in range(5)}
    assert fetch(routes({**hops, "/5": answer("there")}), "/0").body == b"there"


def test_a_redirect_without_a_place_is_a_failure() -> None:
    assert refused(answer("x", status=302)) == "http_302"


def test_cookies_are_not_sent_back() -> None:
    with serving(answer(status=302, location="/b", set_cookie="id=7")) as server:
        failure(lambda: door().fetch(server.url))
    assert all("cookie" not in request.headers for request in server.requests)


def test_a_redirect_header_in_utf_8_is_understood() -> None:
    with serving(raw("HTTP/1.1 302 Found\r\nLocation: /ä\r\nContent-Length: 0\r\n\r\n".encode())) as server:
        failure(lambda: door().fetch(server.url))
    assert server.paths[1] == "/%C3%A4"


# Time and size.


def dripping(head: bytes, drop: bytes) -> Reply:
    """Drips for a minute, or until the other side has had enough."""

    def reply(_: Request, connection: socket.socket) -> None:
        connection.sendall(head)
        for _drop in range(3000):
            connection.sendall(drop)
            time.sleep(0.02)

    return reply


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"A: b\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
)
def test_a_server_that_drips_is_left_in_time(head: bytes, drop: bytes) -> None:
    assert refused(dripping(head, drop), timeout=0.4) == "timeout"


def test_a_server_that_says_nothing_is_left_in_time() -> None:
    def silent(_: Request, connection: socket.socket) -> None:
        connection.recv(1)  # until the other side hangs up

    assert refused(silent, timeout=0.3) == "timeout"


def test_the_time_is_for_all_redirects_together() -> None:
    def slow(request: Request, connection: socket.socket) -> None:
        time.sleep(0.15)
        answer(status=302, location=request.path + "x")(request, connection)

    assert refused(slow, timeout=0.4) == "timeout"


def endless(head: bytes, piece: bytes) -> Reply:
    def reply(_: Request, connection: socket.socket) -> None:
        connection.sendall(head)
        with suppress(OSError):
            while True:
                connection.sendall(piece)

    return reply


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65_536),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"x" * 4096 + b"\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 10_000),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1;" + b"x" * 65_536),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
    ],
)
def test_a_body_without_end_is_cut_off(head: bytes, piece: bytes) -> None:
    assert refused(endless(head, piece), max_bytes=100_000) in {"too_large", "bad_response"}


def test_a_length_that_is_too_large_is_believed() -> None:
    assert refused(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx")) == "too_large"


def test_a_body_as_large_as_allowed_is_read() -> None:
    assert len(fetch(answer("x" * 100_000), max_bytes=100_000).body) == 100_000


def packed(size: int, *, layers: int = 1) -> bytes:
    """Zeros in gzip, made piece by piece."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = b"".join(packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)) + packer.flush()
    return body if layers == 1 else gzip.compress(body)


@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_stops_at_the_limit(layers: int) -> None:
    body = packed(100_000_000, layers=layers)
    assert refused(answer(body, content_encoding=", ".join(["gzip"] * layers)), max_bytes=1_000_000) == "too_large"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"no gzip at all", "gzip"),
        (b"\x1f\x8b\x08\x00broken", "gzip"),
        (gzip.compress(b"Good morning", mtime=0)[:-3], "gzip"),
        (b"\xff\xffbroken", "deflate"),
        (b"x", "br"),
        (b"x", "zstd"),
        (b"x", "compress"),
        (b"x", "gzip, gzip, gzip, gzip"),
    ],
)
def test_what_cannot_be_unpacked_is_said(body: bytes, name: str) -> None:
    assert refused(answer(body, content_encoding=name)) == "bad_encoding"


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 5_000_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200_000 + b"\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"hello",
        b"",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 99999 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx",
    ],
)
def test_an_answer_that_is_none_is_said(reply: bytes) -> None:
    assert refused(raw(reply), max_bytes=1_000_000) in {"bad_response", "connection", "too_large"}


def test_nobody_at_home_is_said() -> None:
    with socket.socket() as taken:  # nobody else gets the port meanwhile, and nobody listens
        taken.bind((HERE, 0))
        assert failure(lambda: door().fetch(f"http://{HERE}:{taken.getsockname()[1]}/")).reason == "connection"


# Protected connections.


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh certificate for news.example that nobody vouches for, with its key."""
    folder = tmp_path_factory.mktemp("tls")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=news.example"]
    command += ["-addext", "subjectAltName=DNS:news.example", "-keyout", "key.pem", "-out", "cert.pem"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed")
    return folder


@pytest.fixture
def protected(certificate: Path) -> Iterator[Server]:
    """A server behind TLS that points to an address without it."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    reply = b"HTTP/1.1 302 Found\r\nLocation: http://news.example/\r\nContent-Length: 0\r\n\r\n"
    with socket.create_server((HERE, 0)) as listener:

        def serve() -> None:
            with suppress(OSError), context.wrap_socket(listener.accept()[0], server_side=True) as connection:
                connection.recv(65_536)
                connection.sendall(reply)

        thread = threading.Thread(target=serve)
        thread.start()
        yield Server("news.example", listener.getsockname()[1])
        thread.join(60)


def test_a_certificate_nobody_vouches_for_is_refused(protected: Server) -> None:
    opened = door(allow=("news.example",), resolve=resolving(HERE))
    error = failure(lambda: opened.fetch(f"https://news.example:{protected.port}/"))
    assert (error.reason, "certificate" in str(error)) == ("tls", True)


def test_a_certificate_is_checked_against_the_name_and_not_the_address(
    protected: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.create_default_context(cafile=certificate / "cert.pem")
    monkeypatch.setattr("digest_bot.web.wire._tls", lambda: context)
    opened = door(allow=("other.example",), resolve=resolving(HERE))
    assert failure(lambda: opened.fetch(f"https://other.example:{protected.port}/")).reason == "tls"


def test_a_protected_address_must_not_point_to_an_unprotected_one(
    protected: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.create_default_context(cafile=certificate / "cert.pem")
    monkeypatch.setattr("digest_bot.web.wire._tls", lambda: context)
    opened = door(allow=("news.example",), resolve=resolving(HERE))
    assert failure(lambda: opened.fetch(f"https://news.example:{protected.port}/")).reason == "downgrade"


def test_a_server_that_speaks_no_tls_is_refused() -> None:
    with socket.create_server((HERE, 0)) as listener:
        port = listener.getsockname()[1]

        def serve() -> None:
            with listener.accept()[0] as connection:
                connection.recv(65_536)
                connection.sendall(b"HTTP/1.1 400 Bad\r\n\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        assert failure(lambda: door().fetch(f"https://{HERE}:{port}/")).reason == "tls"
        thread.join(60)


def test_the_log_holds_no_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    fetch(answer("x"), "/feed?token=hunter2")
    assert "hunter2" not in caplog.text
