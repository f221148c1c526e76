"""Which sections, of whatever source, report one event: pair by pair, then by what agrees on the whole."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from digest_bot.model import Section
from digest_bot.text import copies
from digest_bot.text.linkage import average_linkage, number_by_appearance
from digest_bot.text.pairs import NEIGHBOURS, Profile, profile, score_pairs
from digest_bot.text.similarity import Terms, Vocabulary

THRESHOLD = 0.45
"""Mean log-odds above which two clusters are one story; above 0 because a wrong merge hides a story."""
ABSENT = -4.0
"""Log-odds of a pair that shared too little to be compared."""

AGREEING = 0.8
"""Share of the texts that a text was compared with that tell the same event, from which it is one of a crowd."""

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
    return _profiles(texts, _read(texts, vocabulary), vocabulary), vocabulary


def _read(texts: Sequence[StoryText], vocabulary: Vocabulary) -> list[Terms]:
    return [vocabulary.read(text.title or _opening(text.text), text.text, text.language) for text in texts]


def _profiles(texts: Sequence[StoryText], terms: list[Terms], vocabulary: Vocabulary) -> list[Profile]:
    """Return the profiles; empties `terms`."""
    for own in terms:
        vocabulary.show(own)
    # what was read of a text is let go when its profile is made: of ten thousand texts both would be 400 MB
    terms.reverse()
    return [profile(f"{text.title}\n{text.text}", terms.pop(), day=text.day, vocabulary=vocabulary) for text in texts]


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
    vocabulary = Vocabulary()
    reprinted = _reprints(texts)
    written = sorted(set(reprinted))
    terms = _read([texts[number] for number in written], vocabulary)
    near = copies.originals(terms, [*_articles(texts, reprinted).values()])
    copied = {number: written[original] for number, original in zip(written, near, strict=True)}
    original = [copied[number] for number in reprinted]
    articles = _articles(texts, original)
    kept = [own for number, own in zip(written, terms, strict=True) if number in articles]
    del terms
    profiles = _profiles([texts[number] for number in articles], kept, vocabulary)
    labels = _cluster(profiles, [*articles.values()], vocabulary)
    label = dict(zip(articles, labels, strict=True))
    return [label[number] for number in original]


def _cluster(profiles: Sequence[Profile], articles: Sequence[AbstractSet[str]], vocabulary: Vocabulary) -> list[int]:
    """Return a label a text by average linkage; what a crowd has left apart is joined by one text of each group."""
    scores = score_pairs(profiles, vocabulary)
    labels = average_linkage(scores, apart=articles, threshold=THRESHOLD, absent=ABSENT)
    heads = _heads(scores, labels)
    if 1 < len(heads) < len(profiles):
        together = {label: set[str]() for label in heads}
        for label, own in zip(labels, articles, strict=True):
            together.get(label, set()).update(own)
        few = [profiles[head] for head in heads.values()]
        joined = _cluster(few, [*together.values()], vocabulary)
        first = dict(zip(reversed(joined), reversed(heads), strict=True))
        same = {label: first[group] for label, group in zip(heads, joined, strict=True)}
        labels = [same.get(label, label) for label in labels]
    return labels


def _heads(scores: Mapping[tuple[int, int], float], labels: Sequence[int]) -> dict[int, int]:
    """Return by label the text that stands for each group out of a crowd: the one that agrees with the most others.

    A text in a crowd agrees with nearly all texts that it was compared with, and was not compared with all of its kind.
    """
    compared: Counter[int] = Counter()
    agreeing: Counter[int] = Counter()
    for pair, score in scores.items():
        compared.update(pair)
        if score > THRESHOLD:
            agreeing.update(pair)
    heads: dict[int, int] = {}
    for number, label in enumerate(labels):
        crowded = compared[number] >= NEIGHBOURS and agreeing[number] >= AGREEING * compared[number]
        if crowded and agreeing[number] > agreeing[heads.get(label, -1)]:
            heads[label] = number
    return heads


def _articles(texts: Sequence[StoryText], originals: Sequence[int]) -> dict[int, set[str]]:
    """Return for every original, ascending, the ids of the articles that are copies of it and its own."""
    articles = {number: set[str]() for number in sorted(set(originals))}
    for text, original in zip(texts, originals, strict=True):
        articles[original].add(text.article)
    return articles


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
