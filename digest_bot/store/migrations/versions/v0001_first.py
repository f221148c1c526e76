"""The first schema: editions, how far they were planned, their parts, what was told and seen."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the five tables the program began with."""
    _text_table("edition", "digest", "channel", "date", "slot", rest=[
        sa.Column("planned_at", sa.Text, nullable=False),
        sa.Column("content", sa.Text),
        sa.Column("done", sa.Boolean, nullable=False),
    ])  # fmt: skip
    _text_table("watch", "digest", rest=[sa.Column("until", sa.Text, nullable=False)])
    _text_table("part", "edition", "name", rest=[
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("receipt", sa.Text),
        sa.Column("reason", sa.Text),
    ])  # fmt: skip
    _text_table("told", "digest", "story", rest=[
        sa.Column("told_at", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
    ])  # fmt: skip
    op.create_index("ix_told_told_at", "told", ["told_at"])
    _text_table("seen", "digest", "article", rest=[sa.Column("edition", sa.Text, nullable=False)])


def _text_table(name: str, *key: str, rest: list[sa.Column[object]]) -> None:
    op.create_table(name, *(sa.Column(column, sa.Text, primary_key=True) for column in key), *rest)
