"""What stands above a story."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_bot.model import Section
from digest_bot.text.headline import cut, headline
from tests.builders import article, section


def test_the_first_section_has_the_title_of_its_article() -> None:
    whole = section("The ferry line opens in the first week of May.", title="Ferry line  to open in May")

    assert headline(whole) == "Ferry line to open in May"


@pytest.mark.parametrize("title", ["UPDATE 2-Ferry opens in May", "WRAPUP 3-UPDATE 1-Ferry opens in May"])
def test_what_an_agency_tells_its_clients_is_left_out(title: str) -> None:
    assert headline(section("The ferry line opens in the first week of May.", title=title)) == "Ferry opens in May"


def test_a_later_section_speaks_for_itself() -> None:
    whole = article(
        "The ferry line opens.", "The bridge of Tarn closes for nine weeks in January.", title="Ferry opens"
    )
    later = section("The ferry line opens.", "The bridge of Tarn closes for nine weeks in January.").sentences[1:]

    assert headline(Section(whole, 1, 2, later)) == "The bridge of Tarn closes for nine weeks in January"


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (
            "The council of Lindholm approved the new ferry line to Tarn, which will cost nine million in total.",
            "The council of Lindholm approved the new ferry line to Tarn",
        ),
        (
            "Ida Brandt, who has been harbour master of Lindholm for nine years, has resigned after a dispute.",
            "Ida Brandt, who has been harbour master of Lindholm for nine years, has resigned",
        ),
        (
            "The owners of the ferry Aurora agreed to pay 12.5 million euros in damages to passengers from Tarn.",
            "The owners of the ferry Aurora agreed to pay 12.5 million euros in damages to passengers",
        ),
        (
            "The new line was opened on a rainy Monday by the Lindholm Harbour Company Chair Annika Maria Berg.",
            "The new line was opened on a rainy Monday",
        ),
    ],
)
def test_a_long_sentence_is_cut_where_a_clause_ends(sentence: str, words: str) -> None:
    assert headline(section(sentence)) == words


@pytest.mark.parametrize(
    ("language", "sentence", "words"),
    [
        (
            "de",
            "Der Rat von Lindholm hat am Montag die neue Linie nach Tarn beschlossen, die neun Millionen kosten soll.",
            "Der Rat von Lindholm hat am Montag die neue Linie nach Tarn beschlossen",
        ),
        (
            "fr",
            "Le conseil de Lindholm a approuvé lundi la nouvelle ligne de ferry vers Tarn, qui coûtera neuf millions.",
            "Le conseil de Lindholm a approuvé lundi la nouvelle ligne de ferry vers Tarn",
        ),
        (
            "ru",
            "Совет города Линдхольма одобрил в понедельник новую паромную линию до Тарна, которая откроется в мае.",
            "Совет города Линдхольма одобрил в понедельник новую паромную линию до Тарна",
        ),
    ],
)
def test_other_languages_are_cut_at_their_clauses(language: str, sentence: str, words: str) -> None:
    whole = section(sentence)

    assert headline(replace(whole, article=replace(whole.article, language=language))) == words


def test_a_sentence_that_needs_another_gives_no_headline() -> None:
    whole = section("He waited for the ferry for nine hours.", "The ferry to Tarn came nine hours late on Monday.")

    assert headline(whole) == "The ferry to Tarn came nine hours late on Monday"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Ferry to open in May - Harbour Post", "Ferry to open in May"),
        ("Ferry to open in May | harbour.example", "Ferry to open in May"),
        ("Opinion | Ferries are the future", "Opinion | Ferries are the future"),
        ("Ferry to open in May - if the pump holds", "Ferry to open in May - if the pump holds"),
    ],
)
def test_the_name_of_the_site_is_left_out(title: str, words: str) -> None:
    assert headline(section("The ferry line opens in the first week of May.", title=title)) == words


def test_the_first_sentence_may_be_longer_where_only_so_it_says_something() -> None:
    first = "The search for an officer of the Lindholm harbour police suspected of the murder of two women has ended."

    assert headline(section(first, "The ferry line opens in the first week of May.")) == first.removesuffix(".")


@pytest.mark.parametrize(
    "first",
    [
        "“We will open in May,” Ida Brandt told the council.",
        "We have seen ferries come and go for years in Lindholm.",
        "(The council of Tarn has not taken the bait, by the way.)",
    ],
)
def test_a_quotation_an_address_and_an_aside_stand_above_nothing(first: str) -> None:
    whole = section(first, "The ferry line to Tarn opens in the first week of May.")

    assert headline(whole) == "The ferry line to Tarn opens in the first week of May"


def test_nobody_is_called_by_surname_above_a_section() -> None:
    whole = section(
        "“We will open,” said Ida Brandt.",
        "On Monday, Brandt opened the ferry line to Tarn.",
        "The ferry line to Tarn has cost nine million in total.",
    )

    assert headline(whole) == "The ferry line to Tarn has cost nine million in total"


def test_a_section_without_sentences_has_no_headline() -> None:
    assert headline(Section(article(), 0, 0, ())) == ""


PIECES = "The Tarn of ferry, and 8.9 “we go” (in sank May million Berg; while"


@given(st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=60))
def test_a_headline_is_the_beginning_of_a_sentence(words: list[str]) -> None:
    text = " ".join(words) + "."

    found = headline(section(text))

    assert text.startswith(found)
    assert 0 < len(found) <= 135
    assert len(text) <= 136 or " " not in found or found.rsplit(" ", 1)[-1] not in ("and", "of", "in")


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Meanwhile in Tarn, the Nordlinje company bought a ferry.", "Nordlinje company bought a ferry"),
        ("Apart from the bridge, Lindholm will close its harbour.", "Lindholm will close its harbour"),
        ("However, the ferry sails again on Monday.", "However, the ferry sails again on Monday"),
        ("But Lindholm, which has no bridge, has two ferries.", "But Lindholm, which has no bridge, has two ferries"),
    ],
)
def test_it_begins_with_the_thing_itself_where_that_has_a_name(sentence: str, words: str) -> None:
    assert headline(section(sentence)) == words


def test_it_does_not_end_before_what_is_to_be_done() -> None:
    sentence = "The coast guard of Lindholm sent two old patrol vessels to monitor more than a hundred fishing boats."
    assert cut(sentence, max_chars=70) == ("The coast guard of Lindholm sent two old patrol vessels", False)
