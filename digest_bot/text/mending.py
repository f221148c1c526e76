"""Puts the halves of paragraphs together that a page break or a box cut."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from digest_bot.model import Paragraph
from digest_bot.text.passages import Passage, ends_sentence, join_passages
from digest_bot.text.words import FUNCTION_WORDS, WORD

MIN_CUT = 50
"""Characters of a passage from which a missing full stop means that it was cut."""
MAX_CAPTION = 120
"""Characters of one unfinished phrase that may as well be a caption or a heading."""


def mend(kept: Sequence[Passage | None], closed: AbstractSet[int] = frozenset()) -> Iterator[Paragraph]:
    """Yield paragraphs, the halves of a cut one together; None stands where something was taken out.

    `closed` holds the indices of passages that nothing goes on from, for all that they have no full stop.
    """
    known = cache(lambda: {word.lower() for passage in kept if passage for word in WORD.findall(passage.text)})
    for group in _halves(kept, closed):
        whole = join_passages(group, known)
        yield Paragraph(whole.text, whole.spans)


def _halves(kept: Sequence[Passage | None], closed: AbstractSet[int]) -> Iterator[list[Passage]]:
    """Yield the passages that make up each paragraph."""
    group: list[Passage] = []
    length = 0
    gap = over = False
    for index, passage in enumerate(kept):
        if passage is None:
            gap = True
            continue
        if group and (over or not _was_cut(group, length, passage, gap=gap or passage.page_before)):
            yield group
            group, length = [], 0
        group.append(passage)
        length += len(passage.text) + 1
        gap, over = False, index in closed
    if group:
        yield group


def _was_cut(group: Sequence[Passage], length: int, second: Passage, *, gap: bool) -> bool:
    """Tell whether the passage goes on with the sentence at the end of a group of that many characters."""
    first = group[0]
    if ends_sentence(group[-1].text) or second.bullet or second.heading or first.heading:
        return False
    if second.text[0].islower():
        return length > MIN_CUT // 2
    return gap and length > MIN_CUT and not first.bullet and (len(group) > 1 or breaks_off(first.text))


def breaks_off(text: str) -> bool:
    """Tell whether an unfinished text was surely cut: it is long, told something before, or lacks its next word."""
    if len(text) > MAX_CAPTION or text.endswith((",", "-", "–", "—")):
        return True
    words = WORD.findall(text)
    return any(mark in text for mark in (". ", "? ", "! ", ".” ", '." ')) or (
        bool(words) and words[-1].lower() in FUNCTION_WORDS
    )
