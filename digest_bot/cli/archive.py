"""The commands that look into the archive: search, why."""

import sys
from pathlib import Path

import click

from digest_bot.cli.terminal import EXIT_UNDELIVERED, config_option, load_app


@click.command("search")
@config_option
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 200), help="Articles at most.")
@click.argument("words", nargs=-1, required=True)
def search_command(*, config: Path | None, limit: int, words: tuple[str, ...]) -> None:
    """Search everything that was ever taken in; any words are a valid query."""
    from digest_bot.chats.console import printable

    hits = load_app(config).search.find(" ".join(words), limit=limit)
    if not hits:
        click.echo("Nothing has these words.", err=True)
        sys.exit(EXIT_UNDELIVERED)
    for hit in hits:
        told = f"{hit.title or '(no title)'}\n  {hit.source}, {hit.dated:%Y-%m-%d %H:%M} UTC  {hit.url or ''}"
        click.echo(printable(f"{told}\n  {hit.excerpt}" if hit.excerpt else told))


@click.command("why")
@config_option
@click.argument("asked", nargs=-1, required=True, metavar="URL|TITLE")
def why_command(*, config: Path | None, asked: tuple[str, ...]) -> None:
    """Tell the whole life of an article: when it came in, what each edition made of it, where it was posted."""
    from digest_bot.chats.console import printable
    from digest_bot.why import why

    click.echo(printable(why(" ".join(asked), load_app(config).lives)))


COMMANDS = (search_command, why_command)
