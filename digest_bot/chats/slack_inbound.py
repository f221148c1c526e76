"""What Slack sends, read into requests: pure, and forgiving, because a payload may lack anything."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from digest_bot.asking import Asked, Request
from digest_bot.chats.actions import FEEDBACK, NOT_USEFUL, USEFUL, split_verdict

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends something, from where."""

    teams: frozenset[str]
    """The workspaces the payload names: the channel's and the person's own."""
    user: str
    channel: str
    bot: bool = False
    """The payload says that it is no person."""


def sender(body: Payload) -> Sender:
    """Return who sent a payload of any kind; empty strings for what it does not say."""
    event = _mapping(body.get("event"))
    user = body.get("user")
    teams = (
        _id(body.get("team_id")),
        _id(_mapping(body.get("team")).get("id")),
        _id(_mapping(user).get("team_id")),
        _id(event.get("user_team")),
    )
    person = _id(body.get("user_id")) or _id(_mapping(user).get("id")) or _id(event.get("user"))
    bot = _mapping(user).get("is_bot") is True or bool(event.get("bot_id") or body.get("bot_id"))
    return Sender(frozenset(team for team in teams if team), person, channel_of(body), bot)


def typed(body: Payload) -> str:
    """Return what was typed after the command; empty when nothing was."""
    return _id(body.get("text"))


def channel_of(body: Payload) -> str:
    """Return the channel a payload comes from, by id; empty in the Home tab."""
    places = (
        body.get("channel_id"),
        _mapping(body.get("channel")).get("id"),
        _mapping(body.get("container")).get("channel_id"),
        _mapping(body.get("event")).get("channel"),
    )
    return next((_id(place) for place in places if _id(place)), "")


def dedupe_keys(body: Payload, *, envelope: str = "", signature: str = "") -> tuple[str, ...]:
    """Return what tells this delivery from every other; two with one key in common are the same."""
    actions = body.get("actions")
    action_ts = _mapping(actions[0]).get("action_ts") if isinstance(actions, list) and actions else None
    found = {
        "trigger": _id(body.get("trigger_id")),
        "event": _id(body.get("event_id")),
        "view": _id(_mapping(body.get("view")).get("hash")) if body.get("type") == "view_submission" else "",
        "press": f"{sender(body).user}.{action_ts}" if action_ts else "",
        "envelope": envelope,
        "signature": signature,
    }
    return tuple(f"{kind}:{value}" for kind, value in found.items() if value)


def read_request(body: Payload, kind: Asked, *, text: str, keys: tuple[str, ...], now: datetime) -> Request:
    """Return the request a payload makes; its id follows from the delivery, so that a repeated one is the same row."""
    who = sender(body)
    seed = keys[0] if keys else f"{who.user}/{kind}/{text}/{now.isoformat()}"
    name = _id(body.get("channel_name")) or _id(_mapping(body.get("channel")).get("name"))
    return Request(
        id=hashlib.sha256(seed.encode()).hexdigest()[:16],
        kind=kind,
        team=min(who.teams, default=""),
        user=who.user,
        channel=who.channel,
        channel_name="" if name in ("directmessage", "privategroup") else name,
        text=text,
        received_at=now,
        response_url=_response_url(body),
    )


def read_press(body: Payload) -> str:
    """Return the button that was pressed, as JSON: `press` holds the fields of a Press, as far as the button tells."""
    actions = body.get("actions")
    action = _mapping(actions[0]) if isinstance(actions, list) and actions else {}
    value = _id(action.get("value") or _mapping(action.get("selected_option")).get("value"))
    return json.dumps({"press": _about(_id(action.get("action_id")), value)})


def _about(action: str, value: str) -> dict[str, str]:
    """Return what a button is about; its value is ours, Slack hands it back as it was."""
    if action == FEEDBACK:
        verdict, value = split_verdict(value)
        return _about(verdict, value) if verdict in (USEFUL, NOT_USEFUL) else {"act": action}
    first, _, second = value.partition("\n")
    match action:
        case "mute" | "unmute":
            return {"act": action, "digest": first, "source": second}
        case "useful" | "not_useful" | "save":
            return {"act": action, "digest": first.partition("/")[0], "edition": first, "story": second}
        case _:
            return {"act": action, "key": value}


def read_settings(body: Payload) -> Mapping[str, str]:
    """Return what stands in the settings form by name, and the digest it is about as `digest`."""
    view = _mapping(body.get("view"))
    found = {"digest": _id(view.get("private_metadata"))}
    for block, inputs in _mapping(_mapping(view.get("state")).get("values")).items():
        for answer in _mapping(inputs).values():
            found[_id(block)] = _answer(_mapping(answer))
    return found


def _answer(answer: Payload) -> str:
    option = _mapping(answer.get("selected_option")).get("value")
    return _id(option or answer.get("selected_time") or answer.get("value")).strip()


def _response_url(body: Payload) -> str:
    several = body.get("response_urls")
    first = _mapping(several[0]).get("response_url") if isinstance(several, list) and several else None
    return _id(body.get("response_url") or first)


def _mapping(value: Any) -> Payload:
    return value if isinstance(value, Mapping) else {}


def _id(value: Any) -> str:
    """Return a text that can be written down: without zero bytes and halves of characters; empty when it is none."""
    return value.replace("\0", "").encode("utf-8", "replace").decode() if isinstance(value, str) else ""
