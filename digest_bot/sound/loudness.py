"""How loud mono sound is by ITU-R BS.1770-4, and making it as loud as a convention asks, with numpy alone.

The sound goes by part by part. What is kept of it is its level every 100 ms and the peak of every 32 samples; from
these follow the gain and the work of the limiter, which are then applied in a second run.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Mono samples, full scale at ±1."""

SILENCE = -70.0
"""LUFS below which a block does not count (the absolute gate of BS.1770-4)."""
RELATIVE_GATE = 0.1
"""Share of the mean power below which a block does not count: −10 LU."""
CLOSE_ENOUGH = 0.02
"""LU between what was asked for and what is taken."""
ROUNDS = 8
"""The limiter takes loudness away; so often a little more gain is tried."""
BLOCK = 32
"""Samples that share one step of the limiter's gain: 0.7 ms at 44.1 kHz."""
LOOK = 8
"""Blocks the limiter looks ahead and lets go behind."""


@dataclass(frozen=True, slots=True)
class Levels:
    """What is kept of a sound to decide about its gain."""

    hops: NDArray[np.float64]
    """Mean power of every whole 100 ms as the ear weighs it."""
    peaks: Samples
    """Highest sample of every BLOCK."""
    energies: Samples
    """Sum of squares of every BLOCK."""
    blocks_a_hop: float


def part_size(rate: int) -> int:
    """Return how many samples a part has at this rate: about 11 s, whole hops, whole blocks, and a quick transform."""
    step = math.lcm(rate // 10, BLOCK)
    return max(1, ((1 << (11 * rate).bit_length()) - rate // 2) // step) * step


def measure(parts: Iterable[Samples], rate: int) -> Levels:
    """Return the levels of a sound that comes in parts of `part_size` samples, the last one shorter."""
    hop = rate // 10
    warm = 5 * hop  # the high-pass at 38 Hz has died away by then
    size = 1 << (part_size(rate) + warm - 1).bit_length()
    weights = _k_weighting(np.arange(size // 2 + 1, dtype=np.float64) * (rate / size), rate).astype(np.complex64)
    before = np.zeros(warm, dtype=np.float32)
    hops, peaks, energies = [np.zeros(0)], [np.zeros(0, dtype=np.float32)], [np.zeros(0, dtype=np.float32)]
    for part in parts:
        both = np.concatenate((before, part))
        heard = np.fft.irfft(np.fft.rfft(both, size) * weights, size)[warm : len(both)]
        whole = heard[: len(heard) // hop * hop].reshape(-1, hop)
        hops.append(np.mean(np.square(whole), axis=1, dtype=np.float64))
        blocks = np.pad(part, (0, -len(part) % BLOCK)).reshape(-1, BLOCK)
        peaks.append(np.abs(blocks).max(axis=1))
        energies.append(np.einsum("ij,ij->i", blocks, blocks))
        before = both[-warm:]
    return Levels(np.concatenate(hops), np.concatenate(peaks), np.concatenate(energies), hop / BLOCK)


def gains(levels: Levels, *, target: float, ceiling: float) -> Samples:
    """Return the gain of every block that makes the sound `target` LUFS loud with no sample above `ceiling` dBFS.

    When both cannot be had at once the ceiling wins; what has no loudness keeps the level it has.
    """
    level = integrated(levels.hops)
    if level == -math.inf:
        return np.ones_like(levels.peaks)
    gain = target - level
    for _ in range(ROUNDS):
        factor = np.float32(10 ** (gain / 20))
        curve = factor * _limited(levels.peaks * factor, 10 ** (ceiling / 20))
        missing = target - integrated(levels.hops * _mean_gain(curve, levels))
        if abs(missing) <= CLOSE_ENOUGH:
            break
        gain += missing
    return curve


def turn(part: Samples, curve: Samples, *, at: int) -> Samples:
    """Return the part that begins at sample `at`, a multiple of BLOCK, with the gain of every block applied.

    Between the middles of two blocks the gain is a straight line.
    """
    first, count = at // BLOCK, -(-len(part) // BLOCK)
    near = np.pad(curve, 1, mode="edge")[first : first + count + 2]
    slopes = np.linspace(0, 1, BLOCK, endpoint=False, dtype=np.float32) + np.float32(0.5 / BLOCK)
    lines = near[:-1, None] + np.diff(near)[:, None] * slopes
    half = BLOCK // 2
    turned: Samples = part * lines.reshape(-1)[half : half + len(part)]
    return turned


def loudness(samples: Samples, rate: int) -> float:
    """Return the integrated loudness in LUFS; −inf when no 400 ms of it are louder than −70 LUFS."""
    size = part_size(rate)
    parts = (samples[at : at + size] for at in range(0, len(samples), size))
    return integrated(measure(parts, rate).hops)


def integrated(hops: NDArray[np.float64]) -> float:
    """Return the loudness in LUFS of a sound with this power every 100 ms: gated blocks of 400 ms, four a hop."""
    if len(hops) < 4:
        return -math.inf
    blocks = (hops[:-3] + hops[1:-2] + hops[2:-1] + hops[3:]) / 4
    blocks = blocks[blocks > 10 ** ((SILENCE + 0.691) / 10)]
    if not len(blocks):
        return -math.inf
    blocks = blocks[blocks > RELATIVE_GATE * blocks.mean()]
    return -0.691 + 10 * math.log10(float(blocks.mean()))


def true_peak(samples: Samples) -> float:
    """Return the highest level between and on the samples in dBTP, from fourfold oversampling; −inf for silence."""
    size, margin, peak = 1 << 16, 256, 0.0
    for at in range(0, len(samples), size):
        piece = samples[max(0, at - margin) : at + size + margin]
        if piece.any():
            finer = np.fft.irfft(np.fft.rfft(piece), 4 * len(piece)) * 4
            peak = max(peak, float(np.abs(finer).max()))
    return 20 * math.log10(peak) if peak else -math.inf


def _limited(peaks: Samples, most: float) -> Samples:
    """Return the gain of every block, at most 1, that keeps these peaks below `most`, smoothed over its neighbours."""
    if not len(peaks) or peaks.max() <= most:
        return np.ones_like(peaks)
    reach = LOOK + 1  # one block more than the smoothing below: between two blocks the gain is interpolated
    near = np.lib.stride_tricks.sliding_window_view(np.pad(peaks, reach, mode="edge"), 2 * reach + 1).max(axis=1)
    wanted = np.minimum(1.0, most / np.maximum(near, 1e-9))
    bell = np.hanning(2 * LOOK + 3)[1:-1]
    return np.convolve(np.pad(wanted, LOOK, mode="edge"), bell / bell.sum(), "valid").astype(np.float32)


def _mean_gain(curve: Samples, levels: Levels) -> NDArray[np.float64]:
    """Return by what each hop's power is multiplied: the square of the gain, weighed by the energy it meets."""
    count = len(levels.hops)
    hop = np.minimum(np.arange(len(curve)) // levels.blocks_a_hop, count).astype(np.int64)
    energies = np.bincount(hop, levels.energies, count + 1)[:count]
    turned = np.bincount(hop, levels.energies * np.square(curve), count + 1)[:count]
    return np.divide(turned, energies, out=np.ones(count), where=energies > 0)


def _k_weighting(frequencies: NDArray[np.float64], rate: int) -> NDArray[np.complex128]:
    """Return the response of the two filters of BS.1770-4: a high shelf for the head, a high-pass.

    The analogue prototypes are those of the standard's 48 kHz coefficients (De Man 2014), made digital at `rate`.
    """
    gain, q, centre = 10 ** (3.999843853973347 / 20), 0.7071752369554196, 1681.974450955533
    k, root = math.tan(math.pi * centre / rate), gain**0.4996667741545416
    shelf = (gain + root * k / q + k * k, 2 * (k * k - gain), gain - root * k / q + k * k)
    response = _biquad(shelf, k, q, frequencies / rate)
    q, centre = 0.5003270373238773, 38.13547087602444
    k = math.tan(math.pi * centre / rate)
    norm = 1 + k / q + k * k  # the standard leaves the numerator 1, −2, 1 as it is
    return response * _biquad((norm, -2 * norm, norm), k, q, frequencies / rate)


def _biquad(
    numerator: tuple[float, float, float], k: float, q: float, turns: NDArray[np.float64]
) -> NDArray[np.complex128]:
    z = np.exp(-2j * np.pi * turns)
    b0, b1, b2 = numerator
    response: NDArray[np.complex128] = (b0 + b1 * z + b2 * z * z) / (
        (1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z * z
    )
    return response
