"""The methods about the app itself, and the validator."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.slack_double.blocks import check_blocks, check_view
from tests.slack_double.calling import refuse
from tests.slack_double.messages import check_message

if TYPE_CHECKING:
    from tests.slack_double.workspace import SlackDouble

Answer = dict[str, Any]
Arguments = Mapping[str, Any]


def api_test(_double: "SlackDouble", arguments: Arguments) -> Answer:
    """api.test."""
    return refuse(arguments["error"]) if "error" in arguments else {"ok": True, "args": dict(arguments)}


def auth_test(double: "SlackDouble", _arguments: Arguments) -> Answer:
    """auth.test: which workspace, which bot; the scopes stand in a header."""
    return {
        "ok": True,
        "url": "https://test.slack.com/",
        "team": "Test",
        "user": "digest_bot",
        "team_id": "T0TEST",
        "user_id": "U0BOT",
        "bot_id": "B0DIGEST",
        "is_enterprise_install": False,
    }


def validate(_double: "SlackDouble", arguments: Arguments) -> Answer:
    """blocks.validate: exactly one of blocks, view, message."""
    checks = {"blocks": check_blocks, "view": check_view, "message": check_message}
    given = [name for name in checks if name in arguments]
    if len(given) != 1:
        return refuse("invalid_arguments")
    problems = checks[given[0]](arguments[given[0]])  # type: ignore[operator]
    if not problems:
        return {"ok": True}
    errors = [{"pointer": p.pointer, "code": p.code, "message": p.message} for p in problems]
    return refuse(f"invalid_{given[0]}", errors=errors)


def person(double: "SlackDouble", arguments: Arguments) -> Answer:
    """users.info."""
    if arguments["user"] not in double.people:
        return refuse("user_not_found")
    return {"ok": True, "user": {"id": arguments["user"], "tz": "Europe/Berlin", "is_bot": False}}


def connect(double: "SlackDouble", _arguments: Arguments) -> Answer:
    """apps.connections.open: the address of a socket; nobody listens unless a test adds a listener."""
    return {"ok": True, "url": double.url.replace("http", "ws", 1).replace("/api/", "/socket")}


METHODS = {
    "api.test": api_test,
    "auth.test": auth_test,
    "blocks.validate": validate,
    "users.info": person,
    "apps.connections.open": connect,
}
