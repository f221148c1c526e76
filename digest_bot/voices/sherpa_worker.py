"""The process behind the voice sherpa: one segment as JSON on stdin, spoken into a file, exit code 0 when it is there.

It is run by its path and imports nothing of this project. sherpa-onnx brings no phonemes of its own; they come from the
espeak-ng library of the package espeakng-loader.
"""

import ctypes
import json
import os
import re
import sys
import wave
from pathlib import Path
from typing import Any

UTF8, IPA, RETRIEVAL = 1, 2, 1
"""espeak's codes: what kind of text comes in, what kind of phonemes goes out, no sound wanted."""


def main() -> None:
    """Speak `text` with `model` at `speed` into `out`; raises RuntimeError when the model makes no sound."""
    job = json.load(sys.stdin.buffer)
    import sherpa_onnx

    engine = sherpa_onnx.OfflineTts(_settings(sherpa_onnx, job))
    wish = sherpa_onnx.GenerationConfig()
    wish.sid, wish.speed = job["speaker"], job["speed"]
    wish.phoneme_codepoints = [[ord(sound) for sound in clause] for clause in _phonemes(job["text"], job["espeak"])]
    audio = engine.generate("", wish)
    if not len(audio.samples):
        raise RuntimeError("the model made no sound")
    with wave.open(job["out"], "wb") as file:
        file.setparams((1, 2, audio.sample_rate, 0, "NONE", ""))
        file.writeframes(b"".join(_sample(value) for value in audio.samples))


def _settings(sherpa: Any, job: dict[str, Any]) -> Any:
    """Return how a model of piper's kind is loaded."""
    vits = sherpa.OfflineTtsVitsModelConfig(model=job["model"], tokens=job["tokens"])
    return sherpa.OfflineTtsConfig(model=sherpa.OfflineTtsModelConfig(vits=vits, num_threads=1))


def _phonemes(text: str, voice: str) -> list[str]:
    """Return the sounds of every sentence, with its marks: they carry the melody."""
    import espeakng_loader

    data = Path(espeakng_loader.get_data_path())
    os.chdir(data.parent)  # espeak keeps only 160 bytes of the path to its data
    espeak = ctypes.CDLL(espeakng_loader.get_library_path())
    espeak.espeak_TextToPhonemes.restype = ctypes.c_char_p
    espeak.espeak_Initialize(RETRIEVAL, 0, b".", 0)
    espeak.espeak_SetVoiceByName(voice.encode())
    sentences = re.findall(r"[^.!?]+[.!?]*", text)
    return ["".join(_clause(espeak, *part) for part in re.findall(r"([^,;:.!?]+)([,;:.!?]?)", s)) for s in sentences]


def _clause(espeak: ctypes.CDLL, words: str, mark: str) -> str:
    at = ctypes.c_char_p(words.encode())
    said = []
    while at.value:
        said.append((espeak.espeak_TextToPhonemes(ctypes.byref(at), UTF8, IPA) or b"").decode())
    return " ".join(said) + mark + (" " if mark else "")


def _sample(value: float) -> bytes:
    return round(max(-1.0, min(1.0, value)) * 32767).to_bytes(2, "little", signed=True)


if __name__ == "__main__":
    main()
