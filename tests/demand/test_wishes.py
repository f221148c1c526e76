"""What readers want different changes the next edition: as promised, bounded, explained, and gone after a reset."""

from dataclasses import replace
from datetime import timedelta

import pytest

from digest_bot.asking import Given, Muted
from digest_bot.codec import encode_digest
from digest_bot.model import Digest, Document, Memory, Section, SkipReason
from digest_bot.pipeline import Options, build_digest
from digest_bot.wishes import (
    Wishes,
    centrality,
    favour,
    gather_wishes,
    may_mention,
    relevance,
    split_topics,
    vote_weight,
)
from tests.builders import BRIDGE, EDITION, FERRY, NOW

FERRY_TEXT = (
    "Ferry runs aground off Tarn Island\n\nThe ferry Aurora ran aground off Tarn Island on Monday with 212 people aboard. "
    "Everyone was brought ashore by midnight, the coast guard said. The ship carried 40 cars and 12 lorries when it hit "
    "a rock near the lighthouse, said the harbour master, Ines Holm.\n"
)
BRIDGE_TEXT = (
    "Bridge to close for nine weeks\n\nLindholm will close its harbour bridge for nine weeks from January. The city says "
    "that 14 of the 60 cables have to be replaced before the summer. Buses will take the tunnel in the meantime, said "
    "the head of the roads office, Per Dahl.\n"
)
DOCUMENTS = tuple(
    Document(source, text.encode(), "text/plain", NOW, url=f"https://news.example/{source}", published=NOW)
    for source, text in (("Harbour Post", FERRY_TEXT), ("City Wire", BRIDGE_TEXT))
)


def digest(wishes: Wishes | None = None) -> Digest:
    options = Options(wishes=wishes) if wishes else Options()
    return build_digest(DOCUMENTS, edition=EDITION, now=NOW, memory=Memory(), options=options)


def sources(made: Digest) -> list[str]:
    return [story.lead.article.source for story in made.stories]


def test_a_muted_source_is_out_at_once_and_the_reason_is_kept() -> None:
    wishes = gather_wishes(muted=[Muted("daily", "City Wire", "U1", NOW)], votes={}, topics="", given=[])
    made = digest(wishes)
    assert sources(made) == ["Harbour Post"]
    assert [(s.source, s.reason, s.detail) for s in made.skipped] == [
        ("City Wire", SkipReason.MUTED, "Muted by a reader on 24 Nov.")
    ]


def test_votes_change_the_order_and_say_so() -> None:
    first, second = sources(digest())
    made = digest(Wishes(votes={first: -40, second: 40}))
    assert sources(made) == [second, first]
    assert "readers' votes +40: × 1.23" in made.stories[0].reasons


def test_a_topic_comes_first_and_says_so() -> None:
    assert sources(digest(Wishes(topics=("bridges",))))[0] == "City Wire"
    assert sources(digest(Wishes(topics=("ferry",))))[0] == "Harbour Post"
    assert "topic 'ferry': × 1.5" in digest(Wishes(topics=("ferry",))).stories[0].reasons


def test_without_wishes_every_byte_is_as_before() -> None:
    forgotten = gather_wishes(muted=[], votes={"City Wire": 0}, topics=" , ", given=[])
    assert encode_digest(digest(forgotten)) == encode_digest(digest())


@pytest.mark.parametrize(("balance", "weight"), [(0, 1.0), (1, 1.05), (4, 1.125), (-4, 0.875), (10**6, 1.25), (-(10**6), 0.75)])  # fmt: skip
def test_votes_move_a_source_by_a_quarter_at_most(balance: int, weight: float) -> None:
    assert vote_weight(balance) == pytest.approx(weight, abs=1e-5)


def test_an_article_everybody_was_shown_is_left_out_and_one_somebody_asked_for_is_marked() -> None:
    article = digest().stories[0].lead.article
    given = Given("r" * 16, article.id, article.title, article.url, "C1", NOW - timedelta(hours=3))
    marked = digest(gather_wishes(muted=[], votes={}, topics="", given=[given]))
    assert "a reader asked for it" in marked.stories[0].reasons
    left_out = digest(gather_wishes(muted=[], votes={}, topics="", given=[replace(given, shared=True)]))
    assert article.source not in sources(left_out)
    assert left_out.skipped[0].detail == "Shared in the channel on 24 Nov, on demand."


@pytest.mark.parametrize(("topic", "share"), [("ferry", 1.0), ("Ferries", 1.0), ("tarn islands", 1.0), ("ferry bridge", 0.5),
                                              ("fer", 0.0), ("", 0.0), ("?!", 0.0)])  # fmt: skip
def test_a_story_is_about_a_topic_when_its_words_stand_in_it(topic: str, share: float) -> None:
    assert relevance([FERRY], topic) == share


@pytest.mark.parametrize(
    ("sections", "topic", "central"),
    [
        ([FERRY], "Tarn Island", True),
        ([FERRY], "ferries", True),
        ([BRIDGE], "harbour bridge", True),
        ([FERRY, BRIDGE], "harbour bridge", True),
        ([FERRY], "coast guard", False),
        ([FERRY], "Aurora", True),
        ([FERRY], "guard people", False),
        ([FERRY], "", False),
    ],
)
def test_a_story_that_mentions_a_topic_once_is_not_about_it(sections: list[Section], topic: str, central: bool) -> None:
    assert (centrality(sections, topic) > 0) == central


@pytest.mark.parametrize(
    ("topic", "may"), [("ferries", True), ("Harbour bridges", True), ("quantum", False), ("läger", True)]
)
def test_a_document_is_only_read_when_it_could_be_about_the_topic(topic: str, may: bool) -> None:
    assert may_mention(b"<p>The FERRY left the Harbour.</p>", topic) == may


def test_topics_are_separated_by_commas_and_twelve_count() -> None:
    assert split_topics(" harbour  bridge, ferry;\nferry,,") == ("harbour bridge", "ferry")
    assert len(split_topics(",".join(map(str, range(50))))) == 12


def test_nobody_said_anything() -> None:
    assert favour([BRIDGE], Wishes()) == (1.0, ())


@pytest.mark.parametrize(
    ("zone", "day"), [("UTC", "24 Nov"), ("Europe/Berlin", "25 Nov"), ("America/New_York", "24 Nov")]
)
def test_a_day_is_told_as_it_was_where_the_readers_are(zone: str, day: str) -> None:
    late = NOW.replace(hour=23, minute=30)
    shown = Given("a" * 16, "b" * 16, "Ferry", None, "daily", late, shared=True)
    wishes = gather_wishes(muted=[Muted("daily", "Wire", "U1", late)], votes={}, topics="", given=[shown], zone=zone)
    assert wishes.muted == {"Wire": f"Muted by a reader on {day}."}
    assert wishes.shown == {"b" * 16: f"Shared in the channel on {day}, on demand."}
