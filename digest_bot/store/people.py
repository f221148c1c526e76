"""What people want different: what they saved, what they muted, what they found useful, what they chose."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from digest_bot.asking import Given, Muted, Saved, Verdict
from digest_bot.store.database import Database, metadata

saved = sa.Table(
    "saved",
    metadata,
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("article", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("saved_at", sa.Text, nullable=False),
)
muted = sa.Table(
    "muted",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("muted_at", sa.Text, nullable=False),
)
votes = sa.Table(
    "vote",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("story", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("edition", sa.Text, nullable=False),
    sa.Column("useful", sa.Boolean, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)
gifts = sa.Table(
    "given",
    metadata,
    sa.Column("request", sa.Text, primary_key=True),
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("article", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("at", sa.Text, nullable=False, index=True),
    sa.Column("shared", sa.Boolean, nullable=False, default=False),
)
choices = sa.Table(
    "choice",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)


class People:
    """What people want different; every method is one transaction and raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, user: str, item: Saved) -> bool:
        """Save an article for this person; False when it was saved before."""
        row = {"person": user, "article": item.article, "title": item.title, "url": item.url}
        return self._add(saved, row | {"saved_at": item.saved_at.isoformat()})

    def unsave(self, user: str, article: str) -> bool:
        """Forget a saved article; False when there was none."""
        return self._remove(saved, saved.c.person == user, saved.c.article == article) == 1

    def saved(self, user: str, *, limit: int = 20) -> tuple[Saved, ...]:
        """Return what this person saved, newest first."""
        query = sa.select(saved).where(saved.c.person == user).order_by(saved.c.saved_at.desc(), saved.c.article)
        rows = self._all(query.limit(limit))
        return tuple(Saved(row.article, row.title, row.url, datetime.fromisoformat(row.saved_at)) for row in rows)

    def mute(self, item: Muted) -> bool:
        """Leave a source out of the digest from now on; False when it was left out before."""
        row = {"digest": item.digest, "source": item.source, "person": item.user}
        return self._add(muted, row | {"muted_at": item.muted_at.isoformat()})

    def unmute(self, digest: str, source: str) -> bool:
        """Let the source in again; False when it was not left out."""
        return self._remove(muted, muted.c.digest == digest, muted.c.source == source) == 1

    def muted(self, digest: str | None = None) -> tuple[Muted, ...]:
        """Return what is left out of this digest, or of any, by name."""
        query = sa.select(muted).order_by(muted.c.digest, muted.c.source)
        rows = self._all(query.where(muted.c.digest == digest) if digest is not None else query)
        return tuple(Muted(row.digest, row.source, row.person, datetime.fromisoformat(row.muted_at)) for row in rows)

    def judge(self, verdict: Verdict, *, now: datetime) -> None:
        """Write down what somebody thinks of a story; a second verdict of the same person replaces the first."""
        about = {"digest": verdict.digest, "story": verdict.story, "person": verdict.user, "edition": verdict.edition}
        said = {"useful": verdict.useful, "at": now.isoformat()}
        self._put(votes, [about | said | {"source": source} for source in verdict.sources])

    def votes(self, digest: str, *, since: datetime) -> Mapping[str, int]:
        """Return, by source, how many more verdicts were `useful` than not since then."""
        balance = sa.func.sum(sa.case((votes.c.useful.is_(True), 1), else_=-1))
        query = sa.select(votes.c.source, balance.label("balance")).group_by(votes.c.source).order_by(votes.c.source)
        rows = self._all(query.where(votes.c.digest == digest, votes.c.at >= since.isoformat()))
        return {row.source: int(row.balance) for row in rows}

    def forget_votes(self, digest: str | None = None) -> int:
        """Delete every verdict on this digest, or on all; return how many there were."""
        return self._remove(votes, *([votes.c.digest == digest] if digest is not None else []))

    def give(self, given: Given) -> None:
        """Remember an article that was told on demand."""
        row = {"request": given.request, "digest": given.digest, "article": given.article, "title": given.title}
        self._add(gifts, row | {"url": given.url, "at": given.at.isoformat(), "shared": given.shared})

    def show(self, request: str, digests: Sequence[str]) -> None:
        """Remember that everybody who gets these digests has seen what answered this request."""
        seen = sa.update(gifts).where(gifts.c.request == request, gifts.c.digest.in_(digests))
        with self._database.begin() as connection:
            connection.execute(seen.values(shared=True))

    def given(self, digest: str, *, since: datetime) -> tuple[Given, ...]:
        """Return what was told on demand since then that this digest could bring, each article once."""
        query = sa.select(gifts).where(gifts.c.digest == digest, gifts.c.at >= since.isoformat())
        found: dict[str, Given] = {}
        for row in self._all(query.order_by(gifts.c.shared.desc(), gifts.c.at, gifts.c.request)):
            at = datetime.fromisoformat(row.at)
            given = Given(row.request, row.article, row.title, row.url, row.digest, at, shared=row.shared)
            found.setdefault(row.article, given)  # a shared one comes first, and stands
        return tuple(found.values())

    def choose(self, digest: str, chosen: Mapping[str, str], *, user: str, now: datetime) -> None:
        """Keep settings that were chosen in the Home tab; an empty value goes back to the configuration's."""
        dropped = [name for name, value in chosen.items() if not value]
        self._remove(choices, choices.c.digest == digest, choices.c.name.in_(dropped))
        by = {"digest": digest, "person": user, "at": now.isoformat()}
        self._put(choices, [by | {"name": name, "value": value} for name, value in chosen.items() if value])

    def hours(self) -> Mapping[str, str]:
        """Return, by digest, the time of day that was chosen in the Home tab: one query for all of them."""
        query = sa.select(choices.c.digest, choices.c.value).where(choices.c.name == "hour")
        return {row.digest: row.value for row in self._all(query)}

    def choices(self, digest: str) -> Mapping[str, str]:
        """Return the settings that were chosen in the Home tab, by name."""
        query = sa.select(choices.c.name, choices.c.value).where(choices.c.digest == digest)
        return {row.name: row.value for row in self._all(query.order_by(choices.c.name))}

    def _add(self, table: sa.Table, row: Mapping[str, Any]) -> bool:
        with self._database.begin() as connection:
            return connection.execute(self._database.insert(table).on_conflict_do_nothing(), row).rowcount == 1

    def _put(self, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        """Write the rows, each over the one with the same key."""
        insert = self._database.insert(table)
        key = [column.name for column in table.primary_key]
        new = {column.name: insert.excluded[column.name] for column in table.columns if column.name not in key}
        if rows:
            with self._database.begin() as connection:
                connection.execute(insert.on_conflict_do_update(index_elements=key, set_=new), rows)

    def _remove(self, table: sa.Table, *which: sa.ColumnElement[bool]) -> int:
        with self._database.begin() as connection:
            return connection.execute(sa.delete(table).where(*which)).rowcount

    def _all(self, query: sa.Select[Any]) -> list[Any]:
        with self._database.read() as connection:
            return list(connection.execute(query))
