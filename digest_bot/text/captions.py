"""Captions and credits of pictures, told by the credit that stands in them, under them or over them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from digest_bot.text.boilerplate import Seen
from digest_bot.text.mending import breaks_off
from digest_bot.text.passages import stands_alone

MAX_CREDIT, MIN_CAPTION, MAX_CAPTION = 12, 6, 45
"""Words of a line that is only a credit, and of the caption beside it."""
MAX_CREDITED = 300
"""Characters of a caption that ends in its credit."""
MAX_GAP = 6
"""Passages that may stand between the halves of a cut sentence."""

_KINDS = frozenset(("credit", "agency_end", "caption"))
"""Kinds of furniture that belong to a picture."""
_NO_KINDS = frozenset(("offer", "share", "legal"))
"""Kinds that never do: `Home | News | Subscribe` is built like a credit."""
_IMAGE_NOTE = re.compile(r"image (?:source|credit),\s", re.IGNORECASE)
_NO_CAPTION = re.compile(
    r"^(?:by|von|par|por|written by)\s+\w|^(?:share|follow|teilen|partager)\b|\bstories$|^https?://", re.IGNORECASE
)
_CREDITED = re.compile(
    r"[.…\"”»] (?:Photograph|Photo|Picture|Pic|Image|Foto|Fotografía|Bild|Crédit photo|Фото)s?"
    r"(?: by| credit)?\s?: [^\W\d_a-z][^.!?]{2,60}$"
)
_FRAME = re.compile(
    r"(?:open (?:this )?(?:image|photo|picture) in gallery|view image in fullscreen|(?:image|photo) \d+ of \d+"
    r"|enlarge this image|bild vergrößern|agrandir l['’]image|ampliar (?:foto|imagen))\W{0,2}$",
    re.IGNORECASE,
)
"""Buttons above a caption."""


def find_captions(seen: Sequence[Seen], wanted: Sequence[bool]) -> list[int]:
    """Return the index of every caption and credit, and of the words of a caption whose credit stands beside them."""
    credited = [not keep and _is_caption(one) for one, keep in zip(seen, wanted, strict=True)]
    copies = Counter(one.passage.text for one in seen)
    return [
        index
        for index, one in enumerate(seen)
        if credited[index] or (_is_beside(index, credited) and not wanted[index] and _may_be_caption(one, copies))
    ]


def sure_captions(seen: Sequence[Seen]) -> Iterator[int]:
    """Yield the index of every caption that what stands in it or beside it tells, however much it reads like text."""
    lone = [_is_lone_credit(one) for one in seen]
    for at, (one, below) in enumerate(pairwise(seen)):
        if _IMAGE_NOTE.match(below.passage.text) and _ends(seen, at):
            yield at
        if lone[at] and _is_bare(seen, at + 1):
            yield at + 1
        if lone[at + 1] and _is_bare(seen, at):
            yield at
        if _FRAME.match(one.passage.text) and at + 2 < len(seen) and lone[at + 2] and not lone[at + 1]:
            yield from (at + 1, at + 2)
    yield from (at for at, one in enumerate(seen) if lone[at] or _is_credited(one.passage.text))


def _is_lone_credit(one: Seen) -> bool:
    """Tell whether a line names whose a picture is, and nothing else."""
    return (
        "credit" in one.kinds
        and not one.ends
        and len(one.low) <= MAX_CREDIT
        and _NO_KINDS.isdisjoint(one.kinds)
        and _NO_CAPTION.search(one.passage.text) is None
    )


def _is_bare(seen: Sequence[Seen], at: int) -> bool:
    """Tell whether a passage is one phrase without a full stop that goes on nowhere, as captions are."""
    one = seen[at]
    if not MIN_CAPTION <= len(one.low) <= MAX_CAPTION or one.passage.heading or one.passage.bullet:
        return False
    return not one.passage.text[0].islower() and not breaks_off(one.passage.text) and _ends(seen, at)


def _ends(seen: Sequence[Seen], at: int) -> bool:
    """Tell whether a passage without a full stop ends all the same: nothing from it on is in lower case."""
    goes_on = any(one.passage.text[0].islower() for one in seen[at : at + 1 + MAX_GAP])
    return not (goes_on or seen[at].ends)


def _is_credited(text: str) -> bool:
    return len(text) <= MAX_CREDITED and ": " in text and _CREDITED.search(text) is not None


def _is_beside(index: int, credited: Sequence[bool]) -> bool:
    return any(credited[max(0, index - 1) : index + 2])


def _may_be_caption(one: Seen, copies: Counter[str]) -> bool:
    text = one.passage.text
    odd = stands_alone(text) or _NO_CAPTION.search(text) is not None or "end" in one.kinds
    return not odd and copies[text] == 1 and text.count(" ") >= 2


def _is_caption(one: Seen) -> bool:
    if _KINDS.isdisjoint(one.kinds) or not _NO_KINDS.isdisjoint(one.kinds):
        return False
    return not (stands_alone(one.passage.text) or _NO_CAPTION.search(one.passage.text))
