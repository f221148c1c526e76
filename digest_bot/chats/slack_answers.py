"""An answer as Slack shows it, as a value: one message, private to whoever asked, with a button that shares it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from digest_bot.asking import Button, Line, Reply
from digest_bot.chats.slack_blocks import compose, safe_url, shorten

SHARE = "share_answer"
"""Action of the button that posts an answer for everybody; its value is the id of the request."""
CHARACTERS = 9_000
"""Budget of one message: Slack refuses somewhere above 11,000 without saying where (bolt-js issue 2867)."""
BLOCKS = 44
"""Blocks of one message, less some for title and buttons; Slack allows 50."""
LINE = 300
"""Characters of one line of a listing."""
EMPTY = "–"
"""What stands where a page has no words: Slack takes no empty text."""

Block = dict[str, Any]


def compose_answer(reply: Reply, *, share: str = "") -> dict[str, Any]:
    """Return `text` and `blocks` of the answer; what is not ours stands in rich_text or plain_text only.

    `share` is the id under which the answer is kept; without it there is no button to share it.
    """
    body = [*_lines(reply.lines), *_stories(reply)]
    kept, left_out = _within(body)
    blocks = [_title(reply.title), *kept]
    if left_out:
        blocks.append(_context("There is more than one message holds; ask for something narrower to see the rest."))
    buttons = [_button(button) for button in reply.buttons]
    if share:
        buttons.append(_button(Button(SHARE, "Share in channel", share)))
    if buttons:
        blocks.append({"type": "actions", "elements": buttons[:5]})
    return {"text": escape(_fallback(reply)), "blocks": blocks}


def kept_answer(reply: Reply) -> str:
    """Return the answer as it is kept to be shared: the same without buttons, as JSON."""
    message = compose_answer(Reply(reply.title, reply.lines, reply.digest))
    return json.dumps(message, ensure_ascii=False)


def shared_answer(kept: str, user: str) -> dict[str, Any]:
    """Return a kept answer as it is posted for everybody, named after who shared it.

    Raises ValueError when it is none.
    """
    message: dict[str, Any] = json.loads(kept)
    by = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Shared by "}, _person(user)]}
    return {"text": message["text"], "blocks": [*message["blocks"], {"type": "rich_text", "elements": [by]}]}


def escape(text: str) -> str:
    """Escape the three characters of Slack's markup, for fallback texts, which Slack always parses."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def characters(node: object) -> int:
    """Return how many characters of text and addresses a block holds, however deep."""
    if isinstance(node, Mapping):
        own = sum(len(node[key]) for key in ("text", "url") if isinstance(node.get(key), str))
        return own + sum(characters(value) for value in node.values() if not isinstance(value, str))
    return sum(map(characters, node)) if isinstance(node, list | tuple) else 0


def _lines(lines: Sequence[Line]) -> list[Block]:
    """Return the lines: plain paragraphs, or a list when several of them can be opened."""
    if not lines:
        return []
    rows = [{"type": "rich_text_section", "elements": _line(line)} for line in lines]
    if sum(bool(line.url) for line in lines) < 2:
        return [{"type": "rich_text", "elements": [row]} for row in rows]
    return [{"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": rows}]}]


def _line(line: Line) -> list[Block]:
    text, url = shorten(line.text, LINE).strip() or EMPTY, safe_url(line.url)
    first: Block = {"type": "link", "url": url, "text": text} if url else {"type": "text", "text": text}
    note: list[Block] = [{"type": "text", "text": f" · {shorten(line.note, LINE)}"}] if line.note else []
    return [first, *note]


def _stories(reply: Reply) -> Iterable[Block]:
    """Yield the stories as an edition's thread tells them, without its buttons: those belong to an edition."""
    if reply.digest is None or not reply.digest.stories:
        return
    for message in compose(reply.digest):
        if message.part.startswith("story"):
            yield from (dict(block) for block in message.blocks if block["type"] not in ("actions", "context_actions"))


def _within(blocks: Sequence[Block]) -> tuple[list[Block], bool]:
    """Return the blocks that one message holds, and whether some were left out."""
    kept: list[Block] = []
    used = 0
    for block in blocks:
        used += characters(block)
        if used > CHARACTERS or len(kept) >= BLOCKS:
            return kept, True
        kept.append(block)
    return kept, False


def _fallback(reply: Reply) -> str:
    told = [story.headline for story in reply.digest.stories] if reply.digest else []
    rows = [reply.title, *told, *(" – ".join(filter(None, (line.text, line.note))) for line in reply.lines)]
    return shorten("\n".join(rows), 2500).strip() or EMPTY


def _title(text: str) -> Block:
    title = {"type": "text", "text": shorten(text, LINE).strip() or EMPTY, "style": {"bold": True}}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [title]}]}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False}]}


def _button(button: Button) -> Block:
    text = {"type": "plain_text", "text": shorten(button.label, 75), "emoji": False}
    return {"type": "button", "action_id": button.action, "text": text} | (
        {"value": button.value[:2000]} if button.value else {}
    )


def _person(user: str) -> Block:
    return {"type": "user", "user_id": user}
