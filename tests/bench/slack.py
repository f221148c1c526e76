"""`make bench-slack`: is anything lost or doubled when Slack and our own processes fail at every step? And how quick?

A double of Slack runs in a process of its own and breaks a share of all calls; workers are forked, killed with SIGKILL
at a chosen step, and forked again until every edition is done. Then what stands in the channels is counted.
"""

import argparse
import hashlib
import json
import logging
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from digest_bot.model import Edition
from digest_bot.shell.sharing import AUDIO
from digest_bot.store import Store
from tests.bench.slack_life import PLACES, Death, edition_of, live, sound_of

KINDS = (
    "drop_before", "drop_after", "reset_after", "hang_before", "hang_after", "500_before", "500_after", "502_after",
    "503_before", "503_after", "internal_error_before", "internal_error_after", "fatal_error_after", "truncated_after",
    "html_after", "ratelimited", "late", "late",
)  # fmt: skip
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""A killed process loses nothing that it handed to the system: how long a disk takes is not our subject."""
STEPS_AN_EDITION = 50
"""Fewer than an edition takes, so that the wanted deaths come before the work is done."""
PARTS = ("parent", "story-1", "story-2", AUDIO)


@dataclass(frozen=True)
class Plan:
    """The size of a run."""

    editions: int
    kills: int
    seed: int
    chance: float = 0.45

    @property
    def channels(self) -> int:
        """Twenty editions a channel."""
        return max(1, self.editions // 20)


def main() -> None:
    """Run and print the figures as JSON; exit 1 when something was lost or doubled."""
    logging.disable(logging.CRITICAL)
    options = argparse.ArgumentParser()
    options.add_argument("--editions", type=int, default=2000)
    options.add_argument("--kills", type=int, default=320)
    options.add_argument("--seed", type=int, default=20261125)
    options.add_argument("--keep", type=Path, help="folder for what is left when something is wrong")
    given = options.parse_args()
    figures = chaos(Plan(given.editions, given.kills, given.seed), keep=given.keep)
    print(json.dumps(figures, indent=2))
    sys.exit(bool(figures["lost"] or figures["doubled"] or figures["sound differs"]))


def chaos(plan: Plan, *, keep: Path | None = None) -> dict[str, Any]:
    """Deliver all editions through faults and kills; return what came of it.

    When something is lost, doubled or different, the database and the double's state are copied to `keep`.
    """
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, _double() as url:
        database = f"sqlite:///{folder}/digest.db"
        _prepare(plan, url, database)
        lives = _lives(plan, url, database, Path(folder) / "deaths")
        state = _ask(url, "state")
        counted = _count(plan, state)
        absent = [_told(*part, database) for part in _absent(plan, state)]
        if keep and (absent or counted["doubled"] or counted["sound differs"]):
            _keep(keep, Path(folder) / "digest.db", state)
    kills = Counter(lives["deaths"])
    seen = Counter(state["calls"])
    return {
        "editions": plan.editions,
        "seed": plan.seed,
        "calls": sum(seen.values()),
        "faulty calls": f"{sum(state['suffered'].values()) / sum(seen.values()):.1%}",
        "faults": dict(sorted(state["suffered"].items())),
        "kills": sum(kills.values()),
        "kills by step": dict(sorted(kills.items())),
        "given up and retried by the owner": lives["released"],
        "extra copies taken back": seen["chat.delete"],
        **counted,
        "absent": absent,
        "refused by the validator": [line for line in state["refused"] if "invalid" in line],
        "minutes": round((time.monotonic() - begun) / 60, 1),
    }


def _prepare(plan: Plan, url: str, database: str) -> None:
    _ask(url, "channels", {"count": plan.channels})
    _ask(url, "set", {"lag": 0.15, "share_delay": 0.1})
    faults = {"kinds": KINDS, "chance": plan.chance, "seed": plan.seed, "hang": 2.5, "late": 2.4}
    _ask(url, "faults", faults)
    store = Store(database)
    for number in range(plan.editions):
        store.plan(edition_of(number, plan.channels), now=datetime.now(UTC))


def _lives(plan: Plan, url: str, database: str, log: Path) -> dict[str, Any]:
    """Fork one life after the other until all is done; the last ones are not killed."""
    dice = random.Random(plan.seed)
    kills = released = 0
    said = Progress(plan)
    while True:
        todo = _todo(plan, database)
        said.told(todo=len(todo), kills=kills)
        if not todo:
            again = _release(database)
            released += again
            if not again:
                break
            continue
        death = _death(plan, dice, kills=kills, todo=len(todo)) if kills < plan.kills else None
        kills += _life(url, database, todo, plan.channels, death, log)
    deaths = log.read_text(encoding="utf-8").split() if log.exists() else []
    return {"deaths": deaths, "released": released}


def _todo(plan: Plan, database: str) -> list[int]:
    """Return the numbers of the editions that still need something."""
    store = Store(database)
    open_ = {edition.id for edition in store.open_editions()}
    store._database.engine.dispose()  # nothing of SQLite may cross a fork
    return [number for number in range(plan.editions) if edition_of(number, plan.channels).id in open_]


def _death(plan: Plan, dice: random.Random, *, kills: int, todo: int) -> Death:
    """Return the next death: each place in its turn, so soon that all the wanted ones fit into what is left."""
    share = max(8, todo * STEPS_AN_EDITION // (plan.kills - kills + 1))
    after = dice.randint(share // 4, share)
    return Death(PLACES[kills % len(PLACES)], after, fuse=after + share // 2)


@dataclass
class Progress:
    """A line on standard error now and then: how far a run has come."""

    plan: Plan
    _begun: float = field(default_factory=time.monotonic)
    _next: float = 0.0

    def told(self, *, todo: int, kills: int) -> None:
        """Say how many editions are left and how many processes were killed, once a quarter of a minute at most."""
        now = time.monotonic()
        if now >= self._next or not todo:
            self._next = now + 15
            said = f"{now - self._begun:5.0f} s: {todo} of {self.plan.editions} editions left, {kills} kills"
            print(said, file=sys.stderr, flush=True)


def _life(url: str, database: str, numbers: Sequence[int], channels: int, death: Death | None, log: Path) -> bool:
    """Fork one life and wait for its end; tell whether it was killed."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if death:
                death.log = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            live(url, database, numbers, channels=channels, death=death)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    if os.WEXITSTATUS(status):
        raise RuntimeError("a worker failed on its own")
    return False


def _release(database: str) -> int:
    """Do what `digest-bot retry` does; return how many editions had something held."""
    store = Store(database)
    editions = store.release(["daily"])
    for edition in editions:
        store.reopen(edition)
    store._database.engine.dispose()
    return len(editions)


def _count(plan: Plan, state: dict[str, Any]) -> dict[str, int]:
    """Count what stands in the channels against what should."""
    texts, sounds, pointing = _standing(state)
    wanted = {edition.id: hashlib.sha256(sound_of(edition).mp3).hexdigest() for edition in _editions(plan)}
    heard = {key: shas for key, shas in sounds.items() if key in wanted}
    return {
        "lost": len(_absent(plan, state)),
        "doubled": sum(count > 1 for count in texts.values()) + sum(len(shas) > 1 for shas in sounds.values()),
        "sound differs": sum(sha != wanted[key] for key, shas in heard.items() for sha in shas),
        "sound in no thread of ours": len(sounds) - len(heard),
        "without a way to the sound": plan.editions - pointing,
    }


def _standing(state: dict[str, Any]) -> tuple[Counter[tuple[str, str]], dict[str, list[str]], int]:
    """Return how often each (edition, part) stands there, the SHA-256 of each edition's sounds, and how many parents
    point to one.
    """
    texts: Counter[tuple[str, str]] = Counter()
    sounds: dict[str, list[str]] = {}
    pointing = 0
    for messages in state["channels"].values():
        parents = {m["ts"]: m["metadata"]["event_payload"]["k"] for m in messages if _is_parent(m)}
        for message in messages:
            if "metadata" in message:
                about = message["metadata"]["event_payload"]
                texts[about["k"], about["p"]] += 1
                pointing += _is_parent(message) and '"listen"' in json.dumps(message["blocks"])
            for file in message.get("files", ()):
                key = parents.get(message["thread_ts"], "?")
                sounds.setdefault(key, []).append(state["files"][file["id"]]["sha256"])
    return texts, sounds, pointing


def _is_parent(message: dict[str, Any]) -> bool:
    return "metadata" in message and "thread_ts" not in message


def _editions(plan: Plan) -> list[Edition]:
    return [edition_of(number, plan.channels) for number in range(plan.editions)]


def _absent(plan: Plan, state: dict[str, Any]) -> list[tuple[Edition, str]]:
    """Return every part that should stand in a channel and does not."""
    texts, sounds, _ = _standing(state)
    there = {*texts, *((key, AUDIO) for key in sounds)}
    return [(edition, part) for edition in _editions(plan) for part in PARTS if (edition.id, part) not in there]


def _told(edition: Edition, name: str, database: str) -> str:
    """Return what the outbox knows of a part that does not stand there."""
    store = Store(database)
    part = store.part(edition, name)
    store._database.engine.dispose()
    known = f"{part.state.value} after {part.attempts} sends: {part.reason}" if part else "never begun"
    return f"{edition.channel} {edition.id} {name}: {known}"


def _keep(folder: Path, database: Path, state: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in database.parent.glob(f"{database.name}*"):
        shutil.copy(file, folder)
    (folder / "state.json").write_text(json.dumps(state), encoding="utf-8")


@contextmanager
def _double() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.slack_double", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def _ask(url: str, what: str, body: dict[str, Any] | None = None) -> Any:
    address = url.replace("/api/", f"/_double/{what}")
    with urlopen(Request(address, data=json.dumps(body or {}).encode()), timeout=60) as answer:
        return json.load(answer)


if __name__ == "__main__":
    main()
