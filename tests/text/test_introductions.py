"""Whom and what a sentence takes as known, and which sentences introduce them."""

import pytest

from digest_bot.text.introductions import lacking, read_names

INTRODUCTION = "Harbour master Ida Brandt opened the line of the ferry company Nordlinje on Monday."


def needs(sentence: str, *, before: str = INTRODUCTION, language: str = "en", told: str = "") -> set[str]:
    """Return what a sentence needs that stands after another one and a third."""
    return set(read_names([before, "Tarn waits.", sentence], language, told=told)[2].needed)


@pytest.mark.parametrize(
    "sentence",
    [
        "Brandt said the line would run.",
        "“It will run,” Brandt said.",
        "The council thanked Brandt for the line.",
        "Nobody had seen Ms. Brandt's plans before.",
    ],
)
def test_a_surname_anywhere_needs_the_full_name(sentence: str) -> None:
    assert needs(sentence) == {"Brandt"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Ida Brandt said the line would run.",
        "Captain Brandt said the line would run.",
        "Brandt, the harbour master, said the line would run.",
        "People in Brandt said the line would run.",
    ],
)
def test_a_name_with_an_office_or_of_a_place_needs_nothing(sentence: str) -> None:
    assert needs(sentence) == set()


def test_a_first_name_needs_the_full_name_unless_it_is_a_common_word() -> None:
    assert needs("Everybody knows Esther.", before="Esther Okade is ten years old.") == {"Esther"}
    assert needs("A ferry for New arrivals.", before="New York has a ferry.") == set()


def test_a_name_that_stands_in_the_headline_is_known() -> None:
    assert needs("Brandt said the line would run.", told="Brandt opens new line") == set()


def test_police_at_the_beginning_are_nobody_s_surname() -> None:
    before = "Lindholm Police searched the ferry while the police of Tarn waited."

    assert needs("Police said nobody was hurt.", before=before) == set()


@pytest.mark.parametrize(
    ("language", "before", "sentence", "needed"),
    [
        ("de", "Hafenmeisterin Ida Brandt kam am Montag.", "Für Brandt kam das zu früh.", {"Brandt"}),
        ("fr", "Le ministre Antoine Delorme a parlé lundi.", "M. Delorme a promis de revenir.", {"Delorme"}),
        ("es", "La ministra Isabel Quintana habló ayer.", "Según Quintana, el texto es claro.", {"Quintana"}),
        ("ru", "Суд приговорил министра Олега Ларина.", "По версии следствия, Ларин брал взятки.", {"Ларин"}),
    ],
)
def test_other_languages_call_people_by_surname_too(
    language: str, before: str, sentence: str, needed: set[str]
) -> None:
    assert needs(sentence, before=before, language=language) == needed


@pytest.mark.parametrize(
    ("sentence", "needed", "known_from"),
    [
        ("The company will pay for the ferry.", {"the company"}, [0, 2]),
        ("The bank blamed falling use.", {"the bank"}, [2]),
        ("The team left on Monday.", {"the team"}, [0, 2]),
        ("The company that runs the ferry will pay.", set(), []),
        ("The harbour was full.", set(), []),
    ],
)
def test_a_thing_that_is_taken_as_known_needs_a_sentence_that_makes_it_known(
    sentence: str, needed: set[str], known_from: list[int]
) -> None:
    names = read_names([INTRODUCTION, "Tarn waits.", "A bank in Tarn closes.", sentence])

    assert names[3].needed == needed
    assert [at for at in range(3) if needed & names[at].given] == known_from


def test_a_thing_that_came_with_an_indefinite_article_is_known_from_there() -> None:
    names = read_names(["A burnt-out car lay there.", "Tarn waits.", "Nobody came.", "The car was stolen in May."])

    assert [number for number, own in names.items() if "the car" in own.given] == [0, 2]
    assert lacking([names[0], names[3]]) == 0
    assert lacking([names[1], names[3]]) == 1


def test_order_matters() -> None:
    names = read_names(["Ida Brandt came.", "Then Brandt left."])

    assert lacking([names[0], names[1]]) == 0
    assert lacking([names[1], names[0]]) == 1
