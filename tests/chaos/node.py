"""One node: `digest-bot run` as it is, but for how long it waits until a message that was not found is sent again."""

import logging
import sys
import threading
from pathlib import Path

from digest_bot.config import load_settings
from digest_bot.errors import WorkersGoneError
from digest_bot.processes import begin_again, stop_on_signals
from digest_bot.shell.posting import Timing
from digest_bot.wiring import serve


def main(config: str, role: str, settle: str) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s")
    for noisy in ("huey", "apscheduler"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    stop = threading.Event()
    settings = load_settings(Path(config))
    stop_on_signals(stop)
    timing = Timing(settle=float(settle), looks=(0.5, 1, 2, 4), sweeps=(1, 2), refusals=(0.5, 1, 2))
    try:
        serve(settings, role=role, stop=stop, timing=timing)
    except WorkersGoneError:
        begin_again()


if __name__ == "__main__":
    main(*sys.argv[1:])
