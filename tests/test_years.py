"""Simulated weeks in six time zones, end to end; `python -m tests.bench.engine years` lives two years."""

from datetime import UTC, datetime
from pathlib import Path

from tests.years import live


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)


def test_every_local_date_gets_one_edition_and_one_post_where_clocks_are_put_forward(tmp_path: Path) -> None:
    lived = live(f"sqlite:///{tmp_path}/digest.db", tmp_path, start=at("2026-03-27"), until=at("2026-04-06"))
    assert lived.done == lived.wanted == lived.posted
    assert (lived.wanted.total(), max(lived.wanted.values())) == (60, 1)


def test_every_local_date_gets_one_edition_and_one_post_where_clocks_are_put_back(
    postgres_url: str, tmp_path: Path
) -> None:
    lived = live(postgres_url, tmp_path, start=at("2026-10-24"), until=at("2026-11-02"))
    assert lived.done == lived.wanted == lived.posted
    assert (lived.wanted.total(), max(lived.wanted.values())) == (54, 1)
