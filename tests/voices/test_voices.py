"""What single voices do beyond the contract."""

import ctypes
import wave
from pathlib import Path

import espeakng_loader
import pytest

from digest_bot.errors import VoiceError
from digest_bot.shell.takes import read_clip
from digest_bot.voices.espeak import Espeak
from digest_bot.voices.flite import Flite
from digest_bot.voices.piper import Piper
from digest_bot.voices.pyttsx3 import Pyttsx3
from digest_bot.voices.rendering import speakable, voice_of
from digest_bot.voices.respelling import Respelling
from digest_bot.voices.sherpa import Sherpa
from tests.voices.programs import program
from tests.voices.tiny_voice import HOP, RATE, write_piper_voice, write_sherpa_voice


@pytest.mark.parametrize(
    ("language", "voice"), [("en", "en-us+f5"), ("de", "de+f5"), ("zh", "cmn+f5"), ("no", "nb+f5"), ("xx", "en-us+f5")]
)
def test_the_language_chooses_the_voice(language: str, voice: str) -> None:
    assert voice_of(language) == voice


@pytest.mark.parametrize(
    ("text", "said"),
    [("a [[b]] c", "a b c"), ("a\x00b\u202ec\nd", "a b c d"), ("[[[[x]]]]", "x"), ("caf\udce9", "caf")],
)
def test_what_an_engine_takes_for_a_command_is_taken_out(text: str, said: str) -> None:
    assert speakable(text) == said


@pytest.mark.parametrize("text", ["Lindholm closes its harbour bridge.", "Grüße aus Köln, 3-2 gewonnen!"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_default_voice_says_what_the_library_itself_says(text: str, language: str, tmp_path: Path) -> None:
    ours, own = tmp_path / "ours.wav", tmp_path / "own.wav"
    Pyttsx3().render(text, ours, language=language, timeout=60)
    Espeak(program=program("espeak-ng", tmp_path)).render(text, own, language=language, timeout=60)
    with wave.open(str(ours)) as first, wave.open(str(own)) as second:
        assert first.getframerate() == second.getframerate()
        assert first.readframes(first.getnframes()) == second.readframes(second.getnframes())


def test_flite_is_given_plain_letters(tmp_path: Path) -> None:
    out = tmp_path / "said.wav"
    Flite(program=program("flite", tmp_path)).render("“Ångström’s” café – 5 €", out, language="en", timeout=60)
    assert len(read_clip(out).samples) > 8000


def test_flite_leaves_other_languages_to_others(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="speaks English") as caught:
        Flite(program=program("flite", tmp_path)).render("Guten Tag", tmp_path / "a.wav", language="de", timeout=9)
    assert caught.value.permanent


def phonemes(text: str) -> str:
    """Return what the real library makes of a text."""
    espeak = ctypes.CDLL(espeakng_loader.get_library_path())
    data = Path(espeakng_loader.get_data_path()).parent
    espeak.espeak_TextToPhonemes.restype = ctypes.c_char_p
    espeak.espeak_Initialize(1, 0, str(data).encode(), 0)
    espeak.espeak_SetVoiceByName(b"en-us")
    at = ctypes.c_char_p(text.encode())
    return str(espeak.espeak_TextToPhonemes(ctypes.byref(at), 1, 2).decode())


def test_sherpa_is_given_every_sound_of_the_text(tmp_path: Path) -> None:
    out = tmp_path / "said.wav"
    Sherpa(write_sherpa_voice(tmp_path)).render("The ferry ran aground", out, language="en", timeout=60)
    # the voice hums HOP samples a symbol; sherpa puts a blank before, between and after the sounds
    count = len(read_clip(out).samples) / HOP
    assert count == pytest.approx(2 * len(phonemes("The ferry ran aground")) + 3, abs=4)


def test_piper_is_slower_when_asked(tmp_path: Path) -> None:
    model = write_piper_voice(tmp_path)
    Piper(model, rate=110).render("The ferry ran aground.", tmp_path / "slow.wav", language="en", timeout=60)
    Piper(model, rate=165).render("The ferry ran aground.", tmp_path / "usual.wav", language="en", timeout=60)
    slow, usual = read_clip(tmp_path / "slow.wav"), read_clip(tmp_path / "usual.wav")
    assert len(slow.samples) / len(usual.samples) == pytest.approx(1.5, abs=0.01)
    assert slow.rate == RATE


def test_another_voice_file_is_another_fingerprint(tmp_path: Path) -> None:
    first = Piper(write_piper_voice(tmp_path)).fingerprint()
    (tmp_path / "tiny.onnx").write_bytes((tmp_path / "tiny.onnx").read_bytes() + b"\x00")
    assert Piper(tmp_path / "tiny.onnx").fingerprint() != first


def test_a_voice_file_that_is_none_fails_with_the_reason(tmp_path: Path) -> None:
    model = write_piper_voice(tmp_path)
    model.write_bytes(b"not an onnx file")
    with pytest.raises(VoiceError, match=r"^piper ended with 1: .+"):
        Piper(model).render("Hello.", tmp_path / "a.wav", language="en", timeout=60)
    assert not (tmp_path / "a.wav").exists()


def test_a_respelled_word_sounds_as_it_is_spelled(tmp_path: Path) -> None:
    Respelling(Pyttsx3(), {"Nguyen": "Win"}).render("Mr Nguyen.", tmp_path / "a.wav", language="en", timeout=60)
    Pyttsx3().render("Mr Win.", tmp_path / "b.wav", language="en", timeout=60)
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


def test_respelling_is_part_of_the_fingerprint() -> None:
    assert Respelling(Pyttsx3(), {"a": "b"}).fingerprint() != Pyttsx3().fingerprint()
