"""The terminal: a digest as plain text, for `preview`, `demo` and logs."""

import textwrap

from digest_bot.model import Article, Digest, SkipReason, Story

WIDTH = 96


def render(digest: Digest, *, width: int = WIDTH) -> str:
    """Return the digest as plain text, wrapped to `width` columns; control characters of the sources are left out."""
    day = digest.edition.date
    days = f"{digest.since:%a}–{day:%a}" if digest.since else f"{day:%A}"
    heading = f"{digest.title} · {days} {day.day} {day:%B %Y}"
    blocks = [heading, "─" * min(width, len(heading))]
    if not digest.stories:
        blocks.append(digest.alert or "Nothing new since the last edition.")
    for number, story in enumerate(digest.stories, start=1):
        blocks.append(_story(number, story, width))
    if digest.below_cut:
        blocks.append(f"{digest.below_cut} more did not fit.")
    if troubles := _troubles(digest, width):
        blocks.append(troubles)
    return printable("\n\n".join([f"{blocks[0]}\n{blocks[1]}", *blocks[2:]])) + "\n"


def _story(number: int, story: Story, width: int) -> str:
    label = "Update: " if story.update else ""
    title = textwrap.fill(f"{number}. {label}{story.headline}", width, subsequent_indent="   ")
    body = textwrap.fill(story.summary.text, width, initial_indent="   ", subsequent_indent="   ")
    articles = dict.fromkeys(section.article for section in story.sections)
    sources = "\n".join(f"   {'from' if index == 0 else 'also in'} {_source(a)}" for index, a in enumerate(articles))
    return f"{title}\n{body}\n{sources}"


def _troubles(digest: Digest, width: int) -> str:
    """Return which sources failed and why, a line each: a day without a network is no day without news."""
    failed = {
        skipped.source: skipped.detail for skipped in digest.skipped if skipped.reason is SkipReason.SOURCE_FAILED
    }
    lines = (f"{source} could not be read: {why}" for source, why in sorted(failed.items()))
    return "\n".join(textwrap.fill(line, width, subsequent_indent="   ") for line in lines)


def _source(article: Article) -> str:
    day = f", {article.published.day} {article.published:%b %Y}" if article.published else ""
    link = f"  {article.url}" if article.url and not article.url.startswith("file:") else ""
    excerpt = " (the publisher's own excerpt)" if article.excerpt_only else ""
    return f"{article.origin}{day}{excerpt}{link}"


def printable(text: str) -> str:
    """Return the text without what could steer a terminal; spaces of every kind become plain ones."""
    plain = (" " if character.isspace() and character != "\n" else character for character in text)
    return "".join(character for character in plain if character.isprintable() or character == "\n")
