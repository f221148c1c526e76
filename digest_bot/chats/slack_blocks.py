"""The Slack messages of a digest, as values: one compact parent and one reply a story."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from digest_bot.chats.slack_buttons import LABEL, feedback_row, listen_row, story_row
from digest_bot.model import Article, Digest, Message, SkipReason, Story
from digest_bot.ports import Listen

HEADLINE = 90
"""Characters of a headline in the overview: two lines on a phone."""
LINE = 120
"""Characters of the one line under it."""
PARENT_CHARACTERS = 3000
MESSAGE_CHARACTERS = 8000
"""Our budgets; Slack refuses somewhere above 11,000 without saying where (bolt-js issue 2867)."""
FALLBACK = 3900
"""Characters of the plain text; chat.update takes 4,000."""
WITH_LINES = 9
"""Stories up to which the overview has room for a line each: 25 lines are one screen."""
NAMED = 3
"""Sources named in one line of the overview."""
WORDS_A_MINUTE = 200
LINKED = 300
"""Characters of an address that is linked where several stand; a longer one is linked once, above its story."""
LEAST = 500
"""Characters of sentences that the first message of a story holds, whatever else is in it."""
LISTED = 12
"""Sources of one story that are named below it."""

Block = dict[str, object]
_SOURCES = {
    SkipReason.SOURCE_FAILED: "could not be read",
    SkipReason.SOURCE_SILENT: "fell silent",
    SkipReason.SOURCE_BACK: "can be read again",
}


def compose(
    digest: Digest, *, listen: Listen | None = None, local_links: bool = False, buttons: bool = True
) -> tuple[Message, ...]:
    """Return the parent message and the replies, one a story and more for one that no message holds.

    Untrusted text stands in rich_text or plain_text only. `listen` adds the way to the sound to the parent; `buttons`
    are for an app that hears when they are pressed. `local_links` links articles of local files too, for a page that is
    read on this machine; Slack takes http(s) only.
    """
    if not digest.stories:
        return (_empty(digest),)
    schemes = ("http", "https", "file") if local_links else ("http", "https")
    look = _Look(digest, schemes, buttons)
    numbered = enumerate(digest.stories, start=1)
    return (_parent(look, listen), *(reply for number, story in numbered for reply in _replies(number, story, look)))


@dataclass(frozen=True, slots=True)
class _Look:
    digest: Digest
    schemes: Sequence[str]
    buttons: bool


def safe_url(url: str | None, schemes: Sequence[str] = ("http", "https")) -> str | None:
    """Return the URL, percent-encoded against Slack's markup, or None when it may not be linked.

    A link leads where it seems to lead: one without a host (a file needs none), with a user name or with a backslash
    in it is none.
    """
    clean = quote(url or "", safe="%/:?#[]@!$&'()*+,;=-._~")
    try:
        parts = urlsplit(clean)
        seen = parts.scheme in schemes and "@" not in parts.netloc and bool(parts.hostname or parts.scheme == "file")
    except ValueError:  # brackets that are no address
        return None
    return clean if seen and len(clean) <= 3000 and "%5C" not in parts.netloc else None


def reading_minutes(digest: Digest) -> int:
    """Return how long the digest takes to read, in whole minutes, at 200 words a minute."""
    words = sum(len(f"{story.headline} {story.summary.text}".split()) for story in digest.stories)
    return max(1, round(words / WORDS_A_MINUTE))


def shorten(text: str, limit: int) -> str:
    """Return the text, or its beginning up to a clause or word border and an ellipsis; never half a word."""
    if len(text) <= limit:
        return text
    head = text[: limit - 2]
    clause = max(head.rfind(mark) for mark in (", ", "; ", " – ", " — ", ": "))
    border = clause if clause > limit * 3 // 4 else head.rfind(" ")
    return (head[:border] if border > 0 else head).rstrip(" ,;:–—") + " …"


def _parent(look: _Look, listen: Listen | None) -> Message:
    digest = look.digest
    overviews = [_overview(look, lines=lines, named=named) for lines, named in ((True, 60), (False, 60), (False, 20))]
    fitting = (one for one in overviews if _characters(one) <= PARENT_CHARACTERS * 3 // 4)
    overview = next(fitting, overviews[-1])
    rows = [listen_row(listen)] if listen else []
    rows += [feedback_row(digest)] if look.buttons else []
    heading = _header(f"{digest.title} · {_day(digest)}")
    blocks = (heading, _context(_facts(digest)), overview, *rows, _context(_footer(digest)))
    return Message(part="parent", text=_fallback(digest, listen), blocks=blocks)


def _facts(digest: Digest) -> str:
    """Return the line under the heading: how much it is."""
    stories, sources = _count(len(digest.stories), "story"), _count(digest.sources, "source")
    return f"{stories} · {reading_minutes(digest)} min read · {sources}"


def _replies(number: int, story: Story, look: _Look) -> Iterator[Message]:
    """Yield the messages of one story: one, unless its sentences are more than a message holds."""
    sentences = [pick.sentence.text for pick in story.summary.picks]
    url, sources = safe_url(story.lead.article.url, look.schemes), _sources(story, look.digest, look.schemes)
    taken = min(len(story.headline), MESSAGE_CHARACTERS // 2) + 2 * max(0, len(url or "") - LINKED)
    room = MESSAGE_CHARACTERS - taken - max(0, _characters(sources) - LINKED)
    first, *rest = _portions(sentences, room=max(room, LEAST))
    title: list[Block] = [_text("Update: ", bold=True)] if story.update else []
    headline = shorten(story.headline, MESSAGE_CHARACTERS // 2 if len(url or "") > LINKED else MESSAGE_CHARACTERS)
    title.append(_link(headline, story.lead.article.url, look.schemes, bold=True))
    blocks: list[Block] = [_paragraph([*title, _text("\n" + first)]), sources]
    if look.buttons:
        mute = shorten(f"Mute {story.lead.article.source}", LABEL) if safe_url(story.lead.article.url) else ""
        blocks += [story_row(story, look.digest, url=url, mute=mute), feedback_row(look.digest, story.id)]
    yield Message(f"story-{number}", _plain(f"{story.headline}\n{first}"), tuple(blocks))
    for index, portion in enumerate(rest, start=2):
        yield Message(f"story-{number}-{index}", _plain(portion), (_paragraph([_text(portion)]),))


def _portions(sentences: Sequence[str], *, room: int) -> list[str]:
    """Return the sentences in portions of at most `room` characters; a sentence longer than that is split at words."""
    portions: list[str] = []
    pieces = [piece for sentence in sentences for piece in textwrap.wrap(sentence, room, break_on_hyphens=False)]
    for piece in pieces if any(len(sentence) > room for sentence in sentences) else sentences:
        if portions and len(portions[-1]) + 1 + len(piece) <= room:
            portions[-1] += f" {piece}"
        else:
            portions.append(piece)
    return portions or [""]


def _empty(digest: Digest) -> Message:
    """Return a day without news: one plain line, no blocks."""
    sources = f" from your {_count(digest.sources, 'source')}" if digest.sources else ""
    said = digest.alert.rstrip(".") or f"{digest.title}: nothing new{sources} since the last edition"
    return Message(part="parent", text=_plain(" · ".join([said, *_notes(digest)])), blocks=())


def _overview(look: _Look, *, lines: bool, named: int) -> Block:
    """Return the list of headlines; `lines` adds the line that matters, `named` is the room for the sources' names."""
    with_line = lines and len(look.digest.stories) <= WITH_LINES
    items = [_overview_item(story, look.schemes, with_line=with_line, named=named) for story in look.digest.stories]
    ordered = {"type": "rich_text_list", "style": "ordered", "elements": items}
    return {"type": "rich_text", "elements": [ordered]}


def _overview_item(story: Story, schemes: Sequence[str], *, with_line: bool, named: int) -> Block:
    elements: list[Block] = [_text("Update: ", bold=True)] if story.update else []
    elements.append(_link(shorten(story.headline, HEADLINE), _short(story.lead.article.url), schemes, bold=True))
    if with_line and (line := _line_that_matters(story)):
        elements.append(_text(f" — {line}"))
    elements.append(_text(f" · {_named(_origins(story), named)}", italic=True))
    return {"type": "rich_text_section", "elements": elements}


def _named(origins: Sequence[str], room: int) -> str:
    """Return the first of the origins, as many as have room, and how many more there are."""
    kept = 1
    while kept < min(len(origins), NAMED) and len(", ".join(origins[: kept + 1])) <= room:
        kept += 1
    more = f" and {len(origins) - kept} more" if len(origins) > kept else ""
    return shorten(", ".join(origins[:kept]), max(room, 24)) + more


def _line_that_matters(story: Story) -> str:
    """Return the summary's first sentence that does not repeat the headline, cut to one line."""
    bare = _bare(story.headline)
    sentences = [pick.sentence.text for pick in story.summary.picks]
    other = [sentence for sentence in sentences if bare not in _bare(sentence)]
    return shorten((other or sentences)[0], LINE) if other else ""


def _sources(story: Story, digest: Digest, schemes: Sequence[str]) -> Block:
    articles, elements = _articles(story), list[Block]()
    for position, article in enumerate(articles[:LISTED]):
        elements.append(_text(("From ", "Also in ")[min(position, 1)] if position < 2 else ", "))
        elements.append(_link(shorten(article.origin, HEADLINE), _short(article.url), schemes))
        elements.append(_text(f" · {_when(article, digest.zone)}"))
        if article.excerpt_only:
            elements.append(_text(" · the publisher's own excerpt", italic=True))
        if position == 0 and len(articles) > 1:
            elements.append(_text("\n"))
    if len(articles) > LISTED:
        elements.append(_text(f" and {len(articles) - LISTED} more"))
    return _paragraph(elements)


def _short(url: str | None) -> str | None:
    """Return the address unless it is so long that a message of several like it could be refused."""
    return url if url and len(url) <= LINKED else None


def _articles(story: Story) -> tuple[Article, ...]:
    return tuple({section.article.id: section.article for section in story.sections}.values())


def _origins(story: Story) -> tuple[str, ...]:
    return tuple(dict.fromkeys(article.origin for article in _articles(story)))


def _footer(digest: Digest) -> str:
    return " · ".join(["Every sentence is quoted from its source, unchanged", *_notes(digest)])


def _notes(digest: Digest) -> list[str]:
    """Return what is to be said besides the stories: what did not fit, which sources failed, when more comes."""
    notes = [f"{_count(digest.below_cut, 'more story')} did not fit"] if digest.below_cut else []
    notes += [line for reason, said in _SOURCES.items() if (line := _troubles(digest, reason, said))]
    if digest.next_at:
        notes.append(f"next edition {_clock(digest.next_at.astimezone(ZoneInfo(digest.zone)), digest.made_at)}")
    return notes


def _troubles(digest: Digest, reason: SkipReason, said: str) -> str:
    """Return what is to be said of sources for this reason: how many, which, why; empty when there are none."""
    whys = {skipped.source: skipped.detail for skipped in digest.skipped if skipped.reason is reason}
    named = "; ".join(f"{name} ({why.rstrip('.')})" for name, why in sorted(whys.items()))
    return f"{_count(len(whys), 'source')} {said}: {shorten(named, 600)}" if whys else ""


def _fallback(digest: Digest, listen: Listen | None) -> str:
    headlines = [story.headline for story in digest.stories]
    more = f" and {len(headlines) - 1} more" if len(headlines) > 1 else ""
    listing = "\n".join(f"{number}. {headline}" for number, headline in enumerate(headlines, start=1))
    point = shorten(headlines[0], max(40, 100 - len(digest.title)))
    first = f"{digest.title}: {point}{more}. {reading_minutes(digest)} min read."
    sound = "\nAudio version in the thread." if listen else ""
    return _plain(f"{first}{sound}\n{listing}")


def _plain(text: str) -> str:
    """Return a fallback text: escaped, since Slack always parses it, and as short as chat.update wants it."""
    kept = shorten(text, FALLBACK)
    while len(escaped := _escape(kept)) > FALLBACK:
        kept = shorten(kept, len(kept) * FALLBACK // len(escaped) - 1)
    return escaped


def _day(digest: Digest) -> str:
    """Return the day, or the days that an edition makes up for after a break."""
    since, day = digest.since, digest.edition.date
    if since and since < day and (day - since).days < 7:
        return f"{since:%a}–{day:%a} {day.day} {day:%B}"
    if since and since < day:
        month = "" if since.month == day.month else f" {since:%B}"
        return f"{since.day}{month} to {day.day} {day:%B}"
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
    weekday = f"{at:%A}" if days < 7 else f"{at:%A} {at.day} {at:%B}"  # today's own name would be read as today
    day = {0: "today", 1: "tomorrow"}.get(days, weekday)
    return f"{day} {at:%H:%M}"


def _header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": shorten(text, 150), "emoji": False}}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "plain_text", "text": shorten(text, 2000), "emoji": False}]}


def _paragraph(elements: Sequence[Block]) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


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
