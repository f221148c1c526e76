"""A loopback double of Slack's Web API: strict about tokens, arguments and blocks, with scripted faults."""

import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

TOKEN = "xoxb-test"
ARGUMENTS = {
    "chat.postMessage": {
        "channel", "text", "blocks", "metadata", "unfurl_links", "unfurl_media", "thread_ts", "parse", "link_names",
    },
    "conversations.history": {"channel", "oldest", "include_all_metadata", "limit", "cursor"},
    "conversations.replies": {"channel", "ts", "oldest", "include_all_metadata", "limit", "cursor"},
    "files.getUploadURLExternal": {"filename", "length", "snippet_type", "alt_txt"},
    "files.completeUploadExternal": {"files", "channel_id", "thread_ts", "initial_comment"},
}  # fmt: skip


class SlackDouble:
    """One workspace with the channels C1 and C2; `faults` holds what the next posts shall suffer, in order.

    Faults: `drop_after` (commit, then break the connection), `drop_before`, `internal_error` (commit, then say so),
    `ratelimited`, or any error code Slack knows.
    """

    def __init__(self) -> None:
        self.channels: dict[str, list[dict[str, Any]]] = {"C1": [], "C2": []}
        self.uploads: dict[str, bytes] = {}
        self.shared: list[dict[str, Any]] = []
        self.faults: list[str] = []
        self.calls: list[str] = []
        self.hide_history = False
        self.url = ""
        self._declared: dict[str, int] = {}
        self._clock = 1_700_000_000.0
        self._lock = threading.Lock()

    def visible(self, channel: str = "C1") -> list[str]:
        """The text of every message in the channel, in order."""
        return [message["text"] for message in self.channels[channel]]

    def answer(self, method: str, arguments: dict[str, Any], token: str) -> dict[str, Any] | None:
        """Return the JSON answer, or None to break the connection."""
        with self._lock:
            self.calls.append(method)
            if token != f"Bearer {TOKEN}":
                return _refusal("invalid_auth" if token else "not_authed")
            if method not in ARGUMENTS:
                return _refusal("unknown_method")
            if unknown := set(arguments) - ARGUMENTS[method]:
                return _refusal("invalid_arguments") | {"unknown": sorted(unknown)}
            answer: dict[str, Any] | None = getattr(self, "_" + method.replace(".", "_"))(arguments)
            return answer

    def upload(self, file_id: str, body: bytes) -> int:
        """Take the bytes of a file; return the HTTP status."""
        if len(body) != self._declared.get(file_id):
            return 400
        self.uploads[file_id] = body
        return 200

    def _chat_postMessage(self, arguments: dict[str, Any]) -> dict[str, Any] | None:  # noqa: N802
        fault = self.faults.pop(0) if self.faults else ""
        if arguments.get("channel") not in self.channels:
            return _refusal("channel_not_found")
        if wrong := check_message(arguments):
            return _refusal("invalid_blocks") | {"errors": [wrong]}
        if fault == "drop_before":
            return None
        if fault and fault not in ("drop_after", "internal_error"):
            return _refusal(fault)
        self._clock += 1
        message = arguments | {"ts": f"{self._clock:.6f}"}
        self.channels[arguments["channel"]].append(message)
        if fault == "drop_after":
            return None
        if fault == "internal_error":
            return _refusal("internal_error")
        return {"ok": True, "channel": arguments["channel"], "ts": message["ts"], "message": {"text": message["text"]}}

    def _conversations_history(self, arguments: dict[str, Any]) -> dict[str, Any]:
        found = [m for m in self.channels.get(arguments["channel"], []) if "thread_ts" not in m]
        return self._listing(found, arguments)

    def _conversations_replies(self, arguments: dict[str, Any]) -> dict[str, Any]:
        found = [m for m in self.channels.get(arguments["channel"], []) if m.get("thread_ts") == arguments["ts"]]
        return self._listing(found, arguments)

    def _listing(self, found: list[dict[str, Any]], arguments: dict[str, Any]) -> dict[str, Any]:
        told = arguments.get("include_all_metadata") in (True, "1", "true", "True")
        shown = [m if told else {k: v for k, v in m.items() if k != "metadata"} for m in found]
        return {"ok": True, "messages": [] if self.hide_history else shown, "response_metadata": {"next_cursor": ""}}

    def _files_getUploadURLExternal(self, arguments: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        file_id = f"F{len(self._declared):08d}"
        self._declared[file_id] = int(arguments["length"])
        return {"ok": True, "upload_url": f"{self.url}upload/{file_id}", "file_id": file_id}

    def _files_completeUploadExternal(self, arguments: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        files = json.loads(arguments["files"]) if isinstance(arguments["files"], str) else arguments["files"]
        if any(file["id"] not in self.uploads for file in files):
            return _refusal("file_not_found")
        self.shared.append(arguments | {"files": files})
        return {"ok": True, "files": files}


def check_message(message: dict[str, Any]) -> str:
    """Return what Slack would refuse about the text and the blocks, or nothing."""
    blocks = message.get("blocks", [])
    if not message.get("text"):
        return "no fallback text"
    if len(blocks) > 50:
        return "too many blocks"
    characters: dict[str, int] = defaultdict(int)
    for index, block in enumerate(blocks):
        if wrong := _check_block(block, characters):
            return f"/blocks/{index}: {wrong}"
    return "msg_blocks_too_long" if sum(characters.values()) > 9000 else ""


def _check_block(block: dict[str, Any], characters: dict[str, int]) -> str:
    kind = block.get("type")
    if kind == "header":
        return _check_text(block["text"], 150, characters, plain=True)
    if kind == "context":
        elements = block.get("elements", [])
        if not 1 <= len(elements) <= 10:
            return "1 to 10 elements"
        return next(filter(None, (_check_text(e, 3000, characters, plain=False) for e in elements)), "")
    if kind == "rich_text":
        return next(filter(None, (_check_rich(e, characters) for e in block.get("elements", []))), "")
    return f"unknown block {kind}"


def _check_text(text: dict[str, Any], limit: int, characters: dict[str, int], *, plain: bool) -> str:
    if plain and text.get("type") != "plain_text":
        return "plain_text only"
    if set(text) - {"type", "text", "emoji", "verbatim"}:
        return "unknown field"
    if not 1 <= len(text["text"]) <= limit:
        return f"1 to {limit} characters"
    characters["text"] += len(text["text"])
    return ""


def _check_rich(element: dict[str, Any], characters: dict[str, int]) -> str:
    if element["type"] == "rich_text_list":
        return next(filter(None, (_check_rich(e, characters) for e in element["elements"])), "")
    if element["type"] != "rich_text_section":
        return f"unknown element {element['type']}"
    for inline in element["elements"]:
        if inline["type"] not in ("text", "link") or not inline.get("text"):
            return "bad inline element"
        if inline["type"] == "link" and not inline["url"].startswith(("http://", "https://")):
            return "bad link"
        characters["text"] += len(inline["text"])
    return ""


def _refusal(code: str) -> dict[str, Any]:
    return {"ok": False, "error": code}


@contextmanager
def running() -> Iterator[SlackDouble]:
    """Serve a double on loopback while the block runs."""
    double = SlackDouble()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            place = urlsplit(self.path)
            if place.path.startswith("/api/upload/"):
                self._say(double.upload(place.path.rsplit("/", 1)[-1], body), b"OK")
                return
            arguments = dict(parse_qsl(place.query))
            if "json" in (self.headers.get("content-type") or ""):
                arguments |= json.loads(body or b"{}")
            else:
                arguments |= dict(parse_qsl(body.decode()))
            answer = double.answer(place.path.rsplit("/", 1)[-1], arguments, self.headers.get("authorization") or "")
            if answer is None:
                self.close_connection = True
                self.connection.close()
            elif answer.get("error") == "ratelimited":
                self._say(429, json.dumps(answer).encode(), retry_after="1")
            else:
                self._say(200, json.dumps(answer).encode())

        def _say(self, status: int, body: bytes, retry_after: str = "") -> None:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            if retry_after:
                self.send_header("retry-after", retry_after)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(OSError, ValueError):  # a connection that a fault has broken
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    double.url = f"http://127.0.0.1:{server.server_port}/api/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
