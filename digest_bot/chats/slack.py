"""Slack: posts what slack_blocks composes, each message once, and says in plain words what is wrong when it cannot."""

import asyncio
import re
import threading
import time
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from digest_bot.chats.slack_answers import escape
from digest_bot.chats.slack_blocks import compose
from digest_bot.chats.slack_errors import explained, unreached
from digest_bot.errors import ChatError
from digest_bot.model import Digest, Message, Receipt
from digest_bot.ports import Listen, Mark, Share

EVENT_TYPE = "digest_posted"
LOOK_UP_MARGIN = 300
"""Seconds before the send from which history is searched: the clocks of Slack and this machine differ."""
PACE = 1.1
"""Seconds between two messages to one channel; Slack allows one a second."""
CHANNEL_ID = re.compile(r"[CGDU][A-Z0-9]+")


class Slack:
    """A workspace, reached with a bot token; safe to use from several threads, each with its own event loop.

    The client's own retries are off: after a broken connection they send twice (measured with slack_sdk 3.47).
    """

    name = "slack"

    def __init__(
        self, *, token: str, api_url: str, timeout: int = 15, pace: float = PACE, buttons: bool = True
    ) -> None:
        self._client = AsyncWebClient(token=token, base_url=api_url, timeout=timeout, retry_handlers=[])
        self._pace = _Pace(pace)
        self._ids: dict[str, str] = {}
        self._buttons = buttons

    def compose(self, digest: Digest, *, listen: Listen | None = None) -> tuple[Message, ...]:
        """Return the parent message and the replies, as slack_blocks makes them."""
        return compose(digest, listen=listen, buttons=self._buttons)

    async def post(self, message: Message, *, channel: str, mark: Mark, thread: Receipt | None) -> Receipt:
        """Post the message with its mark in the metadata, without previews of the links in it."""
        place = thread.channel if thread else channel
        await self._pace.turn(place)
        arguments = _payload(message) | ({"thread_ts": thread.ts} if thread else {})
        answer = await self._call(
            "chat.postMessage",
            channel=place,
            metadata={"event_type": EVENT_TYPE, "event_payload": _marked(mark)},
            unfurl_links=False,
            unfurl_media=False,
            **arguments,
        )
        return Receipt(channel=answer["channel"], ts=answer["ts"])

    async def find(self, mark: Mark, *, channel: str, since: datetime, thread: Receipt | None) -> tuple[Receipt, ...]:
        """Search the channel, or the thread, for every message that bears the mark, oldest first."""
        place = thread.channel if thread else await self._id(channel)
        oldest = str(int(since.timestamp()) - LOOK_UP_MARGIN)
        method = "conversations.replies" if thread else "conversations.history"
        where: dict[str, Any] = {"ts": thread.ts} if thread else {}
        pages = self._pages(method, channel=place, oldest=oldest, include_all_metadata=True, limit=200, **where)
        stamps = [m["ts"] async for page in pages for m in page["messages"] if _bears(m, mark)]
        return tuple(Receipt(place, ts) for ts in sorted(stamps, key=float))

    async def update(self, message: Message, *, receipt: Receipt) -> None:
        """Replace what stands at `receipt`."""
        await self._call("chat.update", channel=receipt.channel, ts=receipt.ts, **_payload(message))

    async def delete(self, receipt: Receipt) -> None:
        """Take the message back; one that is gone already is no error."""
        try:
            await self._call("chat.delete", channel=receipt.channel, ts=receipt.ts)
        except ChatError as error:
            if not error.gone:
                raise

    async def tell(self, person: str, text: str) -> None:
        """Say one line to one person, in the app's own conversation with them."""
        await self._call(
            "chat.postMessage", channel=person, text=escape(text), parse="none", unfurl_links=False, unfurl_media=False
        )

    async def reserve(self, name: str, *, size: int) -> tuple[str, str]:
        """Announce a file; return its id and the address that takes the bytes."""
        answer = await self._call("files.getUploadURLExternal", form=True, filename=name, length=size)
        return answer["file_id"], answer["upload_url"]

    async def upload(self, address: str, content: bytes) -> None:
        """Hand the bytes over."""
        limit = aiohttp.ClientTimeout(total=max(self._client.timeout, 60))
        try:
            async with (
                aiohttp.ClientSession(timeout=limit) as session,
                session.post(address, data=content, proxy=self._client.proxy) as answer,
            ):
                if answer.status != 200:
                    raise ChatError(f"Slack answered {answer.status} to the sound file.")
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise unreached("the sound file", error) from error

    async def share(self, file: str, *, title: str, thread: Receipt) -> None:
        """Ask for the file in the thread; no `alt_txt` and no blocks: with either, Slack never shows it."""
        await self._pace.turn(thread.channel)
        await self._call(
            "files.completeUploadExternal",
            files=[{"id": file, "title": title}],
            channel_id=thread.channel,
            thread_ts=thread.ts,
        )

    async def shares(self, file: str, *, thread: Receipt) -> tuple[Share, ...]:
        """Return where the file is shown in the channel of the thread, oldest first."""
        about = (await self._call("files.info", form=True, file=file))["file"]
        places = [place for kind in about.get("shares", {}).values() for place in kind.get(thread.channel, ())]
        stamps = sorted((place["ts"] for place in places), key=float)
        return tuple(Share(Receipt(thread.channel, ts), about.get("permalink", "")) for ts in stamps)

    async def _id(self, channel: str) -> str:
        """Return the id of a channel that may be given by its name: history takes nothing else."""
        name = channel.removeprefix("#")
        if CHANNEL_ID.fullmatch(channel):
            return channel
        if name not in self._ids:
            kinds = "public_channel,private_channel"
            pages = self._pages("conversations.list", types=kinds, exclude_archived=True, limit=999)
            self._ids |= {c["name"]: c["id"] async for page in pages for c in page["channels"]}
        if name not in self._ids:
            raise ChatError(f"There is no channel {channel} that the bot can see; give its id.", permanent=True)
        return self._ids[name]

    async def _pages(self, method: str, **arguments: Any) -> AsyncIterator[Mapping[str, Any]]:
        while True:
            page = await self._call(method, form=True, **arguments)
            yield page
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return
            arguments["cursor"] = cursor

    async def _call(self, method: str, *, form: bool = False, **arguments: Any) -> Mapping[str, Any]:
        try:
            if form:
                answer = await self._client.api_call(method, params=arguments)
            else:
                answer = await self._client.api_call(method, json=arguments)
        except SlackApiError as error:
            raise explained(method, error) from error
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise unreached(method, error) from error
        if not isinstance(answer.data, dict):
            raise ChatError(f"Slack answered {method} with something that is no JSON.", ambiguous=True)
        return answer.data


class _Pace:
    """Hands out turns, so that no channel gets two messages at once; channels do not wait for each other."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    async def turn(self, channel: str) -> None:
        """Wait until the channel may get its next message."""
        with self._lock:
            now = time.monotonic()
            at = max(now, self._next.get(channel, now))
            self._next[channel] = at + self._seconds
        await asyncio.sleep(at - now)


def _payload(message: Message) -> dict[str, Any]:
    """Return what a message looks like; `parse` is said every time, since chat.update would guess otherwise."""
    blocks = {"blocks": list(message.blocks)} if message.blocks else {}
    return {"text": message.text, **blocks, "parse": "none", "link_names": False}


def _marked(mark: Mark) -> dict[str, Any]:
    return {"k": mark.key, "p": mark.part, "v": 1, "m": mark.seal}


def _bears(message: Mapping[str, Any], mark: Mark) -> bool:
    metadata = message.get("metadata") or {}
    return metadata.get("event_type") == EVENT_TYPE and metadata.get("event_payload") == _marked(mark)
