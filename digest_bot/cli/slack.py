"""The commands that set Slack up and mend it: slack manifest, slack validate, doctor, retry."""

import asyncio
import re
import sys
from pathlib import Path

import click

from digest_bot.cli.terminal import EXIT_UNDELIVERED, config_option, digest_option, load_app, progress


@click.group()
def slack() -> None:
    """Set the Slack app up."""


@slack.command("manifest")
@click.option("--name", default="digest-bot", show_default=True, help="Name of the app, 35 characters at most.")
@click.option("--url", default="", help='Where Slack reaches you, with mode = "http": https://host/slack/events')
def manifest_command(*, name: str, url: str) -> None:
    """Print the app's manifest, to paste at https://api.slack.com/apps > Create New App > From a manifest."""
    from digest_bot.chats.slack_setup import as_json, manifest

    if not 1 <= len(name.strip()) <= 35:
        raise click.BadParameter("give 1 to 35 characters.", param_hint="--name")
    if url and not re.fullmatch(r"https://[^\s/]+/slack/events", url):
        raise click.BadParameter("it looks like this: https://host/slack/events", param_hint="--url")
    click.echo(as_json(manifest(name=name.strip(), request_url=url)), nl=False)


@slack.command("validate")
@config_option
@digest_option
def validate(*, config: Path | None, name: str | None) -> None:
    """Let Slack itself check what would be posted now (blocks.validate); no token is sent, nothing is posted."""
    from digest_bot.chats.slack_blocks import compose
    from digest_bot.chats.slack_setup import SlackSetup
    from digest_bot.config import find_config, load_settings

    setup = SlackSetup(token="", api_url=load_settings(find_config(config)).slack_api_url)
    app = load_app(config)
    with progress() as say:
        say("Reading the sources")
        messages = compose(app.preview(app.job(name)))
    wrong = 0
    for message in messages:
        problems = asyncio.run(setup.validate(message)) if message.blocks else ()
        click.echo(f"{message.part}: {'; '.join(problems) or 'fine'}")
        wrong += bool(problems)
    if wrong:
        sys.exit(EXIT_UNDELIVERED)


@click.command()
@config_option
def doctor(*, config: Path | None) -> None:
    """Look for what keeps digests from coming, and say the exact fix for each fault."""
    from digest_bot.config import find_config, load_settings
    from digest_bot.doctor import Patient, examine
    from digest_bot.wiring import build_studio, utc_now

    settings = load_settings(find_config(config))
    token = settings.slack_token
    patient = Patient(
        token=token.value if token else "",
        api_url=settings.slack_api_url,
        team=settings.slack.team,
        channels=tuple(digest.channel for digest in settings.digests),
        zones=tuple(digest.options.zone for digest in settings.digests),
        audio=any(digest.audio for digest in settings.digests),
        database_url=settings.database_url,
        folders=(settings.data, settings.cache),
        voices=build_studio(settings.audio, scratch=settings.cache / "speech").voices,
        form=settings.audio.form,
        mode=settings.slack.mode,
        app_token=settings.slack_app_token.value if settings.slack_app_token else "",
        signing=settings.slack_signing.value if settings.slack_signing else "",
    )
    findings = examine(patient, clock=utc_now)
    for finding in findings:
        click.echo(f"{'ok ' if finding.well else 'BAD'}  {finding.what}: {finding.said}")
    faults = sum(not finding.well for finding in findings)
    click.echo(f"{faults or 'no'} fault{'' if faults == 1 else 's'} found")
    if faults:
        sys.exit(EXIT_UNDELIVERED)


@click.command()
@config_option
@digest_option
def retry(*, config: Path | None, name: str | None) -> None:
    """Try again what is held, after its cause was mended; what may have arrived is looked for first."""
    app = load_app(config)
    jobs = [app.job(name)] if name else app.jobs
    left = 0
    with progress() as say:
        say("Trying again")
        outcomes = [outcome for job in jobs for outcome in app.retry(job)]
    for edition, delivery in outcomes:
        left += len(delivery.held) + len(delivery.waiting)
        click.echo(f"{edition.id}: {delivery.sent} sent, {len(delivery.held)} held, {len(delivery.waiting)} waiting")
        for part in delivery.held:
            click.echo(f"  {part.name} is held: {part.reason}", err=True)
    if not outcomes:
        click.echo("Nothing is held.")
    if left:
        sys.exit(EXIT_UNDELIVERED)


COMMANDS = (slack, doctor, retry)
