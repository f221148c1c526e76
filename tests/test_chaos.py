"""kill -9 of the real processes: nothing lost, nothing doubled. `make bench-engine` does it three hundred times."""

from pathlib import Path

from tests.chaos.cluster import Node, Plan, run, write_config
from tests.slack_double import running


def test_whatever_is_killed_every_edition_is_posted_once(database_url: str, tmp_path: Path) -> None:
    plan = Plan(database_url, tmp_path, channels=4, seconds=9, kills=3, lease=2, settle=3, rest=150)
    with running() as double:
        outcome = run(plan, double)
    assert (outcome.lost, outcome.doubled, outcome.open) == ([], [], 0), outcome.log
    assert outcome.kills == 3
    assert outcome.posts >= outcome.editions >= 8


def test_a_service_that_is_told_to_leave_is_gone_within_ten_seconds(tmp_path: Path) -> None:
    plan = Plan(f"sqlite:///{tmp_path}/data/digest.db", tmp_path, channels=1)
    with running() as double:
        node = Node(0, write_config(plan, double.url), plan)
        node.start()
        node.wait_until_ready()
        members = node.members()
        took = node.stop()
    assert len(members) == 4  # the service, the nursery of its parsers, the keeper, a worker
    assert node.members() == []
    assert took < 10
