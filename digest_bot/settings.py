"""Everything the program was told, as values; `config` reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from digest_bot.pipeline import Options
from digest_bot.schedule import Schedule

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
VOICES = ("pyttsx3", "espeak", "flite", "piper", "sherpa", "silent")
FORMATS = ("mp3", "m4a")
SLACK_MODES = ("socket", "http", "off")
EMPTY = ("line", "silence")
SOURCE_KINDS = ("folder", "feed", "page")


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that is never printed."""

    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """One source: exactly one of folder, feed, page."""

    name: str
    kind: str
    """One of SOURCE_KINDS."""
    where: str
    """A path or a URL."""
    full_text: bool
    newest: int
    topic: str
    """A digest may ask for all sources of a topic, and of those within it: `News` has `News/World`."""


@dataclass(frozen=True, slots=True)
class DigestSettings:
    """One digest."""

    name: str
    channel: str
    schedule: Schedule
    sources: tuple[SourceSettings, ...]
    options: Options
    audio: bool
    empty: str
    """One of EMPTY: what a day without news is."""


@dataclass(frozen=True, slots=True)
class AudioSettings:
    """How the digests are spoken."""

    voice: str = "pyttsx3"
    """One of VOICES."""
    headline_voice: str = ""
    """One of VOICES; empty for the same voice."""
    rate: int = 165
    """Words a minute."""
    model: Path | None = None
    """Voice file of piper, or folder of sherpa."""
    speaker: int = 0
    lexicon: Mapping[str, str] = field(default_factory=dict)
    """Written word to respelling, for every voice."""
    voice_lexicons: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Spoken word to respelling, by the name of the voice that needs it."""
    keep: int = 60
    """Spoken editions of one digest that stay on disk."""
    form: str = "mp3"
    """One of FORMATS."""


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """How people reach the bot, and who may."""

    mode: str
    """One of SLACK_MODES."""
    connections: int
    owner: str
    """The person who is told when something is held; empty: nobody."""
    team: str
    """The workspace, when one database serves several."""
    users: tuple[str, ...]
    channels: tuple[str, ...]
    editors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the program was told."""

    path: Path
    sources: tuple[SourceSettings, ...]
    """Also those no digest asks for."""
    digests: tuple[DigestSettings, ...]
    audio: AudioSettings
    slack_api_url: str
    slack_token: Secret | None
    slack_app_token: Secret | None
    slack_signing: Secret | None
    slack: SlackSettings
    site_host: str
    site_url: str
    """How the site is reached from outside; empty when nobody said."""
    site_port: int
    web_timeout: float
    web_allow: tuple[str, ...]
    database_url: str
    data: Path
    cache: Path
    tick: float
    lease: timedelta
    processes: int
    threads: int

    @property
    def hears(self) -> bool:
        """Whether presses of buttons reach us: by a socket or over HTTP, with the secret that takes."""
        secret = {"socket": self.slack_app_token, "http": self.slack_signing}.get(self.slack.mode)
        return secret is not None
