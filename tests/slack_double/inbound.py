"""The half of the double that speaks first: sockets, slash commands, buttons, events, response URLs, views.

One asyncio server in a thread. Everything that happens is written down with the time it happened at.
"""

import asyncio
import itertools
import json
import threading
import time
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from aiohttp import WSMsgType, web

from digest_bot.chats.slack_guard import sign
from tests.slack_double import check_message, check_view

T = TypeVar("T")

TEAM, BOT_TOKEN, APP_TOKEN, SECRET = "T1", "xoxb-test", "xapp-test", "signing-secret-of-the-double"
ACK_WITHIN = 3.0
MOST_SOCKETS = 10
URL_USES, URL_SECONDS = 5, 1800.0
FORM = "application/x-www-form-urlencoded"


@dataclass
class Envelope:
    """Something that was sent over a socket."""

    id: str
    kind: str
    payload: dict[str, Any]
    sent_at: float
    acked_at: float = 0.0
    answer: dict[str, Any] | None = None
    """What stood in the acknowledgement."""

    @property
    def waited(self) -> float:
        """Seconds until the acknowledgement; infinite when it did not come within three."""
        waited = self.acked_at - self.sent_at if self.acked_at else float("inf")
        return waited if waited <= ACK_WITHIN else float("inf")


@dataclass
class Hook:
    """One response URL."""

    made_at: float
    posts: list[dict[str, Any]] = field(default_factory=list)
    refused: int = 0


class Inbound:
    """One workspace that talks to the bot; every method may be called from any thread."""

    def __init__(self) -> None:
        self.url = ""
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.envelopes: dict[str, Envelope] = {}
        self.hooks: dict[str, Hook] = {}
        self.members: dict[str, set[str]] = {"C1": {"U1", "U2"}}
        self.channels: dict[str, dict[str, Any]] = {"C1": {"id": "C1", "name": "news"}}
        self.uploads: dict[str, bytes] = {}
        self.shared: dict[str, str] = {}
        """File → the channel it is shown in."""
        self.upload_status = 200
        """What an upload address answers."""
        self.never_share = False
        """Take files and never show them, as Slack sometimes does."""
        self.opened = 0
        """Sockets that were ever opened."""
        self.problems: list[str] = []
        """What Slack would have refused; a test that ends with any fails."""
        self.refusals: dict[str, str] = {}
        """Method → the error it answers from now on."""
        self.faults: dict[str, list[str]] = {}
        """Method → what becomes of its next answers: `cut`, `garbled`, or the word of an error."""
        self._sockets: list[web.WebSocketResponse] = []
        self._turn = itertools.count()
        self._numbers = itertools.count(1)
        self._loop = asyncio.new_event_loop()

    @property
    def sockets(self) -> int:
        """Sockets that are open now."""
        return len(self._sockets)

    def said(self, method: str) -> list[dict[str, Any]]:
        """The arguments of every call of this method, in order."""
        return [arguments for name, arguments in self.calls if name == method]

    def posts(self) -> list[dict[str, Any]]:
        """Everything that was sent to response URLs, in order of the URLs."""
        return [post for hook in self.hooks.values() for post in hook.posts]

    # ---- what people do -------------------------------------------------------------------------------------

    def command(self, text: str = "", **about: str) -> dict[str, Any]:
        """The payload of a slash command, with a trigger id and a response URL of its own."""
        number = next(self._numbers)
        payload = {
            "token": "legacy",
            "team_id": TEAM,
            "team_domain": "acme",
            "channel_id": "C1",
            "channel_name": "news",
            "user_id": "U1",
            "user_name": "ann",
            "command": "/digest",
            "text": text,
            "api_app_id": "A1",
            "is_enterprise_install": "false",
            "response_url": self.hook(),
            "trigger_id": f"{number}.{number}.abc",
        }
        return payload | about

    def press(self, action: str, value: str = "", *, user: str = "U1", ts: str = "1.1", **about: Any) -> dict[str, Any]:
        """The payload of a pressed button."""
        number = next(self._numbers)
        channel = about.pop("channel", "C1")
        button = {"type": "button", "action_id": action, "block_id": "b", "value": value, "action_ts": f"{number}.5"}
        return {
            "type": "block_actions",
            "team": {"id": TEAM, "domain": "acme"},
            "user": {"id": user, "username": "ann", "team_id": TEAM},
            "api_app_id": "A1",
            "container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": False},
            "trigger_id": f"{number}.{number}.def",
            "channel": {"id": channel, "name": "news"},
            "response_url": self.hook(),
            "actions": [button],
        } | about

    def press_in(self, blocks: Sequence[dict[str, Any]], *, home: bool = False, **about: Any) -> list[dict[str, Any]]:
        """The payloads of every button and menu in these blocks, each pressed once, as Slack sends them."""
        return [self._pressed(action, home=home, **about) for block in blocks for action in _actions(block)]

    def _pressed(self, action: dict[str, Any], *, home: bool, **about: Any) -> dict[str, Any]:
        payload = self.press(action["action_id"], **about)
        payload["actions"] = [action | {"action_ts": payload["actions"][0]["action_ts"]}]
        if home:
            payload |= {"container": {"type": "view", "view_id": "V1"}, "view": {"id": "V1", "type": "home"}}
            del payload["channel"], payload["response_url"]
        return payload

    def home_opened(self, user: str = "U1") -> dict[str, Any]:
        """The event of somebody who opens the Home tab."""
        number = next(self._numbers)
        event = {"type": "app_home_opened", "user": user, "channel": "D1", "tab": "home", "event_ts": f"{number}.1"}
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": "A1",
            "event_id": f"Ev{number}",
            "event": event,
        }

    def submitted(self, form: dict[str, str], *, digest: str = "daily", user: str = "U1") -> dict[str, Any]:
        """The payload of a filled-in settings form."""
        number = next(self._numbers)
        values = {
            "hour": {"hour": {"type": "timepicker", "selected_time": form.get("hour")}},
            "length": {"length": {"type": "static_select", "selected_option": {"value": form.get("length")}}},
            "audio": {"audio": {"type": "radio_buttons", "selected_option": {"value": form.get("audio")}}},
            "topics": {"topics": {"type": "plain_text_input", "value": form.get("topics")}},
        }
        view = {
            "id": "V1",
            "type": "modal",
            "callback_id": "settings",
            "private_metadata": digest,
            "hash": f"h{number}",
        }
        return {
            "type": "view_submission",
            "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM},
            "trigger_id": f"{number}.{number}.ghi",
            "view": view | {"state": {"values": values}},
        }

    def hook(self) -> str:
        """A fresh response URL."""
        key = f"h{next(self._numbers)}"
        self.hooks[key] = Hook(time.monotonic())
        return f"{self.url.removesuffix('/api/')}/hooks/{key}"

    # ---- over a socket --------------------------------------------------------------------------------------

    def send(self, payload: dict[str, Any], *, kind: str = "", envelope: str = "") -> Envelope:
        """Send an envelope over one of the open sockets, as Slack does: over any, once, never again."""
        sent = Envelope(envelope or f"env-{next(self._numbers)}", kind or _kind(payload), payload, time.monotonic())
        self.envelopes[sent.id] = sent
        self._run(self._send(sent))
        return sent

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Announce to every socket that it will be closed; the client is expected to come back by itself."""
        self._run(self._disconnect(reason))

    def abort(self) -> None:
        """Cut every socket without a word."""
        self._run(self._abort())

    async def _send(self, sent: Envelope) -> None:
        if not self._sockets:
            return  # lost, as at Slack
        socket = self._sockets[next(self._turn) % len(self._sockets)]
        text = {"envelope_id": sent.id, "type": sent.kind, "accepts_response_payload": True, "payload": sent.payload}
        sent.sent_at = time.monotonic()
        with suppress(ConnectionError):
            await socket.send_str(json.dumps(text))

    async def _disconnect(self, reason: str) -> None:
        for socket in tuple(self._sockets):
            self._sockets.remove(socket)
            await socket.send_str(
                json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "double"}})
            )

    async def _abort(self) -> None:
        for socket in tuple(self._sockets):
            self._sockets.remove(socket)
            transport = socket._req.transport if socket._req else None
            if transport is not None:
                transport.abort()

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self._sockets) >= MOST_SOCKETS:
            await socket.send_str(json.dumps({"type": "disconnect", "reason": "too_many_websockets"}))
            await socket.close()
            return socket
        self.opened += 1
        hello = {"type": "hello", "num_connections": len(self._sockets) + 1, "connection_info": {"app_id": "A1"}}
        await socket.send_str(json.dumps(hello | {"debug_info": {"approximate_connection_time": 18060}}))
        self._sockets.append(socket)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._acked(json.loads(message.data))
        if socket in self._sockets:
            self._sockets.remove(socket)
        return socket

    def _acked(self, answer: dict[str, Any]) -> None:
        envelope = self.envelopes.get(answer.get("envelope_id", ""))
        if envelope is not None and not envelope.acked_at:
            envelope.answer = answer.get("payload")
            if envelope.answer and "blocks" in envelope.answer:
                self.problems += [f"ack {problem}" for problem in check_message(envelope.answer)]
            envelope.acked_at = time.monotonic()  # last: whoever waits for it reads the answer next

    # ---- what the bot calls ---------------------------------------------------------------------------------

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments: dict[str, Any] = dict(request.query)
        body = await request.read()
        if "json" in request.headers.get("content-type", ""):
            arguments |= json.loads(body or b"{}")
        else:
            arguments |= dict(parse_qsl(body.decode()))
        self.calls.append((method, arguments))
        wanted = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        if request.headers.get("authorization") != f"Bearer {wanted}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        if method in self.refusals:
            return web.json_response({"ok": False, "error": self.refusals[method]})
        if problems := self._check(method, arguments):
            self.problems += problems
            return web.json_response({"ok": False, "error": "invalid_blocks", "errors": problems})
        answer = self._answer(method, arguments)
        fault = self.faults[method].pop(0) if self.faults.get(method) else ""
        if fault == "cut" and request.transport is not None:
            request.transport.abort()
        if fault in ("", "cut"):
            return web.json_response(answer)
        if fault == "garbled":
            return web.Response(text=json.dumps(answer)[:-5], content_type="application/json")
        return web.json_response({"ok": False, "error": fault})

    def _check(self, method: str, arguments: dict[str, Any]) -> list[str]:
        if method.startswith("chat.post"):
            return [f"{method} {problem}" for problem in check_message(arguments)]
        if method.startswith("views."):
            return [f"{method} {problem}" for problem in check_view(arguments["view"])]
        return []

    def _answer(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        base = self.url.removesuffix("/api/")
        match method:
            case "auth.test":
                return {"ok": True, "team_id": TEAM, "user_id": "UBOT", "bot_id": "B1", "url": base, "team": "acme"}
            case "apps.connections.open":
                return {"ok": True, "url": f"ws{base.removeprefix('http')}/link?ticket={next(self._numbers)}"}
            case "chat.postMessage":
                channel = str(arguments["channel"])
                channel = f"D{channel[1:]}" if channel.startswith("U") else channel
                return {"ok": True, "channel": channel, "ts": f"{next(self._numbers)}.0"}
            case "conversations.info":
                place = self.channels.get(str(arguments["channel"]))
                return {"ok": True, "channel": place} if place else {"ok": False, "error": "channel_not_found"}
            case "conversations.members":
                members = sorted(self.members.get(str(arguments["channel"]), set()))
                return {"ok": True, "members": members, "response_metadata": {"next_cursor": ""}}
            case "files.getUploadURLExternal":
                file = f"F{next(self._numbers):08d}"
                return {"ok": True, "upload_url": f"{base}/upload/{file}", "file_id": file}
            case "files.completeUploadExternal":
                return self._complete(arguments)
            case "files.info":
                where = self.shared.get(str(arguments["file"]))
                shares = {"shares": {"private": {where: [{"ts": "1.0"}]}}} if where else {}
                return {"ok": True, "file": {"id": arguments["file"]} | shares}
            case _:
                return {"ok": True, "message_ts": f"{next(self._numbers)}.0"}

    def _complete(self, arguments: dict[str, Any]) -> dict[str, Any]:
        given = arguments["files"]  # a form holds JSON, a JSON body the list itself
        (file,) = json.loads(given) if isinstance(given, str) else given
        if file["id"] not in self.uploads:
            return {"ok": False, "error": "file_not_found"}
        if not self.never_share:
            self.shared[file["id"]] = str(arguments["channel_id"])
        return {"ok": True, "files": [file]}

    async def _upload(self, request: web.Request) -> web.Response:
        if self.upload_status != 200:
            return web.Response(status=self.upload_status)
        self.uploads[request.match_info["file"]] = await request.read()
        return web.Response(text="OK")

    async def _hook(self, request: web.Request) -> web.Response:
        hook = self.hooks.get(request.match_info["key"])
        if hook is None:
            return web.Response(status=404, text="no_hook")
        if len(hook.posts) >= URL_USES or time.monotonic() - hook.made_at > URL_SECONDS:
            hook.refused += 1
            return web.Response(status=404, text="used_url")
        post = await request.json()
        self.problems += [f"response_url {problem}" for problem in check_message(post)]
        hook.posts.append(post)
        return web.Response(text="ok")

    # ---- the server -----------------------------------------------------------------------------------------

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        future: Future[T] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(60)

    async def _start(self) -> web.AppRunner:
        app = web.Application(client_max_size=20_000_000)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link", self._socket)
        app.router.add_post("/hooks/{key}", self._hook)
        app.router.add_post("/upload/{file}", self._upload)
        runner = web.AppRunner(app, shutdown_timeout=0.5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        return runner


def signed(payload: dict[str, Any], *, secret: str = SECRET, at: float | None = None) -> tuple[bytes, dict[str, str]]:
    """Return the body and the headers with which Slack sends this payload over HTTP."""
    if payload.get("type") == "event_callback":
        body, kind = json.dumps(payload).encode(), "application/json"
    elif "command" in payload:
        body, kind = urlencode(payload).encode(), FORM
    else:
        body, kind = urlencode({"payload": json.dumps(payload)}).encode(), FORM
    stamp = str(int(time.time() if at is None else at))
    signature = sign(secret.encode(), stamp, body)
    return body, {"content-type": kind, "x-slack-request-timestamp": stamp, "x-slack-signature": signature}


@contextmanager
def workspace() -> Iterator[Inbound]:
    """Serve a workspace on loopback while the block runs."""
    double = Inbound()
    thread = threading.Thread(target=double._loop.run_forever, daemon=True)
    thread.start()
    runner = double._run(double._start())
    try:
        yield double
    finally:
        double._run(runner.cleanup())
        double._loop.call_soon_threadsafe(double._loop.stop)
        thread.join(60)
        double._loop.close()
    assert not double.problems, double.problems


def _actions(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What Slack says was pressed, for everything in a block that can be."""
    for element in (*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else ())):
        told = {"type": element["type"], "action_id": element.get("action_id", ""), "block_id": "b"}
        match element["type"]:
            case "button":
                yield told | {"text": element["text"]} | {k: element[k] for k in ("value", "url") if k in element}
            case "feedback_buttons":
                for way in ("positive_button", "negative_button"):
                    yield told | {"text": element[way]["text"], "value": element[way]["value"]}
            case "overflow" | "static_select":
                for option in element["options"]:
                    yield told | {"selected_option": option}


def _kind(payload: dict[str, Any]) -> str:
    if payload.get("type") == "event_callback":
        return "events_api"
    return "slash_commands" if "command" in payload else "interactive"
