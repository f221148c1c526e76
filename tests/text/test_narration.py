"""The script that a voice reads."""

from dataclasses import replace
from datetime import UTC, date, datetime

from digest_bot.model import (
    Article,
    Digest,
    Edition,
    Narration,
    Paragraph,
    Pick,
    Section,
    Sentence,
    Story,
    Summary,
)
from digest_bot.text.narration import narrate

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def _section(source: str, *sentences: str) -> Section:
    paragraphs = tuple(Paragraph(text, ((0, len(text)),)) for text in sentences)
    article = Article(
        id=f"{len(source):016x}",
        source=source,
        url="https://norwick.example/a",
        title="A title",
        author="By A. Writer",
        published=None,
        received_at=NOON,
        place=None,
        language="en",
        paragraphs=paragraphs,
        captions=("A bridge. Photo: A. Hand",),
        text=" ".join(sentences),
    )
    said = tuple(Sentence(text, place, 0, len(text)) for place, text in enumerate(sentences))
    return Section(article, 0, len(paragraphs), said)


def _story(headline: str, *sections: Section) -> Story:
    lead = sections[0]
    picks = tuple(Pick(lead, index) for index in range(len(lead.sentences)))
    return Story("s", headline, sections, Summary(picks), 1.0, ())


def _digest(*stories: Story) -> Digest:
    edition = Edition("morning", "C1", date(2026, 3, 2), "07:30")
    return Digest(edition, "Morning digest", NOON, stories, (), 0, ("a",), 1, "UTC", None)


def _written(narration: Narration) -> list[str]:
    return [segment.written for segment in narration.segments]


BRIDGE = _story("Bridge closed", _section("Norwick Post", "The bridge shut on Dec. 4.", "It cost $3m."))
LAKE = _story("Lake rises", _section("Lake News", "The lake rose."))


def test_a_digest_is_read_from_greeting_to_sign_off() -> None:
    assert _written(narrate(_digest(BRIDGE, LAKE))) == [
        "This is Morning digest for Monday, March 2, 2026.",
        "Bridge closed",
        "From Norwick Post.",
        "The bridge shut on Dec. 4.",
        "It cost $3m.",
        "Lake rises",
        "From Lake News.",
        "The lake rose.",
        "That is all for today.",
    ]


def test_every_segment_keeps_what_was_written_beside_what_is_said() -> None:
    segments = narrate(_digest(BRIDGE)).segments
    assert [(segment.written, segment.spoken) for segment in segments[3:5]] == [
        ("The bridge shut on Dec. 4.", "The bridge shut on December fourth."),
        ("It cost $3m.", "It cost three million dollars."),
    ]


def test_the_greeting_says_the_date() -> None:
    greeting = narrate(_digest(BRIDGE)).segments[0]
    assert greeting.spoken == "This is Morning digest for Monday, March second, twenty twenty six."


def test_pauses_follow_headline_sentence_and_story() -> None:
    pauses = [segment.pause_after for segment in narrate(_digest(BRIDGE, LAKE)).segments]
    assert pauses == [0.8, 0.35, 0.35, 0.25, 0.8, 0.35, 0.35, 0.8, 0.0]


def test_segments_know_their_story() -> None:
    stories = [segment.story for segment in narrate(_digest(BRIDGE, LAKE)).segments]
    assert stories == [None, 0, 0, 0, 0, 1, 1, 1, None]


def test_every_source_is_named_once_lead_first() -> None:
    story = _story("Bridge closed", *(_section(name, "It shut.") for name in ("Post", "Globe", "Post", "Echo", "Sun")))
    assert "From Post. Also in Globe, Echo and Sun." in _written(narrate(_digest(story)))


def test_two_sources_are_joined_without_a_comma() -> None:
    story = _story("Bridge closed", _section("Post", "It shut."), _section("Globe", "It shut."))
    assert "From Post. Also in Globe." in _written(narrate(_digest(story)))


def test_a_sentence_that_is_the_headline_is_read_once() -> None:
    story = _story("The bridge shut", _section("Post", "The bridge shut.", "It rained."))
    assert _written(narrate(_digest(story)))[1:-1] == ["The bridge shut", "From Post.", "It rained."]


def test_nothing_of_captions_authors_or_addresses_is_read() -> None:
    story = _story("Bridge closed", _section("Post", "See https://norwick.example/a.", "https://norwick.example/b"))
    spoken = [segment.spoken for segment in narrate(_digest(story)).segments]
    assert spoken[1:-1] == ["Bridge closed", "From Post.", "See link."]


def test_a_story_whose_last_sentence_is_left_out_still_ends_with_the_long_pause() -> None:
    story = _story("Bridge closed", _section("Post", "It shut.", "😀"))
    last = narrate(_digest(story)).segments[-2]
    assert (last.written, last.pause_after) == ("It shut.", 0.8)


def test_an_empty_digest_says_so() -> None:
    assert _written(narrate(_digest())) == [
        "This is Morning digest for Monday, March 2, 2026.",
        "There is nothing new today.",
    ]


def test_another_language_hears_no_english_words_of_ours() -> None:
    narration = narrate(_digest(LAKE), language="de")
    assert narration.language == "de"
    assert _written(narration) == ["Morning digest, 02.03.2026.", "Lake rises", "Lake News.", "The lake rose."]


def test_the_lexicon_reaches_every_segment() -> None:
    spoken = [segment.spoken for segment in narrate(_digest(LAKE), lexicon={"Lake": "Layk"}).segments]
    assert spoken[1:4] == ["Layk rises", "From Layk News.", "The lake rose."]


def test_the_same_digest_makes_the_same_script() -> None:
    assert narrate(_digest(BRIDGE, LAKE)) == narrate(_digest(BRIDGE, LAKE))


def test_names_of_local_files_are_not_read() -> None:
    local = replace(BRIDGE.sections[0], article=replace(BRIDGE.lead.article, url="file:///news/004_6b49.txt"))
    assert _written(narrate(_digest(_story("Bridge closed", local))))[1:3] == [
        "Bridge closed",
        "The bridge shut on Dec. 4.",
    ]


def test_a_story_of_a_file_and_a_paper_names_the_paper() -> None:
    local = replace(BRIDGE.sections[0], article=replace(BRIDGE.lead.article, url="file:///news/004_6b49.txt"))
    story = _story("Bridge closed", local, _section("Globe", "It shut."))
    assert "From Globe." in _written(narrate(_digest(story)))
