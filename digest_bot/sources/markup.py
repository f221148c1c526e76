"""Markup of feeds as words: tags, scripts and entities gone, one paragraph a line."""

import re
from typing import Any

# fmt: off
PARAGRAPHS = frozenset((
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table",
    "tbody", "td", "th", "tr", "ul",
))
# fmt: on
HIDDEN = frozenset({"script", "style", "template", "noscript", "svg", "iframe", "object", "head"})

_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,5000}>|<!--|&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,30});")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def plain_text(markup: str) -> str:
    """Return the visible text, single spaces inside a line, one line a paragraph; never raises."""
    text = _visible(markup) if _MARKUP.search(markup) else markup
    lines = (" ".join(line.split()) for line in _CONTROLS.sub("", text).splitlines())
    return "\n".join(line for line in lines if line)


def one_line(text: str, *, limit: int) -> str:
    """Return the text without line breaks and control characters, cut at a space when it is longer than `limit`."""
    line = " ".join(_CONTROLS.sub(" ", text).split())
    return line if len(line) <= limit else line[: limit + 1].rpartition(" ")[0] or line[:limit]


def _visible(markup: str) -> str:
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = etree.fromstring(f"<div>{markup}</div>".encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return ""
    return "" if tree is None else "".join(_pieces(tree))


def _pieces(tree: Any) -> list[str]:
    """Return the texts in reading order, line breaks where paragraphs begin and end; markup's own breaks are spaces."""
    from lxml import etree

    pieces: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        hidden += (1 if event == "start" else -1) * (element.tag in HIDDEN)
        if element.tag in PARAGRAPHS:
            pieces.append("\n")
        text = element.text if event == "start" else element.tail
        if text and not hidden:
            pieces.append(" ".join(re.split(r"[\r\n]+", text)))
    return pieces
