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
    """Use one text step as a filter: JSON Lines on standard input, JSON Lines on standard output.

    The order is kept and every line comes out as soon as it is done. A bad line is reported with its number on
    standard error and the rest goes on (exit code 5).
    """


@text.command("clean")
def text_clean() -> None:
    """{"id","dirty"} → {"id","paragraphs"}: plain text without junk, in whole paragraphs."""
    from digest_bot.filters import clean

    _filter(clean)


@text.command("extract")
def text_extract() -> None:
    """{"id","html"} → {"id","text"}: the article of a web page."""
    from digest_bot.filters import extract

    _filter(extract)


@text.command("sections")
def text_sections() -> None:
    """{"id","paragraphs"} → {"id","boundaries"}: index of each paragraph that starts a new section."""
    from digest_bot.filters import sections

    _filter(sections)


@text.command("summary")
@click.option("--sentences", type=click.IntRange(1, 10), default=3, show_default=True, help="Sentences at most.")
def text_summary(*, sentences: int) -> None:
    """{"id","text"} → {"id","summary"}: chosen sentences; {"id","documents"} for several texts on one event."""
    from digest_bot.filters import summary

    _filter(partial(summary, count=sentences))


@text.command("speech")
def text_speech() -> None:
    """{"written"} → {"written","spoken"}: numbers, dates and abbreviations as a voice should say them."""
    from digest_bot.filters import speech

    _filter(speech)


@text.command("stories")
def text_stories() -> None:
    """{"id","title","text","date","set"} → {"id","cluster"}: what reports the same event; each set by itself."""
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
