"""Slack: posts what slack_blocks composes, each message once, and says in plain words what is wrong when it cannot."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from digest_bot.chats.slack_blocks import compose
from digest_bot.errors import ChatError
from digest_bot.model import Audio, Digest, Message, Receipt

EVENT_TYPE = "digest_posted"
LOOK_UP_MARGIN = 300
"""Seconds before the send from which history is searched: the clocks of Slack and this machine differ."""

EXPLANATIONS: Mapping[str, str] = {
    "not_authed": "Slack got no token; set SLACK_BOT_TOKEN or SLACK_BOT_TOKEN_FILE.",
    "invalid_auth": "Slack does not know this token; copy the Bot User OAuth Token (xoxb-…) again.",
    "token_revoked": "This token was revoked; reinstall the app and copy the new Bot User OAuth Token.",
    "account_inactive": "The app was removed from the workspace; install it again and copy the new token.",
    "missing_scope": "The app lacks a permission; add the scope named below in the app's settings and reinstall it.",
    "channel_not_found": "There is no such channel, or it is private and the bot is not in it; /invite the bot there.",
    "not_in_channel": "The bot is not in the channel; type /invite @digest-bot there.",
    "is_archived": "The channel is archived; choose another one in config/digest.toml.",
    "restricted_action": "A workspace setting forbids the bot to post there; ask an admin.",
    "msg_blocks_too_long": "Slack found the message too long; lower max_stories or max_words.",
    "file_uploads_disabled": "Uploads are switched off in this workspace; the digest comes without sound.",
    "storage_limit_reached": "The workspace has no space for files left; the digest comes without sound.",
}
PERMANENT = frozenset(EXPLANATIONS) | {"invalid_blocks", "invalid_arguments", "no_text", "msg_too_long"}
AMBIGUOUS = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable"})


class Slack:
    """A workspace, reached with a bot token.

    The client's own retries are off: after a broken connection they send twice (measured with slack_sdk 3.47).
    """

    name = "slack"

    def __init__(self, *, token: str, api_url: str, timeout: int = 15) -> None:
        self._client = WebClient(token=token, base_url=api_url, timeout=timeout, retry_handlers=[])

    def compose(self, digest: Digest) -> tuple[Message, ...]:
        """Return the parent message and one reply a story."""
        return compose(digest)

    def post(self, message: Message, *, channel: str, key: str, thread: Receipt | None) -> Receipt:
        """Post the message, marked with `key` in its metadata, without previews of the links in it."""
        answer = self._call(
            "chat.postMessage",
            channel=channel,
            text=message.text,
            blocks=list(message.blocks),
            metadata={"event_type": EVENT_TYPE, "event_payload": {"k": key}},
            unfurl_links=False,
            unfurl_media=False,
            **({"thread_ts": thread.ts} if thread else {}),
        )
        return Receipt(channel=answer["channel"], ts=answer["ts"])

    def find(self, key: str, *, channel: str, since: datetime, thread: Receipt | None) -> Receipt | None:
        """Search the channel, or the thread, for the message whose metadata bears `key`."""
        method = "conversations.replies" if thread else "conversations.history"
        where = {"ts": thread.ts} if thread else {"oldest": str(int(since.timestamp()) - LOOK_UP_MARGIN)}
        cursor = ""
        while True:
            answer = self._call(
                method, channel=channel, include_all_metadata=True, limit=200, cursor=cursor, encoding="params", **where
            )
            for message in answer["messages"]:
                metadata = message.get("metadata", {})
                if metadata.get("event_type") == EVENT_TYPE and metadata.get("event_payload", {}).get("k") == key:
                    return Receipt(channel=channel, ts=message["ts"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return None

    def attach(self, audio: Audio, *, channel: str, name: str, title: str, thread: Receipt) -> Receipt:
        """Upload the sound and share it in the thread."""
        with _explaining("the sound file"):
            answer = self._client.files_upload_v2(
                file=audio.mp3, filename=name, title=title, channel=thread.channel, thread_ts=thread.ts
            )
        return Receipt(channel=channel, ts=str(answer["files"][0]["id"]))

    def _call(self, method: str, *, encoding: str = "json", **arguments: Any) -> Mapping[str, Any]:
        sendable = {name: value for name, value in arguments.items() if value != ""}
        with _explaining(method):
            if encoding == "json":
                answer = self._client.api_call(method, json=sendable)
            else:
                answer = self._client.api_call(method, params=sendable)
        return answer.data if isinstance(answer.data, dict) else {}


@contextmanager
def _explaining(what: str) -> Iterator[None]:
    """Turn what the SDK raises into a ChatError with a sentence and a verdict."""
    try:
        yield
    except SlackApiError as error:
        raise _explained(what, error) from error
    except (SlackClientError, HTTPException, OSError) as error:
        raise _unreached(what, error) from error


def _explained(what: str, error: SlackApiError) -> ChatError:
    data = error.response.data if isinstance(error.response.data, dict) else {}
    code = str(data.get("error", f"HTTP {error.response.status_code}"))
    needed = f" Needed: {data['needed']}." if data.get("needed") else ""
    sentence = EXPLANATIONS.get(code, f"Slack answered {code} to {what}.")
    ambiguous = code in AMBIGUOUS or not isinstance(error.response.data, dict) or error.response.status_code >= 500
    return ChatError(f"{sentence}{needed} ({code})", permanent=code in PERMANENT, ambiguous=ambiguous)


def _unreached(what: str, error: Exception) -> ChatError:
    """Explain a broken exchange; only a refused connection is known to have carried nothing."""
    reason = getattr(error, "reason", error)
    refused = isinstance(reason, ConnectionRefusedError)
    return ChatError(f"Slack could not be reached for {what}: {reason}.", ambiguous=not refused)
