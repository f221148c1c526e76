"""One connection to one vetted address, over which every byte counts against the time and size that are left in all."""

import io
import socket
import ssl
import time
from functools import cache
from typing import Any

from digest_bot.errors import SourceError
from digest_bot.web.urls import WebUrl

PIECE = 65_536
"""Bytes read at a time."""


class Clock:
    """Counts one fetch down."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left, more than none; raises TimeoutError when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class Wire:
    """A socket for http.client that gives every read only the time and the bytes that are left in all.

    So a server that drips one byte or header line at a time is cut off; a socket's own timeout starts anew each time.
    """

    def __init__(self, sock: socket.socket, clock: Clock, *, limit: int) -> None:
        self._sock = sock
        self._clock = clock
        self._limit = limit

    def makefile(self, *_: object) -> io.BufferedReader:
        """Return the readable side."""
        return io.BufferedReader(_Incoming(self), PIECE)

    def sendall(self, data: bytes) -> None:
        """Send all of it."""
        self._sock.settimeout(self._clock.left())
        self._sock.sendall(data)

    def receive(self, buffer: memoryview) -> int:
        """Read what has come into the buffer; return how many bytes, 0 at the end."""
        self._sock.settimeout(self._clock.left())
        count = self._sock.recv_into(buffer)
        self._limit -= count
        if self._limit < 0:
            raise SourceError("The server sent far more than a page or a feed can be.", reason="too_large")
        return count

    def settimeout(self, _: object) -> None:
        """Ignore what urllib3 asks for: the clock rules."""

    def shutdown(self, how: int) -> None:
        """Shut the connection down."""
        self._sock.shutdown(how)

    def close(self) -> None:
        """Do nothing: http.client calls this before the body is read; whoever opened the socket closes it."""


class _Incoming(io.RawIOBase):
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._wire.receive(buffer)


def connect(
    url: WebUrl, family: socket.AddressFamily, address: tuple[Any, ...], *, clock: Clock, share: int
) -> socket.socket:
    """Return a connection to this very address, TLS for https; connecting takes at most a `share`th of the time."""
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(clock.left() / share)
        sock.connect(address)
        sock.settimeout(clock.left())
        return _tls().wrap_socket(sock, server_hostname=url.host) if url.scheme == "https" else sock
    except BaseException:
        sock.close()
        raise


@cache
def _tls() -> ssl.SSLContext:
    """Return what checks certificates: the system's authorities, or those of SSL_CERT_FILE."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context
