"""One process that speaks one segment: text in on stdin, a WAV file out, whole or not at all."""

import contextlib
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MappingProxyType

from digest_bot.errors import VoiceError

_PHONEMES = re.compile(r"\[\[|\]\]")
_VOICES: Mapping[str, str] = MappingProxyType({"en": "en-us", "zh": "cmn", "no": "nb", "iw": "he", "in": "id"})
"""What espeak calls a language by another name than ISO 639-1."""
_KNOWN = frozenset(
    (
        *("af", "am", "an", "ar", "as", "az", "ba", "be", "bg", "bn", "bs", "ca", "cs", "cv", "cy", "da", "de", "el"),
        *("eo", "es", "et", "eu", "fa", "fi", "fo", "fr", "ga", "gd", "gn", "gu", "he", "hi", "hr", "ht", "hu", "hy"),
        *("ia", "id", "io", "is", "it", "ja", "ka", "kk", "kl", "kn", "ko", "ku", "ky", "la", "lb", "lt", "lv", "mi"),
        *("mk", "ml", "mr", "ms", "mt", "my", "nb", "ne", "nl", "om", "or", "pa", "pl", "pt", "qu", "ro", "ru", "sd"),
        *("si", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "ti", "tk", "tn", "tr", "tt", "ug", "uk", "ur"),
        *("uz", "vi", "cmn", "en-us"),
    )
)
"""Languages that espeak has a voice for, under its own names."""


def speakable(text: str) -> str:
    """Return the text without what an engine would take for a command: control characters and `[[phonemes]]`.

    Raises VoiceError when nothing that can be said is left.
    """
    plain = _PHONEMES.sub(" ", "".join(char if char.isprintable() else " " for char in text))
    if not any(char.isalnum() for char in plain):
        raise VoiceError("There is nothing to say in the segment.", permanent=True)
    return " ".join(plain.encode(errors="ignore").decode().split())


def voice_of(language: str) -> str:
    """Return the name of espeak's voice for a language (ISO 639-1), of the variant that listeners misheard least.

    In American English a recogniser got 5.5 % of the words wrong with `f5` and 42 % with the voice as it comes. A
    language that espeak has no voice for is read as English.
    """
    name = _VOICES.get(language, language)
    return f"{name if name in _KNOWN else 'en-us'}+f5"


def render_by(command: Sequence[str], given: bytes, out: Path, *, timeout: float) -> None:
    """Run the command with `given` on its stdin; it must leave its sound in `partial(out)`, which then becomes `out`.

    Raises VoiceError; then neither file is there.
    """
    part, name = partial(out), _name(command)
    try:
        part.touch()  # pyttsx3 waits for ever when it cannot write
        done = subprocess.run(command, input=given, capture_output=True, timeout=timeout, check=False)  # noqa: S603
        if done.returncode:
            raise VoiceError(f"{name} ended with {done.returncode}{_last_words(done.stderr)}.")
        if not part.stat().st_size:
            raise VoiceError(f"{name} wrote no file{_last_words(done.stderr)}.")
        part.replace(out)
    except subprocess.TimeoutExpired as error:
        raise VoiceError(f"{name} took longer than {timeout:.0f} s.", hung=True) from error
    except OSError as error:
        raise VoiceError(f"{name} could not be run: {error.strerror}.") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def python(worker: str | None, *options: str) -> tuple[str, ...]:
    """Return the command that runs a file of this folder in a Python that sees neither this folder nor the user's own.

    The folder holds files named like the packages that are wanted.
    """
    return (sys.executable, "-I", *options, str(Path(str(worker)).absolute()))


def partial(out: Path) -> Path:
    """Return the file a voice writes to before it is whole."""
    return out.with_name(out.name + ".part")


def version_of(package: str) -> str:
    """Return the installed version of a package, or `unknown`."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def _name(command: Sequence[str]) -> str:
    """Return what people call the command: the worker's file without its ending, or the program."""
    worker = next((part for part in command if part.endswith("_worker.py")), command[0])
    return Path(worker).name.removesuffix("_worker.py")


def _last_words(stderr: bytes) -> str:
    lines = stderr.decode(errors="replace").split("\n")
    said = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return f": {said[:200].rstrip('.')}" if said else ""
