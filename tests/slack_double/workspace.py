"""The workspace: its channels, messages, files and people, and the methods that work on them. No network here."""

import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.slack_double import calling, files, inspecting, posting, reading
from tests.slack_double.faults import Faults
from tests.slack_double.rates import Buckets
from tests.slack_double.tokens import APP_TOKEN, SCOPES, TOKEN, USER_TOKEN, Token

TEAM, BOT, APP = "T0TEST", "B0DIGEST", "A0DIGEST"
OWNER = "U0OWNER"
Answer = dict[str, Any]
MethodOf = Callable[["SlackDouble", Mapping[str, Any]], Answer]


@dataclass
class Channel:
    """One channel with what was posted there, in order."""

    id: str
    name: str
    messages: list[dict[str, Any]] = field(default_factory=list)
    member: bool = True
    archived: bool = False
    private: bool = False


@dataclass
class File:
    """One file from its announcement on."""

    id: str
    name: str
    length: int
    alt_text: str = ""
    body: bytes | None = None
    used: bool = False
    """Its upload address takes bytes once."""
    title: str = ""
    shares: list[dict[str, Any]] = field(default_factory=list)
    """channel, ts, thread_ts and `at`: from when on files.info shows it."""

    @property
    def sha256(self) -> str:
        """The digest of the bytes that came up."""
        return hashlib.sha256(self.body or b"").hexdigest()


class SlackDouble:
    """One workspace with the channels C1 (#news), C2 (#random) and C3 (#sealed, not joined).

    `lag` is how many seconds a message takes to show in history, `share_delay` a file to show in files.info;
    `never_share` takes files and never shows them; `rate` speeds Slack's clock up for rate limits (0: no limits).
    """

    def __init__(self, *, rate: float = 0.0) -> None:
        self.tokens: dict[str, Token] = {
            TOKEN: Token("bot", set(SCOPES)),
            USER_TOKEN: Token("user", set(SCOPES)),
            APP_TOKEN: Token("app", {"connections:write"}),
        }
        self.channels: dict[str, Channel] = {
            one.id: one
            for one in (Channel("C1", "news"), Channel("C2", "random"), Channel("C3", "sealed", member=False))
        }
        self.people: set[str] = {OWNER}
        self.files: dict[str, File] = {}
        self.faults = Faults()
        self.calls: list[str] = []
        self.refused: list[str] = []
        """What was refused and why: `chat.postMessage invalid_blocks /0/text …`."""
        self.warnings: list[str] = []
        self.lag = 0.0
        self.share_delay = 0.0
        self.never_share = False
        self.uploads_forbidden = ""
        """An error code for every upload, such as file_uploads_disabled."""
        self.buckets = Buckets(rate)
        self.url = ""
        """Base of the Web API: `http://127.0.0.1:port/api/`."""
        self.lock = threading.RLock()
        self.methods: dict[str, MethodOf] = {
            **posting.METHODS,
            **reading.METHODS,
            **files.METHODS,
            **inspecting.METHODS,
        }
        """Add your own to teach the double more."""
        self.views: dict[str, Any] = {}
        self._stamp = 0.0

    @property
    def now(self) -> float:
        """The double's clock: seconds since 1970."""
        return time.time()

    def stamp(self) -> str:
        """Return a new message id: a time that never repeats."""
        self._stamp = max(self.now, self._stamp + 0.000001)
        return f"{self._stamp:.6f}"

    def answer(self, method: str, arguments: Mapping[str, Any], token: str) -> Answer:
        """Carry one call out, or refuse it."""
        with self.lock:
            refusal = calling.refusal(self, method, arguments, token)
            answer = refusal or self.methods[method](self, calling.read(arguments))
            if not answer["ok"]:
                self.refused.append(" ".join([method, answer["error"], *map(str, answer.get("errors", ()))]))
            return answer

    @property
    def unfit(self) -> list[str]:
        """What was refused because of its blocks, text or metadata; asking blocks.validate is no offence."""
        return [line for line in self.refused if "json-pointer:" in line and not line.startswith("blocks.validate")]

    def posts(self, channel: str = "C1") -> list[dict[str, Any]]:
        """The messages of a channel outside threads, in order."""
        return [message for message in self.channels[channel].messages if "thread_ts" not in message]

    def replies(self, ts: str, channel: str = "C1") -> list[dict[str, Any]]:
        """The messages of a thread, in order, without its parent."""
        return [message for message in self.channels[channel].messages if message.get("thread_ts") == ts]
