"""Small articles, stories and digests for tests that start in the middle."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from digest_bot.model import Article, Digest, Edition, Paragraph, Pick, Section, Sentence, Skipped, Story, Summary

NOW = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
EDITION = Edition(digest="daily", channel="C1", date=date(2026, 11, 24), slot="07:30")


def article(
    *paragraphs: str,
    id: str = "a" * 16,
    source: str = "Harbour Post",
    title: str = "",
    url: str | None = "https://harbour.example/1",
    published: datetime | None = datetime(2026, 11, 24, 5, 10, tzinfo=UTC),
) -> Article:
    text = "\n\n".join(paragraphs)
    spans = []
    at = 0
    for paragraph in paragraphs:
        spans.append((at, at + len(paragraph)))
        at += len(paragraph) + 2
    return Article(
        id=id,
        source=source,
        url=url,
        title=title,
        author=None,
        published=published,
        received_at=NOW,
        place=None,
        language="en",
        paragraphs=tuple(Paragraph(p, (span,)) for p, span in zip(paragraphs, spans, strict=True)),
        captions=(),
        text=text,
    )


def section(*sentences: str, **about: object) -> Section:
    """A section with one paragraph a sentence."""
    whole = article(*sentences, **about)  # type: ignore[arg-type]
    placed = tuple(Sentence(text, number, 0, len(text)) for number, text in enumerate(sentences))
    return Section(whole, 0, len(sentences), placed)


def story(headline: str, *sections: Section, update: bool = False) -> Story:
    """A story told with every sentence of its sections."""
    picks = tuple(Pick(part, index) for part in sections for index in range(len(part.sentences)))
    return Story(
        id=f"story-{headline}"[:40],
        headline=headline,
        sections=sections,
        summary=Summary(picks),
        score=1.0,
        reasons=("1 source",),
        update=update,
    )


def digest(*stories: Story, skipped: Sequence[Skipped] = (), edition: Edition = EDITION, below_cut: int = 0) -> Digest:
    origins = {part.article.origin for one in stories for part in one.sections}
    return Digest(
        edition=edition,
        title="Daily digest",
        made_at=NOW,
        stories=stories,
        skipped=tuple(skipped),
        below_cut=below_cut,
        articles=tuple({part.article.id for one in stories for part in one.sections}),
        sources=len(origins),
        zone="Europe/Berlin",
        next_at=datetime(2026, 11, 25, 6, 30, tzinfo=UTC),
    )


FERRY = section(
    "The ferry Aurora ran aground off Tarn Island on Monday with 212 people aboard.",
    "Everyone was brought ashore by midnight, the coast guard said.",
    title="Ferry runs aground off Tarn Island",
)
BRIDGE = section(
    "Lindholm will close its harbour bridge for nine weeks from January.",
    id="b" * 16,
    source="City Wire",
    url="https://wire.example/bridge?a=1&b=2",
    title="Bridge to close for nine weeks",
)
TWO_STORIES = digest(
    story("Ferry runs aground off Tarn Island", FERRY), story("Bridge to close for nine weeks", BRIDGE)
)
