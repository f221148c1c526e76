"""The quality of the text steps on corpus/, pinned: a change that lowers a figure explains itself, one that raises it
pins the new one.

The floors are what was measured, cut off after three digits. References are written by us, in our own words.
"""

import json
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from digest_bot.model import Article, Section, Summary
from digest_bot.text.standalone import Standing, standing
from digest_bot.text.stories import group_stories
from digest_bot.text.summary import summarise
from digest_bot.text.words import stem, words
from tests.corpus.cases import cases, read, sections

FLOORS = {
    "summaries, ROUGE-1": 0.571,
    "summaries, ROUGE-2": 0.380,
    "sections, borders found": 1.0,
    "sections, borders that are right": 1.0,
    "stories, BCubed F1": 1.0,
    "texts to be found": 1.0,
    "junk that is gone": 1.0,
}
MOST_WORDS = 60.0
"""Words of a summary in the mean."""
REFERENCES = json.loads((Path(__file__).parent / "references.json").read_text(encoding="utf-8"))


@cache
def told() -> tuple[str, ...]:
    """Return the names of the articles that are to be told."""
    return tuple(one.name for one in cases() if isinstance(read(one.name), Article))


@cache
def summaries() -> tuple[tuple[str, Section, Summary], ...]:
    """Return a reference, the section it is for, and what is told of it."""
    found = []
    for name, references in REFERENCES.items():
        assert len(sections(name)) == len(references), name
        for section, reference in zip(sections(name), references, strict=True):
            summary = summarise([section])
            assert summary is not None, name
            found.append((reference, section, summary))
    return tuple(found)


def rouge(summary: str, reference: str, language: str, size: int) -> float:
    """Return the F1 of runs of `size` stems (Lin 2004)."""
    ours, theirs = (
        Counter(zip(*(stems[at:] for at in range(size)), strict=False))
        for stems in ([stem(word, language) for word in words(text)] for text in (summary, reference))
    )
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())


def borders(starts: Sequence[str], name: str) -> set[int]:
    """Return the paragraphs that begin so."""
    article = read(name)
    assert isinstance(article, Article)
    return {
        place
        for place, paragraph in enumerate(article.paragraphs)
        if any(paragraph.text.startswith(start) for start in starts)
    }


def scores() -> Iterator[tuple[str, float]]:
    """Yield every figure by its name."""
    for size in (1, 2):
        yield (
            f"summaries, ROUGE-{size}",
            statistics.mean(
                rouge(s.text, reference, part.article.language, size) for reference, part, s in summaries()
            ),
        )
    asked = [one for one in cases() if "sections" in one.expected]
    wanted = {(one.name, place) for one in asked for place in borders(one.expected["sections"][1:], one.name)}
    made = {(one.name, part.start) for one in asked for part in sections(one.name) if part.start}
    yield "sections, borders found", len(wanted & made) / len(wanted)
    yield "sections, borders that are right", len(wanted & made) / max(1, len(made))
    yield "stories, BCubed F1", bcubed()
    texts = {name: "\n".join(part.text for part in _article(name).paragraphs) for name in told()}
    good = [text in texts[one.name] for one in cases() for text in one.expected.get("must_contain", ())]
    junk = [
        text in texts[one.name]
        for one in cases()
        for text in one.expected.get("must_not_contain", ())
        if one.name in texts
    ]
    yield "texts to be found", statistics.mean(good)
    yield "junk that is gone", 1 - statistics.mean(junk)


def bcubed() -> float:
    """Return the BCubed F1 of grouping all sections of the corpus (Bagga and Baldwin 1998)."""
    parts = [part for name in told() for part in sections(name)]
    labels = {part.id: number for number, group in enumerate(group_stories(parts)) for part in group}
    events = {one.name: one.expected["story"] for one in cases() if "story" in one.expected}
    first = {sections(name)[0].id: events.get(name, name) for name in told()}
    pairs = [(first.get(part.id, part.id), labels[part.id]) for part in parts]
    both, gold, got = Counter(pairs), Counter(event for event, _ in pairs), Counter(label for _, label in pairs)
    precision = sum(n * n / got[label] for (_, label), n in both.items()) / len(pairs)
    recall = sum(n * n / gold[event] for (event, _), n in both.items()) / len(pairs)
    return 2 * precision * recall / (precision + recall)


def _article(name: str) -> Article:
    found = read(name)
    assert isinstance(found, Article)
    return found


@cache
def measured() -> dict[str, float]:
    """Return all figures."""
    return dict(scores())


@pytest.mark.parametrize("name", FLOORS)
def test_no_figure_drops(name: str) -> None:
    assert measured()[name] >= FLOORS[name]


def test_every_figure_has_a_floor() -> None:
    assert measured().keys() == FLOORS.keys()


def test_a_summary_has_two_or_three_sentences_and_about_sixty_words() -> None:
    told = [summary for _, _, summary in summaries()]

    assert {len(summary.picks) for summary in told} <= {2, 3}
    assert all(len(summary.text.split()) <= 72 for summary in told)
    assert 40 <= statistics.mean(len(summary.text.split()) for summary in told) <= MOST_WORDS


def test_no_summary_begins_in_the_middle() -> None:
    for _, section, summary in summaries():
        first = summary.picks[0]
        stands = standing(first.sentence.text, section.article.language)
        assert stands is Standing.ALONE or (first.index == 0 and section.start), first.sentence.text
