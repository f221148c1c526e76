"""The life of every article that was taken in, in one answer."""

from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest_bot.fates import MERGED, READ, TOLD, fates
from digest_bot.model import Edition, Receipt, Skipped, SkipReason
from digest_bot.pipeline import Options
from digest_bot.ports import Part, PartState
from digest_bot.schedule import Schedule
from digest_bot.shell.indexing import Indexer
from digest_bot.shell.worker import Job, make_edition
from digest_bot.sources.folder import Folder
from digest_bot.store import Database, Lives, Search, Store
from digest_bot.text.article import read_article
from digest_bot.why import why
from tests.builders import BRIDGE, EDITION, FERRY, NOW, digest, section, story

FERRY_AGAIN = section("A ferry is aground off Tarn.", id="c" * 16, title="Aurora aground")
CUT = Skipped("City Wire", SkipReason.BELOW_CUT, "It fell below the cut of this edition.", None, "Cut", ("d" * 16,))


def test_every_article_of_an_edition_has_a_fate() -> None:
    made = digest(story("Ferry runs aground", FERRY, FERRY_AGAIN), story("Bridge", BRIDGE), skipped=[CUT])
    made = replace(made, articles=(*made.articles, "d" * 16, "e" * 16))
    found = {fate.article[0]: (fate.outcome, fate.part) for fate in fates(made)}
    assert found == {
        "a": (TOLD, "story-1"),
        "c": (MERGED, "story-1"),
        "b": (TOLD, "story-2"),
        "d": ("below_cut", ""),
        "e": (READ, ""),
    }


ARTICLES = {
    "Ferry runs aground off Tarn": (
        "The ferry Aurora ran aground off Tarn Island on Monday evening with 212 people aboard.",
        "Everyone was brought ashore by midnight, said Maria Lind of the coast guard, and nobody was hurt.",
    ),
    "Bridge to close for nine weeks": (
        "Lindholm will close its harbour bridge to cars for nine weeks from the middle of January.",
        "Buses go by way of the tunnel meanwhile, the transport office of the city announced on its page.",
    ),
    "Parliament votes on the orchard tax": (
        "The parliament in Verlen adopted the tax on cherry orchards with a majority of 81 to 64 votes.",
        "Farmers who own fewer than forty trees need not pay anything before the year 2031, the law says.",
    ),
}
HEADLINES = tuple(ARTICLES)


def write_articles(folder: Path) -> None:
    for number, (headline, paragraphs) in enumerate(ARTICLES.items()):
        text = "\n\n".join((headline, *paragraphs))
        (folder / f"{number}.txt").write_text(f"{text}\n", encoding="utf-8")
    (folder / "wall.txt").write_text("Subscribe to read this.\n", encoding="utf-8")


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Store:
    (tmp_path / "news").mkdir()
    write_articles(tmp_path / "news")
    return Store(Database(database_url))


def test_why_answers_for_everything_that_was_taken_in(store: Store, tmp_path: Path) -> None:
    database = store._database
    schedule = Schedule((time(7, 30),), ZoneInfo("Europe/Berlin"), frozenset(range(7)))
    job = Job("daily", "C1", schedule, (Folder("news", tmp_path / "news"),), Options(max_stories=2, max_per_source=9))
    store.plan(EDITION, now=NOW)
    made = make_edition(job, EDITION, store=store, now=NOW)
    sent = Part("story-1", PartState.SENT, NOW, receipt=Receipt("C1", "1795501860.000100"))
    store.put_part(EDITION, sent)
    Indexer(Search(database), read_article)(lambda: True)

    lives = Lives(database)
    answers = {headline: why(headline, lives) for headline in HEADLINES}
    assert all("Taken in on 2026-11-24 06:30 UTC from news" in answer for answer in answers.values())
    told = [answer for answer in answers.values() if "It leads story" in answer]
    assert len(told) == len(made.stories) == 2
    assert sum("Posted: C1 at 2026-11-24 06:31 UTC" in answer for answer in told) == 1
    assert sum("Not posted yet." in answer for answer in told) == 1
    assert sum("below the cut" in answer for answer in answers.values()) == 1
    assert "daily/C1/2026-11-24/07:30: " in why("wall.txt", lives)
    assert why("https://nowhere.example/", lives).startswith("Nothing that was ever taken in")
    assert {hit.title for hit in Search(database).find("farmers")} == {"Parliament votes on the orchard tax"}
    database.engine.dispose()


def test_an_article_no_edition_has_looked_at_says_so(store: Store, tmp_path: Path) -> None:
    later = Edition("other", "C2", EDITION.date + timedelta(days=1), "07:30")
    assert why(later.id, Lives(store._database)).startswith("Nothing")
    store._database.engine.dispose()
