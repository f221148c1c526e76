"""The other file format: AAC in an MP4 file (.m4a), by PyAV (extra `m4a`), with chapters, title and cover."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from digest_bot.model import Chapter

if TYPE_CHECKING:
    from digest_bot.sound.waveform import Pcm

BIT_RATE = 64_000
"""Bits a second."""


def unavailable() -> str:
    """Return what to install when this format cannot be made here; empty when it can."""
    if find_spec("av") is None:
        return "The format m4a needs the Python package av: pip install 'digest-bot[m4a]', or set format = \"mp3\"."
    return ""


def encode_m4a(parts: Iterable["Pcm"], *, rate: int, title: str, chapters: Sequence[Chapter]) -> bytes:
    """Return the sound, which comes part by part at `rate` samples a second, as one file with these chapters."""
    import av

    file = BytesIO()
    with av.open(file, "w", format="ipod") as container:
        container.metadata["title"] = title
        stream = container.add_stream("aac", rate=rate, layout="mono", bit_rate=BIT_RATE)
        container.set_chapters([_mark(number, chapter) for number, chapter in enumerate(chapters)])
        at = 0
        for part in parts:
            frame = av.AudioFrame.from_ndarray(part.reshape(1, -1), format="s16", layout="mono")
            frame.rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
            container.mux(stream.encode(frame))
            at += part.size
        container.mux(stream.encode(None))
    return _with_cover(file)


def _mark(number: int, chapter: Chapter) -> Any:
    start, end = round(chapter.start * 1000), round(chapter.end * 1000)
    return {
        "id": number,
        "start": start,
        "end": end,
        "time_base": Fraction(1, 1000),
        "metadata": {"title": chapter.title},
    }


def _with_cover(file: BytesIO) -> bytes:
    from mutagen.mp4 import MP4, MP4Cover

    from digest_bot.sound.cover import SMALL_SIDE, cover_png

    file.seek(0)
    tags = MP4(file)
    tags["covr"] = [MP4Cover(cover_png(SMALL_SIDE), MP4Cover.FORMAT_PNG)]
    file.seek(0)
    tags.save(file)
    return file.getvalue()
