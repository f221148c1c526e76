"""Which sections, of whatever source, report one event: pair by pair, then by what agrees on the whole."""

import hashlib
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from digest_bot.model import Section
from digest_bot.text.linkage import average_linkage, number_by_appearance
from digest_bot.text.pairs import Profile, profile, score_pairs
from digest_bot.text.similarity import Vocabulary

THRESHOLD = 0.45
"""Mean log-odds above which two clusters are one story; above 0 because a wrong merge hides a story."""
ABSENT = -4.0
"""Log-odds of a pair that shared too little to be compared."""

_MIN_REPRINT_WORDS = 12
_OPENING = 200


@dataclass(frozen=True, slots=True)
class StoryText:
    """What grouping knows of one section."""

    article: str
    """Id; texts of one article are never one story."""
    title: str
    text: str
    """Paragraphs separated by newlines."""
    day: int | None
    """Ordinal of the date of publication."""
    language: str = "en"


def group_stories(sections: Sequence[Section]) -> tuple[tuple[Section, ...], ...]:
    """Return the sections grouped by event; groups and their members keep the order of the input."""
    groups: dict[int, list[Section]] = {}
    for section, label in zip(sections, group_texts([_story_text(section) for section in sections]), strict=True):
        groups.setdefault(label, []).append(section)
    return tuple(tuple(group) for group in groups.values())


def group_texts(texts: Sequence[StoryText]) -> list[int]:
    """Return one label a text, equal for the texts of one event, numbered 0, 1, 2 … by first appearance.

    The result does not depend on the order of the texts. Exact reprints are joined first; then pairs of similar texts
    are scored by logistic regression and joined by average linkage.
    """
    order = sorted(range(len(texts)), key=lambda number: _sort_key(texts[number]))
    labels = [0] * len(texts)
    for number, label in zip(order, _group([texts[number] for number in order]), strict=True):
        labels[number] = label
    return number_by_appearance(labels)


def profiles(texts: Sequence[StoryText]) -> tuple[list[Profile], Vocabulary]:
    """Return what is compared of every text, and the vocabulary they share."""
    vocabulary = Vocabulary()
    read = deque(vocabulary.read(text.title or _opening(text.text), text.text, text.language) for text in texts)
    for terms in read:
        vocabulary.show(terms)
    # what was read of a text is let go when its profile is made: of ten thousand texts both would be 400 MB
    return [
        profile(f"{text.title}\n{text.text}", read.popleft(), day=text.day, vocabulary=vocabulary) for text in texts
    ], vocabulary


def _opening(text: str) -> str:
    """Return what stands in for a missing title: the beginning of the text."""
    return text.partition("\n")[0][:_OPENING]


def _story_text(section: Section) -> StoryText:
    article = section.article
    return StoryText(
        article=article.id,
        # the title tells of the first section; the others are about something else
        title=article.title if section.start == 0 else "",
        text="\n".join(paragraph.text for paragraph in section.paragraphs),
        day=article.dated.toordinal(),
        language=article.language,
    )


def _sort_key(text: StoryText) -> tuple[bool, int, str, str, str]:
    return (text.day is None, text.day or 0, text.article, text.title, text.text)


def _group(texts: Sequence[StoryText]) -> list[int]:
    """Return a label a text, in any numbering."""
    copies = _reprints(texts)
    points = {original: point for point, original in enumerate(sorted(set(copies)))}
    articles = [set[str]() for _ in points]
    for text, original in zip(texts, copies, strict=True):
        articles[points[original]].add(text.article)
    labels = average_linkage(
        score_pairs(*profiles([texts[original] for original in points])),
        apart=articles,
        threshold=THRESHOLD,
        absent=ABSENT,
    )
    return [labels[points[original]] for original in copies]


def _reprints(texts: Sequence[StoryText]) -> list[int]:
    """Return for every text the index of the first one with the same words; one article counts once."""
    first: dict[bytes, int] = {}
    taken: dict[int, set[str]] = {}
    originals = []
    for number, text in enumerate(texts):
        key = _fingerprint(text)
        original = first.setdefault(key, number) if key else number
        if original != number and text.article in taken[original]:
            original = number
        taken.setdefault(original, set()).add(text.article)
        originals.append(original)
    return originals


def _fingerprint(text: StoryText) -> bytes:
    """Return a digest of the words, or nothing when they are too few to be sure."""
    spoken = text.text.casefold().split()
    if len(spoken) < _MIN_REPRINT_WORDS:
        spoken = [*text.title.casefold().split(), *spoken]
    if len(spoken) < _MIN_REPRINT_WORDS:
        return b""
    return hashlib.sha256(" ".join(spoken).encode(errors="surrogatepass")).digest()
