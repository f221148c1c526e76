"""Tidying: old pages go, and nothing that an edition, a search or a question needs."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from digest_bot.model import Document, Skipped, SkipReason
from digest_bot.shell.indexing import Indexer
from digest_bot.shell.reading import poll
from digest_bot.shell.tidying import Tidying
from digest_bot.store import Database, Lives, Search, Store
from digest_bot.store.requests import Requests
from digest_bot.text.article import read_article
from digest_bot.why import why
from tests.builders import NOW
from tests.sources.told import Told, listing, told

DAY = timedelta(days=1)
TEXT = "The ferry to Northmoor sails again on Monday after nine weeks in the yard, the harbour office said. " * 5


class Attic:
    """A store with one article a week, the oldest ten weeks old, all of them searchable."""

    def __init__(self, database: Database) -> None:
        self.database, self.store, self.search = database, Store(database), Search(database)
        self.feed = Told()
        self.made: list[datetime] = []
        for week in range(10, -1, -1):
            self.feed.found = listing(told(f"Week {week}", hours=24 * 7 * week + 1, text=f"{TEXT} Week {week}."))
            poll([self.feed], feeds=self.store, archive=self.store, now=NOW - week * 7 * DAY)
        Indexer(self.search, read_article)(lambda: True)

    def tidy(self, *, fence: bool = True) -> None:
        requests = Requests(self.database)
        Tidying(self.search, self.store, requests, lambda: self.made, lambda: NOW)(lambda: fence)

    def whole(self) -> list[str]:
        """The titles of the articles whose page is there."""
        return [one.title or "" for one in self._news() if isinstance(one, Document)]

    def gone(self) -> list[Skipped]:
        return [one for one in self._news() if isinstance(one, Skipped)]

    def _news(self) -> list[Document | Skipped]:
        return self.store.news(self.feed.key, after=NOW - 365 * DAY, limit=99)


@pytest.fixture
def attic(database_url: str) -> Iterator[Attic]:
    made = Attic(Database(database_url))
    yield made
    made.database.engine.dispose()


def test_pages_older_than_a_month_are_let_go(attic: Attic) -> None:
    assert len(attic.whole()) == 11
    attic.tidy()
    assert attic.whole() == ["Week 0", "Week 1", "Week 2", "Week 3", "Week 4"]


def test_what_the_next_edition_of_a_digest_needs_stays(attic: Attic) -> None:
    attic.made = [NOW - DAY, NOW - 8 * 7 * DAY]
    attic.tidy()
    assert attic.whole()[-1] == "Week 8"  # an hour is looked back over, and it came in just then


def test_what_cannot_be_searched_yet_stays(attic: Attic) -> None:
    attic.feed = Told(listing(told("Late", hours=24 * 60, text=TEXT + " Late.")), key="feed:late")
    poll([attic.feed], feeds=attic.store, archive=attic.store, now=NOW - 60 * DAY)
    attic.tidy()
    assert attic.whole() == ["Late"]
    Indexer(attic.search, read_article)(lambda: True)
    attic.tidy()
    assert attic.whole() == []


def test_whoever_has_lost_the_lease_lets_nothing_go(attic: Attic) -> None:
    attic.tidy(fence=False)
    assert len(attic.whole()) == 11


def test_what_was_let_go_is_still_found_and_explained(attic: Attic) -> None:
    attic.tidy()
    assert "Week 9" in {hit.title for hit in attic.search.find("ferry Northmoor", limit=20)}
    assert "It could not be read" not in why("Week 9", Lives(attic.database))


def test_an_edition_that_would_need_it_after_all_says_what_became_of_it(attic: Attic) -> None:
    attic.tidy()
    (oldest,) = (one for one in attic.gone() if one.title == "Week 10")
    assert oldest.reason is SkipReason.LET_GO
    assert oldest.detail == "Its page came in long ago and is no longer kept; its words can be searched."


def test_what_was_let_go_is_not_fetched_again_and_is_no_news(attic: Attic) -> None:
    attic.tidy()
    attic.feed.completed.clear()
    attic.feed.found = listing(*(told(f"Week {week}", hours=24 * 7 * week + 1) for week in range(11)))
    assert poll([attic.feed], feeds=attic.store, archive=attic.store, now=NOW + DAY) == 1
    assert attic.feed.completed == []


def test_a_folder_that_still_has_the_file_does_not_bring_it_anew(attic: Attic) -> None:
    attic.tidy()
    (here,) = attic.store.recognise(attic.feed.key, attic.feed.found)
    assert (here.listed, here.whole) == (True, True)
    (old,) = attic.store.recognise(attic.feed.key, listing(told("Week 10", hours=24 * 70 + 1)))
    assert (old.listed, old.whole) == (True, True)
    (elsewhere,) = attic.store.recognise("feed:other", listing(told("Week 10", hours=24 * 70 + 1)))
    assert (elsewhere.listed, elsewhere.whole) == (False, False)


def test_another_source_that_tells_of_it_now_brings_it_anew(attic: Attic) -> None:
    attic.tidy()
    attic.feed = Told(listing(told("Week 10", hours=24 * 70 + 1, text=f"{TEXT} Week 10.")), key="feed:other")
    poll([attic.feed], feeds=attic.store, archive=attic.store, now=NOW)
    attic.tidy()
    assert attic.whole() == ["Week 10"]


def test_thousands_go_in_portions(attic: Attic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest_bot.shell.tidying.BATCH", 2)
    attic.tidy()
    assert len(attic.gone()) == 6
