"""`python -m tests.slack_double --port 0`: a double in a process of its own; prints the base URL of its Web API."""

import argparse
import signal
import threading

from tests.slack_double.server import start
from tests.slack_double.workspace import SlackDouble


def main() -> None:
    """Serve until the process is told to end."""
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--rate", type=float, default=0.0, help="speed of Slack's clock for rate limits; 0: no limits")
    given = options.parse_args()
    double = SlackDouble(rate=given.rate)
    server = start(double, port=given.port)
    print(double.url, flush=True)
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    over.wait()
    server.shutdown()


if __name__ == "__main__":
    main()
