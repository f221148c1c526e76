"""Two texts disagree when they give different numbers for one thing, and only then."""

import pytest

from digest_bot.text.disagreement import disagreements


def disagree(one: str, other: str, language: str = "en") -> bool:
    return bool(list(disagreements([one], [other], language)))


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("A storm killed 12 people on Tarn Island.", "At least 15 people were killed by the storm on Tarn.", "en"),
        ("Police arrested 13 people in Selby on Friday.", "In Selby 33 people were arrested on Friday.", "en"),
        ("The ferry carried 212 passengers ashore.", "The ferry carried 240 passengers ashore.", "en"),
        ("Some 1.4 million voters lost their cards.", "About 1.6 million voters lost their cards.", "en"),
        ("A quake of magnitude 6.1 hit Tarn.", "The quake of magnitude 6.4 lasted a minute.", "en"),
        ("Bei dem Unglück starben zwölf Menschen.", "Bei dem Unglück kamen 15 Menschen ums Leben.", "de"),
    ],
)
def test_another_number_of_the_same_thing_is_a_disagreement(one: str, other: str, language: str) -> None:
    assert disagree(one, other, language)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fire broke out in Terminal 2 at 7 a.m. on Sunday.", "Fire broke out shortly after 1 p.m. on Sunday."),
        ("The fire burnt for 30 minutes in Selby.", "The fire burnt for 40 minutes in Selby."),
        ("The crew of Apollo 11 came home on Monday.", "The crew of Apollo 13 came home on Monday."),
        ("The storm reached Category 5 strength.", "The storm reached Category 4 strength."),
        ("Ten men run in the 5th District.", "Penn lost the 18th District."),
        ("A nightclub fire killed 49 people in 2016.", "The fire killed 12 people in Selby."),
        ("Police arrested 13 people on Friday.", "Police arrested 80 people on Sunday."),
        ("The storm killed two people in Selby on Monday.", "In all of Tarnby 38 people died."),
        ("The agency lost track of nearly 1,500 children.", "The agency lost track of 1,475 children."),
        ("A crash hurt 12 people.", "Seven other people were hurt in the crash."),
        ("A ruling freed a 10-year-old boy.", "A ruling freed a 9-year-old boy."),
        ("The blast was 4 times stronger.", "The blast was 9 times stronger."),
        ("COVID-19 cases rose in Selby.", "COVID-20 cases rose in Selby."),
        ("They sent 115 million letters.", "Some 100 million people watched."),
    ],
)
def test_numbers_of_other_things_times_and_places_are_none(one: str, other: str) -> None:
    assert not disagree(one, other)


def test_a_text_that_gives_both_numbers_does_not_disagree() -> None:
    assert not list(
        disagreements(["First 12 people were killed.", "Now 15 people were killed."], ["It killed 15 people."])
    )
