"""The podcast feed of a digest: RSS 2.0 with the tags of iTunes and of Podcasting 2.0."""

import re
import uuid
from collections.abc import Sequence
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from digest_bot.shell.episodes import CHAPTERS, OTHER_SOUND, SOUND, TRANSCRIPT, Episode

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
ATOM = "http://www.w3.org/2005/Atom"
FAMILY = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace that Podcasting 2.0 makes the ids of feeds in."""
CATEGORY = "News"
HEADLINE = 150
"""Characters of a headline in a description; directories take 4,000 in all, and an edition has 20 stories at most."""
SOUNDS = {SOUND: "audio/mpeg", OTHER_SOUND: "audio/x-m4a"}
"""Media types of the files that hold the sound, as podcast directories know them."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

for _prefix, _address in (("itunes", ITUNES), ("podcast", PODCAST), ("atom", ATOM)):
    ET.register_namespace(_prefix, _address)


def podcast_feed(episodes: Sequence[Episode], *, title: str, digest: str, home: str) -> bytes:
    """Return the feed as XML; `home` is the address of the digest's page, with a slash at its end.

    The ids of feed and episodes do not depend on the address, so that a moved feed shows nothing twice.
    """
    rss = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(rss, "channel")
    _texts(
        channel,
        ("title", title),
        ("link", home),
        ("description", f"{title}, read aloud. Made from the articles themselves, word for word."),
        ("language", "en"),
        ("generator", "digest_bot"),
        (f"{{{ITUNES}}}author", title),
        (f"{{{ITUNES}}}type", "episodic"),
        (f"{{{ITUNES}}}explicit", "false"),
        (f"{{{ITUNES}}}block", "Yes"),
        (f"{{{PODCAST}}}guid", str(uuid.uuid5(FAMILY, f"digest_bot/{digest}"))),
        (f"{{{PODCAST}}}locked", "yes"),
    )
    ET.SubElement(channel, f"{{{ITUNES}}}category", {"text": CATEGORY})
    ET.SubElement(channel, f"{{{ITUNES}}}image", {"href": f"{home}cover.png"})
    ET.SubElement(channel, f"{{{ATOM}}}link", {"href": f"{home}feed.xml", "rel": "self", "type": "application/rss+xml"})
    if episodes:
        _texts(channel, ("pubDate", format_datetime(episodes[0].made_at)))
    for episode in episodes:
        _item(ET.SubElement(channel, "item"), episode, home=f"{home}{episode.id}/")
    return bytes(ET.tostring(rss, encoding="utf-8", xml_declaration=True))


def _item(item: ET.Element, episode: Episode, *, home: str) -> None:
    _texts(
        item,
        ("title", episode.title),
        ("link", home),
        ("description", "\n".join(f"{clock(chapter.start)} {_cut(chapter.title)}" for chapter in episode.chapters)),
        ("pubDate", format_datetime(episode.made_at)),
        (f"{{{ITUNES}}}duration", str(round(episode.duration))),
        (f"{{{ITUNES}}}explicit", "false"),
    )
    ET.SubElement(item, "guid", {"isPermaLink": "false"}).text = f"digest_bot/{episode.id}"
    sound = {"url": f"{home}{episode.sound}", "length": str(episode.size), "type": SOUNDS[episode.sound]}
    ET.SubElement(item, "enclosure", sound)
    ET.SubElement(item, f"{{{PODCAST}}}transcript", {"url": f"{home}{TRANSCRIPT}", "type": "text/vtt"})
    ET.SubElement(item, f"{{{PODCAST}}}chapters", {"url": f"{home}{CHAPTERS}", "type": "application/json+chapters"})


def _cut(title: str) -> str:
    return title if len(title) <= HEADLINE else title[: HEADLINE - 1].rstrip() + "…"


def clock(seconds: float) -> str:
    """Return `2:05` or `1:02:05`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _texts(parent: ET.Element, *texts: tuple[str, str]) -> None:
    for name, text in texts:
        ET.SubElement(parent, name).text = _NOT_XML.sub("", text)
