"""What it takes to speak a digest: from the stories to sound."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from digest_bot.model import Audio, Digest, Narration
from digest_bot.ports import Voice
from digest_bot.recording import Silence, record
from digest_bot.text.narration import narrate

Heard = Callable[[int, int], None]
"""Is told after every segment how many of how many are spoken."""


@dataclass(frozen=True, slots=True)
class Studio:
    """The voices, in the order they are asked, and how they are to say names."""

    voices: tuple[Voice, ...]
    scratch: Path
    """Folder for the sound of single segments."""
    lexicon: tuple[tuple[str, str], ...] = ()
    headlines: Voice | None = None
    """Speaks the headlines; None for the same voice as the rest."""


def speak(digest: Digest, studio: Studio, *, heard: Heard | None = None) -> Audio | Silence:
    """Return the spoken digest, or why there is none; `heard` is told how many segments of how many are spoken."""
    if not digest.stories:
        return Silence("There is nothing to speak today.")
    return perform(narrate(digest, lexicon=dict(studio.lexicon)), studio, heard=heard)


def perform(narration: Narration, studio: Studio, *, heard: Heard | None = None) -> Audio | Silence:
    """Return the spoken script, or why there is none."""
    return record(narration, studio.voices, headlines=studio.headlines, scratch=studio.scratch, heard=heard)
