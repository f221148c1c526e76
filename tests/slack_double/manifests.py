"""The manifest of an app, version 1, by the rules of Slack's published schema.

Written from slackapi/manifest-schema, `schemas/manifest.schema.1.0.0.json`, and compared with it key by key. Its parts
for workflow apps that Slack hosts (functions, workflows, datastores, types, outgoing domains, external providers), for
the app directory and for agents are refused: we have none. Beyond the schema, scopes and events are known by name, and
what apps.manifest.validate says of parts that do not fit together is said here too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.slack_double.rules import Problem, Rule, boolean, both, many, one_of, shape, string, whole
from tests.slack_double.tokens import SCOPES

EVENTS = {
    "app_home_opened": "",
    "app_uninstalled": "",
    "tokens_revoked": "",
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
}
"""Those an app like ours may ask for, and the scope each needs."""


def check_manifest(value: Any) -> list[Problem]:
    """Return everything Slack would refuse about a manifest."""
    return [*MANIFEST(value, ""), *_misfits(value)]


def _misfits(value: Any) -> Iterator[Problem]:
    """Yield what no single part is to blame for: where Slack is to send things, and what an event or a scope needs."""
    settings, features = _part(value, "settings"), _part(value, "features")
    scopes = _part(value, "oauth_config", "scopes").get("bot") or ()
    if not settings.get("socket_mode_enabled"):
        events, buttons = _part(settings, "event_subscriptions"), _part(settings, "interactivity")
        if events and not events.get("request_url"):
            yield Problem("/settings/event_subscriptions", "failed_constraint", "requires a request URL or socket mode")
        if buttons.get("is_enabled") and not buttons.get("request_url"):
            yield Problem("/settings/interactivity", "failed_constraint", "requires a request URL or socket mode")
        for number, command in enumerate(features.get("slash_commands") or ()):
            if not command.get("url"):
                yield Problem(
                    f"/features/slash_commands/{number}", "failed_constraint", "requires a URL or socket mode"
                )
    for event in _part(settings, "event_subscriptions").get("bot_events") or ():
        if EVENTS.get(event, "") not in ("", *scopes):
            yield Problem("/settings/event_subscriptions/bot_events", "failed_constraint", f"{event} lacks its scope")
    if features.get("slash_commands") and "commands" not in scopes:
        yield Problem("/features/slash_commands", "failed_constraint", "requires the scope commands")
    if scopes and not features.get("bot_user"):
        yield Problem("/oauth_config/scopes/bot", "failed_constraint", "requires a bot user")


def _part(value: Any, *names: str) -> Mapping[str, Any]:
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def address(high: int, scheme: str = "https?") -> Rule:
    """A URL as manifests take it."""
    return string(0, high, pattern=rf"{scheme}://[\s\S]*")


def distinct(rule: Rule) -> Rule:
    """A list in which nothing stands twice."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        yield from rule(value, at)
        if isinstance(value, Sequence) and len({repr(item) for item in value}) < len(value):
            yield Problem(at, "failed_constraint", "must hold no two equal items")

    return check


def known(what: str, is_known: Callable[[str], bool]) -> Rule:
    """A string of at most 50 characters that Slack has a meaning for."""

    def meant(value: Any, at: str) -> Iterator[Problem]:
        if isinstance(value, str) and not is_known(value):
            yield Problem(at, "failed_constraint", f"no {what} of this name: {value}")

    return both(string(1, 50), meant)


_SCOPES = many(known("scope", SCOPES.__contains__), 0, 255)
_EVENTS = distinct(many(known("event", EVENTS.__contains__), 0, 100))
_DOMAIN = string(1, 255, pattern=r"(?![.\-])[-a-z0-9.]+[a-z0-9]")
_BYTE = r"(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])"

DISPLAY = shape(
    needs={"name": string(1, 35)},
    may={
        "description": string(1, 140),
        "long_description": string(175, 4000),
        "background_color": string(4, 7, pattern="#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?"),
    },
)
COMMAND = shape(
    needs={"command": string(2, 32, pattern=r"/\S+"), "description": string(1, 2000)},
    may={"url": address(3000), "usage_hint": string(1, 1000), "should_escape": boolean},
)
SHORTCUT = shape(
    needs={
        "name": string(1, 24),
        "type": one_of("message", "global"),
        "callback_id": string(1, 255),
        "description": string(1, 150),
    }
)
PROMPT = shape(needs={"title": string(), "message": string()})
FEATURES = shape(
    may={
        "app_home": shape(
            may=dict.fromkeys(("home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"), boolean)
        ),
        "bot_user": shape(needs={"display_name": string(1, 80)}, may={"always_online": boolean}),
        "slash_commands": many(COMMAND, 1, 50),
        "shortcuts": many(SHORTCUT, 1, 10),
        "unfurl_domains": distinct(many(_DOMAIN, 1, 5)),
        "workflow_steps": many(shape(needs={"name": string(1, 50), "callback_id": string(1, 50)}), 1, 10),
        "assistant_view": shape(
            needs={"assistant_description": string()}, may={"suggested_prompts": many(PROMPT, 0, 100)}
        ),
    }
)
OAUTH = shape(
    may={
        "redirect_urls": distinct(many(string(0, 2500), 0, 1000)),
        "scopes": shape(may=dict.fromkeys(("user", "bot", "user_optional", "bot_optional"), _SCOPES)),
        "token_management_enabled": boolean,
        "pkce_enabled": boolean,
    }
)
SUBSCRIPTIONS = shape(
    may={
        "request_url": address(3500),
        "user_events": _EVENTS,
        "bot_events": _EVENTS,
        "metadata_subscriptions": distinct(
            many(shape(needs={"app_id": string(), "event_type": string(0, 50)}), 1, 20),
        ),
    }
)
SETTINGS = shape(
    may={
        "event_subscriptions": SUBSCRIPTIONS,
        "interactivity": shape(
            needs={"is_enabled": boolean},
            may={"request_url": address(3500), "message_menu_options_url": address(3500)},
        ),
        "allowed_ip_address_ranges": distinct(
            many(string(pattern=rf"({_BYTE}\.){{3}}{_BYTE}(/(3[0-2]|[12]\d|\d))?"), 1, 50)
        ),
        "incoming_webhooks": shape(may={"incoming_webhooks_enabled": boolean}),
        "siws_links": shape(may={"initiate_uri": address(3500, "https")}),
        "hermes_app_type": string(),
        "function_runtime": string(),
        **dict.fromkeys(
            ("org_deploy_enabled", "socket_mode_enabled", "is_hosted", "token_rotation_enabled", "is_mcp_enabled"),
            boolean,
        ),
    }
)
_NUMBER = whole(0, 1000)
MANIFEST = shape(
    needs={"display_information": DISPLAY},
    may={
        "$schema": string(),
        "_metadata": shape(
            may=dict.fromkeys(("schema_version", "min_version", "major_version", "minor_version"), _NUMBER)
        ),
        "features": FEATURES,
        "oauth_config": OAUTH,
        "settings": SETTINGS,
    },
)
