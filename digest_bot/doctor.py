"""`digest-bot doctor`: what is wrong with this installation, and the exact fix for each fault."""

import asyncio
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from digest_bot.chats.slack_setup import SCOPES, SlackSetup, Standing
from digest_bot.errors import ChatError, StoreError
from digest_bot.ports import Voice
from digest_bot.sound.m4a import unavailable
from digest_bot.store import Database

SPACE = 200 * 2**20
"""Bytes that should be free: a month of speech and articles."""
SKEW = 60.0
"""Seconds a clock may be wrong; Slack refuses signatures beyond 300."""
OPTIONAL = frozenset({"commands", "im:history", "im:write", "users:read", "groups:history", "groups:read"})
"""Scopes without which the daily digest still comes."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    well: bool
    said: str
    """How it is; for a fault, the exact fix."""


@dataclass(frozen=True, slots=True)
class Patient:
    """What is looked at, as configured."""

    token: str
    api_url: str
    team: str
    channels: tuple[str, ...]
    zones: tuple[str, ...]
    audio: bool
    database_url: str
    folders: tuple[Path, ...]
    voices: tuple[Voice, ...]
    """The chosen one first, its stand-ins after it."""
    form: str = "mp3"
    """Format of the sound."""
    mode: str = "off"
    """How `/digest` comes in: socket, http or off."""
    app_token: str = ""
    signing: str = ""


def examine(patient: Patient, *, clock: Callable[[], datetime]) -> list[Finding]:
    """Look at everything, one after the other; what cannot be looked at because of another fault is left out."""
    here = [*_disk(patient), *_zones(patient), *_voice(patient), _store(patient)]
    return [*asyncio.run(_slack(patient, clock)), *here]


async def _slack(patient: Patient, clock: Callable[[], datetime]) -> list[Finding]:
    if not patient.token:
        return [_fault("token", "There is none: set SLACK_BOT_TOKEN (or SLACK_BOT_TOKEN_FILE) to the xoxb-… token.")]
    if not patient.token.startswith("xoxb-"):
        kind = {"xapp": "an app-level token", "xoxp": "a user's token"}.get(patient.token[:4], "no bot token")
        return [_fault("token", f"This is {kind}; set SLACK_BOT_TOKEN to the Bot User OAuth Token (xoxb-…).")]
    setup = SlackSetup(token=patient.token, api_url=patient.api_url)
    try:
        standing = await setup.standing(now=clock().timestamp())
    except ChatError as error:
        return [_fault("token", str(error))]
    found = [*_identity(standing, patient), *_scopes(standing), _skew(standing)]
    found += [await _channel(channel, setup) for channel in dict.fromkeys(patient.channels)]
    return [*found, *([await _upload(setup)] if patient.audio else []), *await _way_in(patient, setup)]


def _identity(standing: Standing, patient: Patient) -> Iterator[Finding]:
    if not standing.is_bot:
        yield _fault("token", "This token is no bot's; use the Bot User OAuth Token (xoxb-…).")
    elif patient.team and standing.team != patient.team:
        fix = f"The token is for {standing.team}, [slack] team says {patient.team}; change one of them."
        yield _fault("token", fix)
    else:
        yield _fine("token", f"{standing.user} in {standing.team}")


def _scopes(standing: Standing) -> Iterator[Finding]:
    missing = [scope for scope in SCOPES if scope not in standing.scopes]
    for scope in missing:
        grave = "" if scope not in OPTIONAL else " (the daily digest comes without it)"
        fix = f"Missing: needed to {SCOPES[scope]}{grave}. Add it under OAuth & Permissions and reinstall the app."
        yield _fault(f"scope {scope}", fix)
    if not missing:
        yield _fine("scopes", f"all {len(SCOPES)} granted")


def _skew(standing: Standing) -> Finding:
    if standing.skew is None:
        return _fine("clock", "Slack did not say its time")
    if abs(standing.skew) > SKEW:
        way = "ahead of" if standing.skew > 0 else "behind"
        return _fault("clock", f"It is {abs(standing.skew):.0f} s {way} Slack's; turn time synchronisation on.")
    return _fine("clock", f"within {max(1, abs(round(standing.skew)))} s of Slack's")


async def _channel(channel: str, setup: SlackSetup) -> Finding:
    what = f"channel {channel}"
    try:
        place = await setup.place(channel)
    except ChatError as error:
        return _fault(what, f"{error} Create it, or /invite @digest-bot if it is private.")
    if place.is_archived:
        return _fault(what, "It is archived; unarchive it, or choose another in config/digest.toml.")
    if not place.is_member:
        return _fault(what, f"The bot is not in it; type /invite @digest-bot in {channel}.")
    return _fine(what, f"the bot is in it ({place.id})")


async def _upload(setup: SlackSetup) -> Finding:
    try:
        await setup.may_upload()
    except ChatError as error:
        return _fault("uploads", f"{error} Or set audio = false in config/digest.toml.")
    return _fine("uploads", "allowed")


async def _way_in(patient: Patient, setup: SlackSetup) -> list[Finding]:
    """Return whether what people type and press reaches us; nothing when nobody wants it to."""
    what, give_up = "way in", 'Or set mode = "off" under [slack]: then there is no /digest and no buttons.'
    if patient.mode == "http":
        said = f"Set SLACK_SIGNING_SECRET to the Signing Secret under Basic Information. {give_up}"
        return [_fine(what, "over HTTP, with a signing secret") if patient.signing else _fault(what, said)]
    if patient.mode == "socket":
        fix = f"Set SLACK_APP_TOKEN to an App-Level Token (xapp-…) with the scope connections:write. {give_up}"
        if not patient.app_token.startswith("xapp-"):
            return [_fault(what, fix)]
        try:
            await setup.may_connect(patient.app_token)
        except ChatError as error:
            return [_fault(what, f"{error} {fix}")]
        return [_fine(what, "Slack gives a socket")]
    return []


def _disk(patient: Patient) -> Iterator[Finding]:
    for folder in patient.folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe = folder / ".digest-bot-doctor"
            probe.write_bytes(b"")
            probe.unlink()
            free = shutil.disk_usage(folder).free
        except OSError as error:
            yield _fault(f"folder {folder}", f"It cannot be written ({error.strerror}); give it to this user.")
            continue
        well = free >= SPACE
        said = f"{free // 2**20} MB free" if well else f"Only {free // 2**20} MB free; make room for 200 MB."
        yield Finding(f"folder {folder}", well=well, said=said)


def _zones(patient: Patient) -> Iterator[Finding]:
    for zone in dict.fromkeys(patient.zones):
        try:
            ZoneInfo(zone)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            yield _fault("time zone", f"{zone} is not known here; install tzdata: pip install tzdata")
        else:
            yield _fine("time zone", zone)


def _voice(patient: Patient) -> Iterator[Finding]:
    if not patient.audio:
        return
    reasons: Sequence[tuple[str, str | None]] = [(voice.name, voice.unavailable()) for voice in patient.voices]
    missing = unavailable() if patient.form == "m4a" else ""
    if missing:
        yield _fault("sound", missing)
    chosen, reason = reasons[0]
    if reason is None:
        yield _fine("voice", chosen)
        return
    instead = next((name for name, why in reasons[1:] if why is None), "")
    more = f" {instead} speaks instead." if instead else " The digest comes without sound."
    yield _fault("voice", f"{chosen} does not work: {reason}{more}")


def _store(patient: Patient) -> Finding:
    try:
        Database(patient.database_url).create()
    except StoreError as error:
        return _fault("store", f"{error} Check [store] url or DIGEST_BOT_DATABASE_URL.")
    return _fine("store", "usable, and of today's schema")


def _fine(what: str, said: str) -> Finding:
    return Finding(what, well=True, said=said)


def _fault(what: str, fix: str) -> Finding:
    return Finding(what, well=False, said=fix)
