"""Setting Slack up: the app's manifest, what Slack says of our token and channels, and its own word on our blocks."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from digest_bot.chats.slack_errors import explained, said_by, unreached
from digest_bot.errors import ChatError
from digest_bot.model import Message

SCOPES: Mapping[str, str] = {
    "chat:write": "post the digest",
    "channels:history": "see whether a message arrived, in public channels",
    "groups:history": "see whether a message arrived, in private channels",
    "channels:read": "find public channels by name and check that the bot is in them",
    "groups:read": "find private channels by name and check that the bot is in them",
    "files:write": "share the spoken version",
    "files:read": "see whether the spoken version appeared",
    "commands": "answer /digest",
    "im:history": "tell the owner and answer in direct messages",
    "im:write": "tell the owner and answer in direct messages",
    "users:read": "know a reader's time zone",
}
"""Scopes of the bot token, and what each is for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What Slack says of a token."""

    team: str
    user: str
    is_bot: bool
    scopes: frozenset[str]
    skew: float | None
    """Seconds this machine's clock is ahead of Slack's; None when Slack did not say."""


@dataclass(frozen=True, slots=True)
class Place:
    """What Slack says of a channel."""

    id: str
    is_member: bool
    is_archived: bool


def manifest(*, name: str = "digest-bot", request_url: str = "") -> dict[str, Any]:
    """Return the app's manifest; `request_url` is where Slack reaches us, empty for sockets (no public address)."""
    command: dict[str, Any] = {
        "command": "/digest",
        "description": "A digest on demand",
        "usage_hint": "[topic | url | search words | mute source | help]",
        "should_escape": False,
    }
    at = {"request_url": request_url} if request_url else {}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": name,
            "description": "One finite digest a day, verbatim, with sound",
            "background_color": "#4a154b",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": name, "always_online": True},
            "slash_commands": [command | ({"url": request_url} if request_url else {})],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": ["app_home_opened"]} | at,
            "interactivity": {"is_enabled": True} | at,
            "org_deploy_enabled": False,
            "socket_mode_enabled": not request_url,
            "token_rotation_enabled": False,
        },
    }


class SlackSetup:
    """Asks Slack about the token and the channels; every method raises ChatError and changes nothing anybody sees."""

    def __init__(self, *, token: str, api_url: str, timeout: int = 15) -> None:
        self._client = AsyncWebClient(token=token, base_url=api_url, timeout=timeout, retry_handlers=[])

    async def standing(self, *, now: float) -> Standing:
        """Return whose token this is and what it may do; `now` is this machine's clock in seconds since 1970."""
        answer = await self._call("auth.test")
        headers = {name.lower(): value for name, value in answer.headers.items()}
        dated = headers.get("date")
        skew = now - parsedate_to_datetime(dated).timestamp() if dated else None
        scopes = frozenset(filter(None, headers.get("x-oauth-scopes", "").split(",")))
        return Standing(str(answer.get("team_id")), str(answer.get("user")), bool(answer.get("bot_id")), scopes, skew)

    async def place(self, channel: str) -> Place:
        """Return the channel of this id or name; raises ChatError with `permanent` when there is none to be seen."""
        if channel.startswith("#") or channel.islower():
            return await self._named(channel.removeprefix("#"))
        return _place((await self._call("conversations.info", channel=channel))["channel"])

    async def may_upload(self) -> None:
        """Announce a small file that is never sent: returns when uploads are allowed; raises ChatError."""
        await self._call("files.getUploadURLExternal", filename="digest-bot-doctor.mp3", length=1)

    async def may_connect(self, app_token: str) -> None:
        """Ask for the address of a socket that is never opened: returns when Slack gives one; raises ChatError."""
        client = AsyncWebClient(
            token=app_token, base_url=self._client.base_url, timeout=self._client.timeout, retry_handlers=[]
        )
        try:
            await client.api_call("apps.connections.open")
        except SlackApiError as error:
            raise explained("apps.connections.open", error) from error
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise unreached("apps.connections.open", error) from error

    async def validate(self, message: Message) -> Sequence[str]:
        """Return what Slack's own validator finds wrong with the blocks of a message; no token is sent."""
        public = AsyncWebClient(base_url=self._client.base_url, timeout=self._client.timeout, retry_handlers=[])
        try:
            await public.api_call("blocks.validate", json={"blocks": list(message.blocks)})
        except SlackApiError as error:
            said, _ = said_by(error)
            if "errors" not in said:
                raise explained("blocks.validate", error) from error
            return [f"{one.get('pointer')}: {one.get('message')}" for one in said["errors"]]
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise unreached("blocks.validate", error) from error
        return ()

    async def _named(self, name: str) -> Place:
        cursor = ""
        while True:
            more = {"cursor": cursor} if cursor else {}
            kinds = "public_channel,private_channel"
            page = await self._call("conversations.list", types=kinds, limit=999, **more)
            for channel in page["channels"]:
                if channel["name"] == name:
                    return _place(channel)
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                raise ChatError(f"There is no channel #{name} that the bot can see.", permanent=True)

    async def _call(self, method: str, **arguments: Any) -> Any:
        try:
            return await self._client.api_call(method, params=arguments)
        except SlackApiError as error:
            raise explained(method, error) from error
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise unreached(method, error) from error


def as_json(value: Mapping[str, Any]) -> str:
    """Return a manifest as text to paste."""
    return json.dumps(value, indent=2) + "\n"


def _place(channel: Mapping[str, Any]) -> Place:
    return Place(str(channel["id"]), bool(channel.get("is_member")), bool(channel.get("is_archived")))
