"""Spoken editions as files: a folder each, whole or not there at all, the newest of every digest kept."""

import contextlib
import hashlib
import logging
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from digest_bot.model import Audio, Chapter, Cue, Digest
from digest_bot.sound.audio import chapters_json, transcript

log = logging.getLogger(__name__)

SOUND, OTHER_SOUND = "digest.mp3", "digest.m4a"
TRANSCRIPT, CHAPTERS, ABOUT = "transcript.vtt", "chapters.json", "episode.json"
FILES = (SOUND, OTHER_SOUND, TRANSCRIPT, CHAPTERS)
"""What may be fetched of an episode."""
_NEW, _GONE = ".new-", ".gone-"
ABANDONED = 3600.0
"""Seconds after which a folder that is still half an episode has nobody any more who works on it."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One spoken edition."""

    id: str
    """Name of its folder: letters, digits, hyphens."""
    edition: str
    digest: str
    title: str
    made_at: datetime
    duration: float
    """Seconds."""
    size: int
    """Bytes of the sound."""
    voice: str
    chapters: tuple[Chapter, ...]
    cues: tuple[Cue, ...]
    sound: str = SOUND
    """Name of the file with the sound: SOUND or OTHER_SOUND."""


class Shelf:
    """The spoken editions in a folder; `keep` of every digest stay. Several processes may use it at once."""

    def __init__(self, folder: Path, *, keep: int = 60) -> None:
        self._folder = folder
        self._keep = keep

    def put(self, digest: Digest, audio: Audio) -> Episode:
        """Keep the sound of this edition, once: what was kept before stands. Raises OSError and leaves nothing then."""
        episode = _episode(digest, audio)
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=_NEW, dir=self._folder, ignore_cleanup_errors=True) as place:
            new = Path(place) / "files"
            new.mkdir()
            for name, content in _files(episode, audio).items():
                (new / name).write_bytes(content)
            with contextlib.suppress(FileExistsError):
                _move(new, self._folder / episode.id)
        self._tidy(episode.digest)
        return self.episode(episode.id) or episode

    def episodes(self, digest: str) -> tuple[Episode, ...]:
        """Return the episodes of a digest, newest first; none when the folder cannot be read."""
        with contextlib.suppress(OSError):
            found = (self.episode(folder.name) for folder in self._folder.iterdir() if not folder.name.startswith("."))
            own = [episode for episode in found if episode is not None and episode.digest == digest]
            return tuple(sorted(own, key=lambda episode: (episode.made_at, episode.id), reverse=True))
        return ()

    def episode(self, id: str) -> Episode | None:  # noqa: A002 - what it is called
        """Return the episode of this id; None when there is none."""
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,120}", id):
            return None
        try:
            return msgspec.json.decode((self._folder / id / ABOUT).read_bytes(), type=Episode)
        except (OSError, msgspec.DecodeError):
            return None

    def file(self, episode: Episode, name: str) -> Path | None:
        """Return where one of FILES of an episode lies; None when it is not there."""
        path = self._folder / episode.id / name
        return path if name in FILES and path.is_file() else None

    def _tidy(self, digest: str) -> None:
        """Remove the oldest episodes of a digest, out of sight first, so that nobody meets half of one.

        And what killed processes left behind: half an episode of hours ago.
        """
        for old in self.episodes(digest)[self._keep :]:
            gone = self._folder / f"{_GONE}{old.id}-{os.getpid()}"
            with contextlib.suppress(OSError):  # another process was quicker
                (self._folder / old.id).replace(gone)
                shutil.rmtree(gone, ignore_errors=True)
        with contextlib.suppress(OSError):
            now = self._folder.stat().st_mtime  # it was written to just now
            for half in (*self._folder.glob(f"{_NEW}*"), *self._folder.glob(f"{_GONE}*")):
                if half.stat().st_mtime < now - ABANDONED:
                    shutil.rmtree(half, ignore_errors=True)


def _episode(digest: Digest, audio: Audio) -> Episode:
    edition = digest.edition
    mark = hashlib.sha256(edition.id.encode()).hexdigest()[:10]
    name = re.sub(r"[^A-Za-z0-9]+", "-", edition.digest).strip("-")[:40]
    return Episode(
        id=f"{name or 'digest'}-{edition.date.isoformat()}-{mark}",
        edition=edition.id,
        digest=edition.digest,
        title=f"{digest.title}, {edition.date.day} {edition.date:%B %Y}",
        made_at=digest.made_at,
        duration=audio.duration,
        size=len(audio.sound),
        voice=audio.voice,
        chapters=audio.chapters,
        cues=audio.cues,
        sound=f"digest{audio.suffix}",
    )


def _files(episode: Episode, audio: Audio) -> dict[str, bytes]:
    return {
        episode.sound: audio.sound,
        TRANSCRIPT: transcript(audio).encode(),
        CHAPTERS: chapters_json(audio).encode(),
        ABOUT: msgspec.json.encode(episode),
    }


def _move(folder: Path, to: Path) -> None:
    """Rename a folder; raises FileExistsError when there is one of this name."""
    try:
        folder.rename(to)
    except OSError as error:
        if to.exists():
            raise FileExistsError from error
        raise
