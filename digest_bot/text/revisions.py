"""Versions of one report: what a source has corrected or brought up to date is no longer told as it first stood."""

import re
from collections.abc import Sequence

from digest_bot.model import Section

SAME = 0.5
"""Share of the sentences of the shorter version, letter for letter, from which two texts are versions of one report."""

_CORRECTED = re.compile(
    r"\A\W*(?:CORRECT(?:ED|ION)|KORREKTUR|BERICHTIGUNG|RECTIFICATI(?:F|ON))\b|\((?i:corrects?|corrected)\b"
)
_UPDATE = re.compile(r"\AUPDATE (\d{1,2})\s?[-–:]")


def in_force(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return the sections without those that a later version by the same source stands for; the order is kept.

    The later one is marked as a correction or has the higher number of an update; failing both, it has the later date.
    Of versions that nothing tells apart all are kept.
    """
    return tuple(one for one in sections if not any(_replaces(other, one) for other in sections))


def _replaces(new: Section, old: Section) -> bool:
    if new is old or new.article.source != old.article.source or new.article.id == old.article.id:
        return False
    return _version(new) > _version(old) and _are_versions(new, old)


def _version(section: Section) -> tuple[bool, int, float]:
    """Return what tells which of two versions is the later one."""
    title = section.article.title
    opening = " ".join(sentence.text for sentence in section.sentences[:2])
    numbered = _UPDATE.match(title)
    corrected = _CORRECTED.search(title) is not None or _CORRECTED.search(opening) is not None
    return corrected, int(numbered.group(1)) if numbered else 0, section.article.dated.timestamp()


def _are_versions(one: Section, other: Section) -> bool:
    mine, yours = ({sentence.text for sentence in section.sentences} for section in (one, other))
    return len(mine & yours) >= SAME * max(1, min(len(mine), len(yours)))
