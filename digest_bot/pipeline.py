"""From documents to a digest: the whole thinking of the project, readable aloud and without side effects."""

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from digest_bot.model import (
    Article,
    Digest,
    Document,
    Edition,
    Memory,
    Section,
    Skipped,
    SkipReason,
    Story,
    Told,
)
from digest_bot.text.article import read_article
from digest_bot.text.headline import headline
from digest_bot.text.novelty import facts, fingerprint, new_sentences, recognise
from digest_bot.text.revisions import in_force
from digest_bot.text.sections import is_live_blog, split_sections
from digest_bot.text.stories import group_stories
from digest_bot.text.summary import summarise
from digest_bot.wishes import Wishes, favour, unwanted

NO_WISHES = Wishes()
REMEMBERED_STORIES = 500
"""How many told stories are kept; at seven a day more than two months."""
CORROBORATION = 3.0
"""What twice as many sources add to a story's score: as much as rarity can."""
BUSY = 10
"""Stories of one source from which a reader is told that this weighs each of them down."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a reader may want different."""

    title: str = "Daily digest"
    zone: str = "UTC"
    """IANA name; times of articles are shown in it."""
    max_stories: int = 7
    max_per_source: int = 3
    """Stories whose lead comes from one source."""
    sentences: int = 3
    """Sentences a story at most."""
    max_words: int = 72
    """Words a story at most."""
    source_weights: Mapping[str, float] = field(default_factory=dict)
    """1.0 is normal; 2.0 counts double, 0.5 half."""
    wishes: Wishes = NO_WISHES
    """What readers asked for since."""


def build_digest(
    documents: Iterable[Document | Article | Skipped],
    *,
    edition: Edition,
    now: datetime,
    memory: Memory,
    options: Options,
    next_at: datetime | None = None,
) -> Digest:
    """Return the edition made of `documents`: the same for the same input, to the byte."""
    articles, skipped = read_articles(documents, memory=memory, wishes=options.wishes)
    sections = [section for article in articles for section in split_sections(article)]
    ranked = rank(group_stories(sections), now=now, options=options)
    stories, untold = tell(ranked, memory=memory, options=options)
    return Digest(
        edition=edition,
        title=options.title,
        made_at=now,
        stories=stories,
        skipped=(*skipped, *untold),
        below_cut=sum(one.reason is SkipReason.BELOW_CUT for one in untold),
        articles=_looked_at(articles, skipped),
        sources=len({article.origin for article in articles}),
        zone=options.zone,
        next_at=next_at,
    )


def read_articles(
    documents: Iterable[Document | Article | Skipped], *, memory: Memory, wishes: Wishes = NO_WISHES
) -> tuple[tuple[Article, ...], tuple[Skipped, ...]]:
    """Return the articles that were not in an earlier edition, each once, and what was left out."""
    articles: dict[str, Article] = {}
    skipped: list[Skipped] = []
    for document in documents:
        result = read_article(document) if isinstance(document, Document) else document
        if isinstance(result, Skipped):
            id_ = document.id if isinstance(document, Document) else ""
            skipped.append(replace(result, articles=(id_,)) if id_ else result)
        elif result.id in articles:
            detail = "The same article came in twice; it is told once."
            skipped.append(Skipped(result.source, SkipReason.DUPLICATE, detail, result.url, result.title, (result.id,)))
        elif (refused := unwanted(result, wishes)) is not None:
            skipped.append(replace(refused, articles=(result.id,)))
        elif result.id not in memory.seen:
            articles[result.id] = result
    return tuple(articles.values()), tuple(skipped)


def _looked_at(articles: Sequence[Article], skipped: Sequence[Skipped]) -> tuple[str, ...]:
    """Return the ids of what this edition looked at: what it refused is not looked at again."""
    refused = (id_ for item in skipped for id_ in item.articles)
    return tuple(dict.fromkeys((*(article.id for article in articles), *refused)))


@dataclass(frozen=True, slots=True)
class Ranked:
    """A group of sections that report one event, and how much it weighs."""

    sections: tuple[Section, ...]
    """The one to tell it from first, then by date."""
    score: float
    reasons: tuple[str, ...]

    @property
    def id(self) -> str:
        """The story's name when it is new."""
        return hashlib.sha256(self.sections[0].id.encode()).hexdigest()[:16]


def rank(groups: Sequence[tuple[Section, ...]], *, now: datetime, options: Options) -> tuple[Ranked, ...]:
    """Return the groups, most important first; ties are broken by id so that the order never depends on chance."""
    crowd = Counter(group[0].article.origin for group in groups)
    ranked = []
    for group in groups:
        sections = lead_first(group, options)
        ranked.append(Ranked(sections, *_score(sections, now=now, options=options, crowd=crowd)))
    return tuple(sorted(ranked, key=lambda one: (-one.score, one.id)))


def tell(
    ranked: Iterable[Ranked], *, memory: Memory, options: Options
) -> tuple[tuple[Story, ...], tuple[Skipped, ...]]:
    """Return the stories, in order, until the edition is full, at most `max_per_source` from one; and what is left out.

    What comes after the cut is not looked at any closer: recognising and summarising is most of the work.
    """
    stories: list[Story] = []
    skipped: list[Skipped] = []
    taken: Counter[str] = Counter()
    for one in ranked:
        source = one.sections[0].article.origin
        if len(stories) >= options.max_stories or taken[source] >= options.max_per_source:
            skipped.append(_skip(one.sections, SkipReason.BELOW_CUT))
            continue
        told = _tell(one, memory=memory, options=options)
        if isinstance(told, Story):
            stories.append(told)
            taken[source] += 1
        else:
            skipped.append(told)
    return tuple(stories), tuple(skipped)


def _tell(group: Ranked, *, memory: Memory, options: Options) -> Story | Skipped:
    """Return the story, or why there is none: nothing of it can be said, or all was said before."""
    told = recognise(group.sections, memory)
    current = in_force(group.sections)
    fresh = current if told is None else _only_new(current, told)
    summary = summarise(fresh, count=options.sentences, max_words=options.max_words) if fresh else None
    if summary is None:
        return _skip(group.sections, SkipReason.TOLD_BEFORE if told else SkipReason.NO_SUMMARY)
    return Story(
        id=told.story_id if told else group.id,
        headline=headline(group.sections[0]),
        sections=group.sections,
        summary=summary,
        score=group.score,
        reasons=group.reasons,
        update=told is not None,
    )


def lead_first(group: Sequence[Section], options: Options) -> tuple[Section, ...]:
    """Order the sections of a story: the one to tell it from first, then by date."""
    current = in_force(group)

    def key(section: Section) -> tuple[float, bool, bool, bool, bool, int, datetime, str]:
        article = section.article
        titled = section.start == 0 and bool(article.title)
        words = sum(len(sentence.text.split()) for sentence in section.sentences)
        weight = options.source_weights.get(article.source, 1.0)
        # what a source took back is told by its correction, and a live blog's title is old when it is read
        behind = (section not in current, article.excerpt_only, is_live_blog(article), not titled)
        return (-weight, *behind, -words, article.dated, section.id)

    lead = min(group, key=key)
    rest = sorted((s for s in group if s is not lead), key=lambda s: (s.article.dated, s.id))
    return (lead, *rest)


def remember(digest: Digest, memory: Memory) -> Memory:
    """Return the memory after this edition: its stories told, its articles seen; an update adds facts."""
    before = {told.story_id: told for told in memory.told}
    told = tuple(_told(story, digest=digest, before=before.pop(story.id, None)) for story in digest.stories)
    return Memory(told=(*told, *before.values())[:REMEMBERED_STORIES], seen=memory.seen | frozenset(digest.articles))


def _told(story: Story, *, digest: Digest, before: Told | None) -> Told:
    known = before.facts if before else frozenset[str]()
    return Told(
        story_id=story.id,
        edition=digest.edition.id,
        told_at=digest.made_at,
        headline=story.headline,
        terms=fingerprint(story.sections),
        facts=known.union(*(facts(section) for section in story.sections)),
    )


def _only_new(sections: Sequence[Section], told: Told) -> tuple[Section, ...]:
    """Narrow every section to the sentences that bring something an earlier edition did not have."""
    narrowed = []
    for section in sections:
        indices = new_sentences(section, told)
        if indices:
            narrowed.append(replace(section, sentences=tuple(section.sentences[index] for index in indices)))
    return tuple(narrowed)


def _score(
    sections: tuple[Section, ...], *, now: datetime, options: Options, crowd: Counter[str]
) -> tuple[float, tuple[str, ...]]:
    """Weigh corroboration, freshness, position, the owner's weight and rarity (a busy feed counts less per item).

    What a second source tells too is ahead of whatever one alone tells at the same hour, however rarely it does.
    """
    lead = sections[0]
    sources = len({section.article.origin for section in sections})
    hours = max(0.0, (now - max(section.article.dated for section in sections)).total_seconds() / 3600)
    weight = options.source_weights.get(lead.article.source, 1.0)
    rarity = 2 - min(crowd[lead.article.origin], 30) / 30
    position = 1 / (1 + lead.start / max(1, len(lead.article.paragraphs)))
    score = weight * ((1 + math.exp(-hours / 24) + position) * rarity + CORROBORATION * math.log2(sources))
    reasons = [_count(sources, "source"), _age(hours)]
    if lead.start:
        reasons.append("later in its article")
    if crowd[lead.article.origin] >= BUSY:
        reasons.append(f"one of {crowd[lead.article.origin]} from a busy source")
    if weight != 1:
        reasons.append(f"weight {weight:g}")
    factor, wished = favour(sections, options.wishes)
    return round(score * factor, 6), (*reasons, *wished)


def _age(hours: float) -> str:
    if hours < 1:
        return "less than 1 h old"
    return f"{hours:.0f} h old" if hours < 72 else f"{hours / 24:.0f} days old"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


_WHY = {
    SkipReason.TOLD_BEFORE: "An earlier edition told this story and nothing new has come in.",
    SkipReason.NO_SUMMARY: "No sentence of it can stand alone.",
    SkipReason.BELOW_CUT: "It fell below the cut of this edition.",
}


def _skip(sections: Sequence[Section], reason: SkipReason) -> Skipped:
    article = sections[0].article
    ids = tuple(dict.fromkeys(section.article.id for section in sections))
    return Skipped(article.source, reason, _WHY[reason], article.url, headline(sections[0]), ids)
