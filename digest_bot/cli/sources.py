"""`digest-bot feeds`: how the sources fare; feeds from and to other readers."""

from pathlib import Path

import click

from digest_bot.cli.terminal import config_option, load_app


@click.group(invoke_without_command=True)
@config_option
@click.pass_context
def feeds(context: click.Context, *, config: Path | None) -> None:
    """List the sources: state, last success, next visit, and why one is not well."""
    context.obj = config
    if context.invoked_subcommand is None:
        _list(config)


@feeds.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def import_command(config: Path | None, *, file: Path) -> None:
    """Add the feeds of an OPML file to the configuration; folders become topics, known feeds are left alone."""
    from digest_bot.config import add_feeds, find_config, load_settings
    from digest_bot.sources.opml import read_opml

    path = find_config(config)
    known = {source.where for source in load_settings(path).sources}
    read = read_opml(file.read_bytes())
    new = [feed for feed in read.feeds if feed.url not in known]
    add_feeds(path, [(feed.name, feed.url, feed.topic) for feed in new])
    for sentence in read.bad:
        click.echo(f"left out: {sentence}", err=True)
    click.echo(f"{len(new)} added, {len(read.feeds) - len(new)} known already, {len(read.bad)} left out")
    if new:
        click.echo("A service that is running reads them once it is started again.")
    topics = sorted({feed.topic for feed in new if feed.topic})
    if topics:
        click.echo(f"Topics: {', '.join(topics)}. Name those you want in a digest: topics = [...]")


@feeds.command("export")
@click.pass_obj
def export_command(config: Path | None) -> None:
    """Print the configured feeds as OPML; topics become folders."""
    from digest_bot.config import find_config, load_settings
    from digest_bot.sources.opml import Subscription, write_opml

    sources = load_settings(find_config(config)).sources
    listed = [Subscription(source.name, source.where, source.topic) for source in sources if source.kind == "feed"]
    click.echo(write_opml(listed, title="digest-bot").decode(), nl=False)


def _list(config: Path | None) -> None:
    from digest_bot.chats.console import printable
    from digest_bot.health import describe

    app = load_app(config)
    remote = [source for source in app.sources if source.host]
    standings = app.store.standings([source.key for source in remote])
    now = app.clock()
    for source in remote:
        click.echo(printable(f"{source.name}: {describe(standings[source.key], now=now)}"))
    if not remote:
        click.echo("There are no feeds and no pages in the configuration.")


COMMANDS = (feeds,)
