"""The lives of articles, gathered from what the archive, the editions and the outbox wrote down."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from digest_bot.codec import decode
from digest_bot.fates import Fate
from digest_bot.model import Receipt
from digest_bot.store.archive import OLD, documents, listings
from digest_bot.store.database import Database
from digest_bot.store.editions import fate_rows
from digest_bot.store.outbox import outbox
from digest_bot.store.search import Search
from digest_bot.web.urls import canonical_url
from digest_bot.why import Chapter, Life, Telling


class Lives:
    """Read only; every method is one transaction and raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lives(self, asked: str, *, limit: int = 3) -> tuple[Life, ...]:
        """Return the articles with this address, id or title or, failing that, these words; newest first."""
        with self._database.read() as connection:
            found = _named(connection, asked.strip(), limit)
        if not found:
            found = [hit.id for hit in Search(self._database).find(asked, limit=limit)]
        with self._database.read() as connection:
            return tuple(life for id_ in found if (life := _life(connection, id_)) is not None)


def _named(connection: sa.Connection, asked: str, limit: int) -> list[str]:
    web = asked.startswith(("http://", "https://"))
    same = [documents.c.id == asked, documents.c.url == asked, sa.func.lower(documents.c.title) == asked.lower()]
    if web:
        same.append(documents.c.canonical == canonical_url(asked))
    elif " " not in asked:
        same.append(documents.c.url.endswith(f"/{asked}", autoescape=True))  # the name of a file
    query = sa.select(documents.c.id).where(sa.or_(*same)).order_by(documents.c.received_at.desc()).limit(limit)
    return list(connection.execute(query).scalars())


def _life(connection: sa.Connection, id_: str) -> Life | None:
    columns = [column for column in documents.c if column.name != "body"]
    row = connection.execute(sa.select(*columns).where(documents.c.id == id_)).one_or_none()
    if row is None:
        return None
    return Life(
        id=row.id,
        title=row.title,
        url=row.url,
        source=row.name,
        received_at=_time(row.received_at),
        trouble=row.detail,
        tellings=_tellings(connection, id_, row),
        chapters=_chapters(connection, id_),
    )


def _tellings(connection: sa.Connection, id_: str, row: Any) -> tuple[Telling, ...]:
    """Return who told of it; the archive knows sources by what is read, people by their names."""
    query = sa.select(listings).where(listings.c.document == id_).order_by(listings.c.at)
    return tuple(
        Telling(row.name if told.source == row.source else told.source, _time(told.at), old=told.state == OLD)
        for told in connection.execute(query)
    )


def _chapters(connection: sa.Connection, id_: str) -> tuple[Chapter, ...]:
    posted = sa.and_(outbox.c.edition == fate_rows.c.edition, outbox.c.part == fate_rows.c.part)
    query = (
        sa.select(fate_rows, outbox.c.state, outbox.c.receipt)
        .join(outbox, posted, isouter=True)
        .where(fate_rows.c.article == id_)
        .order_by(fate_rows.c.at, fate_rows.c.edition, fate_rows.c.number)
    )
    return tuple(
        Chapter(
            edition=row.edition,
            at=_time(row.at),
            fate=Fate(row.article, row.outcome, row.detail, row.part),
            state=row.state or "",
            sent=_sent(row.receipt),
        )
        for row in connection.execute(query)
    )


def _sent(receipt: str | None) -> str:
    if not receipt:
        return ""
    where = decode(receipt, Receipt)
    return f"{where.channel} at {datetime.fromtimestamp(float(where.ts), UTC):%Y-%m-%d %H:%M} UTC (ts {where.ts})"


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
