"""The main job on a folder of articles, without an account: the digest as text, page, sound, transcript and data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, time
from pathlib import Path
from zoneinfo import ZoneInfo

from digest_bot.chats.console import render
from digest_bot.chats.page import render_page
from digest_bot.chats.slack_blocks import compose
from digest_bot.codec import encode_digest
from digest_bot.errors import SourceError
from digest_bot.model import Audio, Digest, Edition, Memory
from digest_bot.pipeline import Options, build_digest
from digest_bot.ports import Voice
from digest_bot.schedule import Schedule, next_due
from digest_bot.shell.studio import Studio, speak
from digest_bot.sound.audio import transcript
from digest_bot.sources.folder import Folder
from digest_bot.voices.espeak import Espeak
from digest_bot.voices.pyttsx3 import Pyttsx3
from digest_bot.wiring import utc_now

MORNING = Schedule((time(7, 30),), ZoneInfo("UTC"), frozenset(range(7)))


@dataclass(frozen=True, slots=True)
class Demo:
    """What a demo left behind."""

    text: str
    files: tuple[Path, ...]
    silence: str
    """Why there is no sound; empty when there is."""


def run_demo(corpus: Path, out: Path, *, say: Callable[[str], None], voices: Sequence[Voice] | None = None) -> Demo:
    """Make a digest of every article in `corpus` and write it to `out`, whole files only.

    `voices` are asked in their order; the default is what a plain installation brings, then the system's.
    Raises SourceError when the folder cannot be read or holds no article, OSError when `out` cannot be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    say("Reading and summarising")
    digest = _digest(corpus)
    if not digest.stories and not digest.skipped:
        raise SourceError(f"There is no article in {corpus}: it takes files that end with .txt, .md, .html or .eml.")
    say("Speaking")
    studio = Studio((Pyttsx3(), Espeak()) if voices is None else tuple(voices), out / ".speech")
    sound = speak(digest, studio, heard=lambda done, all_: say(f"Speaking {done} of {all_}"))
    audio, silence = (sound, "") if isinstance(sound, Audio) else (None, sound.reason)
    return Demo(render(digest), _write(digest, audio, silence, out), silence)


def _digest(corpus: Path) -> Digest:
    now = utc_now()
    edition = Edition(digest="demo", channel="#news", date=now.astimezone(UTC).date(), slot=f"{now:%H:%M}")
    return build_digest(
        Folder("Article", corpus).read(now=now),
        edition=edition,
        now=now,
        memory=Memory(),
        options=Options(max_per_source=7),
        next_at=next_due(MORNING, now=now),
    )


def _write(digest: Digest, audio: Audio | None, silence: str, out: Path) -> tuple[Path, ...]:
    messages = compose(digest, local_links=True)
    page = render_page(messages, title=digest.title, audio=audio, audio_href="digest.mp3", silence=silence)
    contents = {"digest.html": page.encode(), "digest.json": encode_digest(digest, indent=2).encode()}
    if audio is not None:
        contents |= {"digest.mp3": audio.mp3, "transcript.vtt": transcript(audio).encode()}
    for stale in ("digest.mp3", "transcript.vtt"):
        (out / stale).unlink(missing_ok=True)
    for name, content in contents.items():
        partial = out / f".{name}.part"
        partial.write_bytes(content)
        partial.replace(out / name)
    return tuple(out / name for name in contents)
