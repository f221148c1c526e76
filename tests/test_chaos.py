"""kill -9 of the real processes: nothing lost, nothing doubled. `make bench-engine` does it three hundred times."""

import os
import signal
from pathlib import Path

from tests.chaos.cluster import Node, Plan, run, write_config
from tests.slack_double import running
from tests.waiting import until


def test_whatever_is_killed_every_edition_is_posted_once(database_url: str, tmp_path: Path) -> None:
    plan = Plan(database_url, tmp_path, channels=4, seconds=9, kills=3, lease=2, settle=3, rest=300)
    with running() as double:
        outcome = run(plan, double)
    assert (outcome.lost, outcome.doubled, outcome.open) == ([], [], 0), outcome.log
    assert outcome.kills == 3
    assert outcome.posts >= outcome.editions >= 5


def test_a_service_that_is_told_to_leave_goes_with_all_its_processes(tmp_path: Path) -> None:
    plan = Plan(f"sqlite:///{tmp_path}/data/digest.db", tmp_path, channels=1)
    with running() as double:
        node = Node(0, write_config(plan, double.url), plan)
        node.start()
        node.wait_until_ready()
        members = node.members()
        node.stop()
    assert len(members) == 4  # the service, the nursery of its parsers, the keeper, a worker
    assert until(lambda: node.members() == [])


def test_a_service_whose_keeper_is_killed_begins_again_under_the_same_number(tmp_path: Path) -> None:
    plan = Plan(f"sqlite:///{tmp_path}/data/digest.db", tmp_path, channels=1)
    with running() as double:
        node = Node(0, write_config(plan, double.url), plan)
        node.start()
        node.wait_until_ready()
        service, before = node.number, node.members()
        keeper, worker = _keeper_and_worker(service, before)
        os.kill(keeper, signal.SIGKILL)
        try:
            node.wait_until_ready(times=2)
            assert until(lambda: worker not in node.members())
            after = node.members()
        finally:
            node.stop()
    assert service in after
    assert len(after) == 4
    assert set(after) & set(before) == {service}


def _keeper_and_worker(service: int, members: list[int]) -> tuple[int, int]:
    """Return the process that is a copy of the service, and the one that is a copy of this: they were forked."""
    about = {pid: Path(f"/proc/{pid}") for pid in members}
    copies = [
        pid for pid in members if (about[pid] / "cmdline").read_bytes() == (about[service] / "cmdline").read_bytes()
    ]
    parents = {pid: int((about[pid] / "stat").read_text().rsplit(")", 1)[1].split()[1]) for pid in copies}
    return next((parent, pid) for pid, parent in parents.items() if parents.get(parent) == service)
