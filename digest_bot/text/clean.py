"""Cleans plain text: finds the paragraphs of the article, puts cut sentences together, keeps the rest as data."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice, pairwise

from digest_bot.model import Paragraph
from digest_bot.text.boilerplate import Seen, judge, look
from digest_bot.text.certainties import boxes, is_image_note, is_never_text, is_no_caption, pitches
from digest_bot.text.credits import find_author, find_date, find_title, split_dateline
from digest_bot.text.passages import Passage, ends_sentence, join_passages, read_passages, stands_alone
from digest_bot.text.words import WORD

SURE = -4.0
"""Log-odds below which a line goes even from a text that an extractor has cleaned already."""
MIN_REPEATED = 6
"""Words from which a text that stands in a longer passage again is a pull quote."""
MAX_REPEATED = 60
"""Words of the longest one."""
QUOTES = frozenset('"“„«')
MAX_SPEAKER, MAX_PULLED = 10, 10
"""Words of the line that names who said a quotation, and such quotations of a text that are looked at."""
MIN_CUT = 50
"""Characters of a passage from which a missing full stop means that it was cut."""
MAX_GAP = 6
"""Passages that may stand between the halves of a cut sentence."""
REST, LIKELY_REST = -5.0, -1.5
"""Log-odds from which a passage may be the second half: in lower case, and any."""

CAPTIONS = frozenset(("credit", "agency_end", "caption"))
"""Kinds of furniture that belong to a picture."""
NO_CAPTIONS = frozenset(("offer", "share", "legal"))
"""Kinds that never do: `Home | News | Subscribe` is built like a credit."""

_PLAIN = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class CleanText:
    """What a raw text holds."""

    title: str
    author: str | None
    published: date | None
    place: str | None
    """Of the dateline."""
    paragraphs: tuple[Paragraph, ...]
    captions: tuple[str, ...]
    """Captions and credits of pictures."""
    dropped: tuple[str, ...]
    """Everything else that was taken out, in order."""


def clean_text(raw: str, *, title: str = "", extracted: bool = False) -> CleanText:
    """Return the paragraphs of the article in `raw`, with spans that point into it; never raises.

    `extracted` says that the text came out of a page by an extractor: then only what is surely not of the article goes.
    """
    passages = read_passages(raw)
    seen = look(passages)
    wanted = _wanted(seen, title, SURE if extracted else 0.0)
    found = find_title(seen, wanted) if not title else None
    if found is not None:
        wanted[found] = False
    kept = [passage if keep else None for passage, keep in zip(passages, wanted, strict=True)]
    out = [one for one, keep in zip(seen, wanted, strict=True) if not keep]
    dropped = [one.passage.text for one in out]
    head = [passage.text for passage in passages[: next((i for i, keep in enumerate(wanted) if keep), 0)]]
    place, day = _take_dateline(raw, kept)
    captions = tuple(passages[index].text for index in _captions(seen, wanted) if index != found)
    return CleanText(
        title=passages[found].text if found is not None else title,
        author=find_author(head) or find_author(dropped),
        published=day or find_date(head) or find_date(dropped),
        place=place,
        paragraphs=tuple(_mend(kept)),
        captions=captions,
        dropped=tuple(text for text in dropped if text not in captions),
    )


def _wanted(seen: Sequence[Seen], title: str, threshold: float) -> list[bool]:
    passages = [one.passage for one in seen]
    odds = judge(seen, title)
    name = _plain(title)
    said = [one.passage.text for one in seen]
    offered = frozenset((*pitches(said), *boxes(said, [one.ends for one in seen])))
    repeated = _repeated([_straight(one) for one in seen])
    noted = {
        at for at, (_, after) in enumerate(pairwise(passages)) if is_image_note(after.text) and _ends(passages, at)
    }
    barred = [
        again or index in offered or index in noted or is_never_text(p.text) or (bool(name) and _plain(p.text) == name)
        for index, (p, again) in enumerate(zip(passages, _with_speakers(seen, repeated), strict=True))
    ]
    wanted = [value > threshold and not bar for value, bar in zip(odds, barred, strict=True)]
    _rescue(
        passages,
        wanted,
        [
            -math.inf if bar or stands_alone(p.text) else value
            for p, value, bar in zip(passages, odds, barred, strict=True)
        ],
    )
    if all(keep or "end" in one.kinds for one, keep in zip(seen, wanted, strict=True)):
        return [not bar for bar in barred]  # a text with no furniture around it has none
    return wanted


def _ends(passages: Sequence[Passage], at: int) -> bool:
    """Tell whether a passage without a full stop ends all the same: nothing from it on is in lower case."""
    goes_on = any(passage.text[0].islower() for passage in passages[at : at + 1 + MAX_GAP])
    return not (goes_on or ends_sentence(passages[at].text))


def _rescue(passages: Sequence[Passage], wanted: list[bool], odds: Sequence[float]) -> None:
    """Keep the short rest of a sentence that a page break cut."""
    open_at = None
    for index, passage in enumerate(passages):
        if open_at is not None and not wanted[index] and index - open_at <= MAX_GAP:
            lower = passage.text[0].islower() and odds[index] > REST
            wanted[index] = lower or (odds[index] > LIKELY_REST and ends_sentence(passage.text))
        if wanted[index]:
            cut = len(passage.text) >= MIN_CUT and not ends_sentence(passage.text) and not passage.bullet
            open_at = index if cut else None


def _repeated(texts: Sequence[Sequence[str]]) -> list[bool]:
    """Tell of every passage, given as its words, whether another says all of it: a pull quote, a repeated header."""
    joined = [" ".join(words) if MIN_REPEATED <= len(words) <= MAX_REPEATED else "" for words in texts]
    inside = _inside_longer(texts, {text for text in joined if text})
    seen: set[str] = set()
    again = []
    for text in joined:
        again.append(bool(text) and (text in seen or text in inside))
        seen.add(text)
    return again


def _with_speakers(seen: Sequence[Seen], repeated: Sequence[bool]) -> list[bool]:
    """Mark the line below a quotation that was pulled out of the text too: it names who said it, as the text does."""
    marked = list(repeated)
    pulled = (at for at, again in enumerate(repeated[:-1]) if again and seen[at].passage.text[0] in QUOTES)
    for at in islice(pulled, MAX_PULLED):
        below = seen[at + 1]
        name = below.passage.text.split(",")[0].strip("–—- ")
        if not below.ends and len(below.low) <= MAX_SPEAKER and name[:1].isupper():
            marked[at + 1] |= any(name in one.passage.text for one in seen if one is not below)
    return marked


def _straight(one: Seen) -> list[str]:
    """Return the words with plain apostrophes: a quotation pulled out of a text often has other ones."""
    return [word.replace("’", "'") for word in one.low] if "’" in one.passage.text else one.low


def _inside_longer(texts: Sequence[Sequence[str]], short: AbstractSet[str]) -> set[str]:
    """Return those of the short texts that stand in a longer one; linear, as at most 54 lengths are tried at a word."""
    lengths: dict[str, set[int]] = {}
    for words in map(str.split, short):
        lengths.setdefault(words[0], set()).add(len(words))
    found = set()
    for whole in texts:
        if lengths.keys().isdisjoint(whole):
            continue
        for at in [at for at, word in enumerate(whole) if word in lengths]:
            for length in lengths[whole[at]]:
                if at + length <= len(whole) > length and (text := " ".join(whole[at : at + length])) in short:
                    found.add(text)
    return found


def _plain(text: str) -> str:
    return _PLAIN.sub(" ", text).strip().casefold()


def _captions(seen: Sequence[Seen], wanted: Sequence[bool]) -> list[int]:
    """Return the index of every caption and credit, and of the words of a caption whose credit stands beside them."""
    credited = [not keep and _is_caption(one) for one, keep in zip(seen, wanted, strict=True)]
    copies = Counter(one.passage.text for one in seen)
    return [
        index
        for index, one in enumerate(seen)
        if credited[index] or (_is_beside(index, credited) and not wanted[index] and _may_be_caption(one, copies))
    ]


def _is_beside(index: int, credited: Sequence[bool]) -> bool:
    return any(credited[max(0, index - 1) : index + 2])


def _may_be_caption(one: Seen, copies: Counter[str]) -> bool:
    text = one.passage.text
    odd = stands_alone(text) or is_no_caption(text) or "end" in one.kinds
    return not odd and copies[text] == 1 and text.count(" ") >= 2


def _is_caption(one: Seen) -> bool:
    if CAPTIONS.isdisjoint(one.kinds) or not NO_CAPTIONS.isdisjoint(one.kinds):
        return False
    return not (stands_alone(one.passage.text) or is_no_caption(one.passage.text))


def _take_dateline(raw: str, kept: list[Passage | None]) -> tuple[str | None, date | None]:
    """Cut the dateline off the first passage and return its place and date."""
    index = next((index for index, passage in enumerate(kept) if passage is not None), None)
    passage = None if index is None else kept[index]
    if passage is None:
        return None, None
    line = split_dateline(passage.text)
    if line is None:
        return None, None
    passage.text = passage.text[line.end :]
    start, end = passage.spans[0]
    written = split_dateline(raw[start:end])
    if written is not None:
        passage.spans = ((start + written.end, end), *passage.spans[1:])
    return line.place, line.day


def _mend(kept: Sequence[Passage | None]) -> Iterator[Paragraph]:
    """Yield paragraphs, the halves of a cut one together; None stands where something was taken out."""
    known = cache(lambda: {word.lower() for passage in kept if passage for word in WORD.findall(passage.text)})
    for group in _halves(kept):
        whole = join_passages(group, known)
        yield Paragraph(whole.text, whole.spans)


def _halves(kept: Sequence[Passage | None]) -> Iterator[list[Passage]]:
    """Yield the passages that make up each paragraph."""
    group: list[Passage] = []
    length = 0
    gap = False
    for passage in kept:
        if passage is None:
            gap = True
            continue
        if group and not _was_cut(group, length, passage, gap=gap or passage.page_before):
            yield group
            group, length = [], 0
        group.append(passage)
        length += len(passage.text) + 1
        gap = False
    if group:
        yield group


def _was_cut(group: Sequence[Passage], length: int, second: Passage, *, gap: bool) -> bool:
    """Tell whether the passage goes on with the sentence at the end of a group of that many characters."""
    first = group[0]
    if ends_sentence(group[-1].text) or second.bullet or second.heading or first.heading:
        return False
    if second.text[0].islower():
        return length > MIN_CUT // 2
    return gap and length > MIN_CUT and not first.bullet
