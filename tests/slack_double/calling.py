"""What holds for every call: token, scopes, arguments, rates."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.slack_double.tokens import FALSE, FLAGS, METHODS, STRUCTURES, TRUE, Method

if TYPE_CHECKING:
    from tests.slack_double.workspace import SlackDouble

Answer = dict[str, Any]


def refuse(code: str, **more: Any) -> Answer:
    """Return an error answer."""
    return {"ok": False, "error": code, **more}


def invalid(code: str, problems: list[Any]) -> Answer:
    """Return an error answer with the lines Slack adds for invalid blocks."""
    lines = [str(problem) for problem in problems]
    return refuse(code, errors=lines, response_metadata={"messages": [f"[ERROR] {line}" for line in lines]})


def read(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments with their JSON parsed and their flags as booleans."""
    found: dict[str, Any] = {}
    for name, value in arguments.items():
        if name in STRUCTURES and isinstance(value, str):
            found[name] = json.loads(value)
        elif name in FLAGS:
            found[name] = value in TRUE
        else:
            found[name] = value
    return found


def refusal(double: "SlackDouble", name: str, arguments: Mapping[str, Any], token: str) -> Answer | None:
    """Return why this call is not carried out, or None."""
    method = METHODS.get(name)
    if method is None or name not in double.methods:
        return refuse("unknown_method", req_method=name)
    return _token(double, method, token) or _rate(double, name, method, arguments) or _arguments(method, arguments)


def _token(double: "SlackDouble", method: Method, token: str) -> Answer | None:
    if method.kind == "none":
        return None
    if not token:
        return refuse("not_authed")
    known = double.tokens.get(token)
    if known is None:
        return refuse("invalid_auth")
    if known.revoked:
        return refuse("token_revoked")
    if method.kind != "any" and known.kind != method.kind and (method.kind, known.kind) != ("bot", "user"):
        return refuse("not_allowed_token_type")
    if method.scopes and not method.scopes & known.scopes:
        needed = min(method.scopes, key=lambda scope: (not scope.startswith("channels"), scope))
        return refuse("missing_scope", needed=needed, provided=",".join(sorted(known.scopes)))
    return None


def _rate(double: "SlackDouble", name: str, method: Method, arguments: Mapping[str, Any]) -> Answer | None:
    wait = double.buckets.take(name, a_minute=method.a_minute)
    if not wait and name == "chat.postMessage":
        wait = double.buckets.take(f"{name} {arguments.get('channel')}", a_minute=60, depth=4)
    return refuse("ratelimited", retry_after=wait) if wait else None


def _arguments(method: Method, arguments: Mapping[str, Any]) -> Answer | None:
    known = method.needs | method.may
    messages = [f"[ERROR] unknown argument: {name}" for name in sorted(set(arguments) - known)]
    messages += [f"[ERROR] missing required field: {name}" for name in sorted(method.needs - set(arguments))]
    for name, value in arguments.items():
        if name in FLAGS and value not in TRUE + FALSE:
            messages.append(f"[ERROR] must be a boolean: {name}")
        elif name in STRUCTURES:
            messages += _structure(name, value)
        elif name not in FLAGS and not isinstance(value, str | int):
            messages.append(f"[ERROR] must be a string: {name}")
    if messages:
        return refuse("invalid_arguments", response_metadata={"messages": messages})
    return None


def _structure(name: str, value: Any) -> list[str]:
    if not isinstance(value, str):
        return [] if isinstance(value, list | dict) else [f"[ERROR] must be JSON: {name}"]
    try:
        json.loads(value)
    except ValueError:
        return [f"[ERROR] is not valid JSON: {name}"]
    return []
