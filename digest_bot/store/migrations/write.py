"""`python -m digest_bot.store.migrations.write what has come`: write down how the tables differ from the revisions.

Columns are copied, not imported: a revision has to say for ever what it said on its day.
"""

import re
import sys
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.config import Config
from alembic.migration import MigrationContext

import digest_bot.store  # noqa: F401 - every table is on the metadata then
from digest_bot.store.database import Database, metadata
from digest_bot.store.schema import HEAD, MIGRATIONS

REVISION = '''"""{what}."""

import sqlalchemy as sa
from alembic import op

revision = "{number}"
down_revision = "{before}"


def upgrade() -> None:
    """{what}."""
{steps}
'''


def difference(tables: sa.MetaData) -> str:
    """Return the Python that turns a database of the newest revision into these tables; empty when it has them."""
    with Database("sqlite://").begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        options = {"compare_type": True, "target_metadata": tables}
        script = produce_migrations(MigrationContext.configure(connection, opts=options), tables)
        if script.upgrade_ops is None or script.upgrade_ops.is_empty():
            return ""
        steps = render_python_code(script.upgrade_ops, render_as_batch=True)
    return "\n".join(line for line in steps.splitlines() if not line.strip().startswith("#"))


def revision(what: str, steps: str) -> tuple[Path, str]:
    """Return the next revision: its file and what stands in it."""
    number = f"{int(HEAD) + 1:04}"
    name = re.sub(r"\W+", "_", what.lower()).strip("_")
    text = REVISION.format(what=what[:1].upper() + what[1:], number=number, before=HEAD, steps=_indented(steps))
    return MIGRATIONS / "versions" / f"v{number}_{name}.py", text


def _indented(steps: str) -> str:
    return "\n".join(f"    {line.removeprefix('    ')}" if line.strip() else "" for line in steps.splitlines())


def main() -> None:
    """Write the file, or say that there is nothing to write."""
    steps = difference(metadata)
    if not steps:
        sys.exit("The revisions say what the tables say.")
    path, text = revision(" ".join(sys.argv[1:]) or "changed", steps)
    path.write_text(text, encoding="utf-8")
    print(f"Written: {path}. Read it, run `ruff format`, and set HEAD in digest_bot/store/schema.py.")  # noqa: T201 - a tool


if __name__ == "__main__":
    main()
