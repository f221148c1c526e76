"""`digest-bot feedback`: what readers found useful, and how to forget it."""

from datetime import UTC, datetime
from pathlib import Path

import click

from digest_bot.cli.terminal import config_option, digest_option, load_app


@click.group()
def feedback() -> None:
    """Show or forget what readers voted: it moves a source by a quarter at most."""


@feedback.command("list")
@config_option
@digest_option
def list_votes(*, config: Path | None, name: str | None) -> None:
    """Show every source that readers voted on, the balance, and the factor it has in the ranking."""
    from digest_bot.wishes import VOTES_FOR, vote_weight

    app = load_app(config)
    job = app.job(name)
    votes = app.people.votes(job.name, since=datetime.now(UTC) - VOTES_FOR)  # noqa: TID251 - a command reads the clock
    for source, balance in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        click.echo(f"{balance:+4d}  × {vote_weight(balance):.2f}  {source}")
    if not votes:
        click.echo(f"Nobody has voted on {job.name} yet.")


@feedback.command("reset")
@config_option
@digest_option
def reset(*, config: Path | None, name: str | None) -> None:
    """Forget every vote on a digest: the next edition is ranked as if nobody had ever voted."""
    app = load_app(config)
    job = app.job(name)
    gone = app.people.forget_votes(job.name)
    click.echo(f"{gone} votes on {job.name} are forgotten.")


COMMANDS = (feedback,)
