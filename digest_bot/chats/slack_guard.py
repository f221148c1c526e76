"""The guard in front of everything Slack sends over HTTP: a stranger gets nothing, and never an error of ours."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from digest_bot.errors import ConfigError

WINDOW = 300
"""Seconds a request may be old, or ahead: Slack's own rule."""
REMEMBERED = 2 * WINDOW + 1
"""Seconds a signature is remembered, so that it cannot be used twice while its timestamp counts as fresh."""
LARGEST = 1_000_000
"""Bytes of a body; Slack's own are a few kilobytes, a long modal 250."""
FIELDS = 60
"""Fields of a form; Slack sends about fifteen."""

_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")

Headers = Sequence[tuple[bytes, bytes]]
"""As ASGI has them: lower-case names, repeated ones as often as they came."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What an unwelcome request gets."""

    status: int
    reason: str
    """For the log, and for whoever sets the app up; says nothing about the secret."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A request that Slack signed, read."""

    body: Mapping[str, Any]
    signature: str
    retry: bool
    """Slack sends it again because the first one was answered too late."""


class Guard:
    """Lets in what Slack signed within five minutes, once.

    `secret` is the app's signing secret. Raises ConfigError when it is empty: an empty key signs for everybody.
    """

    def __init__(self, secret: str) -> None:
        if not secret.strip():
            message = "The Slack signing secret is empty: set SLACK_SIGNING_SECRET or SLACK_SIGNING_SECRET_FILE."
            raise ConfigError(message)
        self._secret = secret.strip().encode()
        self._seen: dict[str, float] = {}

    def admit(self, headers: Headers, body: bytes, *, now: float) -> Admitted | Refused:
        """Return the request as read, or what to answer instead; never raises, whatever comes in.

        A repeated request is a replay (401) unless it says it is Slack's own retry: then it is admitted, and whoever
        does the work recognises it by its ids.
        """
        signature, timestamp = _one(headers, b"x-slack-signature"), _one(headers, b"x-slack-request-timestamp")
        if not self._signed(body, timestamp, signature, now):
            return Refused(401, "not signed by Slack, or older than five minutes")
        retry = bool(_one(headers, b"x-slack-retry-num"))
        if not self._first(signature, now) and not retry:
            return Refused(401, "sent a second time")
        try:
            return Admitted(read_body(body, _one(headers, b"content-type")), signature, retry)
        except (ValueError, RecursionError) as error:
            return Refused(400, f"not readable: {type(error).__name__}")

    def _signed(self, body: bytes, timestamp: str, signature: str, now: float) -> bool:
        if not (_TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)):
            return False
        if abs(now - int(timestamp)) > WINDOW:
            return False
        return hmac.compare_digest(sign(self._secret, timestamp, body), signature)

    def _first(self, signature: str, now: float) -> bool:
        """Tell whether the signature is new; the oldest stand first, so that forgetting them costs next to nothing."""
        while self._seen and now - next(iter(self._seen.values())) > REMEMBERED:
            del self._seen[next(iter(self._seen))]
        known = signature in self._seen
        self._seen.setdefault(signature, now)
        return not known


def sign(secret: bytes, timestamp: str, body: bytes) -> str:
    """Return the signature of this body at this time, as it stands in `X-Slack-Signature`."""
    return "v0=" + hmac.new(secret, b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()


def read_body(body: bytes, content_type: str) -> Mapping[str, Any]:
    """Return what a signed body says: a form, the JSON in its field `payload`, or JSON.

    Raises ValueError for anything else, and for what says one thing twice: two readers could then disagree.
    """
    text = body.decode("utf-8")
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        return _object(text)
    if kind != "application/x-www-form-urlencoded":
        raise ValueError("neither a form nor JSON")
    fields = parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS, errors="strict")
    form = dict(fields)
    if len(form) != len(fields):
        raise ValueError("a field is given twice")
    if "payload" not in form:
        return form
    if "command" in form:
        raise ValueError("both a command and a payload")
    return _object(form["payload"])


def _object(text: str) -> Mapping[str, Any]:
    value = json.loads(text, object_pairs_hook=_once)
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004 - one kind of error for every body that cannot be read
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    return found


def _one(headers: Headers, name: bytes) -> str:
    """Return the header's value; empty when it is missing, given twice or not ASCII."""
    values = [value for key, value in headers if key.lower() == name]
    return values[0].decode("ascii") if len(values) == 1 and values[0].isascii() else ""
