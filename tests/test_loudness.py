"""Loudness, peaks and gain, against signals whose level is known by arithmetic."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_bot.sound.loudness import BLOCK, Samples, gains, loudness, measure, part_size, true_peak, turn

RATE = 44_100


def sine(frequency: float, seconds: float, *, level: float = 0.0, rate: int = RATE) -> Samples:
    """A sine whose samples reach `level` dBFS."""
    time = np.arange(round(seconds * rate)) / rate
    return (10 ** (level / 20) * np.sin(2 * np.pi * frequency * time)).astype(np.float32)


def speechlike(seconds: float, *, seed: int = 7) -> Samples:
    """Noise that swells and falls four times a second, with clicks far above it, and a pause in the middle."""
    random = np.random.default_rng(seed)
    time = np.arange(round(seconds * RATE)) / RATE
    sound = random.normal(0, 0.08, len(time)) * (0.55 + 0.45 * np.sin(2 * np.pi * 4 * time))
    sound[:: RATE // 3] = 0.9
    sound[len(sound) // 2 : len(sound) // 2 + RATE] = 0
    return sound.astype(np.float32)


def normalised(samples: Samples, *, target: float = -18.5, ceiling: float = -2.5) -> Samples:
    size = part_size(RATE)
    parts = [samples[at : at + size] for at in range(0, len(samples), size)]
    curve = gains(measure(parts, RATE), target=target, ceiling=ceiling)
    return np.concatenate([turn(part, curve, at=number * size) for number, part in enumerate(parts)])


def test_the_reference_tone_of_the_standard_has_the_loudness_it_names() -> None:
    # BS.1770: a 997 Hz sine at 0 dBFS in one channel reads -3.01 LUFS
    assert loudness(sine(997, 5), RATE) == pytest.approx(-3.01, abs=0.02)


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 48_000])
def test_the_sample_rate_changes_nothing(rate: int) -> None:
    assert loudness(sine(997, 5, level=-20, rate=rate), rate) == pytest.approx(-23.01, abs=0.05)


def test_ten_decibels_less_are_ten_units_less() -> None:
    assert loudness(sine(500, 3), RATE) - loudness(sine(500, 3, level=-10), RATE) == pytest.approx(10, abs=0.01)


def test_pauses_do_not_count() -> None:
    tone = sine(997, 8, level=-20)
    with_pause = np.concatenate((tone, np.zeros(8 * RATE, np.float32), tone))
    assert loudness(with_pause, RATE) == pytest.approx(loudness(tone, RATE), abs=0.15)


@pytest.mark.parametrize("samples", [np.zeros(3 * RATE, np.float32), np.zeros(0, np.float32), sine(997, 0.2)])
def test_silence_and_a_blink_have_no_loudness(samples: Samples) -> None:
    assert loudness(samples, RATE) == -math.inf


def test_a_long_sound_is_as_loud_as_its_half() -> None:
    sound = speechlike(26)
    assert loudness(np.concatenate((sound, sound)), RATE) == pytest.approx(loudness(sound, RATE), abs=0.02)


def test_the_peak_between_two_samples_is_found() -> None:
    # a quarter of the sample rate, 45 degrees off: every sample is at -3.01 dB, the wave between them reaches 0 dB
    time = np.arange(RATE)
    tone = np.sin(2 * np.pi * time / 4 + np.pi / 4).astype(np.float32)
    assert true_peak(tone) == pytest.approx(0.0, abs=0.05)
    assert 20 * math.log10(float(np.abs(tone).max())) == pytest.approx(-3.01, abs=0.01)


def test_silence_has_no_peak() -> None:
    assert true_peak(np.zeros(1000, np.float32)) == -math.inf


@pytest.mark.parametrize("seconds", [3, 11.2, 11.3, 25])
@pytest.mark.parametrize("level", [-40, -20, -1])
def test_a_sound_comes_out_as_loud_as_asked(seconds: float, level: float) -> None:
    sound = speechlike(seconds) * np.float32(10 ** (level / 20))
    loud = normalised(sound)
    assert len(loud) == len(sound)
    assert loudness(loud, RATE) == pytest.approx(-18.5, abs=0.1)
    assert float(np.abs(loud).max()) <= 10 ** (-2.5 / 20) + 1e-4


def test_the_ceiling_wins_over_the_loudness() -> None:
    loud = normalised(speechlike(5), target=-3, ceiling=-6)
    assert float(np.abs(loud).max()) <= 10 ** (-6 / 20) + 1e-4


def test_silence_stays_silence() -> None:
    assert not normalised(np.zeros(5 * RATE, np.float32)).any()


def test_without_peaks_the_gain_is_one_number() -> None:
    sound = sine(300, 5, level=-40)
    ratio = normalised(sound)[1000:] / np.where(np.abs(sound[1000:]) > 1e-4, sound[1000:], np.nan)
    assert np.nanmax(ratio) - np.nanmin(ratio) < 1e-3


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**31), st.floats(0.5, 4), st.floats(-30, -12))
def test_no_sample_ever_passes_the_ceiling(seed: int, seconds: float, target: float) -> None:
    random = np.random.default_rng(seed)
    sound = np.clip(random.standard_cauchy(round(seconds * RATE)) * 0.02, -1, 1).astype(np.float32)
    assert float(np.abs(normalised(sound, target=target, ceiling=-3)).max()) <= 10 ** (-3 / 20) + 1e-4


def test_parts_are_whole_hops_and_whole_blocks() -> None:
    for rate in (8_000, 16_000, 22_050, 24_000, 44_100, 48_000):
        assert part_size(rate) % (rate // 10) == 0
        assert part_size(rate) % BLOCK == 0
        assert 5 < part_size(rate) / rate < 30
