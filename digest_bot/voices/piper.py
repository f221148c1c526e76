"""A voice file of the user's own, spoken by piper (extra `piper`; GPL, hence only ever in a process of its own)."""

import hashlib
import json
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from digest_bot.errors import VoiceError
from digest_bot.voices import piper_worker
from digest_bot.voices.rendering import partial, python, render_by, speakable, version_of

NATURAL_RATE = 165
"""Words a minute of most of piper's voices as they come."""


class Piper:
    """Speaks with `model`, an `.onnx` file that has its `.onnx.json` beside it; `rate` in words a minute."""

    name = "piper"
    patience = 1.0

    def __init__(self, model: Path | None, *, rate: int = NATURAL_RATE) -> None:
        self.rate = rate
        self._model = model

    def unavailable(self) -> str | None:
        """Return which package, setting or file is missing, with what to do."""
        if find_spec("piper") is None:
            return "The voice piper needs the Python package piper-tts: pip install 'digest-bot[piper]'."
        if self._model is None:
            return "The voice piper needs a voice file: set model in the table [audio] to an .onnx file."
        missing = [file for file in (self._model, _about(self._model)) if not file.is_file()]
        return f"The voice piper needs the file {missing[0]}." if missing else None

    def fingerprint(self) -> str:
        """Return the version, the content of the voice file and the rate."""
        return f"piper {version_of('piper-tts')} {self._hash} {self.rate}"

    def render(self, text: str, out: Path, *, language: str, timeout: float) -> None:  # noqa: ARG002 - the file's own
        """Speak into `out`, in whatever language the voice file speaks. Raises VoiceError."""
        if self._model is None:
            raise VoiceError(str(self.unavailable()), permanent=True)
        job = {
            "text": speakable(text),
            "model": str(self._model.absolute()),
            "slowness": NATURAL_RATE / self.rate,
            "out": str(partial(out).absolute()),
        }
        render_by(python(piper_worker.__file__), json.dumps(job).encode(), out, timeout=timeout)

    @cached_property
    def _hash(self) -> str:
        assert self._model is not None
        return hashlib.sha256(self._model.read_bytes() + _about(self._model).read_bytes()).hexdigest()[:16]


def _about(model: Path) -> Path:
    return model.with_name(f"{model.name}.json")
