"""One process that speaks one segment: text in on stdin, a WAV file out, whole or not at all."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from digest_bot.errors import VoiceError


def speakable(text: str) -> str:
    """Return the text without what an engine would take for a command: control characters and `[[phonemes]]`.

    Raises VoiceError when nothing that can be said is left.
    """
    plain = "".join(char if char.isprintable() else " " for char in text).replace("[[", " ").replace("]]", " ")
    if not any(char.isalnum() for char in plain):
        raise VoiceError("There is nothing to say in the segment.", permanent=True)
    return " ".join(plain.split())


def voice_of(language: str) -> str:
    """Return the name of espeak's voice for a language (ISO 639-1), of the variant that listeners misheard least.

    In American English a recogniser got 5.5 % of the words wrong with `f5` and 42 % with the voice as it comes.
    """
    return f"{'en-us' if language == 'en' else language}+f5"


def render_by(command: Sequence[str], given: bytes, out: Path, *, timeout: float) -> None:
    """Run the command with `given` on its stdin; it must leave its sound in `partial(out)`, which then becomes `out`.

    Raises VoiceError; then neither file is there.
    """
    part = partial(out)
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=timeout, check=False)  # noqa: S603
        if done.returncode:
            raise VoiceError(f"{Path(command[0]).name} ended with {done.returncode}{_last_words(done.stderr)}.")
        if not part.is_file():
            raise VoiceError(f"{Path(command[0]).name} wrote no file{_last_words(done.stderr)}.")
        part.replace(out)
    except subprocess.TimeoutExpired as error:
        raise VoiceError(f"{Path(command[0]).name} took longer than {timeout:.0f} s.") from error
    except OSError as error:
        raise VoiceError(f"{Path(command[0]).name} could not be run: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def partial(out: Path) -> Path:
    """Return the file a voice writes to before it is whole."""
    return out.with_name(out.name + ".part")


def _last_words(stderr: bytes) -> str:
    lines = stderr.decode(errors="replace").split("\n")
    said = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return f": {said[:200]}" if said else ""
