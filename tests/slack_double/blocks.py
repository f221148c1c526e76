"""Block Kit as Slack checks it: the shape of every block, the sizes, and what holds across the blocks of a surface."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.slack_double.elements import (
    ACCESSORIES,
    ACTIONS,
    BLOCK_ID,
    FEEDBACK,
    ICON_BUTTON,
    IMAGE_ELEMENT,
    INPUTS,
    RICH,
    any_text,
    marked,
    plain,
)
from tests.slack_double.rules import (
    Problem,
    Rule,
    boolean,
    both,
    kinds,
    many,
    nodes,
    one_of,
    shape,
    string,
    web_address,
)

CHARACTERS = 11_000
"""Where Slack was seen to refuse all blocks together (bolt-js issue 2867: 11,341); undocumented."""
MARKDOWN = 12_000
"""Over all markdown blocks of a message."""
SURFACES = {"message": 50, "home": 100, "modal": 100}
"""How many blocks each takes."""
ONLY: Mapping[str, frozenset[str]] = {
    "input": frozenset({"home", "modal"}),
    "context_actions": frozenset({"message"}),
    "markdown": frozenset({"message"}),
    "file": frozenset({"message"}),
    "alert": frozenset({"modal"}),
}
"""Blocks that not every surface takes."""


def _block(kind: str, *, needs: Mapping[str, Rule] | None = None, may: Mapping[str, Rule] | None = None) -> Rule:
    return shape(kind, needs=needs, may={"block_id": BLOCK_ID, **(may or {})})


def _has_words(value: Any, at: str) -> Iterator[Problem]:
    if isinstance(value, Mapping) and not ("text" in value or "fields" in value):
        yield Problem(at, "missing_field", "a section needs text or fields")


def _one_picture(value: Any, at: str) -> Iterator[Problem]:
    if isinstance(value, Mapping) and ("image_url" in value) == ("slack_file" in value):
        yield Problem(at, "failed_constraint", "an image needs exactly one of image_url and slack_file")


CONTEXT = kinds({"image": IMAGE_ELEMENT, "mrkdwn": marked(3000), "plain_text": plain(3000)})
BLOCKS: Mapping[str, Rule] = {
    "section": both(
        _block(
            "section",
            may={
                "text": any_text(3000),
                "fields": many(any_text(2000), 1, 10),
                "accessory": kinds(ACCESSORIES),
                "expand": boolean,
            },
        ),
        _has_words,
    ),
    "header": _block("header", needs={"text": plain(150)}),
    "divider": _block("divider"),
    "context": _block("context", needs={"elements": many(CONTEXT, 1, 10)}),
    "actions": _block("actions", needs={"elements": many(kinds(ACTIONS), 1, 25)}),
    "context_actions": _block(
        "context_actions",
        needs={"elements": many(kinds({"feedback_buttons": FEEDBACK, "icon_button": ICON_BUTTON}), 1, 5)},
    ),
    "rich_text": _block("rich_text", needs={"elements": many(kinds(RICH), 1, 1000)}),
    "markdown": shape("markdown", needs={"text": string(1, MARKDOWN)}, may={"block_id": BLOCK_ID}),
    "image": both(
        _block(
            "image",
            needs={"alt_text": string(1, 2000)},
            may={
                "image_url": web_address(),
                "slack_file": shape(may={"id": string(pattern="F[A-Z0-9]{8,}"), "url": web_address()}),
                "title": plain(2000),
            },
        ),
        _one_picture,
    ),
    "video": _block(
        "video",
        needs={
            "alt_text": string(1, 2000),
            "title": plain(199),
            "thumbnail_url": web_address(),
            "video_url": web_address(),
        },
        may={
            "author_name": string(1, 49),
            "description": plain(200),
            "provider_icon_url": web_address(),
            "provider_name": string(1),
            "title_url": web_address(),
        },
    ),
    "file": _block("file", needs={"external_id": string(1), "source": one_of("remote")}),
    "input": _block(
        "input",
        needs={"label": plain(2000), "element": kinds(INPUTS)},
        may={"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "alert": _block("alert", needs={"text": any_text(200)}, may={"level": string(1)}),
}


def check_blocks(blocks: Any, *, surface: str = "message") -> list[Problem]:
    """Return everything Slack would refuse about these blocks; empty when it would take them."""
    problems = list(many(kinds(BLOCKS), 0 if surface == "message" else 1, SURFACES[surface])(blocks, ""))
    if not isinstance(blocks, Sequence) or isinstance(blocks, str):
        return problems
    known = [block for block in blocks if isinstance(block, Mapping)]
    return problems + list(_across(known, surface))


def check_view(view: Any) -> list[Problem]:
    """Return everything Slack would refuse about a modal or a Home tab."""
    if not isinstance(view, Mapping) or view.get("type") not in ("modal", "home"):
        return [Problem("/type", "failed_constraint", "must be modal or home")]
    title = {"title": plain(24)} if view["type"] == "modal" else {}
    extra = {"submit": plain(24), "close": plain(24), "clear_on_close": boolean, "notify_on_close": boolean}
    rule = shape(
        view["type"],
        needs={"blocks": lambda *_: iter(()), **title},
        may={
            "private_metadata": string(0, 3000),
            "callback_id": string(1, 255),
            "external_id": string(0, 255),
            **(extra if view["type"] == "modal" else {}),
        },
    )
    problems = list(rule(view, "")) + check_blocks(view.get("blocks"), surface=view["type"])
    inputs = [block for block in view.get("blocks", ()) if isinstance(block, Mapping) and block.get("type") == "input"]
    if view["type"] == "modal" and inputs and "submit" not in view:
        problems.append(Problem("/submit", "missing_field", "a modal with inputs needs submit"))
    return problems


def _across(blocks: Sequence[Mapping[str, Any]], surface: str) -> Iterator[Problem]:
    for index, block in enumerate(blocks):
        if surface not in ONLY.get(str(block.get("type")), (surface,)):
            yield Problem(f"/{index}/type", "failed_constraint", f"{block.get('type')} is not for a {surface}")
    yield from _repeated([block.get("block_id") for block in blocks], "block_id")
    for index, block in enumerate(blocks):
        elements = block.get("elements")
        if block.get("type") in ("actions", "context_actions") and isinstance(elements, Sequence):
            ids = [element.get("action_id") for element in elements if isinstance(element, Mapping)]
            yield from _repeated(ids, "action_id", at=f"/{index}")
    marks = sum(len(str(block.get("text", ""))) for block in blocks if block.get("type") == "markdown")
    if marks > MARKDOWN:
        yield Problem("", "failed_constraint", f"markdown blocks hold {marks} characters together")
    if surface == "message" and characters(blocks) > CHARACTERS:
        yield Problem("", "msg_blocks_too_long", f"blocks hold {characters(blocks)} characters together")
    buttons = [node for node in nodes(blocks) if node.get("type") == "button" and node.get("style") == "primary"]
    if len(buttons) > 1:
        yield Problem("", "failed_constraint", "more than one primary button: Slack's guidance, strict here")


def _repeated(ids: Sequence[Any], name: str, *, at: str = "") -> Iterator[Problem]:
    given = [one for one in ids if isinstance(one, str)]
    for one in sorted({one for one in given if given.count(one) > 1}):
        yield Problem(at, "failed_constraint", f"{name} {one} already exists")


def characters(node: Any) -> int:
    """Return how many characters of text the blocks hold together."""
    return sum(len(found["text"]) for found in nodes(node) if isinstance(found.get("text"), str))
