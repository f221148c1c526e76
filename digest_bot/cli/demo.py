"""`digest-bot demo`: the main job on a folder, without an account."""

import sys
from pathlib import Path

import click

from digest_bot.cli.terminal import EXIT_FAILED, progress


@click.command()
@click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    default=Path("corpus"),
    show_default=True,
    help="Folder with articles (.txt .md .html .eml), or one of them.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("out/demo"), show_default=True, help="Folder for the files."
)
def demo(*, corpus: Path, out: Path) -> None:
    """Make a digest of the articles in a folder, without an account.

    Prints it, and writes digest.html (the message and its thread), digest.mp3 (a chapter a story), transcript.vtt and
    digest.json. Only the folder itself is read, not the folders below it.
    """
    if not corpus.exists():
        raise click.UsageError(
            f"There is no {corpus} here; name a folder with articles: digest-bot demo --corpus FOLDER"
        )
    from digest_bot.demo import run_demo

    try:
        with progress() as say:
            result = run_demo(corpus, out, say=say)
    except OSError as error:
        click.echo(f"digest-bot: {error.filename or out} cannot be written: {error.strerror}.", err=True)
        sys.exit(EXIT_FAILED)
    click.echo(result.text)
    if result.silence:
        click.echo(f"No sound: {result.silence}", err=True)
    click.echo("Written:")
    for path in result.files:
        click.echo(f"  {path}")


COMMANDS = (demo,)
