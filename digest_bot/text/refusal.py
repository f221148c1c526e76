"""Texts that are no articles: walls, stubs, error pages, lists of links; a false refusal is worse than a miss."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digest_bot.model import SkipReason
from digest_bot.text.walls import WALLS

MIN_WORDS = 25
"""Fewer words tell no story."""
LONG = 220
"""Words; a wall with more text than this around it is an article that mentions one."""
SHORT = 60
"""Words of a text in which one phrase tells a wall; twice as many need two, more need three."""
PREVAILING = 0.3
"""Share of a short text that the lines with such a phrase must be where news may speak of the same."""
MIN_TOLD = 8
"""Words of a paragraph that tells something; offers (`Monthly 9.`) are shorter."""
MAX_LABEL = 5
"""Words of a line that is a label for all its full stop."""
MIN_DENSE, MIN_SIGNS = 120, 15
"""Signs of a text, and of a sentence, in a script without spaces."""
MIN_LIST, MANY_LINKS = 4, 10
"""Lines, and links of a page without text, that may be a list."""

_PLAIN_WORDS = frozenset((SkipReason.PAYWALL, SkipReason.NEEDS_JAVASCRIPT))
"""Walls whose phrases no news speaks in."""
_LINKS = SkipReason.LINK_LIST, "It is a list of headlines or links, not a text."
_PAYWALL = SkipReason.PAYWALL, "The rest of the article is behind a paywall."
_PATTERNS = tuple(
    (reason, detail, re.compile("|".join(phrase.strip() for phrase in phrases.strip().splitlines()), re.IGNORECASE))
    for reason, detail, phrases in WALLS
)
_SPACELESS = re.compile("[\u0e01-\u0e5b\u3041-\u30ff\u3400-\u9fff]")
_FINISHED = re.compile(r"[.!?…。！？।:][\"”’'»“)\]]{0,3}$")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the whole document shows, to tell what one without an article is."""

    text: str = ""
    """Everything a reader sees."""
    links: int = 0
    """Links of some words, as headlines are."""
    scripts: int = 0
    closed: bool = False
    """The page says of itself that not everybody may read it."""


def refuse(
    paragraphs: Sequence[str], *, title: str = "", dropped: Sequence[str] = (), around: Surroundings | None = None
) -> tuple[SkipReason, str] | None:
    """Return why this is no article, as (reason, sentence), or None when it may be one.

    `dropped` is what stood around the paragraphs: the wall behind the first lines of an article is taken out of it.
    """
    text = "\n".join(paragraphs)
    count = len(text.split())
    wall = _wall(f"{title}\n{text}", count)
    if wall is not None:
        return wall
    if count <= SHORT and _is_cut_off(dropped, around or Surroundings()):
        return _PAYWALL
    if count < MIN_WORDS and not _is_dense_script(text):
        return _too_little(count, title, around or Surroundings())
    return _LINKS if _is_link_list(paragraphs) else None


def stub(paragraphs: Sequence[str]) -> str:
    """Return the beginning of an article that a paywall lets through: finished sentences no wall speaks in.

    Empty when that is too little to tell anything.
    """
    told = [p for p in paragraphs if _FINISHED.search(p[-6:]) and len(p.split()) >= MIN_TOLD]
    text = " ".join(p for p in told if not any(pattern.search(p) for _, _, pattern in _PATTERNS))
    return text if len(text.split()) >= MIN_WORDS else ""


def _is_cut_off(dropped: Sequence[str], around: Surroundings) -> bool:
    """Tell whether what was taken out of a short text speaks of a paywall: twice, or once where the page has one."""
    text = "\n".join(dropped)
    (pattern,) = (pattern for reason, _, pattern in _PATTERNS if reason is SkipReason.PAYWALL)
    return len({match.group().lower() for match in pattern.finditer(text)}) >= (1 if around.closed else 2)


def _too_little(count: int, title: str, around: Surroundings) -> tuple[SkipReason, str]:
    """Say what a document is that has hardly any text of an article."""
    shown = len(around.text.split())
    wall = _wall(f"{title}\n{around.text[:3000]}", shown)
    if wall is not None:
        return wall
    if around.closed:
        return _PAYWALL
    if around.links >= MANY_LINKS or _is_link_list(around.text.splitlines()):
        return _LINKS
    if around.scripts and shown < MIN_WORDS:
        return SkipReason.NEEDS_JAVASCRIPT, "The page shows its text only with JavaScript."
    return SkipReason.TOO_SHORT, f"It has only {count} word{'' if count == 1 else 's'}."


def _wall(text: str, count: int) -> tuple[SkipReason, str] | None:
    """Judge by how much of a short text speaks like a wall: several phrases, or one in very few words."""
    if count > LONG:
        return None
    hits = {reason: {match.group().lower() for match in pattern.finditer(text)} for reason, _, pattern in _PATTERNS}
    reason, detail, pattern = max(_PATTERNS, key=lambda wall: len(hits[wall[0]]))
    needed = 1 if count <= SHORT else 2 if count <= 2 * SHORT else 3
    spoken_only_by_walls = reason is SkipReason.PAYWALL or (needed == 1 and reason in _PLAIN_WORDS)
    if len(hits[reason]) < needed or (needed < 3 and not spoken_only_by_walls and not _prevails(pattern, text)):
        return None
    return reason, detail


def _prevails(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether the lines that speak like a wall are a good part of the text: news may speak of walls too."""
    spoken = sum(len(line) for line in text.splitlines() if pattern.search(line))
    return spoken >= PREVAILING * len(text)


def _is_link_list(paragraphs: Sequence[str]) -> bool:
    """Tell whether hardly any paragraph is a finished sentence."""
    if len(paragraphs) < MIN_LIST:
        return False
    finished = sum(bool(_FINISHED.search(p[-6:])) and (len(p.split()) > MAX_LABEL or _is_dense(p)) for p in paragraphs)
    words_in_finished = sum(len(p.split()) for p in paragraphs if _FINISHED.search(p[-6:]))
    return finished * 5 < len(paragraphs) and words_in_finished < 60


def _is_dense_script(text: str) -> bool:
    """Tell whether the text is long although it has no spaces, as in Chinese, Japanese and Thai."""
    return len(text) > MIN_DENSE and text.count(" ") < len(text) / 20


def _is_dense(paragraph: str) -> bool:
    return len(_SPACELESS.findall(paragraph)) >= MIN_SIGNS
