"""Cutting and fitting sound: the silence around speech taken off, another sample rate, pieces put one after another."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Mono samples, full scale at ±1."""

LEAD, TAIL = 0.02, 0.05
"""Seconds kept around speech: a soft first consonant and the last breath."""
QUIET = 10 ** (-46 / 20)
"""What is this far below the loudest sample is silence, not speech."""
FRAME = 0.005
"""Seconds that are judged at once."""


def trim(samples: Samples, rate: int) -> Samples:
    """Return the speech with exactly LEAD seconds before it and TAIL behind it, faded; empty when nothing is heard."""
    size = max(1, round(FRAME * rate))
    frames = np.abs(np.pad(samples, (0, -len(samples) % size))).reshape(-1, size).max(axis=1)
    if not frames.any():
        return samples[:0]
    heard = np.flatnonzero(frames > QUIET * frames.max())
    lead, tail = round(LEAD * rate), round(TAIL * rate)
    first, last = int(heard[0]) * size, min(len(samples), (int(heard[-1]) + 1) * size)
    around = np.pad(samples, (lead, tail))[first : last + lead + tail].copy()
    around[:lead] *= np.linspace(0, 1, lead, dtype=np.float32)
    around[-tail:] *= np.linspace(1, 0, tail, dtype=np.float32)
    return around


def resample(samples: Samples, rate: int, wanted: int) -> Samples:
    """Return the sound at another sample rate, band-limited, in the spectrum; it should begin and end in silence."""
    if rate == wanted or not len(samples):
        return samples
    step = rate // math.gcd(rate, wanted)
    size = -(-len(samples) // step) * step
    out = size * wanted // rate
    scaled = np.fft.irfft(np.fft.rfft(samples, size), out) * (wanted / rate)
    return scaled[: round(len(samples) * wanted / rate)].astype(np.float32)


def join(pieces: Sequence[Samples], starts: Sequence[int], length: int) -> Samples:
    """Return `length` samples of silence with every piece at its start."""
    whole = np.zeros(length, dtype=np.float32)
    for piece, start in zip(pieces, starts, strict=True):
        whole[start : start + len(piece)] = piece
    return whole


def to_pcm(samples: Samples) -> bytes:
    """Return 16-bit little-endian PCM."""
    return (np.clip(samples, -1, 1) * 32767).round().astype("<i2").tobytes()


def from_pcm(pcm: bytes) -> Samples:
    """Return the samples of 16-bit little-endian PCM."""
    return np.frombuffer(pcm, dtype="<i2").astype(np.float32) / np.float32(32768)
