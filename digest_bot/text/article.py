"""From a document to an article: extract, clean, refuse what is none."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, time

from digest_bot.model import Article, Document, Paragraph, Skipped, SkipReason
from digest_bot.text.clean import CleanText, clean_text
from digest_bot.text.extract import Extract, extract
from digest_bot.text.language import detect_language
from digest_bot.text.refusal import refuse, stub

MIN_EXCERPT = 12
"""Words; a shorter excerpt says nothing that its title does not."""


def read_article(document: Document) -> Article | Skipped:
    """Return the article in this document, or why there is none; never raises.

    Where the page is a wall or a stub but the source carried the publisher's own excerpt, that is the article, marked;
    so are the sentences a paywall lets through.
    """
    found = extract(document)
    if isinstance(found, Skipped):
        return stand_in(document, found)
    title = document.title or found.metadata.title
    cleaned = clean_text(found.text, title=title, extracted=found.extracted)
    refused = refuse(
        [p.text for p in cleaned.paragraphs],
        title=title or cleaned.title,
        dropped=cleaned.dropped,
        around=found.around,
    )
    if refused is not None:
        reason, detail = refused
        if reason is SkipReason.PAYWALL and not document.excerpt:
            document = replace(document, excerpt=stub([p.text for p in cleaned.paragraphs]))
        return stand_in(document, Skipped(document.source, reason, detail, document.url, title or cleaned.title))
    return _article(document, found, cleaned)


def _article(document: Document, found: Extract, cleaned: CleanText) -> Article:
    about = found.metadata
    return Article(
        id=article_id(document, cleaned),
        source=document.source,
        url=document.url,
        title=document.title or about.title or cleaned.title,
        author=document.author or about.author or cleaned.author,
        published=document.published or about.published or _midnight(cleaned),
        received_at=document.received_at,
        place=cleaned.place,
        language=detect_language("\n".join(p.text for p in cleaned.paragraphs[:12])),
        paragraphs=cleaned.paragraphs,
        captions=cleaned.captions,
        text=found.text,
    )


def article_id(document: Document, cleaned: CleanText) -> str:
    """Return the article's identity: the archive's, else that of its url or, for a local file, of its words."""
    if document.id:
        return document.id
    web = document.url is not None and document.url.startswith(("http://", "https://"))
    key = document.url if web else "\n".join(paragraph.text for paragraph in cleaned.paragraphs)
    return hashlib.sha256(str(key).encode("utf-8", "replace")).hexdigest()[:16]


def stand_in(document: Document, skipped: Skipped) -> Article | Skipped:
    """Return the publisher's excerpt as an article of its own, or the reason when there is none worth telling."""
    text = " ".join((document.excerpt or "").split())
    if len(text.split()) < MIN_EXCERPT:
        return replace(skipped, articles=(document.id,) if document.id else ())
    cleaned = CleanText(document.title or "", None, None, None, (Paragraph(text, ((0, len(text)),)),), (), ())
    return Article(
        id=article_id(document, cleaned),
        source=document.source,
        url=document.url,
        title=document.title or skipped.title,
        author=document.author,
        published=document.published,
        received_at=document.received_at,
        place=None,
        language=detect_language(text),
        paragraphs=cleaned.paragraphs,
        captions=(),
        text=text,
        excerpt_only=True,
    )


def _midnight(cleaned: CleanText) -> datetime | None:
    """Return the day of the dateline as a time; midnight UTC means that only the day is known."""
    return datetime.combine(cleaned.published, time(), tzinfo=UTC) if cleaned.published else None
