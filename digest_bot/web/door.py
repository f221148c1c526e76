"""The one HTTP client: every request of the program goes out here, to public addresses only, within time and size."""

import logging
import queue
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPException
from typing import Any, cast
from urllib.parse import urljoin

from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError, ReadTimeoutError
from urllib3.response import HTTPResponse

from digest_bot import __version__
from digest_bot.errors import SourceError
from digest_bot.web.addresses import AllowList, is_public
from digest_bot.web.manners import good_for, wait_asked
from digest_bot.web.packing import ACCEPTED, layers_of, too_large, unpack
from digest_bot.web.urls import WebUrl, parse_url
from digest_bot.web.wire import PIECE, Clock, Wire, connect

USER_AGENT = f"digest-bot/{__version__} (reads feeds for a daily digest)"
PORTS = frozenset({80, 443, 8080, 8443})
MAX_REDIRECTS = 5
MOVED, MOVED_FOR_GOOD = frozenset({301, 302, 303, 307, 308}), frozenset({301, 308})

_LENGTH = re.compile(r"([0-9]{1,40})(?:, ?\1)*")
_CHARSET = re.compile(r"[a-z0-9_.:-]{1,40}")

Answer = tuple[Any, ...]
"""One row of `socket.getaddrinfo`: family, type, protocol, canonical name, socket address."""
Resolve = Callable[..., Sequence[Answer]]

# urllib3 logs whole addresses, and those of private feeds hold secrets.
logging.getLogger("urllib3.connection").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered: 200 with a body, or 304 without."""

    url: str
    """Where the body came from, after redirects."""
    status: int
    headers: Mapping[str, str]
    """Names in lower case; repeated ones joined by commas."""
    body: bytes = field(repr=False)
    """Decompressed."""
    etag: str | None
    modified: str | None
    """The Last-Modified header as it was sent: hand it back unchanged."""
    permanent_url: str | None
    """Where the address has moved for good; None when it has not."""

    @property
    def media_type(self) -> str:
        """The media type in lower case without parameters; empty when the server named none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The declared charset in lower case, if any."""
        for parameter in self.headers.get("content-type", "").split(";")[1:]:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "charset":
                told = value.strip(" \t\"'").lower()
                return told if _CHARSET.fullmatch(told) else None
        return None

    @property
    def rest(self) -> timedelta | None:
        """How long this answer stays good, as Cache-Control or Expires say; None when they say nothing."""
        return good_for(self.headers)


class Door:
    """Fetches web addresses; safe to share between threads, keeps no cookies, ignores proxies of the environment.

    `allow` holds host names and networks of an intranet that may be read, on any port. `timeout` is for one fetch with
    everything in it: names, redirects, headers, body. `max_bytes` caps the body, compressed and decompressed.
    """

    def __init__(
        self,
        *,
        user_agent: str = USER_AGENT,
        allow: Sequence[str] = (),
        timeout: float = 20.0,
        max_bytes: int = 15_000_000,
        resolve: Resolve = socket.getaddrinfo,
    ) -> None:
        self._user_agent = user_agent
        self._allow = AllowList.of(allow)
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._resolve = resolve

    def fetch(self, url: str, *, etag: str | None = None, modified: str | None = None, accept: str = "*/*") -> Response:
        """Return what stands at this address; status 304 only when `etag` or `modified` was given.

        Raises SourceError with one of the reasons bad_url, bad_scheme, bad_port, blocked_address, dns, connection, tls,
        timeout, too_large, too_many_redirects, downgrade, bad_encoding, bad_response, http_<status>.
        """
        validators = _validators(etag, modified)
        headers = {"User-Agent": self._user_agent, "Accept": accept, "Accept-Encoding": ACCEPTED} | validators
        clock = Clock(self._timeout)
        here, moved, for_good = parse_url(url), None, True
        for _ in range(MAX_REDIRECTS + 1):
            reply = self._exchange(here, headers, clock)
            location = reply.headers.get("location")
            if reply.status not in MOVED or not location:
                return _response(here, reply, moved=moved, conditional=bool(validators))
            here = _next_hop(here, location)
            for_good = for_good and reply.status in MOVED_FOR_GOOD
            moved = str(here) if for_good else moved
        message = f"{here.host} keeps pointing elsewhere; gave up after {MAX_REDIRECTS} redirects."
        raise SourceError(message, reason="too_many_redirects")

    def _exchange(self, url: WebUrl, headers: Mapping[str, str], clock: Clock) -> "_Reply":
        """Ask once, at an address that was vetted, and read the answer."""
        with _plain_errors(url.host), closing(self._connect(url, clock)) as sock:
            connection = HTTPConnection(url.host, url.port)
            # One byte of body costs six on the wire when it is chunked as badly as possible; nobody honest comes near.
            connection.sock = cast("socket.socket", Wire(sock, clock, limit=2 * self._max_bytes + PIECE))
            fields = {"Host": url.authority, **headers}
            connection.request("GET", url.target, headers=fields, preload_content=False, decode_content=False)
            with closing(connection.getresponse()) as answer:
                found = {name.lower(): value for name, value in answer.headers.itermerged()}
                _refuse_odd_length(found.get("content-length"))
                body = self._body(answer, found.get("content-encoding", "")) if answer.status == 200 else b""
                return _Reply(answer.status, found, body)

    def _body(self, answer: HTTPResponse, content_encoding: str) -> bytes:
        layers = layers_of(content_encoding)
        if (answer.length_remaining or 0) > self._max_bytes:
            raise too_large(self._max_bytes)
        body = bytearray()
        for piece in answer.stream(PIECE, decode_content=False):
            body += piece
            if len(body) > self._max_bytes:
                raise too_large(self._max_bytes)
        return unpack(body, layers, limit=self._max_bytes)

    def _connect(self, url: WebUrl, clock: Clock) -> socket.socket:
        """Return a connection to one of the host's addresses, each given its share of the time that is left."""
        addresses = self._vetted(url, clock)
        failure = OSError()
        for number, (family, address) in enumerate(addresses):
            try:
                return connect(url, family, address, clock=clock, share=len(addresses) - number)
            except ssl.SSLError:
                raise
            except OSError as error:
                failure = error
        raise failure

    def _vetted(self, url: WebUrl, clock: Clock) -> Sequence[tuple[socket.AddressFamily, tuple[Any, ...]]]:
        """Return every address of the host, as a socket takes it; one that may not be read refuses them all."""
        named = self._allow.names_host(url.host)
        if url.port not in PORTS and not named:
            message = f"Port {url.port} is not a web port; allowed are 80, 443, 8080 and 8443."
            raise SourceError(message, permanent=True, reason="bad_port")
        found = [(answer[0], answer[4]) for answer in self._look_up(url, clock)]
        for family, address in found:
            numeric = str(address[0]) if family in (socket.AF_INET, socket.AF_INET6) else ""
            if not (named or is_public(numeric) or self._allow.holds(numeric)):
                # The address stays unsaid: whoever asked could map a network with it.
                message = (
                    "This address is not public. If it belongs to your own network, add it to `allow` under [web]."
                )
                raise SourceError(message, permanent=True, reason="blocked_address")
        return found

    def _look_up(self, url: WebUrl, clock: Clock) -> Sequence[Answer]:
        """Ask for the addresses of the host; in a thread of its own, because a name server may keep silent."""
        answers: queue.SimpleQueue[Sequence[Answer] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._resolve(url.host, url.port, type=socket.SOCK_STREAM))
            except Exception as error:  # noqa: BLE001 - carried over to the thread that waits
                answers.put(error)

        threading.Thread(target=ask, name="look-up", daemon=True).start()
        try:
            answer = answers.get(timeout=clock.left())
        except queue.Empty:
            raise TimeoutError from None
        if isinstance(answer, Exception) or not answer:
            message = f"There is no host named {url.host}, or the name servers cannot be reached."
            raise SourceError(message, reason="dns")
        return answer


@dataclass(frozen=True, slots=True)
class _Reply:
    """One answer of one server."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def _refuse_odd_length(length: str | None) -> None:
    """Raise SourceError for a length that two programs could read differently."""
    if length is not None and not _LENGTH.fullmatch(length):
        raise SourceError("The server does not say how long its answer is, but something else.", reason="bad_response")


def _validators(etag: str | None, modified: str | None) -> dict[str, str]:
    """Return the headers that make a request conditional; a value that is none is left out, a server sent it once."""
    given = {"If-None-Match": etag, "If-Modified-Since": modified}
    return {name: sendable for name, value in given.items() if (sendable := _sendable(value))}


def _sendable(value: str | None) -> str | None:
    """Return the value if it may stand in a header, and in a database: a server sent it once."""
    return value if value and len(value) <= 1000 and value.isascii() and value.isprintable() else None


def _next_hop(here: WebUrl, location: str) -> WebUrl:
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")  # http.client reads headers as Latin-1
    try:
        there = parse_url(urljoin(str(here), location.strip(" \t")))
    except ValueError:
        raise SourceError(f"{here.host} points to something that is no web address.", reason="bad_url") from None
    if (here.scheme, there.scheme) == ("https", "http"):
        message = f"{here.host} points from a protected address to an unprotected one."
        raise SourceError(message, reason="downgrade")
    return there


def _response(url: WebUrl, reply: _Reply, *, moved: str | None, conditional: bool) -> Response:
    """Return the answer, or raise SourceError when it is not the thing that was asked for."""
    if reply.status != 200 and not (reply.status == 304 and conditional):
        gone, wait = reply.status == 410, wait_asked(reply.headers)
        raise SourceError(_said(url.host, reply.status), permanent=gone, reason=f"http_{reply.status}", rest=wait)
    headers = reply.headers
    return Response(
        url=str(url),
        status=reply.status,
        headers=headers,
        body=reply.body,
        etag=_sendable(headers.get("etag")),
        modified=_sendable(headers.get("last-modified")),
        permanent_url=moved,
    )


def _said(host: str, status: int) -> str:
    match status:
        case 401 | 402 | 403 | 407 | 451:
            return f"{host} does not let us read this (status {status})."
        case 404:
            return f"{host} has nothing at this address (status 404)."
        case 410:
            return f"{host} says that this is gone for good (status 410)."
        case 429:
            return f"{host} asks to be left alone for a while (status 429)."
        case _ if status >= 500:
            return f"{host} has trouble (status {status})."
        case _:
            return f"{host} did not send the page (status {status})."


@contextmanager
def _plain_errors(host: str) -> Iterator[None]:
    """Turn what sockets, TLS and urllib3 raise into SourceError."""
    try:
        yield
    except (TimeoutError, ReadTimeoutError) as error:
        raise SourceError(f"{host} did not answer in time.", reason="timeout") from error
    except ssl.SSLCertVerificationError as error:
        raise SourceError(f"{host} has no valid certificate: {error.verify_message}.", reason="tls") from error
    except ssl.SSLError as error:
        raise SourceError(f"{host} could not be reached over a protected connection.", reason="tls") from error
    except (HTTPError, HTTPException) as error:
        raise SourceError(f"{host} sent an answer that is broken or cut short.", reason="bad_response") from error
    except OSError as error:
        raise SourceError(f"{host} could not be reached.", reason="connection") from error
    except ValueError as error:  # header fields that http.client or its mail parser cannot read
        raise SourceError(f"{host} sent an answer that is broken.", reason="bad_response") from error
