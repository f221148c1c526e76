"""The archive: every article as it came in, once, whichever way it came, and handed out by when it did."""

import threading
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from digest_bot.identity import RUN, Traits, keys, same, traits
from digest_bot.model import Document, Skipped, SkipReason
from digest_bot.store.database import Database, as_text, metadata
from digest_bot.visits import Found, Recognised
from digest_bot.web.urls import canonical_url

documents = sa.Table(
    "document",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("received_at", sa.Text, nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("canonical", sa.Text, nullable=False),
    sa.Column("guid", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("author", sa.Text),
    sa.Column("published", sa.Text),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("charset", sa.Text),
    sa.Column("excerpt", sa.Text),
    sa.Column("sketch", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary),
)
# Which pages are the oldest is asked every hour, and among years of articles only the last weeks have one.
sa.Index(
    "document_whole",
    documents.c.received_at,
    sqlite_where=documents.c.body.is_not(None),
    postgresql_where=documents.c.body.is_not(None),
)
listings = sa.Table(
    "listing",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("document", sa.Text, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Index("listing_news", "source", "state", "at"),
    sa.Index("listing_document", "document"),
)
document_keys = sa.Table(
    "document_key",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("document", sa.Text, primary_key=True),
)
NEWS, OLD, SKIPPED = "news", "old", "skipped"
"""States: to be handed out; known and never news; not usable, handed out as the reason why."""
ARCHIVE = 0x_D1_6E_57
"""The number of the lock on PostgreSQL."""
_TURN = threading.RLock()
"""Visits run by the dozen, and a database's own queue is neither fair nor long: each thread waits here for its turn."""
LET_GO = "Its page came in long ago and is no longer kept; its words can be searched."
CROWDED = 20
"""Articles with a run of words in common, from which it is a template's and no more are looked up by it."""
AT_ONCE = 400
"""Keys in one query; databases allow a limited number of parameters."""

Candidates = dict[str, list[tuple[str, Traits]]]
"""Key → (id, traits) of the kept articles that have it, oldest first."""

# Put together once: every visit asks all of them, and putting one together costs more than its answer.
_DOCUMENT = documents.c
_SOME: sa.BindParameter[Any] = sa.bindparam("some", expanding=True)
_NAMED = sa.select(document_keys).where(document_keys.c.key.in_(_SOME))
_RECOGNISED = sa.select(
    *(_DOCUMENT.id, _DOCUMENT.received_at, _DOCUMENT.source, _DOCUMENT.canonical, _DOCUMENT.guid),
    *(_DOCUMENT.title, _DOCUMENT.published, _DOCUMENT.sketch, _DOCUMENT.words),
).where(_DOCUMENT.id.in_(_SOME))
_LISTED = sa.and_(listings.c.document == _DOCUMENT.id, listings.c.source == sa.bindparam("told_by"))
_HAD = sa.and_(listings.c.source.is_not(None), _DOCUMENT.reason == SkipReason.LET_GO.value)
"""The source's page was there and is let go; another source that tells of it now brings it anew."""
_TOLD = (
    sa.select(_DOCUMENT.id, listings.c.source.is_not(None), sa.or_(_DOCUMENT.body.is_not(None), _HAD))
    .select_from(sa.outerjoin(documents, listings, _LISTED))
    .where(_DOCUMENT.id.in_(_SOME))
)
_TAKEN = sa.select(_DOCUMENT.id).where(_DOCUMENT.id.in_(_SOME))
_NO_LONGER_GONE = sa.case((_DOCUMENT.reason == SkipReason.LET_GO.value, ""), else_=_DOCUMENT.reason)
_COMPLETE = (
    sa.update(documents)
    .where(_DOCUMENT.id == sa.bindparam("of"), _DOCUMENT.body.is_(None))
    .values(reason=_NO_LONGER_GONE)
)
"""Give a document what the page behind its teaser has."""


class Archive:
    """The documents; every method is one transaction and raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def recognise(self, key: str, listing: Sequence[Found]) -> list[Recognised]:
        """Return what is known of every article in one source's listing."""
        everyone = [_traits(key, found) for found in listing]
        looked_up = keys(everyone)
        with _TURN, self._database.read() as connection:
            ids = _matches(everyone, looked_up, _candidates(connection, looked_up))
            kept = _kept(connection, key, [id_ for id_ in ids if id_])
        nothing = (False, False)
        return [
            Recognised(id_, *kept.get(id_, nothing), keys=several) for id_, several in zip(ids, looked_up, strict=True)
        ]

    def keep(
        self, key: str, found: Found, document: Document | Skipped | None, *, known: Recognised, now: datetime
    ) -> str:
        """Keep an article as news of this source; return its id. None as document: the archive has it already."""
        return self.keep_all(key, (found,), (document,), known=(known,), now=now)[0]

    def keep_all(
        self,
        key: str,
        listing: Sequence[Found],
        contents: Sequence[Document | Skipped | None],
        *,
        known: Sequence[Recognised],
        now: datetime,
    ) -> list[str]:
        """Keep several articles as `keep` does, all or none; return their ids."""
        told = [
            replace(found, document=content) if isinstance(content, Skipped) else found
            for found, content in zip(listing, contents, strict=True)
        ]
        states = [SKIPPED if isinstance(content, Skipped) else NEWS for content in contents]
        with _TURN, self._database.begin() as connection:
            ids = self._write(connection, key, told, known, states=states, now=now)
            whole = [
                {"of": id_, "body": zlib.compress(content.body), **_about(content)}
                for id_, content in zip(ids, contents, strict=True)
                if isinstance(content, Document)
            ]
            if whole:
                connection.execute(_COMPLETE, whole)
            return ids

    def pass_over(self, key: str, listing: Sequence[Found], *, known: Sequence[Recognised], now: datetime) -> None:
        """Remember these articles as old: they will never be news of this source."""
        with _TURN, self._database.begin() as connection:
            self._write(connection, key, listing, known, states=[OLD] * len(listing), now=now)

    def news(self, key: str, *, after: datetime, limit: int) -> list[Document | Skipped]:
        """Return what came in from this source after that time, newest first."""
        query = (
            sa.select(documents, listings.c.state)
            .join(listings, listings.c.document == documents.c.id)
            .where(listings.c.source == key, listings.c.state.in_((NEWS, SKIPPED)), listings.c.at > as_text(after))
            .order_by(sa.func.coalesce(documents.c.published, documents.c.received_at).desc(), documents.c.id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [_document(row) for row in connection.execute(query)]

    def _write(
        self,
        connection: sa.Connection,
        key: str,
        listing: Sequence[Found],
        known: Sequence[Recognised],
        *,
        states: Sequence[str],
        now: datetime,
    ) -> list[str]:
        """Write down what is not there yet: the articles, what to look them up by, that this source told of them.

        Another source may have told of one since it was looked up, so that is done again, with nobody else writing.
        """
        everyone = [_traits(key, found) for found in listing]
        looked_up = [what.keys for what in known]
        self._database.hold(connection, ARCHIVE)
        candidates = _candidates(connection, looked_up)
        told_since = _matches(everyone, looked_up, candidates)
        ids = _ids(connection, everyone, listing, [k.id or since for k, since in zip(known, told_since, strict=True)])
        rows = [_row(id_, one, found, now) for id_, one, found in zip(ids, everyone, listing, strict=True)]
        pairs = [
            {"key": name, "document": id_}
            for id_, several in zip(ids, looked_up, strict=True)
            for name in several
            if not (name.startswith(RUN) and len(candidates.get(name, ())) >= CROWDED)
        ]
        at = as_text(now)
        told = [{"source": key, "document": id_, "at": at, "state": s} for id_, s in zip(ids, states, strict=True)]
        for table, values in ((documents, rows), (document_keys, pairs), (listings, told)):
            if values:
                connection.execute(self._database.insert(table).on_conflict_do_nothing(), values)
        return ids


def _traits(key: str, found: Found) -> Traits:
    item = found.document
    web = found.address or (item.url if item.url and item.url.startswith(("http://", "https://")) else "")
    return traits(
        source=key,
        url=canonical_url(web) if web else "",
        guid=found.guid,
        title=item.title or "",
        published=item.published if isinstance(item, Document) else None,
        text=found.text,
    )


def _candidates(connection: sa.Connection, looked_up: Sequence[frozenset[str]]) -> Candidates:
    """Return the kept articles by each of these keys that they have."""
    wanted = sorted(frozenset[str]().union(*looked_up))
    named = [row for some in _portions(wanted) for row in connection.execute(_NAMED, {"some": some})]
    ids = sorted({row.document for row in named})
    rows = [row for some in _portions(ids) for row in connection.execute(_RECOGNISED, {"some": some})]
    order = {row.id: (row.received_at, row.id) for row in rows}
    known = {row.id: (row.id, _known(row)) for row in rows}
    found: Candidates = {}
    for row in sorted(named, key=lambda row: order[row.document]):
        found.setdefault(row.key, []).append(known[row.document])
    return found


def _matches(everyone: Sequence[Traits], looked_up: Sequence[frozenset[str]], known: Candidates) -> list[str | None]:
    return [_match(one, several, known) for one, several in zip(everyone, looked_up, strict=True)]


def _match(one: Traits, several: frozenset[str], known: Candidates) -> str | None:
    return next((id_ for key in sorted(several) for id_, other in known.get(key, ()) if same(one, other)), None)


def _kept(connection: sa.Connection, key: str, ids: Sequence[str]) -> dict[str | None, tuple[bool, bool]]:
    """Return of the documents with these ids whether this source told of them, and whether their text is there."""
    rows = (connection.execute(_TOLD, {"told_by": key, "some": some}) for some in _portions(ids))
    return {id_: (bool(listed), bool(whole)) for some in rows for id_, listed, whole in some}


def _ids(
    connection: sa.Connection, everyone: Sequence[Traits], listing: Sequence[Found], known: Sequence[str | None]
) -> list[str]:
    """Return an id for each: the known one, that of its address or words, or a longer one when that is taken."""
    plain = [_hash(found.document.url if one.url else found.text) for one, found in zip(everyone, listing, strict=True)]
    taken: set[str] = set()
    for some in _portions(plain):
        taken.update(connection.execute(_TAKEN, {"some": some}).scalars())
    ids = []
    for id_, one, there in zip(plain, everyone, known, strict=True):
        another = _hash("\n".join((id_, one.guid, one.title, str(one.published), one.digest)))
        ids.append(there or (another if id_ in taken else id_))
        taken.add(id_)
    return ids


def _portions(values: Sequence[str]) -> Iterator[Sequence[str]]:
    return (values[at : at + AT_ONCE] for at in range(0, len(values), AT_ONCE))


def _row(id_: str, one: Traits, found: Found, now: datetime) -> dict[str, Any]:
    item = found.document
    about = _about(item if isinstance(item, Document) else Document(item.source, b"", "", now))
    return {
        "id": id_,
        "source": one.source,
        "received_at": as_text(now),
        "name": item.source,
        "url": item.url,
        "canonical": one.url,
        "guid": one.guid,
        "title": item.title or "",
        "sketch": " ".join(map(str, sorted(one.sketch))),
        "words": one.digest,
        "reason": item.reason.value if isinstance(item, Skipped) else "",
        "detail": item.detail if isinstance(item, Skipped) else "",
        **about,
    }


def _about(document: Document) -> dict[str, str | None]:
    """Return what the page behind a teaser may change."""
    return {
        "author": document.author,
        "published": as_text(document.published) if document.published else None,
        "media_type": document.media_type,
        "charset": document.charset,
        "excerpt": document.excerpt,
    }


def _known(row: Any) -> Traits:
    return Traits(
        source=row.source,
        url=row.canonical,
        guid=row.guid,
        title=row.title,
        published=datetime.fromisoformat(row.published) if row.published else None,
        sketch=frozenset(map(int, row.sketch.split())),
        digest=row.words,
    )


def _document(row: Any) -> Document | Skipped:
    if row.state == SKIPPED or row.body is None:
        detail = row.detail or LET_GO
        return Skipped(row.name, SkipReason(row.reason), detail, row.url, row.title, (row.id,))
    return document_of(row)


def document_of(row: Any) -> Document:
    """Return the document in this row of the table, which has a body."""
    return Document(
        source=row.name,
        body=zlib.decompress(row.body),
        media_type=row.media_type,
        received_at=datetime.fromisoformat(row.received_at),
        url=row.url,
        charset=row.charset,
        title=row.title or None,
        author=row.author,
        published=datetime.fromisoformat(row.published) if row.published else None,
        excerpt=row.excerpt,
        id=row.id,
    )


def _hash(text: str | None) -> str:
    return sha256((text or "").encode("utf-8", "replace")).hexdigest()[:16]
