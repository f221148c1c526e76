"""The app's manifest, by the rules of Slack's published schema; the rules are tried with what it refuses."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from digest_bot.chats.slack_setup import manifest
from digest_bot.cli import main
from tests.slack_double.manifests import check_manifest
from tests.slack_double.tokens import METHODS

URL = "https://bot.example/slack/events"


@pytest.mark.parametrize("url", ["", URL])
def test_the_manifest_passes_slacks_schema(url: str) -> None:
    value = manifest(request_url=url)
    assert check_manifest(value) == []
    assert value["settings"]["socket_mode_enabled"] is (url == "")
    assert ("request_url" in value["settings"]["interactivity"]) is (url != "")
    assert ("url" in value["features"]["slash_commands"][0]) is (url != "")


def command(value: Any) -> Any:
    return value["features"]["slash_commands"][0]


def subscriptions(value: Any) -> Any:
    return value["settings"]["event_subscriptions"]


BREAK: list[tuple[str, Callable[[Any], object]]] = [
    ("no display information", lambda m: m.pop("display_information")),
    ("no name", lambda m: m["display_information"].pop("name")),
    ("an empty name", lambda m: m["display_information"].update(name="")),
    ("a name of 36", lambda m: m["display_information"].update(name="x" * 36)),
    ("a description of 141", lambda m: m["display_information"].update(description="x" * 141)),
    ("a long description of 174", lambda m: m["display_information"].update(long_description="x" * 174)),
    ("a colour by its name", lambda m: m["display_information"].update(background_color="purple")),
    ("an unknown part", lambda m: m.update(extras={})),
    ("an unknown detail", lambda m: m["display_information"].update(icon="x")),
    ("a version in words", lambda m: m["_metadata"].update(major_version="1")),
    ("a bot without a name", lambda m: m["features"]["bot_user"].pop("display_name")),
    ("a bot's name of 81", lambda m: m["features"]["bot_user"].update(display_name="x" * 81)),
    ("a flag in words", lambda m: m["features"]["bot_user"].update(always_online="yes")),
    ("an unknown tab", lambda m: m["features"]["app_home"].update(about_tab_enabled=True)),
    ("an empty list of commands", lambda m: m["features"].update(slash_commands=[])),
    ("51 commands", lambda m: m["features"].update(slash_commands=[command(m)] * 51)),
    ("a command without a slash", lambda m: command(m).update(command="digest")),
    ("a command of 33", lambda m: command(m).update(command="/" + "x" * 32)),
    ("a command of two words", lambda m: command(m).update(command="/my digest")),
    ("a command without a description", lambda m: command(m).pop("description")),
    ("a description of 2001", lambda m: command(m).update(description="x" * 2001)),
    ("a hint of 1001", lambda m: command(m).update(usage_hint="x" * 1001)),
    ("an empty hint", lambda m: command(m).update(usage_hint="")),
    ("a command that leads nowhere", lambda m: command(m).update(url="bot.example")),
    ("escaping in words", lambda m: command(m).update(should_escape="no")),
    ("no list of scopes", lambda m: m["oauth_config"]["scopes"].update(bot="chat:write")),
    ("an unknown scope", lambda m: m["oauth_config"]["scopes"]["bot"].append("chat:shout")),
    ("scopes of a robot", lambda m: m["oauth_config"]["scopes"].update(robot=[])),
    ("the same way back twice", lambda m: m["oauth_config"].update(redirect_urls=[URL, URL])),
    ("an unknown event", lambda m: subscriptions(m)["bot_events"].append("app_home_closed")),
    ("the same event twice", lambda m: subscriptions(m)["bot_events"].append("app_home_opened")),
    ("events to a file", lambda m: subscriptions(m).update(request_url="file:///etc/passwd")),
    ("buttons without a word on them", lambda m: m["settings"]["interactivity"].pop("is_enabled")),
    ("a socket in words", lambda m: m["settings"].update(socket_mode_enabled="true")),
    ("an unknown setting", lambda m: m["settings"].update(loud=True)),
    ("events that lead nowhere", lambda m: subscriptions(m).pop("request_url")),
    ("buttons that lead nowhere", lambda m: m["settings"]["interactivity"].pop("request_url")),
    ("a command without an address", lambda m: command(m).pop("url")),
    ("an event without its scope", lambda m: subscriptions(m)["bot_events"].append("app_mention")),
    ("commands without their scope", lambda m: m["oauth_config"]["scopes"]["bot"].remove("commands")),
    ("scopes of a bot that is not there", lambda m: m["features"].pop("bot_user")),
    ("a page in the app directory", lambda m: m.update(app_directory={})),
    ("an address that is none", lambda m: m["settings"].update(allowed_ip_address_ranges=["300.1.1.1"])),
]


@pytest.mark.parametrize("spoil", [spoil for _, spoil in BREAK], ids=[name for name, _ in BREAK])
def test_a_manifest_that_slack_refuses_is_refused(spoil: Callable[[Any], object]) -> None:
    value = json.loads(json.dumps(manifest(request_url=URL)))
    spoil(value)
    assert len(check_manifest(value)) >= 1


def test_the_manifest_asks_for_what_our_calls_need_and_not_to_write_everywhere() -> None:
    asked = set(manifest()["oauth_config"]["scopes"]["bot"])
    assert "chat:write.public" not in asked
    called = ("chat.postMessage", "chat.update", "conversations.history", "conversations.list", "files.info",
              "files.getUploadURLExternal", "files.completeUploadExternal")  # fmt: skip
    assert all(METHODS[name].scopes & asked for name in called)


@pytest.mark.parametrize("name", ["digest-bot", "x" * 35, "Tägliche Übersicht 🗞"])
def test_the_manifest_command_prints_what_can_be_pasted(name: str) -> None:
    result = CliRunner().invoke(main, ["slack", "manifest", "--name", name, "--url", URL])
    assert json.loads(result.output) == manifest(name=name, request_url=URL)
    assert check_manifest(json.loads(result.output)) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--name", "x" * 36], "Invalid value for --name: give 1 to 35 characters."),
        (["--name", " "], "Invalid value for --name: give 1 to 35 characters."),
        (["--url", "http://bot.example/slack/events"], "Invalid value for --url: it looks like this: https://host/"),
        (["--url", "https://bot.example"], "Invalid value for --url: it looks like this: https://host/slack/events"),
    ],
)
def test_the_manifest_command_prints_nothing_that_slack_would_refuse(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(main, ["slack", "manifest", *arguments])
    assert (result.exit_code, said in result.output) == (2, True)
