"""The outbox: how far every part of a delivery has come."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from digest_bot.codec import decode, encode
from digest_bot.model import Edition, Receipt
from digest_bot.ports import Part, PartState
from digest_bot.store.database import Database, metadata

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("edition", sa.Text, primary_key=True),
    sa.Column("part", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("since", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("asked", sa.Text),
    sa.Column("ended", sa.Text),
    sa.Column("not_before", sa.Text),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("receipt", sa.Text),
    sa.Column("reason", sa.Text, nullable=False),
)
seals = sa.Table(
    "seal",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("key", sa.LargeBinary, nullable=False),
)


class Outbox:
    """The parts of every delivery; every method is one transaction and raises StoreError.

    `team` names the workspace, for a database that serves several; "" when there is one.
    """

    def __init__(self, database: Database, *, team: str = "") -> None:
        self._database = database
        self._team = team

    def part(self, edition: Edition, name: str) -> Part | None:
        """Return one part of a delivery, or None when it was never begun."""
        query = sa.select(outbox).where(self._is(edition, name))
        with self._database.read() as connection:
            row = connection.execute(query).mappings().one_or_none()
        return _part(row) if row is not None else None

    def put_part(self, edition: Edition, part: Part) -> Part | None:
        """Write one part down on top of the version it was made from; None when another worker wrote in between."""
        row = _row(part)
        with self._database.begin() as connection:
            if part.version == 0:
                insert = self._database.insert(outbox).on_conflict_do_nothing()
                written = connection.execute(insert, self._key(edition, part.name) | row).rowcount
            else:
                unchanged = sa.and_(self._is(edition, part.name), outbox.c.version == part.version)
                written = connection.execute(sa.update(outbox).where(unchanged).values(**row)).rowcount
        return _part({**row, "part": part.name}) if written == 1 else None

    def parts(self, edition: Edition) -> tuple[Part, ...]:
        """Return all parts of one delivery that were begun, in the order they were."""
        ours = sa.and_(outbox.c.team == self._team, outbox.c.channel == edition.channel, outbox.c.edition == edition.id)
        with self._database.read() as connection:
            rows = connection.execute(sa.select(outbox).where(ours).order_by(outbox.c.since)).mappings()
            return tuple(_part(row) for row in rows)

    def unswept(self, edition: Edition) -> tuple[Edition, ...]:
        """Return the other editions of its channel after which there is still to sweep."""
        here = sa.and_(outbox.c.team == self._team, outbox.c.channel == edition.channel, outbox.c.edition != edition.id)
        open_ = sa.and_(outbox.c.part == "sweep", outbox.c.state == PartState.NEW.value)
        with self._database.read() as connection:
            rows = connection.execute(sa.select(outbox.c.edition).where(here, open_).order_by(outbox.c.since))
            return tuple(Edition.parse(row.edition) for row in rows)

    def release(self, digests: Collection[str]) -> tuple[Edition, ...]:
        """Let what is held of these digests be tried again; return the editions it belongs to, oldest first.

        What may have arrived is looked for first, like anything whose outcome is unknown, and swept for copies again.
        """
        held = sa.and_(outbox.c.team == self._team, outbox.c.state == PartState.HELD.value)
        state = sa.case((outbox.c.attempts > 0, PartState.SENDING.value), else_=PartState.NEW.value)
        few = sa.case((outbox.c.file != "", 1), else_=2)  # a file is shared once more; several sends are swept after
        attempts = sa.case((outbox.c.attempts > 1, few), else_=outbox.c.attempts)
        again = {"state": state, "attempts": attempts, "tries": 0, "not_before": None}
        sweep = sa.and_(outbox.c.team == self._team, outbox.c.part == "sweep")
        anew = {"state": PartState.NEW.value, "attempts": 0, "tries": 0, "not_before": None, "payload": ""}
        with self._database.begin() as connection:
            rows = connection.execute(sa.select(outbox.c.edition).where(held).order_by(outbox.c.since)).scalars()
            editions = [edition for edition in map(Edition.parse, dict.fromkeys(rows)) if edition.digest in digests]
            for edition in editions:
                these = sa.and_(held, outbox.c.edition == edition.id)
                ended = sa.and_(sweep, outbox.c.edition == edition.id)
                for which, values in ((these, again), (ended, anew)):
                    connection.execute(sa.update(outbox).where(which).values(**values, version=outbox.c.version + 1))
        return tuple(editions)

    def seal_key(self) -> bytes:
        """Return the secret that seals the marks of this store's messages; made on first use, the same for ever."""
        wanted = sa.select(seals.c.key).where(seals.c.name == "mark")
        with self._database.read() as connection:
            known = connection.execute(wanted).scalar()
        if known is not None:
            return bytes(known)
        with self._database.begin() as connection:
            fresh = {"name": "mark", "key": secrets.token_bytes(32)}
            connection.execute(self._database.insert(seals).on_conflict_do_nothing(), fresh)
            return bytes(connection.execute(wanted).scalar_one())

    def _key(self, edition: Edition, name: str) -> dict[str, str]:
        return {"team": self._team, "channel": edition.channel, "edition": edition.id, "part": name}

    def _is(self, edition: Edition, name: str) -> sa.ColumnElement[bool]:
        return sa.and_(*(outbox.c[column] == value for column, value in self._key(edition, name).items()))


def _row(part: Part) -> dict[str, Any]:
    return {
        "state": part.state.value,
        "since": part.since.isoformat(),
        "version": part.version + 1,
        "attempts": part.attempts,
        "tries": part.tries,
        "asked": _text(part.asked),
        "ended": _text(part.ended),
        "not_before": _text(part.not_before),
        "payload": part.payload,
        "file": part.file,
        "seconds": part.seconds,
        "url": part.url,
        "receipt": encode(part.receipt) if part.receipt else None,
        "reason": part.reason,
    }


def _part(row: Mapping[Any, Any]) -> Part:
    return Part(
        name=row["part"],
        state=PartState(row["state"]),
        since=datetime.fromisoformat(row["since"]),
        version=row["version"],
        attempts=row["attempts"],
        tries=row["tries"],
        asked=_time(row["asked"]),
        ended=_time(row["ended"]),
        not_before=_time(row["not_before"]),
        payload=row["payload"],
        file=row["file"],
        seconds=row["seconds"],
        url=row["url"],
        receipt=decode(row["receipt"], Receipt) if row["receipt"] else None,
        reason=row["reason"],
    )


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
