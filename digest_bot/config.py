"""The configuration: one TOML file and the environment, read once into frozen settings; the only reader of both."""

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

import msgspec
from platformdirs import user_cache_path, user_config_path, user_data_path

from digest_bot.errors import ConfigError, SourceError
from digest_bot.pipeline import Options
from digest_bot.schedule import CatchUp, Schedule
from digest_bot.settings import (
    EMPTY,
    FORMATS,
    SLACK_MODES,
    SOURCE_KINDS,
    VOICES,
    WEEKDAYS,
    AudioSettings,
    DigestSettings,
    Secret,
    Settings,
    SlackSettings,
    SourceSettings,
)
from digest_bot.toml_text import line_of, parse, quoted, with_tables
from digest_bot.web.addresses import AllowList
from digest_bot.web.urls import parse_url

APP = "digest-bot"
LONGEST = 100
"""Characters of a name or a title: people read them, and a button carries them."""
LONGEST_ADDRESS = 2000
"""Characters; sources are known by their addresses, and PostgreSQL indexes no more than 2,700 bytes."""
WEB, WEB_WORDS = r"https?://[^\s/]+\S*", "a web address (https://…)"
STORES, STORE_WORDS = r"(?:sqlite|postgres\w*)(?:\+\w+)?:.*", "the URL of a database (sqlite:///… or postgresql://…)"
PERSON, PERSON_WORDS = r"[UW][A-Z0-9]+", "a person's id (U…)"
PLACE, PLACE_WORDS = r"[CGD][A-Z0-9]+", "a channel's id (C…)"
CHANNEL, CHANNEL_WORDS = r"#?[^\s#@/,.<>|&]{1,80}", "a channel: its name (#news) or its id (C…)"


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
        raw = parse(text)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 text (byte {error.start}); save it as UTF-8.") from error
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
        sources, weights = self._sources(self._tables(raw, "source"))
        data = Path(os.environ.get("DIGEST_BOT_DATA") or user_data_path(APP))
        return Settings(
            path=self.path,
            sources=tuple(sources.values()),
            digests=self._digests(self._tables(raw, "digest"), sources, weights),
            audio=self._audio(self._table(raw, "audio", _Audio)),
            slack_api_url=self._slack_url(raw),
            slack_token=self._secret("SLACK_BOT_TOKEN"),
            slack_app_token=self._secret("SLACK_APP_TOKEN"),
            slack_signing=self._secret("SLACK_SIGNING_SECRET"),
            slack=self._slack(raw),
            site_host=os.environ.get("DIGEST_BOT_HOST") or self._site_host(site),
            site_url=self._matching(site.url, WEB, WEB_WORDS, ("site", "url")),
            site_port=self._within(site.port, 0, 65535, ("site", "port")),
            web_timeout=self._within(web.timeout, 1, 300, ("web", "timeout")),
            web_allow=self._allowed(web.allow),
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
            owner=self._matching(table.owner, PERSON, PERSON_WORDS, ("slack", "owner")),
            team=self._matching(table.team, r"[TE][A-Z0-9]+", "a workspace's id (T…)", ("slack", "team")),
            users=self._ids(table.allow_users, PERSON, PERSON_WORDS, ("slack", "allow_users")),
            channels=self._ids(table.allow_channels, PLACE, PLACE_WORDS, ("slack", "allow_channels")),
            editors=self._ids(table.editors, PERSON, PERSON_WORDS, ("slack", "editors")),
        )

    def _ids(self, ids: Sequence[str], pattern: str, wanted: str, at: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self._matching(id_, pattern, wanted, at, empty=False) for id_ in ids)

    def _slack_url(self, raw: Mapping[str, Any]) -> str:
        given = os.environ.get("SLACK_API_URL")
        url = given or self._table(raw, "slack", _Slack).api_url
        if not re.fullmatch(WEB, url):
            raise self._said_wrong("SLACK_API_URL" if given else "", url, WEB_WORDS, ("slack", "api_url"))
        return f"{url.rstrip('/')}/"

    def _site_host(self, site: _Site) -> str:
        if not re.fullmatch(r"[\w.:-]+", site.host):  # an empty one would listen to everybody
            raise self._error(("site", "host"), f"{site.host!r} is no address to listen on; write 127.0.0.1.")
        return site.host

    def _allowed(self, entries: Sequence[str]) -> tuple[str, ...]:
        try:
            AllowList.of(entries)
        except ConfigError as error:
            raise self._error(("web", "allow"), str(error).removeprefix("web.allow: ")) from error
        return tuple(entries)

    def _sources(self, tables: Mapping[str, Any]) -> tuple[dict[str, SourceSettings], dict[str, float]]:
        settings, weights = {}, {}
        for name, raw in tables.items():
            at = ("source", name)
            self._shown(name, at, what="name")
            table = self._convert(raw, _Source, at)
            given = [kind for kind in SOURCE_KINDS if getattr(table, kind)]
            if len(given) != 1:
                raise self._error(at, f"give exactly one of folder, feed or page (there are {len(given)}).")
            where = str(getattr(table, given[0]))
            where = str(self._folder(where, (*at, "folder"))) if given[0] == "folder" else where
            if given[0] != "folder":
                self._address(where, (*at, given[0]))
            newest = self._within(table.newest, 1, 500, (*at, "newest"))
            settings[name] = SourceSettings(name, given[0], where, table.full_text, newest, table.topic.strip("/"))
            weights[name] = self._within(table.weight, 0.1, 10, (*at, "weight"))
        return settings, weights

    def _address(self, where: str, at: tuple[str, ...]) -> None:
        try:
            parse_url(where)
        except SourceError as error:
            raise self._error(at, f"{error} Write the whole address, as in the address line of a browser.") from error
        if len(where) > LONGEST_ADDRESS:
            raise self._error(at, f"give an address of at most {LONGEST_ADDRESS} characters.")

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
            self._shown(name, ("digest", name), what="name")
            if "/" in name or not any(map(str.isalnum, name)):  # it stands in addresses, and in names of files
                raise self._error(("digest", name), "the name of a digest has a letter or a digit, and no slash.")
        return tuple(self._digest(name, raw, sources, weights) for name, raw in tables.items())

    def _digest(
        self, name: str, raw: Any, sources: Mapping[str, SourceSettings], weights: Mapping[str, float]
    ) -> DigestSettings:
        at = ("digest", name)
        table = self._convert(raw, _Digest, at)
        chosen = self._chosen(table, sources, at)
        return DigestSettings(
            name=name,
            channel=self._matching(table.channel, CHANNEL, CHANNEL_WORDS, (*at, "channel"), empty=False),
            schedule=self._schedule(table, at),
            sources=tuple(sources[source] for source in chosen),
            options=Options(
                title=self._shown(table.title, (*at, "title")),
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
        if not int(found[1]):
            raise self._error(at, f"{text!r} would leave every edition out; give at least 1m.")
        return timedelta(**{unit: int(found[1])})

    def _time(self, text: str, at: tuple[str, ...]) -> time:
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
            raise self._error(at, f"{text!r} is not a time of day; write it as 07:30.")
        return time.fromisoformat(text)

    def _database_url(self, raw: Mapping[str, Any], data: Path) -> str:
        told = os.environ.get("DIGEST_BOT_DATABASE_URL")
        given = told or self._table(raw, "store", _Store).url
        if given and not re.fullmatch(STORES, given):
            kind = given.partition(":")[0]  # what follows may hold a password
            raise self._said_wrong(
                "DIGEST_BOT_DATABASE_URL" if told else "", f"{kind}:…", STORE_WORDS, ("store", "url")
            )
        return given or f"sqlite:///{data / 'digest.db'}"

    def _secret(self, name: str) -> Secret | None:
        """Return the secret of the environment variable `name`, or of the file that `name`_FILE points to."""
        if os.environ.get(name):
            return _secret(os.environ[name], name)
        place = os.environ.get(f"{name}_FILE")
        if not place:
            return None
        try:
            return _secret(Path(place).read_text(encoding="utf-8-sig"), f"{name}_FILE: {place}")
        except OSError as error:
            raise ConfigError(f"{name}_FILE: {place} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise ConfigError(f"{name}_FILE: {place} is not UTF-8 text.") from error

    def _tables(self, raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        """Return the tables of this kind by their names; a table without a name is what newcomers write."""
        tables = raw.get(name, {})
        if not isinstance(tables, Mapping) or not all(isinstance(table, Mapping) for table in tables.values()):
            raise self._error((name,), f"every {name} is a table with a name of its own: [{name}.NAME].")
        return tables

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
            raise self._error((*at, key) if key else at, _in_words(message)) from error

    def _one_of(self, value: str, allowed: Sequence[str], at: tuple[str, ...]) -> str:
        if value not in allowed:
            hint = _nearest(value, allowed) or (f" Allowed: {', '.join(allowed)}." if len(allowed) < 10 else "")
            raise self._error(at, f"unknown value {value!r}.{hint}")
        return value

    def _matching(self, value: str, pattern: str, wanted: str, at: tuple[str, ...], *, empty: bool = True) -> str:
        if not re.fullmatch(pattern, value) and not (empty and value == ""):
            raise self._error(at, f"{value!r} is not {wanted}.")
        return value

    def _shown(self, text: str, at: tuple[str, ...], *, what: str = "title") -> str:
        if not text.strip() or len(text) > LONGEST or re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", text):
            raise self._error(at, f"give a {what} of one line, 1 to {LONGEST} characters.")
        return text

    def _within(self, value: Any, low: float, high: float, at: tuple[str, ...]) -> Any:
        if not low <= value <= high:
            raise self._error(at, f"{value} is out of range; give {low:g} to {high:g}.")
        return value

    def _said_wrong(self, variable: str, value: str, wanted: str, at: tuple[str, ...]) -> ConfigError:
        """Return the error for a value that stands in this environment variable or, without one, in the file."""
        problem = f"{value!r} is not {wanted}."
        return ConfigError(f"{variable}: {problem}") if variable else self._error(at, problem)

    def _error(self, at: tuple[str, ...], problem: str) -> ConfigError:
        return ConfigError(f"{self.path}, line {line_of(self.text, at)}, {'.'.join(at)}: {problem}")


def _secret(text: str, where: str) -> Secret:
    secret = text.strip()
    if not secret:
        raise ConfigError(f"{where} is empty.")
    if not (secret.isascii() and secret.isprintable() and " " not in secret):
        raise ConfigError(f"{where} holds more than the secret: it has spaces or letters that no secret has.")
    return Secret(secret)


def _in_words(message: str) -> str:
    """Return what the reader of a table says is wrong as a sentence with the fix."""
    if missing := re.fullmatch(r"Object missing required field `(\w+)`", message):
        return f"the key {missing[1]!r} is missing."
    wanted, _, got = message.partition(", got ")
    fixes = {"Expected `array`": ' Write a list: ["…"].', "Expected `str`": " Write it in quotes."}
    fix = fixes.get(wanted, "") if got else ""
    return f"{message[0].lower()}{message[1:]}.{fix}"


def add_feeds(path: Path, feeds: Sequence[tuple[str, str, str]]) -> None:
    """Add these feeds, (name, url, topic), to the end of the configuration file, each under a name that is free.

    What stands in the file stays as it is. Raises ConfigError when it cannot be written.
    """
    path = path.resolve()  # a link stays one
    partial = path.with_name(f".{path.name}.part")
    try:
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        partial.write_bytes(with_tables(text, _named_feeds(text, feeds)).encode())
        partial.chmod(path.stat().st_mode)
        partial.replace(path)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}.") from error


def _named_feeds(text: str, feeds: Sequence[tuple[str, str, str]]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each feed as a table under a name that is free in this text."""
    taken = set(parse(text).get("source", {}))
    for name, url, topic in feeds:
        free = next(one for number in count(1) if (one := name if number == 1 else f"{name} {number}") not in taken)
        taken.add(free)
        yield f"source.{quoted(free)}", {"feed": url} | ({"topic": topic} if topic else {})


def _nearest(name: str, known: Sequence[str] | Mapping[str, object]) -> str:
    close = difflib.get_close_matches(name.lower(), {k.lower(): k for k in known}, n=1, cutoff=0.5)
    matching = [k for k in known if close and k.lower() == close[0]]
    return f" Did you mean {matching[0]!r}?" if matching else ""
