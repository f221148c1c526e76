"""Answers people on Slack: at the response URL while it counts, else as an ephemeral or a direct message."""

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from digest_bot.asking import HomePage, Reply, Request
from digest_bot.chats.slack_answers import compose_answer, kept_answer, shared_answer
from digest_bot.chats.slack_errors import AMBIGUOUS, EXPLANATIONS, said_by, unreached
from digest_bot.chats.slack_home import home_view
from digest_bot.errors import ChatError
from digest_bot.model import Audio, Receipt

log = logging.getLogger(__name__)

SLACK_HOOKS = "hooks.slack.com"
"""Where response URLs point; a stand-in's own point to itself."""
TIMEOUT = 15
"""Seconds for one call."""
ELSEWHERE = frozenset({"channel_not_found", "not_in_channel", "user_not_in_channel", "is_archived"})
"""Why an ephemeral message cannot be shown; a direct one still can."""
PASSING = frozenset({"ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable"})
"""Refusals that say nothing about what was asked: it may be tried again."""
LOOKS = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds between two looks whether a sound that Slack has taken is shown: it takes a while, and sometimes never is."""
PAGES = 10
"""Pages of 1,000 members that are looked through for one person."""


class RefusalError(ChatError):
    """Slack said no; `code` is its word for it."""

    def __init__(self, message: str, *, code: str, permanent: bool, ambiguous: bool) -> None:
        super().__init__(message, permanent=permanent, ambiguous=ambiguous)
        self.code = code


class SlackMessenger:
    """A workspace to answer in. The client's own retries are off: they send twice (measured with slack_sdk 3.47)."""

    def __init__(self, *, token: str, api_url: str) -> None:
        self._token = token
        self._api_url = api_url

    def keep(self, reply: Reply) -> str:
        """Return an answer as it is kept to be shared later; pure."""
        return kept_answer(reply)

    async def tell(self, request: Request, reply: Reply, *, by_url: bool, replace: bool) -> None:
        """Answer a person, privately.

        Raises ChatError; what was sent to a response URL replaces what stands there, so that it may be sent again.
        """
        share = request.id if reply.shareable and request.channel and not request.channel.startswith("D") else ""
        message = compose_answer(reply, share=share)
        if by_url and self._is_slacks(request.response_url):
            body = json.dumps(message | {"response_type": "ephemeral", "replace_original": replace})
            await self._send(request.response_url, body.encode(), **{"content-type": "application/json"})
        elif not request.channel or request.channel.startswith("D"):
            await self._post(request.channel or request.user, message)
        else:
            await self._ephemeral(request, message)

    async def play(self, request: Request, audio: Audio, *, title: str) -> None:
        """Send the sound to the person's direct messages, below a line that says what it is, and see that it appears.

        Raises ChatError; then no line is left that promises a sound.
        """
        place = await self._call(
            "files.getUploadURLExternal", filename=f"digest{audio.suffix}", length=len(audio.sound)
        )
        file = str(place["file_id"])
        await self._send(str(place["upload_url"]), audio.sound)
        said = await self._post(request.user, compose_answer(Reply(f"Listen: {title}")))
        files = json.dumps([{"id": file, "title": f"Listen: {title}"}])
        try:
            await self._call("files.completeUploadExternal", files=files, channel_id=said.channel, thread_ts=said.ts)
            await self._shown(file, said.channel)
        except ChatError:
            await self._take_back(said)
            raise

    async def share(self, request: Request, kept: str, *, channel: str) -> Receipt:
        """Post a kept answer for everybody in the channel, named after who shared it; raises ChatError."""
        return await self._post(channel, shared_answer(kept, request.user))

    async def may_post(self, user: str, channel: str) -> bool:
        """Tell whether this person could post in the channel themselves; False when Slack does not say."""
        try:
            about = await self._call("conversations.info", channel=channel)
            place = about.get("channel") or {}
            if place.get("is_archived") or place.get("is_read_only") or place.get("is_thread_only"):
                return False
            return bool(place.get("is_im")) or await self._is_member(user, channel)
        except ChatError:
            return False

    async def publish(self, user: str, page: HomePage) -> None:
        """Draw a person's Home tab; raises ChatError."""
        await self._call("views.publish", user_id=user, view=home_view(page))

    async def _shown(self, file: str, channel: str) -> None:
        """Wait until the file is shown; raises ChatError when it never is, which Slack itself does not say."""
        for seconds in LOOKS:
            await asyncio.sleep(seconds)
            about = (await self._call("files.info", file=file)).get("file") or {}
            if any(channel in places for places in (about.get("shares") or {}).values()):
                return
        raise ChatError("Slack took the sound and does not show it.", permanent=True)

    async def _take_back(self, said: Receipt) -> None:
        try:
            await self._call("chat.delete", channel=said.channel, ts=said.ts)
        except ChatError as error:
            log.warning("a line without its sound stays: %s", error)

    async def _is_member(self, user: str, channel: str) -> bool:
        cursor = ""
        for _ in range(PAGES):
            answer = await self._call("conversations.members", channel=channel, limit=1000, cursor=cursor)
            if user in answer.get("members", ()):
                return True
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return False

    async def _ephemeral(self, request: Request, message: Mapping[str, Any]) -> None:
        try:
            await self._call("chat.postEphemeral", channel=request.channel, user=request.user, **message)
        except ChatError as error:
            if not (isinstance(error, RefusalError) and error.code in ELSEWHERE):
                raise
            await self._post(request.user, message)

    async def _post(self, channel: str, message: Mapping[str, Any]) -> Receipt:
        answer = await self._call(
            "chat.postMessage", channel=channel, unfurl_links=False, unfurl_media=False, parse="none", **message
        )
        return Receipt(channel=str(answer["channel"]), ts=str(answer["ts"]))

    async def _call(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        client = AsyncWebClient(token=self._token, base_url=self._api_url, timeout=TIMEOUT, retry_handlers=[])
        given = {name: value for name, value in arguments.items() if value != ""}
        try:
            if method.startswith(("conversations.", "files.")):
                answer = await client.api_call(method, params=given)
            else:
                answer = await client.api_call(method, json=given)
        except SlackApiError as error:
            raise _refusal(method, error) from error
        except (SlackClientError, aiohttp.ClientError, OSError, ValueError) as error:
            raise unreached(method, error) from error
        return answer.data if isinstance(answer.data, dict) else {}

    async def _send(self, url: str, body: bytes, **headers: str) -> None:
        """Hand a body to an address that Slack named; the address itself is never told, whoever knows it may post."""
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout, headers=headers) as session,
                session.post(url, data=body, allow_redirects=False) as answer,
            ):
                if answer.status != 200:
                    raise ChatError(f"The address Slack gave answered {answer.status}.", permanent=answer.status < 500)
        except (aiohttp.ClientError, OSError) as error:
            raise ChatError(f"The address Slack gave could not be reached: {type(error).__name__}.") from error

    def _is_slacks(self, url: str) -> bool:
        """Tell whether a response URL leads to Slack: an address that came over the wire is not trusted by itself."""
        parts, own = urlsplit(url), urlsplit(self._api_url)
        if (parts.scheme, parts.netloc) == ("https", SLACK_HOOKS):
            return True
        return own.hostname != "slack.com" and (parts.scheme, parts.netloc) == (own.scheme, own.netloc)


def _refusal(method: str, error: SlackApiError) -> RefusalError:
    data, status = said_by(error)
    code = str(data.get("error") or f"HTTP {status}")
    passing = not data or status >= 500 or code in PASSING
    sentence = EXPLANATIONS.get(code, f"Slack answered {code} to {method}.")
    needed = f" Needed: {data['needed']}." if data.get("needed") else ""
    unclear = not data or status >= 500 or code in AMBIGUOUS
    return RefusalError(f"{sentence}{needed}", code=code, permanent=not passing, ambiguous=unclear)
