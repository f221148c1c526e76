"""Leases, editions that wait and make up for missed ones."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what has come since the first schema."""
    op.create_table(
        "lease",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("until", sa.Text, nullable=False),
    )
    op.add_column("edition", sa.Column("since", sa.Text))
    op.add_column("edition", sa.Column("retry_at", sa.Text))
