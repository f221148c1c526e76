"""The Slack messages of a digest, as values: one compact parent and one reply a story."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from digest_bot.model import Article, Digest, Message, SkipReason, Story
from digest_bot.ports import Listen

HEADLINE = 90
"""Characters of a headline in the overview: two lines on a phone."""
LINE = 140
"""Characters of the one line under it."""
PARENT_CHARACTERS = 3000
"""Our budget; Slack refuses somewhere above 11,000 without saying where (bolt-js issue 2867)."""
WORDS_A_MINUTE = 200

Block = dict[str, object]
_SOURCES = {
    SkipReason.SOURCE_FAILED: "could not be read",
    SkipReason.SOURCE_SILENT: "fell silent",
    SkipReason.SOURCE_BACK: "can be read again",
}


def compose(digest: Digest, *, listen: Listen | None = None, local_links: bool = False) -> tuple[Message, ...]:
    """Return the parent message and one reply a story; untrusted text stands in rich_text or plain_text only.

    `listen` adds the way to the sound to the parent.

    `local_links` links articles of local files too, for a page that is read on this machine; Slack takes http(s) only.
    """
    if not digest.stories:
        return (_empty(digest),)
    schemes = ("http", "https", "file") if local_links else ("http", "https")
    replies = (_reply(number, story, digest, schemes) for number, story in enumerate(digest.stories, start=1))
    return (_parent(digest, schemes, listen), *replies)


def safe_url(url: str | None, schemes: Sequence[str] = ("http", "https")) -> str | None:
    """Return the URL, percent-encoded against Slack's markup, or None when it may not be linked."""
    if not url:
        return None
    clean = quote(url, safe="%/:?#[]@!$&'()*+,;=-._~")
    if len(clean) > 3000 or urlsplit(clean).scheme not in schemes:
        return None
    return clean


def reading_minutes(digest: Digest) -> int:
    """Return how long the digest takes to read, in whole minutes, at 200 words a minute."""
    words = sum(len(f"{story.headline} {story.summary.text}".split()) for story in digest.stories)
    return max(1, round(words / WORDS_A_MINUTE))


def shorten(text: str, limit: int) -> str:
    """Return the text, or its beginning up to a clause or word border and an ellipsis; never half a word."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    clause = max(head.rfind(mark) for mark in (", ", "; ", " – ", " — ", ": "))
    border = clause if clause > limit // 2 else head.rfind(" ")
    return (head[:border] if border > 0 else head).rstrip(" ,;:–—") + " …"


def _parent(digest: Digest, schemes: Sequence[str], listen: Listen | None) -> Message:
    stories, sources = _count(len(digest.stories), "story"), _count(digest.sources, "source")
    facts = f"{stories} · {reading_minutes(digest)} min read · {sources}"
    heading = f"{digest.title} · {_day(digest)}"
    overview = _overview(digest, schemes, with_lines=True)
    if _characters(overview) > PARENT_CHARACTERS:
        overview = _overview(digest, schemes, with_lines=False)
    actions = (_listen(listen),) if listen else ()
    blocks = (_header(heading), _context(facts), overview, *actions, _context(_footer(digest)))
    return Message(part="parent", text=_escape(_fallback(digest)), blocks=blocks)


def _listen(listen: Listen) -> Block:
    label = {"type": "plain_text", "text": f"Listen ({max(1, round(listen.seconds / 60))} min)", "emoji": False}
    button = {"type": "button", "action_id": "listen", "text": label, "url": listen.url, "style": "primary"}
    return {"type": "actions", "elements": [button]}


def _reply(number: int, story: Story, digest: Digest, schemes: Sequence[str]) -> Message:
    title: list[Block] = [_text("Update: ", bold=True)] if story.update else []
    title.append(_link(story.headline, story.lead.article.url, schemes, bold=True))
    body = {"type": "rich_text_section", "elements": [*title, _text("\n" + story.summary.text)]}
    blocks: tuple[Block, ...] = ({"type": "rich_text", "elements": [body]}, _sources(story, digest, schemes))
    text = _escape(f"{story.headline}\n{story.summary.text}")
    return Message(part=f"story-{number}", text=shorten(text, 3000), blocks=blocks)


def _empty(digest: Digest) -> Message:
    text = digest.alert or f"{digest.title}: nothing new since the last edition."
    blocks = (_context(text), _context(_footer(digest)))
    return Message(part="parent", text=_escape(text), blocks=blocks)


def _overview(digest: Digest, schemes: Sequence[str], *, with_lines: bool) -> Block:
    items = [_overview_item(story, schemes, with_line=with_lines) for story in digest.stories]
    ordered = {"type": "rich_text_list", "style": "ordered", "elements": items}
    return {"type": "rich_text", "elements": [ordered]}


def _overview_item(story: Story, schemes: Sequence[str], *, with_line: bool) -> Block:
    elements: list[Block] = [_text("Update: ", bold=True)] if story.update else []
    elements.append(_link(shorten(story.headline, HEADLINE), story.lead.article.url, schemes, bold=True))
    if with_line and (line := _line_that_matters(story)):
        elements.append(_text(f" — {line}"))
    elements.append(_text(f" · {', '.join(_origins(story))}", italic=True))
    return {"type": "rich_text_section", "elements": elements}


def _line_that_matters(story: Story) -> str:
    """Return the summary's first sentence that does not repeat the headline, cut to one line."""
    bare = _bare(story.headline)
    sentences = [pick.sentence.text for pick in story.summary.picks]
    other = [sentence for sentence in sentences if bare not in _bare(sentence)]
    return shorten((other or sentences)[0], LINE) if other else ""


def _sources(story: Story, digest: Digest, schemes: Sequence[str]) -> Block:
    elements: list[Block] = []
    for position, article in enumerate(_articles(story)):
        elements.append(_text(("From ", "Also in ")[min(position, 1)] if position < 2 else ", "))
        elements.append(_link(article.origin, article.url, schemes))
        elements.append(_text(f" · {_when(article, digest.zone)}"))
        if article.excerpt_only:
            elements.append(_text(" · the publisher's own excerpt", italic=True))
        if position == 0 and len(_articles(story)) > 1:
            elements.append(_text("\n"))
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _articles(story: Story) -> tuple[Article, ...]:
    return tuple({section.article.id: section.article for section in story.sections}.values())


def _origins(story: Story) -> tuple[str, ...]:
    return tuple(dict.fromkeys(article.origin for article in _articles(story)))


def _footer(digest: Digest) -> str:
    parts = ["Every sentence is quoted from its source, unchanged"]
    if digest.below_cut:
        parts.append(f"{_count(digest.below_cut, 'more story')} did not fit")
    parts += [line for reason, said in _SOURCES.items() if (line := _troubles(digest, reason, said))]
    if digest.next_at:
        parts.append(f"next edition {_clock(digest.next_at.astimezone(ZoneInfo(digest.zone)), digest.made_at)}")
    return " · ".join(parts)


def _troubles(digest: Digest, reason: SkipReason, said: str) -> str:
    """Return what is to be said of sources for this reason: how many, which, why; empty when there are none."""
    whys = {skipped.source: skipped.detail for skipped in digest.skipped if skipped.reason is reason}
    named = "; ".join(f"{name} ({why.rstrip('.')})" for name, why in sorted(whys.items()))
    return f"{_count(len(whys), 'source')} {said}: {shorten(named, 600)}" if whys else ""


def _fallback(digest: Digest) -> str:
    headlines = [story.headline for story in digest.stories]
    more = f" and {len(headlines) - 1} more" if len(headlines) > 1 else ""
    listing = "\n".join(f"{number}. {headline}" for number, headline in enumerate(headlines, start=1))
    first = f"{digest.title}: {shorten(headlines[0], HEADLINE)}{more}. {reading_minutes(digest)} min read."
    return shorten(f"{first}\n{listing}", 2900)


def _day(digest: Digest) -> str:
    day = digest.edition.date
    if digest.since:
        return f"{digest.since:%a}–{day:%a} {day.day} {day:%B}"
    return f"{day:%A} {day.day} {day:%B}"


def _when(article: Article, zone: str) -> str:
    if article.published is None:
        return "undated"
    local = article.published.astimezone(ZoneInfo(zone))
    midnight = (article.published.hour, article.published.minute) == (0, 0)  # the text gave a day and no time
    day = article.published if midnight else local
    return f"{day.day} {day:%b %Y}" if midnight else f"{day.day} {day:%b %H:%M}"


def _clock(at: datetime, now: datetime) -> str:
    days = (at.date() - now.astimezone(at.tzinfo).date()).days
    day = {0: "today", 1: "tomorrow"}.get(days, f"{at:%A}")
    return f"{day} {at:%H:%M}"


def _header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": shorten(text, 150), "emoji": False}}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "plain_text", "text": shorten(text, 2000), "emoji": False}]}


def _text(text: str, **style: bool) -> Block:
    element: Block = {"type": "text", "text": text}
    return element | {"style": style} if style else element


def _link(text: str, url: str | None, schemes: Sequence[str], **style: bool) -> Block:
    safe = safe_url(url, schemes)
    if safe is None:
        return _text(text, **style)
    element: Block = {"type": "link", "url": safe, "text": text}
    return element | {"style": style} if style else element


def _escape(text: str) -> str:
    """Escape the three characters of Slack's markup, for the fallback text, which Slack always parses."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _characters(block: object) -> int:
    return sum(len(text) for text in _texts(block))


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("text", "url") and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(node, list | tuple):
        for item in node:
            yield from _texts(item)


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _count(number: int, noun: str) -> str:
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("y") else f"{number} {noun}s"
