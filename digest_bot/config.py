"""The configuration: one TOML file and the environment, read once into frozen settings; the only reader of both."""

import difflib
import json
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

import msgspec
from platformdirs import user_cache_path, user_config_path, user_data_path

from digest_bot.errors import ConfigError
from digest_bot.pipeline import Options
from digest_bot.schedule import CatchUp, Schedule

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
VOICES = ("pyttsx3", "espeak", "flite", "piper", "sherpa", "silent")
FORMATS = ("mp3", "m4a")
SLACK_MODES = ("socket", "http", "off")
EMPTY = ("line", "silence")
SOURCE_KINDS = ("folder", "feed", "page")
APP = "digest-bot"


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


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file; unknown keys are errors."""


class _Source(_Table, frozen=True):
    folder: str | None = None
    feed: str | None = None
    page: str | None = None
    full_text: bool = True
    newest: int = 20
    weight: float = 1.0
    topic: str = ""


class _Digest(_Table, frozen=True):
    channel: str
    times: list[str]
    timezone: str
    sources: list[str] = []
    topics: list[str] = []
    title: str = "Daily digest"
    weekdays: list[str] = msgspec.field(default_factory=lambda: list(WEEKDAYS))
    max_stories: int = 7
    max_per_source: int = 3
    sentences: int = 3
    max_words: int = 72
    audio: bool = True
    empty: str = "line"
    catch_up: str = "latest"
    max_lateness: str = ""


class _Audio(_Table, frozen=True):
    format: str = "mp3"
    voice: str = "pyttsx3"
    headline_voice: str = ""
    rate: int = 165
    model: str = ""
    speaker: int = 0
    lexicon: dict[str, str | dict[str, str]] = {}
    keep: int = 60


class _Slack(_Table, frozen=True):
    api_url: str = "https://slack.com/api/"
    owner: str = ""
    team: str = ""
    mode: str = "socket"
    connections: int = 2
    allow_users: list[str] = []
    allow_channels: list[str] = []
    editors: list[str] = []


class _Site(_Table, frozen=True):
    host: str = "127.0.0.1"
    port: int = 8080
    url: str = ""


class _Web(_Table, frozen=True):
    timeout: float = 20.0
    allow: list[str] = []


class _Store(_Table, frozen=True):
    url: str = ""


class _Engine(_Table, frozen=True):
    processes: int = 1
    threads: int = 4
    tick: float = 15.0
    lease: float = 60.0


TableT = TypeVar("TableT", bound=_Table)
TABLES: Mapping[str, type[_Table]] = {
    "source": _Source,
    "digest": _Digest,
    "audio": _Audio,
    "slack": _Slack,
    "site": _Site,
    "web": _Web,
    "store": _Store,
    "engine": _Engine,
}


def find_config(given: Path | None) -> Path:
    """Return the configuration file: the given one, DIGEST_BOT_CONFIG, ./config/digest.toml, or the user's own.

    Raises ConfigError when there is none.
    """
    named = given or (Path(os.environ["DIGEST_BOT_CONFIG"]) if os.environ.get("DIGEST_BOT_CONFIG") else None)
    candidates = [named] if named else [Path("config/digest.toml"), user_config_path(APP) / "digest.toml"]
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    looked = " or ".join(str(candidate) for candidate in candidates)
    raise ConfigError(
        f"There is no configuration at {looked}. Copy config/digest.toml there, or name one: --config FILE."
    )


def load_settings(path: Path) -> Settings:
    """Return the settings of this file and the environment.

    Raises ConfigError: one sentence with the file, the line, the key and, for a misspelt one, the nearest right name.
    """
    try:
        text = path.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 text (byte {error.start}).") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}.") from error
    return _Reader(path, text).settings(raw)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns the parsed file into settings, and every mistake into a sentence that says where it is."""

    path: Path
    text: str

    def settings(self, raw: Mapping[str, Any]) -> Settings:
        for name in raw:
            if name not in TABLES:
                raise self._error((name,), f"unknown table {name!r}.{_nearest(name, TABLES)}")
        web = self._table(raw, "web", _Web)
        engine = self._table(raw, "engine", _Engine)
        site = self._table(raw, "site", _Site)
        sources, weights = self._sources(raw.get("source", {}))
        data = Path(os.environ.get("DIGEST_BOT_DATA") or user_data_path(APP))
        return Settings(
            path=self.path,
            sources=tuple(sources.values()),
            digests=self._digests(raw.get("digest", {}), sources, weights),
            audio=self._audio(self._table(raw, "audio", _Audio)),
            slack_api_url=os.environ.get("SLACK_API_URL") or self._table(raw, "slack", _Slack).api_url,
            slack_token=self._secret("SLACK_BOT_TOKEN"),
            slack_app_token=self._secret("SLACK_APP_TOKEN"),
            slack_signing=self._secret("SLACK_SIGNING_SECRET"),
            slack=self._slack(raw),
            site_host=os.environ.get("DIGEST_BOT_HOST") or site.host,
            site_url=site.url,
            site_port=self._within(site.port, 0, 65535, ("site", "port")),
            web_timeout=self._within(web.timeout, 1, 300, ("web", "timeout")),
            web_allow=tuple(web.allow),
            database_url=self._database_url(raw, data),
            data=data,
            cache=Path(os.environ.get("DIGEST_BOT_CACHE") or user_cache_path(APP)),
            tick=self._within(engine.tick, 0.1, 300, ("engine", "tick")),
            lease=timedelta(seconds=self._within(engine.lease, 1, 3600, ("engine", "lease"))),
            processes=self._within(engine.processes, 1, 64, ("engine", "processes")),
            threads=self._within(engine.threads, 1, 64, ("engine", "threads")),
        )

    def _slack(self, raw: Mapping[str, Any]) -> SlackSettings:
        table = self._table(raw, "slack", _Slack)
        return SlackSettings(
            mode=self._one_of(table.mode, SLACK_MODES, ("slack", "mode")),
            connections=self._within(table.connections, 1, 5, ("slack", "connections")),
            owner=self._matching(table.owner, r"[UW][A-Z0-9]+", "a person's id (U…)", ("slack", "owner")),
            team=self._matching(table.team, r"[TE][A-Z0-9]+", "a workspace's id (T…)", ("slack", "team")),
            users=tuple(table.allow_users),
            channels=tuple(table.allow_channels),
            editors=tuple(table.editors),
        )

    def _sources(self, tables: Mapping[str, Any]) -> tuple[dict[str, SourceSettings], dict[str, float]]:
        settings, weights = {}, {}
        for name, raw in tables.items():
            at = ("source", name)
            table = self._convert(raw, _Source, at)
            given = [kind for kind in SOURCE_KINDS if getattr(table, kind)]
            if len(given) != 1:
                raise self._error(at, f"give exactly one of folder, feed or page (there are {len(given)}).")
            where = str(getattr(table, given[0]))
            if given[0] == "folder":
                where = str(self._folder(where, (*at, "folder")))
            newest = self._within(table.newest, 1, 500, (*at, "newest"))
            settings[name] = SourceSettings(name, given[0], where, table.full_text, newest, table.topic.strip("/"))
            weights[name] = self._within(table.weight, 0.1, 10, (*at, "weight"))
        return settings, weights

    def _folder(self, where: str, at: tuple[str, ...]) -> Path:
        folder = (self.path.parent / Path(where).expanduser()).resolve()
        if not folder.exists():
            raise self._error(at, f"there is no folder or file {folder}.")
        return folder

    def _digests(
        self, tables: Mapping[str, Any], sources: Mapping[str, SourceSettings], weights: Mapping[str, float]
    ) -> tuple[DigestSettings, ...]:
        if not tables:
            raise ConfigError(f"{self.path}: there is no [digest.NAME] table, so there is nothing to make.")
        for name in tables:
            if "/" in name:
                raise self._error(("digest", name), "the name of a digest holds no slash.")
        return tuple(self._digest(name, raw, sources, weights) for name, raw in tables.items())

    def _digest(
        self, name: str, raw: Any, sources: Mapping[str, SourceSettings], weights: Mapping[str, float]
    ) -> DigestSettings:
        at = ("digest", name)
        table = self._convert(raw, _Digest, at)
        chosen = self._chosen(table, sources, at)
        return DigestSettings(
            name=name,
            channel=table.channel,
            schedule=self._schedule(table, at),
            sources=tuple(sources[source] for source in chosen),
            options=Options(
                title=table.title,
                zone=table.timezone,
                max_stories=self._within(table.max_stories, 1, 20, (*at, "max_stories")),
                max_per_source=self._within(table.max_per_source, 1, 20, (*at, "max_per_source")),
                sentences=self._within(table.sentences, 1, 5, (*at, "sentences")),
                max_words=self._within(table.max_words, 20, 200, (*at, "max_words")),
                source_weights={source: weights[source] for source in chosen},
            ),
            audio=table.audio,
            empty=self._one_of(table.empty, EMPTY, (*at, "empty")),
        )

    def _chosen(self, table: _Digest, sources: Mapping[str, SourceSettings], at: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of the digest's sources: those it names, then those of its topics."""
        named = [self._one_of(source, tuple(sources), (*at, "sources")) for source in table.sources]
        known = tuple(sorted({source.topic for source in sources.values() if source.topic}))
        for topic in table.topics:
            within = [s.name for s in sources.values() if topic == s.topic or s.topic.startswith(f"{topic}/")]
            named += within or [self._one_of(topic, known, (*at, "topics"))]
        if not named:
            raise self._error((*at, "sources"), "give at least one source or topic.")
        return tuple(dict.fromkeys(named))

    def _audio(self, table: _Audio) -> AudioSettings:
        own = {name: words for name, words in table.lexicon.items() if isinstance(words, dict)}
        for name in own:
            self._one_of(name, VOICES, ("audio", "lexicon", name))
        return AudioSettings(
            voice=self._one_of(table.voice, VOICES, ("audio", "voice")),
            headline_voice=self._one_of(table.headline_voice, ("", *VOICES), ("audio", "headline_voice")),
            rate=self._within(table.rate, 80, 400, ("audio", "rate")),
            model=self._folder(table.model, ("audio", "model")) if table.model else None,
            speaker=self._within(table.speaker, 0, 10_000, ("audio", "speaker")),
            lexicon={word: said for word, said in table.lexicon.items() if isinstance(said, str)},
            voice_lexicons=own,
            keep=self._within(table.keep, 1, 10_000, ("audio", "keep")),
            form=self._one_of(table.format, FORMATS, ("audio", "format")),
        )

    def _schedule(self, table: _Digest, at: tuple[str, ...]) -> Schedule:
        if not table.times:
            raise self._error((*at, "times"), "give at least one time of day.")
        if not table.weekdays:
            raise self._error((*at, "weekdays"), "give at least one weekday.")
        zone = self._one_of(table.timezone, tuple(sorted(available_timezones())), (*at, "timezone"))
        days = frozenset(WEEKDAYS.index(self._one_of(d, WEEKDAYS, (*at, "weekdays"))) for d in table.weekdays)
        times = tuple(sorted({self._time(text, (*at, "times")) for text in table.times}))
        catch_up = CatchUp(self._one_of(table.catch_up, tuple(CatchUp), (*at, "catch_up")))
        lateness = self._duration(table.max_lateness, (*at, "max_lateness")) if table.max_lateness else None
        return Schedule(times, ZoneInfo(zone), days, catch_up, lateness)

    def _duration(self, text: str, at: tuple[str, ...]) -> timedelta:
        found = re.fullmatch(r"(\d{1,4})\s*(m|min|h|d)", text)
        if not found:
            raise self._error(at, f"{text!r} is not a length of time; write it as 90m, 12h or 2d.")
        unit = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days"}[found[2]]
        return timedelta(**{unit: int(found[1])})

    def _time(self, text: str, at: tuple[str, ...]) -> time:
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
            raise self._error(at, f"{text!r} is not a time of day; write it as 07:30.")
        return time.fromisoformat(text)

    def _database_url(self, raw: Mapping[str, Any], data: Path) -> str:
        given = os.environ.get("DIGEST_BOT_DATABASE_URL") or self._table(raw, "store", _Store).url
        return given or f"sqlite:///{data / 'digest.db'}"

    def _secret(self, name: str) -> Secret | None:
        """Return the secret of the environment variable `name`, or of the file that `name`_FILE points to."""
        if os.environ.get(name):
            return Secret(os.environ[name].strip())
        place = os.environ.get(f"{name}_FILE")
        if not place:
            return None
        try:
            return Secret(Path(place).read_text(encoding="utf-8").strip())
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{name}_FILE: {place} cannot be read: {error}.") from error

    def _table(self, raw: Mapping[str, Any], name: str, kind: type[TableT]) -> TableT:
        return self._convert(raw.get(name, {}), kind, (name,))

    def _convert(self, raw: Any, kind: type[TableT], at: tuple[str, ...]) -> TableT:
        if not isinstance(raw, Mapping):
            raise self._error(at, f"this must be a table: [{'.'.join(at)}].")
        known = kind.__struct_fields__
        for key in raw:
            if key not in known:
                raise self._error((*at, key), f"unknown key {key!r}.{_nearest(key, known)}")
        try:
            return msgspec.convert(raw, kind)
        except msgspec.ValidationError as error:
            message, _, place = str(error).partition(" - at `$.")
            key = re.split(r"[\[`.]", place)[0]
            raise self._error((*at, key) if key else at, f"{message[0].lower()}{message[1:]}.") from error

    def _one_of(self, value: str, allowed: Sequence[str], at: tuple[str, ...]) -> str:
        if value not in allowed:
            hint = _nearest(value, allowed) or (f" Allowed: {', '.join(allowed)}." if len(allowed) < 10 else "")
            raise self._error(at, f"unknown value {value!r}.{hint}")
        return value

    def _matching(self, value: str, pattern: str, wanted: str, at: tuple[str, ...]) -> str:
        if value and not re.fullmatch(pattern, value):
            raise self._error(at, f"{value!r} is not {wanted}.")
        return value

    def _within(self, value: Any, low: float, high: float, at: tuple[str, ...]) -> Any:
        if not low <= value <= high:
            raise self._error(at, f"{value} is out of range; give {low:g} to {high:g}.")
        return value

    def _error(self, at: tuple[str, ...], problem: str) -> ConfigError:
        return ConfigError(f"{self.path}, line {_line(self.text, at)}, {'.'.join(at)}: {problem}")


def add_feeds(path: Path, feeds: Sequence[tuple[str, str, str]]) -> None:
    """Add these feeds, (name, url, topic), to the end of the configuration file, each under a name that is free.

    What stands in the file stays as it is. Raises ConfigError when it cannot be written.
    """
    text = path.read_text(encoding="utf-8")
    taken = set(tomllib.loads(text).get("source", {}))
    tables = []
    for name, url, topic in feeds:
        free = next(one for number in count(1) if (one := name if number == 1 else f"{name} {number}") not in taken)
        taken.add(free)
        lines = [
            f"[source.{_quoted(free)}]",
            f"feed = {_quoted(url)}",
            *([f"topic = {_quoted(topic)}"] if topic else []),
        ]
        tables.append("\n".join(lines) + "\n")
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.write_text("\n".join([text.rstrip("\n") + "\n", *tables]), encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}.") from error


def _quoted(text: str) -> str:
    """Return the text as a TOML string; JSON's strings are that, but for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _nearest(name: str, known: Sequence[str] | Mapping[str, object]) -> str:
    close = difflib.get_close_matches(name.lower(), {k.lower(): k for k in known}, n=1, cutoff=0.5)
    matching = [k for k in known if close and k.lower() == close[0]]
    return f" Did you mean {matching[0]!r}?" if matching else ""


def _line(text: str, at: tuple[str, ...]) -> int:
    """Return the line that holds the key `at`, or its table, or 1: TOML's parser keeps no positions."""
    best, table = 1, ""
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
        if header:
            table = re.sub(r"[\"'\s]", "", header[1])
        key = re.match(r"\s*([\w.\-\"']+)\s*=", line)
        path = ".".join(filter(None, (table, key[1].strip("\"'") if key else "")))
        if path == ".".join(at):
            return number
        if header and ".".join(at).startswith(table):
            best = number
    return best
