"""Speaking a narration when voices fail: ordinary classes stand in for voices and write real WAV files."""

import wave
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from digest_bot.errors import VoiceError
from digest_bot.model import Audio, Narration, Segment
from digest_bot.shell.episodes import Shelf
from digest_bot.shell.recording import Silence, record
from digest_bot.shell.studio import Studio, publish, speak
from digest_bot.sound.hearing import expected_seconds
from digest_bot.sound.waveform import to_pcm
from digest_bot.voices.silent import Silent
from tests.builders import TWO_STORIES

TEXTS = (
    "This is the news.",
    "A bridge was closed.",
    "It had stood for ninety years.",
    "The lake rose again.",
    "That is all for today.",
)


def tone(seconds: float, path: Path) -> None:
    """Write a hum of this length, as loud as speech."""
    time = np.arange(round(seconds * 8000)) / 8000
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(to_pcm((0.3 * np.sin(2 * np.pi * 200 * time)).astype(np.float32)).tobytes())


def right(text: str) -> float:
    return sum(expected_seconds(text, rate=165)) / 2


@dataclass
class Hum:
    """A voice that hums as long as the text should last, or as long as `lasts` says; it notes texts and timeouts."""

    name: str = "hum"
    rate: int = 165
    patience: float = 0.05
    lasts: Callable[[str, int], float] = lambda text, attempt: right(text)
    missing: str | None = None
    asked: list[str] = field(default_factory=list)
    given: list[float] = field(default_factory=list)

    def unavailable(self) -> str | None:
        return self.missing

    def fingerprint(self) -> str:
        return "hum 1"

    def render(self, text: str, out: Path, *, language: str, timeout: float) -> None:
        self.asked.append(text)
        self.given.append(timeout)
        seconds = self.lasts(text, self.asked.count(text))
        if seconds < 0:
            raise VoiceError("hum has a sore throat.", hung=seconds < -1)
        tone(seconds, out)


def narration(*texts: str) -> Narration:
    return Narration("News", "en", tuple(Segment(text, text, None, 0.3) for text in texts or TEXTS))


def spoken(scratch: Path, *voices: Hum | Silent, script: Narration | None = None) -> Audio:
    sound = record(script or narration(), voices, scratch=scratch)
    assert isinstance(sound, Audio)
    return sound


def silence(scratch: Path, *voices: Hum | Silent) -> str:
    sound = record(narration(), voices, scratch=scratch)
    assert isinstance(sound, Silence)
    return sound.reason


def test_every_segment_is_spoken_once_in_order(tmp_path: Path) -> None:
    voice = Hum()
    sound = spoken(tmp_path, voice)
    assert [cue.text for cue in sound.cues] == list(TEXTS)
    assert sorted(voice.asked) == sorted(TEXTS)
    assert sound.voice == "hum"


def test_what_was_spoken_before_is_not_spoken_again(tmp_path: Path) -> None:
    first = spoken(tmp_path, Hum())
    voice = Hum()
    assert spoken(tmp_path, voice).mp3 == first.mp3
    assert voice.asked == []


def test_a_changed_sentence_is_the_only_one_spoken_again(tmp_path: Path) -> None:
    spoken(tmp_path, Hum())
    voice = Hum()
    spoken(tmp_path, voice, script=narration(*TEXTS[:3], "The lake fell again.", TEXTS[4]))
    assert voice.asked == ["The lake fell again."]


@pytest.mark.parametrize("content", [b"", b"RIFF"])
def test_a_broken_file_in_the_cache_is_made_again(tmp_path: Path, content: bytes) -> None:
    first = spoken(tmp_path, Hum())
    for kept in tmp_path.iterdir():
        kept.write_bytes(content)
    assert spoken(tmp_path, Hum()).mp3 == first.mp3


@pytest.mark.parametrize("lost", [1, 2000])
def test_a_file_in_the_cache_that_a_power_failure_cut_short_is_made_again(tmp_path: Path, lost: int) -> None:
    sound = spoken(tmp_path, Hum())
    for file in tmp_path.glob("*.sound"):
        file.unlink()
    for file in tmp_path.glob("*.wav"):
        file.write_bytes(file.read_bytes()[:-lost])
    assert spoken(tmp_path, Hum()) == sound


def test_one_bad_attempt_is_asked_again(tmp_path: Path) -> None:
    voice = Hum(lasts=lambda text, attempt: 0.1 if attempt == 1 and text == TEXTS[2] else right(text))
    assert spoken(tmp_path, voice).voice == "hum"
    assert voice.asked.count(TEXTS[2]) == 2


def test_one_odd_segment_does_not_take_the_sound_away(tmp_path: Path) -> None:
    voice = Hum(lasts=lambda text, attempt: right(text) * (3 if text == TEXTS[1] else 1))
    sound = spoken(tmp_path, voice)
    assert sound.cues[1].end - sound.cues[1].start > 2 * right(TEXTS[1])


def test_a_cut_that_differs_from_time_to_time_is_never_accepted(tmp_path: Path) -> None:
    cut = Hum(lasts=lambda text, attempt: 0.1 * attempt if text == TEXTS[1] else right(text))
    sound = spoken(tmp_path, cut, Hum("other"))
    assert sound.voice == "hum"
    assert sound.cues[1].end - sound.cues[1].start == pytest.approx(right(TEXTS[1]), abs=0.1)


def test_a_segment_one_voice_cannot_say_is_said_by_the_next(tmp_path: Path) -> None:
    other = Hum("other")
    hoarse = Hum(lasts=lambda text, attempt: -1 if text == TEXTS[3] else right(text))
    assert spoken(tmp_path, hoarse, other).voice == "hum"
    assert other.asked == [TEXTS[3]]


def test_a_voice_that_fails_again_and_again_is_given_up(tmp_path: Path) -> None:
    hoarse = Hum(lasts=lambda text, attempt: -1)
    other = Hum("other")
    assert spoken(tmp_path, hoarse, other).voice == "other"
    assert len(hoarse.asked) <= 6


def test_a_voice_that_hangs_is_given_up_after_its_second_try(tmp_path: Path) -> None:
    stuck = Hum(lasts=lambda text, attempt: -2 if text == TEXTS[0] else right(text))
    many = narration(*TEXTS, *(f"Story number {number} is told." for number in range(40)))
    assert spoken(tmp_path, stuck, Hum("other"), script=many).voice == "other"
    assert stuck.asked.count(TEXTS[0]) == 2


def test_a_slow_voice_that_hangs_is_found_out_in_less_than_thirty_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest_bot.shell.recording.time", SimpleNamespace(monotonic=lambda: 7.0))
    neural = Hum(patience=1.0, lasts=lambda text, attempt: -2)
    one = Narration("News", "en", (Segment(TEXTS[0] * 9, TEXTS[0] * 9, None, 0.3),))
    assert spoken(tmp_path, neural, Hum("other"), script=one).voice == "other"
    assert len(neural.given) == 2
    assert sum(neural.given) == pytest.approx(0.7 * 28)


def test_a_headline_voice_that_hangs_is_asked_no_more(tmp_path: Path) -> None:
    own = Hum("own", lasts=lambda text, attempt: -2)
    stories = tuple(
        Segment(text, text, None, 0.3, headline=True) for text in (*TEXTS, *(f"News {n}" for n in range(9)))
    )
    sound = record(Narration("News", "en", stories), [Hum()], headlines=own, scratch=tmp_path)
    assert isinstance(sound, Audio)
    assert len(own.asked) <= 4


def test_without_the_encoder_of_the_other_format_the_reason_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest_bot.sound.m4a.find_spec", lambda name: None)
    sound = record(narration(), [Hum()], scratch=tmp_path, form="m4a")
    assert isinstance(sound, Silence)
    assert sound.reason.startswith("The format m4a needs the Python package av: pip install 'digest-bot[m4a]'")


def test_the_other_format_is_kept_for_the_next_time(tmp_path: Path) -> None:
    voice = Hum()
    first = record(narration(), [voice], scratch=tmp_path, form="m4a")
    asked = len(voice.asked)
    again = record(narration(), [voice], scratch=tmp_path, form="m4a")
    assert again == first
    assert isinstance(again, Audio)
    assert (again.suffix, len(voice.asked)) == (".m4a", asked)


def test_a_voice_that_always_cuts_is_given_up(tmp_path: Path) -> None:
    assert spoken(tmp_path, Hum(lasts=lambda text, attempt: 0.2), Hum("other")).voice == "other"


def test_a_missing_voice_is_passed_over(tmp_path: Path) -> None:
    absent = Hum(missing="Install it.")
    assert spoken(tmp_path, absent, Hum("other")).voice == "other"
    assert absent.asked == []


def test_the_reasons_of_every_voice_are_told(tmp_path: Path) -> None:
    assert silence(tmp_path, Hum("a", missing="Install a."), Hum("b", lasts=lambda text, attempt: -1)) == (
        "Install a. The voice b failed: hum has a sore throat."
    )


def test_silence_is_not_speech(tmp_path: Path) -> None:
    assert "there is nothing to hear" in silence(tmp_path, Hum(lasts=lambda text, attempt: 0.0))


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    assert silence(blocked / "speech", Hum()) == f"The folder {blocked / 'speech'} cannot be used: Not a directory."


def test_a_sound_with_an_odd_segment_is_made_again_the_next_time(tmp_path: Path) -> None:
    odd = Hum(lasts=lambda text, attempt: right(text) * (3 if text == TEXTS[1] else 1))
    spoken(tmp_path, odd)
    assert not list(tmp_path.glob("*.sound"))


def test_progress_is_told_after_every_segment(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    record(narration(), [Hum()], scratch=tmp_path, heard=lambda done, of: told.append((done, of)))
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_nothing_but_sound_stays_behind(tmp_path: Path) -> None:
    spoken(tmp_path, Hum())
    assert {path.suffix for path in tmp_path.iterdir()} == {".wav", ".sound"}


def test_a_script_without_words_needs_no_voice(tmp_path: Path) -> None:
    assert record(narration("…"), (), scratch=tmp_path) == Silence("There is nothing to speak.")


def test_no_voice_at_all_is_said(tmp_path: Path) -> None:
    assert silence(tmp_path) == "There is no voice."
    assert silence(tmp_path, Silent()) == "There is no sound, because the voice is set to silent."


def test_a_published_edition_stands_on_the_shelf(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    sound = publish(TWO_STORIES, Studio((Hum(),), tmp_path / "speech", shelf=shelf))
    assert isinstance(sound, Audio)
    episode = shelf.episodes("daily")[0]
    assert episode.size == len(sound.mp3)
    assert [chapter.title for chapter in episode.chapters] == [story.headline for story in TWO_STORIES.stories]


def test_a_shelf_that_cannot_be_written_takes_no_sound_away(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    sound = publish(TWO_STORIES, Studio((Hum(),), tmp_path / "speech", shelf=Shelf(tmp_path / "file")))
    assert isinstance(sound, Audio)


def test_an_edition_goes_on_without_its_sound_whatever_breaks_in_a_voice(tmp_path: Path) -> None:
    def broken(text: str, attempt: int) -> float:
        raise ZeroDivisionError(text)

    sound = publish(TWO_STORIES, Studio((Hum(lasts=broken),), tmp_path / "speech"))
    assert sound == Silence("It could not be made; the log says why.")


def test_headlines_have_a_voice_of_their_own_as_long_as_it_can(tmp_path: Path) -> None:
    own = Hum("own", lasts=lambda text, attempt: -1 if text.startswith("Bridge") else right(text))
    lead = Hum()
    sound = speak(TWO_STORIES, Studio((lead,), tmp_path, headlines=own))
    assert isinstance(sound, Audio)
    assert [text for text in lead.asked if text in {story.headline for story in TWO_STORIES.stories}] == [
        "Bridge to close for nine weeks"
    ]
