"""Reading once: what was read is remembered, on both databases, and never in the place of something else."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from digest_bot.model import Article, Document, Skipped, SkipReason
from digest_bot.shell import readings
from digest_bot.shell.readings import ReadOnce
from digest_bot.store import Database, Store
from digest_bot.text.article import read_article
from tests.builders import NOW

PIERS = "".join(f"<p>Pier {n} opens on Monday after {n + 3} weeks in the yard, the harbour said.</p>" for n in range(9))
BODY = f"<article>{PIERS}</article>".encode()
PAGE = Document("Post", BODY, "text/html", NOW, url="https://post.example/ferry", title="Ferry sails", id="f" * 16)
WALL = replace(PAGE, body=b"<p>Subscribe to read this.</p>", url="https://post.example/wall", id="e" * 16)


@dataclass
class Counting:
    """A reader that counts, and fails to read while `broken`."""

    read: list[str] = field(default_factory=list)
    broken: bool = False

    def __call__(self, document: Document) -> Article | Skipped:
        self.read.append(document.id)
        return Skipped("Post", SkipReason.UNREADABLE, "It takes too long.") if self.broken else read_article(document)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    database = Database(database_url)
    yield Store(database)
    database.engine.dispose()


@pytest.mark.parametrize("document", [PAGE, WALL])
def test_what_was_read_comes_back_the_same_without_being_read_again(store: Store, document: Document) -> None:
    counting = Counting()
    once = ReadOnce(counting, store, lambda: NOW)
    assert once(document) == once(document) == read_article(document)
    assert counting.read == [document.id]


def test_another_process_knows_it_too(database_url: str) -> None:
    for reads in (["f" * 16], []):
        database, counting = Database(database_url), Counting()
        assert ReadOnce(counting, Store(database), lambda: NOW)(PAGE) == read_article(PAGE)
        assert counting.read == reads
        database.engine.dispose()


@pytest.mark.parametrize(
    "other",
    [
        replace(PAGE, body=BODY.replace(b"Monday", b"Friday")),
        replace(PAGE, title="Ferry stays"),
        replace(PAGE, source="Gazette"),
        replace(PAGE, published=NOW),
        replace(PAGE, media_type="text/plain"),
        replace(PAGE, id="a" * 16),
        replace(PAGE, url="https://post.example/ferry-2"),
    ],
)
def test_whatever_is_another_is_read_anew(store: Store, other: Document) -> None:
    once = ReadOnce(read_article, store, lambda: NOW)
    once(PAGE)
    assert once(other) == read_article(other) != read_article(PAGE)


def test_a_file_that_is_looked_at_again_is_read_once_and_has_the_time_of_the_look(store: Store) -> None:
    counting, later = Counting(), replace(PAGE, received_at=NOW + timedelta(hours=1))
    once = ReadOnce(counting, store, lambda: NOW)
    once(PAGE)
    assert once(later) == read_article(later)
    assert len(counting.read) == 1


def test_what_could_not_be_read_is_tried_again(store: Store) -> None:
    counting = Counting(broken=True)
    once = ReadOnce(counting, store, lambda: NOW)
    assert isinstance(once(PAGE), Skipped)
    counting.broken = False
    assert isinstance(once(PAGE), Article)


def test_another_version_of_the_program_reads_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Counting()
    once = ReadOnce(counting, store, lambda: NOW)
    once(PAGE)
    monkeypatch.setattr(readings, "__version__", "9.9.9")
    once(PAGE)
    assert len(counting.read) == 2


def test_what_was_read_long_ago_is_forgotten_and_nothing_else(store: Store) -> None:
    counting = Counting()
    for hours, document in enumerate((PAGE, WALL)):
        ReadOnce(counting, store, lambda hours=hours: NOW + timedelta(hours=hours))(document)  # type: ignore[misc]
    store.forget_readings(before=NOW + timedelta(minutes=30))
    for document in (PAGE, WALL):
        ReadOnce(counting, store, lambda: NOW)(document)
    assert counting.read == [PAGE.id, WALL.id, PAGE.id]
