"""Search in the archive: whatever is typed is a query, on both databases."""

from collections.abc import Iterator

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest_bot.shell.indexing import Unread
from digest_bot.store import Database, Search, Store
from digest_bot.store.search import texts
from tests.builders import NOW, article

FERRY = article(
    "The ferry Aurora ran aground off Tarn Island on Monday with 212 people aboard.",
    "Everyone was brought ashore by midnight.",
    id="f" * 16,
    title="Ferry runs aground",
)
BRIDGE = article("Lindholm's harbour bridge closes; the ferries do not.", id="b" * 16, title="Bridge to close")
PRICES = article("AT&T and O'Reilly use C++ and node.js in São Paulo.", id="p" * 16, title="Prices rise")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    Store(made)
    yield made
    made.engine.dispose()


@pytest.fixture
def search(database: Database) -> Search:
    made = Search(database)
    made.add((FERRY, BRIDGE, PRICES))
    return made


def found(search: Search, words: str) -> list[str]:
    return [hit.title for hit in search.find(words)]


def test_a_word_in_the_title_weighs_more_than_one_in_the_text(search: Search) -> None:
    assert found(search, "ferry") == ["Ferry runs aground", "Bridge to close"]


def test_all_words_are_wanted_and_any_when_nothing_has_all(search: Search) -> None:
    assert found(search, "harbour ferry") == ["Bridge to close"]
    assert set(found(search, "harbour prices")) == {"Bridge to close", "Prices rise"}
    assert found(search, "unheard") == []


@pytest.mark.parametrize(
    "typed", ["C++", "AT&T", "node.js", "O'Reilly", '"Paulo', "-prices", "São", "sao paulo", "NEAR(prices"]
)
def test_what_means_something_to_the_database_is_only_words_here(search: Search, typed: str) -> None:
    assert "Prices rise" in found(search, typed)


@pytest.mark.parametrize("typed", ["", " ", "?!", "''", "***"])
def test_a_query_without_a_word_finds_nothing(search: Search, typed: str) -> None:
    assert found(search, typed) == []


def test_a_hit_says_where_it_comes_from_and_shows_words_as_they_stand(search: Search) -> None:
    (hit,) = search.find("aboard")
    assert (hit.id, hit.source, hit.url) == ("f" * 16, "Harbour Post", "https://harbour.example/1")
    assert hit.excerpt == (
        "… aground off Tarn Island on Monday with 212 people aboard. Everyone was brought ashore by midnight."
    )


def test_an_article_is_indexed_once(search: Search) -> None:
    search.add((FERRY,))
    assert found(search, "aground") == ["Ferry runs aground"]


def test_what_could_not_be_read_is_found_by_its_title(search: Search) -> None:
    search.add((Unread("u" * 16, "Wall", None, "Behind the paywall", NOW, "paywall", "It asks for a subscription."),))
    assert found(search, "paywall") == ["Behind the paywall"]


def test_the_index_survives_a_migration_that_rebuilds_the_table(database: Database, search: Search) -> None:
    with database.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table(
            "article", recreate="always" if "sqlite" in str(connection.engine.url) else "auto"
        ) as batch:
            batch.alter_column("title", nullable=True)
    search.add((article("The lighthouse is lit.", id="l" * 16, title="Light"),))
    assert found(search, "aground") == ["Ferry runs aground"]
    assert found(search, "lighthouse") == ["Light"]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, postgres: str) -> Iterator[list[Search]]:
    """One search a database, for many queries."""
    databases = [Database(f"sqlite:///{tmp_path_factory.mktemp('search')}/x.db"), Database(postgres)]
    for database in databases:
        Store(database)
        Search(database).add((FERRY,))
    yield [Search(database) for database in databases]
    with databases[1].begin() as connection:
        connection.execute(texts.delete())
        connection.exec_driver_sql("delete from article_index")
    for database in databases:
        database.engine.dispose()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60))
def test_any_text_is_a_valid_query(small: list[Search], typed: str) -> None:
    for search in small:
        search.find(typed)
