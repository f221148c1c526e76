"""What documents turned out to be, and which pages are still there."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table of readings, and the indexes of the pages that are still there and of who told of them."""
    op.create_table(
        "reading",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_reading_at", "reading", ["at"])
    op.create_index("listing_document", "listing", ["document"])
    whole = sa.text("body is not null")
    op.create_index("document_whole", "document", ["received_at"], sqlite_where=whole, postgresql_where=whole)
