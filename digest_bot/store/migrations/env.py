"""What Alembic runs: the revisions, on the connection and in the transaction that the caller opened."""

from alembic import context

from digest_bot.store.database import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a table in place
    transaction_per_migration=False,
)
context.run_migrations()
