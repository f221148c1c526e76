"""Speaking a narration: every segment by the first voice that can, checked, kept for the next time, and mastered."""

import contextlib
import hashlib
import logging
import math
import re
import shutil
import tempfile
import wave
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from digest_bot.audio import Clip, master
from digest_bot.errors import VoiceError
from digest_bot.model import Audio, Narration
from digest_bot.ports import Voice

log = logging.getLogger(__name__)

AT_ONCE = 2
"""Renders at a time."""
ATTEMPTS = 2
"""How often one voice is asked for one segment."""
QUIETEST = -30.0
"""dBFS that the loudest sample of a segment reaches at least."""
KEPT_FILES = 1000
"""Spoken segments that are kept: about 200 MB."""
CACHE_VERSION = 1
"""Raised when sound that was kept before may no longer be used."""

_NAME = "[0-9a-f]" * 40 + ".wav"
_FOLDER = ".render-"
_STOP = re.compile(r"[.!?:;](?= )")


@dataclass(frozen=True, slots=True)
class Silence:
    """There is no sound, and why, in sentences for the reader."""

    reason: str


def record(
    narration: Narration, voices: Sequence[Voice], *, scratch: Path, story_titles: Sequence[str]
) -> Audio | Silence:
    """Return the narration spoken from beginning to end by the first of the voices that manages it.

    `scratch` keeps the sound of every segment; what was spoken before with the same voice is not spoken again. Several
    workers may use it at once.
    """
    said = tuple(segment for segment in narration.segments if any(char.isalnum() for char in segment.spoken))
    if not said:
        return Silence("There is nothing to speak.")
    narration, reasons = replace(narration, segments=said), []
    for voice in voices:
        reason = voice.unavailable()
        if reason is None:
            try:
                clips = _speak(narration, voice, scratch)
            except VoiceError as error:
                reason = f"The voice {voice.name} failed: {error}"
            except OSError as error:
                reason = f"The folder {scratch} cannot be used: {error.strerror}."
            else:
                return master(narration, clips, story_titles=story_titles, voice=voice.name)
            log.warning("%s", reason)
        reasons.append(reason)
    return Silence(" ".join(reasons) or "There is no voice.")


def _speak(narration: Narration, voice: Voice, scratch: Path) -> list[Clip]:
    """Return one clip a segment; raises VoiceError when one cannot be spoken, OSError for the folder."""
    scratch.mkdir(parents=True, exist_ok=True)
    say = partial(_clip, voice=voice, language=narration.language, fingerprint=voice.fingerprint(), scratch=scratch)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = [pool.submit(say, segment.spoken) for segment in narration.segments]
        try:
            clips = [clip.result() for clip in waiting]
        finally:
            pool.shutdown(cancel_futures=True)
    _forget(scratch)
    return clips


def _clip(text: str, *, voice: Voice, language: str, fingerprint: str, scratch: Path) -> Clip:
    kept = scratch / f"{_key(voice.name, fingerprint, language, text)}.wav"
    try:
        clip = _read(kept)
        kept.touch()
    except (OSError, EOFError, wave.Error):
        return _render(text, kept, voice=voice, language=language)
    return clip


def _key(*parts: str) -> str:
    """Return the name of what depends on these parts and nothing else."""
    digest = hashlib.sha256()
    for part in (str(CACHE_VERSION), *parts):
        digest.update(f"{len(part)}:{part}".encode(errors="surrogatepass"))
    return digest.hexdigest()[:40]


def _render(text: str, kept: Path, *, voice: Voice, language: str) -> Clip:
    """Speak the text, look at the sound, and only then keep it; raises VoiceError after the last attempt."""
    timeout = 10 + 0.1 * len(text.split())
    with tempfile.TemporaryDirectory(prefix=_FOLDER, dir=kept.parent, ignore_cleanup_errors=True) as folder:
        for attempt in range(1, ATTEMPTS + 1):
            out = Path(folder) / f"{attempt}.wav"
            try:
                voice.render(text, out, language=language, timeout=timeout)
                clip = _accepted(out, text, rate=voice.rate)
            except VoiceError as error:
                if error.permanent or attempt == ATTEMPTS:
                    raise
                log.info("%s is asked again: %s", voice.name, error)
            else:
                out.replace(kept)
                return clip
    raise AssertionError  # the last attempt returned or raised


def _accepted(out: Path, text: str, *, rate: int) -> Clip:
    try:
        clip = _read(out)
    except (OSError, EOFError, wave.Error) as error:
        raise VoiceError(f"it left no readable sound ({error}).") from error
    fault = _fault(clip, text, rate=rate)
    if fault:
        raise VoiceError(f"{fault} for “{text[:60]}”.")
    return clip


def _read(path: Path) -> Clip:
    """Return the sound of a WAV file, mono, 16 bit; raises OSError, EOFError, wave.Error."""
    from digest_bot.waveform import from_pcm

    with wave.open(str(path), "rb") as file:
        if (file.getnchannels(), file.getsampwidth()) != (1, 2):
            raise wave.Error("it is not mono, 16 bit")
        return Clip(from_pcm(file.readframes(file.getnframes())), file.getframerate())


def _fault(clip: Clip, text: str, *, rate: int) -> str:
    """Return what is wrong with the sound of this text spoken at `rate` words a minute; empty when nothing is."""
    peak = float(abs(clip.samples).max()) if len(clip.samples) else 0.0
    if peak < 10 ** (QUIETEST / 20):
        return "there is nothing to hear"
    seconds, expected = len(clip.samples) / clip.rate, _expected_seconds(text, rate)
    if not 0.75 * expected - 0.3 <= seconds <= 1.35 * expected + 0.5:
        return f"the sound lasts {seconds:.1f} s instead of {expected:.1f} s"
    return ""


def _expected_seconds(text: str, rate: int) -> float:
    """Return how long espeak speaks such a text; fitted to 409 sentences of news, 0.83 to 1.23 of it at 165."""
    stops, digits = len(_STOP.findall(text)), sum(char.isdigit() for char in text)
    return (0.53 + 0.053 * len(text) + 0.28 * text.count(",") + 0.47 * stops + 0.25 * digits) * 165 / rate


def _forget(scratch: Path) -> None:
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
