"""A voice of the user's own, spoken by sherpa-onnx (extra `sherpa`): a folder with a voice of piper's kind (VITS)."""

import hashlib
import json
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from digest_bot.errors import VoiceError
from digest_bot.voices import sherpa_worker
from digest_bot.voices.rendering import partial, python, render_by, speakable, version_of, voice_of

NATURAL_RATE = 165
"""Words a minute of most voices as they come."""
PACKAGES = ("sherpa_onnx", "espeakng_loader")


class Sherpa:
    """Speaks with `model`, a folder that holds one `.onnx` file and `tokens.txt`.

    `speaker` is the number of the voice in a file that has several; `rate` in words a minute.
    """

    name = "sherpa"
    patience = 1.0

    def __init__(self, model: Path | None, *, rate: int = NATURAL_RATE, speaker: int = 0) -> None:
        self.rate = rate
        self._model = model
        self._speaker = speaker

    def unavailable(self) -> str | None:
        """Return which package, setting or file is missing, with what to do."""
        missing = [package for package in PACKAGES if find_spec(package) is None]
        if missing:
            return f"The voice sherpa needs the Python package {missing[0]}: pip install 'digest-bot[sherpa]'."
        if self._model is None:
            return "The voice sherpa needs a folder with a voice: set model in the table [audio]."
        if not (self._model / "tokens.txt").is_file() or not self._files("*.onnx"):
            return f"The voice sherpa needs an .onnx file and tokens.txt in the folder {self._model}."
        return None

    def fingerprint(self) -> str:
        """Return the version, the content of the voice, speaker and rate."""
        return f"sherpa {version_of('sherpa-onnx')} {self._hash} {self._speaker} {self.rate}"

    def render(self, text: str, out: Path, *, language: str, timeout: float) -> None:
        """Speak into `out`. Raises VoiceError."""
        reason = self.unavailable()
        if reason:
            raise VoiceError(reason, permanent=True)
        job = {
            "text": speakable(text),
            "espeak": voice_of(language).partition("+")[0],
            "model": str(self._files("*.onnx")[0]),
            "tokens": str(self._files("tokens.txt")[0]),
            "speaker": self._speaker,
            "speed": self.rate / NATURAL_RATE,
            "out": str(partial(out).absolute()),
        }
        render_by(python(sherpa_worker.__file__), json.dumps(job).encode(), out, timeout=timeout)

    @cached_property
    def _hash(self) -> str:
        digest = hashlib.sha256()
        for file in (*self._files("*.onnx")[:1], *self._files("tokens.txt")):
            digest.update(file.read_bytes())
        return digest.hexdigest()[:16]

    def _files(self, pattern: str) -> list[Path]:
        return sorted(self._model.absolute().glob(pattern)) if self._model else []
