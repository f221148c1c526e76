"""What comes in from Slack, by Bolt: read, refused or written down, acknowledged; the work itself runs elsewhere."""

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from digest_bot.asking import Arrival, Asked, Requests
from digest_bot.chats.actions import LINKS
from digest_bot.chats.intake import Intake
from digest_bot.chats.slack_answers import escape
from digest_bot.chats.slack_home import SETTINGS, settings_errors
from digest_bot.chats.slack_inbound import Sender, dedupe_keys, read_press, read_request, read_settings, sender, typed
from digest_bot.commands import Verb, help_lines, parse_command, progress
from digest_bot.errors import StoreError

log = logging.getLogger(__name__)

_ANYTHING = re.compile(r".*", re.DOTALL)

ENVELOPE, SIGNATURE = "digest_envelope", "digest_signature"
"""Where the transport leaves, in Bolt's context, what tells one delivery from another."""
ACK_WITHIN = 30
"""Seconds; after three Bolt would not acknowledge any more what a slow disk has written: late is better than never."""
UNWRITTEN = "That could not be written down just now, so nothing was started. Please try again in a moment."

Payload = Mapping[str, Any]
Ack = AsyncAck


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is, as Slack says: the answer of auth.test."""

    team: str
    user: str
    bot: str


@dataclass(frozen=True, slots=True)
class Gate:
    """Who may ask: people of the bot's own workspace, and of them, if named, these people and these channels."""

    users: frozenset[str] = frozenset()
    """Ids; empty lets everybody in the workspace ask."""
    channels: frozenset[str] = frozenset()
    """Ids; empty allows every channel. The Home tab and direct messages are always allowed."""
    editors: frozenset[str] = frozenset()
    """Ids of those who may mute a source for a channel and change settings; empty lets everybody."""

    def refusal(self, who: Sender, identity: Identity) -> str | None:
        """Return why this sender gets nothing, in a sentence, or None when they are welcome."""
        if who.teams != {identity.team}:
            return "This bot belongs to another workspace and answers nobody outside it."
        if who.bot or who.user == identity.user:
            return "This bot answers people only."
        if not who.user or (self.users and who.user not in self.users):
            return "You are not among the people this bot answers. Whoever runs it can add you to allow_users."
        if self.channels and who.channel and who.channel not in self.channels and not who.channel.startswith("D"):
            return "This bot does not answer in this channel. Whoever runs it can add it to allow_channels."
        return None

    def may_edit(self, user: str) -> bool:
        """Tell whether this person may change what everybody gets."""
        return not self.editors or user in self.editors


@dataclass(frozen=True, slots=True)
class Desk:
    """Where requests are left: the table they are kept in, the hint to a worker, the clock, the settings form."""

    requests: Requests
    submit: Callable[[str], object]
    """Hint to a worker that the request with this id waits; may block a little, and may fail without harm."""
    clock: Callable[[], datetime]
    settings_view: Callable[[str, str], Mapping[str, Any]]
    """(digest, user) → the modal; reads the store."""
    gate: Gate = Gate()


def build_bolt(desk: Desk, *, client: AsyncWebClient, token: str, identity: Identity) -> AsyncApp:
    """Return the Bolt app for both transports. It does no I/O before the acknowledgement but one write to the store."""
    quiet = logging.getLogger(f"{__name__}.bolt")
    quiet.setLevel(logging.ERROR)  # its warnings show whole payloads: what people typed, response URLs

    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id=identity.team, bot_token=token, bot_id=identity.bot, bot_user_id=identity.user
        )

    app = AsyncApp(
        name="digest-bot",
        logger=quiet,
        client=AsyncWebClient(base_url=client.base_url, retry_handlers=[]),
        authorize=authorize,
        signing_secret="",
        request_verification_enabled=False,  # the guard has done it, on the bytes as they came
        attaching_function_token_enabled=False,
    )
    inbox = _Inbox(desk, client, identity)
    app.middleware(inbox.admit)
    app.command("/digest")(inbox.on_command)
    app.command(_ANYTHING)(inbox.on_command)
    app.action(SETTINGS)(inbox.on_settings_button)
    app.action(_ANYTHING)(inbox.on_press)
    app.view(SETTINGS)(inbox.on_settings)
    app.event("app_home_opened")(inbox.on_home)
    for listener in app._async_listeners:  # noqa: SLF001 - Bolt lets it be said for functions only
        listener.ack_timeout = ACK_WITHIN
    return app


@dataclass(frozen=True, slots=True)
class _Work:
    """What a delivery asks for, and what is said at once."""

    kind: Asked
    text: str
    said: dict[str, Any] = field(default_factory=dict)
    done: bool = False
    """True when what is said is the answer."""


class _Inbox:
    """The listeners: each reads, writes one row, acknowledges, and only then hints to a worker."""

    def __init__(self, desk: Desk, client: AsyncWebClient, identity: Identity) -> None:
        self._desk = desk
        self._client = client
        self._identity = identity
        self._intake = Intake(desk.requests.accept_all)
        self._hints = ThreadPoolExecutor(
            1, thread_name_prefix="hint"
        )  # twenty at a time would only wait for each other
        self._behind: set[asyncio.Task[object]] = set()

    async def admit(self, body: dict[str, Any], next: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse | None:  # noqa: A002 - Bolt's word
        """Stop what comes from another workspace, or from somebody who may not ask."""
        if body.get("type") == "url_verification" or body.get("ssl_check") == "1":
            return await next()
        who = sender(body)
        refusal = self._desk.gate.refusal(who, self._identity)
        if refusal is None:
            return await next()
        log.info("refused a request", extra={"user": who.user, "channel": who.channel, "teams": sorted(who.teams)})
        said = {"response_type": "ephemeral", "text": refusal}
        return BoltResponse(status=200, body=said if body.get("command") else "")

    async def on_command(self, ack: Ack, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Answer what needs no work at once, take everything else on."""
        text = typed(body)
        command = parse_command(text)
        known = command.verb in (Verb.HELP, Verb.UNCLEAR)
        line = command.hint or progress(command)
        said = _said(_help() if command.verb is Verb.HELP else line) if known or line else {}
        await self._take_on(ack, body, context, _Work(Asked.COMMAND, text, said, done=known))

    async def on_press(self, ack: Ack, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Take a pressed button on; one that only opens an address needs nothing."""
        actions = body.get("actions") or [{}]
        if actions[0].get("action_id") in LINKS:
            await ack()
            return
        await self._take_on(ack, body, context, _Work(Asked.BUTTON, read_press(body)))

    async def on_home(self, ack: Ack, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Have the Home tab drawn."""
        await self._take_on(ack, body, context, _Work(Asked.HOME, ""))

    async def on_settings_button(self, ack: Ack, body: dict[str, Any]) -> None:
        """Open the settings; Slack gives three seconds for it, so it is done here and now."""
        await ack()
        who = sender(body)
        if self._desk.gate.may_edit(who.user):
            self._later(self._open_settings(body, who))

    async def on_settings(self, ack: Ack, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Check the form, then take it on."""
        form = read_settings(body)
        if not self._desk.gate.may_edit(sender(body).user):
            await ack(response_action="clear")
            return
        errors = settings_errors(form)
        if errors:
            await ack(response_action="errors", errors=errors)
            return
        await self._take_on(ack, body, context, _Work(Asked.SETTINGS, json.dumps(form)))

    async def _take_on(self, ack: Ack, body: Payload, context: AsyncBoltContext, work: "_Work") -> None:
        """Write the request down, then acknowledge; a repeated one is acknowledged and no more."""
        keys = dedupe_keys(body, envelope=context.get(ENVELOPE) or "", signature=context.get(SIGNATURE) or "")
        now = self._desk.clock()
        request = read_request(body, work.kind, text=work.text, keys=keys, now=now)
        try:
            fresh = await self._intake.accept(Arrival(request, keys, now, not work.done))
        except StoreError as error:
            log.error("a request cannot be written down: %s", error)  # noqa: TRY400 - expected; the sentence says it all
            await self._regret(ack, context, work.kind)
            return
        await ack(**(work.said if fresh else {}))
        if fresh and not work.done:
            log.info("accepted a request", extra={"request": request.id, "kind": work.kind.value, "user": request.user})
            self._later(asyncio.get_running_loop().run_in_executor(self._hints, self._desk.submit, request.id))

    async def _regret(self, ack: Ack, context: AsyncBoltContext, kind: Asked) -> None:
        """Say that nothing was started, in the way that Slack shows for this kind."""
        match kind:
            case Asked.SETTINGS:
                await ack(response_action="errors", errors={"hour": UNWRITTEN})
            case Asked.BUTTON:  # what stands in this acknowledgement is shown nowhere
                await ack()
                self._later(self._respond(context))
            case _:
                await ack(**_said(UNWRITTEN))

    async def _respond(self, context: AsyncBoltContext) -> None:
        try:
            respond = context.respond
            assert respond is not None  # without an address for answers it raises ValueError
            await respond(**_said(UNWRITTEN), replace_original=False)
        except (SlackClientError, aiohttp.ClientError, OSError, ValueError) as error:
            log.warning("that a press was not written down could not be said: %s", type(error).__name__)

    async def _open_settings(self, body: Payload, who: Sender) -> None:
        actions = body.get("actions") or [{}]
        try:
            view = await asyncio.to_thread(self._desk.settings_view, str(actions[0].get("value") or ""), who.user)
            await self._client.views_open(trigger_id=str(body.get("trigger_id")), view=dict(view))
        except (SlackApiError, SlackClientError, aiohttp.ClientError, StoreError, OSError, ValueError) as error:
            log.warning("the settings could not be opened: %s", error)

    def _later(self, work: Awaitable[object]) -> None:
        """Do something after the acknowledgement; the reference keeps the task from being collected."""
        task = asyncio.ensure_future(work)
        self._behind.add(task)
        task.add_done_callback(self._behind.discard)


def _help() -> str:
    return "What you can type:\n" + "\n".join(f"{typed}  –  {gets}" for typed, gets in help_lines())


def _said(text: str) -> dict[str, Any]:
    """Return an ephemeral acknowledgement; what people typed stands in plain text only."""
    plain = {"type": "section", "text": {"type": "plain_text", "text": text[:3000], "emoji": False}}
    return {"response_type": "ephemeral", "text": escape(text)[:3000], "blocks": [plain]}
