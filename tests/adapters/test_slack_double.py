"""The double of Slack is itself checked: with both real clients, and with what Slack is known to refuse."""

import asyncio
import hashlib
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from digest_bot.chats.slack_blocks import compose
from digest_bot.ports import Listen
from tests.builders import BRIDGE, FERRY, TWO_STORIES, digest, story
from tests.slack_double import TOKEN, SlackDouble, check_blocks, check_message, check_view, running

Block = dict[str, Any]


def plain(text: str = "x", **more: Any) -> Block:
    return {"type": "plain_text", "text": text, **more}


def mrkdwn(text: str = "x") -> Block:
    return {"type": "mrkdwn", "text": text}


def section(**more: Any) -> Block:
    return {"type": "section", **({"text": plain()} if not more else {}), **more}


def button(**more: Any) -> Block:
    return {"type": "button", "text": plain(), "action_id": "a", **more}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def rich(*elements: Any) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def text(value: Any = "x", **more: Any) -> Block:
    return {"type": "text", "text": value, **more}


def link(url: Any, **more: Any) -> Block:
    return {"type": "link", "url": url, **more}


def menu(**more: Any) -> Block:
    return {"type": "static_select", "action_id": "a", "options": [option()], **more}


def option(value: str = "v", label: str = "l") -> Block:
    return {"text": plain(label), "value": value}


def overflow(*options: Block) -> Block:
    return actions({"type": "overflow", "action_id": "a", "options": list(options)})


def feedback(**more: Any) -> Block:
    one = {"text": plain(), "value": "v"}
    element = {"type": "feedback_buttons", "action_id": "f", "positive_button": one, "negative_button": one, **more}
    return {"type": "context_actions", "elements": [element]}


def context(*elements: Any) -> Block:
    return {"type": "context", "elements": list(elements)}


def image(**more: Any) -> Block:
    return {"type": "image", "alt_text": "x", "image_url": "https://a.example/i.png", **more}


def confirm(**more: Any) -> Block:
    return {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain(), **more}


def without(block: Block, name: str) -> Block:
    return {key: value for key, value in block.items() if key != name}


INVALID_BLOCKS: list[tuple[str, Any]] = [
    ("no list", {"type": "divider"}),
    ("a string", "divider"),
    ("51 blocks", [{"type": "divider"}] * 51),
    ("not an object", ["divider"]),
    ("no type", [{"text": plain()}]),
    ("an unknown type", [{"type": "headline", "text": plain()}]),
    ("a header of mrkdwn", [{"type": "header", "text": mrkdwn()}]),
    ("a header of 151", [{"type": "header", "text": plain("x" * 151)}]),
    ("an empty header", [{"type": "header", "text": plain("")}]),
    ("a header without text", [{"type": "header"}]),
    ("a header of a string", [{"type": "header", "text": "x"}]),
    ("a header with fields", [{"type": "header", "text": plain(), "fields": [plain()]}]),
    ("a divider with text", [{"type": "divider", "text": plain()}]),
    ("a section without words", [{"type": "section"}]),
    ("a section of 3001", [section(text=plain("x" * 3001))]),
    ("an empty section", [section(text=plain(""))]),
    ("11 fields", [section(fields=[plain()] * 11)]),
    ("no fields", [section(fields=[])]),
    ("a field of 2001", [section(fields=[plain("x" * 2001)])]),
    ("text of an unknown kind", [section(text={"type": "html", "text": "x"})]),
    ("text with an unknown field", [section(text=plain(size=3))]),
    ("emoji that is no boolean", [section(text=plain(emoji="yes"))]),
    ("mrkdwn with emoji", [section(text=mrkdwn() | {"emoji": True})]),
    ("text that is a number", [section(text={"type": "plain_text", "text": 3})]),
    ("a lone surrogate", [section(text=plain("\ud800"))]),
    ("an accessory of an unknown kind", [section(text=plain(), accessory={"type": "lamp"})]),
    ("expand that is no boolean", [section(text=plain(), expand=1)]),
    ("a context without elements", [context()]),
    ("a context of 11", [context(*[plain()] * 11)]),
    ("a context with a button", [context(button())]),
    ("a context with rich text", [context(text())]),
    ("a context without a list", [{"type": "context"}]),
    ("a context image without alt text", [context({"type": "image", "image_url": "https://a.example/i.png"})]),
    ("actions without elements", [actions()]),
    ("26 buttons", [actions(*[button(action_id=str(n)) for n in range(26)])]),
    ("actions with text", [actions(plain())]),
    ("a button without text", [actions(without(button(), "text"))]),
    ("a button of mrkdwn", [actions(button(text=mrkdwn()))]),
    ("a button of 76", [actions(button(text=plain("x" * 76)))]),
    ("a button with an empty text", [actions(button(text=plain("")))]),
    ("a value of 2001", [actions(button(value="x" * 2001))]),
    ("a value that is a number", [actions(button(value=3))]),
    ("a button's url of 3001", [actions(button(url="https://a.example/" + "x" * 3000))]),
    ("a button to a script", [actions(button(url="javascript:alert(1)"))]),
    ("a button to a file", [actions(button(url="file:///etc/passwd"))]),
    ("a button to an empty url", [actions(button(url=""))]),
    ("a button in an unknown style", [actions(button(style="loud"))]),
    ("an action id of 256", [actions(button(action_id="x" * 256))]),
    ("an empty action id", [actions(button(action_id=""))]),
    ("an accessibility label of 76", [actions(button(accessibility_label="x" * 76))]),
    ("a button with an unknown field", [actions(button(colour="red"))]),
    ("the same action id twice", [actions(button(), button())]),
    ("two primary buttons", [actions(button(style="primary"), button(action_id="b", style="primary"))]),
    ("a confirm without deny", [actions(button(confirm=without(confirm(), "deny")))]),
    ("a confirm title of 101", [actions(button(confirm=confirm(title=plain("x" * 101))))]),
    ("a confirm text of 301", [actions(button(confirm=confirm(text=plain("x" * 301))))]),
    ("a confirm button of 31", [actions(button(confirm=confirm(confirm=plain("x" * 31))))]),
    ("an overflow without options", [overflow()]),
    ("an overflow of 6", [overflow(*[option(str(n)) for n in range(6)])]),
    ("an option text of 76", [overflow(option(label="x" * 76))]),
    ("an option value of 151", [overflow(option("x" * 151))]),
    ("options with the same value", [overflow(option(), option())]),
    ("a menu without options", [actions(menu(options=[]))]),
    ("a menu of 101", [actions(menu(options=[option(str(n)) for n in range(101)]))]),
    ("a placeholder of 151", [actions(menu(placeholder=plain("x" * 151)))]),
    ("a placeholder of mrkdwn", [actions(menu(placeholder=mrkdwn()))]),
    ("a date that is none", [actions({"type": "datepicker", "action_id": "a", "initial_date": "tomorrow"})]),
    ("a time that is none", [actions({"type": "timepicker", "action_id": "a", "initial_time": "25:00"})]),
    ("a text input in a message's actions", [actions({"type": "plain_text_input", "action_id": "a"})]),
    ("an input in a message", [{"type": "input", "label": plain(), "element": {"type": "plain_text_input"}}]),
    ("an alert in a message", [{"type": "alert", "text": plain()}]),
    ("rich text without elements", [{"type": "rich_text", "elements": []}]),
    ("rich text without a list", [{"type": "rich_text"}]),
    ("rich text of bare words", [{"type": "rich_text", "elements": [text()]}]),
    ("an empty word", [rich(text(""))]),
    ("a word that is a number", [rich(text(3))]),
    ("a word in an unknown style", [rich(text(style={"loud": True}))]),
    ("a style that is no boolean", [rich(text(style={"bold": "yes"}))]),
    ("a style that is a string", [rich(text(style="bold"))]),
    ("a word with an unknown field", [rich(text(size=3))]),
    ("a link without a url", [rich({"type": "link", "text": "x"})]),
    ("a link with an empty text", [rich(link("https://a.example/", text=""))]),
    ("a link to a script", [rich(link("javascript:alert(1)"))]),
    ("a link to data", [rich(link("data:text/html,x"))]),
    ("a link without a host", [rich(link("https://"))]),
    ("a link with a space", [rich(link("https://a.example/x y"))]),
    ("a link with a bar", [rich(link("https://a.example/x|y"))]),
    ("a link with a bracket", [rich(link("https://a.example/x>y"))]),
    ("a link of 3001", [rich(link("https://a.example/" + "x" * 3000))]),
    ("a link to an odd bracket", [rich(link("https://[/"))]),
    ("a person that is none", [rich({"type": "user", "user_id": "me"})]),
    ("a channel that is none", [rich({"type": "channel", "channel_id": "#news"})]),
    ("a broadcast to nobody", [rich({"type": "broadcast", "range": "all"})]),
    ("a colour that is none", [rich({"type": "color", "value": "red"})]),
    ("a date without a format", [rich({"type": "date", "timestamp": 1})]),
    ("an unknown inline element", [rich({"type": "citation", "text": "x"})]),
    (
        "a list in an unknown style",
        [
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_list",
                        "style": "x",
                        "elements": [{"type": "rich_text_section", "elements": [text()]}],
                    }
                ],
            }
        ],
    ),
    (
        "a list of words",
        [{"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": [text()]}]}],
    ),
    (
        "an empty list",
        [{"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": []}]}],
    ),
    (
        "a list too deep",
        [
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_list",
                        "style": "bullet",
                        "indent": 9,
                        "elements": [{"type": "rich_text_section", "elements": [text()]}],
                    }
                ],
            }
        ],
    ),
    ("context actions without elements", [{"type": "context_actions", "elements": []}]),
    ("context actions with a button", [{"type": "context_actions", "elements": [button()]}]),
    ("feedback without a negative button", [feedback(negative_button=None)]),
    ("feedback of 76", [feedback(positive_button={"text": plain("x" * 76), "value": "v"})]),
    ("feedback without a value", [feedback(positive_button={"text": plain()})]),
    ("feedback with a value of 2001", [feedback(positive_button={"text": plain(), "value": "x" * 2001})]),
    ("feedback with an unknown field", [feedback(style="primary")]),
    ("an image without alt text", [without(image(), "alt_text")]),
    ("an image without a place", [without(image(), "image_url")]),
    ("an image with two places", [image(slack_file={"id": "F00000001"})]),
    ("an image from an odd file", [without(image(slack_file={"id": "x"}), "image_url")]),
    ("an image title of 2001", [image(title=plain("x" * 2001))]),
    ("a markdown block of 12001", [{"type": "markdown", "text": "x" * 12_001}]),
    (
        "markdown blocks of 12001 together",
        [{"type": "markdown", "text": "x" * 6000}, {"type": "markdown", "text": "x" * 6001}],
    ),
    ("a block id of 256", [{"type": "divider", "block_id": "x" * 256}]),
    ("the same block id twice", [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}]),
    ("12,000 characters together", [section(text=plain("x" * 3000))] * 4),
]
INVALID_MESSAGES: list[tuple[str, Block]] = [
    ("without text", {"blocks": [section()]}),
    ("with a blank text", {"text": " "}),
    ("of 40,001", {"text": "x" * 40_001}),
    ("with metadata that is a string", {"text": "x", "metadata": "x"}),
    ("with metadata without a payload", {"text": "x", "metadata": {"event_type": "x"}}),
    ("with metadata too deep", {"text": "x", "metadata": {"event_type": "x", "event_payload": {"a": {"b": {"c": 1}}}}}),
    ("with a list in its metadata", {"text": "x", "metadata": {"event_type": "x", "event_payload": {"a": [1]}}}),
    ("with metadata too large", {"text": "x", "metadata": {"event_type": "x", "event_payload": {"a": "x" * 600}}}),
]
INVALID_VIEWS: list[tuple[str, Any]] = [
    ("of an unknown kind", {"type": "page", "blocks": []}),
    ("a modal without a title", {"type": "modal", "blocks": [section()]}),
    ("a title of 25", {"type": "modal", "title": plain("x" * 25), "blocks": [section()]}),
    ("a home with a title", {"type": "home", "title": plain(), "blocks": [section()]}),
    ("private metadata of 3001", {"type": "home", "private_metadata": "x" * 3001, "blocks": [section()]}),
    ("101 blocks", {"type": "home", "blocks": [{"type": "divider"}] * 101}),
    ("feedback on a home", {"type": "home", "blocks": [feedback()]}),
    (
        "inputs without submit",
        {
            "type": "modal",
            "title": plain(),
            "blocks": [{"type": "input", "label": plain(), "element": {"type": "plain_text_input"}}],
        },
    ),
]


@pytest.fixture
def double() -> Iterator[SlackDouble]:
    with running() as slack:
        yield slack


@pytest.mark.parametrize(("name", "blocks"), INVALID_BLOCKS, ids=[name for name, _ in INVALID_BLOCKS])
def test_blocks_that_slack_refuses_are_refused(name: str, blocks: Any) -> None:
    assert check_blocks(blocks)


@pytest.mark.parametrize(("name", "message"), INVALID_MESSAGES, ids=[name for name, _ in INVALID_MESSAGES])
def test_messages_that_slack_refuses_are_refused(name: str, message: Block) -> None:
    assert check_message(message)


@pytest.mark.parametrize(("name", "view"), INVALID_VIEWS, ids=[name for name, _ in INVALID_VIEWS])
def test_views_that_slack_refuses_are_refused(name: str, view: Any) -> None:
    assert check_view(view)


def test_more_than_a_hundred_kinds_of_mistakes_are_known() -> None:
    assert len(INVALID_BLOCKS) + len(INVALID_MESSAGES) + len(INVALID_VIEWS) >= 130


def test_nothing_of_ours_is_refused() -> None:
    merged = digest(story("Ferry", FERRY, BRIDGE, update=True), below_cut=3)
    for one in (TWO_STORIES, merged, digest()):
        for message in compose(one, listen=Listen("https://test.slack.com/f", 61)):
            assert check_message({"text": message.text, "blocks": list(message.blocks)}, update=True) == []


def script(client: Any) -> Generator[Any, Any, None]:
    """Every call we make, as the SDK's own methods make it; each yields what to wait for and gets the answer back."""
    assert (yield client.auth_test())["team_id"] == "T0TEST"
    blocks = [dict(block) for block in compose(TWO_STORIES)[0].blocks]
    marked = {"event_type": "digest_posted", "event_payload": {"k": "1"}}
    parent = yield client.chat_postMessage(
        channel="C1", text="x", blocks=blocks, metadata=marked, unfurl_links=False, unfurl_media=False
    )
    yield client.chat_postMessage(
        channel="C1", text="y", thread_ts=parent["ts"], unfurl_links=False, unfurl_media=False
    )
    bare = yield client.conversations_history(channel="C1", limit=10)
    assert "metadata" not in bare["messages"][0]
    told = yield client.conversations_history(channel="C1", include_all_metadata=True, oldest="0")
    assert told["messages"][0]["metadata"] == marked
    thread = yield client.conversations_replies(channel="C1", ts=parent["ts"])
    assert [message["text"] for message in thread["messages"]] == ["x", "y"]
    yield client.chat_update(channel="C1", ts=parent["ts"], text="z", blocks=blocks, parse="none")
    shared = yield client.files_upload_v2(channel="C1", thread_ts=parent["ts"], content=b"sound", filename="a.mp3")
    about = yield client.files_info(file=shared["files"][0]["id"])
    assert about["file"]["shares"]["public"]["C1"]
    yield client.chat_delete(channel="C1", ts=parent["ts"])
    with pytest.raises(SlackApiError, match="thread_not_found"):
        yield client.conversations_replies(channel="C1", ts=parent["ts"])
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        yield client.api_call("chat.postMessage", json={"channel": "C1", "text": "x", "colour": "red"})
    with pytest.raises(SlackApiError, match="method_deprecated"):
        yield client.api_call("files.upload", json={"content": "x"})
    with pytest.raises(SlackApiError, match="unknown_method"):
        yield client.api_call("chat.shout", json={})


def test_the_synchronous_client_is_understood(double: SlackDouble) -> None:
    """The calls of a synchronous client are answers at once, so the script is made of lambdas."""
    client = WebClient(token=TOKEN, base_url=double.url, retry_handlers=[])
    _check_by_hand(client)
    (file,) = double.files.values()
    assert file.sha256 == hashlib.sha256(b"sound").hexdigest()


def _check_by_hand(client: WebClient) -> None:
    steps = script(_Later(client))
    wanted = next(steps)
    while True:
        try:
            answer = wanted()
        except SlackApiError as error:
            wanted = _raise_into(steps, error)
        else:
            try:
                wanted = steps.send(answer)
            except StopIteration:
                return
        if wanted is None:
            return


def _raise_into(steps: Any, error: SlackApiError) -> Any:
    try:
        return steps.throw(error)
    except StopIteration:
        return None


class _Later:
    """Makes every method of a synchronous client wait until it is wanted."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return lambda *args, **more: lambda: getattr(self._client, name)(*args, **more)


def test_the_asynchronous_client_is_understood(double: SlackDouble) -> None:
    async def run() -> None:
        steps: Any = script(AsyncWebClient(token=TOKEN, base_url=double.url, retry_handlers=[]))
        wanted = next(steps)
        while wanted is not None:
            try:
                answer = await wanted
            except SlackApiError as error:
                wanted = _raise_into(steps, error)
            else:
                try:
                    wanted = steps.send(answer)
                except StopIteration:
                    wanted = None

    asyncio.run(run())
    (file,) = double.files.values()
    assert file.sha256 == hashlib.sha256(b"sound").hexdigest()


def test_limits_are_kept_and_say_how_long_to_wait() -> None:
    with running(rate=1.0) as double:
        double.buckets.clock = lambda: 7.0  # all within one moment
        client = WebClient(token=TOKEN, base_url=double.url, retry_handlers=[])
        refused: list[SlackApiError] = []
        for _ in range(6):
            try:
                client.chat_postMessage(channel="C1", text="x", unfurl_links=False, unfurl_media=False)
            except SlackApiError as error:
                refused.append(error)
    assert len(refused) == 2
    assert refused[0].response.status_code == 429
    assert refused[0].response.headers["Retry-After"] == "1"


REFUSED = [blocks for _, blocks in INVALID_BLOCKS if isinstance(blocks, list)]


def post(client: Any, blocks: Any) -> Any:
    return client.chat_postMessage(channel="C1", text="x", blocks=blocks, unfurl_links=False, unfurl_media=False)


def test_what_is_invalid_is_refused_on_the_wire_of_the_synchronous_client(double: SlackDouble) -> None:
    client = WebClient(token=TOKEN, base_url=double.url, retry_handlers=[])
    for blocks in REFUSED:
        with pytest.raises(SlackApiError, match=r"invalid_blocks|msg_blocks_too_long"):
            post(client, blocks)
    assert len(REFUSED) >= 100
    assert len(double.unfit) == len(REFUSED)
    assert double.posts() == []
    double.refused.clear()


def test_what_is_invalid_is_refused_on_the_wire_of_the_asynchronous_client(double: SlackDouble) -> None:
    async def run() -> None:
        client = AsyncWebClient(token=TOKEN, base_url=double.url, retry_handlers=[])
        for blocks in REFUSED:
            with pytest.raises(SlackApiError, match=r"invalid_blocks|msg_blocks_too_long"):
                await post(client, blocks)

    asyncio.run(run())
    assert len(double.unfit) == len(REFUSED)
    assert double.posts() == []
    double.refused.clear()


def send_something_unfit() -> None:
    with running() as double:
        client = WebClient(token=TOKEN, base_url=double.url, retry_handlers=[])
        with pytest.raises(SlackApiError, match="invalid_blocks"):
            post(client, [{"type": "header", "text": mrkdwn()}])


def test_a_double_that_refused_a_payload_fails_the_test_that_sent_it() -> None:
    with pytest.raises(AssertionError, match="must be plain_text"):
        send_something_unfit()
