"""From documents to a digest: what is told, what is left out, in which order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from digest_bot.codec import encode_digest
from digest_bot.model import Digest, Document, Memory, Skipped, SkipReason
from digest_bot.pipeline import BUSY, Options, Ranked, build_digest, rank, remember, tell
from tests.builders import BRIDGE, EDITION, FERRY, NOW

FERRY_TEXT = """Ferry runs aground off Tarn Island

PORT VALE (Coast Wire) - The ferry Aurora ran aground off Tarn Island on Monday with 212 people aboard.

Rescue boats from Port Vale brought every passenger ashore by midnight, and two sailors were treated for cold.

The ferry company Nordlinje said the Aurora had lost steering ten minutes after leaving the harbour of Port Vale.

Inspectors of the Maritime Office will board the Aurora on Tuesday to look for the cause of the failure."""
FERRY_AGAIN = """Aurora ferry stuck on rocks near Tarn Island, all rescued

All 212 people on the ferry Aurora were safe on Monday night after the ship ran onto rocks near Tarn Island.

The coast guard sent four boats from Port Vale, and the last passenger was ashore shortly before midnight.

Nordlinje, which owns the Aurora, said its crew had reported a loss of steering soon after the ferry left Port Vale."""
NEWS = f"""{FERRY_AGAIN}

Inspector Ilse Brandt said on Tuesday that a broken hydraulic pump had cost Nordlinje 4.6 million crowns."""
BRIDGE_TEXT = """Harbour bridge to close for nine weeks

Lindholm will close its harbour bridge for nine weeks from January, the city council decided on Tuesday.

Engineers found cracks in three of the eleven steel girders during an inspection in September.

Buses will take the Mill Street tunnel, and the council expects delays of up to twenty minutes in the morning."""


def document(text: str, name: str, **about: object) -> Document:
    return Document(name, text.encode(), "text/plain", NOW, **about)  # type: ignore[arg-type]


FERRY_DOCUMENT = document(FERRY_TEXT, "coast wire", url="https://coast.example/ferry")
AGAIN_DOCUMENT = document(FERRY_AGAIN, "harbour post", url="https://harbour.example/ferry")
BRIDGE_DOCUMENT = document(BRIDGE_TEXT, "city news", url="https://city.example/bridge")


def build(*documents: Document | Skipped, memory: Memory | None = None, options: Options | None = None) -> Digest:
    return build_digest(
        documents, edition=EDITION, now=NOW, memory=memory or Memory(), options=options or Options(zone="Europe/Berlin")
    )


def origins(digest: Digest) -> list[list[str]]:
    return [sorted({s.article.source for s in one.sections}) for one in digest.stories]


def reasons(skipped: Sequence[Skipped]) -> list[SkipReason]:
    return [one.reason for one in skipped]


def test_two_reports_of_one_event_are_one_story_and_come_first() -> None:
    made = build(BRIDGE_DOCUMENT, FERRY_DOCUMENT, AGAIN_DOCUMENT)
    assert origins(made) == [["coast wire", "harbour post"], ["city news"]]
    assert made.stories[0].reasons[0] == "2 sources"


def test_the_same_documents_make_the_same_digest_to_the_byte_in_any_order() -> None:
    one = build(FERRY_DOCUMENT, BRIDGE_DOCUMENT, AGAIN_DOCUMENT)
    other = build(AGAIN_DOCUMENT, FERRY_DOCUMENT, BRIDGE_DOCUMENT)
    assert encode_digest(one) == encode_digest(build(FERRY_DOCUMENT, BRIDGE_DOCUMENT, AGAIN_DOCUMENT))
    assert [s.headline for s in one.stories] == [s.headline for s in other.stories]


def test_an_article_that_comes_in_twice_is_told_once() -> None:
    made = build(FERRY_DOCUMENT, FERRY_DOCUMENT)
    assert len(made.stories) == 1
    assert reasons(made.skipped) == [SkipReason.DUPLICATE]


def test_what_a_source_skipped_is_kept_with_its_reason() -> None:
    failed = Skipped("city news", SkipReason.SOURCE_FAILED, "The feed answered 500.")
    assert build(FERRY_DOCUMENT, failed).skipped == (failed,)


def test_an_article_of_an_earlier_edition_is_not_read_again() -> None:
    first = build(FERRY_DOCUMENT)
    second = build(FERRY_DOCUMENT, BRIDGE_DOCUMENT, memory=remember(first, Memory()))
    assert origins(second) == [["city news"]]


def test_yesterdays_story_in_other_words_is_not_told_again() -> None:
    memory = remember(build(FERRY_DOCUMENT, AGAIN_DOCUMENT), Memory())
    retold = document(FERRY_AGAIN.replace("shortly before", "before"), "evening mail", url="https://evening.example/1")
    made = build(retold, memory=memory)
    assert made.stories == ()
    assert reasons(made.skipped) == [SkipReason.TOLD_BEFORE]


def test_new_facts_make_an_update_that_leads_with_them() -> None:
    memory = remember(build(FERRY_DOCUMENT), Memory())
    made = build(document(NEWS, "evening mail", url="https://evening.example/2"), memory=memory)
    assert [one.update for one in made.stories] == [True]
    assert "Ilse Brandt" in made.stories[0].summary.text


def test_memory_knows_the_story_by_one_name_through_its_updates() -> None:
    first = build(FERRY_DOCUMENT)
    memory = remember(first, Memory())
    second = build(document(NEWS, "evening mail", url="https://evening.example/2"), memory=memory)
    later = remember(second, memory)
    assert [told.story_id for told in later.told] == [first.stories[0].id]
    assert memory.told[0].facts < later.told[0].facts


def test_every_chosen_sentence_stands_in_its_article() -> None:
    for one in build(FERRY_DOCUMENT, AGAIN_DOCUMENT, BRIDGE_DOCUMENT).stories:
        for pick in one.summary.picks:
            text = pick.section.article.paragraphs[pick.sentence.paragraph].text
            assert text[pick.sentence.start : pick.sentence.end] == pick.sentence.text


def test_what_falls_below_the_cut_is_counted_and_said() -> None:
    made = build(FERRY_DOCUMENT, BRIDGE_DOCUMENT, options=Options(max_stories=1))
    assert made.below_cut == 1
    assert reasons(made.skipped) == [SkipReason.BELOW_CUT]


def test_one_source_does_not_fill_the_digest() -> None:
    ferries = [replace(FERRY, article=replace(FERRY.article, id=str(n), title=f"Ferry {n}")) for n in range(4)]
    ranked = [*(Ranked((one,), 9.0, ()) for one in ferries), Ranked((BRIDGE,), 0.1, ())]
    stories, skipped = tell(ranked, memory=Memory(), options=Options(max_stories=3, max_per_source=2))
    assert [one.lead.article.id for one in stories] == ["0", "1", BRIDGE.article.id]
    assert reasons(skipped) == [SkipReason.BELOW_CUT, SkipReason.BELOW_CUT]


def test_what_was_told_before_leaves_its_place_to_the_next() -> None:
    memory = remember(build(FERRY_DOCUMENT, AGAIN_DOCUMENT), Memory())
    retold = document(FERRY_AGAIN.replace("shortly before", "before"), "evening mail", published=NOW)
    older = replace(BRIDGE_DOCUMENT, published=NOW - timedelta(days=2))
    made = build(retold, older, memory=memory, options=Options(max_stories=1))
    assert origins(made) == [["city news"]]
    assert reasons(made.skipped) == [SkipReason.TOLD_BEFORE]
    assert made.below_cut == 0


def test_what_falls_below_the_cut_is_not_thought_about() -> None:
    silent = replace(BRIDGE, sentences=())
    ranked = [Ranked((FERRY,), 2.0, ()), Ranked((silent,), 1.0, ())]
    _, all_told = tell(ranked, memory=Memory(), options=Options(max_stories=2))
    _, cut = tell(ranked, memory=Memory(), options=Options(max_stories=1))
    assert reasons(all_told) == [SkipReason.NO_SUMMARY]
    assert reasons(cut) == [SkipReason.BELOW_CUT]


def test_a_heavier_source_ranks_higher() -> None:
    plain = build(FERRY_DOCUMENT, BRIDGE_DOCUMENT)
    light = plain.stories[-1].lead.article.source
    weighed = build(FERRY_DOCUMENT, BRIDGE_DOCUMENT, options=Options(source_weights={light: 3.0}))
    assert weighed.stories[0].lead.article.source == light
    assert "weight 3" in weighed.stories[0].reasons


def test_a_fresher_story_ranks_higher() -> None:
    old = replace(FERRY_DOCUMENT, published=NOW - timedelta(days=2))
    new = replace(BRIDGE_DOCUMENT, published=NOW - timedelta(hours=1))
    assert origins(build(old, new)) == [["city news"], ["coast wire"]]


def test_equal_stories_are_ordered_by_name_and_not_by_chance() -> None:
    one, two = (replace(FERRY, article=replace(FERRY.article, id=id_)) for id_ in "ab")
    first = rank([(one,), (two,)], now=NOW, options=Options())
    assert first == rank([(two,), (one,)], now=NOW, options=Options())
    assert [ranked.score for ranked in first] == [first[0].score] * 2
    assert first[0].id < first[1].id


def test_a_later_section_and_a_busy_source_are_reasons() -> None:
    later = replace(FERRY, start=1, stop=2, sentences=FERRY.sentences[1:])
    busy = [(replace(BRIDGE, article=replace(BRIDGE.article, id=str(n))),) for n in range(BUSY)]

    ranked = {one.sections[0].article.id: one for one in rank([(later,), *busy], now=NOW, options=Options())}

    assert "later in its article" in ranked[later.article.id].reasons
    assert f"one of {BUSY} from a busy source" in ranked["0"].reasons
