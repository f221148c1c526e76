"""The article of a parsed web page: the cheapest run of the extractor that covers the paragraphs which the page has."""

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

Options = Mapping[str, Any]

NEVER_TEXT = (
    *("script", "style", "svg", "template", "link", "meta", "iframe", "object", "embed", "input", "select", "button"),
    *(
        "aside",
        "footer",
        "nav",
        "menu",
        "head",
        "picture",
        "video",
        "audio",
        "canvas",
        "noscript",
        "img",
        "map",
        "source",
    ),
    *("track", "textarea", "label", "legend", "option"),
)
"""Elements without text of an article; the extractor would throw them away too, only later."""
INLINE = frozenset(("a", "abbr", "b", "em", "font", "i", "q", "small", "span", "strong", "sub", "sup", "u"))
"""Elements in which white space alone parts two words."""
EMPTY = frozenset(("br", "hr", "td", "th", "tr", "p", "body", "html"))
"""Elements that mean something without text."""
MIN_PARAGRAPH = 80
"""Characters of a paragraph that is probably of the article."""
MAX_LINKED = 0.4
"""Share of its characters that may be links."""
COVERED, HALF = 0.7, 0.5
"""Shares of the text in such paragraphs that the quick and the precise run must hold to be taken."""
MIN_STATED = 500
"""Characters of the text in a page's own data from which it may stand for the article."""
MAX_UNSEEN = 50
"""Elements for readers without scripts that are looked at."""
MIN_PARTS = 2
"""Paragraphs a container must have to be a part of an article."""
NEAR = 3
"""Levels above a container within which the next part of the article hangs."""

MAX_DEPTH = 400
"""Nested elements; deeper trees exhaust the recursion of parsers and are no article."""
MAX_ELEMENTS = 60_000
"""Elements that hold text; more are a table or a forum and take minutes."""
LARGE = 20_000
"""Elements from which a page gets the quick run only: the others' time grows faster than the page."""

_NO_PART = re.compile(r"comment|repl(?:y|ies)|respon[sd]|related|teaser|promo|\bcard|recommend", re.IGNORECASE)
_QUICK: Options = {"fast": True, "favor_precision": True}
_PRECISE: Options = {"favor_precision": True}
_DEFAULT: Options = {}


def article_text(tree: Any, *, stated: str = "") -> str:
    """Return the article of a parsed page, one paragraph a line; empty when there is none.

    `tree` is an lxml.html element and is changed. `stated` is what the page's own data call the article's text: taken
    when the page itself shows less than half of it. So is what a page keeps for readers without scripts.
    """
    unseen = stated if len(stated) >= MIN_STATED else _unseen(tree)
    text = _extract(tree)
    return unseen if len(unseen) >= MIN_STATED and _distinct(text) * 2 < len(unseen) else text


def _unseen(tree: Any) -> str:
    """Return the longest text in what scripts would show or hide, one paragraph a line; empty when there is none."""
    texts = [
        "\n".join(" ".join(element.text_content().split()) for element in holder.iter("p") if _is_prose(element))
        for holder in itertools.islice(tree.iter("noscript", "template"), MAX_UNSEEN)
    ]
    return max(texts, key=len, default="")


def _extract(tree: Any) -> str:
    """Run trafilatura (Barbaresi 2021), from its quickest mode on, until half of the page's paragraphs are there."""
    strip(tree)
    if is_deep(tree):
        return ""
    size = tree.xpath("count(descendant-or-self::*)")
    if size > LARGE:
        return _run(tree, _QUICK) if size <= MAX_ELEMENTS else ""
    merge_parts(tree)
    wanted = paragraphs(tree)
    quick = _run(tree, _QUICK)
    if coverage(quick, wanted) >= COVERED:
        return quick
    precise = _run(tree, _PRECISE)
    if coverage(precise, wanted) >= HALF:
        return precise
    default = _run(tree, _DEFAULT)
    return precise if _distinct(precise) * 2 >= _distinct(default) else default


def strip(tree: Any) -> None:
    """Take out what never holds text of an article, and what holds nothing: an extractor's time goes with elements."""
    from lxml import etree

    etree.strip_elements(tree, *NEVER_TEXT, with_tail=False)
    for element in reversed(list(tree.iter())):
        text = element.text or ""
        hollow = not text.strip() if element.tag not in INLINE else not text
        if hollow and not len(element) and element.tag not in EMPTY and element.getparent() is not None:
            element.drop_tree()


def merge_parts(tree: Any) -> None:
    """Put the later parts of an article, that advertisements have torn apart, into the container of the first."""
    alike: dict[tuple[str, ...], list[Any]] = {}
    for container in tree.iter("div", "section"):
        if sum(map(_is_prose, container.iterchildren("p"))) >= MIN_PARTS:
            way = (_name(container), *map(_name, container.iterancestors()))
            alike.setdefault(way, []).append(container)
    for first, *others in alike.values():
        for later in others:
            if _are_parts(first, later):
                first.extend(list(later))


def is_deep(tree: Any) -> bool:
    """Tell whether elements are nested deeper than any page needs: recursion would end there."""
    return bool(tree.xpath(f"boolean({'*/' * MAX_DEPTH}*)"))


def paragraphs(tree: Any) -> list[str]:
    """Return the paragraphs that an article on this page would have, each once, white space as single spaces.

    They are long, hold more than links and stand beside others, as those of teasers and comments do not; a page
    without such has its long stretches of text taken.
    """
    prose = [element for element in tree.iter("p") if _is_prose(element)]
    beside = Counter(element.getparent() for element in prose)
    texts = [element.text_content() for element in prose if beside[element.getparent()] >= MIN_PARTS]
    if not texts:
        texts = [text for text in tree.itertext() if len(text) >= MIN_PARAGRAPH]
    return list(dict.fromkeys(" ".join(text.split()) for text in texts))


def coverage(text: str, wanted: Sequence[str]) -> float:
    """Return the share of the wanted paragraphs, by length, whose beginning stands in the text; 0.0 without any."""
    whole = " ".join(text.split())
    total = sum(map(len, wanted))
    return sum(len(paragraph) for paragraph in wanted if paragraph[:40] in whole) / total if total else 0.0


def _is_prose(element: Any) -> bool:
    length = len(element.text_content())
    return (
        length >= MIN_PARAGRAPH and sum(len(link.text_content()) for link in element.iter("a")) <= MAX_LINKED * length
    )


def _are_parts(first: Any, later: Any) -> bool:
    """Tell whether two containers that look alike hang near each other in one article, not among comments."""
    near = list(itertools.islice(first.iterancestors(), NEAR))
    shared = next((above for above in itertools.islice(later.iterancestors(), NEAR) if above in near), None)
    if shared is None or shared.tag in ("body", "html"):
        return False
    between = (first, *near[: near.index(shared) + 1])
    if any(element.tag == "li" or _NO_PART.search(_name(element)) for element in between):
        return False
    return next(shared.iter("h1", "article", "time"), None) is None


def _name(element: Any) -> str:
    return f"{element.tag}.{element.get('class', '')}#{'' if element.get('id') is None else '1'}"


def _run(tree: Any, options: Options) -> str:
    """Run the extractor; deduplication is off because it remembers paragraphs from one page to the next."""
    import trafilatura

    try:
        text = trafilatura.extract(tree, include_comments=False, deduplicate=False, with_metadata=False, **options)
    except Exception:  # noqa: BLE001 - a parser of foreign input; whatever it raises, this page has no text
        return ""
    return "\n".join(line for row in (text or "").splitlines() for line in _cells(row))


def _cells(row: str) -> list[str]:
    """Return the cells of a table's row, which the extractor sets between strokes, as lines of their own."""
    if not row.startswith("|"):
        return [row]
    cells = [cell.strip() for cell in row.strip("| ").split("|")]
    return [cell for cell in cells if cell.strip("-: ")]


def _distinct(text: str) -> int:
    """Return how many characters the text has when every line counts once."""
    return sum(map(len, set(text.splitlines())))
