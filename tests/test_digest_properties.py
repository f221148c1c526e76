"""What holds for every digest, whatever comes in."""

import re
from collections import Counter
from html import unescape
from itertools import combinations
from unicodedata import normalize

from ftfy import fix_encoding
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from digest_bot.codec import encode_digest
from digest_bot.model import Digest, Document, Memory, Section, SkipReason, Story
from digest_bot.pipeline import Options, build_digest, remember
from digest_bot.text.quotations import is_balanced
from digest_bot.text.standalone import MIN_WORDS, is_debris
from tests.builders import EDITION, NOW

NEWS = (
    "The ferry Aurora ran aground off Tarn Island on Monday evening with 212 people aboard.",
    "All 212 people on the ferry Aurora were brought ashore after the ship ran onto rocks off Tarn Island.",
    "Coast guard boats from Lindholm brought all passengers ashore by midnight, harbour master Ida Brandt said.",
    "Lindholm will close its harbour bridge for nine weeks from January, the council decided on Tuesday.",
    "Engineers found cracks in three of the eleven steel girders during an inspection in September.",
    "The storm killed 12 people on Tarn Island, officials in Lindholm said on Tuesday.",
    "The storm killed 15 people on Tarn Island, the hospital of Lindholm said on Tuesday.",
    "“Nobody looked at the chart for ten minutes,” said Nils Aber, who was the captain of the Aurora.",
    "Der Stadtrat von Grauenfels hat den Abriss der alten Markthalle am Mittwochabend gestoppt.",
    "Городской совет остановил снос старого рынка в среду вечером после долгого заседания.",
)
TRAPS = (
    "He said that it would not happen again.",
    "But these were not the only ones, she added.",
    "“We will come back,",
    "and never before,” they said on Monday.",
    "Why did nobody look at the chart of Tarn Island?",
    "Click here to see all pictures of the stranded ferry Aurora.",
    "Ida Brandt (left) with the captain of the new ferry on Monday.",
    "By Ida Brandt for the Harbour Post in Lindholm on Monday.",
    "In December, they had promised a second line.",
    "Photo: Ida Brandt / Harbour Post",
    "Sign up for our newsletter and never miss a ferry.",
    "<script>alert(1)</script> *bold* <!channel> &amp; \u202egnp.exe",
    "1. 2. 3. ... ?! \u200b \ufeff \x07",
)
PARAGRAPHS = st.lists(st.sampled_from([*NEWS, *TRAPS]) | st.text(max_size=60), min_size=1, max_size=3).map(" ".join)
TEXTS = st.lists(PARAGRAPHS, min_size=1, max_size=9).map("\n\n".join)
DOCUMENTS = st.lists(st.tuples(TEXTS, st.sampled_from(["coast", "wire", "city"])), max_size=5)
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
OPTIONS = Options(max_stories=3, max_per_source=2)


def build(texts: list[tuple[str, str]], memory: Memory | None = None) -> Digest:
    documents = [
        Document(source, text.encode("utf-8", "replace"), "text/plain", NOW, url=f"https://{source}.example/{number}")
        for number, (text, source) in enumerate(texts)
    ]
    return build_digest(documents, edition=EDITION, now=NOW, memory=memory or Memory(), options=OPTIONS)


def told(story: Story) -> list[str]:
    return [pick.sentence.text for pick in story.summary.picks]


def source_of(section: Section, paragraph: int) -> tuple[str, str]:
    """Return the stretch of the source a paragraph came from; an entity in it stands for its character.

    Return it a second time as it was meant, where it was decoded wrongly before it came to us (“Ã©”).
    """
    whole = section.article
    text = unescape("".join(whole.text[start:stop] for start, stop in whole.paragraphs[paragraph].spans))
    return text, fix_encoding(text)


def letters(text: str) -> str:
    """Keep what cleaning never changes: letters and digits of any script, without their accents and forms (“ﬀ”)."""
    return "".join(re.findall(r"[a-z0-9а-я]+", normalize("NFKD", text).lower()))


@given(DOCUMENTS)
@example([(f"{NEWS[0]} ﬀ {NEWS[0]}", "coast")])
@example([(f"0\x80Ñ {NEWS[0]} {NEWS[0]}", "coast")])
@SLOW
def test_every_told_sentence_stands_in_its_source(texts: list[tuple[str, str]]) -> None:
    for story in build(texts).stories:
        for pick in story.summary.picks:
            paragraph = pick.section.article.paragraphs[pick.sentence.paragraph].text
            assert paragraph[pick.sentence.start : pick.sentence.end] == pick.sentence.text
            sources = source_of(pick.section, pick.sentence.paragraph)
            assert any(letters(pick.sentence.text) in letters(source) for source in sources)


@given(DOCUMENTS)
@SLOW
def test_no_told_sentence_needs_what_is_not_told(texts: list[tuple[str, str]]) -> None:
    for story in build(texts).stories:
        for sentence in told(story):
            assert is_balanced(sentence)
            assert not is_debris(sentence)
            assert not sentence.rstrip('”"’»)').endswith("?")
            assert sentence.count(" ") + 1 >= MIN_WORDS
        assert not told(story)[0].startswith(("He ", "But ", "In December, they"))


@given(DOCUMENTS)
@SLOW
def test_nothing_is_told_twice_and_the_limits_hold(texts: list[tuple[str, str]]) -> None:
    made = build(texts)

    assert len(made.stories) <= OPTIONS.max_stories
    assert max(Counter(s.lead.article.origin for s in made.stories).values(), default=0) <= OPTIONS.max_per_source
    assert made.below_cut == sum(skipped.reason is SkipReason.BELOW_CUT for skipped in made.skipped)
    for story in made.stories:
        assert 1 <= len(story.summary.picks) <= OPTIONS.sentences
        assert len(story.summary.text.split()) <= OPTIONS.max_words or len(story.summary.picks) == 1
        assert all(one != other for one, other in combinations(told(story), 2))
        assert story.reasons
    parts = [part.id for story in made.stories for part in story.sections]
    assert len(parts) == len(set(parts))


@given(DOCUMENTS)
@SLOW
def test_the_same_input_makes_the_same_bytes_and_is_told_once(texts: list[tuple[str, str]]) -> None:
    made = build(texts)

    assert encode_digest(build(texts)) == encode_digest(made)
    assert build(texts, remember(made, Memory())).stories == ()


def test_sources_that_disagree_are_both_told_and_nothing_is_said_twice() -> None:
    rest = "\n\n".join((NEWS[2], "Roofs were torn from the houses in the harbour of Tarn, and the power failed."))
    texts = [(f"Storm on Tarn Island\n\n{NEWS[5]}\n\n{rest}", "coast"), (f"Tarn storm\n\n{NEWS[6]}\n\n{rest}", "wire")]

    (story,) = build(texts).stories

    text = story.summary.text
    assert "killed 12 people" in text
    assert "killed 15 people" in text
    assert text.count("Coast guard boats") <= 1
