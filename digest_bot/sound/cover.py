"""The picture of a spoken digest: bars of sound on a plain ground, made of numbers."""

import struct
import zlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

SIDE = 1400
"""Pixels; the least that podcast directories take."""
SMALL_SIDE = 600
"""Pixels of the picture inside a sound file."""

_TOP, _BOTTOM, _BAR = (74, 21, 75), (18, 100, 163), (255, 255, 255)
_HEIGHTS = (0.18, 0.34, 0.56, 0.40, 0.66, 0.30, 0.48, 0.22)
"""Heights of the bars as shares of the side."""


@lru_cache(maxsize=2)
def cover_png(side: int = SIDE) -> bytes:
    """Return a square PNG picture, RGB without transparency, the same every time."""
    pixels = _ground(side)
    width = round(side * 0.05)
    left = (side - round(side * 0.09) * (len(_HEIGHTS) - 1) - width) // 2
    for number, height in enumerate(_HEIGHTS):
        x, half = left + number * round(side * 0.09), round(side * height / 2)
        pixels[side // 2 - half : side // 2 + half, x : x + width] = _BAR
    return _png(pixels)


def _ground(side: int) -> NDArray[np.uint8]:
    share = np.linspace(0, 1, side)[:, None]
    rows = np.array(_TOP) * (1 - share) + np.array(_BOTTOM) * share
    return np.repeat(rows.round().astype(np.uint8)[:, None, :], side, axis=1)


def _png(pixels: NDArray[np.uint8]) -> bytes:
    side = len(pixels)
    rows = np.concatenate((np.zeros((side, 1), np.uint8), pixels.reshape(side, -1)), axis=1)  # filter 0 before each row
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
