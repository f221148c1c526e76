"""What has come since the first schema: leases, catching up, sources, the archive, people and their requests."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create and widen the tables."""
    op.create_table(
        "article",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("dated", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
    )
    op.create_table(
        "choice",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("digest", "name"),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("value", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("name", "label"),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("received_at", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=True),
        sa.Column("canonical", sa.Text, nullable=False),
        sa.Column("guid", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=True),
        sa.Column("published", sa.Text, nullable=True),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("charset", sa.Text, nullable=True),
        sa.Column("excerpt", sa.Text, nullable=True),
        sa.Column("sketch", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_document_received_at", "document", ["received_at"], unique=False)
    op.create_table(
        "document_key",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", "document"),
    )
    op.create_table(
        "fate",
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("part", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("article", "edition", "number"),
    )
    op.create_table(
        "given",
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("shared", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("request", "digest", "article"),
    )
    op.create_index("ix_given_at", "given", ["at"], unique=False)
    op.create_table(
        "heard",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_heard_at", "heard", ["at"], unique=False)
    op.create_table(
        "lease",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("until", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "listing",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("source", "document"),
    )
    op.create_index("listing_news", "listing", ["source", "state", "at"], unique=False)
    op.create_table(
        "muted",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("muted_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("digest", "source"),
    )
    op.create_table(
        "outbox",
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("part", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("asked", sa.Text, nullable=True),
        sa.Column("ended", sa.Text, nullable=True),
        sa.Column("not_before", sa.Text, nullable=True),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("receipt", sa.Text, nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("team", "channel", "edition", "part"),
    )
    op.create_index("ix_outbox_state", "outbox", ["state"], unique=False)
    op.create_table(
        "request",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("channel_name", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("response_url", sa.Text, nullable=False),
        sa.Column("received_at", sa.Text, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("offered_at", sa.Text, nullable=False),
        sa.Column("uses", sa.Integer, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_request_received_at", "request", ["received_at"], unique=False)
    op.create_table(
        "saved",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=True),
        sa.Column("saved_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("person", "article"),
    )
    op.create_table(
        "seal",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "source",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=True),
        sa.Column("etag", sa.Text, nullable=True),
        sa.Column("modified", sa.Text, nullable=True),
        sa.Column("next_at", sa.Text, nullable=True),
        sa.Column("tried_at", sa.Text, nullable=True),
        sa.Column("succeeded_at", sa.Text, nullable=True),
        sa.Column("first_at", sa.Text, nullable=True),
        sa.Column("news_at", sa.Text, nullable=True),
        sa.Column("gap", sa.Float, nullable=False),
        sa.Column("listed", sa.Integer, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("failing_since", sa.Text, nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("site", sa.Boolean, nullable=False),
        sa.Column("gone", sa.Boolean, nullable=False),
        sa.Column("moving_to", sa.Text, nullable=True),
        sa.Column("moves", sa.Integer, nullable=False),
        sa.Column("troubled_at", sa.Text, nullable=True),
        sa.Column("recovered_at", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "vote",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("story", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("useful", sa.Boolean, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("digest", "story", "source", "person"),
    )
    op.add_column("edition", sa.Column("since", sa.Text, nullable=True))
    op.add_column("edition", sa.Column("retry_at", sa.Text, nullable=True))
    op.add_column("edition", sa.Column("stories", sa.Integer, nullable=True))
    op.create_index("edition_open", "edition", ["done", "planned_at"], unique=False)
    _carry_parts_over()


def _carry_parts_over() -> None:
    """Move the parts to the outbox: what was sent stays sent, what was refused may be tried again."""
    old = sa.table("part", *(sa.column(name) for name in ("edition", "name", "state", "since", "receipt", "reason")))
    rows = [_outbox_row(row) for row in op.get_bind().execute(sa.select(old))]
    if rows:
        new = sa.table("outbox", *(sa.column(name) for name in rows[0]))
        op.get_bind().execute(sa.insert(new), rows)
    op.drop_table("part")


def _outbox_row(row: Any) -> dict[str, Any]:
    return {
        "team": "",
        "channel": row.edition.split("/")[1],
        "edition": row.edition,
        "part": row.name,
        "state": "new" if row.state == "refused" else row.state,
        "since": row.since,
        "version": 1,
        "attempts": 1,
        "tries": 0,
        "asked": row.since,
        "payload": "",
        "file": "",
        "seconds": 0.0,
        "url": "",
        "receipt": row.receipt,
        "reason": row.reason or "",
    }
