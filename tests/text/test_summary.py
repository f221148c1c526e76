"""Summaries of one section, of several that tell one story, and of plain texts."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_bot.model import Section, Summary
from digest_bot.text.gathering import opens_again, read_candidates
from digest_bot.text.summary import summarise, summarise_text, summarise_texts
from tests.builders import section

FERRY = section(
    "The ferry Aurora ran aground off Tarn Island on Monday evening with 212 people aboard.",
    "He had never seen anything like it, said a passenger.",
    "Coast guard boats from Lindholm brought all passengers ashore by midnight.",
    "But why did the ferry leave the marked channel?",
    "Captain Nils Aber told the coast guard that the ferry had lost its steering.",
    "Click here to see all pictures of the stranded ferry.",
    "The owners said a tug would pull the Aurora off the rocks at the next high tide.",
)
WIRE = section(
    "The ferry Aurora, with 212 people aboard, ran aground off Tarn Island on Monday evening.",
    "Divers found a tear nine metres long in the hull of the ferry on Tuesday morning.",
    id="b" * 16,
    source="City Wire",
)


def _told(summary: Summary | None) -> list[str]:
    return [pick.sentence.text for pick in summary.picks] if summary else []


def test_a_summary_is_two_or_three_whole_sentences_in_reading_order() -> None:
    summary = summarise([FERRY])

    assert summary is not None
    indices = [pick.index for pick in summary.picks]
    assert indices == sorted(indices)
    assert 2 <= len(indices) <= 3
    assert indices[0] == 0


def test_nothing_is_told_that_cannot_stand_alone() -> None:
    told = {pick.index for pick in (summarise([FERRY]) or Summary(())).picks}

    assert told.isdisjoint({1, 3, 5})


def test_the_summary_keeps_within_its_words() -> None:
    summary = summarise([FERRY], max_words=30)

    assert 0 < len(" ".join(_told(summary)).split()) <= 30


def test_a_sentence_longer_than_the_words_is_better_than_none() -> None:
    assert len(_told(summarise([FERRY], max_words=5))) == 1


def test_a_leaning_sentence_helps_out_directly_after_its_predecessor() -> None:
    short = section("The ferry Aurora ran aground off Tarn Island.", "It was pulled off the rocks on Tuesday.")

    assert _told(summarise([short])) == [sentence.text for sentence in short.sentences]


def test_a_leaning_sentence_does_not_lean_across_a_gap() -> None:
    gap = section("The ferry ran aground off Tarn Island.", "A tug came from Lindholm.", "It left on Tuesday morning.")
    narrowed = replace(gap, sentences=(gap.sentences[0], gap.sentences[2]))

    assert _told(summarise([narrowed])) == ["The ferry ran aground off Tarn Island."]


@pytest.mark.parametrize(
    "sentences",
    [(), ("Why did the ferry leave the channel on Monday?",), ("He said it was so.",), ("Click here to read more.",)],
)
def test_nothing_to_tell_is_no_summary(sentences: tuple[str, ...]) -> None:
    assert summarise([section(*sentences)]) is None


def test_no_sections_are_no_summary() -> None:
    assert summarise([]) is None


def test_several_sources_add_what_the_lead_does_not_say() -> None:
    summary = summarise([FERRY, WIRE])

    assert summary is not None
    assert [pick.section.article.source for pick in summary.picks] == ["Harbour Post", "Harbour Post", "City Wire"]
    assert summary.picks[-1].index == 1


def test_a_source_that_adds_nothing_is_not_quoted() -> None:
    copy = section(*(sentence.text for sentence in FERRY.sentences), id="b" * 16, source="City Wire")

    assert _told(summarise([FERRY, copy])) == _told(summarise([FERRY]))


def test_sources_that_disagree_on_a_number_are_both_told() -> None:
    one = section(
        "A storm swept over Tarn Island on Monday and tore the roofs off the harbour.",
        "Officials said 12 people were killed in the storm.",
        "Ferries to Lindholm will not run before Wednesday, the harbour master said.",
    )
    other = section(
        "A storm has hit Tarn Island.", "At least 15 people were killed, the coast guard of Lindholm said.", id="b" * 16
    )

    told = _told(summarise([one, other]))

    assert "Officials said 12 people were killed in the storm." in told
    assert "At least 15 people were killed, the coast guard of Lindholm said." in told


def test_a_lead_without_a_good_sentence_leaves_the_telling_to_the_next() -> None:
    mute = section("Why is the ferry late on this Monday evening?", id="c" * 16)

    assert _told(summarise([mute, WIRE])) == [sentence.text for sentence in WIRE.sentences]


def test_an_excerpt_is_used_as_it_is() -> None:
    teaser = section("A ferry ran aground off Tarn.", "It is not the first …", "Read more about the ferry here.")
    excerpt = replace(teaser, article=replace(teaser.article, excerpt_only=True))

    assert _told(summarise([excerpt])) == ["A ferry ran aground off Tarn.", "It is not the first …"]


def test_a_plain_text_gives_as_many_sentences_as_asked() -> None:
    text = "\n".join(sentence.text for sentence in FERRY.sentences)

    assert [len(summarise_text(text, count=count)) for count in (1, 2, 3)] == [1, 2, 3]


def test_several_texts_are_told_once_in_their_order() -> None:
    texts = ["\n".join(sentence.text for sentence in part.sentences) for part in (FERRY, WIRE)]

    told = summarise_texts(texts, count=4)

    assert len(told) == 4
    assert told[-2:] == [sentence.text for sentence in WIRE.sentences]
    assert FERRY.sentences[0].text not in told


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "de",
            (
                "Die Fähre Aurora ist am Montag vor der Insel Tarn auf Grund gelaufen.",
                "Das teilte die Küstenwache am späten Abend in Lindholm mit.",
                "Die Küstenwache brachte alle 212 Fahrgäste der Fähre an Land.",
            ),
        ),
        (
            "fr",
            (
                "Le ferry Aurora s'est échoué lundi soir au large de l'île de Tarn.",
                "Mais le capitaine du ferry ne veut pas en parler.",
                "Les garde-côtes ont ramené à terre les 212 passagers du ferry.",
            ),
        ),
        (
            "es",
            (
                "El ferry Aurora encalló el lunes por la noche frente a la isla de Tarn.",
                "Esto no había pasado nunca en la isla de Tarn.",
                "Los guardacostas llevaron a tierra a los 212 pasajeros del ferry.",
            ),
        ),
        (
            "ru",
            (
                "Паром «Аврора» сел на мель у острова Тарн в понедельник вечером.",
                "Но капитан парома не хочет об этом говорить.",
                "Береговая охрана доставила на берег всех 212 пассажиров парома.",
            ),
        ),
    ],
)
def test_other_languages_are_told_without_what_points_back(language: str, sentences: tuple[str, ...]) -> None:
    whole = section(*sentences)

    told = _told(summarise([replace(whole, article=replace(whole.article, language=language))]))

    assert told == [sentences[0], sentences[2]]


SCRAPS = (
    *(
        "He said so.",
        "“We go",
        "we go.”",
        "But why?",
        "The ferry Aurora sank off Tarn on Monday.",
        "12 people were killed.",
    ),
    *("Ida Brandt told the council that 15 people were killed.", "\n", "Brandt left the harbour at noon.", "(", "\x00"),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SCRAPS), max_size=20))
def test_a_plain_text_summary_is_verbatim_and_repeatable(scraps: list[str]) -> None:
    text = " ".join(scraps)

    told = summarise_text(text)

    assert all(sentence in " ".join(text.split()) for sentence in told)
    assert told == summarise_text(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(SCRAPS) | st.text(max_size=20), max_size=8), max_size=4))
def test_any_sections_are_survived(parts: list[list[str]]) -> None:
    sections: list[Section] = [section(*part, id=str(number) * 16) for number, part in enumerate(parts)]

    summary = summarise(sections)

    assert summary is None or 0 < len(summary.picks) <= 3


def test_of_a_crowd_of_sources_the_first_and_the_latest_are_read() -> None:
    crowd = [replace(WIRE, article=replace(WIRE.article, id=f"{number:016}")) for number in range(120)]

    assert _told(summarise([FERRY, *crowd])) == _told(summarise([FERRY, WIRE]))


@pytest.mark.parametrize(
    ("opening", "again"),
    [
        ("The Aurora, a ferry, hit rocks off Tarn Island in the dark, but nobody was hurt.", True),
        ("Police have questioned the captain of a ferry, Nils Aber, for nine hours.", False),
    ],
)
def test_another_source_may_open_with_the_same_event_or_with_something_new(opening: str, *, again: bool) -> None:
    told, first, second = read_candidates(
        [["The ferry Aurora ran aground off Tarn Island on Monday."], [opening, opening]], ["en", "en"]
    )

    assert opens_again(first, [told]) is again
    assert not opens_again(second, [told])
