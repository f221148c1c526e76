"""The program flite of the system: a clearer American voice than espeak's, English only."""

import shutil
import unicodedata
from functools import cached_property
from pathlib import Path

from digest_bot.errors import VoiceError
from digest_bot.voices.rendering import partial, render_by, speakable

PROGRAM = "flite"
VOICE = "slt"
NATURAL_RATE = 165
"""Words a minute of this voice as it comes."""


class Flite:
    """Speaks with the program `flite` found on the path; `rate` in words a minute, 80 to 450."""

    name = "flite"
    patience = 0.2

    def __init__(self, *, rate: int = 165, program: str = PROGRAM) -> None:
        self.rate = rate
        self._program = program

    def unavailable(self) -> str | None:
        """Return what to install when the program is not there."""
        if self._path is None:
            return f"The voice flite needs the program {self._program}: install the system package flite."
        return None

    def fingerprint(self) -> str:
        """Return program, size of the program, voice and rate: flite tells no exact version."""
        size = Path(self._path).stat().st_size if self._path else 0
        return f"flite {size} {VOICE} {self.rate}"

    def render(self, text: str, out: Path, *, language: str, timeout: float) -> None:
        """Speak into `out`; the text goes over stdin and is reduced to ASCII first. Raises VoiceError."""
        if self._path is None:
            raise VoiceError(str(self.unavailable()), permanent=True)
        if language != "en":
            raise VoiceError(f"flite speaks English, not {language!r}.", permanent=True)
        stretch = f"duration_stretch={NATURAL_RATE / self.rate:.3f}"
        options = ("-voice", VOICE, "--setf", stretch, "-f", "/dev/stdin", "-o", str(partial(out).absolute()))
        render_by((self._path, *options), speakable(_ascii(text)).encode(), out, timeout=timeout)

    @cached_property
    def _path(self) -> str | None:
        return shutil.which(self._program)


def _ascii(text: str) -> str:
    """Return the text with letters without their accents: flite reads bytes, one by one."""
    plain = text.translate({ord("’"): "'", ord("‘"): "'", ord("–"): "-", ord("—"): ", "})
    return unicodedata.normalize("NFKD", plain).encode("ascii", errors="ignore").decode()
