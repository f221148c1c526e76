"""What a source took back or brought up to date is told by its later version only."""

from datetime import UTC, datetime

import pytest

from digest_bot.model import Section
from digest_bot.text.revisions import in_force
from tests.builders import section

MORNING, EVENING = (datetime(2026, 11, 24, hour, tzinfo=UTC) for hour in (7, 19))
REST = ("Rescuers were searching the village of Telna.", "The dam was built in 1961.")
FIRST = "A dam burst before dawn, killing at least 14 people."
LATER = "A dam burst before dawn, killing at least 17 people."


def version(opening: str, title: str, *, source: str = "Wire", at: datetime = MORNING, id: str = "2" * 16) -> Section:
    return section(opening, *REST, title=title, source=source, published=at, id=id)


OLD = version(FIRST, "Dam burst kills 14", id="1" * 16)


@pytest.mark.parametrize(
    "new",
    [
        version(LATER, "CORRECTED-Dam burst kills 17"),
        version(f"(Corrects death toll.) {LATER}", "Dam burst kills 17"),
        version(LATER, "UPDATE 2-Dam burst kills 17"),
        version(LATER, "Dam burst kills 17", at=EVENING),
    ],
    ids=["marked in the title", "marked in the text", "numbered", "later"],
)
def test_a_later_version_by_the_same_source_stands_for_the_first(new: Section) -> None:
    assert in_force((OLD, new)) == (new,)
    assert in_force((new, OLD)) == (new,)


@pytest.mark.parametrize(
    "other",
    [
        version(LATER, "Dam burst kills 17", source="Herald", at=EVENING),
        version(LATER, "Dam burst kills 17"),
        section(LATER, "The army sent six helicopters.", source="Wire", published=EVENING, id="3" * 16),
    ],
    ids=["another source", "nothing tells which is later", "another report"],
)
def test_what_replaces_nothing_stands_beside_it(other: Section) -> None:
    assert in_force((OLD, other)) == (OLD, other)
