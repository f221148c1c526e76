"""The methods that post, change and delete messages."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.slack_double.blocks import check_view
from tests.slack_double.calling import invalid, refuse
from tests.slack_double.messages import check_message
from tests.slack_double.rules import Problem

if TYPE_CHECKING:
    from tests.slack_double.workspace import Channel, SlackDouble

Answer = dict[str, Any]
Arguments = Mapping[str, Any]
KEPT = ("text", "blocks", "metadata", "thread_ts", "unfurl_links", "unfurl_media", "parse", "link_names")
CODES = ("no_text", "msg_too_long", "msg_blocks_too_long", "invalid_metadata_format", "invalid_metadata_schema",
         "metadata_too_large")  # fmt: skip


def post(double: "SlackDouble", arguments: Arguments) -> Answer:
    """chat.postMessage."""
    channel = place(double, arguments["channel"])
    if isinstance(channel, dict):
        return channel
    if wrong := _wrong(check_message(arguments)):
        return wrong
    if (arguments.get("unfurl_links"), arguments.get("unfurl_media")) != (False, False):
        double.warnings.append("unfurls are not off")
    if "thread_ts" in arguments and not _is_there(channel, arguments["thread_ts"]):
        return refuse("thread_not_found")
    message = commit(double, channel, {name: arguments[name] for name in KEPT if name in arguments})
    return {"ok": True, "channel": channel.id, "ts": message["ts"], "message": _public(message)}


def post_ephemeral(double: "SlackDouble", arguments: Arguments) -> Answer:
    """chat.postEphemeral."""
    channel = place(double, arguments["channel"])
    if isinstance(channel, dict):
        return channel
    if wrong := _wrong(check_message(arguments)):
        return wrong
    return {"ok": True, "message_ts": double.stamp()}


def update(double: "SlackDouble", arguments: Arguments) -> Answer:
    """chat.update: keeps the metadata unless it is given anew; guesses markup unless `parse` is said."""
    found = _find(double, arguments)
    if "ok" in found:
        return found
    if wrong := _wrong(check_message(arguments, update=True)):
        return wrong
    if arguments.get("parse") != "none":
        double.warnings.append("chat.update without parse=none")
    found.update({name: arguments[name] for name in ("text", "blocks", "metadata") if name in arguments})
    found["edited"] = {"user": "U0BOT", "ts": double.stamp()}
    return {
        "ok": True,
        "channel": arguments["channel"],
        "ts": found["ts"],
        "text": found["text"],
        "message": _public(found),
    }


def delete(double: "SlackDouble", arguments: Arguments) -> Answer:
    """chat.delete: a parent with replies leaves its thread without a parent."""
    found = _find(double, arguments)
    if "ok" in found:
        return found
    double.channels[arguments["channel"]].messages.remove(found)
    return {"ok": True, "channel": arguments["channel"], "ts": arguments["ts"]}


def permalink(double: "SlackDouble", arguments: Arguments) -> Answer:
    """chat.getPermalink."""
    found = _find(double, {"channel": arguments["channel"], "ts": arguments["message_ts"]})
    if "ok" in found:
        return found
    link = f"https://test.slack.com/archives/{arguments['channel']}/p{found['ts'].replace('.', '')}"
    return {"ok": True, "channel": arguments["channel"], "permalink": link}


def publish(double: "SlackDouble", arguments: Arguments) -> Answer:
    """views.publish."""
    if problems := check_view(arguments["view"]):
        return invalid("invalid_arguments", problems)
    double.views[arguments["user_id"]] = arguments["view"]
    return {"ok": True, "view": arguments["view"] | {"id": "V1", "hash": "h1"}}


def open_view(double: "SlackDouble", arguments: Arguments) -> Answer:
    """views.open and views.update."""
    if problems := check_view(arguments["view"]):
        return invalid("invalid_arguments", problems)
    double.views[arguments.get("trigger_id", "updated")] = arguments["view"]
    return {"ok": True, "view": arguments["view"] | {"id": "V2", "hash": "h2"}}


def place(double: "SlackDouble", name: str) -> "Channel | Answer":
    """Return the channel that is meant, or why the bot cannot post there; a person's id opens their conversation."""
    from tests.slack_double.workspace import Channel

    if name in double.people:
        return double.channels.setdefault(f"D{name[1:]}", Channel(f"D{name[1:]}", name, private=True))
    bare = name.removeprefix("#")
    channel = double.channels.get(name) or next((c for c in double.channels.values() if c.name == bare), None)
    if channel is None or (channel.private and not channel.member):
        return refuse("channel_not_found")
    if not channel.member:
        return refuse("not_in_channel")
    return refuse("is_archived") if channel.archived else channel


def commit(double: "SlackDouble", channel: "Channel", message: dict[str, Any]) -> dict[str, Any]:
    """Put a message into the channel."""
    made = {
        "type": "message",
        "user": "U0BOT",
        "bot_id": "B0DIGEST",
        "app_id": "A0DIGEST",
        "ts": double.stamp(),
    } | message
    parent = next((m for m in channel.messages if m["ts"] == made.get("thread_ts")), None)
    if parent and "thread_ts" in parent:
        made["thread_ts"] = parent["thread_ts"]  # a reply to a reply is a reply to its parent
    made["_shown_from"] = double.now + double.lag
    channel.messages.append(made)
    return made


def _public(message: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in message.items() if not name.startswith("_") and name != "metadata"}


def _is_there(channel: "Channel", ts: str) -> bool:
    return any(message["ts"] == ts for message in channel.messages)


def _find(double: "SlackDouble", arguments: Arguments) -> dict[str, Any]:
    channel = double.channels.get(arguments["channel"])
    if channel is None:
        return refuse("channel_not_found")
    found = next((message for message in channel.messages if message["ts"] == arguments["ts"]), None)
    if found is None:
        return refuse("message_not_found")
    return found if found.get("bot_id") == "B0DIGEST" else refuse("cant_update_message")


def _wrong(problems: list[Problem]) -> Answer | None:
    if not problems:
        return None
    code = next((problem.code for problem in problems if problem.code in CODES), "invalid_blocks")
    return invalid(code, problems)


METHODS = {
    "chat.postMessage": post,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
    "chat.getPermalink": permalink,
    "views.publish": publish,
    "views.open": open_view,
    "views.update": open_view,
}
