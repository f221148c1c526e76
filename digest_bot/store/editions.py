"""Editions, what they told and what they have seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from digest_bot.codec import decode, decode_digest, encode, encode_digest
from digest_bot.fates import fates
from digest_bot.model import Digest, Edition, Memory, Told
from digest_bot.store.database import Database, as_text, metadata

KEY = ("digest", "channel", "date", "slot")
WRONG_CLOCK = timedelta(days=1)
MOST_PATIENT = timedelta(hours=2)
"""No edition waits longer than this before it is tried again."""

editions = sa.Table(
    "edition",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("date", sa.Text, primary_key=True),
    sa.Column("slot", sa.Text, primary_key=True),
    sa.Column("planned_at", sa.Text, nullable=False),
    sa.Column("content", sa.Text),
    sa.Column("done", sa.Boolean, nullable=False, default=False),
    sa.Column("since", sa.Text),
    sa.Column("retry_at", sa.Text),
    sa.Column("stories", sa.Integer),
    sa.Index("edition_open", "done", "planned_at"),
)
watches = sa.Table(
    "watch",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("until", sa.Text, nullable=False),
)
told = sa.Table(
    "told",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("story", sa.Text, primary_key=True),
    sa.Column("told_at", sa.Text, nullable=False, index=True),
    sa.Column("content", sa.Text, nullable=False),
)
fate_rows = sa.Table(
    "fate",
    metadata,
    sa.Column("article", sa.Text, primary_key=True),
    sa.Column("edition", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("part", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)
seen = sa.Table(
    "seen",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("article", sa.Text, primary_key=True),
    sa.Column("edition", sa.Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class _Made:
    """What is asked of a saved digest without reading all of it."""

    made_at: datetime


class Editions:
    """The editions and their memory; every method is one transaction and raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def plan(self, edition: Edition, *, now: datetime, since: date | None = None) -> bool:
        """Write the edition down unless it exists; tell whether this call did it.

        `since` is the first local date it answers for, when it makes up for missed ones.
        """
        row = {**_key(edition), "planned_at": now.isoformat(), "done": False}
        row |= {"since": since.isoformat() if since else None}
        with self._database.begin() as connection:
            return connection.execute(self._database.insert(editions).on_conflict_do_nothing(), row).rowcount == 1

    def watched(self) -> Mapping[str, datetime]:
        """Return until when everything due was planned, by digest; those never looked at are missing."""
        with self._database.read() as connection:
            rows = connection.execute(sa.select(watches)).all()
        return {row.digest: datetime.fromisoformat(row.until) for row in rows}

    def watch(self, digest: str, *, until: datetime) -> None:
        """Write down until when everything due was planned; never goes back when the clock does.

        Only from further ahead than any honest clock: then it was written by one that stood wrong for good.
        """
        insert = self._database.insert(watches)
        absurd = as_text(until + WRONG_CLOCK)
        later = sa.or_(insert.excluded.until > watches.c.until, watches.c.until > absurd)
        upsert = insert.on_conflict_do_update(
            index_elements=["digest"], set_={"until": insert.excluded.until}, where=later
        )
        with self._database.begin() as connection:
            connection.execute(upsert, {"digest": digest, "until": as_text(until)})

    def open_editions(self) -> tuple[Edition, ...]:
        """Return the editions that are planned and not done, oldest first."""
        query = sa.select(editions).where(editions.c.done.is_(False)).order_by(editions.c.planned_at)
        with self._database.read() as connection:
            return tuple(_edition(row) for row in connection.execute(query))

    def offer(
        self, digests: Sequence[str], *, now: datetime, again: timedelta, limit: int = 1000
    ) -> tuple[Edition, ...]:
        """Return open editions of these digests that nobody was offered within `again`, oldest first.

        One statement marks them as offered, so several clocks offer each once. It is a hint: a worker's claim decides.
        """
        at = now.astimezone(UTC)
        key = sa.tuple_(*(editions.c[name] for name in KEY))
        waiting = sa.or_(
            editions.c.retry_at.is_(None),
            editions.c.retry_at <= at.isoformat(),
            editions.c.retry_at > (at + MOST_PATIENT).isoformat(),  # written by a clock that stood wrong
        )
        chosen = (
            sa.select(*(editions.c[name] for name in KEY))
            .where(editions.c.done.is_(False), editions.c.digest.in_(digests), waiting)
            .order_by(editions.c.planned_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        # nothing but the key here: SQLite would go through every open edition for a second condition
        offered = sa.update(editions).where(key.in_(chosen)).values(retry_at=(at + again).isoformat())
        with self._database.begin(durable=False) as connection:
            rows = connection.execute(offered.returning(*editions.c)).all()
        return tuple(_edition(row) for row in sorted(rows, key=lambda row: row.planned_at))

    def postpone(self, edition: Edition, *, until: datetime) -> None:
        """Offer the edition again at `until`, not before."""
        at = as_text(until)
        with self._database.begin(durable=False) as connection:
            connection.execute(sa.update(editions).where(_is(edition)).values(retry_at=at))

    def latest(self, *, limit: int) -> tuple[tuple[Edition, datetime, bool], ...]:
        """Return the last editions that were made, newest first: (edition, when it was planned, whether it is done)."""
        made = sa.select(editions).where(editions.c.content.is_not(None)).order_by(editions.c.planned_at.desc())
        with self._database.read() as connection:
            rows = connection.execute(made.limit(limit)).all()
        return tuple((_edition(row), datetime.fromisoformat(row.planned_at), row.done) for row in rows)

    def since(self, edition: Edition) -> date | None:
        """Return the first local date the edition answers for, when it makes up for missed ones."""
        with self._database.read() as connection:
            since = connection.execute(sa.select(editions.c.since).where(_is(edition))).scalar()
        return date.fromisoformat(since) if since else None

    def is_open(self, edition: Edition) -> bool:
        """Tell whether the edition is planned and not done."""
        with self._database.read() as connection:
            done = connection.execute(sa.select(editions.c.done).where(_is(edition))).scalar()
        return done is not None and not done

    def load(self, edition: Edition) -> Digest | None:
        """Return the digest that was saved for this edition."""
        with self._database.read() as connection:
            content = connection.execute(sa.select(editions.c.content).where(_is(edition))).scalar()
        return decode_digest(content) if content else None

    def save(self, digest: Digest, memory: Memory) -> Digest:
        """Save the digest, what it told and what it has seen, once; return what stands, which may be another's."""
        with self._database.begin() as connection:
            mine = sa.update(editions).where(_is(digest.edition), editions.c.content.is_(None))
            made = {"content": encode_digest(digest), "stories": len(digest.stories)}
            if connection.execute(mine.values(**made)).rowcount == 1:
                self._remember(connection, digest, memory)
                _write_fates(connection, digest)
                return digest
        return self.load(digest.edition) or digest

    def last_made(self, digest: str) -> datetime | None:
        """Return when the newest saved edition of this digest was made; None when there is none."""
        query = sa.select(editions.c.content).where(editions.c.digest == digest, editions.c.content.is_not(None))
        with self._database.read() as connection:
            content = connection.execute(query.order_by(editions.c.planned_at.desc()).limit(1)).scalar()
        return decode(content, _Made).made_at if content else None

    def story_counts(self, digest: str, *, limit: int) -> tuple[tuple[date, int], ...]:
        """Return (local date, stories) of the newest editions that were made, newest first."""
        made = sa.select(editions.c.date, editions.c.stories)
        made = made.where(editions.c.digest == digest, editions.c.stories.is_not(None))
        with self._database.read() as connection:
            rows = connection.execute(made.order_by(editions.c.planned_at.desc()).limit(limit)).all()
        return tuple((date.fromisoformat(row.date), row.stories) for row in rows)

    def finish(self, edition: Edition) -> None:
        """Mark the edition as done: every part is sent or held."""
        with self._database.begin() as connection:
            connection.execute(sa.update(editions).where(_is(edition)).values(done=True))

    def reopen(self, edition: Edition) -> None:
        """Mark the edition as not done, so that it is offered again."""
        with self._database.begin() as connection:
            connection.execute(sa.update(editions).where(_is(edition)).values(done=False, retry_at=None))

    def memory(self, digest: str) -> Memory:
        """Return what earlier editions of this digest told and saw."""
        with self._database.read() as connection:
            stories = connection.execute(
                sa.select(told.c.content).where(told.c.digest == digest).order_by(told.c.told_at.desc())
            )
            known = tuple(decode(row.content, Told) for row in stories)
            articles = connection.execute(sa.select(seen.c.article).where(seen.c.digest == digest))
            return Memory(told=known, seen=frozenset(row.article for row in articles))

    def _remember(self, connection: sa.Connection, digest: Digest, memory: Memory) -> None:
        name = digest.edition.digest
        rows = [
            {"digest": name, "story": t.story_id, "told_at": t.told_at.isoformat(), "content": encode(t)}
            for t in memory.told
        ]
        connection.execute(sa.delete(told).where(told.c.digest == name))
        if rows:
            connection.execute(sa.insert(told), rows)
        articles = [{"digest": name, "article": id_, "edition": digest.edition.id} for id_ in digest.articles]
        if articles:
            connection.execute(self._database.insert(seen).on_conflict_do_nothing(), articles)


def _write_fates(connection: sa.Connection, digest: Digest) -> None:
    at = as_text(digest.made_at)
    rows = [
        {"article": fate.article, "edition": digest.edition.id, "number": number, "at": at}
        | {"outcome": fate.outcome, "detail": fate.detail, "part": fate.part}
        for number, fate in enumerate(fates(digest))
    ]
    if rows:
        connection.execute(sa.insert(fate_rows), rows)


def _key(edition: Edition) -> dict[str, str]:
    return {
        "digest": edition.digest,
        "channel": edition.channel,
        "date": edition.date.isoformat(),
        "slot": edition.slot,
    }


def _is(edition: Edition) -> sa.ColumnElement[bool]:
    return sa.and_(*(editions.c[name] == value for name, value in _key(edition).items()))


def _edition(row: Any) -> Edition:
    return Edition(digest=row.digest, channel=row.channel, date=date.fromisoformat(row.date), slot=row.slot)
