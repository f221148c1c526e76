"""`python -m digest_bot` is the console script."""

from digest_bot.cli import main

main(prog_name="digest-bot")
