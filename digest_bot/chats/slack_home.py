"""The Home tab and its settings form, as values: what comes next first, nothing untrusted as markup."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from digest_bot.asking import HomePage, Muted, Past, Saved, Upcoming
from digest_bot.chats.slack_blocks import safe_url, shorten

SETTINGS, UNMUTE, UNSAVE = "settings", "unmute", "unsave"
"""Actions of the Home tab; the form that `settings` opens bears the same name."""
LENGTHS = (3, 5, 7, 10, 15)
"""Stories an edition, as offered in the form."""
TOPICS = 200
"""Characters of the topics."""
SHOWN = 10
"""Saved articles, and muted sources, that are shown."""
DIGESTS = 30
"""Digests that are shown: two blocks each, and Slack takes a hundred in all."""

Block = dict[str, Any]


def home_view(page: HomePage) -> Block:
    """Return the view of one person: next edition, last editions, saved, muted; at most 97 blocks."""
    blocks = [
        _header("Next edition"),
        *_or(_upcoming(page.upcoming, may_edit=page.may_edit), "No digest is configured yet."),
        _header("Last editions"),
        *_or([_listing([_past(one) for one in page.past[:5]])] if page.past else [], "The first one is still to come."),
        _header("Saved for later"),
        *_or(_saved(page.saved[:SHOWN]), "Press Save below a story, and it waits for you here."),
        _header("Muted sources"),
        *_or(
            (_muted(one, may_edit=page.may_edit) for one in page.muted[:SHOWN]),
            "A source you do not want: press Mute below a story, or /digest mute NAME.",
        ),
        _rich([_text("Drawn "), _date(page.at), _text(". Type /digest help to see what you can ask.")]),
    ]
    return {"type": "home", "blocks": blocks}


def settings_view(digest: Upcoming) -> Block:
    """Return the form for one digest, filled in with what holds now."""
    lengths = sorted({*LENGTHS, digest.length})
    chosen = _option(f"{digest.length} stories", str(digest.length))
    length = {
        "type": "static_select",
        "action_id": "length",
        "options": [_option(f"{n} stories", str(n)) for n in lengths],
        "initial_option": chosen,
    }
    audio = [_option("Spoken version in the thread", "yes"), _option("Text only", "no")]
    sound = {"type": "radio_buttons", "action_id": "audio", "options": audio, "initial_option": audio[not digest.audio]}
    topics: Block = {"type": "plain_text_input", "action_id": "topics", "max_length": TOPICS}
    if digest.topics:
        whole = digest.topics if len(digest.topics) <= TOPICS else digest.topics.replace(", ", ",")
        topics["initial_value"] = whole[:TOPICS]  # it was typed without the spaces
    hour = {"type": "timepicker", "action_id": "hour", "initial_time": digest.hour}
    return {
        "type": "modal",
        "callback_id": SETTINGS,
        "private_metadata": digest.digest,
        "title": _plain("Digest settings", 24),
        "submit": _plain("Save", 24),
        "close": _plain("Cancel", 24),
        "blocks": [
            _context(f"{digest.title}, for everybody who gets it. It holds from the next edition on."),
            _input("hour", "Time of day", hour),
            _input("length", "Length", length),
            _input("audio", "Sound", sound),
            _input("topics", "Topics to rank higher, separated by commas", topics, optional=True),
        ],
    }


def no_settings_view() -> Block:
    """Return what opens instead of the form for a digest that was renamed or removed since the Home tab was drawn."""
    said = "This digest is no longer configured here. Open the Home tab again to see those that are."
    return {"type": "modal", "title": _plain("Digest settings", 24), "blocks": [_context(said)]}


def settings_errors(form: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with a filled-in form, by field; empty when it may be kept."""
    errors = {}
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", form.get("hour", "")):
        errors["hour"] = "Give a time of day such as 07:30."
    if not re.fullmatch(r"[1-9]|1[0-9]|20", form.get("length", "")):
        errors["length"] = "Give 1 to 20 stories."
    if form.get("audio") not in ("yes", "no"):
        errors["audio"] = "Choose one of the two."
    if len(form.get("topics", "")) > TOPICS:
        errors["topics"] = f"At most {TOPICS} characters."
    return errors


def _upcoming(digests: Sequence[Upcoming], *, may_edit: bool) -> Iterable[Block]:
    first = sorted(digests, key=lambda digest: digest.at.timestamp() if digest.at else math.inf)
    for digest in first[:DIGESTS]:
        when = [_date(digest.at)] if digest.at else [_text("not scheduled")]
        extent = f" · up to {digest.length} stories · {'with sound' if digest.audio else 'text only'}"
        yield _rich([_text(f"{digest.title}: ", bold=True), *when, _text(extent)])
        if may_edit:
            yield {"type": "actions", "elements": [_button(SETTINGS, "Settings", digest.digest)]}
    if len(first) > DIGESTS:
        yield _context(f"And {len(first) - DIGESTS} more digests, later.")


def _past(past: Past) -> list[Block]:
    return [_text(f"{past.title} · "), _date(past.at), _text(f" · {shorten(past.state, 200)}")]


def _saved(items: Sequence[Saved]) -> Iterable[Block]:
    for item in items:
        url, title = safe_url(item.url), shorten(item.title, 200) or "Untitled"
        yield _rich([{"type": "link", "url": url, "text": title} if url else _text(title)])
        yield {"type": "actions", "elements": [_button(UNSAVE, "Remove", item.article)]}


def _muted(item: Muted, *, may_edit: bool) -> Block:
    section = {"type": "section", "text": _plain(f"{item.source} · in {item.digest}", 200)}
    button = {"accessory": _button(UNMUTE, "Unmute", f"{item.digest}\n{item.source}")}
    return section | (button if may_edit else {})


def _or(blocks: Iterable[Block], empty: str) -> list[Block]:
    return list(blocks) or [_context(empty)]


def _listing(items: Sequence[list[Block]]) -> Block:
    rows = [{"type": "rich_text_section", "elements": item} for item in items]
    return {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": rows}]}


def _rich(elements: list[Block]) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _text(text: str, *, bold: bool = False) -> Block:
    return {"type": "text", "text": text} | ({"style": {"bold": True}} if bold else {})


def _date(at: datetime) -> Block:
    """Return a moment that Slack shows in the reader's own time zone."""
    fallback = f"{at:%d %b %H:%M} UTC"
    return {
        "type": "date",
        "timestamp": int(at.timestamp()),
        "format": "{date_short_pretty} at {time}",
        "fallback": fallback,
    }


def _header(text: str) -> Block:
    return {"type": "header", "text": _plain(text, 150)}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_plain(text, 2000)]}


def _plain(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": shorten(text, limit), "emoji": False}


def _option(text: str, value: str) -> Block:
    return {"text": _plain(text, 75), "value": value}


def _button(action: str, label: str, value: str) -> Block:
    return {"type": "button", "action_id": action, "text": _plain(label, 75), "value": value[:2000]}


def _input(block: str, label: str, element: Block, *, optional: bool = False) -> Block:
    return {"type": "input", "block_id": block, "label": _plain(label, 2000), "element": element, "optional": optional}
