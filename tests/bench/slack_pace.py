"""`python -m tests.bench.slack_pace`: how long one edition of seven stories with sound takes at Slack's own pace.

Everything as in daily use, the second between two messages too; the double counts in Slack's real token buckets.
"""

import asyncio
import json
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from digest_bot.chats.slack import Slack
from digest_bot.model import Audio
from digest_bot.shell.delivery import deliver
from digest_bot.shell.posting import Courier
from digest_bot.store import Store
from tests.builders import EDITION, FERRY, digest, story
from tests.slack_double import TOKEN, SlackDouble, running

SOUND = Audio(mp3=b"\xff\xfb" * 500_000, duration=181.0, chapters=(), cues=(), voice="silent")
"""A megabyte: three minutes of speech."""
SEVEN = digest(*(replace(story(f"Story {number}", FERRY), id=f"s{number}") for number in range(1, 8)))
CALLS, SECONDS = 12, 15.0
"""What the issue allows, besides files.info."""


def main() -> None:
    """Deliver once and print the figures as JSON; exit 1 when a goal is missed."""
    logging.disable(logging.CRITICAL)
    with running(rate=1.0) as double:
        double.lag = double.share_delay = 0.5
        figures = paced(double)
    print(json.dumps(figures, indent=2))
    well = figures["calls besides files.info"] <= CALLS and figures["seconds"] <= SECONDS and not figures["429"]
    sys.exit(not well)


def paced(double: SlackDouble) -> Mapping[str, Any]:
    """Deliver one edition of seven stories with sound; return how long it took and what was called."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/digest.db")
        store.plan(EDITION, now=datetime.now(UTC))
        courier = Courier(store, Slack(token=TOKEN, api_url=double.url), lambda: datetime.now(UTC))
        begun = time.monotonic()
        delivery = asyncio.run(deliver(SEVEN, courier, sound=lambda: SOUND))
        seconds = time.monotonic() - begun
    (file,) = double.files.values()
    calls = Counter(double.calls)
    return {
        "seconds": round(seconds, 1),
        "parts sent": delivery.sent,
        "calls besides files.info": calls.total() - calls["files.info"],
        "files.info": calls["files.info"],
        "429": double.buckets.refusals,
        "sound equal": file.body == SOUND.mp3,
        "warnings": double.warnings,
    }


if __name__ == "__main__":
    main()
