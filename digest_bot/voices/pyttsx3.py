"""The default voice: pyttsx3 with the espeak-ng library and data of the package espeakng-loader; no system package."""

import json
import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from digest_bot.voices import pyttsx3_worker
from digest_bot.voices.rendering import partial, render_by, speakable, voice_of

PACKAGES = ("pyttsx3", "espeakng_loader")


class Pyttsx3:
    """Speaks every segment in a fresh Python process (see pyttsx3_worker); `rate` in words a minute, 80 to 450."""

    name = "pyttsx3"

    def __init__(self, *, rate: int = 165) -> None:
        self.rate = rate

    def unavailable(self) -> str | None:
        """Return which package is missing, with what to do."""
        missing = [package for package in PACKAGES if find_spec(package) is None]
        if missing:
            return f"The voice pyttsx3 needs the Python package {missing[0]}: install digest-bot again."
        return None

    def fingerprint(self) -> str:
        """Return the versions of the packages, voice and rate."""
        versions = " ".join(f"{package} {_version(package)}" for package in PACKAGES)
        return f"{versions} f5 {self.rate}"

    def render(self, text: str, out: Path, *, language: str, timeout: float) -> None:
        """Speak into `out`; the text goes over stdin. Raises VoiceError."""
        job = {
            "text": speakable(text),
            "voice": voice_of(language),
            "rate": self.rate,
            "out": str(partial(out).absolute()),
        }
        # -P: this folder holds a file named pyttsx3.py too, and the package is wanted
        command = (sys.executable, "-P", str(Path(pyttsx3_worker.__file__).absolute()))
        render_by(command, json.dumps(job).encode(), out, timeout=timeout)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
