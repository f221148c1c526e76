"""How loud mono sound is by ITU-R BS.1770-4, and making it as loud as a convention asks, with numpy alone."""

import math

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Mono samples, full scale at ±1."""

SILENCE = -70.0
"""LUFS below which a block does not count (the absolute gate of BS.1770-4)."""
RELATIVE_GATE = 0.1
"""Share of the mean power below which a block does not count: −10 LU."""
CLOSE_ENOUGH = 0.05
"""LU between what was asked for and what is taken."""
ROUNDS = 6
"""The limiter takes loudness away; so often a little more gain is tried."""
BLOCK = 32
"""Samples that share one step of the limiter's gain: 0.7 ms at 44.1 kHz."""
LOOK = 8
"""Blocks the limiter looks ahead and lets go behind."""


def normalise(samples: Samples, rate: int, *, target: float, ceiling: float) -> Samples:
    """Return the sound at `target` LUFS with no sample above `ceiling` dBFS; what has no loudness comes back as it is.

    When both cannot be had at once the ceiling wins.
    """
    level = loudness(samples, rate)
    if level == -math.inf:
        return samples
    gain = target - level
    for _ in range(ROUNDS):
        loud = limit(samples * np.float32(10 ** (gain / 20)), ceiling)
        missing = target - loudness(loud, rate)
        if abs(missing) <= CLOSE_ENOUGH:
            break
        gain += missing
    return loud


def loudness(samples: Samples, rate: int) -> float:
    """Return the integrated loudness in LUFS; −inf when no 400 ms of it are louder than −70 LUFS."""
    hops = _hop_powers(samples, rate)
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


def limit(samples: Samples, ceiling: float) -> Samples:
    """Return the sound with its peaks turned down smoothly, so that no sample is above `ceiling` dBFS."""
    most = 10 ** (ceiling / 20)
    peaks = np.abs(np.pad(samples, (0, -len(samples) % BLOCK))).reshape(-1, BLOCK).max(axis=1)
    if not len(peaks) or peaks.max() <= most:
        return samples
    reach = LOOK + 1  # one block more than the smoothing below: between two blocks the gain is interpolated
    near = np.lib.stride_tricks.sliding_window_view(np.pad(peaks, reach, mode="edge"), 2 * reach + 1).max(axis=1)
    wanted = np.minimum(1.0, most / np.maximum(near, 1e-9))
    bell = np.hanning(2 * LOOK + 3)[1:-1]
    gains = np.convolve(np.pad(wanted, LOOK, mode="edge"), bell / bell.sum(), "valid").astype(np.float32)
    return samples * _interpolated(gains, len(samples))


def _hop_powers(samples: Samples, rate: int) -> NDArray[np.float64]:
    """Return the mean power after K-weighting of every whole 100 ms, filtered piece by piece to keep memory small."""
    hop = rate // 10
    warm = 5 * hop  # the high-pass at 38 Hz has died away by then
    size = 1 << (40 * hop).bit_length()
    step = (size - warm) // hop * hop
    weights = _k_weighting(np.arange(size // 2 + 1, dtype=np.float64) * (rate / size), rate).astype(np.complex64)
    powers = []
    for at in range(0, len(samples) // hop * hop, step):
        head = min(warm, at)
        piece = samples[at - head : at + step]
        heard = np.fft.irfft(np.fft.rfft(piece, size) * weights, size)[head : len(piece)]
        whole = heard[: len(heard) // hop * hop].reshape(-1, hop)
        powers.append(np.mean(np.square(whole), axis=1, dtype=np.float64))
    return np.concatenate(powers) if powers else np.zeros(0)


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


def _interpolated(gains: Samples, length: int) -> Samples:
    """Return one gain a sample: straight lines between the middles of the blocks."""
    padded = np.concatenate((gains[:1], gains, gains[-1:]))
    slopes = np.linspace(0, 1, BLOCK, endpoint=False, dtype=np.float32) + np.float32(0.5 / BLOCK)
    lines = padded[:-1, None] + np.diff(padded)[:, None] * slopes
    half = BLOCK // 2
    smooth: Samples = lines.reshape(-1)[half : half + length]
    return smooth
