"""Cutting and fitting sound: the silence around speech taken off, another sample rate, pieces on one time line."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Mono samples, full scale at ±1."""
Pcm = NDArray[np.int16]
"""Mono samples as a file holds them: a quarter of what the same sound takes while it is worked on."""

LEAD, TAIL = 0.02, 0.05
"""Seconds kept around speech: a soft first consonant and the last breath."""
QUIET = 10 ** (-46 / 20)
"""What is this far below the loudest sample is silence, not speech."""
FRAME = 0.005
"""Seconds that are judged at once."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Pieces of sound with silence between them, handed out part by part: the whole is never in memory."""

    pieces: Sequence[Pcm]
    starts: Sequence[int]
    """Where each piece begins, in samples, ascending; pieces do not overlap."""
    length: int

    def parts(self, size: int) -> Iterator[Samples]:
        """Yield `size` samples at a time; the last part is what remains."""
        for at in range(0, self.length, size):
            part = np.zeros(min(size, self.length - at), dtype=np.int16)
            for piece, start in zip(self.pieces, self.starts, strict=True):
                first, last = max(start, at), min(start + len(piece), at + len(part))
                if first < last:
                    part[first - at : last - at] = piece[first - start : last - start]
            yield to_float(part)


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
    size = step * _quick(-(-len(samples) // step))
    out = size * wanted // rate
    scaled = np.fft.irfft(np.fft.rfft(samples, size), out) * (wanted / rate)
    return scaled[: round(len(samples) * wanted / rate)].astype(np.float32)


def to_pcm(samples: Samples) -> Pcm:
    """Return 16-bit samples; what is beyond full scale is cut."""
    return (np.clip(samples, -1, 1) * 32767).round().astype("<i2")


def to_float(pcm: Pcm) -> Samples:
    """Return 16-bit samples with full scale at ±1."""
    return pcm.astype(np.float32) / np.float32(32768)


def _quick(least: int) -> int:
    """Return the smallest length from `least` on that a transform is quick at: a prime takes twenty times as long."""
    return min(factor << max(0, (-(-least // factor) - 1).bit_length()) for factor in (8, 9, 10, 12, 15))
