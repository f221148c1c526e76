"""The commands: parse, call, print, exit; everything heavy is imported when a command needs it."""

import logging

import click

from digest_bot import __version__
from digest_bot.cli import archive, audio, demo, feedback, service, shell, slack, sources, text
from digest_bot.cli.terminal import EPILOG, Commands, speak_any_terminal


@click.group(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="digest-bot")
@click.option("-v", "--verbose", is_flag=True, help="Say more in the log.")
def main(*, verbose: bool) -> None:
    """One finite digest a day from the articles your team cares about.

    Try `digest-bot demo` first: it needs no account, no token and no network.
    """
    speak_any_terminal()
    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.captureWarnings(capture=True)


for module in (archive, audio, demo, feedback, service, shell, slack, sources, text):
    for command in module.COMMANDS:
        main.add_command(command)
