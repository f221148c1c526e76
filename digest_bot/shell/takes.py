"""One segment spoken by one voice: asked twice, listened to, kept for the next time."""

import contextlib
import hashlib
import logging
import math
import shutil
import tempfile
import wave
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from digest_bot.errors import VoiceError
from digest_bot.model import Segment
from digest_bot.ports import Voice
from digest_bot.sound.audio import Clip
from digest_bot.sound.hearing import fault, is_silent

log = logging.getLogger(__name__)

SHARES = (0.65, 0.35)
"""One voice is asked so often for one segment, each time for this share of the time there is."""
MOST = 24.0
"""Seconds that one voice may take for one segment, all attempts together."""
ALIKE = 0.03
"""Share by which two renders of one text differ at most when nothing was cut: fresh processes say it the same way."""
KEPT_FILES = 1000
"""Spoken segments that are kept: about 200 MB."""
CACHE_VERSION = 2
"""Raised when sound that was kept before may no longer be used."""

_NAME = "[0-9a-f]" * 40 + ".wav"
_FOLDER = ".render-"


@dataclass(frozen=True, slots=True)
class Take:
    """The sound of one segment as it was accepted."""

    clip: Clip
    doubt: str = ""
    """What is odd about it, although the voice said it twice the same way; empty when nothing is."""


def take(segment: Segment, voice: Voice, *, scratch: Path, most: float = MOST) -> Take:
    """Return the segment as this voice speaks it, from `scratch` when it was spoken before.

    A sound that lasts longer or shorter than such a text should is accepted, with a doubt, when the voice says it twice
    alike. All attempts together take `most` seconds at most. Raises VoiceError when the voice cannot, OSError when the
    folder cannot be used.
    """
    text, language = segment.spoken, segment.language
    kept = scratch / f"{_key(voice.name, voice.fingerprint(), language, text)}.wav"
    try:
        clip = read_clip(kept, voice=voice.name)
        kept.touch()
    except (OSError, EOFError, wave.Error):
        return _render(segment, voice, kept=kept, most=most)
    return Take(clip, fault(clip.samples, clip.rate, text, rate=voice.rate))


def read_clip(path: Path, *, voice: str = "") -> Clip:
    """Return the sound of a WAV file, mono, 16 bit, spoken by this voice; raises OSError, EOFError, wave.Error."""
    import numpy as np

    with wave.open(str(path), "rb") as file:
        if (file.getnchannels(), file.getsampwidth()) != (1, 2):
            raise wave.Error("it is not mono, 16 bit")
        frames = file.readframes(file.getnframes())
        if len(frames) != 2 * file.getnframes():  # as after a power failure
            raise wave.Error("it is cut short")
        samples = np.frombuffer(frames, dtype="<i2")
        return Clip(samples, file.getframerate(), voice)


def forget(scratch: Path) -> None:
    """Remove the segments that were not used for the longest, and what a killed worker left behind.

    Another worker may do the same; what it removed first is gone all the same.
    """
    with contextlib.suppress(OSError):
        files = sorted(((path.stat().st_mtime, path) for path in scratch.glob(_NAME)), reverse=True)
        for _, path in files[KEPT_FILES:]:
            path.unlink(missing_ok=True)
        newest = files[0][0] if files else math.inf
        for folder in scratch.glob(f"{_FOLDER}*"):
            if folder.stat().st_mtime < newest - 3600:
                shutil.rmtree(folder, ignore_errors=True)


def _key(*parts: str) -> str:
    """Return the name of what depends on these parts and nothing else."""
    digest = hashlib.sha256()
    for part in (str(CACHE_VERSION), *parts):
        digest.update(f"{len(part)}:{part}".encode(errors="surrogatepass"))
    return digest.hexdigest()[:40]


def _render(segment: Segment, voice: Voice, *, kept: Path, most: float) -> Take:
    """Speak the text, listen to it, and only then keep it."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=_FOLDER, dir=kept.parent, ignore_cleanup_errors=True) as folder:
        tries = (Path(folder) / f"{attempt}.wav" for attempt in range(len(SHARES)))
        accepted, out = _accepted(segment, voice, tries=tries, most=most)
        out.replace(kept)
    return accepted


def _accepted(segment: Segment, voice: Voice, *, tries: Iterable[Path], most: float) -> tuple[Take, Path]:
    text = segment.spoken
    usual = 5 + voice.patience * (10 + len(text.split()))
    doubtful: list[Take] = []
    problem = VoiceError(f"{voice.name} was not asked.")
    for out, share in zip(tries, SHARES, strict=True):
        try:
            voice.render(text, out, language=segment.language, timeout=min(usual, share * most))
            heard = _listen(out, text, voice)
        except VoiceError as error:
            problem = error
            if error.permanent:
                break
            log.info("%s: %s", voice.name, error)
            continue
        if not heard.doubt or any(_alike(heard.clip, earlier.clip) for earlier in doubtful):
            return heard, out
        doubtful.append(heard)
        problem = VoiceError(f"{heard.doubt} for “{text[:60]}”.")
    raise problem


def _listen(out: Path, text: str, voice: Voice) -> Take:
    try:
        clip = read_clip(out, voice=voice.name)
    except (OSError, EOFError, wave.Error) as error:
        raise VoiceError(f"it left no readable sound ({error}).") from error
    wrong = fault(clip.samples, clip.rate, text, rate=voice.rate)
    if is_silent(clip.samples):
        raise VoiceError(f"{wrong} for “{text[:60]}”.")
    return Take(clip, wrong)


def _alike(one: Clip, other: Clip) -> bool:
    seconds = len(one.samples) / one.rate, len(other.samples) / other.rate
    return abs(seconds[0] - seconds[1]) <= ALIKE * max(seconds)
