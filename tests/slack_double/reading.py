"""The methods that read: history, threads, channels."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.slack_double.calling import refuse

if TYPE_CHECKING:
    from tests.slack_double.workspace import Channel, SlackDouble

Answer = dict[str, Any]
Arguments = Mapping[str, Any]


def history(double: "SlackDouble", arguments: Arguments) -> Answer:
    """conversations.history: newest first, no replies."""
    channel = _joined(double, arguments["channel"])
    if isinstance(channel, dict):
        return channel
    found = [message for message in channel.messages if "thread_ts" not in message]
    return _page(double, list(reversed(found)), arguments)


def replies(double: "SlackDouble", arguments: Arguments) -> Answer:
    """conversations.replies: oldest first, the parent before them."""
    channel = _joined(double, arguments["channel"])
    if isinstance(channel, dict):
        return channel
    ts = arguments["ts"]
    parent = [message for message in channel.messages if message["ts"] == ts]
    if not parent:
        return refuse("thread_not_found")
    return _page(double, parent + [m for m in channel.messages if m.get("thread_ts") == ts], arguments)


def info(double: "SlackDouble", arguments: Arguments) -> Answer:
    """conversations.info."""
    channel = double.channels.get(arguments["channel"])
    if channel is None or (channel.private and not channel.member):
        return refuse("channel_not_found")
    return {"ok": True, "channel": _about(channel)}


def listing(double: "SlackDouble", arguments: Arguments) -> Answer:
    """conversations.list: the channels this token may know of."""
    kinds = str(arguments.get("types", "public_channel")).split(",")
    found = [
        _about(channel)
        for channel in double.channels.values()
        if not (channel.archived and arguments.get("exclude_archived")) and not channel.id.startswith("D")
        if ("private_channel" if channel.private else "public_channel") in kinds
    ]
    return {"ok": True, "channels": found, "response_metadata": {"next_cursor": ""}}


def members(double: "SlackDouble", arguments: Arguments) -> Answer:
    """conversations.members."""
    if arguments["channel"] not in double.channels:
        return refuse("channel_not_found")
    return {"ok": True, "members": sorted(double.people), "response_metadata": {"next_cursor": ""}}


def _joined(double: "SlackDouble", name: str) -> "Channel | Answer":
    channel = double.channels.get(name)
    if channel is None:
        return refuse("channel_not_found")
    return channel if channel.member else refuse("not_in_channel")


def _about(channel: "Channel") -> dict[str, Any]:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": True,
        "is_private": channel.private,
        "is_member": channel.member,
        "is_archived": channel.archived,
    }


def _page(double: "SlackDouble", found: list[dict[str, Any]], arguments: Arguments) -> Answer:
    """Return one page; metadata only when it was asked for, and nothing that does not show yet."""
    oldest = float(arguments.get("oldest") or 0)
    ready = [m for m in found if m["_shown_from"] <= double.now and float(m["ts"]) > oldest]
    start, limit = int(arguments.get("cursor") or 0), min(int(arguments.get("limit") or 100), 999)
    page = ready[start : start + limit]
    more = len(ready) > start + limit
    hidden = () if arguments.get("include_all_metadata") else ("metadata",)
    shown = [{k: v for k, v in m.items() if not k.startswith("_") and k not in hidden} for m in page]
    cursor = str(start + limit) if more else ""
    return {"ok": True, "messages": shown, "has_more": more, "response_metadata": {"next_cursor": cursor}}


METHODS = {
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.info": info,
    "conversations.list": listing,
    "conversations.members": members,
}
