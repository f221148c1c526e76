"""What it takes to speak a digest: from the stories to sound."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from digest_bot.model import Audio, Digest, Narration
from digest_bot.ports import Voice
from digest_bot.shell.episodes import Shelf
from digest_bot.shell.recording import Silence, record
from digest_bot.text.narration import narrate

log = logging.getLogger(__name__)

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
    form: str = "mp3"
    """Format of the file: `mp3` or `m4a`."""
    shelf: Shelf | None = None
    """Where spoken editions are kept for the podcast."""

    @property
    def wants_silence(self) -> bool:
        """Tell whether no sound is what was asked for, so that its absence needs no word."""
        return all(voice.name == "silent" for voice in self.voices)


def speak(digest: Digest, studio: Studio, *, heard: Heard | None = None) -> Audio | Silence:
    """Return the spoken digest, or why there is none; `heard` is told how many segments of how many are spoken.

    Never raises: whatever breaks in a voice or in the mastering, the words stand without their sound.
    """
    if not digest.stories:
        return Silence("There is nothing to speak today.")
    try:
        return perform(narrate(digest, lexicon=dict(studio.lexicon)), studio, heard=heard)
    except Exception:
        log.exception("the sound of %s could not be made", digest.edition.id)
        return Silence("It could not be made; the log says why.")


def publish(digest: Digest, studio: Studio) -> Audio | Silence:
    """Return the spoken edition, or why there is none, and shelve it; a full disk is no reason for silence."""
    sound = speak(digest, studio)
    if studio.shelf and isinstance(sound, Audio):
        try:
            studio.shelf.put(digest, sound)
        except OSError as error:
            log.warning("the sound of %s is not kept for the podcast: %s", digest.edition.id, error)
    return sound


def perform(narration: Narration, studio: Studio, *, heard: Heard | None = None) -> Audio | Silence:
    """Return the spoken script, or why there is none."""
    return record(
        narration, studio.voices, headlines=studio.headlines, scratch=studio.scratch, heard=heard, form=studio.form
    )
