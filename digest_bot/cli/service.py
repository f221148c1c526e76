"""The commands that make editions: preview, once, run, health."""

import logging
import sys
import threading
from pathlib import Path

import click

from digest_bot.cli.terminal import (
    EXIT_UNDELIVERED,
    config_option,
    digest_option,
    load_app,
    progress,
    width,
    write_whole,
)

log = logging.getLogger(__name__)


@click.command("preview")
@config_option
@digest_option
@click.option("--html", type=click.Path(path_type=Path), help="Also write the page a reader would see.")
@click.option("--json", "as_json", is_flag=True, help="Print the payload that would be posted, as JSON.")
def preview_command(*, config: Path | None, name: str | None, html: Path | None, as_json: bool) -> None:
    """Show what would be posted now; send nothing."""
    from digest_bot.chats.console import WIDTH, render
    from digest_bot.chats.page import render_page
    from digest_bot.chats.slack_blocks import compose
    from digest_bot.codec import encode_pretty

    app = load_app(config)
    with progress() as say:
        say("Reading the sources")
        digest = app.preview(app.job(name))
    messages = compose(digest, buttons=app.buttons)
    click.echo(encode_pretty(messages) if as_json else render(digest, width=width(WIDTH)), nl=False)
    if html:
        write_whole(html, render_page(messages, title=digest.title).encode())
        click.echo(f"Written: {html}", err=True)


@click.command()
@config_option
@digest_option
def once(*, config: Path | None, name: str | None) -> None:
    """Make and post one edition now."""
    app = load_app(config)
    with progress() as say:
        say("Making the edition")
        delivery = app.once(app.job(name))
    click.echo(f"{delivery.sent} sent, {len(delivery.held)} held, {len(delivery.waiting)} waiting")
    for part in delivery.held:
        click.echo(f"  {part.name} is held: {part.reason}", err=True)
    if delivery.held or delivery.waiting:
        sys.exit(EXIT_UNDELIVERED)


@click.command()
@config_option
@click.option(
    "--role",
    type=click.Choice(["all", "clock", "worker", "web"]),
    default="all",
    show_default=True,
    help="What this process is; several machines share the work on PostgreSQL.",
)
def run(*, config: Path | None, role: str) -> None:
    """Run the service: post every edition when it is due, until stopped."""
    from digest_bot.config import find_config, load_settings
    from digest_bot.errors import WorkersGoneError
    from digest_bot.logs import set_up
    from digest_bot.processes import begin_again, stop_on_signals
    from digest_bot.wiring import serve

    set_up(min(logging.INFO, logging.getLogger().level))
    stop = threading.Event()
    settings = load_settings(find_config(config))
    stop_on_signals(stop)
    try:
        serve(settings, role=role, stop=stop)
    except WorkersGoneError:
        log.exception("the service begins again")
        begin_again()


@click.command("health")
@config_option
def health(*, config: Path | None) -> None:
    """Check that the configuration and the database can be used; for container health checks."""
    app = load_app(config)
    app.store.open_editions()
    click.echo("ok")


COMMANDS = (preview_command, once, run, health)
