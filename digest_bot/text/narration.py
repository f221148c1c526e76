"""The script for a voice: a greeting, the stories one by one, a sign-off."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from digest_bot.model import Article, Digest, Heading, Narration, Segment, Story
from digest_bot.text.language import detect_language
from digest_bot.text.sentences import split_sentences
from digest_bot.text.speech import NO_LEXICON, speak

PAUSE_BEHIND_HEADLINE = 0.35
"""Seconds; also behind the names of the sources."""
PAUSE_BETWEEN_SENTENCES = 0.25
PAUSE_BETWEEN_PARAGRAPHS = 0.5
PAUSE_BETWEEN_STORIES = 0.8

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def narrate(digest: Digest, *, lexicon: Mapping[str, str] = NO_LEXICON, language: str = "en") -> Narration:
    """Return what is read aloud of a digest, segment by segment, each with its written and its spoken text.

    `language` is that of the greeting. Headlines, names of sources and sentences of summaries are read as they are
    written, each in the language of its article; a segment that leaves a voice nothing to say is left out. The words of
    ours are English: in another language only the title, the date and the bare names of the sources stand between.
    """
    stories = [
        [said for said in _voiced(_story(story, index, ours=language), lexicon) if _says_something(said)]
        for index, story in enumerate(digest.stories)
    ]
    segments = (
        *_voiced(_greeting(digest, language), lexicon),
        *(segment for story in stories for segment in _ended(story)),
        *_voiced(_sign_off(digest, language), lexicon),
    )
    return Narration(digest.title, language, segments, tuple(map(_heading, digest.stories)))


def narrate_article(article: Article, *, lexicon: Mapping[str, str] = NO_LEXICON) -> Narration:
    """Return what is read aloud of one whole article: its title, where it comes from, every sentence."""
    said = [segment for segment in _voiced(_article(article), lexicon) if _says_something(segment)]
    title = article.title or article.origin
    return Narration(title, article.language, tuple(said), (Heading(title, _web_url(article)),))


def _article(article: Article) -> Iterator[Segment]:
    language = article.language
    if article.title:
        yield Segment(article.title, "", 0, PAUSE_BEHIND_HEADLINE, language, headline=True)
    if not _is_file(article) and article.url:
        yield Segment(f"From {article.source}.", "", 0, PAUSE_BEHIND_HEADLINE, language)
    for paragraph in article.paragraphs:
        yield from _sentences(paragraph.text, language)


def narrate_text(text: str, *, title: str, lexicon: Mapping[str, str] = NO_LEXICON) -> Narration:
    """Return what is read aloud of a plain text, as it stands; an empty line ends a paragraph."""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
    language = detect_language("\n".join(paragraphs))
    said = _voiced((one for paragraph in paragraphs for one in _sentences(paragraph, language)), lexicon)
    return Narration(title, language, tuple(filter(_says_something, said)), (Heading(title),))


def _sentences(paragraph: str, language: str) -> Iterator[Segment]:
    sentences = [paragraph[start:end] for start, end in split_sentences(paragraph, language)]
    for number, sentence in enumerate(sentences, 1):
        pause = PAUSE_BETWEEN_PARAGRAPHS if number == len(sentences) else PAUSE_BETWEEN_SENTENCES
        yield Segment(sentence, "", 0, pause, language)


def _greeting(digest: Digest, language: str) -> Iterator[Segment]:
    day = digest.edition.date
    said = f"This is {digest.title} for {_long_date(day)}." if language == "en" else f"{digest.title}, {day:%d.%m.%Y}."
    yield Segment(said, "", None, PAUSE_BETWEEN_STORIES, language)


def _story(story: Story, index: int, *, ours: str) -> Iterator[Segment]:
    language = story.lead.article.language
    yield Segment(story.headline, "", index, PAUSE_BEHIND_HEADLINE, language, headline=True)
    sources = _sources(story, english=language == ours == "en")
    if sources:
        yield Segment(sources, "", index, PAUSE_BEHIND_HEADLINE, language)
    for pick in story.summary.picks:
        if pick.sentence.text.rstrip(" .") != story.headline.rstrip(" ."):
            text, tongue = pick.sentence.text, pick.section.article.language
            yield Segment(text, "", index, PAUSE_BETWEEN_SENTENCES, tongue)


def _sign_off(digest: Digest, language: str) -> Iterator[Segment]:
    if language == "en":
        yield Segment("That is all for today." if digest.stories else "There is nothing new today.", "", None, 0.0)


def _voiced(segments: Iterator[Segment], lexicon: Mapping[str, str]) -> Iterator[Segment]:
    for segment in segments:
        said = speak(segment.written, lexicon=lexicon, language=segment.language)
        yield replace(segment, spoken=said.text, changes=said.changes)


def _heading(story: Story) -> Heading:
    return Heading(story.headline, _web_url(story.lead.article))


def _web_url(article: Article) -> str:
    url = article.url or ""
    return url if url.startswith(("http://", "https://")) else ""


def _says_something(segment: Segment) -> bool:
    return segment.spoken.strip(" .") not in ("", "link")


def _ended(story: Sequence[Segment]) -> Iterator[Segment]:
    """Yield the segments of one story with the long pause behind the last."""
    yield from story[:-1]
    for last in story[-1:]:
        yield replace(last, pause_after=PAUSE_BETWEEN_STORIES)


def _sources(story: Story, *, english: bool) -> str:
    """Return where the story comes from; nothing for local files, whose names are no words."""
    articles = [section.article for section in story.sections]
    named = dict.fromkeys(article.source for article in articles if not _is_file(article))
    if not named:
        return ""
    first, *others = named
    if not english:
        return ", ".join((first, *others)) + "."
    return f"From {first}." + (f" Also in {_listed(others)}." if others else "")


def _is_file(article: Article) -> bool:
    return article.url is not None and article.url.startswith("file:")


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _long_date(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]}, {_MONTHS[day.month - 1]} {day.day}, {day.year}"
