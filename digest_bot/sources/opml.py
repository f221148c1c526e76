"""OPML, the list of feeds every reader can read and write: folders are topics, bad entries are told and left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from digest_bot.errors import SourceError
from digest_bot.sources.markup import one_line
from digest_bot.web.urls import host_of, parse_url

MAX_BYTES = 10_000_000
MAX_NAME = 80
"""Characters of a name; it is shown to readers."""
MAX_DEPTH = 20
"""Of folders in folders."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed of a list."""

    name: str
    url: str
    topic: str = ""
    """The folder; folders in folders are joined by a slash."""


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """What a list holds."""

    feeds: tuple[Subscription, ...]
    """Each address once."""
    bad: tuple[str, ...]
    """One sentence for every entry that was left out."""


def read_opml(data: bytes) -> Subscriptions:
    """Return the feeds of a list, also of one that is not quite XML.

    Raises SourceError with the reason not_opml or too_large.
    """
    if len(data) > MAX_BYTES:
        raise SourceError("This list is larger than 10 MB.", permanent=True, reason="too_large")
    root = _parse(data)
    body = root.find(".//body") if root is not None else None
    if root is None or body is None or root.tag.lower() != "opml":
        raise SourceError("This is no OPML: there is no <opml> with a <body>.", permanent=True, reason="not_opml")
    feeds: dict[str, Subscription] = {}
    bad: list[str] = []
    for found in _outlines(body, ()):
        if isinstance(found, str):
            bad.append(found)
        else:
            feeds.setdefault(found.url, found)
    return Subscriptions(tuple(feeds.values()), tuple(bad))


def write_opml(feeds: Sequence[Subscription], *, title: str) -> bytes:
    """Return the list as OPML 2.0, topics as folders, in the order given."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = title
    folders: dict[str, Element] = {"": SubElement(root, "body")}
    for feed in feeds:
        folder = _folder(folders, feed.topic)
        SubElement(folder, "outline", type="rss", text=feed.name, title=feed.name, xmlUrl=feed.url)
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _folder(folders: dict[str, Element], topic: str) -> Element:
    if topic not in folders:
        above, _, name = topic.rpartition("/")
        folders[topic] = SubElement(_folder(folders, above), "outline", text=name, title=name)
    return folders[topic]


def _parse(data: bytes) -> Any:
    """Return the root; entities stay unexpanded, nothing outside is read, a broken list is read as far as it goes."""
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data.strip(), parser)
    except (etree.LxmlError, ValueError):
        return None


def _outlines(parent: Any, folders: tuple[str, ...]) -> Iterator[Subscription | str]:
    """Yield the feeds below, and a sentence for each that is none."""
    for outline in parent.iterchildren("outline"):
        told = {name.lower(): value for name, value in outline.attrib.items()}
        name = one_line(told.get("title") or told.get("text") or "", limit=MAX_NAME)
        if "xmlurl" in told:
            yield _subscription(name, told["xmlurl"].strip(), "/".join(folders))
        elif told.get("type", "").lower() in ("rss", "atom", "link"):
            yield f"{name or 'An entry without a name'}: it has no address of a feed."
        if len(outline) and len(folders) < MAX_DEPTH:
            within = (*folders, name.replace("/", "-")) if name and "xmlurl" not in told else folders
            yield from _outlines(outline, within)


def _subscription(name: str, url: str, topic: str) -> Subscription | str:
    try:
        address = str(parse_url(url))
    except SourceError as error:
        return f"{name or one_line(url, limit=MAX_NAME) or 'An entry without a name'}: {error}"
    return Subscription(name or host_of(address), address, topic)
