"""The archive's text and the search in it: FTS5 on SQLite, tsvector on PostgreSQL, one `find` for both.

The index has no triggers: migrations that rebuild a table would drop them silently. Whoever writes a text writes its
index in the same transaction, here and nowhere else.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from digest_bot.model import Article, Document, SkipReason
from digest_bot.shell.indexing import Unread
from digest_bot.store.archive import document_of, documents, listings
from digest_bot.store.database import Database, as_text, metadata

NEWEST = 600
"""Of the articles that match, this many of the newest are ranked: a word that is everywhere says little."""
EXCERPT = 160
"""Characters."""
MOST_WORDS = 20

texts = sa.Table(
    "article",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("dated", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
)

INDEXES = {
    "sqlite": """
        create virtual table if not exists article_index using fts5(
        title, text, content='article', content_rowid='number', tokenize='porter unicode61 remove_diacritics 2');""",
    # The configuration stems as SQLite's porter does, and knows no stop words: "The Who" can be found.
    "postgresql": """
        do $$ begin
        if not exists (select from pg_ts_config where cfgname = 'digest_bot') then
            create text search dictionary digest_bot_stem (template = snowball, language = english);
            create text search configuration digest_bot (copy = simple);
            alter text search configuration digest_bot
                alter mapping for asciiword, word, numword with digest_bot_stem;
        end if; end $$;
        create table if not exists article_index (number integer primary key, words tsvector not null);
        create index if not exists article_index_words on article_index using gin (words) with (fastupdate = off);""",
}
FILL = {
    "sqlite": "insert into article_index (rowid, title, text) values (:number, :title, :text)",
    "postgresql": """
        insert into article_index (number, words) values (:number,
        setweight(to_tsvector('digest_bot', :title), 'A') || setweight(to_tsvector('digest_bot', :text), 'B'))""",
}
# The texts themselves are fetched last, for the few that are shown: sorting hundreds of them cost most of the time.
FIND = {
    "sqlite": """
        with newest as (select rowid as number, bm25(article_index, 5.0, 1.0) as badness from article_index
                        where article_index match :words order by rowid desc limit :newest),
             best as (select number, badness from newest order by badness, number desc limit :limit)
        select article.* from best join article using (number) order by badness, number desc""",
    "postgresql": """
        with best as (select number, ts_rank(words, to_tsquery('digest_bot', :words)) as rank from article_index
                      where number = any(:numbers) order by rank desc, number desc limit :limit)
        select article.* from best join article using (number) order by rank desc, number desc""",
}
MATCHING = "select number from article_index where words @@ to_tsquery('digest_bot', :words)"
UNPACKING = 20
"""Articles that the index of words finds while one is unpacked to be looked at; PostgreSQL's planner takes it for 1."""
BY_WORDS = ("set local enable_seqscan = {0}", "set local enable_indexscan = {0}")


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found."""

    id: str
    source: str
    url: str | None
    title: str
    dated: datetime
    excerpt: str
    """Words of the article around the first of those searched for, as they stand there."""


class Search:
    """The text of every article; every method is one transaction and raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, articles: Sequence[Article | Unread]) -> None:
        """Keep these texts and index them; one that is there already stays as it is."""
        rows = {article.id: _row(article) for article in reversed(articles)}
        if not rows:
            return
        insert = self._database.insert(texts).on_conflict_do_nothing(index_elements=["id"])
        with self._database.begin() as connection:
            added = connection.execute(insert.returning(texts.c.number, texts.c.id), list(rows.values())).all()
            if added:
                words = [_words(connection, number, rows[id_]) for number, id_ in added]
                connection.execute(sa.text(FILL[connection.dialect.name]), words)

    def unindexed(self, *, limit: int) -> list[Document | Unread]:
        """Return what came in and is not searchable yet, oldest first."""
        there = sa.exists().where(texts.c.id == documents.c.id)
        readable = sa.or_(documents.c.body.is_not(None), documents.c.reason != "")
        query = sa.select(documents).where(~there, readable).order_by(documents.c.received_at, documents.c.id)
        with self._database.read() as connection:
            return [_unindexed(row) for row in connection.execute(query.limit(limit))]

    def let_go(self, *, before: datetime, limit: int) -> int:
        """Let go of the oldest pages that are searchable and of which nobody has told since; return how many."""
        read = sa.and_(documents.c.body.is_not(None), documents.c.reason == "")  # what one source could not read stays
        old = sa.and_(read, documents.c.received_at < as_text(before))
        told = sa.exists().where(listings.c.document == documents.c.id, listings.c.at >= as_text(before))
        query = sa.select(documents.c.id).where(old, ~told, documents.c.id.in_(sa.select(texts.c.id)))
        oldest = query.order_by(documents.c.received_at).limit(limit).scalar_subquery()
        gone = {"body": None, "reason": SkipReason.LET_GO.value}
        with self._database.begin() as connection:
            return connection.execute(sa.update(documents).where(documents.c.id.in_(oldest)).values(**gone)).rowcount

    def find(self, words: str, *, limit: int = 10) -> tuple[Hit, ...]:
        """Return the articles that have all of these words or, when there are none, any of them; best first.

        Whatever a person types is a valid query; one without a word finds nothing.
        """
        terms = re.findall(r"\w+", words)[:MOST_WORDS]
        for every in (True, False) if len(terms) > 1 else (True,):
            rows = self._matching(terms, every=every, limit=limit) if terms else []
            if rows:
                return tuple(_hit(row, terms) for row in rows)
        return ()

    def _matching(self, terms: Sequence[str], *, every: bool, limit: int) -> list[Any]:
        with self._database.read() as connection:
            name, numbers = connection.dialect.name, []
            if name == "sqlite":
                words = (" " if every else " OR ").join(f'"{term}"' for term in terms)
            else:
                words = (" & " if every else " | ").join(_plain(" ".join(terms)).split())
                numbers = _newest(connection, words)
            values = {"words": words, "newest": NEWEST, "limit": limit, "numbers": numbers}
            return list(connection.execute(sa.text(FIND[name]), values))


def create_index(connection: sa.Connection) -> None:
    """Create the index of the dialect where it is missing."""
    connection.exec_driver_sql(INDEXES[connection.dialect.name])


def _newest(connection: sa.Connection, words: str) -> list[int]:
    """Return the newest that match: walking back where many do, by PostgreSQL's index of words where few do."""
    values = {"words": words, "newest": NEWEST}
    plan = connection.execute(sa.text(f"explain (format json) {MATCHING}"), values).scalar_one()
    matching = plan[0]["Plan"]["Plan Rows"]
    few = matching**2 < UNPACKING * NEWEST * _size(connection)
    for setting in BY_WORDS if few else ():
        connection.exec_driver_sql(setting.format("off"))
    found = connection.execute(sa.text(f"{MATCHING} order by number desc limit :newest"), values).scalars().all()
    for setting in BY_WORDS if few else ():
        connection.exec_driver_sql(setting.format("on"))
    return list(found)


def _size(connection: sa.Connection) -> int:
    return connection.exec_driver_sql("select coalesce(max(number), 0) from article_index").scalar_one() or 0


def _words(connection: sa.Connection, number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is indexed: SQLite's tokenizer makes plain words itself, PostgreSQL's would keep `node.js` whole."""
    plain = str if connection.dialect.name == "sqlite" else _plain
    return {"number": number, "title": plain(row["title"]), "text": plain(row["text"])}


def _plain(text: str) -> str:
    """Return the words of the text without accents, separated by spaces."""
    bare = text
    if not text.isascii():
        bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", bare))


def _unindexed(row: Any) -> Document | Unread:
    if row.body is not None:
        return document_of(row)
    dated = datetime.fromisoformat(row.published or row.received_at)
    return Unread(row.id, row.name, row.url, row.title, dated, row.reason, row.detail)


def _row(article: Article | Unread) -> dict[str, Any]:
    return {
        "id": article.id,
        "source": article.source,
        "url": article.url,
        "title": article.title,
        "dated": as_text(article.dated),
        "text": "" if isinstance(article, Unread) else "\n".join(paragraph.text for paragraph in article.paragraphs),
        "reason": article.reason if isinstance(article, Unread) else "",
        "detail": article.detail if isinstance(article, Unread) else "",
    }


def _hit(row: Any, terms: Sequence[str]) -> Hit:
    return Hit(row.id, row.source, row.url, row.title, datetime.fromisoformat(row.dated), _excerpt(row.text, terms))


def _excerpt(text: str, terms: Sequence[str]) -> str:
    """Return whole words of the text around the first term in it."""
    flat = " ".join(text.split())
    found = re.search("|".join(rf"\b{re.escape(term)}" for term in terms), flat, re.IGNORECASE)
    start = max(0, (found.start() if found else 0) - EXCERPT // 3)
    start = flat.find(" ", start) + 1 if start else 0
    end = flat.rfind(" ", start, start + EXCERPT) if start + EXCERPT < len(flat) else len(flat)
    return ("… " if start else "") + flat[start:end] + (" …" if end < len(flat) else "")
