"""The double from outside its process: read its state, set its faults, start over."""

import json
from typing import Any

from tests.slack_double.faults import from_json
from tests.slack_double.workspace import Channel, SlackDouble

SETTINGS = ("lag", "share_delay", "never_share", "uploads_forbidden")


def handle(double: SlackDouble, path: str, body: bytes) -> bytes:
    """Answer `state`, `faults` (fields of Faults), `set` (of SETTINGS), `channels` (count), `delete` (channel, ts)."""
    said = json.loads(body) if body else {}
    with double.lock:
        if path == "faults":
            double.faults = from_json(said)
        elif path == "set":
            for name in SETTINGS:
                setattr(double, name, said.get(name, getattr(double, name)))
        elif path == "channels":
            for number in range(1, said["count"] + 1):
                double.channels[f"C{number:04d}"] = Channel(f"C{number:04d}", f"news-{number}")
        elif path == "delete":
            kept = double.channels[said["channel"]].messages
            kept[:] = [message for message in kept if message["ts"] != said["ts"]]
        return json.dumps(state(double)).encode()


def state(double: SlackDouble) -> dict[str, Any]:
    """Return everything there is to know, as plain values."""
    return {
        "url": double.url,
        "channels": {id_: channel.messages for id_, channel in double.channels.items()},
        "files": {
            file.id: {"name": file.name, "title": file.title, "sha256": file.sha256, "shares": file.shares}
            for file in double.files.values()
        },
        "calls": double.calls,
        "refused": double.refused,
        "warnings": double.warnings,
        "suffered": double.faults.suffered,
        "limited": double.buckets.refusals,
        "views": double.views,
    }
