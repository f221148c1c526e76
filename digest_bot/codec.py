"""Values as JSON and back: what is stored, and what `digest.json` holds.

A digest is written with every article once; sections and sentences point into it, and every chosen sentence stands
there in words too, so that the file can be read without this code.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

import msgspec

from digest_bot.model import Article, Digest, Edition, Pick, Section, Sentence, Skipped, Story, Summary

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Section:
    article: str
    start: int
    stop: int
    sentences: tuple[tuple[int, int, int], ...]
    """(paragraph, start, end)."""


@dataclass(frozen=True, slots=True)
class _Pick:
    section: int
    sentence: int
    text: str


@dataclass(frozen=True, slots=True)
class _Story:
    id: str
    headline: str
    summary: tuple[_Pick, ...]
    sections: tuple[int, ...]
    score: float
    reasons: tuple[str, ...]
    update: bool


@dataclass(frozen=True, slots=True)
class _Digest:
    edition: Edition
    title: str
    made_at: datetime
    zone: str
    next_at: datetime | None
    stories: tuple[_Story, ...]
    sections: tuple[_Section, ...]
    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]
    below_cut: int
    read: tuple[str, ...]
    sources: int
    since: date | None = None
    alert: str = ""


def encode(value: object) -> str:
    """Return the value as compact JSON; times are ISO 8601 with their offset."""
    return msgspec.json.encode(value).decode()


def encode_pretty(value: object) -> str:
    """Return the value as JSON for people."""
    return msgspec.json.format(encode(value), indent=2) + "\n"


def decode(data: bytes | str, kind: type[T]) -> T:
    """Return the value of type `kind` that `data` holds.

    Raises msgspec.ValidationError when it holds something else.
    """
    return msgspec.json.decode(data, type=kind)


def encode_digest(digest: Digest, *, indent: int = -1) -> str:
    """Return the digest as JSON: compact, or indented for people."""
    text = msgspec.json.encode(_flatten(digest))
    return msgspec.json.format(text, indent=indent).decode()


def decode_digest(data: bytes | str) -> Digest:
    """Return the digest that `encode_digest` wrote.

    Raises msgspec.ValidationError when `data` holds something else.
    """
    return _rebuild(decode(data, _Digest))


def _flatten(digest: Digest) -> _Digest:
    table = list(dict.fromkeys(section for story in digest.stories for section in _sections_of(story)))
    number = {section: index for index, section in enumerate(table)}
    return _Digest(
        edition=digest.edition,
        title=digest.title,
        made_at=digest.made_at,
        zone=digest.zone,
        next_at=digest.next_at,
        stories=tuple(_flat_story(story, number) for story in digest.stories),
        sections=tuple(_flat_section(section) for section in table),
        articles=tuple({section.article.id: section.article for section in table}.values()),
        skipped=digest.skipped,
        below_cut=digest.below_cut,
        read=digest.articles,
        sources=digest.sources,
        since=digest.since,
        alert=digest.alert,
    )


def _sections_of(story: Story) -> tuple[Section, ...]:
    """Return the sections of the story and those its summary was narrowed to."""
    return (*story.sections, *(pick.section for pick in story.summary.picks))


def _flat_story(story: Story, number: dict[Section, int]) -> _Story:
    return _Story(
        id=story.id,
        headline=story.headline,
        summary=tuple(_Pick(number[pick.section], pick.index, pick.sentence.text) for pick in story.summary.picks),
        sections=tuple(number[section] for section in story.sections),
        score=story.score,
        reasons=story.reasons,
        update=story.update,
    )


def _flat_section(section: Section) -> _Section:
    places = tuple((sentence.paragraph, sentence.start, sentence.end) for sentence in section.sentences)
    return _Section(section.article.id, section.start, section.stop, places)


def _rebuild(flat: _Digest) -> Digest:
    articles = {article.id: article for article in flat.articles}
    sections = tuple(_full_section(section, articles[section.article]) for section in flat.sections)
    return Digest(
        edition=flat.edition,
        title=flat.title,
        made_at=flat.made_at,
        stories=tuple(_full_story(story, sections) for story in flat.stories),
        skipped=flat.skipped,
        below_cut=flat.below_cut,
        articles=flat.read,
        sources=flat.sources,
        zone=flat.zone,
        next_at=flat.next_at,
        since=flat.since,
        alert=flat.alert,
    )


def _full_section(section: _Section, article: Article) -> Section:
    sentences = tuple(
        Sentence(article.paragraphs[paragraph].text[start:end], paragraph, start, end)
        for paragraph, start, end in section.sentences
    )
    return Section(article, section.start, section.stop, sentences)


def _full_story(story: _Story, sections: tuple[Section, ...]) -> Story:
    return Story(
        id=story.id,
        headline=story.headline,
        sections=tuple(sections[index] for index in story.sections),
        summary=Summary(tuple(Pick(sections[pick.section], pick.sentence) for pick in story.summary)),
        score=story.score,
        reasons=story.reasons,
        update=story.update,
    )
