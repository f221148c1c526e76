"""The default voice: pyttsx3 with the espeak-ng library and data of the package espeakng-loader; no system package."""

from importlib.util import find_spec
from pathlib import Path

from digest_bot.errors import VoiceError
from digest_bot.voices import pyttsx3_worker
from digest_bot.voices.rendering import partial, python, render_by, speakable, version_of, voice_of

PACKAGES = ("pyttsx3", "espeakng_loader")


class Pyttsx3:
    """Speaks every segment in a fresh Python process (see pyttsx3_worker); `rate` in words a minute, 80 to 450."""

    name = "pyttsx3"
    patience = 0.05

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
        versions = " ".join(f"{package} {version_of(package)}" for package in PACKAGES)
        return f"{versions} f5 {self.rate}"

    def render(self, text: str, out: Path, *, language: str, timeout: float) -> None:
        """Speak into `out`; the text goes over stdin. Raises VoiceError."""
        packages = _home("pyttsx3").parent
        espeak = _home("espeakng_loader")
        library = next(iter(sorted(espeak.glob("*espeak-ng.*"))), espeak / "libespeak-ng.so")
        files = (str(packages), str(library), str(espeak / "espeak-ng-data"))
        command = (*python(pyttsx3_worker.__file__, "-S"), *files, voice_of(language), str(self.rate))
        render_by((*command, str(partial(out).absolute())), speakable(text).encode(), out, timeout=timeout)


def _home(package: str) -> Path:
    """Return the folder of a package; raises VoiceError."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise VoiceError(f"The Python package {package} is not installed.", permanent=True)
    return Path(next(iter(spec.submodule_search_locations))).absolute()
