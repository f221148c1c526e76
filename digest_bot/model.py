"""The words of the project as values: frozen, plain, known to every layer (see the glossary in docs/design.md)."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import unquote

_CHECKSUM = re.compile(r"(?<![^\W_])(?=[a-f]*\d)[0-9a-f]{8,64}(?![^\W_])", re.IGNORECASE)
_BLANK = re.compile(r"_+|(?<=[^\W\d_])-+|-+(?=[^\W\d_])")
"""What stands for a space in the name of a file; the hyphens of a date do not."""


class SkipReason(StrEnum):
    """Why something was left out; the value is the stable code, the sentence for people stands in `Skipped.detail`."""

    UNREADABLE = "unreadable"
    TOO_SHORT = "too_short"
    COOKIE_WALL = "cookie_wall"
    PAYWALL = "paywall"
    LOGIN = "login"
    ERROR_PAGE = "error_page"
    NEEDS_JAVASCRIPT = "needs_javascript"
    LINK_LIST = "link_list"
    NO_SUMMARY = "no_summary"
    DUPLICATE = "duplicate"
    TOLD_BEFORE = "told_before"
    BELOW_CUT = "below_cut"
    SOURCE_FAILED = "source_failed"
    MUTED = "muted"
    SOURCE_SILENT = "source_silent"
    SOURCE_BACK = "source_back"
    LET_GO = "let_go"


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes as received from a source, with what the source said about them."""

    source: str
    """Name of the source as configured."""
    body: bytes
    media_type: str
    """`text/plain`, `text/html`, `message/rfc822`; parameters such as charset are split off."""
    received_at: datetime
    """Aware."""
    url: str | None = None
    charset: str | None = None
    """Declared by the transport (HTTP header), if at all."""
    title: str | None = None
    author: str | None = None
    published: datetime | None = None
    excerpt: str | None = None
    """The publisher's own teaser, plain text, when the source carried one."""
    id: str = ""
    """The archive's name for it: the same article by feed, page and file has one. Empty when it was never kept."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One clean paragraph and where its characters come from."""

    text: str
    """No line breaks, single spaces, no markup."""
    spans: tuple[tuple[int, int], ...]
    """Half-open character ranges of `Article.text` that, read in order, make up `text` (whitespace, de-hyphenation and
    repaired characters apart)."""


@dataclass(frozen=True, slots=True)
class Article:
    """Clean paragraphs and metadata of one document."""

    id: str
    """Stable: the same for the same url or, without one, the same content. 16 hex digits."""
    source: str
    url: str | None
    title: str
    """As the publisher wrote it; empty when the text has none."""
    author: str | None
    published: datetime | None
    received_at: datetime
    place: str | None
    """Of the dateline."""
    language: str
    """ISO 639-1; `en` when unsure."""
    paragraphs: tuple[Paragraph, ...]
    captions: tuple[str, ...]
    """Captions and credits, kept out of the text."""
    text: str = field(repr=False)
    """The decoded text that `Paragraph.spans` point into."""
    excerpt_only: bool = False
    """True when the paragraphs are the publisher's own teaser and not the article."""

    @property
    def origin(self) -> str:
        """What a reader calls the place it comes from: the source; a local file by its name, made readable."""
        if self.url and self.url.startswith("file:"):
            return _readable(unquote(self.url.rsplit("/", 1)[-1]), self.source)
        return self.source

    @property
    def dated(self) -> datetime:
        """When the article was published or, failing that, received."""
        return self.published or self.received_at


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was left out, and why."""

    source: str
    reason: SkipReason
    detail: str
    """One sentence a reader understands."""
    url: str | None = None
    title: str = ""
    articles: tuple[str, ...] = ()
    """Ids of the articles it is about, when they have any: `digest-bot why` tells their lives."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a paragraph; `text` is `paragraph.text[start:end]`."""

    text: str
    paragraph: int
    """Index into `Article.paragraphs`."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of one article about one thing: its paragraphs `start` to `stop` (half-open)."""

    article: Article
    start: int
    stop: int
    sentences: tuple[Sentence, ...]
    """Every sentence of these paragraphs, in reading order."""

    @property
    def id(self) -> str:
        """`<article id>#<first paragraph>`; unique within a run."""
        return f"{self.article.id}#{self.start}"

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs of this section."""
        return self.article.paragraphs[self.start : self.stop]


@dataclass(frozen=True, slots=True)
class Pick:
    """One chosen sentence: `section.sentences[index]`."""

    section: Section
    index: int

    @property
    def sentence(self) -> Sentence:
        """The sentence that was chosen."""
        return self.section.sentences[self.index]


@dataclass(frozen=True, slots=True)
class Summary:
    """Chosen sentences in telling order: of one section, or of several that tell one story."""

    picks: tuple[Pick, ...]

    @property
    def text(self) -> str:
        """The sentences, joined by spaces."""
        return " ".join(pick.sentence.text for pick in self.picks)


@dataclass(frozen=True, slots=True)
class Story:
    """The sections, of one or several sources, that report one event, and what is told of them."""

    id: str
    headline: str
    """The lead article's title, or words cut from its section; never a word that was not written."""
    sections: tuple[Section, ...]
    """Lead first."""
    summary: Summary
    score: float
    reasons: tuple[str, ...]
    """Why it stands where it stands, for people: `2 sources`, `3 h old`."""
    update: bool = False
    """True when an earlier edition told the story and these are the new facts."""

    @property
    def lead(self) -> Section:
        """The section the story is told from first."""
        return self.sections[0]


@dataclass(frozen=True, slots=True)
class Edition:
    """The key of one digest; it exists at most once."""

    digest: str
    channel: str
    date: date
    """Local to the digest's time zone."""
    slot: str
    """Local time of day, `07:30`; `now` for one made on demand."""

    @property
    def id(self) -> str:
        """One string for logs, files and queue messages."""
        return f"{self.digest}/{self.channel}/{self.date.isoformat()}/{self.slot}"

    @classmethod
    def parse(cls, key: str) -> "Edition":
        """Return the edition of this id; raises ValueError when it is none. Names of digests hold no slash."""
        digest, channel, day, slot = key.split("/")
        return cls(digest, channel, date.fromisoformat(day), slot)


@dataclass(frozen=True, slots=True)
class Digest:
    """One edition of one channel, as it will be posted and spoken."""

    edition: Edition
    title: str
    made_at: datetime
    stories: tuple[Story, ...]
    skipped: tuple[Skipped, ...]
    below_cut: int
    """Stories that were good but did not fit."""
    articles: tuple[str, ...]
    """Ids of the articles this edition was made from, and of those it looked at and refused."""
    sources: int
    """Origins read for this edition."""
    zone: str
    """IANA name of the reader's time zone."""
    next_at: datetime | None
    """When the next edition comes; None when nobody knows."""
    since: date | None = None
    """The first local date it answers for, when it makes up for editions that were missed; the header says
    `Mon-Wed`."""
    alert: str = ""
    """What has to be said once, after days without a story: how long, and the cause."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is remembered of a story that an earlier edition told."""

    story_id: str
    edition: str
    told_at: datetime
    headline: str
    terms: tuple[tuple[str, float], ...]
    """Weighted terms, heaviest first: enough to recognise the story again."""
    facts: frozenset[str]
    """Names, numbers and quotations that were in its sections, normalised."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier editions told; passed in as a value, handed back longer."""

    told: tuple[Told, ...] = ()
    seen: frozenset[str] = frozenset()
    """Ids of the articles that earlier editions of the digest were made from."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text for a voice and how it came from what was written."""

    text: str
    """What the voice says."""
    changes: tuple[tuple[str, str], ...]
    """(written span, spoken span) for every span that differs, in order."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One thing said without a pause that matters: a greeting, a headline, a sentence."""

    written: str
    spoken: str
    story: int | None
    """Index into `Narration.headings`; None for greeting and sign-off."""
    pause_after: float
    """Seconds of silence that follow."""
    language: str = "en"
    """ISO 639-1."""
    headline: bool = False
    changes: tuple[tuple[str, str], ...] = ()
    """(written span, spoken span) for every span that differs, in order."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a chapter is called and where more of it stands."""

    title: str
    url: str = ""
    """Of the lead article; empty when it is a local one."""


@dataclass(frozen=True, slots=True)
class Narration:
    """The script for a voice."""

    title: str
    language: str
    segments: tuple[Segment, ...]
    headings: tuple[Heading, ...] = ()
    """One a story; `Segment.story` points into them."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A mark in the sound where a story begins."""

    title: str
    start: float
    """Seconds."""
    end: float
    url: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """A written sentence and when it is heard."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Audio:
    """Encoded sound with chapters and transcript."""

    mp3: bytes = field(repr=False)
    """The sound in this format; empty when it is in the other."""
    duration: float
    """Seconds."""
    chapters: tuple[Chapter, ...]
    cues: tuple[Cue, ...]
    voice: str
    """Name of the voice that spoke."""
    m4a: bytes = field(default=b"", repr=False)

    @property
    def sound(self) -> bytes:
        """The file, in the format it was made in."""
        return self.m4a or self.mp3

    @property
    def suffix(self) -> str:
        """How the name of the file ends: players go by it."""
        return ".m4a" if self.m4a else ".mp3"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of a delivery."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a delivery, ready to send: the parent, one reply a story."""

    part: str
    """`parent`, `story-1` …; unique within an edition."""
    text: str
    """Plain fallback for notifications and screen readers."""
    blocks: tuple[dict[str, object], ...]
    """Block Kit."""


def _readable(name: str, source: str) -> str:
    """Return the name of a file without ending and checksum; behind the source's when only a number is left."""
    stem = name.rsplit(".", 1)[0] or name
    words = " ".join(_BLANK.sub(" ", _CHECKSUM.sub("", stem)).split())
    return words if re.search(r"[^\W\d_]{2}", words) else f"{source} {words}".strip()
