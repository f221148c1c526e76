"""What every voice promises, whoever it is: one suite over all that are registered."""

import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from digest_bot.errors import VoiceError
from digest_bot.ports import Voice
from digest_bot.settings import VOICES, AudioSettings
from digest_bot.shell.takes import read_clip
from digest_bot.sound.hearing import fault
from digest_bot.voices.espeak import Espeak
from digest_bot.voices.flite import Flite
from digest_bot.voices.piper import Piper
from digest_bot.voices.pyttsx3 import Pyttsx3
from digest_bot.voices.respelling import Respelling
from digest_bot.voices.sherpa import Sherpa
from digest_bot.voices.silent import Silent
from digest_bot.wiring import build_voices
from tests.voices.programs import program
from tests.voices.tiny_voice import write_piper_voice, write_sherpa_voice

Make = Callable[..., Voice]

SENTENCE = "The ferry Aurora ran aground off Tarn Island on Monday."


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with voice files and programs."""
    folder = tmp_path_factory.mktemp("voices")
    write_piper_voice(folder)
    write_sherpa_voice(folder)
    return folder


MAKERS: dict[str, Callable[[Path, int], Voice]] = {
    "pyttsx3": lambda place, rate: Pyttsx3(rate=rate),
    "espeak": lambda place, rate: Espeak(rate=rate, program=program("espeak-ng", place)),
    "flite": lambda place, rate: Flite(rate=rate, program=program("flite", place)),
    "piper": lambda place, rate: Piper(place / "tiny.onnx", rate=rate),
    "sherpa": lambda place, rate: Sherpa(place, rate=rate),
    "respelling": lambda place, rate: Respelling(Pyttsx3(rate=rate), {"Aurora": "Orora"}),
}


@pytest.fixture(params=list(MAKERS))
def make(request: pytest.FixtureRequest, place: Path) -> Make:
    maker = MAKERS[request.param]
    return lambda rate=165: maker(place, rate)


def render(voice: Voice, text: str, out: Path, *, timeout: float = 60) -> None:
    voice.render(text, out, language="en", timeout=timeout)


def test_every_registered_voice_is_tried_here() -> None:
    built = build_voices(AudioSettings())
    assert tuple(built) == VOICES
    assert {*MAKERS, "silent"} - {"respelling"} == set(VOICES)
    assert all(voice.name == name for name, voice in built.items())


def test_it_can_be_used_here(make: Make) -> None:
    assert make().unavailable() is None


def test_it_speaks_a_sentence_into_one_whole_file(make: Make, tmp_path: Path) -> None:
    voice, out = make(), tmp_path / "said.wav"
    render(voice, SENTENCE, out)
    clip = read_clip(out)
    assert fault(clip.samples, clip.rate, SENTENCE, rate=voice.rate) == ""
    assert [path.name for path in tmp_path.iterdir()] == ["said.wav"]


@pytest.mark.parametrize(
    "text", ["-v fr --help hello", "[[h@l'oU]] there \x1b[2J\x00 you", "<break/> $(id) `id` ; 'a'"]
)
def test_no_text_is_a_command(make: Make, tmp_path: Path, text: str) -> None:
    out = tmp_path / "said.wav"
    render(make(), text, out)
    assert 0.3 < len(read_clip(out).samples) / read_clip(out).rate < 8


def test_the_text_is_no_argument_of_any_process(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[str] = []
    run = subprocess.run

    def watched(command: Any, **options: Any) -> Any:
        commands.append(" ".join(command))
        return run(command, **options)

    monkeypatch.setattr(subprocess, "run", watched)
    render(make(), "Zanzibar waits.", tmp_path / "said.wav")
    assert commands
    assert not any("Zanzibar" in command for command in commands)


@pytest.mark.parametrize("text", ["", " ", "…!?", "[[ ]]", "\x00\x07"])
def test_without_a_word_there_is_an_error_and_no_file(make: Make, tmp_path: Path, text: str) -> None:
    with pytest.raises(VoiceError, match="nothing to say") as caught:
        render(make(), text, tmp_path / "said.wav")
    assert caught.value.permanent
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_error(make: Make, tmp_path: Path) -> None:
    with pytest.raises(VoiceError):
        render(make(), SENTENCE, tmp_path / "missing" / "said.wav")
    assert list(tmp_path.iterdir()) == []


def test_a_render_that_takes_too_long_ends_and_leaves_nothing(make: Make, tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="took longer than") as caught:
        render(make(), SENTENCE, tmp_path / "said.wav", timeout=0)
    assert not caught.value.permanent
    assert list(tmp_path.iterdir()) == []


def test_the_same_text_is_said_the_same_way(make: Make, tmp_path: Path) -> None:
    first, second = tmp_path / "1.wav", tmp_path / "2.wav"
    threads = [threading.Thread(target=render, args=(make(), SENTENCE, out)) for out in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert first.read_bytes() == second.read_bytes()


def test_a_faster_voice_is_done_sooner_and_has_another_fingerprint(make: Make, tmp_path: Path) -> None:
    slow, fast = tmp_path / "slow.wav", tmp_path / "fast.wav"
    render(make(120), SENTENCE, slow)
    render(make(240), SENTENCE, fast)
    assert len(read_clip(fast).samples) < 0.8 * len(read_clip(slow).samples)
    assert make(120).fingerprint() != make(240).fingerprint()
    assert make(120).fingerprint() == make(120).fingerprint()


@pytest.mark.parametrize(
    ("voice", "said"),
    [
        (Espeak(program="no-such-espeak"), "The voice espeak needs the program no-such-espeak: install"),
        (Flite(program="no-such-flite"), "The voice flite needs the program no-such-flite: install"),
        (Piper(None), "The voice piper needs a voice file: set model"),
        (Piper(Path("/none/x.onnx")), "The voice piper needs the file /none/x.onnx."),
        (Sherpa(None), "The voice sherpa needs a folder with a voice"),
        (Sherpa(Path("/none")), "The voice sherpa needs an .onnx file and tokens.txt in the folder /none."),
        (Silent(), "There is no sound, because the voice is set to silent."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_voice_that_cannot_work_says_what_to_do(voice: Voice, said: str, tmp_path: Path) -> None:
    assert str(voice.unavailable()).startswith(said)
    with pytest.raises(VoiceError):
        render(voice, SENTENCE, tmp_path / "said.wav")
    assert list(tmp_path.iterdir()) == []
