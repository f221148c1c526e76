"""What a text sounds like: the phonemes of the espeak-ng library that the default voice brings."""

import ctypes
import re
from functools import cache

import espeakng_loader

SYNCHRONOUS, UTF8, IPA = 2, 1, 2

_ARPABET = (
    *(("AA", "ɑɒa"), ("AE", "æ"), ("AH", "ʌəɐ"), ("AO", "ɔ"), ("EH", "ɛ"), ("ER", "ɜɚøœ"), ("EY", "e"), ("IH", "ɪᵻ")),
    *(
        ("IY", "i"),
        ("OW", "o"),
        ("UH", "ʊ"),
        ("UW", "u"),
        ("Y", "yj"),
        ("W", "wɥ"),
        ("P", "p"),
        ("B", "b"),
        ("T", "tɾʔ"),
    ),
    *(("D", "d"), ("K", "kx"), ("G", "ɡɣ"), ("F", "f"), ("V", "vβ"), ("TH", "θ"), ("DH", "ð"), ("S", "s"), ("Z", "z")),
    *(("SH", "ʃ"), ("ZH", "ʒ"), ("HH", "hç"), ("M", "m"), ("N", "n"), ("NG", "ŋ"), ("N Y", "ɲ"), ("L", "lɫɬ")),
    ("R", "ɹrʀ"),
)
"""The sounds of American dictionaries, and the signs of espeak for each."""
_DOUBLE = (
    *(("AY ER", "aɪɚ"), ("AW ER", "aʊɚ"), ("IY AH", "iə"), ("CH", "tʃ"), ("JH", "dʒ"), ("AY", "aɪ"), ("AW", "aʊ")),
    *(("OY", "ɔɪ"), ("EY", "eɪ"), ("OW", "oʊ"), ("OW", "əʊ"), ("AO", "oː")),
)
_SOUNDS = {sign: sound for sound, signs in _ARPABET for sign in signs} | {signs: sound for sound, signs in _DOUBLE}
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))


@cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_Initialize(SYNCHRONOUS, 0, str(espeakng_loader.get_data_path()).encode(), 0)
    library.espeak_SetVoiceByName(b"en-us")
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    return library


def phonemes(text: str) -> str:
    """Return the IPA of the text without stress, pauses and spaces."""
    return re.sub(r"[^\w]", "", _ipa(text))


def arpabet(word: str) -> str:
    """Return how espeak says a word, in the sounds of American dictionaries: `W IH N D` for `wind`."""
    return " ".join(_SOUNDS[sound] for sound in _SOUND.findall(_ipa(word)))


def _ipa(text: str) -> str:
    """Return the IPA of the text without stress."""
    library, found = _library(), []
    rest = ctypes.c_char_p(text.encode())
    while rest.value:
        found.append(library.espeak_TextToPhonemes(ctypes.byref(rest), UTF8, IPA) or b"")
    return re.sub(r"[\u02c8\u02cc]", "", b" ".join(found).decode())
