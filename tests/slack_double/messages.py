"""A message as Slack judges it and as a reader sees it."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.slack_double.blocks import check_blocks
from tests.slack_double.rules import Problem, nodes

TEXT_POST, TEXT_UPDATE = 40_000, 4_000
METADATA = 500
"""Bytes; Slack publishes no number, this is ours."""
MENTION = re.compile(r"<[!@#][^>]*>")


def check_message(message: Mapping[str, Any], *, update: bool = False) -> list[Problem]:
    """Return everything Slack would refuse about a message, and what no message of ours may lack."""
    problems = check_blocks(message["blocks"]) if "blocks" in message else []
    text = message.get("text")
    if not isinstance(text, str) or not text.strip():
        problems.append(Problem("/text", "no_text", "a message needs a text: screen readers read nothing else"))
    elif len(text) > (TEXT_UPDATE if update else TEXT_POST):
        problems.append(Problem("/text", "msg_too_long", "the text is too long"))
    return problems + list(_metadata(message.get("metadata")))


def mentions(message: Mapping[str, Any]) -> list[str]:
    """Return everything in a message that would ring somebody's bell."""
    found = [f"{node['type']}" for node in nodes(message.get("blocks", ())) if node.get("type") in MENTIONS]
    for text in [message.get("text", ""), *_marked(message.get("blocks", ()))]:
        found += MENTION.findall(text)
    return found


MENTIONS = ("user", "usergroup", "channel", "broadcast")


def shown(message: Mapping[str, Any]) -> list[str]:
    """Return every text a reader sees in the blocks, in order."""
    return [node["text"] for node in nodes(message.get("blocks", ())) if isinstance(node.get("text"), str)]


def _metadata(metadata: Any) -> Iterator[Problem]:
    if metadata is None:
        return
    if not isinstance(metadata, Mapping) or set(metadata) != {"event_type", "event_payload"}:
        yield Problem("/metadata", "invalid_metadata_format", "metadata needs event_type and event_payload")
        return
    payload = metadata["event_payload"]
    if not isinstance(metadata["event_type"], str) or not isinstance(payload, Mapping):
        yield Problem("/metadata", "invalid_metadata_format", "event_type is a string, event_payload an object")
        return
    for name, value in payload.items():
        flat = value.values() if isinstance(value, Mapping) else [value]
        if not all(isinstance(inner, str | int | float | bool) for inner in flat):
            yield Problem(f"/metadata/event_payload/{name}", "invalid_metadata_schema", "one level of plain values")
    if len(json.dumps(metadata)) > METADATA:
        yield Problem("/metadata", "metadata_too_large", f"more than {METADATA} bytes")


def _marked(node: Any) -> Iterator[str]:
    for found in nodes(node):
        if found.get("type") == "mrkdwn" and isinstance(found.get("text"), str):
            yield found["text"]
