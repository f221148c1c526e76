"""What was told is not told again, unless a section brings new facts; then only these lead."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_bot.model import Memory, Section, Told
from digest_bot.text.facts import read_statements
from digest_bot.text.novelty import MAX_TERMS, facts, fingerprint, new_sentences, recognise
from digest_bot.text.similarity import Vocabulary
from tests.builders import NOW, section

MONDAY = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
FERRY = section(
    "The ferry Aurora ran aground off Tarn Island on Monday evening with 212 people aboard.",
    "Coast guard boats from Lindholm brought all passengers ashore by midnight.",
    "Captain Nils Aber told the coast guard that the Aurora had lost its steering off Tarn Island.",
    "The owners of the ferry, Nordlinje, said a tug would pull the Aurora off the rocks at the next high tide.",
    title="Ferry Aurora runs aground off Tarn Island",
    published=MONDAY,
)
BRIDGE = section(
    "Lindholm will close its harbour bridge for nine weeks from January, the council decided on Tuesday.",
    "Engineers found cracks in three of the eleven steel girders during an inspection in September.",
    title="Bridge to close for nine weeks",
    id="b" * 16,
)
OTHER_WORDS = section(
    "All 212 people on the Aurora were brought ashore by midnight after the ferry ran onto rocks off Tarn Island.",
    "The coast guard in Lindholm said Captain Nils Aber had reported a loss of steering on Monday.",
    "A tug will pull the ferry of Nordlinje off the rocks of Tarn Island at high tide.",
    title="Aurora ferry stuck off Tarn Island",
    id="c" * 16,
    source="City Wire",
)
NEWS = "Inspector Ilse Brandt said on Tuesday that a broken hydraulic pump had cost Nordlinje 4.6 million crowns."


READS_THE_SAME = ("Fires destroy a warehouse", "The destroyed warehouse of Lindholm held 4,000 tyres, Aber said.")


def told(*sections: Section, at: datetime = NOW) -> Told:
    known = frozenset[str]().union(*(facts(one) for one in sections))
    return Told("ferry", "daily/C1/2026-11-24/07:30", at, "Ferry runs aground", fingerprint(sections), known)


def with_first(whole: Section, text: str) -> Section:
    texts = [text, *(sentence.text for sentence in whole.sentences)]
    return section(*texts, title=whole.article.title, id="d" * 16, published=NOW)


def test_a_told_story_is_recognised_in_other_words() -> None:
    memory = Memory(told=(told(FERRY),))

    assert recognise([OTHER_WORDS], memory) == memory.told[0]
    assert recognise([BRIDGE], memory) is None


def test_of_several_told_stories_the_likeliest_is_recognised() -> None:
    bridge = replace(told(BRIDGE), story_id="bridge")

    found = recognise([OTHER_WORDS], Memory(told=(bridge, told(FERRY))))

    assert found is not None
    assert found.story_id == "ferry"


def test_a_story_fades_with_the_days() -> None:
    assert recognise([OTHER_WORDS], Memory(told=(told(FERRY, at=NOW - timedelta(days=60)),))) is None


def test_nothing_is_recognised_without_memory_or_sections() -> None:
    assert recognise([FERRY], Memory()) is None
    assert recognise([], Memory(told=(told(FERRY),))) is None


def test_the_same_in_other_words_is_not_new() -> None:
    assert new_sentences(FERRY, told(FERRY)) == ()
    assert new_sentences(OTHER_WORDS, told(FERRY)) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        NEWS,
        "Prosecutor Ylva Rand opened an inquiry into the owners of the Aurora on Tuesday.",
        "The Aurora lost 40,000 litres of diesel off Tarn Island, the coast guard said.",
        "“Nobody on the bridge looked at the chart for ten minutes,” a sailor of the Aurora said.",
    ],
)
def test_a_new_name_number_or_quotation_is_new(sentence: str) -> None:
    assert new_sentences(with_first(FERRY, sentence), told(FERRY)) == (0,)


def test_what_only_a_late_sentence_adds_is_background() -> None:
    late = section(*(sentence.text for sentence in (*FERRY.sentences, *BRIDGE.sentences)), NEWS, published=NOW)

    assert new_sentences(late, told(FERRY, BRIDGE)) == ()


def test_a_number_that_was_only_rounded_is_not_new() -> None:
    exact = with_first(FERRY, "The ferry Aurora carried 1,487 parcels to Tarn Island.")
    rounded = with_first(FERRY, "The ferry Aurora carried about 1,500 parcels to Tarn Island.")

    assert new_sentences(rounded, told(exact)) == ()


def test_a_sentence_about_earlier_years_is_background() -> None:
    old = with_first(FERRY, "In 1998 the ferry Estrela sank off Castelmar with 64 people aboard.")

    assert new_sentences(old, told(FERRY)) == ()


def test_facts_are_names_numbers_counts_and_quotations() -> None:
    found = facts(
        section("“We have lost the steering of the ship,” said Nils Aber, 52, with 8.9 million crowns aboard.")
    )

    assert {"name:aber", "name:nils", "number:8900000", "number:52"} <= found
    assert any(fact.startswith("quote:") for fact in found)


@pytest.mark.parametrize(
    ("language", "sentence", "number"),
    [
        ("de", "Der Schaden beträgt 8,9 Millionen Euro.", "8900000"),
        ("de", "Das Haus kostet 1.250.000 Euro.", "1250000"),
        ("en", "The house costs 1,250,000 euros.", "1250000"),
        ("fr", "La maison coûte 1 250 000 euros.", "1250000"),
        ("en", "At least twelve people saw it.", "12"),
    ],
)
def test_numbers_are_read_as_the_language_writes_them(language: str, sentence: str, number: str) -> None:
    assert read_statements([sentence], language)[0].numbers == {number}


@pytest.mark.parametrize("sentence", ["It came on 12 January 2024.", "In May 2026 it rained.", "It is version 1.2.3."])
def test_days_and_years_are_no_numbers_of_the_story(sentence: str) -> None:
    assert not {"12", "2024", "2026"} & read_statements([sentence])[0].numbers


def test_a_fingerprint_is_short_heaviest_first_and_of_length_one() -> None:
    terms = fingerprint([FERRY, OTHER_WORDS])

    weights = [weight for _, weight in terms]
    assert len(terms) <= MAX_TERMS
    assert weights == sorted(weights, reverse=True)
    assert sum(weight * weight for weight in weights) == pytest.approx(1.0, abs=1e-4)


@given(st.lists(st.text(max_size=80), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_any_text_that_was_told_is_never_new(sentences: list[str]) -> None:
    one = section(*sentences)

    assert new_sentences(one, told(one)) == ()


def test_what_one_vocabulary_has_read_changes_nothing_for_the_next() -> None:
    alone = Vocabulary()
    expected = alone.vectors(alone.read(*READS_THE_SAME))
    Vocabulary().read("Destroying fire", "A fire is destroying warehouses and a tyre in Lindholm.")

    again = Vocabulary()

    assert again.vectors(again.read(*READS_THE_SAME)) == expected
