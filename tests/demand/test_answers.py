"""The worker's half, as wired: a request goes in, an answer comes out at Slack, once, and the next edition keeps its word."""

import asyncio
import html
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from digest_bot.asking import Asked, Muted, Request
from digest_bot.chats.slack_inbound import dedupe_keys, read_press, read_request
from digest_bot.chats.slack_messenger import SlackMessenger
from digest_bot.config import load_settings
from digest_bot.errors import StoreError
from digest_bot.model import Audio, Edition, SkipReason
from digest_bot.ports import Part, PartState
from digest_bot.shell.answers import SORRY
from digest_bot.shell.presses import NO_DIGEST
from digest_bot.shell.readers import how_far
from digest_bot.shell.recording import Silence
from digest_bot.shell.studio import speak
from digest_bot.store.database import Database
from digest_bot.store.leases import Leases, leases
from digest_bot.store.requests import Requests
from digest_bot.wiring import App, build_app
from digest_bot.workshop import Workshop
from tests.builders import NOW
from tests.loopback import answer, routes, serving
from tests.slack_double import TOKEN, mentions, running
from tests.slack_double.inbound import BOT_TOKEN, Inbound, workspace
from tests.slack_double.workspace import OWNER

CONFIG = """
[source.harbour]
folder = "harbour"
[source.wire]
folder = "wire"
[digest.daily]
channel = "C1"
times = ["07:30"]
timezone = "Europe/Berlin"
sources = ["harbour", "wire"]
[web]
allow = ["127.0.0.1"]
[audio]
voice = "silent"
"""
FERRY = (
    "Ferry runs aground off Tarn Island\n\nThe ferry Aurora ran aground off Tarn Island on Monday with 212 people aboard. "
    "Everyone was brought ashore by midnight, the coast guard said. The ship carried 40 cars and 12 lorries when it hit "
    "a rock near the lighthouse, said the harbour master, Ines Holm.\n"
)
BRIDGE = (
    "Bridge to close for nine weeks\n\nLindholm will close its harbour bridge for nine weeks from January. The city says "
    "that 14 of the 60 cables have to be replaced before the summer. Buses will take the tunnel in the meantime, said "
    "the head of the roads office, Per Dahl.\n"
)
PAGE = """<html><head><title>Otters return to the Lind</title></head><body><article><h1>Otters return to the Lind</h1>
<p>Otters have returned to the river Lind after an absence of sixty years, the county said on Tuesday. Rangers counted
eleven animals between the weir and the estuary, four of them young.</p><p>The river has been clean enough for salmon
since 2019, when the paper mill at Holm was closed. Anna Berg, who leads the count, expects about thirty otters within
five years if the banks are left alone.</p></article></body></html>"""


@dataclass
class Bot:
    app: App
    double: Inbound
    requests: Requests
    moment: datetime

    def ask(self, text: str, **about: Any) -> dict[str, Any]:
        """Ask by command; return the answer as it was posted."""
        payload = self.double.command(text, **about)
        return self.take(payload, Asked.COMMAND, payload["text"])

    def press(self, action: str, value: str, **about: Any) -> dict[str, Any]:
        payload = self.double.press(action, value, **about)
        return self.take(payload, Asked.BUTTON, read_press(payload))

    def take(self, payload: dict[str, Any], kind: Asked, text: str) -> dict[str, Any]:
        keys = dedupe_keys(payload)
        request = read_request(payload, kind, text=text, keys=keys, now=self.moment)
        assert self.requests.accept(request, keys=keys, now=self.moment)
        self.handle(request.id)
        hook = self.double.hooks.get(payload.get("response_url", "").rsplit("/", 1)[-1])
        return hook.posts[-1] if hook and hook.posts else {}

    def handle(self, id_: str) -> None:
        self.app.service.handlers["request"](id_)


WORKSHOP = Workshop()
"""One for all tests of this file: its children take a second of imports each."""


@pytest.fixture
def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bot]:
    with at_work(tmp_path, monkeypatch) as working:
        yield working


@contextmanager
def at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, page: str = "", voice: str = "silent") -> Iterator[Bot]:
    """A bot with two folders to read and, if given, one page."""
    config = CONFIG.replace("silent", voice)
    if page:
        config = config.replace('"wire"]', '"wire", "otters"]').replace(
            "[digest", f'[source.otters]\npage = "{page}"\n[digest'
        )
    for name, text in (("harbour", FERRY), ("wire", BRIDGE)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "story.txt").write_text(text, encoding="utf-8")
    (tmp_path / "digest.toml").write_text(config, encoding="utf-8")
    for variable in ("SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "DIGEST_BOT_DATABASE_URL"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("SLACK_BOT_TOKEN", BOT_TOKEN)
    monkeypatch.setenv("DIGEST_BOT_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DIGEST_BOT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("digest_bot.wiring.Workshop", lambda: WORKSHOP)
    with workspace() as double:
        monkeypatch.setenv("SLACK_API_URL", double.url)
        settings = load_settings(tmp_path / "digest.toml")
        moment = datetime.now(UTC)
        app = build_app(settings, clock=lambda: moment)
        database = Database(settings.database_url)
        yield Bot(app, double, Requests(database), moment)
        database.engine.dispose()
        app.store._database.engine.dispose()  # type: ignore[attr-defined]


def nodes(message: dict[str, Any]) -> list[dict[str, Any]]:
    """Every object in the blocks of a message, in reading order."""
    found: list[dict[str, Any]] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            found.append(node)
        for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            walk(value)

    walk(message.get("blocks", []))
    return found


def words(message: dict[str, Any]) -> str:
    """Every text in the blocks of a message."""
    return "\n".join(node["text"] for node in nodes(message) if isinstance(node.get("text"), str))


def buttons(message: dict[str, Any]) -> dict[str, str]:
    """Action → value of the buttons below an answer."""
    rows = [block["elements"] for block in message.get("blocks", []) if block["type"] == "actions"]
    return {button["action_id"]: button["value"] for row in rows for button in row}


def edition(bot: Bot) -> list[str]:
    """The sources of the stories of the edition that would be made now."""
    return sorted(story.lead.article.source for story in bot.app.preview(bot.app.job("daily")).stories)


def test_todays_digest_so_far_replaces_the_line_and_can_be_shared(bot: Bot) -> None:
    said = bot.ask("")
    assert (said["response_type"], said["replace_original"]) == ("ephemeral", True)
    assert "The ferry Aurora ran aground off Tarn Island on Monday with 212 people aboard." in words(said)
    assert "Lindholm will close its harbour bridge for nine weeks from January." in words(said)
    assert list(buttons(said)) == ["share_answer"]


def test_a_topic_gives_what_is_about_it_and_nothing_else(bot: Bot) -> None:
    said = words(bot.ask("harbour bridges"))
    assert "Lindholm will close its harbour bridge for nine weeks from January." in said
    assert "Aurora" not in said


def test_a_topic_that_is_only_mentioned_is_said_to_be(bot: Bot) -> None:
    said = words(bot.ask("lighthouse"))
    assert said.startswith("Nothing recent is about “lighthouse”; it is mentioned here")
    assert "Aurora" in said


def test_a_topic_nobody_wrote_about_is_said_so(bot: Bot) -> None:
    said = bot.ask("quantum chromodynamics")
    assert "Nothing recent on “quantum chromodynamics”." in words(said)
    assert buttons(said) == {}


def test_a_page_is_told_in_its_own_words(bot: Bot) -> None:
    with serving(answer(PAGE)) as site:
        said = bot.ask(f"<{site.url}/otters|the otters>")
    assert words(said).startswith("Otters return to the Lind")
    assert (
        "Otters have returned to the river Lind after an absence of sixty years, the county said on Tuesday."
        in words(said)
    )


HOSTILE = "&lt;!channel&gt; A &amp; B &lt;C&gt; &lt;https://evil.example|https://bank.example&gt; *bold* :skull:"


def test_a_hostile_title_is_shown_as_it_was_written_and_rings_nobodys_bell(bot: Bot) -> None:
    title = html.unescape(HOSTILE)
    with serving(answer(PAGE.replace("Otters return to the Lind", HOSTILE))) as site:
        said = bot.ask(f"{site.url}/otters")
    assert words(said).splitlines()[0] == title
    assert said["text"].startswith("&lt;!channel&gt; A &amp; B &lt;C&gt; &lt;https://evil.example|")
    assert mentions(said) == []
    links = [node["url"] for node in nodes(said) if node.get("type") == "link"]
    assert {url.split("/")[2].split(":")[0] for url in links} == {"127.0.0.1"}


def test_a_hostile_question_is_quoted_and_rings_nobodys_bell(bot: Bot) -> None:
    said = bot.ask("&lt;!channel&gt; &lt;@U2&gt; `ferries`")
    assert "Nothing recent on “<!channel> <@U2> `ferries”." in words(said)
    assert mentions(said) == []


def test_a_page_that_is_not_public_is_refused_without_a_word_about_where_it_leads(bot: Bot) -> None:
    said = bot.ask("`http://127.0.0.2/admin`")
    assert "This address is not public." in words(said)
    assert "127.0.0.2" not in words(said).replace("http://127.0.0.2/admin", "")


@pytest.mark.parametrize(("url", "reason"), [("javascript:alert(1)", "does not begin with http"), ("http://10.1/", "not public"),
                                             ("http://example.com:22/", "not a web port")])  # fmt: skip
def test_the_door_says_no_in_words(bot: Bot, url: str, reason: str) -> None:
    assert reason in words(bot.ask(url))


def test_of_many_addresses_five_are_read_and_the_rest_is_refused_in_words(bot: Bot) -> None:
    pages = {f"/{n}": answer(PAGE.replace("eleven", f"eleven plus {n}")) for n in range(9)}
    with serving(routes(pages)) as site:
        said = words(bot.ask(" ".join(f"{site.url}{path}" for path in pages)))
        assert len(site.paths) == 5
    assert "At most 5 addresses are read at once; 4 were left out." in said


def test_a_page_somebody_asked_for_is_marked_in_the_next_edition_and_left_out_once_it_is_shared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(answer(PAGE)) as site, at_work(tmp_path, monkeypatch, page=f"{site.url}/otters") as bot:
        assert edition(bot) == ["harbour", "otters", "wire"]
        said = bot.ask(f"{site.url}/otters?utm_source=mail")
        (story,) = [s for s in bot.app.preview(bot.app.job("daily")).stories if s.lead.article.source == "otters"]
        assert "a reader asked for it" in story.reasons
        assert "Shared." in words(bot.press("share_answer", buttons(said)["share_answer"]))
        assert edition(bot) == ["harbour", "wire"]
        (skipped,) = bot.app.preview(bot.app.job("daily")).skipped
        local = bot.moment.astimezone(ZoneInfo("Europe/Berlin"))
        assert skipped.detail == f"Shared in the channel on {local.day} {local:%b}, on demand."


def test_a_page_that_was_told_can_be_searched_and_has_a_life(bot: Bot) -> None:
    with serving(answer(PAGE)) as site:
        bot.ask(f"{site.url}/otters")
        said = words(bot.ask(f"why {site.url}/otters"))
    assert f"Taken in on {bot.moment:%Y-%m-%d}" in said


def test_sharing_posts_the_same_words_once_under_the_name_of_who_shared(bot: Bot) -> None:
    said = bot.ask("harbour bridge")
    press = buttons(said)["share_answer"]
    bot.press("share_answer", press)
    assert "It is shared already." in words(bot.press("share_answer", press))
    (posted,) = bot.double.said("chat.postMessage")
    assert posted["channel"] == "C1"
    assert words(posted).startswith(words(said).removesuffix("\nShare in channel"))
    assert posted["blocks"][-1]["elements"][0]["elements"][1] == {"type": "user", "user_id": "U1"}
    assert (posted["unfurl_links"], posted["unfurl_media"]) == (False, False)


@pytest.mark.parametrize(
    ("fault", "then"),
    [
        ("ratelimited", "Shared."),
        ("restricted_action", "Shared."),
        ("internal_error", "It is shared already."),
        ("garbled", "It is shared already."),
        ("cut", "It is shared already."),
    ],
)
def test_what_may_have_been_shared_is_not_shared_again(bot: Bot, fault: str, then: str) -> None:
    press = buttons(bot.ask("harbour bridge"))["share_answer"]
    bot.double.faults["chat.postMessage"] = [fault]
    assert "Shared." not in words(bot.press("share_answer", press))
    assert words(bot.press("share_answer", press)) == then


@pytest.mark.parametrize("why", ["not a member", "read only", "archived", "unknown"])
def test_nobody_makes_the_bot_post_where_they_cannot_post(bot: Bot, why: str) -> None:
    press = buttons(bot.ask("harbour bridge"))["share_answer"]
    match why:
        case "not a member":
            bot.double.members["C1"] = {"U2"}
        case "read only":
            bot.double.channels["C1"]["is_read_only"] = True
        case "archived":
            bot.double.channels["C1"]["is_archived"] = True
        case _:
            bot.double.refusals["conversations.members"] = "missing_scope"
    assert "You cannot post in that channel yourself" in words(bot.press("share_answer", press))
    assert bot.double.said("chat.postMessage") == []


def test_somebody_elses_answer_cannot_be_shared(bot: Bot) -> None:
    press = buttons(bot.ask("harbour bridge"))["share_answer"]
    assert "no longer kept" in words(bot.press("share_answer", press, user="U2"))
    assert bot.double.said("chat.postMessage") == []


def test_in_a_direct_message_there_is_nobody_to_share_with(bot: Bot) -> None:
    assert buttons(bot.ask("harbour bridge", channel_id="D1", channel_name="directmessage")) == {}


def test_muting_holds_at_once_and_can_be_undone(bot: Bot) -> None:
    assert edition(bot) == ["harbour", "wire"]
    said = bot.ask("mute wire")
    assert "wire is left out of Daily digest from the next edition on." in words(said)
    assert edition(bot) == ["harbour"]
    skipped = bot.app.preview(bot.app.job("daily")).skipped
    assert [(one.source, one.reason) for one in skipped] == [("wire", SkipReason.MUTED)]
    assert "Muted by a reader" in words(bot.ask("sources"))
    bot.press("unmute", buttons(said)["unmute"])
    assert edition(bot) == ["harbour", "wire"]


def test_muting_something_unknown_names_what_there_is(bot: Bot) -> None:
    said = words(bot.ask("mute nobody"))
    assert said.splitlines() == ["No source here is called “nobody”. There are:", "harbour", "wire"]


def test_sources_that_fail_come_first_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answer("gone", status=410)) as site, at_work(tmp_path, monkeypatch, page=f"{site.url}/otters") as bot:
        edition(bot)
        first, *others = words(bot.ask("sources")).splitlines()[1:]
        assert first == "otters"
        assert others[0] == " · Daily digest · gone for good: 127.0.0.1 says that this is gone for good (status 410)."
        assert [line for line in others if not line.startswith(" · ")] == ["harbour", "wire"]


def test_the_home_tab_says_how_far_the_last_editions_came_and_why_one_is_held(bot: Bot) -> None:
    made = post(bot)
    bot.take(bot.double.home_opened(), Asked.HOME, "")
    assert "on its way" in words(bot.double.said("views.publish")[-1]["view"])
    reason = "The bot is not in the channel; type /invite @digest-bot there. (not_in_channel)"
    bot.app.store.put_part(made, Part("parent", PartState.HELD, bot.moment, reason=reason))
    bot.app.store.finish(made)
    bot.take(bot.double.home_opened(), Asked.HOME, "")
    assert f" · held: {reason}" in words(bot.double.said("views.publish")[-1]["view"])


@pytest.mark.parametrize(
    ("parts", "done", "said"),
    [
        ((), False, "on its way"),
        ((("parent", PartState.SENT),), True, "delivered"),
        ((("parent", PartState.SENT), ("audio", PartState.HELD)), True, "delivered, its sound is held: Why."),
        ((("audio", PartState.HELD), ("story-1", PartState.HELD)), True, "held: Why."),
        ((("parent", PartState.HELD), ("story-1", PartState.NEW)), False, "held: Why."),
    ],
)
def test_how_far_an_edition_came_is_said_in_words(
    parts: tuple[tuple[str, PartState], ...], done: bool, said: str
) -> None:
    assert how_far([Part(name, state, NOW, reason="Why.") for name, state in parts], done=done) == said


def post(bot: Bot) -> Edition:
    """Make and keep an edition, without sending it."""
    job = bot.app.job("daily")
    made = bot.app.preview(job)
    bot.app.store.plan(made.edition, now=bot.moment)
    bot.app.store.save(made, bot.app.store.memory("daily"))
    return made.edition


def test_a_verdict_moves_a_source_in_the_next_edition_and_a_reset_forgets_it(bot: Bot) -> None:
    made = post(bot)
    story = bot.app.store.load(made).stories[0]  # type: ignore[union-attr]
    source = story.lead.article.source
    for user in ("U1", "U2"):
        bot.press("feedback", f"useful\n{made.id}\n{story.id}", user=user)
    assert bot.app.wanted(bot.app.job("daily")).options.wishes.votes == {source: 2}
    assert bot.app.people.forget_votes("daily") == 2
    assert bot.app.wanted(bot.app.job("daily")).options == bot.app.job("daily").options


def test_a_verdict_on_the_whole_edition_counts_for_all_its_sources(bot: Bot) -> None:
    made = post(bot)
    said = bot.press("feedback", f"not_useful\n{made.id}\n")
    assert "harbour, wire will rank a little lower" in words(said)


def test_a_story_is_saved_shown_at_home_and_removed(bot: Bot) -> None:
    made = post(bot)
    story = bot.app.store.load(made).stories[0]  # type: ignore[union-attr]
    said = bot.press("save", f"{made.id}\n{story.id}")
    assert "Saved; it waits in the Home tab." in words(said)
    bot.take(bot.double.home_opened(), Asked.HOME, "")
    assert story.headline in words(bot.double.said("views.publish")[-1]["view"])
    bot.press("unsave", buttons(said)["unsave"])
    bot.take(bot.double.home_opened(), Asked.HOME, "")
    assert story.headline not in words(bot.double.said("views.publish")[-1]["view"])


def test_the_home_tab_tells_what_is_next_and_teaches_when_it_is_empty(bot: Bot) -> None:
    bot.take(bot.double.home_opened(), Asked.HOME, "")
    (published,) = bot.double.said("views.publish")
    assert published["user_id"] == "U1"
    said = words(published["view"])
    assert "Daily digest: " in said
    assert "Press Save below a story, and it waits for you here." in said


def test_settings_hold_from_the_next_edition_on_and_go_back_when_emptied(bot: Bot) -> None:
    form = {"digest": "daily", "hour": "09:45", "length": "1", "audio": "no", "topics": "ferries"}
    bot.take(bot.double.submitted(form), Asked.SETTINGS, json.dumps(form))
    job = bot.app.wanted(bot.app.job("daily"))
    assert (f"{job.schedule.times[0]:%H:%M}", job.options.max_stories, job.audio) == ("09:45", 1, False)
    assert edition(bot) == ["harbour"]
    assert "09:45" in words(bot.ask("next"))
    assert bot.app.service.on_time((bot.app.job("daily"),))[0].schedule == job.schedule
    assert "1 stories" in words(bot.double.said("views.publish")[-1]["view"])


def test_listening_gives_the_words_first_and_then_the_sound_or_why_there_is_none(bot: Bot) -> None:
    said = bot.ask("listen harbour bridge")
    assert "Lindholm will close its harbour bridge for nine weeks from January." in words(said)
    assert "There is no spoken version" in words(bot.double.said("chat.postEphemeral")[-1])


@pytest.fixture
def spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Bot, list[Audio]]]:
    """A bot with a real voice, and the sounds it makes, as they are made."""
    made: list[Audio] = []

    def remembered(*given: Any) -> Audio | Silence:
        sound = speak(*given)
        made.extend([sound] if isinstance(sound, Audio) else [])
        return sound

    monkeypatch.setattr("digest_bot.shell.answers.speak", remembered)
    monkeypatch.setattr("digest_bot.chats.slack_messenger.LOOKS", (0.01, 0.01))
    with at_work(tmp_path, monkeypatch, voice="pyttsx3") as bot:
        yield bot, made


def test_listening_gives_the_words_and_then_the_very_sound_in_a_direct_message(
    spoken: tuple[Bot, list[Audio]],
) -> None:
    bot, made = spoken
    said = bot.ask("listen harbour bridge")
    assert "Lindholm will close its harbour bridge for nine weeks from January." in words(said)
    (sound,), ((file, body),) = made, bot.double.uploads.items()
    assert sha256(body).hexdigest() == sha256(sound.mp3).hexdigest()
    assert sound.duration > 5
    (announced,) = bot.double.said("files.getUploadURLExternal")
    assert (announced["filename"], int(announced["length"])) == ("digest.mp3", len(body))
    (line,) = bot.double.said("chat.postMessage")
    assert (line["channel"], words(line)) == ("U1", "Listen: On “harbour bridge”")
    assert bot.double.shared == {file: "D1"}
    assert bot.double.said("chat.postEphemeral") == bot.double.said("chat.delete") == []


SOUND = Audio(mp3=b"\xff\xfb" * 500, duration=1.0, chapters=(), cues=(), voice="hum")
FORBIDDEN = "Uploads are switched off in this workspace; the digest comes without sound."


@pytest.mark.parametrize(
    ("fault", "reason", "lines"),
    [
        ({"files.getUploadURLExternal": "file_uploads_disabled"}, FORBIDDEN, 0),
        ({"files.getUploadURLExternal": "missing_scope"}, "The app lacks a permission", 0),
        ({"files.getUploadURLExternal": "ratelimited"}, "Slack answered ratelimited", 0),
        ({"files.completeUploadExternal": "internal_error"}, "Slack answered internal_error", 1),
        ({"files.info": "file_not_found"}, "Slack answered file_not_found", 1),
        ({"chat.postMessage": "cannot_dm_bot"}, "Slack answered cannot_dm_bot", 0),
        (503, "The address Slack gave answered 503.", 0),
        ("never shared", "Slack took the sound and does not show it.", 1),
    ],
)
def test_a_sound_that_slack_does_not_take_is_said_in_words_and_no_line_promises_it(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, fault: dict[str, str] | int | str, reason: str, lines: int
) -> None:
    monkeypatch.setattr("digest_bot.shell.answers.speak", lambda *_: SOUND)
    monkeypatch.setattr("digest_bot.chats.slack_messenger.LOOKS", (0.01, 0.01))
    match fault:
        case dict():
            bot.double.refusals |= fault
        case int():
            bot.double.upload_status = fault
        case _:
            bot.double.never_share = True
    said = bot.ask("listen harbour bridge")
    assert "Lindholm will close its harbour bridge" in words(said)
    (told,) = bot.double.said("chat.postEphemeral")
    assert words(told).startswith(f"There is no spoken version: {reason}")
    assert (told["channel"], told["user"]) == ("C1", "U1")
    assert len(bot.double.said("chat.delete")) == lines
    assert open_requests(bot) == ()


def test_the_strict_double_takes_the_sound_whole_and_shows_it_below_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest_bot.chats.slack_messenger.LOOKS", (0.01, 0.3))
    request = Request("a" * 16, Asked.COMMAND, "T1", OWNER, "C1", "news", "listen", NOW)
    with running() as slack:
        slack.share_delay = 0.2
        asyncio.run(SlackMessenger(token=TOKEN, api_url=slack.url).play(request, SOUND, title="On ferries"))
        (file,) = slack.files.values()
        conversation = f"D{OWNER[1:]}"
        (line,) = slack.posts(conversation)
        assert [one["files"][0]["id"] for one in slack.replies(line["ts"], conversation)] == [file.id]
        assert file.sha256 == sha256(SOUND.mp3).hexdigest()
        assert (slack.refused, slack.warnings) == ([], [])


def accepted(bot: Bot, text: str, *, minutes_ago: int = 0, **about: str) -> Request:
    """A command that is accepted and not yet answered."""
    payload = bot.double.command(text, **about)
    at = bot.moment - timedelta(minutes=minutes_ago)
    request = read_request(payload, Asked.COMMAND, text=text, keys=("k",), now=at)
    assert bot.requests.accept(request, keys=("k",), now=bot.moment)
    return request


def test_an_answer_too_late_for_the_response_url_is_shown_to_the_person_all_the_same(bot: Bot) -> None:
    bot.handle(accepted(bot, "next", minutes_ago=31).id)
    (shown,) = bot.double.said("chat.postEphemeral")
    assert (shown["channel"], shown["user"]) == ("C1", "U1")
    assert bot.double.posts() == []


def test_where_nothing_can_be_shown_it_comes_as_a_direct_message(bot: Bot) -> None:
    bot.double.refusals["chat.postEphemeral"] = "not_in_channel"
    bot.ask("next", response_url="")
    (sent,) = bot.double.said("chat.postMessage")
    assert sent["channel"] == "U1"


def test_a_response_url_that_leads_elsewhere_is_not_followed(bot: Bot) -> None:
    with serving(answer("mine")) as elsewhere:
        bot.ask("next", response_url=f"{elsewhere.url}/steal")
        assert elsewhere.connections == 0
    assert len(bot.double.said("chat.postEphemeral")) == 1


def test_an_answered_request_is_not_answered_again(bot: Bot) -> None:
    request = accepted(bot, "next")
    for _ in range(3):
        bot.handle(request.id)
    assert len(bot.double.posts()) == 1


def test_while_slack_is_away_the_answer_waits_and_then_comes(bot: Bot) -> None:
    for method in ("chat.postEphemeral", "chat.postMessage"):
        bot.double.refusals[method] = "internal_error"
    request = accepted(bot, "next", response_url="")
    for _ in range(6):
        bot.handle(request.id)
    bot.double.refusals.clear()
    bot.handle(request.id)
    assert "Daily digest: " in words(bot.double.said("chat.postEphemeral")[-1])


def test_a_request_that_ended_its_worker_three_times_is_answered_with_regret(bot: Bot) -> None:
    request = accepted(bot, "next")
    for _ in range(3):
        bot.requests.take(request.id, now=bot.moment)
    bot.handle(request.id)
    assert SORRY in words(bot.double.posts()[-1])


def test_a_home_tab_that_slack_does_not_take_is_given_up_after_three_tries(bot: Bot) -> None:
    bot.double.refusals["views.publish"] = "internal_error"
    bot.take(bot.double.home_opened(), Asked.HOME, "")
    (id_,) = open_requests(bot)
    for _ in range(5):
        bot.handle(id_)
    assert (len(bot.double.said("views.publish")), open_requests(bot)) == (3, ())


def open_requests(bot: Bot) -> tuple[str, ...]:
    return bot.requests.offer(now=bot.moment + timedelta(minutes=5))


def test_where_the_database_is_stays_unsaid(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise StoreError("The database sqlite:////secret/place cannot be used: disk I/O error.")

    monkeypatch.setattr("digest_bot.shell.answers.next_due", broken)
    said = bot.ask("next")
    assert (words(said), "secret" in json.dumps(said)) == (SORRY, False)


def test_the_words_are_given_once_however_the_sound_fails(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest_bot.shell.answers.speak", lambda *_: Silence("The voice is hoarse."))
    for method in ("chat.postEphemeral", "chat.postMessage"):
        bot.double.refusals[method] = "internal_error"
    said = bot.ask("listen harbour bridge")
    assert "Lindholm will close its harbour bridge" in words(said)
    assert (len(bot.double.posts()), open_requests(bot)) == (1, ())


def test_a_voice_that_breaks_costs_the_sound_and_the_words_are_given_once(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("digest_bot.shell.studio.perform", broken)
    bot.ask("listen harbour bridge")
    (told,) = bot.double.said("chat.postEphemeral")
    assert words(told) == "There is no spoken version: It could not be made; the log says why."
    assert (len(bot.double.posts()), open_requests(bot)) == (1, ())


def test_a_worker_that_lost_its_request_while_it_spoke_sends_no_sound(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: object) -> Audio:
        with bot.app.store._database.begin() as connection:  # type: ignore[attr-defined]
            connection.execute(sa.update(leases).values(owner="another worker"))
        return SOUND

    monkeypatch.setattr("digest_bot.shell.answers.speak", slow)
    bot.ask("listen harbour bridge")
    assert bot.double.said("files.getUploadURLExternal") == bot.double.said("chat.postEphemeral") == []


@pytest.mark.parametrize("fault", ["garbled", "cut"])
def test_an_answer_whose_receipt_is_lost_is_no_error_of_ours(bot: Bot, fault: str) -> None:
    bot.double.faults["chat.postEphemeral"] = [fault]
    request = accepted(bot, "next", response_url="")
    bot.handle(request.id)
    bot.handle(request.id)
    assert (len(bot.double.said("chat.postEphemeral")), open_requests(bot)) == (2, ())


def test_a_home_tab_that_cannot_be_drawn_is_given_up_after_three_tries(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []

    def broken(*_: object) -> None:
        drawn.append(1)
        raise ValueError("a bug")

    monkeypatch.setattr("digest_bot.chats.slack_messenger.home_view", broken)
    payload = bot.double.home_opened()
    request = read_request(payload, Asked.HOME, text="", keys=("h",), now=bot.moment)
    assert bot.requests.accept(request, keys=("h",), now=bot.moment)
    for _ in range(5):
        with suppress(ValueError):
            bot.handle(request.id)
    assert (len(drawn), open_requests(bot)) == (3, ())


def test_presses_on_a_digest_that_is_gone_promise_nothing(bot: Bot) -> None:
    made = post(bot)
    old = Edition("weekly", made.channel, made.date, made.slot)
    story = bot.app.store.load(made).stories[0]  # type: ignore[union-attr]
    bot.app.store.plan(old, now=bot.moment)
    kept = replace(bot.app.store.load(made), edition=old)  # type: ignore[type-var]
    bot.app.store.save(kept, bot.app.store.memory("weekly"))  # type: ignore[arg-type]
    bot.app.people.mute(Muted("weekly", "wire", "U1", bot.moment))
    for action, value in (
        ("mute", "weekly\nharbour"),
        ("unmute", "weekly\nwire"),
        ("feedback", f"useful\n{old.id}\n{story.id}"),
        ("feedback", f"not_useful\n{old.id}\n"),
    ):
        assert words(bot.press(action, value)) == NO_DIGEST
    assert bot.app.people.muted() == ()
    assert bot.app.people.forget_votes() == 0
    assert "Saved; it waits" in words(bot.press("save", f"{old.id}\n{story.id}"))
    form = {"digest": "weekly", "hour": "09:45", "length": "1", "audio": "no", "topics": ""}
    bot.take(bot.double.submitted(form, digest="weekly"), Asked.SETTINGS, json.dumps(form))
    assert bot.app.people.choices("weekly") == {}


def test_an_edition_made_by_hand_takes_turns_with_the_service(bot: Bot) -> None:
    service = Leases(bot.app.store._database, clock=lambda: bot.moment)  # type: ignore[attr-defined]
    turn = service.claim("channel/C1")
    assert turn is not None
    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(bot.app.once, bot.app.job("daily"))
        time.sleep(0.3)
        assert bot.double.said("chat.postMessage") == []
        turn.release()
        assert made.result(120).sent == 3
    assert service.claim("channel/C1") is not None


def test_a_service_that_is_busy_for_long_is_said_and_its_edition_left_alone(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest_bot.wiring.WATCHED", 0.1)
    monkeypatch.setattr("digest_bot.shell.turns.LOOK_AGAIN", 0.05)
    service = Leases(bot.app.store._database, clock=lambda: bot.moment)  # type: ignore[attr-defined]
    assert service.claim("channel/C1") is not None
    with pytest.raises(StoreError, match="The service is busy with C1; try again in a few minutes"):
        bot.app.once(bot.app.job("daily"))
    assert bot.double.said("chat.postMessage") == []
    assert service.claim(f"edition/{bot.app.edition_now(bot.app.job('daily')).id}") is not None
