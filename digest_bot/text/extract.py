"""The article inside the bytes: a web page, a mail or a plain text, decoded and without its surroundings."""

import email
import email.policy
import itertools
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from digest_bot.model import Document, Skipped, SkipReason
from digest_bot.text.decode import decode
from digest_bot.text.metadata import Metadata, parse_date, read_metadata
from digest_bot.text.page import article_text
from digest_bot.text.refusal import Surroundings

MAX_HTML = 4_000_000
"""Characters; the extractor's time grows faster than a page (13 MB took 10 s, measured)."""
MAX_TEXT = 4_000_000
MAX_AROUND = 20_000
"""Characters that are enough to tell what a document without an article is."""


MAX_BROKEN = 0.05
"""Share of signs without a meaning from which bytes are no text."""

_NO_SIGNS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
"""What no page means: one of them, and the extractor gives the whole page up."""
_MANY_ATTRIBUTES = re.compile(
    r"""(<[a-zA-Z][^\s/>]*+)"""  # 300 names, values and the space between them, read as parsers read them
    r"""(?>[\s/]++|[^\s/>=]++(?>\s*+=\s*+(?>"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+))?+|=){600,}+"""
)


@dataclass(frozen=True, slots=True)
class Extract:
    """A decoded text with what its wrapping said about it."""

    text: str
    metadata: Metadata
    extracted: bool
    """True when the text came out of a page and needs only light cleaning."""
    around: Surroundings
    """What the whole document shows, to see what one without an article is."""


def extract(document: Document) -> Extract | Skipped:
    """Return the text of a document of any kind, or why there is none; never raises."""
    if not document.body.strip():
        return _skip(document, "It is empty.")
    if document.media_type == "message/rfc822":
        return _mail(document)
    text = decode(document.body, charset=document.charset)
    if _is_binary(text):
        return _skip(document, "It is not a text.")
    if document.media_type in ("text/html", "application/xhtml+xml"):
        return _page(text, document)
    if len(text) > MAX_TEXT:
        return _skip(document, f"It is too long for an article ({len(text):,} characters).")
    return _plain(text, Metadata())


def extract_text(html: str) -> str:
    """Return the article of a page as text, one paragraph a line; empty when there is none."""
    tree = None if len(html) > MAX_HTML else _parse(html)
    return "" if tree is None else article_text(tree, stated=read_metadata(tree).stated)


def _is_binary(text: str) -> bool:
    """Tell whether too many of the signs are none that any text is written in."""
    sample = text[:MAX_AROUND]
    return len(_NO_SIGNS.findall(sample)) > MAX_BROKEN * len(sample)


def _plain(text: str, about: Metadata) -> Extract:
    return Extract(text, about, extracted=False, around=Surroundings(text[:MAX_AROUND]))


def _page(html: str, document: Document) -> Extract | Skipped:
    if len(html) > MAX_HTML:
        return _skip(document, f"The page is too long to be an article ({len(html):,} characters).")
    tree = _parse(html)
    if tree is None:
        return _skip(document, "The page cannot be read: it is not HTML, or nested beyond reason.")
    about = read_metadata(tree)
    around = _surroundings(tree, closed=about.closed)
    return Extract(article_text(tree, stated=about.stated), about, extracted=True, around=around)


def _parse(html: str) -> Any:
    """Return the parsed page, or None when it is none.

    A tag with hundreds of attributes loses them: the parser compares each with every other (600 KB took two minutes).
    """
    from lxml import etree
    from lxml.html import HtmlElement, HTMLParser, document_fromstring

    if html.count("<") > 500_000:
        return None
    parser = HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True)
    # Every element of one class: to ask Python for the class of each costs a tenth of a page's time.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        plain = _CONTROLS.sub("", _MANY_ATTRIBUTES.sub(r"\1", html))
        return document_fromstring(plain.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _surroundings(tree: Any, *, closed: bool) -> Surroundings:
    links = sum(element.text_content().count(" ") > 1 for element in itertools.islice(tree.iter("a"), 200))
    return Surroundings(_visible(tree), links, scripts=sum(1 for _ in tree.iter("script")), closed=closed)


def _visible(tree: Any) -> str:
    """Return the page's text without scripts, for the judgement of pages that hold no article."""
    hidden = {"script", "style", "template", "svg"}
    pieces: list[str] = []
    for element in tree.iter():
        tag = element.tag if isinstance(element.tag, str) else "script"
        if tag not in hidden and element.text:
            pieces.append(element.text)
        if element.tail:
            pieces.append(element.tail)
    return " ".join(" ".join(pieces).split())[:MAX_AROUND]


def _mail(document: Document) -> Extract | Skipped:
    """Take the HTML or plain body of a mail, and title, author and date from its head."""
    try:
        message = email.message_from_bytes(document.body, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        part = message.get_body(preferencelist=("plain", "html"))
        body = part.get_payload(decode=True) if part is not None else None
        about = _mail_head(message)
        charset = part.get_content_charset() if part is not None else None
        kind = part.get_content_type() if part is not None else ""
    except Exception as error:  # noqa: BLE001 - the mail parser raises many things on broken mail
        return _skip(document, f"The mail cannot be read: {error}.")
    if not isinstance(body, bytes) or not body.strip():
        return _skip(document, "The mail has no text.")
    text = decode(body, charset=charset)
    if kind == "text/html":
        page = _page(_without_layout(text), document)
        return page if isinstance(page, Skipped) else Extract(page.text, about, extracted=True, around=page.around)
    return _plain(text[:MAX_TEXT], about)


def _without_layout(html: str) -> str:
    """Return the HTML of a mail without the tables that mails are laid out with; an extractor takes them for data."""
    return _TABLE_TAG.sub(r"<\1div>", _PREHEADER.sub(r"<\1 hidden>", html))


_TABLE_TAG = re.compile(r"<(/?)(?:table|thead|tbody|tfoot|tr|td|th|center)\b[^<>]{0,2000}>", re.IGNORECASE)
_PREHEADER = re.compile(r"<(div|span|p)\b[^<>]{0,500}\bdisplay\s?:\s?none\b[^<>]{0,500}>", re.IGNORECASE)


def _mail_head(message: EmailMessage) -> Metadata:
    sender = message["from"].addresses[0].display_name if message["from"] and message["from"].addresses else ""
    published: datetime | None = parse_date(str(message["date"] or ""))
    return Metadata(str(message["subject"] or "").strip(), sender or None, published)


def _skip(document: Document, detail: str) -> Skipped:
    return Skipped(document.source, SkipReason.UNREADABLE, detail, document.url, document.title or "")
