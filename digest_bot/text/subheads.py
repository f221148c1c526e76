"""Recognises a text whose parts stand under headings and between which nothing else stands."""

from collections.abc import Collection, Sequence

from digest_bot.text.boilerplate import Seen
from digest_bot.text.headings import is_heading
from digest_bot.text.passages import ends_sentence
from digest_bot.text.words import FUNCTION_WORDS

FEWEST = 2
"""Headings that make a pattern; one alone may be a caption."""
BODY_WORDS = 10
"""Words of the shortest part."""
_HARMLESS = frozenset({"clock", "date"})
"""Kinds of furniture that sentences look like too, for the times and days that they name."""
_STAMP_WORDS = 3


def under_headings(seen: Sequence[Seen], wanted: Sequence[bool], barred: Sequence[bool]) -> Collection[int]:
    """Return the headings, and the parts below them, of a text in which both take turns; empty for any other.

    A single line that is neither makes it a page with furniture, of which a short line may be a part. Headings speak:
    a text in which names alone stand over paragraphs has lost its pictures.
    """
    parts = [at for at, one in enumerate(seen) if not barred[at] and _is_part(one)]
    if len(parts) <= FEWEST or not any(wanted[at] for at in parts):
        return ()
    first = parts[0] - (parts[0] > 1 and _may_head(seen[parts[0] - 1]))
    heads: list[int] = []
    for at in range(first, parts[-1]):
        one = seen[at]
        if _is_part(one) or wanted[at] or _is_beside(one):
            continue
        if barred[at] or not _may_head(one):
            return ()
        if _is_part(seen[at + 1]):
            heads.append(at)
        elif not _is_beside(seen[at + 1]):
            return ()
    speaking = {seen[at].passage.text for at in heads if not seen[at].kinds}
    return (*heads, *parts) if len(speaking) >= max(FEWEST, len(heads) - 1) else ()


def _is_part(one: Seen) -> bool:
    return len(one.low) >= BODY_WORDS and ends_sentence(one.passage.text) and one.kinds.keys() <= _HARMLESS


def _is_beside(one: Seen) -> bool:
    """Tell whether a line says nothing about the others: an item of a list, a time of day, a notice of the site."""
    stamp = len(one.low) <= _STAMP_WORDS and "clock" in one.kinds
    return stamp or one.passage.bullet or one.reading.wording.notice


def _may_head(one: Seen) -> bool:
    """Tell whether a line may be a heading: it begins with a capital and has a word of its own in small letters."""
    text = one.passage.text
    if (
        len(one.low) < 2
        or not text[0].isupper()
        or not is_heading(text)
        or not one.kinds.keys() <= {"clock", "navigation"}
    ):
        return False
    return any(word.islower() and word.isalpha() and word not in FUNCTION_WORDS for word in text.split())
