"""What outlets put above, into and below an article, in five languages, goes; sentences that sound like it stay.

`corpus/surroundings` holds stories: each with the lines of boxes, buttons and notices, and with sentences that stay.
"""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from digest_bot.text.clean import clean_text

PLACES = {"above": 0, "inside": 3, "below": 99}
"""Sentences of a story before its surroundings."""
WAYS = {"blank lines": ("\n\n", False), "single lines": ("\n", False), "extracted": ("\n", True)}
"""What stands between two lines, and whether the text came out of a page."""


@dataclass
class Fixture:
    story: list[str] = field(default_factory=list)
    around: dict[str, list[str]] = field(default_factory=dict)
    stays: list[str] = field(default_factory=list)


def read(path: Path) -> Fixture:
    fixture = Fixture()
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        head, *lines = block.split("\n")
        match head.removeprefix("# "):
            case "story":
                fixture.story = lines
            case "stays":
                fixture.stays = lines
            case where:
                fixture.around[where] = lines
    return fixture


FIXTURES = {
    path.stem: read(path) for path in sorted((Path(__file__).parents[2] / "corpus" / "surroundings").glob("*.txt"))
}


def cleaned(lines: list[str], way: str) -> list[str]:
    between, extracted = WAYS[way]
    return [paragraph.text for paragraph in clean_text(between.join(lines), extracted=extracted).paragraphs]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("name", "where"), [(name, where) for name, one in FIXTURES.items() for where in one.around])
def test_what_stands_around_a_story_goes(name: str, where: str, way: str) -> None:
    story, at = FIXTURES[name].story, PLACES[where.split(":", maxsplit=1)[0]]
    assert cleaned([*story[:at], *FIXTURES[name].around[where], *story[at:]], way) == story


@pytest.mark.parametrize("at", [1, 3, 99])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", [name for name, one in FIXTURES.items() if one.stays])
def test_a_sentence_that_sounds_like_it_stays(name: str, way: str, at: int) -> None:
    story = FIXTURES[name].story
    for sentence in FIXTURES[name].stays:
        lines = [*story[:at], sentence, *story[at:]]
        assert cleaned(lines, way) == lines
