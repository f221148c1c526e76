"""From spoken segments to one file: measured pauses, loudness, chapters in the file, transcript of what was written."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING

from digest_bot.model import Audio, Chapter, Cue, Narration, Segment

if TYPE_CHECKING:
    from digest_bot.sound.waveform import Pcm, Timeline

RATE = 44_100
"""Samples a second of the file: the lowest that every podcast directory takes."""
BIT_RATE = 64
"""kb/s, constant."""
LOUDNESS = -19.0
"""LUFS of the encoded file: what mono speech is given, as loud as −16 in stereo."""
CODEC_LOSS = 0.45
"""dB that LAME takes off: it scales by 0.95 before it encodes."""
CEILING = -2.5
"""dBFS of the loudest sample before encoding; encoded, the true peak stays below −1 dBTP."""
M4A_LOSS, M4A_CEILING = 0.0, -5.0
"""The same of AAC, which takes nothing off and overshoots by up to 3.3 dB."""
OPENING = 0.25
"""Seconds of silence before the first word: some players swallow the beginning."""
MAX_MARKS = 255
"""Chapters that the table of contents in an ID3 tag can hold."""
NO_OFFSET = 0xFFFFFFFF
"""In a chapter frame: find the place by its time, not by its byte."""


@dataclass(frozen=True, slots=True)
class Clip:
    """The sound of one segment as a voice made it."""

    samples: "Pcm"
    """Mono, 16 bit."""
    rate: int
    """Samples a second."""
    voice: str = ""
    """Name of the voice."""


def master(narration: Narration, clips: Sequence[Clip], *, voice: str, form: str = "mp3") -> Audio:
    """Return the whole narration as one file, `mp3` or `m4a`; `clips` holds the sound of each segment, in order.

    Between two segments there are as many seconds of silence as the first asks for. A chapter begins a moment before
    the first word of its story. Raises ValueError when there is not one clip a segment.
    """
    from digest_bot.sound.waveform import Timeline

    pieces = _pieces(clips)
    starts, length = _layout(narration.segments, [len(piece) for piece in pieces])
    spans = tuple((at / RATE, (at + len(piece)) / RATE) for at, piece in zip(starts, pieces, strict=True))
    chapters = _chapters(narration, spans, length / RATE)
    sound = Timeline(pieces, starts, length)
    return Audio(
        mp3=b"" if form == "m4a" else _tag(narration.title, chapters) + _encode(sound),
        m4a=_encode_m4a(sound, narration.title, chapters) if form == "m4a" else b"",
        duration=length / RATE,
        chapters=chapters,
        cues=tuple(Cue(s.written, *span) for s, span in zip(narration.segments, spans, strict=True)),
        voice=voice,
    )


def transcript(audio: Audio) -> str:
    """Return what was written, sentence by sentence with its time, as WebVTT."""
    cues = (f"{_clock(cue.start)} --> {_clock(cue.end)}\n{_cue_text(cue.text)}\n" for cue in audio.cues)
    return "\n".join(("WEBVTT\n", *cues))


def chapters_json(audio: Audio) -> str:
    """Return the chapters in the JSON format 1.2 of the Podcasting 2.0 namespace."""
    marks = [
        {"startTime": round(chapter.start, 3), "endTime": round(chapter.end, 3), "title": chapter.title}
        | ({"url": chapter.url} if chapter.url else {})
        for chapter in audio.chapters
    ]
    return json.dumps({"version": "1.2.0", "chapters": marks}, ensure_ascii=False, indent=2) + "\n"


def _pieces(clips: Sequence[Clip]) -> list["Pcm"]:
    """Return the clips trimmed, at RATE, and where several voices speak at the level of the quietest of them."""
    from digest_bot.sound.waveform import resample, to_float, to_pcm, trim

    softer = _softer(clips)
    return [
        to_pcm(resample(trim(to_float(clip.samples) * softer[clip.voice], clip.rate), clip.rate, RATE))
        for clip in clips
    ]


def _softer(clips: Sequence[Clip]) -> dict[str, float]:
    """Return by what the samples of each voice are multiplied."""
    import numpy as np

    from digest_bot.sound.loudness import loudness
    from digest_bot.sound.waveform import to_float

    voices = sorted({clip.voice for clip in clips})
    if len(voices) < 2:
        return dict.fromkeys(voices, 1.0)
    said = {voice: [clip for clip in clips if clip.voice == voice] for voice in voices}
    levels = {
        voice: loudness(to_float(np.concatenate([clip.samples for clip in own])), own[0].rate)
        for voice, own in said.items()
    }
    quietest = min(level for level in levels.values())
    return {voice: 10 ** ((quietest - level) / 20) if level > quietest else 1.0 for voice, level in levels.items()}


def _layout(segments: Sequence[Segment], lengths: Sequence[int]) -> tuple[list[int], int]:
    """Return where each piece begins and how long the whole is, in samples.

    The margins that trimming keeps around speech are part of the pause.
    """
    from digest_bot.sound.waveform import LEAD, TAIL

    margins = round((LEAD + TAIL) * RATE)
    starts, at = [], round(OPENING * RATE)
    for segment, length in zip(segments, lengths, strict=True):
        starts.append(at)
        at += length + max(0, round(segment.pause_after * RATE) - margins)
    return starts, at


def _chapters(narration: Narration, spans: Sequence[tuple[float, float]], duration: float) -> tuple[Chapter, ...]:
    """Return one chapter a story; it lasts until something else is told."""
    parts = zip(narration.segments, spans, strict=True)
    begun = [(story, next(said)[1][0]) for story, said in groupby(parts, key=lambda part: part[0].story)]
    ends = [start for _, start in begun[1:]] + [duration]
    return tuple(
        Chapter(narration.headings[story].title, start, end, narration.headings[story].url)
        for (story, start), end in zip(begun, ends, strict=True)
        if story is not None
    )


def _encode(sound: "Timeline") -> bytes:
    """Return the sound as MP3 frames, as loud as LOUDNESS."""
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(BIT_RATE)
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.set_quality(5)
    frames = bytearray()
    for part in _levelled(sound, target=LOUDNESS + CODEC_LOSS, ceiling=CEILING):
        frames += encoder.encode(part.tobytes())
    return bytes(frames + encoder.flush())


def _encode_m4a(sound: "Timeline", title: str, chapters: Sequence[Chapter]) -> bytes:
    from digest_bot.sound.m4a import encode_m4a

    parts = _levelled(sound, target=LOUDNESS + M4A_LOSS, ceiling=M4A_CEILING)
    marks = [replace(mark, title=_line(mark.title)) for _, mark in _marks(title, chapters)]
    return encode_m4a(parts, rate=RATE, title=_line(title), chapters=marks)


def _levelled(sound: "Timeline", *, target: float, ceiling: float) -> Iterator["Pcm"]:
    """Yield the sound part by part, as loud as asked for; it goes by twice."""
    from digest_bot.sound.loudness import gains, measure, part_size, turn
    from digest_bot.sound.waveform import to_pcm

    size = part_size(RATE)
    curve = gains(measure(sound.parts(size), RATE), target=target, ceiling=ceiling)
    for number, part in enumerate(sound.parts(size)):
        yield to_pcm(turn(part, curve, at=number * size))


def _tag(title: str, chapters: Sequence[Chapter]) -> bytes:
    """Return the ID3v2.3 tag that goes before the sound: title, cover, chapters and their table of contents."""
    from mutagen.id3 import APIC, CHAP, CTOC, ID3, TIT2, CTOCFlags, Encoding, PictureType

    from digest_bot.sound.cover import SMALL_SIDE, cover_png

    def named(text: str) -> list[TIT2]:
        return [TIT2(encoding=Encoding.UTF16, text=_line(text))]

    tag = ID3()
    tag.setall("TIT2", named(title))
    picture = cover_png(SMALL_SIDE)
    tag.add(APIC(encoding=Encoding.LATIN1, mime="image/png", type=PictureType.COVER_FRONT, desc="", data=picture))
    marks = _marks(title, chapters)
    for name, chapter in marks:
        start, end = round(chapter.start * 1000), round(chapter.end * 1000)
        frames = named(chapter.title)
        tag.add(CHAP(name, start, end, start_offset=NO_OFFSET, end_offset=NO_OFFSET, sub_frames=frames))
    if marks:
        flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
        tag.add(CTOC("toc", flags, [name for name, _ in marks], sub_frames=[]))
    file = BytesIO()
    tag.save(file, v1=0, v2_version=3, padding=lambda _: 0)
    return file.getvalue()


def _marks(title: str, chapters: Sequence[Chapter]) -> list[tuple[str, Chapter]]:
    """Return the chapters by their name in the tag; what comes before the first story is one too."""
    marks = [(f"story-{number}", chapter) for number, chapter in enumerate(chapters, 1)]
    if chapters and chapters[0].start > 0:
        marks.insert(0, ("intro", Chapter(title, 0.0, chapters[0].start)))
    return marks[:MAX_MARKS]


def _clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def _cue_text(text: str) -> str:
    """Return the text on one line with nothing in it that WebVTT would read as a tag, an entity or an arrow."""
    return escape(_line(text), quote=False)


def _line(text: str) -> str:
    """Return the text on one line; what is neither printable nor a space would end a field of a tag or a cue."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
