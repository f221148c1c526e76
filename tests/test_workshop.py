"""Parsing in a process of its own: the same as here for honest documents, over in time for the others."""

import os
import random
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from digest_bot.config import load_settings
from digest_bot.errors import SourceError
from digest_bot.model import Article, Document, Skipped, SkipReason
from digest_bot.nursery import Nursery
from digest_bot.sources.entries import parse_feed
from digest_bot.text.article import read_article
from digest_bot.wiring import build_app
from digest_bot.workshop import Workshop, _Child
from tests.builders import NOW
from tests.waiting import until

SENTENCES = (
    "<p>The ferry Aurora ran aground off Tarn Island on Monday with 212 people aboard, the coast guard said.</p>"
    "<p>Rescue boats brought every passenger ashore by midnight. Two sailors were treated for cold.</p>"
    "<p>The ferry company Nordlinje said the Aurora had lost steering ten minutes after leaving Port Vale.</p>"
)
PAGE = f"<html><body><article><h1>Ferry</h1>{SENTENCES}</article></body></html>".encode()
FEED = b"<rss version='2.0'><channel><item/><item><title>A</title><link>http://a.example/</link></item></channel></rss>"


def page(body: bytes = PAGE, **about: str) -> Document:
    return Document("Post", body, "text/html", NOW, "https://a.example/1", id="f" * 16, **about)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    made = Workshop(children=1)
    yield made
    made.close()


def test_an_article_is_the_same_as_read_here(workshop: Workshop) -> None:
    assert workshop.read_article(page()) == read_article(page())


def test_a_page_without_an_article_says_why(workshop: Workshop) -> None:
    assert workshop.read_article(page(b" ")) == read_article(page(b" "))


def test_a_feed_is_the_same_as_parsed_here(workshop: Workshop) -> None:
    assert workshop.parse_feed(FEED, url="http://a.example/") == parse_feed(FEED, url="http://a.example/")


def test_a_feed_that_is_none_is_refused_as_it_is_here(workshop: Workshop) -> None:
    with pytest.raises(SourceError) as caught:
        workshop.parse_feed(b"<html></html>", url="http://a.example/")
    assert caught.value.reason == "not_a_feed"


def hostile(monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    """Let the child do something else when a document says HOSTILE, as one that makes use of a parser's fault would."""
    act = f"""
def act(given, real=workshop.TASKS["article"]):
    if b"HOSTILE" in bytes(given):
        {does}
    return real(given)
workshop.TASKS["article"] = act
"""
    start = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from digest_bot import nursery, workshop"
    monkeypatch.setattr(Nursery.__init__, "__kwdefaults__", {"code": f"{start}; exec({act!r}); nursery.main()"})


def endless(size: int) -> bytes:
    """A text of so many characters in which no two sentences are about the same."""
    chance = random.Random(5)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 9))) for _ in range(5000)]
    text: list[str] = []
    while size > 0:
        sentence = " ".join(chance.choices(words, k=12)).capitalize() + "."
        text.append(sentence if len(text) % 5 else f"\n\n{sentence}")
        size -= len(sentence) + 1
    return " ".join(text).encode()


def test_a_text_that_would_be_thought_about_for_too_long_is_given_up_and_the_edition_tells_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "endless.txt").write_bytes(endless(3_900_000))
    (inbox / "ferry.html").write_bytes(PAGE)
    (tmp_path / "digest.toml").write_text(
        '[source.inbox]\nfolder = "inbox"\n'
        '[digest.daily]\nchannel = "C1"\ntimes = ["07:30"]\ntimezone = "UTC"\nsources = ["inbox"]\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("DIGEST_BOT_DATA", str(tmp_path / "data"))

    def ask(child: _Child, task: str, given: Document, *, seconds: float, real: Any = _Child.ask) -> object:
        return real(child, task, given, seconds=2.0 if len(given.body) > 1_000_000 else seconds)

    monkeypatch.setattr(_Child, "ask", ask)
    shop = Workshop(children=1, seconds=60.0)
    monkeypatch.setattr("digest_bot.wiring.Workshop", lambda: shop)
    app = build_app(load_settings(tmp_path / "digest.toml"), clock=lambda: NOW)
    try:
        made = app.preview(app.job("daily"))
    finally:
        shop.close()
        app.store._database.engine.dispose()  # type: ignore[attr-defined]
    assert [story.lead.article.title for story in made.stories] == ["Ferry"]
    assert [(Path(one.url or "").name, one.detail) for one in made.skipped] == [
        ("endless.txt", "It takes too long to read.")
    ]


BROKE = "It takes too much memory to read, or breaks what reads it."


@pytest.mark.parametrize(
    ("does", "detail"),
    [
        ("while True: pass", "It takes too long to read."),
        (
            "hoard = bytearray(2_000_000_000)",
            BROKE,
        ),
        ("import os; os._exit(3)", BROKE),
        (
            "import sys; sys.setrecursionlimit(10**9); x = []; repr([x := [x] for _ in range(10**6)][-1])",
            BROKE,
        ),
    ],
    ids=["time", "memory", "death", "stack"],
)
def test_a_document_that_goes_beyond_its_limits_is_given_up_and_the_next_one_is_read(
    monkeypatch: pytest.MonkeyPatch, does: str, detail: str
) -> None:
    hostile(monkeypatch, does)
    shop = Workshop(children=1, seconds=2.0 if "while" in does else 30.0, memory=500_000_000)
    try:
        refused = shop.read_article(page(title="HOSTILE"))
        assert isinstance(refused, Skipped)
        assert (refused.reason, refused.articles) == (SkipReason.UNREADABLE, ("f" * 16,))
        assert refused.detail == detail
        shop._seconds = 60.0  # the machine may be busy with something else
        assert isinstance(shop.read_article(page()), Article)
    finally:
        shop.close()


def test_where_a_document_is_given_up_the_excerpt_of_the_publisher_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile(monkeypatch, "import os; os._exit(3)")
    shop = Workshop(children=1)
    excerpt = "The ferry to Northmoor sails again on Monday after nine weeks in the yard."
    try:
        article = shop.read_article(page(title="HOSTILE", excerpt=excerpt))
    finally:
        shop.close()
    assert isinstance(article, Article)
    assert (article.excerpt_only, article.paragraphs[0].text) == (True, excerpt)


def test_one_document_that_takes_its_time_does_not_hold_up_the_other_child(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    begun, end = tmp_path / "begun", tmp_path / "end"
    wait = f"while not os.path.exists({str(end)!r}): time.sleep(0.02)"
    hostile(monkeypatch, f"import os, time; open({str(begun)!r}, 'w').close()\n        {wait}")
    shop = Workshop(children=2, seconds=60.0)
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(shop.read_article, page(title="HOSTILE"))
        try:
            assert until(begun.exists)
            assert isinstance(shop.read_article(page()), Article)
            assert not reading.done()
        finally:
            end.touch()
            reading.result(60)
            shop.close()


def test_the_child_knows_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    seen = tmp_path / "seen"
    hostile(monkeypatch, f"import os; open({str(seen)!r}, 'w').write(repr(dict(os.environ)))")
    shop = Workshop(children=1)
    try:
        shop.read_article(page(title="HOSTILE"))
    finally:
        shop.close()
    assert "xoxb" in os.environ["SLACK_BOT_TOKEN"]
    assert "xoxb" not in seen.read_text(encoding="utf-8")


def another_child(shop: Workshop) -> None:
    """Have the next document read by a new child."""
    child = shop._idle.get()
    if child is not None:
        child.end()
    shop._idle.put(None)


@pytest.mark.parametrize(("number", "stays"), [(signal.SIGTERM, True), (signal.SIGKILL, False)])
def test_a_nursery_stays_when_it_is_told_to_leave_and_is_replaced_when_it_is_killed(
    number: int, *, stays: bool
) -> None:
    nursery = Nursery("digest_bot.workshop")
    shop = Workshop(children=1, nursery=nursery)
    try:
        assert isinstance(shop.read_article(page()), Article)
        pid = nursery.pid
        assert pid is not None
        os.kill(pid, number)
        another_child(shop)
        assert isinstance(shop.read_article(page()), Article)
        assert (nursery.pid == pid) is stays
    finally:
        shop.close()
