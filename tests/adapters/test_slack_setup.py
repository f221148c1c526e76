"""Setting Slack up: Slack's validator, and a doctor that names every induced fault with its fix."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest_bot.chats.slack_blocks import compose
from digest_bot.chats.slack_setup import SCOPES, SlackSetup
from digest_bot.doctor import Finding, Patient, examine
from digest_bot.model import Message
from digest_bot.voices.espeak import Espeak
from tests.builders import TWO_STORIES
from tests.slack_double import APP_TOKEN, TOKEN, USER_TOKEN, SlackDouble, running


@pytest.fixture
def double() -> Iterator[SlackDouble]:
    with running() as slack:
        slack.tokens[TOKEN].scopes = set(SCOPES)
        yield slack


def now() -> datetime:
    return datetime.now(UTC)


class Works(Espeak):
    name = "works"

    def unavailable(self) -> str | None:
        return None


class Broken(Espeak):
    name = "broken"

    def unavailable(self) -> str | None:
        return "The package is missing; pip install it."


@pytest.fixture
def patient(double: SlackDouble, tmp_path: Path) -> Patient:
    return Patient(
        token=TOKEN,
        api_url=double.url,
        team="",
        channels=("#news", "C2"),
        zones=("Europe/Berlin",),
        audio=True,
        database_url=f"sqlite:///{tmp_path}/digest.db",
        folders=(tmp_path,),
        voices=(Works(),),
        mode="socket",
        app_token=APP_TOKEN,
    )


def faults(patient: Patient, clock: Callable[[], datetime] = now) -> list[Finding]:
    return [finding for finding in examine(patient, clock=clock) if not finding.well]


def test_a_healthy_installation_has_no_fault(patient: Patient) -> None:
    found = examine(patient, clock=now)
    assert [finding.what for finding in found if not finding.well] == []
    assert {
        "token",
        "scopes",
        "clock",
        "channel #news",
        "channel C2",
        "uploads",
        "time zone",
        "voice",
        "store",
        "way in",
    } <= {finding.what for finding in found}


def test_a_missing_encoder_is_a_fault_with_its_fix(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest_bot.sound.m4a.find_spec", lambda name: None)
    (fault,) = faults(replace(patient, form="m4a"))
    assert (fault.what, "pip install 'digest-bot[m4a]'" in fault.said) == ("sound", True)


@pytest.mark.parametrize(
    ("change", "what", "fix"),
    [
        ({"token": ""}, "token", "set SLACK_BOT_TOKEN"),
        ({"token": APP_TOKEN}, "token", "app-level token; set SLACK_BOT_TOKEN to the Bot"),
        ({"token": USER_TOKEN}, "token", "a user's token; set SLACK_BOT_TOKEN to the Bot"),
        ({"token": "xoxb-unknown"}, "token", "copy the Bot User OAuth Token"),
        ({"team": "T0OTHER"}, "token", "The token is for T0TEST"),
        ({"channels": ("C9",)}, "channel C9", "no such channel"),
        ({"channels": ("#nowhere",)}, "channel #nowhere", "no channel #nowhere that the bot can see"),
        ({"channels": ("#sealed",)}, "channel #sealed", "type /invite @digest-bot in #sealed"),
        ({"app_token": ""}, "way in", "Set SLACK_APP_TOKEN to an App-Level Token (xapp-…)"),
        ({"app_token": TOKEN}, "way in", "Set SLACK_APP_TOKEN to an App-Level Token (xapp-…)"),
        ({"app_token": "xapp-unknown"}, "way in", "(invalid_auth) Set SLACK_APP_TOKEN to an App-Level Token"),
        ({"mode": "http"}, "way in", "Set SLACK_SIGNING_SECRET to the Signing Secret under Basic Information."),
        ({"zones": ("Mars/Olympus",)}, "time zone", "pip install tzdata"),
        ({"voices": (Broken(), Works())}, "voice", "works speaks instead"),
        ({"database_url": "sqlite:////proc/nothing/digest.db"}, "store", "Check [store] url"),
        ({"folders": (Path("/proc/nothing"),)}, "folder /proc/nothing", "cannot be written"),
        ({"api_url": "http://127.0.0.1:9/"}, "token", "could not be reached"),
    ],
)
def test_each_wrong_setting_is_named_with_its_fix(
    patient: Patient, change: dict[str, object], what: str, fix: str
) -> None:
    (fault,) = faults(replace(patient, **change))  # type: ignore[arg-type]
    assert fault.what == what
    assert fix in fault.said


def test_a_revoked_token_is_to_be_copied_anew(patient: Patient, double: SlackDouble) -> None:
    double.tokens[TOKEN].revoked = True
    (fault,) = faults(patient)
    assert "revoked; reinstall the app" in fault.said


@pytest.mark.parametrize(("mode", "said"), [("off", ""), ("http", "over HTTP, with a signing secret")])
def test_a_way_in_that_is_as_it_is_wanted_is_no_fault(patient: Patient, mode: str, said: str) -> None:
    found = examine(replace(patient, mode=mode, app_token="", signing="s"), clock=now)
    assert [finding.said for finding in found if finding.what == "way in"] == ([said] if said else [])
    assert all(finding.well for finding in found)


def test_a_missing_scope_is_named_with_what_it_is_for(patient: Patient, double: SlackDouble) -> None:
    double.tokens[TOKEN].scopes.discard("channels:history")
    (fault,) = faults(patient)
    assert fault.what == "scope channels:history"
    assert "see whether a message arrived" in fault.said


def test_an_archived_channel_is_named(patient: Patient, double: SlackDouble) -> None:
    double.channels["C2"].archived = True
    (fault,) = faults(patient)
    assert (fault.what, fault.said[:15]) == ("channel C2", "It is archived;")


@pytest.mark.parametrize("code", ["file_uploads_disabled", "storage_limit_reached", "file_type_not_allowed"])
def test_forbidden_uploads_are_named(patient: Patient, double: SlackDouble, code: str) -> None:
    double.uploads_forbidden = code
    (fault,) = faults(patient)
    assert fault.what == "uploads"
    assert "without sound" in fault.said


@pytest.mark.parametrize(("minutes", "way"), [(5, "ahead of"), (-5, "behind")])
def test_a_wrong_clock_is_named(patient: Patient, minutes: int, way: str) -> None:
    (fault,) = faults(patient, lambda: now() + timedelta(minutes=minutes))
    assert fault.what == "clock"
    assert way in fault.said


def test_slacks_validator_takes_our_messages_and_explains_what_it_refuses(double: SlackDouble) -> None:
    setup = SlackSetup(token="", api_url=double.url)
    assert [list(asyncio.run(setup.validate(message))) for message in compose(TWO_STORIES)] == [[], [], []]
    bad = Message("parent", "x", ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}},))
    assert "/0/text/type: must be plain_text" in asyncio.run(setup.validate(bad))
