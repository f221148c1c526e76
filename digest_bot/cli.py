"""The commands: parse, call, print, exit; everything heavy is imported when a command needs it."""

import contextlib
import logging
import signal
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest_bot import __version__
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


@click.group(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="digest-bot")
@click.option("-v", "--verbose", is_flag=True, help="Say more in the log.")
def main(*, verbose: bool) -> None:
    """One finite digest a day from the articles your team cares about.

    Try `digest-bot demo` first: it needs no account, no token and no network.
    """
    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.captureWarnings(capture=True)


@main.command()
@click.option(
    "--corpus",
    type=click.Path(exists=True, path_type=Path),
    default=Path("corpus"),
    show_default=True,
    help="Folder with articles.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("out/demo"), show_default=True, help="Folder for the files."
)
def demo(*, corpus: Path, out: Path) -> None:
    """Make a digest of the articles in a folder: text, page and sound."""
    from digest_bot.demo import run_demo

    with _progress() as say:
        result = run_demo(corpus, out, say=say)
    click.echo(result.text)
    if result.silence:
        click.echo(f"No sound: {result.silence}", err=True)
    click.echo("Written:")
    for path in result.files:
        click.echo(f"  {path}")


@main.command("preview")
@config_option
@digest_option
@click.option("--html", type=click.Path(path_type=Path), help="Also write the page a reader would see.")
@click.option("--json", "as_json", is_flag=True, help="Print the payload that would be posted, as JSON.")
def preview_command(*, config: Path | None, name: str | None, html: Path | None, as_json: bool) -> None:
    """Show what would be posted now; send nothing."""
    from digest_bot.chats.console import render
    from digest_bot.chats.page import render_page
    from digest_bot.chats.slack_blocks import compose
    from digest_bot.codec import encode_pretty

    app = _app(config)
    with _progress() as say:
        say("Reading the sources")
        digest = app.preview(app.job(name))
    messages = compose(digest)
    click.echo(encode_pretty(messages) if as_json else render(digest), nl=False)
    if html:
        html.write_text(render_page(messages, title=digest.title), encoding="utf-8")
        click.echo(f"Written: {html}", err=True)


@main.command()
@config_option
@digest_option
def once(*, config: Path | None, name: str | None) -> None:
    """Make and post one edition now."""
    app = _app(config)
    with _progress() as say:
        say("Making the edition")
        delivery = app.once(app.job(name))
    click.echo(f"{delivery.sent} sent, {len(delivery.held)} held, {len(delivery.waiting)} waiting")
    for part in delivery.held:
        click.echo(f"  {part.name} is held: {part.reason}", err=True)
    if delivery.held or delivery.waiting:
        sys.exit(EXIT_UNDELIVERED)


@main.command()
@config_option
def run(*, config: Path | None) -> None:
    """Run the service: post every edition when it is due, until stopped."""
    logging.getLogger("digest_bot").setLevel(logging.INFO)
    app = _app(config)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    app.serve(stop)


@main.command("health")
@config_option
def health(*, config: Path | None) -> None:
    """Check that the configuration and the database can be used; for container health checks."""
    app = _app(config)
    app.store.open_editions()
    click.echo("ok")


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(*, shell: str) -> None:
    r"""Print the completion script for a shell.

    \b
    bash:  eval "$(digest-bot completion bash)"   in ~/.bashrc
    zsh:   eval "$(digest-bot completion zsh)"    in ~/.zshrc
    fish:  digest-bot completion fish > ~/.config/fish/completions/digest-bot.fish
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(main, {}, "digest-bot", "_DIGEST_BOT_COMPLETE").source())


@main.group()
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


@contextlib.contextmanager
def _progress() -> Iterator[Any]:
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


def _app(config: Path | None) -> "App":
    from digest_bot.config import find_config, load_settings
    from digest_bot.wiring import build_app

    return build_app(load_settings(find_config(config)))
