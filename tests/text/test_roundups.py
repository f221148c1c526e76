"""Round-ups: what makes one, where its items begin, and what stands above them."""

from dataclasses import replace

import pytest

from digest_bot.model import Section
from digest_bot.text.headline import headline
from digest_bot.text.roundups import is_roundup, items, labels, other_news
from digest_bot.text.sections import split_sections
from digest_bot.text.summary import summarise
from tests.builders import article

BRIEFS = (
    "A teacher who had been missing was found safe on Monday in a mountain hut near Rosedale.",
    "The Mill Street bridge will close for nine weeks in January for repairs to its bearings.",
    "Otters have been filmed in the River Wend for the first time in forty years.",
)
LABELLED = (
    "Fire at the harbour. Nine boats burnt in Lindholm on Monday night. Nobody was hurt.",
    "Vote in Tarn. The opposition won the election with 54 percent. The mayor of Tarn conceded defeat.",
    "Strike on the railway. Trains will stand still for 24 hours on Friday. The union wants more staff.",
)


def split(title: str, *paragraphs: str) -> tuple[Section, ...]:
    return split_sections(replace(article(*paragraphs), title=title))


@pytest.mark.parametrize(
    "title",
    [
        "News in brief",
        "Friday's round-up",
        "Meldungen kompakt",
        "Kurz notiert",
        "En bref",
        "Breves locales",
        "Коротко",
        "What to know today",
        "Your Friday briefing",
        "Five things you need to know this morning",
    ],
)
def test_a_title_may_say_that_many_things_follow(title: str) -> None:
    assert is_roundup(title)


@pytest.mark.parametrize("title", ["Storm Freya: what you need to know", "Briefing room closed", "A brief history"])
def test_other_titles_do_not(title: str) -> None:
    assert not is_roundup(title)


def test_every_item_of_a_round_up_is_a_section_with_a_headline_of_its_own() -> None:
    found = split("News in brief", *BRIEFS)

    assert [part.start for part in found] == [0, 1, 2]
    assert [headline(part) for part in found] == [
        "A teacher who had been missing was found safe on Monday in a mountain hut near Rosedale",
        "The Mill Street bridge will close for nine weeks in January for repairs to its bearings",
        "Otters have been filmed in the River Wend for the first time in forty years",
    ]


def test_a_heading_belongs_to_its_item() -> None:
    heads = ("Teacher found safe", "Bridge to close", "Otters return")
    paragraphs = [text for pair in zip(heads, BRIEFS, strict=True) for text in pair]

    assert items("News in brief", paragraphs) == [2, 4]


def test_a_paragraph_that_leans_on_the_one_before_begins_nothing() -> None:
    paragraphs = (*BRIEFS[:2], "It was built in 1931 and has carried trams since the war.", BRIEFS[2])

    assert items("News in brief", paragraphs) == [1, 3]


def test_labels_make_a_round_up_and_stand_above_its_items() -> None:
    found = split("Lindholm", *LABELLED)
    told = [summary.text for part in found if (summary := summarise([part]))]

    assert [headline(part) for part in found[1:]] == ["Vote in Tarn", "Strike on the railway"]
    assert told[1] == "The opposition won the election with 54 percent. The mayor of Tarn conceded defeat."


def test_speakers_who_take_turns_are_no_labels() -> None:
    turns = ["Anna: We begin now.", "Carl: They end there.", "Anna: Everybody has come."]

    assert labels(turns) == []


def test_a_report_is_no_round_up() -> None:
    assert items("Ferry to open in May", [f"{text} And so on." for text in BRIEFS]) == []


def test_what_follows_other_news_begins_anew() -> None:
    paragraphs = [
        "The cabinet of Norrland approved the budget for the railway.",
        "Meanwhile, the opposition criticised the cost of it.",
        "In other news, the bank Nordkredit will close forty branches.",
        "Its staff will be offered other work.",
        "Elsewhere, a paper mill in Halden burnt down.",
        "Also on Tuesday, the team named Marit Dahl its coach.",
    ]

    assert other_news(paragraphs) == [2, 4, 5]
    assert other_news(paragraphs[:2]) == []


@pytest.mark.parametrize(
    "paragraphs",
    [
        (
            "Background: Sleep supports memory in mammals, but its role in birds is unknown.",
            "Methods: We kept 48 pigeons awake for eight hours after they had learned a route.",
            "Results: Birds that had been kept awake took routes 31 percent longer.",
            "Conclusions: Pigeons need sleep after learning to store a route.",
        ),
        (
            "When: Friday to Sunday, from noon until midnight.",
            "Where: The main stage stands on Quay 4.",
            "Tickets: A day costs 180 crowns, the weekend 400.",
            "Getting there: Trams 2 and 5 stop at the market.",
        ),
        (
            "Morgen: Schneeschauer im Norden, auf den Straßen wird es glatt.",
            "Abend: Im Süden klart es auf, in den Tälern gibt es Frost.",
            "Aussichten: Am Mittwoch wird es von Süden her trocken und kalt.",
        ),
    ],
)
def test_the_rubrics_of_one_report_are_no_items(paragraphs: tuple[str, ...]) -> None:
    assert labels(paragraphs) == []
    assert len(split("Pigeons and sleep", *paragraphs)) == 1


def test_of_an_abstract_its_results_are_told() -> None:
    (section,) = split(
        "Pigeons and sleep",
        "Background: Sleep supports memory in mammals, but its role in birds is unknown. Methods: We kept 48 pigeons "
        "awake for eight hours after they had learned a route. Results: Birds that had been kept awake took routes "
        "31 percent longer. Conclusions: Pigeons need sleep after learning to store a route.",
    )

    told = summarise([section])

    assert told is not None
    assert [pick.sentence.text.split(":")[0] for pick in told.picks] == ["Results", "Conclusions"]
