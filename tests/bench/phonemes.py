"""What a text sounds like: the phonemes of the espeak-ng library that the default voice brings."""

import ctypes
import re
from functools import cache

import espeakng_loader

SYNCHRONOUS, UTF8, IPA = 2, 1, 2


@cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_Initialize(SYNCHRONOUS, 0, str(espeakng_loader.get_data_path()).encode(), 0)
    library.espeak_SetVoiceByName(b"en-us")
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    return library


def phonemes(text: str) -> str:
    """Return the IPA of the text without stress, pauses and spaces."""
    library, found = _library(), []
    rest = ctypes.c_char_p(text.encode())
    while rest.value:
        found.append(library.espeak_TextToPhonemes(ctypes.byref(rest), UTF8, IPA) or b"")
    return re.sub(r"[^\w]", "", re.sub(r"[\s\u02c8\u02cc]+", " ", b" ".join(found).decode()))
