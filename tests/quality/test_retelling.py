"""What a reader is told on the second day: the same again never, what is new always, and with what is new first."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from digest_bot.model import Article, Digest, Memory, SkipReason
from digest_bot.pipeline import Options, build_digest, remember
from tests.builders import EDITION, NOW, article

TOMORROW = NOW + timedelta(days=1)
DAM = article(
    "A dam on the upper Ravna burst before dawn and flooded three villages in the Orsk valley, killing at least 14 "
    "people, the interior ministry said.",
    "Some 2,300 people were brought to schools and churches on higher ground. Rescuers in boats were still searching "
    "the village of Telna, where the water stood two metres high in the streets.",
    '"We heard a bang like a gun, and then the river came through the door," said Mira Kolb, a baker in Telna.',
    "The dam, built in 1961, held back a reservoir that had been filled to the brim by ten days of rain. Its operator, "
    "Ravna Kraft, had lowered the level only on Monday, Energy Minister Oskar Venn said.",
    id="1" * 16,
    title="Dam breach floods three villages in Orsk valley",
)
OTHER_WORDS = (
    "At least 14 people died in three villages of the Orsk valley when a dam on the upper Ravna gave way before dawn.",
    "Boats go from house to house in Telna, under two metres of water; 2,300 inhabitants are in schools and churches.",
    "Energy Minister Oskar Venn said the operator, Ravna Kraft, had begun to lower the full reservoir on Monday.",
)


def next_day(*paragraphs: str, source: str = "Harbour Post") -> Digest:
    """Return the edition of the day after the dam was told, made of one article."""
    first = make((DAM,), Memory(), day=0)
    assert [one.update for one in first.stories] == [False]
    again = article(*paragraphs, id="2" * 16, source=source, title="Ravna dam: the day after", published=TOMORROW)
    return make((again,), remember(first, Memory()), day=1)


def make(articles: tuple[Article, ...], memory: Memory, *, day: int) -> Digest:
    edition = replace(EDITION, date=date(2026, 11, 24 + day))
    return build_digest(articles, edition=edition, now=NOW + timedelta(days=day), memory=memory, options=Options())


@pytest.mark.parametrize("source", ["Harbour Post", "City Wire"])
def test_the_same_facts_in_other_words_are_not_told_again(source: str) -> None:
    made = next_day(*OTHER_WORDS, source=source)

    assert made.stories == ()
    assert [item.reason for item in made.skipped] == [SkipReason.TOLD_BEFORE]


@pytest.mark.parametrize(
    "news",
    [
        "The number of people killed has risen to 17, the interior ministry said.",
        '"The spillway was blocked by timber and nobody had looked at it since the summer," an inspector said.',
        "The governor, Ines Halvard, dismissed the head of the dam authority.",
        "Insurers put the damage at 840 million crowns.",
    ],
    ids=["corrected number", "quotation", "name", "new number"],
)
def test_new_facts_make_an_update_that_begins_with_them(news: str) -> None:
    (story,) = next_day(news, *OTHER_WORDS, source="City Wire").stories

    assert story.update
    assert story.summary.picks[0].sentence.text == news


def test_a_corrected_number_between_told_sentences_is_told() -> None:
    corrected = tuple(text.replace("At least 14", "At least 17") for text in OTHER_WORDS)
    (story,) = next_day(*corrected).stories

    assert story.update
    assert [pick.sentence.text for pick in story.summary.picks] == [corrected[0]]


def test_a_rounded_number_and_a_told_quotation_are_not_new() -> None:
    quoted = '"We heard a bang like a gun, and then the river came through the door," Mira Kolb recalled in Telna.'

    rounded = "More than 2,000 people spent the night in churches and schools."

    assert next_day(*OTHER_WORDS, quoted, rounded).stories == ()
