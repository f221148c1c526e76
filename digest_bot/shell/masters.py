"""Finished sound kept for the next time: a digest that did not change is neither spoken nor encoded again."""

import contextlib
import hashlib
import os
from dataclasses import replace
from pathlib import Path

import msgspec

from digest_bot.model import Audio, Narration

KEPT = 20
"""Finished sounds that are kept: about 40 MB."""
VERSION = 3
"""Raised when the same script and voice make another sound than before."""
SUFFIX = ".sound"


def place_of(narration: Narration, *, voice: str, fingerprint: str, folder: Path) -> Path:
    """Return the file that holds the sound of this script by this voice, or will."""
    digest = hashlib.sha256(msgspec.json.encode((VERSION, voice, fingerprint)))
    digest.update(msgspec.json.encode(narration))
    return folder / f"{digest.hexdigest()[:40]}{SUFFIX}"


def find(place: Path) -> Audio | None:
    """Return the sound that was kept there; None when there is none, or none that is whole."""
    try:
        about, _, sound = place.read_bytes().partition(b"\n")
        suffix, size, audio = msgspec.json.decode(about, type=tuple[str, int, Audio])
        place.touch()
    except (OSError, msgspec.DecodeError):
        return None
    if len(sound) != size:  # cut short, as after a power failure
        return None
    return replace(audio, m4a=sound) if suffix == ".m4a" else replace(audio, mp3=sound)


def keep(audio: Audio, place: Path) -> None:
    """Keep the sound, whole or not at all, and drop those that were not asked for the longest.

    A full disk is no error here: what is not kept is made again.
    """
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        about = msgspec.json.encode((audio.suffix, len(audio.sound), replace(audio, mp3=b"", m4a=b"")))
        part.write_bytes(about + b"\n" + audio.sound)
        part.replace(place)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        return
    with contextlib.suppress(OSError):
        for half in place.parent.glob(f"*{SUFFIX}.*.part"):  # of processes that were killed
            if half.stat().st_mtime < place.stat().st_mtime - 3600:
                half.unlink(missing_ok=True)
        files = sorted(place.parent.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in files[KEPT:]:
            old.unlink(missing_ok=True)
