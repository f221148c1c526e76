"""Everything that can be pressed in what was posted, pressed as people do: once, twice, late, by strangers; real Bolt."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from digest_bot.asking import HomePage, Muted, Past, Saved
from digest_bot.chats import slack_front
from digest_bot.chats.slack_app import Desk, Gate
from digest_bot.chats.slack_blocks import compose
from digest_bot.chats.slack_front import Front, Tokens
from digest_bot.chats.slack_home import home_view, settings_view
from digest_bot.model import Digest, Edition
from digest_bot.ports import Listen
from digest_bot.shell.presses import GONE, NO_DIGEST, NOT_YOURS
from digest_bot.shell.readers import upcoming
from tests.demand.test_answers import PAGE, Bot, at_work, words
from tests.loopback import answer, serving
from tests.slack_double.inbound import APP_TOKEN, BOT_TOKEN, Envelope
from tests.waiting import until


@dataclass
class Desks:
    """A bot whose every press goes through a socket and Bolt, and what it handed to its workers."""

    bot: Bot
    digest: Digest
    done: list[str]
    site: str

    def press(self, payload: dict[str, Any]) -> str:
        """Press; return the words of the answer, empty when there is none."""
        before, hook = len(self.done), self.bot.double.hooks.get(payload.get("response_url", "").rsplit("/", 1)[-1])
        sent: Envelope = self.bot.double.send(payload)
        assert until(lambda: sent.acked_at)
        assert sent.answer in (None, {})
        if hook is None or not until(lambda: len(self.done) > before, within=self.patience(payload)):
            return ""
        return words(hook.posts[-1])

    def answered(self, payload: dict[str, Any]) -> dict[str, Any]:
        """The last answer to a press or a command, whole."""
        return self.bot.double.hooks[payload["response_url"].rsplit("/", 1)[-1]].posts[-1]

    def patience(self, payload: dict[str, Any]) -> float:
        """A press that only opens a link starts nothing: waiting long would only cost time."""
        return 0.1 if "url" in payload["actions"][0] else 60.0

    def posted(self) -> list[dict[str, Any]]:
        """The blocks of the edition, as they were posted, with the way to its sound."""
        messages = compose(self.digest, listen=Listen("https://acme.slack.example/files/F1", 61))
        return [dict(block) for message in messages for block in message.blocks]


@pytest.fixture
def desks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desks]:
    monkeypatch.setattr(slack_front, "PING", 30.0)  # no socket is replaced while the machine is busy
    with (
        serving(answer(PAGE)) as site,
        at_work(tmp_path, monkeypatch, page=f"{site.url}/otters") as bot,
        listening(bot) as done,
    ):
        job = bot.app.job("daily")
        made = bot.app.preview(job)
        bot.app.store.plan(made.edition, now=bot.moment)
        yield Desks(bot, bot.app.store.save(made, bot.app.store.memory("daily")), done, site.url)


@contextmanager
def listening(bot: Bot, gate: Gate | None = None) -> Iterator[list[str]]:
    """Have the way in from Slack open; yield the ids of the requests that are answered."""
    done: list[str] = []

    def work(id_: str) -> None:
        bot.handle(id_)
        done.append(id_)

    def form(digest: str, _user: str) -> dict[str, Any]:
        return settings_view(upcoming(bot.app.wanted(bot.app.job(digest)), now=bot.moment))

    front = Front(
        Desk(bot.requests, work, lambda: datetime.now(UTC), form, gate or Gate()),
        Tokens(BOT_TOKEN, bot.double.url, app=APP_TOKEN),
    )
    loop = asyncio.new_event_loop()
    running = loop.create_task(front.run())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        assert until(lambda: bot.double.sockets == 2)
        yield done
    finally:
        loop.call_soon_threadsafe(running.cancel)
        assert until(running.done)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(60)
        loop.close()


def expected(payload: dict[str, Any]) -> str:
    """What a person reads after this press, the first time."""
    action = payload["actions"][0]
    match action["action_id"]:
        case "listen" | "read":
            return ""
        case "save":
            return "Saved; it waits in the Home tab."
        case "mute":
            return "otters is left out of Daily digest from the next edition on."
        case "feedback":
            return "a little higher" if action["text"]["text"] == "Useful" else "a little lower"
    raise AssertionError(action)


def test_every_button_of_an_edition_does_what_it_says_and_the_same_when_pressed_again(desks: Desks) -> None:
    payloads = desks.bot.double.press_in(desks.posted())
    assert {payload["actions"][0]["action_id"] for payload in payloads} == {
        *("listen", "read", "save", "mute", "feedback")
    }
    assert len(payloads) == 1 + 2 + 3 * (1 + 2) + 2  # listen; of the whole; of each story; the page's own
    again = desks.bot.double.press_in(desks.posted())
    for payload, second in zip(payloads, again, strict=True):
        said = expected(payload)
        assert said in desks.press(payload)
        repeated = "You have saved it already." if payload["actions"][0]["action_id"] == "save" else said
        assert repeated in desks.press(second)
    people = desks.bot.app.people
    assert [item.source for item in people.muted("daily")] == ["otters"]
    assert len(people.saved("U1")) == 3
    assert people.votes("daily", since=desks.bot.moment - timedelta(days=1)) == {
        "harbour": -1,
        "otters": -1,
        "wire": -1,
    }


def test_a_press_that_slack_delivers_twice_is_one(desks: Desks) -> None:
    (payload, *_) = [p for p in desks.bot.double.press_in(desks.posted()) if p["actions"][0]["action_id"] == "save"]
    assert "Saved" in desks.press(payload)
    repeated = desks.bot.double.send(payload)
    assert until(lambda: repeated.acked_at)
    assert len(desks.done) == 1


def test_strangers_press_in_vain(desks: Desks) -> None:
    payloads = desks.bot.double.press_in(desks.posted())
    sent = [
        desks.bot.double.send(payload | {"user": {"id": "U9", "team_id": team, "is_bot": bot}})
        for payload in payloads
        for team, bot in (("T2", False), ("T1", True))
    ]
    assert until(lambda: all(one.acked_at for one in sent))
    assert "Saved" in desks.press(desks.bot.double.press("save", f"{desks.digest.edition.id}\n"))  # and was the last
    assert len(desks.done) == 1
    assert (desks.bot.app.people.muted(), desks.bot.app.people.saved("U9")) == ((), ())


def test_the_buttons_of_an_edition_that_is_gone_or_was_renamed_say_so(desks: Desks) -> None:
    desks.digest = replace(desks.digest, edition=Edition("weekly", "C1", desks.digest.edition.date, "07:30"))
    said = [
        desks.press(payload)
        for payload in desks.bot.double.press_in(desks.posted())
        if "url" not in payload["actions"][0]
    ]
    assert sorted(set(said)) == sorted({GONE, NO_DIGEST})
    assert (desks.bot.app.people.muted(), desks.bot.app.people.saved("U1")) == ((), ())


@pytest.mark.parametrize(
    ("action", "steps"),
    [
        ("mute", [("left out of", "Undo"), ("is in Daily digest again", "Mute again"), ("left out of", "Undo")]),
        ("save", [("Saved", "Undo"), ("Removed from your saved articles.", "")]),
    ],
)
def test_what_was_pressed_can_be_taken_back(desks: Desks, action: str, steps: list[tuple[str, str]]) -> None:
    double = desks.bot.double
    waiting = [p for p in double.press_in(desks.posted()) if p["actions"][0]["action_id"] == action][:1]
    for sentence, label in steps:
        assert sentence in desks.press(waiting[0])
        waiting = double.press_in(desks.answered(waiting[0])["blocks"])
        assert [one["actions"][0]["text"]["text"] for one in waiting] == ([label] if label else [])


COMMANDS = {
    "": "Daily digest so far: nothing new since the last edition.",
    "today": "Daily digest so far: nothing new since the last edition.",
    "harbour bridge": "Lindholm will close its harbour bridge",
    "topic next week": "Nothing recent on “next week”.",
    "{site}/otters": "Otters have returned to the river Lind",
    "<{site}/otters|otters> and <{site}/otters?utm_source=x>": "Otters have returned to the river Lind",
    "listen ferry": "The ferry Aurora ran aground",
    "search otters": "Nothing in the archive has “otters”.",
    "why {site}/otters": "Otters return to the Lind",
    "why nothing of the kind": "Nothing that was ever taken in",
    "MUTE otters": "otters is left out of Daily digest from the next edition on.",
    "unmute otters": "otters is not muted in Daily digest.",
    "mute nobody": "No source here is called “nobody”. There are:",
    "sources": "What is read",
    "next": "Daily digest: ",
    "help": "What you can type:",
    "mute": "Mute which source?",
    "serach ferry": "Did you mean `/digest search ferry`?",
    "page tomorrow": "That is no web address.",
    "x" * 900: "That is too long",
    "<@U2> <#C1|news> <!channel>": "Nothing recent on",
}
"""What is typed, and what the first words of the answer hold."""


@pytest.mark.parametrize("typed", COMMANDS)
def test_every_command_is_answered_in_blocks_that_slack_takes(desks: Desks, typed: str) -> None:
    double, before = desks.bot.double, len(desks.done)
    payload = double.command(typed.replace("{site}", desks.site))
    sent = double.send(payload)
    assert until(lambda: sent.acked_at)
    at_once = (sent.answer or {}).get("text", "")
    if COMMANDS[typed] not in at_once:
        assert until(lambda: len(desks.done) > before)
        answer = desks.answered(payload)
        assert COMMANDS[typed] in words(answer)
        assert answer["replace_original"] is bool(at_once)
    assert desks.bot.requests.offer(now=desks.bot.moment + timedelta(minutes=5)) == ()
    assert double.said("chat.postMessage") == []


def test_the_share_button_of_an_answer_shares_once(desks: Desks) -> None:
    double = desks.bot.double
    asked = double.command("harbour bridge")
    double.send(asked)
    assert until(lambda: len(desks.done) == 1)
    blocks = desks.answered(asked)["blocks"]
    assert [desks.press(one) for _ in range(2) for one in double.press_in(blocks)] == [
        "Shared.",
        "It is shared already.",
    ]
    assert len(double.said("chat.postMessage")) == 1


def test_the_home_tab_is_drawn_anew_after_its_buttons_and_opens_its_form(desks: Desks) -> None:
    bot, double = desks.bot, desks.bot.double
    bot.app.people.save("U1", Saved("a" * 16, "Kept", None, bot.moment))
    bot.app.people.mute(Muted("daily", "wire", "U1", bot.moment))
    double.send(double.home_opened())
    assert until(lambda: double.said("views.publish"))
    view = double.said("views.publish")[-1]["view"]
    assert "Kept" in words(view)
    payloads = double.press_in(view["blocks"], home=True)
    assert [payload["actions"][0]["action_id"] for payload in payloads] == ["settings", "unsave", "unmute"]
    for payload in payloads:
        desks.press(payload)
    assert until(lambda: double.said("views.open"))
    assert until(lambda: len(double.said("views.publish")) == 3)
    assert until(lambda: len(double.said("chat.postMessage")) == 2)
    view = double.said("views.publish")[-1]["view"]
    assert ("Kept" in words(view), "Unmute" in str(view)) == (False, False)
    assert {said["channel"] for said in double.said("chat.postMessage")} == {"U1"}


def test_who_is_no_editor_sees_no_way_to_edit_and_is_told_no(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    bot = desks.bot
    page = HomePage(
        (),
        (Past("Daily digest", bot.moment, "delivered"),),
        (),
        (Muted("daily", "wire", "U2", bot.moment),),
        may_edit=False,
        at=bot.moment,
    )
    assert bot.double.press_in(home_view(page)["blocks"], home=True) == []
    monkeypatch.setattr(type(bot.app.service.handlers["request"].__self__.presses), "may_edit", lambda *_: False)  # type: ignore[attr-defined]
    (mute,) = [p for p in bot.double.press_in(desks.posted()) if p["actions"][0]["action_id"] == "mute"]
    assert desks.press(mute) == NOT_YOURS
    assert bot.app.people.muted() == ()


def test_a_button_nobody_knows_any_more_says_so(desks: Desks) -> None:
    said = desks.press(desks.bot.double.press("pin_to_wall", "1"))
    assert said == "This button is from an older version and does nothing any more."
