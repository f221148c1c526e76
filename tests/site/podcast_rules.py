"""What directories and apps ask of a podcast feed, checked on the XML as it is served."""

import re
import uuid
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"
CATEGORIES = ("News", "Society & Culture", "Education")
MEDIA_TYPES = {"mp3": "audio/mpeg", "m4a": "audio/x-m4a"}


def problems(feed: bytes) -> list[str]:
    """Return what is wrong with the feed, a sentence each; raises ParseError when it is no XML."""
    root = ET.fromstring(feed)
    found = []
    if root.tag != "rss" or root.get("version") != "2.0":
        found.append("The root is not RSS 2.0.")
    channels = root.findall("channel")
    if len(channels) != 1:
        return [*found, "There is not exactly one channel."]
    channel = channels[0]
    wanted = ("title", "link", "description", "language", f"{ITUNES}author", f"{ITUNES}explicit", f"{PODCAST}guid")
    found += [f"The channel has no {name}." for name in wanted if not (channel.findtext(name) or "").strip()]
    if channel.findtext(f"{ITUNES}explicit") not in ("true", "false"):
        found.append("explicit is neither true nor false.")
    if channel.findtext(f"{ITUNES}type") not in ("episodic", "serial"):
        found.append("The type is neither episodic nor serial.")
    if not re.fullmatch(r"[a-z]{2}(?:-[A-Za-z]{2,4})?", channel.findtext("language") or ""):
        found.append("The language is no code.")
    if _version(channel.findtext(f"{PODCAST}guid")) != 5:
        found.append("The id of the feed is no UUID made of a name.")
    if channel.findtext(f"{PODCAST}locked") not in ("yes", "no"):
        found.append("locked is neither yes nor no.")
    image, category = channel.find(f"{ITUNES}image"), channel.find(f"{ITUNES}category")
    if image is None or not re.fullmatch(r"https?://\S+\.(?:png|jpg)", image.get("href", "")):
        found.append("The image has no address of a PNG or JPEG.")
    if category is None or category.get("text") not in CATEGORIES:
        found.append("The category is none that directories know.")
    own = [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if len(own) != 1 or not _is_url(own[0].get("href")):
        found.append("The feed does not say its own address.")
    guids = [item.findtext("guid") for item in channel.findall("item")]
    if len(set(guids)) != len(guids):
        found.append("Two episodes have the same guid.")
    dates = [parsedate_to_datetime(str(item.findtext("pubDate"))) for item in channel.findall("item")]
    if dates != sorted(dates, reverse=True):
        found.append("The newest episode is not the first.")
    return found + [problem for item in channel.findall("item") for problem in _item_problems(item)]


def _item_problems(item: ET.Element) -> list[str]:
    found = [f"An episode has no {name}." for name in ("title", "guid", "pubDate") if not item.findtext(name)]
    enclosures = item.findall("enclosure")
    if len(enclosures) != 1:
        return [*found, "An episode has not exactly one enclosure."]
    about = enclosures[0].attrib
    kind = MEDIA_TYPES.get((about.get("url") or "").rpartition(".")[2])
    length = about.get("length", "")
    if not (_is_url(about.get("url")) and length.isdigit() and int(length) and kind and about.get("type") == kind):
        found.append(f"This enclosure is wrong: {about}.")
    guid = item.find("guid")
    if guid is None or (guid.get("isPermaLink") != "false" and not _is_url(guid.text)):
        found.append("The guid says that it is an address, and is none.")
    if item.findtext(f"{ITUNES}explicit") not in ("true", "false"):
        found.append("An episode does not say whether it is explicit.")
    if not _is_url(item.findtext("link")) or not (item.findtext("description") or "").strip():
        found.append("An episode has no page or no description.")
    if not re.fullmatch(r"[1-9]\d*", item.findtext(f"{ITUNES}duration") or ""):
        found.append("The duration is not in whole seconds.")
    transcript, chapters = item.find(f"{PODCAST}transcript"), item.find(f"{PODCAST}chapters")
    if transcript is None or transcript.get("type") != "text/vtt" or not _is_url(transcript.get("url")):
        found.append("The transcript is missing or wrong.")
    if chapters is None or chapters.get("type") != "application/json+chapters" or not _is_url(chapters.get("url")):
        found.append("The chapters are missing or wrong.")
    return found


def _version(text: str | None) -> int | None:
    try:
        return uuid.UUID(text or "").version
    except ValueError:
        return None


def _is_url(text: str | None) -> bool:
    return bool(re.fullmatch(r"https?://[^\s/]+/\S*", text or ""))
