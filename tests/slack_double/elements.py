"""The shapes of Block Kit's elements and of rich text, with Slack's sizes."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.slack_double.rules import (
    Problem,
    Rule,
    boolean,
    both,
    kinds,
    many,
    one_of,
    shape,
    string,
    web_address,
    whole,
)


def plain(high: int) -> Rule:
    """A plain_text object."""
    return shape("plain_text", needs={"text": string(1, high)}, may={"emoji": boolean})


def marked(high: int) -> Rule:
    """A mrkdwn object."""
    return shape("mrkdwn", needs={"text": string(1, high)}, may={"verbatim": boolean})


def any_text(high: int) -> Rule:
    """Either kind of text object."""
    return kinds({"plain_text": plain(high), "mrkdwn": marked(high)})


ACTION_ID = string(1, 255)
BLOCK_ID = string(1, 255)
CONFIRM = shape(
    needs={"title": plain(100), "text": any_text(300), "confirm": plain(30), "deny": plain(30)},
    may={"style": one_of("primary", "danger")},
)


def option(text: int, value: int = 150) -> Rule:
    """One option of a menu."""
    return shape(
        needs={"text": any_text(text), "value": string(1, value)},
        may={"description": any_text(75), "url": web_address()},
    )


def _unique_values(value: Any, at: str) -> Iterator[Problem]:
    options = value.get("options") if isinstance(value, Mapping) else None
    if isinstance(options, list):
        values = [o.get("value") for o in options if isinstance(o, Mapping)]
        if len(values) != len(set(values)):
            yield Problem(f"{at}/options", "failed_constraint", "values of options must be unique")


def _choice(name: str, *, high: int, initial: str = "", placeholder: bool = True) -> Rule:
    may: dict[str, Rule] = {"action_id": ACTION_ID, "confirm": CONFIRM, "focus_on_load": boolean}
    if placeholder:
        may["placeholder"] = plain(150)
    if initial:
        may[initial] = option(75) if initial == "initial_option" else many(option(75), 1, high)
    return both(shape(name, needs={"options": many(option(75), 1, high)}, may=may), _unique_values)


BUTTON = shape(
    "button",
    needs={"text": plain(75)},
    may={
        "action_id": ACTION_ID,
        "url": web_address(),
        "value": string(0, 2000),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(1, 75),
    },
)
OVERFLOW = both(
    shape("overflow", needs={"options": many(option(75), 1, 5)}, may={"action_id": ACTION_ID, "confirm": CONFIRM}),
    _unique_values,
)
IMAGE_ELEMENT = shape("image", needs={"image_url": web_address(), "alt_text": string(1, 2000)})
FEEDBACK_BUTTON = shape(needs={"text": plain(75), "value": string(1, 2000)}, may={"accessibility_label": string(1, 75)})
FEEDBACK = shape(
    "feedback_buttons",
    needs={"positive_button": FEEDBACK_BUTTON, "negative_button": FEEDBACK_BUTTON},
    may={"action_id": ACTION_ID},
)
ICON_BUTTON = shape(
    "icon_button",
    needs={"icon": one_of("trash"), "text": plain(75)},
    may={
        "action_id": ACTION_ID,
        "value": string(0, 2000),
        "confirm": CONFIRM,
        "accessibility_label": string(1, 75),
        "visible_to_user_ids": many(string(1), 1, 100),
    },
)
DATE, TIME = r"\d{4}-\d\d-\d\d", r"([01]\d|2[0-3]):[0-5]\d"
_PICK: dict[str, Rule] = {
    "action_id": ACTION_ID,
    "placeholder": plain(150),
    "confirm": CONFIRM,
    "focus_on_load": boolean,
}
DATEPICKER = shape("datepicker", may=_PICK | {"initial_date": string(pattern=DATE)})
TIMEPICKER = shape("timepicker", may=_PICK | {"initial_time": string(pattern=TIME), "timezone": string(1)})
SELECTS: dict[str, Rule] = {
    "static_select": _choice("static_select", high=100, initial="initial_option"),
    "multi_static_select": _choice("multi_static_select", high=100, initial="initial_options"),
    "radio_buttons": _choice("radio_buttons", high=10, initial="initial_option", placeholder=False),
    "checkboxes": _choice("checkboxes", high=10, initial="initial_options", placeholder=False),
    "users_select": shape("users_select", may=_PICK | {"initial_user": string(1)}),
    "channels_select": shape("channels_select", may=_PICK | {"initial_channel": string(1)}),
    "conversations_select": shape(
        "conversations_select",
        may=_PICK | {"initial_conversation": string(1), "default_to_current_conversation": boolean},
    ),
}
ACTIONS: dict[str, Rule] = {
    "button": BUTTON,
    "overflow": OVERFLOW,
    "datepicker": DATEPICKER,
    "timepicker": TIMEPICKER,
    **SELECTS,
}
INPUTS: dict[str, Rule] = {
    "plain_text_input": shape(
        "plain_text_input",
        may={
            "action_id": ACTION_ID,
            "placeholder": plain(150),
            "initial_value": string(0, 3000),
            "multiline": boolean,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
            "focus_on_load": boolean,
        },
    ),
    "datepicker": DATEPICKER,
    "timepicker": TIMEPICKER,
    **SELECTS,
}
ACCESSORIES = ACTIONS | {"image": IMAGE_ELEMENT}

STYLE = shape(may=dict.fromkeys(("bold", "italic", "strike", "code", "underline"), boolean))
INLINE = kinds(
    {
        "text": shape("text", needs={"text": string(1)}, may={"style": STYLE}),
        "link": shape("link", needs={"url": web_address()}, may={"text": string(1), "unsafe": boolean, "style": STYLE}),
        "emoji": shape("emoji", needs={"name": string(1)}, may={"unicode": string(1), "style": STYLE}),
        "user": shape("user", needs={"user_id": string(1, pattern="[UW][A-Z0-9]+")}, may={"style": STYLE}),
        "usergroup": shape("usergroup", needs={"usergroup_id": string(1)}, may={"style": STYLE}),
        "channel": shape("channel", needs={"channel_id": string(1, pattern="[CGD][A-Z0-9]+")}, may={"style": STYLE}),
        "broadcast": shape("broadcast", needs={"range": one_of("here", "channel", "everyone")}, may={"style": STYLE}),
        "color": shape("color", needs={"value": string(pattern="#[0-9A-Fa-f]{6}")}),
        "date": shape(
            "date",
            needs={"timestamp": whole(0, 10**11), "format": string(1)},
            may={"url": web_address(), "fallback": string(1)},
        ),
    }
)
SECTION = shape("rich_text_section", needs={"elements": many(INLINE, 0, 1000)})
RICH: dict[str, Rule] = {
    "rich_text_section": SECTION,
    "rich_text_list": shape(
        "rich_text_list",
        needs={"style": one_of("bullet", "ordered"), "elements": many(SECTION, 1, 1000)},
        may={"indent": whole(0, 8), "offset": whole(0, 10_000), "border": whole(0, 1)},
    ),
    "rich_text_quote": shape("rich_text_quote", needs={"elements": many(INLINE, 1, 1000)}, may={"border": whole(0, 1)}),
    "rich_text_preformatted": shape(
        "rich_text_preformatted",
        needs={"elements": many(INLINE, 1, 1000)},
        may={"border": whole(0, 1), "language": string(1)},
    ),
}
