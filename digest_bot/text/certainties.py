"""What is certainly no part of an article, whatever stands around it: single passages, and offers in one piece."""

import itertools
import re
from collections.abc import Iterator, Sequence

from digest_bot.text.words import STOP_WORDS, WORD

MAX_PITCH = 5
"""Passages that an offer is advertised with between its heading and its button."""
ON_TOPIC = 0.5
"""Share of words that the text before has too, from which a passage belongs to the text."""

_NEVER = re.compile(
    r"^(?:https?://\S+(?:\s+page\s+\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?)?|image (?:caption|source),\s.{0,300}"
    r"|(?:written|words|reported|posted|published|reviewed|edited) by [^.!?]{3,80}"
    r"|the post \S.{0,300} (?:appeared first|first appeared) on \S.{0,100})$",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"^[^.]{3,80} is an? [^.]{0,80}\. (?:the|all|any) (?:views?|opinions?) expressed .{0,160}$", re.IGNORECASE
)
_IMAGE_NOTE = re.compile(r"image (?:source|credit),\s", re.IGNORECASE)
_NO_CAPTION = re.compile(
    r"^(?:by|von|par|por|written by)\s+\w|^(?:share|follow|teilen|partager)\b|\bstories$|^https?://", re.IGNORECASE
)
_OFFER = re.compile(r"^(?:subscribe|sign up|become a member|join)\b[^.!?]{0,60}$", re.IGNORECASE)
_BUTTON = re.compile(r"^(?:subscribe|sign up|join)(?: now| today)?\W{0,2}$", re.IGNORECASE)
_FUNCTION_WORDS = frozenset().union(*STOP_WORDS.values())


def is_never_text(text: str) -> bool:
    """Tell whether a whole passage is of a kind that no article has: an address, `The post … appeared first on …`."""
    return _NEVER.match(text) is not None or ("expressed" in text and _DISCLAIMER.match(text) is not None)


def is_image_note(text: str) -> bool:
    """Tell whether this is the line that some pages put under every caption: `IMAGE SOURCE, GETTY`."""
    return _IMAGE_NOTE.match(text) is not None


def is_no_caption(text: str) -> bool:
    """Tell whether a passage that looks like a credit is a byline, an address or a line of links."""
    return _NO_CAPTION.search(text) is not None


def pitches(texts: Sequence[str]) -> Iterator[int]:
    """Yield the index of every passage of an offer: from `Subscribe to …` to the button `Subscribe`, both included.

    What stands between must be short and speak of something else than the text before.
    """
    found = [index for index, text in enumerate(texts) if _OFFER.match(text)]
    known: set[str] = set()
    read = 0
    for start, stop in itertools.pairwise(found):
        if stop - start - 1 > MAX_PITCH or not _BUTTON.match(texts[stop]):
            continue
        known.update(word.lower() for text in texts[read:start] for word in WORD.findall(text))
        read = start
        if all(_share_in(text, known) < ON_TOPIC for text in texts[start + 1 : stop]):
            yield from range(start, stop + 1)


def _share_in(text: str, known: set[str]) -> float:
    content = [word for word in map(str.lower, WORD.findall(text)) if word not in _FUNCTION_WORDS]
    return sum(word in known for word in content) / (len(content) or 1)
