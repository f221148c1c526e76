"""What has come since the first schema: leases, catching up, sources, the archive, people and their requests."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


MOVE = """
insert into outbox (team, channel, edition, part, state, since, version, attempts, tries, payload, file, seconds, url,
  receipt, reason)
select '', edition.channel, part.edition, part.name, case part.state when 'refused' then 'new' else part.state end,
  part.since, 1, 1, 0, '', '', 0, '', part.receipt, coalesce(part.reason, '')
from part join edition on
  part.edition = edition.digest || '/' || edition.channel || '/' || edition.date || '/' || edition.slot
"""
"""What was begun under the old schema goes on under the new one."""


def upgrade() -> None:
    """Create and widen the tables."""
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
        "seal",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
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
        sa.Column("lease_until", sa.Text, nullable=False),
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
    op.execute(MOVE)
    op.drop_table("part")
