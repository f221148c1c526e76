"""The double on the wire: reads what the SDKs of Slack send, answers as Slack does, and suffers its faults."""

import json
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import Message
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.slack_double import control, files
from tests.slack_double.faults import before
from tests.slack_double.workspace import SlackDouble


class Handler(BaseHTTPRequestHandler):
    """One request."""

    double: SlackDouble

    def do_GET(self) -> None:
        """Reads come as GET with a query from the asynchronous SDK."""
        self._serve()

    def do_POST(self) -> None:
        """Everything else."""
        self._serve()

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        path = urlsplit(self.path).path
        if path.startswith("/_double/"):
            self._say(200, control.handle(self.double, path.removeprefix("/_double/"), body), kind="application/json")
        elif path.startswith("/upload/v1/"):
            self._upload(path.rsplit("/", 1)[-1], body)
        elif path.startswith("/api/"):
            self._call(path.removeprefix("/api/"), body)
        else:
            self._say(404, b"no such page")

    def _upload(self, file_id: str, body: bytes) -> None:
        self.double.calls.append("upload")
        content = _multipart(self.headers, body) if "multipart" in (self.headers.get("content-type") or "") else body
        fault = self.double.faults.next("upload")
        if before(fault):
            self._suffer(fault)
            return
        authorised = "authorization" in self.headers
        status, text = files.receive(self.double, file_id, content, authorised=authorised)
        if fault:
            self._suffer(fault)
        else:
            self._say(status, text.encode(), kind="text/plain")

    def _call(self, method: str, body: bytes) -> None:
        self.double.calls.append(method)
        arguments, token = self._read(body)
        fault = self.double.faults.next(method)
        if fault == "ratelimited":
            self._limited(self.double.faults.retry_after)
            return
        if fault == "late":
            threading.Timer(self.double.faults.late, self.double.answer, (method, arguments or {}, token)).start()
            fault = "drop_before"
        if before(fault):
            self._suffer(fault)
            return
        if arguments is None:
            answer: dict[str, Any] = {"ok": False, "error": "invalid_json"}
        else:
            answer = self.double.answer(method, arguments, token)
        if fault:
            self._suffer(fault)
        elif answer.get("error") == "ratelimited":
            self._limited(answer["retry_after"])
        else:
            known = self.double.tokens.get(token)
            scopes = {"x-oauth-scopes": ",".join(sorted(known.scopes))} if known and method == "auth.test" else {}
            self._say(200, json.dumps(answer).encode(), kind="application/json; charset=utf-8", more=scopes)

    def _read(self, body: bytes) -> tuple[dict[str, Any] | None, str]:
        """Return arguments and token; a token in the query is no token: Slack forbids it."""
        arguments: dict[str, Any] = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        arguments.pop("token", None)
        kind = self.headers.get("content-type") or ""
        if "json" in kind:
            try:
                said = json.loads(body or b"{}")
            except ValueError:
                return None, ""
            arguments |= said if isinstance(said, dict) else {}
        elif "multipart" in kind:
            arguments |= _fields(self.headers, body)
        else:
            arguments |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        header = (self.headers.get("authorization") or "").removeprefix("Bearer ")
        return arguments, header or str(arguments.pop("token", ""))

    def _suffer(self, fault: str) -> None:
        kind = fault.removesuffix("_before").removesuffix("_after")
        if kind == "hang":
            time.sleep(self.double.faults.hang)
            kind = "drop"
        if kind == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            kind = "drop"
        if kind == "drop":
            self.close_connection = True
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            self.connection.close()
        elif kind == "truncated":
            self._say(200, b'{"ok": true, "channel": "C', promised=500)
        elif kind == "html":
            self._say(200, b"<html><body>Something went wrong.</body></html>", kind="text/html")
        elif kind.isdigit():
            self._say(int(kind), b"upstream error", kind="text/plain")
        else:
            self._say(200, json.dumps({"ok": False, "error": kind}).encode(), kind="application/json")

    def _limited(self, seconds: int) -> None:
        body = json.dumps({"ok": False, "error": "ratelimited"}).encode()
        self._say(429, body, kind="application/json", more={"retry-after": str(seconds)})

    def _say(
        self,
        status: int,
        body: bytes,
        *,
        kind: str = "application/json",
        promised: int = 0,
        more: dict[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(promised or len(body)))
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        if promised:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Stay quiet."""

    def handle(self) -> None:
        """Serve, however the other side or a fault ends it."""
        with suppress(OSError, ValueError):
            super().handle()


def _parts(headers: Message, body: bytes) -> list[Message]:
    head = f"content-type: {headers['content-type']}\r\n\r\n".encode()
    parsed = BytesParser().parsebytes(head + body)
    return [part for part in parsed.walk() if not part.is_multipart()]


def _fields(headers: Message, body: bytes) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in _parts(headers, body):
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        found[str(name)] = content.decode() if isinstance(content, bytes) else ""
    return found


def _multipart(headers: Message, body: bytes) -> bytes:
    content = _parts(headers, body)[0].get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A connection that a fault has broken is not worth a traceback."""


def start(double: SlackDouble, *, port: int = 0) -> ThreadingHTTPServer:
    """Serve the double in a thread; return the server."""
    server = _Server(("127.0.0.1", port), type("Bound", (Handler,), {"double": double}))
    double.url = f"http://127.0.0.1:{server.server_port}/api/"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


@contextmanager
def running(*, rate: float = 0.0) -> Iterator[SlackDouble]:
    """Serve a double while the block runs; fails at its end when anything that was sent did not pass the validator.

    A test that sends such a thing on purpose empties `refused`.
    """
    double = SlackDouble(rate=rate)
    server = start(double)
    try:
        yield double
    finally:
        server.shutdown()
        server.server_close()
    assert not double.unfit, double.unfit
