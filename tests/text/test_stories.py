"""Sections of whatever source that report one event are one story, and nothing else is."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_bot.model import Section
from digest_bot.text.linkage import average_linkage, number_by_appearance
from digest_bot.text.stories import StoryText, group_stories, group_texts
from tests.builders import section

FERRY = StoryText(
    "coast",
    "Ferry runs aground off Tarn Island",
    "The ferry Aurora ran aground off Tarn Island on Monday evening with 212 people aboard.\n"
    "Coast guard boats from Lindholm brought all passengers ashore by midnight.\n"
    "Captain Nils Aber told the coast guard that the Aurora had lost its steering off the island.",
    739_000,
)
FERRY_TOO = StoryText(
    "wire",
    "All 212 aboard Aurora saved after ferry hits rocks at Tarn",
    "All 212 people on the ferry Aurora were brought ashore after the ship ran onto rocks off Tarn Island.\n"
    "The coast guard in Lindholm said the Aurora, steered by Captain Nils Aber, had reported a loss of steering.\n"
    "A tug will pull the ferry off the rocks of Tarn at the next high tide.",
    739_000,
)
BRIDGE = StoryText(
    "city",
    "Harbour bridge to close for nine weeks",
    "Lindholm will close its harbour bridge for nine weeks from January, the council decided on Tuesday.\n"
    "Engineers found cracks in three of the eleven steel girders during an inspection in September.\n"
    "Buses will take the Mill Street tunnel while the girders are replaced.",
    739_000,
)
OTHER_FERRY = StoryText(
    "south",
    "Ferry catches fire in the harbour of Castelmar",
    "The ferry Estrela caught fire in the harbour of Castelmar on Monday, and 40 passengers jumped into the water.\n"
    "Firefighters needed six hours for the engine room, said fire chief Tomás Rei.\n"
    "The Estrela had been repaired at the yard of Ventra only last week.",
    739_000,
)
ALL = (FERRY, FERRY_TOO, BRIDGE, OTHER_FERRY)


def as_section(text: StoryText, published: datetime | None = None) -> Section:
    return section(*text.text.split("\n"), id=text.article, source=text.article, title=text.title, published=published)


def test_two_reports_of_one_event_are_one_story() -> None:
    assert group_texts(ALL) == [0, 0, 1, 2]


def test_the_order_of_the_texts_changes_nothing() -> None:
    shuffled = list(ALL)
    for seed in range(6):
        random.Random(seed).shuffle(shuffled)
        labels = dict(zip((text.article for text in shuffled), group_texts(shuffled), strict=True))
        assert labels["coast"] == labels["wire"]
        assert len(set(labels.values())) == 3


def test_a_reprint_is_the_same_story_whenever_it_comes() -> None:
    assert group_texts([FERRY, replace(FERRY, article="reprint", day=739_030)]) == [0, 0]


def test_reports_weeks_apart_are_two_stories() -> None:
    assert group_texts([FERRY, replace(FERRY_TOO, day=739_030)]) == [0, 1]


def test_two_texts_of_one_article_are_never_one_story() -> None:
    assert group_texts([FERRY, replace(FERRY_TOO, article="coast")]) == [0, 1]


def test_a_third_source_does_not_bring_two_sections_of_one_article_together() -> None:
    labels = group_texts([FERRY, replace(FERRY_TOO, article="coast"), replace(FERRY_TOO, article="third")])

    assert labels[0] != labels[1]


def test_a_text_without_date_or_title_still_finds_its_story() -> None:
    assert group_texts([FERRY, replace(FERRY_TOO, title="", day=None), BRIDGE]) == [0, 0, 1]


@pytest.mark.parametrize(
    "texts", [[], [FERRY], [replace(FERRY, text="", title="")], [replace(FERRY, text="?", title="!")]]
)
def test_little_or_nothing_is_grouped_too(texts: Sequence[StoryText]) -> None:
    assert group_texts(texts) == list(range(len(texts)))


def test_sections_are_grouped_by_what_they_tell_and_keep_their_order() -> None:
    sections = [as_section(text, datetime(2026, 11, 24, tzinfo=UTC)) for text in (BRIDGE, FERRY, FERRY_TOO)]

    groups = group_stories(sections)

    assert [[one.article.source for one in group] for group in groups] == [["city"], ["coast", "wire"]]


def test_reports_in_two_languages_meet_over_names_and_numbers() -> None:
    german = StoryText(
        "küste",
        "Fähre Aurora läuft vor Tarn auf Grund",
        "Die Fähre Aurora ist am Montag mit 212 Menschen an Bord vor Tarn auf Grund gelaufen.\n"
        "Boote aus Lindholm brachten alle Passagiere an Land, sagte Kapitän Nils Aber.",
        739_000,
        "de",
    )

    assert group_texts([FERRY, german, BRIDGE]) == [0, 0, 1]


LANDSLIDE = (
    "A landslide buried part of the mountain village of Orsova on Tuesday, killing at least nine, police said.",
    "Rescue teams from Kestrel Bay worked through the night with dogs and cranes, said Harlan Voss, the fire chief.",
    "About 140 residents were brought to a school in Port Ardry, where the Red Cross served soup.",
    "Heavy rain had fallen for three days, and the slope had moved before, said Mira Teld, a geologist in Selby.",
    "The government promised 4 million crowns for new houses and opened an inquiry into a quarry below the slope.",
    "Prime Minister Tamsin Rourke cut short a visit abroad and will travel to the village on Wednesday.",
)
HEADLINES = ("Landslide buries village of Orsova", "Nine dead as landslide hits Orsova", "Village buried by landslide")
OFTEN = ("buried", "killing", "teams", "night", "slope", "residents", "served", "promised", "houses", "opened", "visit")
RARELY = ("swallowed", "leaving", "crews", "dark", "hillside", "people", "ladled", "pledged", "homes", "began", "trip")
VOICES = ("Adam Stone of Tarnby", "Berta Wood of Askvik", "Carl Hill of Holmsund", "Dora Marsh of Lindholm")
PAPERS = ("Gazette", "Herald", "Courier", "Echo")
SYNONYMS = dict(zip(OFTEN, RARELY, strict=True))


def reprinted(number: int) -> StoryText:
    """An agency's text as one of many papers has it: with its own headline, a line of its own, a paragraph less."""
    chance = random.Random(number)
    paragraphs = [*LANDSLIDE]
    if chance.random() < 0.5:
        del paragraphs[chance.randrange(2, 6)]
    if chance.random() < 0.5:
        paragraphs.append(f"Edited by desk {chance.randrange(1_000)} of the evening paper.")
    return StoryText(f"paper {number}", chance.choice(HEADLINES), "\n".join(paragraphs), 739_000)


def rewritten(number: int) -> StoryText:
    """The same as another desk would write it: other words, another order and a voice of its own."""
    chance = random.Random(number)
    own = f"Councillor {chance.choice(VOICES)} told the {chance.choice(PAPERS)} that two fire engines would come."
    paragraphs = [LANDSLIDE[0], own, *chance.sample(LANDSLIDE[1:], chance.randrange(4, 6))]
    words = [SYNONYMS.get(word, word) if chance.random() < 0.5 else word for word in " \n".join(paragraphs).split(" ")]
    return StoryText(f"desk {number}", chance.choice(HEADLINES), " ".join(words), 739_000)


@pytest.mark.parametrize("count", [2, 9, 10, 50, 200, 600])
def test_an_agency_text_in_any_number_of_papers_is_one_story(count: int) -> None:
    labels = group_texts([*map(reprinted, range(count)), *ALL])

    assert labels == [0] * count + [1, 1, 2, 3]


def test_copies_of_which_each_has_another_number_are_one_story() -> None:
    lead = " ".join(LANDSLIDE[:2])
    texts = [StoryText(str(at), f"Village buried, {at} saved", f"{lead} So far {at} are safe.", 1) for at in range(300)]

    assert set(group_texts(texts)) == {0}


def test_a_crowd_that_rewrites_one_event_is_one_story() -> None:
    labels = group_texts([*map(rewritten, range(300)), *ALL])

    assert labels == [0] * 300 + [1, 1, 2, 3]


def test_many_texts_of_one_pattern_about_different_places_stay_apart() -> None:
    towns = [f"{first}{last}" for first in ("Ash", "Bram", "Corn", "Dal", "Elm") for last in ("wick", "ford", "holme")]
    people = [f"{first} {last}" for first in ("Ada", "Bo", "Cy") for last in ("Stone", "Rook", "Vane", "Holt", "Pike")]
    texts = [
        StoryText(
            town,
            f"Man arrested after burglary in {town}",
            f"A man was arrested on Tuesday after a burglary at a shop in {town}, police said.\n"
            f"Sergeant {name} of {town} police said that witnesses had seen him leave with a bag of coins.\n"
            f"The man will appear before the court in {town} next week, and the coins went back to the shop.",
            739_000,
        )
        for town, name in zip(towns, people, strict=True)
    ]

    assert len(set(group_texts(texts))) == len(texts)


TEXTS = st.builds(
    StoryText,
    article=st.sampled_from(["a", "b", "c", "d"]),
    title=st.text(max_size=30),
    text=st.one_of(st.text(max_size=200), st.sampled_from([text.text for text in ALL])),
    day=st.one_of(st.none(), st.integers(739_000, 739_010)),
    language=st.sampled_from(["en", "de", "ja", "xx"]),
)


@given(st.lists(TEXTS, max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_texts_are_grouped_and_no_story_has_an_article_twice(texts: list[StoryText]) -> None:
    labels = group_texts(texts)

    assert labels == number_by_appearance(labels)
    assert len({(text.article, label) for text, label in zip(texts, labels, strict=True)}) == len(texts)


def test_a_chain_of_neighbours_is_not_one_cluster() -> None:
    chain = {(0, 1): 2.0, (1, 2): 2.0, (2, 3): 2.0}

    labels = average_linkage(chain, apart=[()] * 4, threshold=0.0, absent=-4.0)

    assert labels == [0, 0, 1, 1]


def test_what_must_stay_apart_does_even_when_it_agrees_most() -> None:
    labels = average_linkage(
        {(0, 1): 9.0, (0, 2): 1.0, (1, 2): 1.0}, apart=[{"x"}, {"x"}, {"y"}], threshold=0.0, absent=-4.0
    )

    assert labels[0] != labels[1]
