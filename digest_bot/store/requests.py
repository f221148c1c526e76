"""Accepted work: what was asked on demand, kept until it is answered; and what was heard already."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from digest_bot.asking import Arrival, Asked, Request
from digest_bot.commands import normalise
from digest_bot.store.database import Database, metadata

requests = sa.Table(
    "request",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("team", sa.Text, nullable=False),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("channel_name", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("response_url", sa.Text, nullable=False),
    sa.Column("received_at", sa.Text, nullable=False, index=True),
    sa.Column("done", sa.Boolean, nullable=False, default=False),
    sa.Column("attempt", sa.Integer, nullable=False, default=0),
    sa.Column("offered_at", sa.Text, nullable=False, default=""),
    sa.Column("uses", sa.Integer, nullable=False, default=0),
    sa.Column("answer", sa.Text, nullable=False, default=""),
)
heard = sa.Table(
    "heard",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("at", sa.Text, nullable=False, index=True),
)

HEARD = 0x_4E_A2_D
"""The number of the lock: two that hear the same things in two orders would wait for each other for ever."""
HEARD_FOR = timedelta(hours=1)
"""How long a delivery of Slack is recognised: its last retry comes after five minutes."""
SAME_FOR = timedelta(seconds=60)
"""How long the same text of the same person is one question: people press Enter twice."""
AGAIN = timedelta(seconds=60)
"""After this a request that nobody has taken on yet is offered to the workers again: the hint may be lost."""
TAKEN = timedelta(seconds=20)
"""The same for one that was taken on and is not answered: its worker is still at it, or was killed."""
OPEN_FOR = timedelta(hours=24)
"""An answer that would come later than this is of no use."""
KEPT_FOR = timedelta(days=7)
"""How long answers are kept, to be shared."""
URL_USES, URL_FOR = 5, timedelta(minutes=29)
"""What Slack allows for one response URL, less a minute for clocks that differ."""


class Requests:
    """What was accepted; every method is one transaction and raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def accept(self, request: Request, *, keys: Sequence[str], now: datetime, work: bool = True) -> bool:
        """Write the request down; False when one of its `keys` was heard before, or the same was just asked.

        A question for the same in other words of case and spaces is the same for a minute. A command that changes
        something (`mute`) makes every earlier question of this person a new one. Without `work` nothing is written but
        that it was heard.
        """
        return self.accept_all([Arrival(request, tuple(keys), now, work)])[0]

    def accept_all(self, arrivals: Sequence[Arrival]) -> list[bool]:
        """Accept several at once, in order and in one transaction: a disk that is busy is waited for once."""
        with self._database.begin() as connection:
            self._database.hold(connection, HEARD)
            return [self._accept(connection, arrival) for arrival in arrivals]

    def _accept(self, connection: sa.Connection, arrival: Arrival) -> bool:
        request, now = arrival.request, arrival.at
        fresh = [self._first(connection, key, now - HEARD_FOR, now) for key in arrival.keys]
        if not all(fresh):
            return False
        if request.kind is Asked.COMMAND and not self._new_question(connection, request, now):
            return False
        if not arrival.work:
            return True
        insert = self._database.insert(requests).on_conflict_do_nothing()
        return connection.execute(insert, _row(request)).rowcount == 1

    def first(self, key: str, *, now: datetime) -> bool:
        """Tell whether `key` is heard for the first time within an hour, and remember it."""
        with self._database.begin() as connection:
            return self._first(connection, key, now - HEARD_FOR, now)

    def first_all(self, keys: Sequence[str], *, now: datetime) -> list[bool]:
        """Tell the same of several, in order and in one transaction, which may be forgotten when the power fails."""
        with self._database.begin(durable=False) as connection:
            self._database.hold(connection, HEARD)
            return [self._first(connection, key, now - HEARD_FOR, now) for key in keys]

    def take(self, id_: str, *, now: datetime) -> Request | None:
        """Count one attempt and return the request; None when it is answered, unknown or too old to be of use.

        Who has it to themselves is a matter of the lease `request/<id>`.
        """
        mine = sa.and_(requests.c.id == id_, *_open(now))
        change = sa.update(requests).where(mine).values(attempt=requests.c.attempt + 1)
        with self._database.begin() as connection:
            row = connection.execute(change.returning(requests)).one_or_none()
        return _request(row) if row else None

    def offer(self, *, now: datetime, limit: int = 500) -> tuple[str, ...]:
        """Return the ids that are open and were not offered for a while, oldest first."""
        old, taken = (now - AGAIN).isoformat(), (now - TAKEN).isoformat()
        waiting = sa.and_(requests.c.offered_at < old, requests.c.received_at < old)
        begun = sa.and_(requests.c.attempt > 0, requests.c.offered_at < taken, requests.c.received_at < taken)
        due = sa.select(requests.c.id).where(*_open(now), sa.or_(waiting, begun))
        with self._database.begin() as connection:
            ids = tuple(connection.execute(due.order_by(requests.c.received_at).limit(limit)).scalars())
            offered = sa.update(requests).where(requests.c.id.in_(ids)).values(offered_at=now.isoformat())
            connection.execute(offered)
        return ids

    def use_url(self, request: Request, *, now: datetime) -> bool:
        """Count one use of the response URL before it is made; False when it may not be used any more."""
        if not request.response_url or now - request.received_at > URL_FOR:
            return False
        left = sa.and_(requests.c.id == request.id, requests.c.uses < URL_USES)
        with self._database.begin() as connection:
            change = sa.update(requests).where(left).values(uses=requests.c.uses + 1)
            return connection.execute(change).rowcount == 1

    def put_back(self, request: Request) -> None:
        """Forget that an attempt was made: it came to no harm, only the answer could not be sent."""
        mine = sa.and_(requests.c.id == request.id, requests.c.attempt == request.attempt)
        with self._database.begin() as connection:
            connection.execute(sa.update(requests).where(mine).values(attempt=requests.c.attempt - 1))

    def finish(self, request: Request, *, answer: str = "") -> bool:
        """Mark the request as answered and keep the answer, unless another attempt has begun."""
        mine = sa.and_(requests.c.id == request.id, requests.c.attempt == request.attempt, requests.c.done.is_(False))
        with self._database.begin() as connection:
            change = sa.update(requests).where(mine).values(done=True, answer=answer, response_url="")
            return connection.execute(change).rowcount == 1

    def answer(self, id_: str, *, user: str) -> str | None:
        """Return what was kept of an answer to this person, or None."""
        query = sa.select(requests.c.answer).where(requests.c.id == id_, requests.c.person == user)
        with self._database.read() as connection:
            return connection.execute(query).scalar() or None

    def forget(self, key: str) -> None:
        """Forget that `key` was heard."""
        with self._database.begin() as connection:
            connection.execute(sa.delete(heard).where(heard.c.key == key))

    def tidy(self, *, now: datetime) -> None:
        """Forget what was heard more than an hour ago, and requests older than a week."""
        with self._database.begin() as connection:
            connection.execute(sa.delete(heard).where(heard.c.at < (now - HEARD_FOR).isoformat()))
            connection.execute(sa.delete(requests).where(requests.c.received_at < (now - KEPT_FOR).isoformat()))

    def _first(self, connection: sa.Connection, key: str, since: datetime, now: datetime) -> bool:
        insert = self._database.insert(heard)
        upsert = insert.on_conflict_do_update(
            index_elements=["key"], set_={"at": insert.excluded.at}, where=heard.c.at < since.isoformat()
        )
        return connection.execute(upsert, {"key": key, "at": now.isoformat()}).rowcount == 1

    def _new_question(self, connection: sa.Connection, request: Request, now: datetime) -> bool:
        words = normalise(request.text)
        asker = f"same:{request.team}:{request.user}:"
        digest = hashlib.sha256(f"{request.channel}\n{words}".encode()).hexdigest()[:16]
        if not self._first(connection, asker + digest, now - SAME_FOR, now):
            return False
        if words.partition(" ")[0] in ("mute", "unmute"):
            others = sa.and_(heard.c.key.startswith(asker, autoescape=True), heard.c.key != asker + digest)
            connection.execute(sa.delete(heard).where(others))
        return True


def _open(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (requests.c.done.is_(False), requests.c.received_at > (now - OPEN_FOR).isoformat())


def _row(request: Request) -> dict[str, Any]:
    return {
        "id": request.id,
        "kind": request.kind.value,
        "team": request.team,
        "person": request.user,
        "channel": request.channel,
        "channel_name": request.channel_name,
        "text": request.text,
        "response_url": request.response_url,
        "received_at": request.received_at.isoformat(),
    }


def _request(row: Any) -> Request:
    return Request(
        id=row.id,
        kind=Asked(row.kind),
        team=row.team,
        user=row.person,
        channel=row.channel,
        channel_name=row.channel_name,
        text=row.text,
        received_at=datetime.fromisoformat(row.received_at),
        response_url=row.response_url,
        attempt=row.attempt,
    )
