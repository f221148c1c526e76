"""What can be pressed below a digest, as values; `actions` says what each press means."""

from digest_bot.chats.actions import (
    FEEDBACK,
    LISTEN,
    MUTE,
    NOT_USEFUL,
    READ,
    SAVE,
    USEFUL,
    source_value,
    story_value,
    verdict_value,
)
from digest_bot.model import Digest, Story
from digest_bot.ports import Listen

LABEL = 75
"""Characters of a button."""
Block = dict[str, object]


def listen_row(listen: Listen) -> Block:
    """Return the row with the way to the sound; its label says how long it takes."""
    label = f"Listen ({max(1, round(listen.seconds / 60))} min)"
    button = _button(LISTEN, label, url=listen.url) | {"style": "primary"}
    return {"type": "actions", "elements": [button]}


def story_row(story: Story, digest: Digest, *, url: str | None, mute: str) -> Block:
    """Return the row below one story: read it, save it, mute where it comes from.

    `mute` is that button's label; "" leaves it out: a file of one's own has no source to mute.
    """
    read = [_button(READ, "Read Article", url=url)] if url else []
    edition, source = digest.edition, story.lead.article.source
    quiet = [_button(MUTE, mute, value=source_value(edition.digest, source))] if mute else []
    return {
        "type": "actions",
        "elements": [
            *read,
            _button(SAVE, "Save for Later", value=story_value(edition.id, story.id)),
            *quiet,
        ],
    }


def feedback_row(digest: Digest, story: str = "") -> Block:
    """Return the row that asks whether a story, or the whole edition, was of use."""
    buttons = {
        "type": "feedback_buttons",
        "action_id": FEEDBACK,
        "positive_button": _verdict(USEFUL, "Useful", digest, story),
        "negative_button": _verdict(NOT_USEFUL, "Not useful", digest, story),
    }
    return {"type": "context_actions", "elements": [buttons]}


def _verdict(verdict: str, label: str, digest: Digest, story: str) -> Block:
    text = {"type": "plain_text", "text": label, "emoji": False}
    whole = "this story" if story else "this edition"
    about = verdict_value(verdict, digest.edition.id, story)
    return {"text": text, "value": about, "accessibility_label": f"{label}: {whole}"}


def _button(action: str, label: str, *, value: str = "", url: str = "") -> Block:
    button: Block = {"type": "button", "action_id": action}
    button["text"] = {"type": "plain_text", "text": label, "emoji": False}
    return button | ({"value": value} if value else {}) | ({"url": url} if url else {})
