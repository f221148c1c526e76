"""The log: one event a fact, as JSON for machines or in colour for people, and without secrets."""

import logging
import re
import sys
from collections.abc import MutableMapping
from contextlib import AbstractContextManager
from typing import Any

import structlog

SECRETS = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+"  # Slack's tokens
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"  # a password in an address
    r"|(?<=hooks\.slack\.com/)\S+"  # whoever knows a response address may post there
)
QUIET = {"apscheduler": logging.ERROR, "huey": logging.ERROR, "alembic": logging.WARNING, "slack_bolt": logging.ERROR}


def set_up(level: int, *, as_json: bool | None = None) -> None:
    """Send every log to standard error: JSON unless somebody looks at a terminal, or as told."""
    if as_json is None:
        as_json = not sys.stderr.isatty()
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.CallsiteParameterAdder([structlog.processors.CallsiteParameter.PROCESS]),
    ]
    end: list[Any] = [structlog.processors.format_exc_info, _hide_secrets, structlog.processors.JSONRenderer()]
    if not as_json:  # a plain traceback: the pretty one shows local variables, tokens among them
        console = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        end = [structlog.processors.format_exc_info, _hide_secrets, _on_one_line, console]
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *end]
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("digest_bot").setLevel(level)
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(least)
    logging.captureWarnings(capture=True)


def about(**facts: str) -> AbstractContextManager[Any]:
    """Add facts, such as the edition, to every event that is logged inside the block."""
    return structlog.contextvars.bound_contextvars(**facts)


def _on_one_line(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Show line breaks and what steers a terminal as what they are: foreign text must not look like an event of ours.

    A traceback keeps its lines.
    """
    for key, value in event.items():
        if isinstance(value, str) and not value.isprintable():
            kept = "\n" if key == "exception" else ""
            event[key] = "".join(c if c.isprintable() or c == kept else repr(c)[1:-1] for c in value)
    return event


def _hide_secrets(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = SECRETS.sub("***", value)
    return event
