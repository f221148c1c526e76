"""The article as a page's own data describe it (JSON-LD of schema.org), read in linear time.

The extractor's own reader can be sent into minutes of backtracking by 100 KB of broken data; this one parses JSON with
the json module, and only up to a size.
"""

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

MAX_JSON = 200_000
MAX_DEPTH, MAX_ITEMS = 5, 100
"""Levels and items of a list that are looked at."""

Linked = Mapping[str, Any]
"""An object of a page's data that describes an article."""

_ARTICLE = re.compile(r"(?:\w{0,20}Article|\w{0,20}(?:Blog|Social\w{0,5})Posting|Report|WebPage)$")
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|(?://|/\*)\s*<!\[CDATA\[\s*(?:\*/)?|<!\[CDATA\[)|(?:-->|(?://|/\*)?\s*\]\]>\s*(?:\*/)?|;)\s*$"
)
_BREAK = re.compile(r"<(?:br|/p|/div|/h[1-6]|/li|/blockquote)\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_UNSEEN = re.compile(r"<(?:script|style|iframe)\b", re.IGNORECASE)
"""What holds no text; a statement with such things in it is not trusted."""


def linked_articles(tree: Any) -> Iterator[Linked]:
    """Yield the descriptions of articles in a parsed page (an lxml.html element), in order."""
    for script in tree.iterfind(".//script"):
        text = script.text or ""
        if "ld+json" in (script.get("type") or "") and len(text) <= MAX_JSON:
            yield from _walk(_parsed(text), depth=0)


def stated_text(linked: Linked) -> str:
    """Return the text of the article, one paragraph a line; empty where the data do not hold it."""
    body = linked.get("articleBody")
    if not isinstance(body, str):
        return ""
    if _UNSEEN.search(body):
        return ""
    if "</" in body:
        body = _TAG.sub("", _BREAK.sub("\n", body))
    lines = (" ".join(line.split()) for line in unescape(body).splitlines())
    return "\n".join(lines).strip()


def is_closed(linked: Linked) -> bool:
    """Tell whether the page says that not everybody may read the article."""
    return str(linked.get("isAccessibleForFree", True)).lower() == "false"


def _parsed(text: str) -> Any:
    """Return the data, without the comment signs that some pages put around them; None when they are broken."""
    for written in (text, _WRAPPING.sub("", _WRAPPING.sub("", text[:64]) + text[64:])):
        try:
            return json.loads(written, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _walk(node: Any, *, depth: int) -> Iterator[Linked]:
    if depth > MAX_DEPTH:
        return
    if isinstance(node, list):
        for item in node[:MAX_ITEMS]:
            yield from _walk(item, depth=depth + 1)
    elif isinstance(node, dict):
        kinds = node.get("@type")
        named = kinds if isinstance(kinds, list) else [kinds]
        told = "headline" in node or isinstance(node.get("articleBody"), str)
        if told and any(isinstance(kind, str) and _ARTICLE.match(kind) for kind in named):
            yield node
        for holder in _HOLDERS:
            yield from _walk(node.get(holder), depth=depth + 1)
