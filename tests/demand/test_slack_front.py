"""What comes in over sockets and over HTTP, with the real Bolt client: acknowledged, refused or written down, once."""

import json
import logging
import re
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request as HttpRequest
from urllib.request import urlopen

import pytest

from digest_bot.asking import Arrival, Asked, Upcoming
from digest_bot.chats import slack_front
from digest_bot.chats.slack_app import UNWRITTEN, Desk, Gate
from digest_bot.chats.slack_front import PATH, Front, Tokens
from digest_bot.chats.slack_guard import LARGEST, Guard
from digest_bot.chats.slack_home import settings_view
from digest_bot.errors import StoreError
from digest_bot.site.app import build_site, listen, serve_site
from digest_bot.store.database import Database
from digest_bot.store.requests import Requests
from tests.slack_double.inbound import APP_TOKEN, BOT_TOKEN, SECRET, Inbound, signed, workspace
from tests.waiting import until

DAILY = Upcoming("daily", "Daily digest", "C1", None, "07:30", 7, audio=True)
FORM = {"hour": "08:15", "length": "5", "audio": "no", "topics": "ferries, bridges"}


@dataclass
class Bot:
    """A front door at work, and what it left at the desk."""

    double: Inbound
    url: str
    requests: Requests
    submitted: list[str] = field(default_factory=list)

    def taken(self) -> list[tuple[str, str]]:
        """Kind and text of everything that was handed to the workers, in order."""
        found = [self.requests.take(id_, now=datetime.now(UTC)) for id_ in self.submitted]
        return [(request.kind.value, request.text) for request in found if request]

    def post(self, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        """Send something over HTTP; return status and body of the answer."""
        try:
            with urlopen(HttpRequest(self.url + PATH, data=body, headers=headers), timeout=60) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()


@contextmanager
def working(
    tmp_path: Path,
    *,
    http: bool = False,
    gate: Gate | None = None,
    requests: Any = None,
    faults: dict[str, list[str]] | None = None,
    ping: float = 30.0,
) -> Iterator[Bot]:
    """A front door beside a double of Slack; a socket that is silent for four pings is replaced, and so much is lost."""
    database = Database(f"sqlite:///{tmp_path / 'digest.db'}")
    database.create()
    submitted: list[str] = []
    kept = requests or Requests(database)
    with workspace() as double, pytest.MonkeyPatch.context() as patch:
        patch.setattr(slack_front, "PING", ping)
        double.faults |= faults or {}
        desk = Desk(
            kept, submitted.append, lambda: datetime.now(UTC), lambda _d, _u: settings_view(DAILY), gate or Gate()
        )
        tokens = Tokens(BOT_TOKEN, double.url, app="" if http else APP_TOKEN)
        front = Front(desk, tokens, guard=Guard(SECRET) if http else None)
        site = build_site(
            checks={"slack": front.trouble}, metrics=lambda: (b"", ""), routes=front.routes(), companions=[front.run]
        )
        stop, listener = threading.Event(), listen("127.0.0.1", 0)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread = threading.Thread(target=serve_site, args=(site, listener, stop))
        thread.start()
        bot = Bot(double, url, kept, submitted)
        try:
            assert until(lambda: _ready(url) and (http or double.sockets))
            yield bot
        finally:
            stop.set()
            thread.join(60)
            database.engine.dispose()


def _ready(url: str) -> bool:
    try:
        with urlopen(f"{url}/readyz", timeout=60) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture
def sockets(tmp_path: Path) -> Iterator[Bot]:
    with working(tmp_path) as bot:
        yield bot


@pytest.fixture
def http(tmp_path: Path) -> Iterator[Bot]:
    with working(tmp_path, http=True) as bot:
        yield bot


# ---- sockets ------------------------------------------------------------------------------------------------


def test_a_command_over_a_socket_is_written_down_and_acknowledged_with_a_line(sockets: Bot) -> None:
    sent = sockets.double.send(sockets.double.command("harbour bridge"))
    assert until(lambda: sent.acked_at and sockets.submitted)
    assert sent.answer is not None
    assert (sent.answer["response_type"], sent.answer["text"]) == ("ephemeral", "Looking for harbour bridge …")
    assert sockets.taken() == [("command", "harbour bridge")]


def test_help_and_what_is_unclear_are_answered_at_once_and_nothing_is_started(sockets: Bot) -> None:
    asked = [sockets.double.send(sockets.double.command(text)) for text in ("help", "serach ferry")]
    assert until(lambda: all(sent.acked_at for sent in asked))
    answers = [sent.answer["text"] if sent.answer else "" for sent in asked]
    assert "/digest search ferry" in answers[0]
    assert answers[1].startswith("Did you mean `/digest search ferry`?")
    assert sockets.submitted == []


def test_enter_pressed_twice_and_a_delivery_that_comes_twice_are_one_request(sockets: Bot) -> None:
    first = sockets.double.command("harbour bridge")
    sent = [sockets.double.send(payload) for payload in (first, first, sockets.double.command("Harbour  bridge"))]
    sent.append(sockets.double.send(sockets.double.command("ferry"), envelope=sent[0].id + "x"))
    assert until(lambda: all(one.acked_at for one in sent) and len(sockets.submitted) == 2)
    assert sockets.taken() == [("command", "harbour bridge"), ("command", "ferry")]


def test_buttons_events_and_forms_are_written_down(sockets: Bot) -> None:
    double = sockets.double
    double.send(double.press("mute", "daily\nCity Wire"))
    assert until(lambda: len(sockets.submitted) == 1)
    double.send(double.home_opened())
    assert until(lambda: len(sockets.submitted) == 2)
    double.send(double.submitted(FORM))
    assert until(lambda: len(sockets.submitted) == 3)
    assert [kind for kind, _ in sockets.taken()] == ["button", "home", "settings"]


def test_a_form_with_a_mistake_stays_open_and_says_where(sockets: Bot) -> None:
    sent = sockets.double.send(sockets.double.submitted(FORM | {"length": "99"}))
    assert until(lambda: sent.acked_at)
    assert sent.answer == {"response_action": "errors", "errors": {"length": "Give 1 to 20 stories."}}
    assert sockets.submitted == []


def test_the_settings_open_in_a_form(sockets: Bot) -> None:
    sockets.double.send(sockets.double.press("settings", "daily"))
    assert until(lambda: sockets.double.said("views.open"))
    (opened,) = sockets.double.said("views.open")
    assert opened["view"]["callback_id"] == "settings"


def test_an_unknown_command_and_an_old_button_are_acknowledged(sockets: Bot) -> None:
    sent = [
        sockets.double.send(p)
        for p in (sockets.double.press("gone_in_2025"), sockets.double.command("help", command="/news"))
    ]
    assert until(lambda: all(one.acked_at for one in sent))


@pytest.mark.parametrize("how", ["refresh_requested", "warning", "abort"])
def test_after_a_broken_connection_the_bot_is_back_and_hears(tmp_path: Path, how: str) -> None:
    with working(tmp_path, ping=2.0) as bot:
        assert until(lambda: bot.double.sockets == 2)
        before = bot.double.opened
        if how == "abort":
            bot.double.abort()
        else:
            bot.double.disconnect(how)
        assert until(lambda: bot.double.opened >= before + 2 and bot.double.sockets == 2)
        sent = bot.double.send(bot.double.command("next"))
        assert until(lambda: sent.acked_at)


# ---- who may ask --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("about", "gate", "said"),
    [
        ({"team_id": "T2"}, Gate(), "This bot belongs to another workspace"),
        ({}, Gate(users=frozenset({"U2"})), "You are not among the people this bot answers"),
        ({}, Gate(channels=frozenset({"C9"})), "This bot does not answer in this channel"),
        ({"user_id": ""}, Gate(), "You are not among the people this bot answers"),
    ],
)
def test_whoever_may_not_ask_is_refused_in_words_and_logged_by_id(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, about: dict[str, str], gate: Gate, said: str
) -> None:
    caplog.set_level(logging.INFO, logger="digest_bot")
    with working(tmp_path, gate=gate) as bot:
        sent = bot.double.send(bot.double.command("harbour bridge") | about)
        assert until(lambda: sent.acked_at)
        assert sent.answer is not None
        assert sent.answer["text"].startswith(said)
        assert bot.submitted == []
    assert not re.search(r"\bann\b", caplog.text)
    assert "harbour bridge" not in caplog.text


def test_a_foreigner_in_a_shared_channel_and_an_outsiders_button_get_nothing(tmp_path: Path) -> None:
    with working(tmp_path, gate=Gate(users=frozenset({"U1"}))) as bot:
        foreign = {"id": "U1", "username": "eve", "team_id": "T2"}
        sent = [
            bot.double.send(p)
            for p in (bot.double.press("mute", "daily\nX", user="U2"), bot.double.press("save") | {"user": foreign})
        ]
        assert until(lambda: all(one.acked_at for one in sent))
        assert bot.submitted == []


def test_who_is_no_editor_cannot_open_or_send_the_settings(tmp_path: Path) -> None:
    with working(tmp_path, gate=Gate(editors=frozenset({"U2"}))) as bot:
        sent = [bot.double.send(p) for p in (bot.double.press("settings", "daily"), bot.double.submitted(FORM))]
        assert until(lambda: all(one.acked_at for one in sent))
        mine = bot.double.send(bot.double.press("settings", "daily", user="U2"))
        assert until(lambda: mine.acked_at and bot.double.said("views.open"))
        assert (len(bot.double.said("views.open")), bot.submitted) == (1, [])


# ---- HTTP ---------------------------------------------------------------------------------------------------


def test_a_signed_command_over_http_is_written_down_once(http: Bot) -> None:
    body, headers = signed(http.double.command("harbour bridge"))
    status, said = http.post(body, headers)
    assert (status, "Looking for harbour bridge" in said) == (200, True)
    assert http.post(body, headers)[0] == 401
    assert http.post(body, headers | {"x-slack-retry-num": "1"}) == (200, "")
    assert until(lambda: http.submitted)
    assert http.taken() == [("command", "harbour bridge")]


def test_of_two_web_processes_on_one_store_one_takes_a_request_and_the_other_refuses_its_replay(
    tmp_path: Path, database_url: str
) -> None:
    database = Database(database_url)
    database.create()
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    with (
        working(tmp_path / "one", http=True, requests=Requests(database)) as one,
        working(tmp_path / "other", http=True, requests=Requests(database)) as other,
        ThreadPoolExecutor(8) as pool,
    ):
        sent = [signed(one.double.command(f"topic {number}", user_id=f"U{number}")) for number in range(12)]
        waiting = [pool.submit(bot.post, *request) for request in sent for bot in (one, other)]
        statuses = [future.result()[0] for future in waiting]
        assert sorted(statuses) == [200] * 12 + [401] * 12
        assert [one.post(*request)[0] for request in sent] == [401] * 12
        assert until(lambda: len(one.submitted + other.submitted) == 12)
    database.engine.dispose()


def test_an_event_that_slack_sends_again_is_one_job(http: Bot) -> None:
    event = http.double.home_opened()
    assert http.post(*signed(event))[0] == 200
    body, headers = signed(event, at=datetime.now(UTC).timestamp() - 2)
    assert http.post(body, headers | {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"})[0] == 200
    assert until(lambda: http.submitted)
    assert http.taken() == [("home", "")]


def test_the_word_payload_in_a_text_is_no_trap(http: Bot) -> None:
    assert http.post(*signed(http.double.command("payload pipelines")))[0] == 200
    assert until(lambda: http.submitted)
    assert http.taken() == [("command", "payload pipelines")]


def test_a_missing_text_is_todays_digest(http: Bot) -> None:
    payload = http.double.command()
    del payload["text"]
    assert "today's digest" in http.post(*signed(payload))[1]


@pytest.mark.parametrize(
    "headers",
    [
        {"x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-signature": "v0=\u00e9"},
        {"x-slack-signature": ""},
        {"x-slack-request-timestamp": "abc"},
        {"x-slack-request-timestamp": ""},
        {"x-slack-request-timestamp": "1e9"},
    ],
)
def test_a_strangers_request_is_401(http: Bot, headers: dict[str, str]) -> None:
    body, good = signed(http.double.command("next"))
    assert http.post(body, good | headers) == (401, "refused")


@pytest.mark.parametrize(("seconds", "status"), [(-302, 401), (420, 401), (-200, 200), (200, 200)])
def test_a_stale_request_is_401(http: Bot, seconds: int, status: int) -> None:
    """As far from the five minutes as a busy machine needs; the guard's own tests say where they end."""
    assert http.post(*signed(http.double.command("next"), at=datetime.now(UTC).timestamp() + seconds))[0] == status


def test_a_form_that_says_one_thing_twice_is_a_bad_request(http: Bot) -> None:
    from digest_bot.chats.slack_guard import sign

    body, headers = signed(http.double.command("next"))
    body += b"&team_id=T2"
    headers["x-slack-signature"] = sign(SECRET.encode(), headers["x-slack-request-timestamp"], body)
    assert http.post(body, headers)[0] == 400


def test_a_body_beyond_all_measure_is_refused(http: Bot) -> None:
    body = b"x" * (LARGEST + 1)  # all of it is read, so that no end of it is refused before the answer is heard
    assert http.post(body, {"content-type": "text/plain"})[0] == 413


def test_slacks_own_checks_are_answered(http: Bot) -> None:
    challenge = {"type": "event_callback", "token": "t", "challenge": "abc"} | {"type": "url_verification"}
    from digest_bot.chats.slack_guard import sign

    body, stamp = json.dumps(challenge).encode(), str(int(datetime.now(UTC).timestamp()))
    headers = {
        "content-type": "application/json",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": sign(SECRET.encode(), stamp, body),
    }
    status, said = http.post(body, headers)
    assert (status, "abc" in said) == (200, True)


class Full(Requests):
    """A store that can write nothing down."""

    def accept_all(self, *_: Any, **__: Any) -> list[bool]:
        raise StoreError("The disk is full.")


class Slow(Requests):
    """A store whose disk takes longer than Slack waits, once."""

    rest = 3.2

    def accept_all(self, arrivals: Sequence[Arrival]) -> list[bool]:
        time.sleep(self.rest)
        self.rest = 0
        return super().accept_all(arrivals)


def test_what_was_written_down_late_is_acknowledged_all_the_same(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'digest.db'}")
    with working(tmp_path, requests=Slow(database)) as bot:
        asked = bot.double.send(bot.double.command("harbour bridge"))
        pressed = bot.double.send(bot.double.press("mute", "daily\nCity Wire"))
        assert until(lambda: asked.acked_at and pressed.acked_at)
        assert (asked.answer or {})["text"] == "Looking for harbour bridge …"
    database.engine.dispose()


def test_without_a_place_to_write_it_down_nothing_is_accepted_and_whoever_asked_is_told(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'other.db'}")
    with working(tmp_path, http=True, requests=Full(database)) as bot:
        status, said = bot.post(*signed(bot.double.command("next")))
        assert (status, UNWRITTEN in said) == (200, True)
        status, said = bot.post(*signed(bot.double.submitted(FORM)))
        assert (status, json.loads(said)) == (200, {"response_action": "errors", "errors": {"hour": UNWRITTEN}})
        press = bot.double.press("mute", "daily\nCity Wire")
        assert bot.post(*signed(press)) == (200, "")
        assert until(lambda: [post["text"] for post in bot.double.posts()] == [UNWRITTEN])
        assert bot.double.posts()[0]["replace_original"] is False
        assert bot.submitted == []
    database.engine.dispose()


def test_no_secret_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with working(tmp_path, http=True) as bot:
        bot.post(*signed(bot.double.command("next")))
        bot.post(*signed(bot.double.command("next"), secret="wrong"))
        assert until(lambda: bot.submitted)
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("digest_bot"))
    for secret in (SECRET, BOT_TOKEN, APP_TOKEN, "/hooks/"):
        assert secret not in ours


def test_asked_names_every_way_in() -> None:
    assert {kind.value for kind in Asked} == {"command", "button", "home", "settings"}


# ---- when Slack itself is not well ------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["cut", "garbled", "internal_error", "ratelimited", "service_unavailable"])
def test_a_slack_that_stumbles_when_the_bot_comes_up_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(slack_front, "KNOCK", (0.05,))
    with working(tmp_path, faults={"auth.test": [fault], "apps.connections.open": [fault]}, ping=1.0) as bot:
        sent = bot.double.send(bot.double.command("next"))
        assert until(lambda: sent.acked_at)
        assert len(bot.double.said("auth.test")) == 2


def test_an_app_token_that_slack_does_not_know_is_said_and_slack_is_not_hammered(tmp_path: Path) -> None:
    with working(tmp_path, ping=0.2) as bot:
        assert until(lambda: bot.double.sockets == 2)
        bot.double.refusals["apps.connections.open"] = "invalid_auth"
        before = len(bot.double.said("apps.connections.open"))
        bot.double.abort()
        assert until(lambda: len(bot.double.said("apps.connections.open")) >= before + 2)
        assert until(lambda: "(invalid_auth): set SLACK_APP_TOKEN to an app-level" in _wrong(bot.url))
        time.sleep(5 * slack_front.PING)
        # once a socket; where the machine stood still a second, a socket was being replaced already: twice
        assert len(bot.double.said("apps.connections.open")) <= before + 4


def _wrong(url: str) -> str:
    try:
        with urlopen(f"{url}/readyz", timeout=60) as answer:
            return str(json.load(answer)["wrong"])
    except HTTPError as error:
        with error:
            return str(json.load(error)["wrong"])
