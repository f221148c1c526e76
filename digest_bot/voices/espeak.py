"""The espeak-ng program of the system: the same voice as the default one, by another way."""

import shutil
import subprocess
from functools import cached_property
from pathlib import Path

from digest_bot.errors import VoiceError
from digest_bot.voices.rendering import partial, render_by, speakable, voice_of

PROGRAM = "espeak-ng"


class Espeak:
    """Speaks with the program `espeak-ng` found on the path; `rate` in words a minute, 80 to 450."""

    name = "espeak"
    patience = 0.05

    def __init__(self, *, rate: int = 165, program: str = PROGRAM) -> None:
        self.rate = rate
        self._program = program

    def unavailable(self) -> str | None:
        """Return what to install when the program is not there."""
        if self._path is None:
            return f"The voice espeak needs the program {self._program}: install the system package espeak-ng."
        return None

    def fingerprint(self) -> str:
        """Return program, version, voice and rate."""
        return f"espeak {self._version} f5 {self.rate}"

    def render(self, text: str, out: Path, *, language: str, timeout: float) -> None:
        """Speak into `out`. The text goes over stdin, where it cannot be taken for an option. Raises VoiceError."""
        if self._path is None:
            raise VoiceError(str(self.unavailable()), permanent=True)
        options = ("-b", "1", "-s", str(self.rate), "-v", voice_of(language), "-w", str(partial(out)), "--stdin")
        render_by((self._path, *options), speakable(text).encode(errors="replace"), out, timeout=timeout)

    @cached_property
    def _path(self) -> str | None:
        return shutil.which(self._program)

    @cached_property
    def _version(self) -> str:
        command = (str(self._path), "--version")
        try:
            done = subprocess.run(command, capture_output=True, timeout=10, check=True)  # noqa: S603
        except (OSError, subprocess.SubprocessError):
            return "unknown"
        return " ".join(done.stdout.decode(errors="replace").split()[:4])
