"""What the commands share: exit codes, options, progress on a terminal, errors as one sentence."""

import contextlib
import io
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest_bot.errors import ConfigError, DigestBotError

if TYPE_CHECKING:
    from digest_bot.wiring import App

EXIT_UNDELIVERED, EXIT_CONFIG, EXIT_FAILED, EXIT_BAD_LINES = 1, 3, 4, 5
EPILOG = """\b
Exit codes:
  0  done
  1  made, but not everything could be delivered
  2  the command line is wrong
  3  the configuration is wrong or incomplete
  4  something outside failed: database, disk, network
  5  some input lines were bad (digest-bot text …)"""

config_option = click.option(
    "--config", "config", type=click.Path(path_type=Path), help="Configuration file. [default: config/digest.toml]"
)
digest_option = click.option("--digest", "name", help="Which digest, when the configuration has several.")


class Commands(click.Group):
    """Turns the errors that are meant for people into one sentence and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except DigestBotError as error:
            click.echo(f"digest-bot: {error}", err=True)
            ctx.exit(EXIT_CONFIG if isinstance(error, ConfigError) else EXIT_FAILED)


@contextlib.contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Hand out a function that shows what is going on, on one line of a terminal; silent anywhere else."""
    terminal = sys.stderr.isatty()

    def say(what: str) -> None:
        if terminal:
            click.echo(f"\r\x1b[K{what} …", err=True, nl=False)

    try:
        yield say
    finally:
        if terminal:
            click.echo("\r\x1b[K", err=True, nl=False)


def speak_any_terminal() -> None:
    """Have a question mark printed where a terminal has no such letter, as on Windows, instead of ending there."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def width(most: int) -> int:
    """Return how many columns a text may have: those of the terminal, or `most` where there is none."""
    return max(30, min(most, shutil.get_terminal_size((most, 24)).columns)) if sys.stdout.isatty() else most


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all; raises DigestBotError."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise DigestBotError(f"{path} cannot be written: {error.strerror}.") from error


def load_app(config: Path | None) -> "App":
    """Return the application that the configuration describes; raises ConfigError."""
    from digest_bot.config import find_config, load_settings

    settings = load_settings(find_config(config))
    from digest_bot.wiring import build_app

    return build_app(settings)
