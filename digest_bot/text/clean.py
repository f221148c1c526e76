"""Cleans plain text: finds the paragraphs of the article, puts cut sentences together, keeps the rest as data."""

import math
import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise

from digest_bot.model import Paragraph
from digest_bot.text.boilerplate import Seen, judge, look
from digest_bot.text.boxes import boxes, pitches
from digest_bot.text.captions import MAX_GAP, find_captions, sure_captions
from digest_bot.text.credits import find_author, find_date, find_title, split_dateline
from digest_bot.text.mending import MIN_CUT, mend
from digest_bot.text.notices import is_signature
from digest_bot.text.passages import Passage, ends_sentence, read_passages, stands_alone
from digest_bot.text.subheads import under_headings

SURE = -3.5
"""Log-odds below which a line goes even from a text that an extractor has cleaned already."""
MIN_REPEATED = 6
"""Words from which a text that stands in a longer passage again is a pull quote."""
MAX_REPEATED = 60
"""Words of the longest one."""
QUOTES = frozenset('"“„«')
MAX_SPEAKER, MAX_PULLED = 10, 10
"""Words of the line that names who said a quotation, and such quotations of a text that are looked at."""
REST, LIKELY_REST = -5.0, -1.5
"""Log-odds from which a passage may be the second half: in lower case, and any."""

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
    wanted = _wanted(seen, title, extracted=extracted)
    found = find_title(seen, wanted) if not title else None
    if found is not None:
        wanted[found] = False
    kept = [passage if keep else None for passage, keep in zip(passages, wanted, strict=True)]
    out = [one for one, keep in zip(seen, wanted, strict=True) if not keep]
    dropped = [one.passage.text for one in out]
    head = [passage.text for passage in passages[: next((i for i, keep in enumerate(wanted) if keep), 0)]]
    place, day = _take_dateline(raw, kept)
    captions = tuple(passages[index].text for index in find_captions(seen, wanted) if index != found)
    return CleanText(
        title=passages[found].text if found is not None else title,
        author=find_author(head) or find_author(dropped),
        published=day or find_date(head) or find_date(dropped),
        place=place,
        paragraphs=tuple(mend(kept, _closed(seen))),
        captions=captions,
        dropped=tuple(text for text in dropped if text not in captions),
    )


def _wanted(seen: Sequence[Seen], title: str, *, extracted: bool) -> list[bool]:
    odds = judge(seen, title)
    barred = _barred(seen, title)
    wanted = [value > (SURE if extracted else 0.0) and not bar for value, bar in zip(odds, barred, strict=True)]
    _rescue(
        [one.passage for one in seen],
        wanted,
        [
            -math.inf if bar or stands_alone(one.passage.text) else value
            for one, value, bar in zip(seen, odds, barred, strict=True)
        ],
    )
    for at in under_headings(seen, wanted, barred):
        wanted[at] = True
    whole = all(keep or "end" in one.kinds for one, keep in zip(seen, wanted, strict=True))
    if whole:  # a text with no furniture around it has none
        wanted = [not bar for bar in barred]
    if whole and not extracted:
        return wanted
    return [keep and not one.reading.wording.closing for one, keep in zip(seen, wanted, strict=True)]


def _barred(seen: Sequence[Seen], title: str) -> list[bool]:
    """Tell of every passage whether it is surely not of the article, whatever it reads like."""
    name = _plain(title)
    boxed = {*pitches(seen), *boxes(seen), *sure_captions(seen)}
    again = _with_speakers(seen, _repeated([_straight(one) for one in seen]))
    return [
        again[at] or at in boxed or one.reading.wording.notice or (bool(name) and _plain(one.passage.text) == name)
        for at, one in enumerate(seen)
    ]


def _closed(seen: Sequence[Seen]) -> set[int]:
    """Return where nothing goes on: at a credit, and at the post of another site, which its signature follows."""
    credited = {at for at, one in enumerate(seen) if "agency_end" in one.kinds or "credit" in one.kinds}
    return credited | {at for at, (_, after) in enumerate(pairwise(seen)) if is_signature(after.passage.text)}


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
