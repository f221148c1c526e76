"""A web server on loopback that answers as badly as a test asks for, and writes down who came."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    """Names in lower case."""


Reply = Callable[[Request, socket.socket], None]
"""Writes an answer; the connection is closed afterwards."""


@dataclass
class Server:
    address: str
    port: int
    requests: list[Request] = field(default_factory=list)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://{self.address}:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.requests]


def answer(body: bytes | str = b"", *, status: int = 200, kind: str = "text/html", **headers: str) -> Reply:
    """An ordinary answer; `location="/x"` and `content_encoding="gzip"` become header fields."""
    data = body.encode() if isinstance(body, str) else body
    fields = {"content-type": kind, "content-length": str(len(data))}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return raw(f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode() + data)


def raw(data: bytes) -> Reply:
    """These very bytes."""
    return lambda _, connection: connection.sendall(data)


def routes(replies: dict[str, Reply]) -> Reply:
    """One answer a path, 404 for any other."""
    missing = answer("nothing here", status=404)
    return lambda request, connection: replies.get(request.path, missing)(request, connection)


@contextmanager
def serving(reply: Reply, *, address: str = "127.0.0.1") -> Iterator[Server]:
    """Serve until the block ends, one thread a connection."""
    with socket.create_server((address, 0)) as listener:
        server = Server(address, listener.getsockname()[1])
        threads: list[threading.Thread] = []

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                server.connections += 1
                threads.append(threading.Thread(target=_serve, args=(connection, server, reply)))
                threads[-1].start()

        acceptor = threading.Thread(target=accept)
        acceptor.start()
        try:
            yield server
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
            acceptor.join(60)
            for thread in threads:  # all of them are known once nobody is let in any more
                thread.join(60)


def _serve(connection: socket.socket, server: Server, reply: Reply) -> None:
    with connection, suppress(OSError):
        connection.settimeout(60)
        head = b""
        while b"\r\n\r\n" not in head and (piece := connection.recv(65_536)):
            head += piece
        if not head:
            return
        first, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        request = Request(first.split(" ")[1], headers)
        server.requests.append(request)
        reply(request, connection)
