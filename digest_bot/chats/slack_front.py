"""Where Slack comes in: over sockets that we open, which need no public address, or over HTTP through the guard."""

import asyncio
import json
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from digest_bot.chats.intake import Intake
from digest_bot.chats.slack_app import ENVELOPE, SIGNATURE, Desk, Identity, build_bolt
from digest_bot.chats.slack_errors import explained, said_by
from digest_bot.chats.slack_guard import LARGEST, Guard, Refused
from digest_bot.errors import ChatError, StoreError

log = logging.getLogger(__name__)

PING = 2.0
"""Seconds between two pings of a socket: a connection that breaks without a word is replaced within eight."""
BODY_WITHIN = 10.0
"""Seconds a body may take to come in."""
KNOCK = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)
"""Seconds between two attempts to learn who we are, when Slack cannot be reached; the last one for ever."""
PATH = "/slack/events"
"""Where Slack sends everything in HTTP mode."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What it takes to be somebody on Slack; `app` and `connections` are for sockets."""

    bot: str
    api_url: str
    app: str = ""
    connections: int = 2
    """Sockets open at a time: while one is replaced, Slack uses the other."""


class Front:
    """Both ways in, for one workspace: sockets when there is an app token, HTTP when there is a guard."""

    def __init__(self, desk: Desk, tokens: Tokens, *, guard: Guard | None = None) -> None:
        self._desk = desk
        self._tokens = tokens
        self._guard = guard
        self._app: AsyncApp | None = None
        self._sockets: list[_Socket] = []
        self._signatures = Intake[str](lambda some: desk.requests.first_all(some, now=desk.clock()))

    async def open(self) -> None:
        """Learn who we are and open the sockets; waits, however long it takes, while Slack cannot be reached.

        Raises ChatError when Slack does not know the token.
        """
        client = AsyncWebClient(token=self._tokens.bot, base_url=self._tokens.api_url, timeout=15, retry_handlers=[])
        identity = await _identify(client)
        self._app = build_bolt(self._desk, client=client, token=self._tokens.bot, identity=identity)
        if self._tokens.app:
            self._sockets = [_Socket(self._app, self._tokens) for _ in range(self._tokens.connections)]
            await asyncio.gather(*(socket.client.connect() for socket in self._sockets))
            log.info("listening to Slack", extra={"sockets": len(self._sockets), "team": identity.team})

    async def close(self) -> None:
        """Close the sockets."""
        await asyncio.gather(*(socket.client.close() for socket in self._sockets), return_exceptions=True)

    async def run(self) -> None:
        """Open, and close when cancelled; raises ChatError when Slack does not know the token."""
        try:
            await self.open()
            await asyncio.Event().wait()
        finally:
            await self.close()

    async def trouble(self) -> str | None:
        """Return why nothing comes in, in a sentence; None when all is well."""
        if self._app is None:
            return "Slack has not said yet who the bot is."
        if self._sockets and not any([await socket.client.is_connected() for socket in self._sockets]):
            return next((socket.refusal for socket in self._sockets if socket.refusal), "No socket to Slack is open.")
        return None

    def routes(self) -> Sequence[Route]:
        """Return the routes of HTTP mode; none without a guard."""
        return [Route(PATH, self._receive, methods=["POST"])] if self._guard else []

    async def _receive(self, request: Request) -> Response:
        """Let in what Slack signed; a stranger gets 401, never an error of ours."""
        assert self._guard is not None
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large or too slow", status_code=413)
        outcome = self._guard.admit(request.headers.raw, body, now=time.time())  # noqa: TID251 - Slack's clock
        if isinstance(outcome, Refused):
            log.info("refused a request over HTTP: %s", outcome.reason)
            return PlainTextResponse("refused", status_code=outcome.status)
        if not (await self._first(outcome.signature) or outcome.retry):
            log.info("refused a request over HTTP: another process has had it")
            return PlainTextResponse("refused", status_code=401)
        if self._app is None:
            return PlainTextResponse("not ready", status_code=503)
        answer = await self._app.async_dispatch(
            AsyncBoltRequest(
                body=json.dumps(outcome.body),
                headers={"content-type": "application/json"},
                context={SIGNATURE: outcome.signature},
            )
        )
        return Response(answer.body, status_code=answer.status, headers=_headers(answer.first_headers()))

    async def _first(self, signature: str) -> bool:
        """Tell whether no process that shares the store has had this signature; one guard knows only its own."""
        try:
            return await self._signatures.accept(f"once:{signature}")
        except StoreError as error:  # nothing can be written down, so nothing will be done twice either
            log.warning("whether a request came before cannot be told: %s", error)
            return True


class _Socket(AsyncSocketModeHandler):
    """One socket; what comes through it carries its envelope's id, so that a delivery is recognised."""

    client: SocketModeClient

    def __init__(self, app: AsyncApp, tokens: Tokens) -> None:
        web = AsyncWebClient(base_url=tokens.api_url, timeout=15, retry_handlers=[])
        super().__init__(app, tokens.app, logger=_quiet(), web_client=web, ping_interval=PING)
        self.refusal = ""
        """Why Slack gives no address for a socket, in a sentence; empty when it does."""
        self._ask_address = self.client.issue_new_wss_url
        self.client.issue_new_wss_url = self._address  # type: ignore[method-assign]

    async def _address(self) -> str:
        """Ask Slack where to connect to; what somebody has to mend first is said, and asked again less often."""
        try:
            address = await self._ask_address()
        except SlackApiError as error:
            if explained("apps.connections.open", error).permanent:
                code = said_by(error)[0].get("error")
                self.refusal = f"Slack gives no socket ({code}): set SLACK_APP_TOKEN to an app-level token (xapp-…)."
                log.error("%s", self.refusal)  # noqa: TRY400 - expected; the sentence says it all
                await asyncio.sleep(KNOCK[-1])
            raise
        self.refusal = ""
        return address

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Hand one envelope to Bolt and acknowledge it with what Bolt says."""
        started = time.monotonic()
        body = req.payload if isinstance(req.payload, dict) else {}
        request = AsyncBoltRequest(mode="socket_mode", body=body, context={ENVELOPE: req.envelope_id})
        await send_async_response(client, req, await self.app.async_dispatch(request), started)


async def _identify(client: AsyncWebClient) -> Identity:
    """Ask Slack who we are until it answers."""
    for attempt in range(1_000_000):
        try:
            said = await client.auth_test()
            return Identity(str(said["team_id"]), str(said["user_id"]), str(said.get("bot_id") or ""))
        except SlackApiError as error:
            trouble = explained("auth.test", error)
            if trouble.permanent:
                raise ChatError(f"Slack does not accept the bot token: {trouble}", permanent=True) from error
            log.warning("Slack does not say yet who the bot is: %s", trouble)
        except (SlackClientError, aiohttp.ClientError, OSError, ValueError) as error:
            log.warning("Slack cannot be reached yet: %s", type(error).__name__)
        await asyncio.sleep(KNOCK[min(attempt, len(KNOCK) - 1)])
    raise ChatError("Slack cannot be reached.")


async def _body(request: Request) -> bytes | None:
    """Return the body, or None when it is larger or slower than anything Slack sends."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_WITHIN):
            async for piece in request.stream():
                body += piece
                if len(body) > LARGEST:
                    return None
    except (TimeoutError, ClientDisconnect):
        return None
    return bytes(body)


def _headers(given: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in given.items() if name.lower() != "content-length"}


def _quiet() -> logging.Logger:
    """Return a logger for the socket client that says errors only: its other lines hold addresses with tickets."""
    logger = logging.getLogger(f"{__name__}.socket")
    logger.setLevel(logging.CRITICAL)
    return logger
