"""From clips to one tagged MP3: pauses, loudness, chapters and transcript, judged on the decoded file."""

import json
import struct
from io import BytesIO

import av
import numpy as np
import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4

from digest_bot.model import Audio, Heading, Narration, Segment
from digest_bot.sound.audio import Clip, chapters_json, master, transcript
from digest_bot.sound.cover import SIDE, cover_png
from digest_bot.sound.loudness import loudness, true_peak
from tests.listening import clip, decoded, silence_before, speech_begins

ODD = "“5 < 6” & Ångström=€3;\\#\n→ 🚢 ünïcode"
HEADINGS = (Heading("Ferry runs aground", "https://harbour.example/1"), Heading(ODD))


def segment(text: str, story: int | None, pause: float) -> Segment:
    return Segment(text, text, story, pause)


SEGMENTS = (
    segment("This is the news.", None, 0.8),
    segment("Ferry runs aground", 0, 0.35),
    segment("A ferry ran aground.", 0, 0.8),
    segment("5 < 6 & more --> there", 1, 0.8),
    segment("That is all.", None, 0.0),
)
SECONDS = (1.0, 1.5, 2.0, 1.0, 0.7)


def mastered(*clips: Clip) -> Audio:
    given = clips or tuple(clip(seconds, seed=number) for number, seconds in enumerate(SECONDS))
    return master(Narration("Morning & news", "en", SEGMENTS[: len(given)], HEADINGS), given, voice="a")


@pytest.fixture(scope="module")
def audio() -> Audio:
    return mastered()


def test_the_file_is_mp3_of_64_kilobits_mono(audio: Audio) -> None:
    info = MP3(BytesIO(audio.mp3)).info
    assert info is not None
    assert (info.bitrate, info.sample_rate, info.channels) == (64_000, 44_100, 1)
    assert info.length == pytest.approx(audio.duration, abs=0.1)


@pytest.mark.parametrize("level", [-30.0, -12.0, 0.0])
@pytest.mark.parametrize("rate", [16_000, 22_050])
def test_every_voice_comes_out_as_loud_as_the_convention_asks(level: float, rate: int) -> None:
    sound = mastered(*(clip(s, level=level, rate=rate, seed=n) for n, s in enumerate(SECONDS)))
    samples, decoded_rate = decoded(sound.mp3)
    assert loudness(samples, decoded_rate) == pytest.approx(-19, abs=0.5)
    assert true_peak(samples) <= -1.0


def test_two_voices_are_brought_to_one_level() -> None:
    voices = (clip(2, level=-24, voice="quiet"), clip(2, level=-6, voice="loud", seed=4))
    sound = mastered(voices[0], voices[1], voices[0], voices[1], voices[0])
    samples, rate = decoded(sound.mp3)
    parts = [samples[round(cue.start * rate) : round(cue.end * rate)] for cue in sound.cues]
    levels = [loudness(part, rate) for part in parts]
    assert max(levels) - min(levels) < 1.0


def test_the_pauses_are_those_that_were_asked_for(audio: Audio) -> None:
    gaps = [after.start - before.end for before, after in zip(audio.cues, audio.cues[1:], strict=False)]
    assert gaps == pytest.approx([pause.pause_after - 0.07 for pause in SEGMENTS[:-1]], abs=0.001)
    assert audio.cues[0].start == pytest.approx(0.25)


def test_a_chapter_stands_just_before_its_first_word_and_behind_silence(audio: Audio) -> None:
    samples, rate = decoded(audio.mp3)
    for chapter in audio.chapters:
        assert 0 <= speech_begins(samples, rate, after=chapter.start) <= 0.1
        assert silence_before(samples, rate, before=chapter.start) >= 0.5


def test_the_tag_says_the_same_chapters_to_the_millisecond(audio: Audio) -> None:
    tag = ID3(BytesIO(audio.mp3))
    chapters = tag.getall("CHAP")
    assert [(c.element_id, str(c.sub_frames["TIT2"])) for c in chapters] == [
        ("intro", "Morning & news"),
        ("story-1", "Ferry runs aground"),
        ("story-2", "“5 < 6” & Ångström=€3;\\# → 🚢 ünïcode"),
    ]
    for frame, chapter in zip(chapters[1:], audio.chapters, strict=True):
        assert abs(frame.start_time / 1000 - chapter.start) <= 0.001
        assert abs(frame.end_time / 1000 - chapter.end) <= 0.001
    assert tag.getall("CTOC")[0].child_element_ids == ["intro", "story-1", "story-2"]


def test_the_tag_has_title_and_cover(audio: Audio) -> None:
    tag = ID3(BytesIO(audio.mp3))
    assert str(tag["TIT2"]) == "Morning & news"
    assert tag.getall("APIC")[0].data == cover_png(600)


def test_the_cover_is_a_square_picture_without_transparency() -> None:
    header = cover_png()[:26]
    assert header[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">IIBB", header[16:26]) == (SIDE, SIDE, 8, 2)


def test_the_transcript_says_when_each_written_sentence_is_heard(audio: Audio) -> None:
    lines = transcript(audio).split("\n")
    assert lines[:4] == ["WEBVTT", "", "00:00:00.250 --> 00:00:01.323", "This is the news."]
    assert "5 &lt; 6 &amp; more --&gt; there" in lines


def test_the_chapters_as_json_carry_odd_characters_and_the_way_to_the_article(audio: Audio) -> None:
    written = json.loads(chapters_json(audio))
    assert written["version"] == "1.2.0"
    assert [(c["title"], c.get("url")) for c in written["chapters"]] == [
        ("Ferry runs aground", "https://harbour.example/1"),
        (ODD, None),
    ]
    assert written["chapters"][0]["startTime"] == round(audio.chapters[0].start, 3)


def test_a_chapter_ends_where_the_next_begins(audio: Audio) -> None:
    first, second = audio.chapters
    assert first.end == second.start
    assert second.end == audio.cues[-1].start


def test_more_stories_than_a_tag_can_hold_are_left_out_of_the_tag_only() -> None:
    texts = [segment(f"Story {number}.", number, 0.1) for number in range(300)]
    headings = tuple(Heading(text.written) for text in texts)
    short = clip(0.05, rate=8_000)
    sound = master(Narration("Many", "en", tuple(texts), headings), [short] * 300, voice="a")
    assert len(sound.chapters) == 300
    assert len(ID3(BytesIO(sound.mp3)).getall("CHAP")) == 255


def test_the_same_clips_make_the_same_bytes(audio: Audio) -> None:
    assert mastered() == audio


@pytest.fixture(scope="module")
def other() -> Audio:
    clips = [clip(seconds, seed=number, level=-3.0) for number, seconds in enumerate(SECONDS)]
    return master(Narration("Morning & news", "en", SEGMENTS, HEADINGS), clips, voice="a", form="m4a")


def test_the_other_format_is_as_loud_when_it_is_decoded(other: Audio) -> None:
    samples, rate = decoded(other.sound)
    assert (other.suffix, other.mp3, rate) == (".m4a", b"", 44_100)
    assert loudness(samples, rate) == pytest.approx(-19, abs=0.5)
    assert true_peak(samples) <= -1.0


def test_the_other_format_has_the_same_chapters_title_and_cover(other: Audio) -> None:
    with av.open(BytesIO(other.m4a)) as container:
        marks = [
            (str(mark["metadata"]["title"]), float(mark["start"] * (mark["time_base"] or 0)))
            for mark in container.chapters()
        ]
    first, second = other.chapters
    titles = ("Morning & news", "Ferry runs aground", "“5 < 6” & Ångström=€3;\\# → 🚢 ünïcode")
    assert [title for title, _ in marks] == list(titles)
    assert [start for _, start in marks] == pytest.approx([0.0, first.start, second.start], abs=0.001)
    tags = MP4(BytesIO(other.m4a)).tags
    assert tags is not None
    assert tags["\xa9nam"] == ["Morning & news"]
    assert bytes(tags["covr"][0]) == cover_png(600)


def test_speech_begins_at_the_same_place_in_both_formats(other: Audio) -> None:
    samples, rate = decoded(other.sound)
    for chapter in other.chapters:
        assert 0 <= speech_begins(samples, rate, after=chapter.start) <= 0.1
        assert silence_before(samples, rate, before=chapter.start) >= 0.5


def test_there_must_be_a_clip_for_every_segment() -> None:
    with pytest.raises(ValueError, match="zip"):
        master(Narration("News", "en", SEGMENTS, HEADINGS), [clip(1)], voice="a")


def test_a_silent_clip_takes_no_time() -> None:
    silent = Clip(np.zeros(22_050, np.int16), 22_050, "a")
    sound = mastered(clip(1), silent, clip(1))
    assert sound.cues[1].end == sound.cues[1].start
