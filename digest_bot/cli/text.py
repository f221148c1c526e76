"""`digest-bot text …`: every text step as a filter."""

import contextlib
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

import click

from digest_bot.cli.terminal import EXIT_BAD_LINES


@click.group()
def text() -> None:
    """Use one text step as a filter: one JSON object a line in, one a line out.

    The order is kept and every line comes out as soon as it is done. A bad line is reported with its number on
    standard error and the rest goes on; then the exit code is 5.

    \b
    Try:  echo '{"written": "worth $8.9 million"}' | digest-bot text speech
    """


@text.command("clean")
def text_clean() -> None:
    """Take the junk out of plain text.

    \b
    in:   {"id": 1, "dirty": "Share this\\n\\nThe ferry sails again …"}
    out:  {"id": 1, "paragraphs": ["The ferry sails again …"]}
    """
    from digest_bot.filters import clean

    _filter(clean)


@text.command("extract")
def text_extract() -> None:
    """Take the article out of a web page.

    \b
    in:   {"id": 1, "html": "<html>…"}
    out:  {"id": 1, "text": "one paragraph a line"}
    """
    from digest_bot.filters import extract

    _filter(extract)


@text.command("sections")
def text_sections() -> None:
    """Find where an article turns to something else.

    \b
    in:   {"id": 1, "paragraphs": ["…", "…", "…"]}
    out:  {"id": 1, "boundaries": [2]}     index of each paragraph that starts a new section
    """
    from digest_bot.filters import sections

    _filter(sections)


@text.command("summary")
@click.option("--sentences", type=click.IntRange(1, 10), default=3, show_default=True, help="Sentences at most.")
def text_summary(*, sentences: int) -> None:
    """Choose the sentences that tell the most.

    \b
    in:   {"id": 1, "text": "…"}           or {"id": 1, "documents": ["…", "…"]} about one event
    out:  {"id": 1, "summary": ["a sentence as it was written", "another one"]}
    """
    from digest_bot.filters import summary

    _filter(partial(summary, count=sentences))


@text.command("speech")
def text_speech() -> None:
    """Write numbers, dates and abbreviations as a voice should say them.

    \b
    in:   {"written": "worth $8.9 million"}
    out:  {"written": "worth $8.9 million", "spoken": "worth eight point nine million dollars"}
    """
    from digest_bot.filters import speech

    _filter(speech)


@text.command("stories")
def text_stories() -> None:
    """Group the articles that report the same event, each set by itself.

    Nothing comes out before the last line is read: a set is grouped as a whole.

    \b
    in:   {"id": 1, "title": "…", "text": "…", "date": "2026-11-24", "set": "a"}
    out:  {"id": 1, "cluster": "a-0"}      the same cluster, the same event
    """
    from digest_bot.filters import stories

    with _problems() as problem:
        _print(stories(_lines(), problem=problem))


def _filter(step: Any) -> None:
    from digest_bot.filters import apply

    with _problems() as problem:
        _print(apply(step, _lines(), problem=problem))


def _print(records: Iterator[Any]) -> None:
    from digest_bot.filters import dump

    for record in records:
        sys.stdout.write(dump(record) + "\n")
        sys.stdout.flush()


def _lines() -> Iterator[str]:
    """Yield the lines of standard input as UTF-8, whatever the locale; bytes that are none are replaced."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", errors="replace")


@contextlib.contextmanager
def _problems() -> Iterator[Any]:
    """Report bad lines, and end with exit code 5 when there was one."""
    count = 0

    def problem(number: int, what: str) -> None:
        nonlocal count
        count += 1
        click.echo(f"line {number}: {what}", err=True)

    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a TextIOWrapper in every real run
    yield problem
    if count:
        sys.exit(EXIT_BAD_LINES)


COMMANDS = (text,)
