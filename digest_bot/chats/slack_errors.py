"""What Slack's errors mean: a sentence with the fix, and whether trying again makes sense."""

from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from digest_bot.errors import ChatError

EXPLANATIONS: Mapping[str, str] = {
    "not_authed": "Slack got no token; set SLACK_BOT_TOKEN or SLACK_BOT_TOKEN_FILE.",
    "invalid_auth": "Slack does not know this token; copy the Bot User OAuth Token (xoxb-…) again.",
    "not_allowed_token_type": "This is the wrong kind of token; use the Bot User OAuth Token (xoxb-…).",
    "token_revoked": "This token was revoked; reinstall the app and copy the new Bot User OAuth Token.",
    "token_expired": "This token has expired; reinstall the app and copy the new Bot User OAuth Token.",
    "account_inactive": "The app was removed from the workspace; install it again and copy the new token.",
    "missing_scope": "The app lacks a permission; add the scope named below in the app's settings and reinstall it.",
    "channel_not_found": "There is no such channel, or it is private and the bot is not in it; /invite the bot there.",
    "not_in_channel": "The bot is not in the channel; type /invite @digest-bot there.",
    "is_archived": "The channel is archived; choose another one in config/digest.toml.",
    "restricted_action": "A workspace setting forbids the bot to post there; ask an admin.",
    "msg_blocks_too_long": "Slack found the message too long; lower max_stories or max_words.",
    "file_uploads_disabled": "Uploads are switched off in this workspace; the digest comes without sound.",
    "file_uploads_except_images_disabled": "This workspace takes only pictures; the digest comes without sound.",
    "file_type_not_allowed": "This workspace takes no sound files; the digest comes without sound.",
    "storage_limit_reached": "The workspace has no space for files left; the digest comes without sound.",
    "thread_not_found": "Somebody deleted the message in Slack; it is not posted again.",
    "message_not_found": "Somebody deleted the message in Slack; it is not posted again.",
    "cannot_reply_to_message": "Somebody deleted the message in Slack; it is not posted again.",
}
GONE = frozenset({"thread_not_found", "message_not_found", "cannot_reply_to_message", "file_not_found", "file_deleted"})
REFUSALS = frozenset(
    {"invalid_blocks", "invalid_arguments", "invalid_arg_name", "no_text", "msg_too_long", "unknown_method",
     "invalid_metadata_format", "invalid_metadata_schema", "metadata_too_large", "block_mismatch",
     "cant_update_message", "cant_delete_message", "edit_window_closed", "method_deprecated"}
)  # fmt: skip
PERMANENT = frozenset(EXPLANATIONS) | REFUSALS
AMBIGUOUS = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable", "team_added_to_org"})
LIMITED = frozenset({"ratelimited", "rate_limited"})
SLOW_DOWN = 30.0
"""Seconds to wait when Slack asks for patience without saying how long."""


def said_by(error: SlackApiError) -> tuple[Mapping[str, Any], int]:
    """Return what Slack answered, empty when it was no answer of the API, and the HTTP status, 0 when unknown."""
    said = getattr(error.response, "data", None)
    status = int(getattr(error.response, "status_code", 0) or getattr(error.response, "status", 0))
    return said if isinstance(said, dict) else {}, status


def explained(what: str, error: SlackApiError) -> ChatError:
    """Return what Slack said to `what` as a ChatError."""
    said, status = said_by(error)
    if "error" not in said:
        return _unintelligible(what, status, error)
    code = str(said["error"])
    needed = f" Needed: {said['needed']}." if said.get("needed") else ""
    sentence = EXPLANATIONS.get(code, f"Slack answered {code} to {what}.{_details(said)}")
    return ChatError(
        f"{sentence}{needed} ({code})",
        permanent=code in PERMANENT,
        ambiguous=code in AMBIGUOUS or status >= 500,
        wait=_wait(error) if code in LIMITED or status == 429 else 0.0,
        gone=code in GONE,
    )


def unreached(what: str, error: Exception) -> ChatError:
    """Return a broken exchange as a ChatError; only a connection that never stood is known to have carried nothing."""
    refused = isinstance(error, aiohttp.ClientConnectorError)
    reason = str(error) or type(error).__name__
    return ChatError(f"Slack could not be reached for {what}: {reason}.", ambiguous=not refused)


def _unintelligible(what: str, status: int, error: SlackApiError) -> ChatError:
    """Return an answer without a code: a limit is a plain refusal, anything else may have done its work before."""
    if status == 429:
        return ChatError(f"Slack asked for patience at {what}.", wait=_wait(error))
    return ChatError(f"Slack answered HTTP {status} to {what}.", ambiguous=True)


def _wait(error: SlackApiError) -> float:
    headers = getattr(error.response, "headers", None) or {}
    given = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return float(given) if str(given).isdigit() and int(given) > 0 else SLOW_DOWN


def _details(said: Mapping[str, object]) -> str:
    about = said.get("response_metadata")
    lines = about.get("messages") if isinstance(about, dict) else None
    return " " + " ".join(map(str, lines)) if isinstance(lines, list) else ""
