"""Tokens, what they may do, and the methods with their arguments."""

from collections.abc import Mapping
from dataclasses import dataclass, field

TOKEN, USER_TOKEN, APP_TOKEN = "xoxb-test", "xoxp-test", "xapp-test"
SCOPES = frozenset(
    {"chat:write", "commands", "files:write", "files:read", "channels:history", "groups:history", "im:history",
     "mpim:history", "channels:read", "groups:read", "users:read", "im:write"}
)  # fmt: skip


@dataclass
class Token:
    """What one token is and may do."""

    kind: str
    """bot, user or app."""
    scopes: set[str] = field(default_factory=set)
    revoked: bool = False


@dataclass(frozen=True)
class Method:
    """What a method of the Web API takes: names to types, and which of them it needs."""

    needs: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    """One of these is enough."""
    a_minute: int = 50
    kind: str = "bot"
    """The kind of token it takes; `any`, or `none` for a public method."""


def _method(needs: str = "", may: str = "", *, scopes: str = "", a_minute: int = 50, kind: str = "bot") -> Method:
    return Method(frozenset(needs.split()), frozenset(may.split()), frozenset(scopes.split()), a_minute, kind)


_MESSAGE = "text blocks attachments metadata parse link_names markdown_text"
_LOOK = "channels:history groups:history im:history mpim:history"
METHODS: Mapping[str, Method] = {
    "api.test": _method("", "error foo", kind="none", a_minute=1000),
    "auth.test": _method("", "", a_minute=600, kind="any"),
    "blocks.validate": _method("", "blocks view message", kind="none"),
    "chat.postMessage": _method(
        "channel",
        f"{_MESSAGE} thread_ts reply_broadcast unfurl_links unfurl_media mrkdwn username icon_url icon_emoji as_user "
        "client_msg_id",
        scopes="chat:write",
        a_minute=600,
    ),
    "chat.postEphemeral": _method("channel user", f"{_MESSAGE} thread_ts as_user", scopes="chat:write", a_minute=100),
    "chat.update": _method("channel ts", f"{_MESSAGE} reply_broadcast file_ids as_user", scopes="chat:write"),
    "chat.delete": _method("channel ts", "as_user", scopes="chat:write"),
    "chat.getPermalink": _method("channel message_ts", a_minute=600),
    "conversations.history": _method(
        "channel", "oldest latest inclusive include_all_metadata limit cursor", scopes=_LOOK
    ),
    "conversations.replies": _method(
        "channel ts", "oldest latest inclusive include_all_metadata limit cursor", scopes=_LOOK
    ),
    "conversations.info": _method("channel", "include_locale include_num_members", scopes="channels:read groups:read"),
    "conversations.list": _method(
        "", "types exclude_archived limit cursor team_id", scopes="channels:read groups:read", a_minute=20
    ),
    "conversations.members": _method("channel", "limit cursor", scopes="channels:read groups:read", a_minute=100),
    "files.getUploadURLExternal": _method(
        "filename length", "alt_txt snippet_type", scopes="files:write", a_minute=100
    ),
    "files.completeUploadExternal": _method(
        "files", "channel_id channels thread_ts initial_comment blocks", scopes="files:write", a_minute=100
    ),
    "files.info": _method("file", "count cursor limit page", scopes="files:read", a_minute=100),
    "files.delete": _method("file", "", scopes="files:write"),
    "files.upload": _method("", "file content filename channels title thread_ts", scopes="files:write", a_minute=20),
    "users.info": _method("user", "include_locale", scopes="users:read", a_minute=100),
    "views.publish": _method("user_id view", "hash", a_minute=100),
    "views.open": _method("view", "trigger_id interactivity_pointer", a_minute=100),
    "views.update": _method("view", "view_id external_id hash", a_minute=100),
    "apps.connections.open": _method("", "", scopes="connections:write", a_minute=10, kind="app"),
}
FLAGS = frozenset(
    {"unfurl_links", "unfurl_media", "link_names", "include_all_metadata", "inclusive", "reply_broadcast", "as_user",
     "mrkdwn", "exclude_archived", "include_locale", "include_num_members"}
)  # fmt: skip
STRUCTURES = frozenset({"blocks", "attachments", "metadata", "files", "view", "message"})
"""Arguments that are JSON, also in a form."""
TRUE, FALSE = (True, "1", "true", "True", 1), (False, "0", "false", "False", 0)
