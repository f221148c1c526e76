"""What a reader gets of the two source articles: three stories, told in whole sentences of their own."""

import hashlib
import re
from itertools import combinations

import pytest

from digest_bot.model import Digest, Memory, Sentence, Story
from digest_bot.pipeline import Options, build_digest
from digest_bot.sources.folder import Folder
from digest_bot.text.headline import headline
from digest_bot.text.narration import narrate
from digest_bot.text.speech import speak
from digest_bot.text.words import is_stop_word, stem, words
from tests.builders import EDITION, NOW
from tests.corpus.cases import CORPUS, sections

XI, TAN = "000_3451be296af6a87b", "004_6b4968348c43851d"


@pytest.fixture(scope="module")
def digest() -> Digest:
    documents = Folder("Corpus", CORPUS).read(now=NOW)
    options = Options(max_per_source=7)
    return build_digest(documents, edition=EDITION, now=NOW, memory=Memory(), options=options)


def starts(story: Story) -> list[str]:
    """Return the number of the article and the first words of every section of a story."""
    return sorted(f"{s.article.origin[-3:]}: {' '.join(s.paragraphs[0].text.split()[:3])}" for s in story.sections)


def test_the_articles_are_as_they_were_received() -> None:
    sums = {name: hashlib.sha256((CORPUS / f"{name}.txt").read_bytes()).hexdigest() for name in (XI, TAN)}
    assert sums == {
        XI: "4775873724ec46ade6f574460d842fd4229e7d3ce4d22dbd52c57176e60e7159",
        TAN: "818a9f13746c08f4fbad78b05e78b956faa804a17d13fce910cdcf1dcee5d672",
    }


def test_there_are_three_stories_and_the_meeting_is_told_from_both_articles(digest: Digest) -> None:
    assert sorted(starts(story) for story in digest.stories) == [
        ["000: Belarusian President Alexander", "004: On December 4,"],
        ["004: Apart from wooing"],
        ["004: Meanwhile in Southeast"],
    ]


def test_nothing_was_skipped_or_cut_off(digest: Digest) -> None:
    assert digest.skipped == ()
    assert digest.below_cut == 0


def test_a_summary_is_two_or_three_whole_sentences_of_about_sixty_words(digest: Digest) -> None:
    for story in digest.stories:
        sentences = [pick.sentence.text for pick in story.summary.picks]
        assert 2 <= len(sentences) <= 3
        assert 40 <= len(story.summary.text.split()) <= 75
        assert all(re.search(r"[.!?][”\"]?$", sentence) for sentence in sentences)


def test_every_sentence_stands_in_its_article_at_its_offsets(digest: Digest) -> None:
    for story in digest.stories:
        for pick in story.summary.picks:
            sentence: Sentence = pick.sentence
            paragraph = pick.section.article.paragraphs[sentence.paragraph]
            assert paragraph.text[sentence.start : sentence.end] == sentence.text


def test_a_summary_can_be_read_without_its_article(digest: Digest) -> None:
    dangling = re.compile(r"(?:He|She|It|They|His|Her|Their|But|And|These|This|Those|However|Additionally)\b")
    for story in digest.stories:
        sentences = [pick.sentence.text for pick in story.summary.picks]
        assert not dangling.match(sentences[0])
        assert [s for s in sentences if s.count("“") != s.count("”") or s.count('"') % 2] == []
        assert not sentences[0].startswith(("“", '"'))


def test_nothing_is_said_twice(digest: Digest) -> None:
    for story in digest.stories:
        said = [content(pick.sentence.text) for pick in story.summary.picks]
        assert all(len(one & other) / min(len(one), len(other)) < 0.6 for one, other in combinations(said, 2))


def content(sentence: str) -> set[str]:
    return {stem(word) for word in words(sentence) if not is_stop_word(word)}


def test_a_text_without_a_title_gets_a_headline_of_its_own_words() -> None:
    (section,) = sections(XI)
    shown = headline(section)
    assert section.article.title == ""
    assert 20 <= len(shown) <= 90
    assert any(shown in paragraph.text for paragraph in section.paragraphs)


def test_the_meeting_bears_the_title_of_the_article_that_has_one(digest: Digest) -> None:
    (meeting,) = (story for story in digest.stories if len(story.sections) == 2)
    assert meeting.headline == "Xi Meets Lukashenko in Beijing, Pledges to Enhance China-Belarus Ties"


def test_the_other_stories_go_straight_to_the_point(digest: Digest) -> None:
    headlines = {story.headline for story in digest.stories if len(story.sections) == 1}
    assert headlines == {
        "China has been working on its ties to South Africa",
        "Philippine Coast Guard (PCG) sent two armed patrol vessels",
    }


def test_the_voice_says_the_amount() -> None:
    (sentence,) = (s.text for part in sections(TAN) for s in part.sentences if "$8.9 million" in s.text)
    said = speak(sentence).text
    assert "worth eight point nine million dollars" in said
    assert "around twenty six point eight million dollars" in said


def test_the_voice_reads_the_stories_and_no_header(digest: Digest) -> None:
    said = [segment.written for segment in narrate(digest).segments if segment.story is not None]
    for story in digest.stories:
        assert all(pick.sentence.text in said for pick in story.summary.picks)
    assert [text for text in said if "Written by" in text or ".txt" in text or "3451be" in text] == []
