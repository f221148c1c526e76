"""Reading sources: each article once, no floods, one source never stops another; the store is real."""

import threading
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from digest_bot.errors import SourceError
from digest_bot.model import Document, Skipped, SkipReason
from digest_bot.ports import Source
from digest_bot.shell.reading import Manners, collect, poll
from digest_bot.sources.folder import Folder
from digest_bot.store import Database, Store
from digest_bot.store.feeds import Feeds
from digest_bot.visits import Found, Known, Look, Standing
from tests.builders import NOW
from tests.sources.told import Told, listing, told

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORDS = "The ferry to Northmoor sails again on Monday after nine weeks in the yard, the harbour office said. "
LONG = WORDS + " ".join(
    f"Pier {number} stays closed until the crane of quay {number} is mended." for number in range(9)
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path}/digest.db")


def test_postgresql_keeps_the_same(postgres_url: str) -> None:
    database = Database(postgres_url)
    store = Store(database)
    reader, items = Reader(store), [told(f"Item {n}", hours=n + 1, text=LONG + str(n)) for n in range(40)]
    feeds = [Told(listing(*items), key=f"feed:{n}", host=f"h{n}.example") for n in range(30)]
    first = reader.edition(*feeds, now=NOW)
    assert len(titles(first)) == 3
    assert sum(isinstance(item, Skipped) for item in first) == 87
    more = [told("New", hours=-20), *items]
    assert titles(reader.edition(Told(listing(*more), key="feed:1", host="h1.example"), now=NOW + DAY)) == ["New"]
    assert store.standings(["feed:1"])["feed:1"].succeeded_at == NOW + DAY
    database.engine.dispose()


def read(
    store: Store, *sources: Source, now: datetime = NOW, since: datetime | None = None, seen: Sequence[str] = ()
) -> list[Document | Skipped]:
    return collect(sources, feeds=store, archive=store, now=now, since=since, seen=seen)


def titles(items: Sequence[Document | Skipped]) -> list[str | None]:
    return [item.title for item in items if isinstance(item, Document)]


@dataclass
class Reader:
    """A digest that is made again and again, and remembers what it had."""

    store: Store
    since: datetime | None = None
    seen: list[str] = field(default_factory=list)

    def edition(self, *sources: Source, now: datetime) -> list[Document | Skipped]:
        items = read(self.store, *sources, now=now, since=self.since, seen=self.seen)
        self.seen += [item.id for item in items if isinstance(item, Document)]
        self.since = now
        return items


# No floods, nothing twice.


def test_a_new_feed_with_500_old_items_gives_three_and_never_the_rest(store: Store) -> None:
    feed = Told(listing(*[told(f"Item {n}", hours=n + 1) for n in range(500)]))
    reader = Reader(store)
    assert titles(reader.edition(feed, now=NOW)) == ["Item 0", "Item 1", "Item 2"]
    assert feed.completed == ["Item 0", "Item 1", "Item 2"]
    for day in range(1, 4):
        assert titles(reader.edition(feed, now=NOW + day * DAY)) == []


def test_what_is_new_on_the_next_day_comes_and_what_was_there_does_not(store: Store) -> None:
    reader, first = Reader(store), [told("Old", hours=2)]
    assert titles(reader.edition(Told(listing(*first)), now=NOW)) == ["Old"]
    later = Told(listing(told("New", hours=-20), *first))
    assert titles(reader.edition(later, now=NOW + DAY)) == ["New"]
    assert later.completed == ["New"]


def test_a_restart_brings_nothing_again(tmp_path: Path) -> None:
    url, feed = f"sqlite:///{tmp_path}/digest.db", Told(listing(told("Once")))
    reader = Reader(Store(url))
    assert titles(reader.edition(feed, now=NOW)) == ["Once"]
    reader.store = Store(url)
    assert titles(reader.edition(Told(feed.found), now=NOW + DAY)) == []


def test_a_source_that_is_taken_out_and_put_in_again_under_another_name_brings_nothing_again(store: Store) -> None:
    reader, feed = Reader(store), Told(listing(told("Once")))
    reader.edition(feed, now=NOW)
    reader.edition(now=NOW + DAY)
    assert titles(reader.edition(Told(feed.found, name="Other"), now=NOW + 2 * DAY)) == []


def test_an_old_item_that_slides_back_since_another_was_deleted_is_not_news(store: Store) -> None:
    reader = Reader(store)
    reader.edition(Told(listing(*[told(f"Item {n}", hours=24 * n + 1) for n in range(5)])), now=NOW)
    slid = listing(*[told(f"Item {n}", hours=24 * n + 1) for n in (0, 1, 2, 4, 5)])
    assert titles(reader.edition(Told(slid), now=NOW + DAY)) == []


def test_an_undated_item_that_slides_back_at_the_end_is_not_news(store: Store) -> None:
    reader = Reader(store)
    reader.edition(Told(listing(*[told(f"Item {n}", hours=None) for n in range(5)])), now=NOW)
    slid = listing(*[told(f"Item {n}", hours=None) for n in (0, 1, 2, 4, 5)])
    assert titles(reader.edition(Told(slid), now=NOW + DAY)) == []


def test_an_undated_item_at_the_end_of_a_list_that_grew_is_news(store: Store) -> None:
    reader = Reader(store)
    reader.edition(Told(listing(*[told(f"Item {n}", hours=None) for n in range(5)])), now=NOW)
    grown = listing(*[told(f"Item {n}", hours=None) for n in range(6)])
    assert titles(reader.edition(Told(grown), now=NOW + DAY)) == ["Item 5"]


def test_items_that_vanish_and_come_back_are_not_news(store: Store) -> None:
    reader, whole = Reader(store), listing(told("A"), told("B"))
    reader.edition(Told(whole), now=NOW)
    assert titles(reader.edition(Told(listing(told("C", hours=-20))), now=NOW + DAY)) == ["C"]
    assert titles(reader.edition(Told(whole), now=NOW + 2 * DAY)) == []


def test_an_item_that_comes_late_with_an_older_date_is_news(store: Store) -> None:
    reader = Reader(store)
    reader.edition(Told(listing(told("A"))), now=NOW)
    assert titles(reader.edition(Told(listing(told("A"), told("Late", hours=-10))), now=NOW + 5 * DAY)) == ["Late"]


def test_what_came_in_over_a_long_weekend_all_comes(store: Store) -> None:
    reader, items = Reader(store), [told("Item 0")]
    reader.edition(Told(listing(*items)), now=NOW)
    for day in range(1, 4):
        items.insert(0, told(f"Item {day}", hours=-24 * day))
        poll([Told(listing(*items))], feeds=store, archive=store, now=NOW + day * DAY)
    assert titles(reader.edition(Told(listing(*items)), now=NOW + 3 * DAY)) == ["Item 3", "Item 2", "Item 1"]


def test_a_second_digest_begins_with_a_few_articles_of_a_known_feed(store: Store) -> None:
    feed = Told(listing(told("Item")))
    Reader(store).edition(feed, now=NOW)
    feed.found = listing(*[told(f"More {n}", hours=-1) for n in range(9)], told("Item"))
    assert len(titles(Reader(store).edition(feed, now=NOW + 2 * HOUR))) == 3


def test_an_edition_that_was_not_saved_gets_the_same_again(store: Store) -> None:
    feed = Told(listing(told("Item")))
    assert titles(read(store, feed)) == titles(read(store, feed, now=NOW + HOUR)) == ["Item"]


# One identity.


def again(store: Store, first: Found, second: Found, **about: str) -> list[str | None]:
    """What the second visit brings."""
    reader = Reader(store)
    reader.edition(Told(listing(first)), now=NOW)
    return titles(reader.edition(Told(listing(second), **about), now=NOW + DAY))  # type: ignore[arg-type]


AT = "https://post.example/1"


@pytest.mark.parametrize(
    "second",
    [
        told("Ferry sails again", url=AT, guid="1", text=WORDS),
        told("Ferry back at last", url=AT, guid="1", text=WORDS),
        told("Ferry sails again", url=AT, guid="other", text=WORDS),
        told("Ferry sails again", url=AT, guid="1", text=WORDS, hours=-23),
        told("Quite another headline", url=AT, guid="other", text=WORDS, hours=-23),
        told("Ferry sails again", url=AT, guid="other", text="Wholly rewritten. " * 9, hours=-23),
        told("Ferry sails again", url=f"{AT}?utm_source=rss#top", text=WORDS),
        told("Ferry sails again", url="http://www.post.example/1/", text=WORDS),
        told("Ferry sails again", url="https://m.post.example/1", text=WORDS),
        told("Ferry sails again", url="https://post.example/1/amp", text=WORDS),
        told("Ferry sails again", url="https://post.example/ferry-sails", guid="1", text=WORDS),
        told("Ferry sails again", url="https://post.example/2", text=LONG),
    ],
    ids=[
        "same",
        "title",
        "guid",
        "date",
        "title+guid+date",
        "text",
        "tracking",
        "www",
        "mobile",
        "amp",
        "moved",
        "copy",
    ],
)
def test_an_article_that_was_touched_up_is_not_new(store: Store, second: Found) -> None:
    text = LONG if second.text == LONG else WORDS
    assert again(store, told("Ferry sails again", url=AT, guid="1", text=text), second) == []


@pytest.mark.parametrize(
    "second",
    [
        told("Bridge closes", url=AT, guid="2", text="Lindholm closes its harbour bridge for nine weeks in January."),
        told("Ferry sails again", url="https://post.example/2", guid="2", text=WORDS),
        told("Ferry sails again", url="https://other.example/1", guid="2", text=LONG),
        told("Bridge closes", url=None, guid="2", text="Lindholm closes its harbour bridge for nine weeks in January."),
    ],
    ids=["same-url", "same-title", "same-text-elsewhere", "no-url"],
)
def test_another_article_is_new_whatever_it_shares(store: Store, second: Found) -> None:
    text = LONG if second.text == LONG else WORDS
    assert again(store, told("Ferry sails again", url=AT, guid="1", text=text), second) == [second.document.title]


def test_entries_that_all_point_to_one_address_are_each_an_article(store: Store) -> None:
    reader, page = Reader(store), "https://post.example/changes"
    two = [told(f"Release {n}", url=page, guid=f"v{n}", text=f"Fixes number {n}.") for n in (1, 2)]
    first = reader.edition(Told(listing(*two)), now=NOW)
    assert sorted(map(str, titles(first))) == ["Release 1", "Release 2"]
    assert len({item.id for item in first if isinstance(item, Document)}) == 2
    three = told("Release 3", url=page, guid="v3", text="Fixes number 3.", hours=-20)
    assert titles(reader.edition(Told(listing(three, *two)), now=NOW + DAY)) == ["Release 3"]
    assert titles(reader.edition(Told(listing(three, *two)), now=NOW + 2 * DAY)) == []


def test_what_sixty_articles_begin_with_is_a_template_and_looked_up_in_twenty(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/digest.db")
    store = Store(database)
    feeds = [
        Told(listing(told(f"Notice {n}", url=f"https://h{n}.example/1", text=f"{LONG} {n}")), key=str(n), host=f"h{n}")
        for n in range(60)
    ]
    for now in (NOW, NOW + HOUR):
        assert len(titles(read(store, *feeds, now=now))) == 60
    with database.read() as connection:
        shared = connection.exec_driver_sql("select count(*) from document_key group by key").scalars().all()
        kept = connection.exec_driver_sql("select count(*) from document").scalar_one()
    assert max(shared) == 20
    assert kept == 60


def test_the_same_article_from_two_feeds_is_one(store: Store) -> None:
    one = Told(listing(told("Ferry", url=AT)))
    two = Told(listing(told("Ferry", url=f"{AT}?utm_medium=x")), key="feed:two", name="Two", host="two.example")
    read(store, one)
    first, second = read(store, one, two)
    assert isinstance(first, Document)
    assert isinstance(second, Skipped)
    assert (second.source, second.reason) == ("Two", SkipReason.DUPLICATE)
    assert two.completed == []


def test_two_sources_that_tell_of_an_article_at_the_same_time_tell_of_one(store: Store) -> None:
    feeds = [Told(listing(told("Ferry", url=AT)), key=f"feed:{n}", host=f"h{n}.example") for n in range(12)]
    items = read(store, *feeds)
    assert len(titles(items)) == 1
    assert len(items) == 12


def test_an_article_old_for_one_feed_is_news_for_another(store: Store) -> None:
    old = [told(f"Item {n}", hours=n + 1) for n in range(9)]
    read(store, Told(listing(*old)))
    other = Told(listing(old[8]), key="feed:other", name="Other", host="other.example")
    assert titles(read(store, other)) == ["Item 8"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("saved.html", f'<html><head><link rel="canonical" href="{AT}"></head><body><p>{WORDS}</p></body></html>'),
        ("saved.txt", f"Ferry sails again\n\n{LONG}\n\nPrinted from the web"),
    ],
)
def test_an_article_that_came_by_feed_is_known_as_a_file(store: Store, tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / name).write_text(content, encoding="utf-8")
    feed = Told(listing(told("Ferry sails again", url=AT, text=LONG)))
    by_feed, by_file = read(store, feed, Folder("Inbox", tmp_path / "inbox"))
    assert isinstance(by_feed, Document)
    assert isinstance(by_file, Skipped)
    assert by_file.reason is SkipReason.DUPLICATE


def test_a_file_that_is_written_anew_is_another_article(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "today.txt"
    reader, folder = Reader(store), Folder("Inbox", path)
    found = []
    for text in (WORDS, WORDS, "Lindholm closes its harbour bridge for nine weeks in January, the city said."):
        path.write_text(text, encoding="utf-8")
        found.append(len(reader.edition(folder, now=NOW)))
    assert found == [1, 0, 1]


def test_a_file_that_was_taken_away_is_not_handed_out(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(WORDS, encoding="utf-8")
    assert len(read(store, Folder("Inbox", tmp_path))) == 1
    path.unlink()
    assert read(store, Folder("Inbox", tmp_path)) == []


def test_the_archive_gives_back_what_came_in(store: Store) -> None:
    whole = Document(
        "Post", b"\x00\xff<p>", "text/html", NOW, AT, "cp1251", "Title", "Jo Li", NOW - HOUR, "A short teaser."
    )
    (kept,) = read(store, Told((Found(whole),)))
    assert isinstance(kept, Document)
    assert kept == replace(whole, id=kept.id)


# One source never stops another.


def test_a_dead_source_is_one_line_and_the_others_are_read(store: Store) -> None:
    dead = Told(error=SourceError("The feed answered 500."), name="Dead", key="feed:dead", host="dead.example")
    alive = Told(listing(told("Item")))
    assert read(store, dead, alive)[0] == Skipped("Dead", SkipReason.SOURCE_FAILED, "The feed answered 500.")
    assert titles(read(store, dead, alive)) == ["Item"]


def test_what_nobody_expected_stops_one_source_and_no_other(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    @dataclass
    class Odd(Told):
        def look(self, *, known: Known, now: datetime) -> Look:
            raise ZeroDivisionError

    odd = Odd(name="Odd", key="feed:odd", host="odd.example")
    assert titles(read(store, odd, Told(listing(told("Item"))))) == ["Item"]
    assert "ZeroDivisionError" in caplog.text
    assert store.standings(["feed:odd"])["feed:odd"].failures == 1


def test_after_its_time_a_poll_begins_nothing_more_and_loses_nothing(store: Store) -> None:
    feeds = [Told(listing(told("Item"), told("More")), key=f"feed:{n}") for n in range(2)]
    assert poll(feeds, feeds=store, archive=store, now=NOW, within=-1) == 0
    assert poll(feeds, feeds=store, archive=store, now=NOW, manners=Manners(0)) == 2


def test_news_that_time_did_not_suffice_for_come_on_the_next_visit(store: Store) -> None:
    @dataclass
    class Tough(Told):
        def complete(self, found: Found, *, now: datetime) -> Document | Skipped:
            threading.Event().wait(0.3)
            return super().complete(found, now=now)

    feed = Tough(listing(told("One"), told("Two"), told("Three")))
    poll([feed], feeds=store, archive=store, now=NOW, within=0.2)
    assert store.standings([feed.key])[feed.key].known == Known()
    assert sorted(map(str, titles(read(store, feed)))) == ["One", "Three", "Two"]


def test_a_day_without_any_source_says_so_although_each_failed_only_just_now(store: Store) -> None:
    feed = Told(listing(told("Item")))
    reader = Reader(store)
    reader.edition(feed, now=NOW)
    feed.error = SourceError("No answer.")
    (line,) = reader.edition(feed, now=NOW + DAY)
    assert isinstance(line, Skipped)
    assert (line.reason, line.detail) == (SkipReason.SOURCE_FAILED, "No answer.")


def test_a_folder_that_is_not_there_is_one_line(store: Store, tmp_path: Path) -> None:
    (line,) = read(store, Folder("Inbox", tmp_path / "gone"))
    assert isinstance(line, Skipped)
    assert (line.reason, line.source) == (SkipReason.SOURCE_FAILED, "Inbox")


def test_a_slow_host_does_not_keep_the_others_waiting(store: Store) -> None:
    others_done, waited = threading.Event(), []

    @dataclass
    class Slow(Told):
        def look(self, *, known: Known, now: datetime) -> Look:
            waited.append(others_done.wait(60))
            return Look()

    slow = [Slow(key=f"feed:slow{n}", host=f"slow{n}.example") for n in range(40)]
    quick = [Told(key=f"feed:quick{n}", host=f"quick{n}.example") for n in range(40)]

    @dataclass
    class Last(Told):
        def look(self, *, known: Known, now: datetime) -> Look:
            others_done.set()
            return Look()

    last = Last(key="feed:last", host="last.example")
    assert poll([*slow, *quick, last], feeds=store, archive=store, now=NOW) == 81
    assert waited == [True] * 40


def test_the_feeds_of_one_host_are_visited_one_after_the_other_with_a_pause(store: Store) -> None:
    feeds = [Told(key=f"feed:{n}") for n in range(3)]
    pauses: list[float] = []
    poll(feeds, feeds=store, archive=store, now=NOW, manners=Manners(2.0, pauses.append))
    assert pauses == [2.0, 2.0]


@dataclass
class Slow(Told):
    """A source whose visit takes until a test lets it end."""

    begun: threading.Event = field(default_factory=threading.Event)
    end: threading.Event = field(default_factory=threading.Event)

    def look(self, *, known: Known, now: datetime) -> Look:
        self.begun.set()
        self.end.wait(60)
        return super().look(known=known, now=now)


def test_what_one_worker_is_visiting_is_left_to_it_and_an_edition_waits_for_what_it_brings(store: Store) -> None:
    feed = Slow(listing(told("Item")))
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(poll, [feed], feeds=store, archive=store, now=NOW)
        assert feed.begun.wait(60)
        assert poll([feed], feeds=store, archive=store, now=NOW) == 0
        edition = pool.submit(read, store, feed)
        feed.end.set()
        assert first.result(60) == 1
        assert titles(edition.result(60)) == ["Item"]
    assert len(feed.looks) == 1


class Overtaken(Store):
    """A store in which somebody else makes every visit between our look at what is due and our claim."""

    def take_visits(self, keys: Collection[str], *, now: datetime, until: datetime) -> frozenset[str]:
        self.stand([Standing(key, next_at=now + HOUR, tried_at=now) for key in keys])
        return super().take_visits(keys, now=now, until=until)


def test_a_visit_that_another_made_while_we_looked_what_is_due_is_not_made_twice(tmp_path: Path) -> None:
    feed, store = Told(listing(told("Item"))), Overtaken(f"sqlite:///{tmp_path}/digest.db")
    assert poll([feed], feeds=store, archive=store, now=NOW) == 0
    assert feed.looks == []
    assert store.take_visits([feed.key], now=NOW, until=NOW + HOUR) == {feed.key}  # it was given back


def test_a_visit_whose_worker_died_is_made_by_another_once_its_time_is_over(store: Store) -> None:
    feed, until = Told(), NOW + timedelta(minutes=2)
    assert store.take_visits([feed.key], now=NOW, until=until) == {feed.key}
    assert poll([feed], feeds=store, archive=store, now=NOW + timedelta(minutes=1)) == 0
    assert poll([feed], feeds=store, archive=store, now=until) == 1


def test_a_visit_is_taken_by_one_of_several_and_given_back(database_url: str) -> None:
    store, until = Store(database_url), NOW + HOUR
    keys = [f"feed:{number}" for number in range(900)]
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda _: store.take_visits(keys, now=NOW, until=until), range(4)))
    assert sorted(map(len, taken)) == [0, 0, 0, 900]
    store.end_visits(keys[:5], until=until)
    assert store.take_visits(keys, now=NOW, until=until) == frozenset(keys[:5])
    store._database.engine.dispose()


def test_two_who_take_the_same_visits_in_two_orders_do_not_wait_for_each_other_for_ever(database_url: str) -> None:
    database = Database(database_url)
    database.create()
    feeds, keys = Feeds(database), [f"feed:https://s{n}.example/" for n in range(400)]

    def take(some: Sequence[str]) -> frozenset[str]:
        return feeds.take_visits(some, now=now, until=now + timedelta(minutes=5))

    with ThreadPoolExecutor(2) as pool:
        for hour in range(10):
            now = NOW + timedelta(hours=hour)
            assert sum(map(len, pool.map(take, (keys, keys[::-1])))) == 400
    database.engine.dispose()


def test_a_source_is_not_visited_before_it_is_due(store: Store) -> None:
    feed = Told(rest=3 * HOUR)
    visits = [poll([feed], feeds=store, archive=store, now=NOW + hour * HOUR) for hour in range(5)]
    assert visits == [1, 0, 0, 0, 1]


def test_an_unchanged_feed_is_asked_with_what_it_said_last(store: Store) -> None:
    feed = Told(listing(told("Item")))
    poll([feed], feeds=store, archive=store, now=NOW)
    feed.unchanged = True
    poll([feed], feeds=store, archive=store, now=NOW + DAY)
    assert feed.looks == [Known(), Known(None, '"1"', discover=False)]


def test_ten_thousand_standings_are_read_and_written(store: Store) -> None:
    feeds = [Told(key=f"feed:{n}", host="one.example") for n in range(1000)]
    assert poll(feeds, feeds=store, archive=store, now=NOW, manners=Manners(0)) == 1000
    assert poll(feeds, feeds=store, archive=store, now=NOW) == 0
