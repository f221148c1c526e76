"""Cutting and fitting sound."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_bot.sound.waveform import LEAD, TAIL, Samples, Timeline, resample, to_float, to_pcm, trim

RATE = 22_050


def tone(frequency: float, seconds: float, *, rate: int = RATE) -> Samples:
    time = np.arange(round(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * frequency * time)).astype(np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), np.float32)


@pytest.mark.parametrize(("before", "behind"), [(0, 0), (0.5, 0.3), (0.004, 2.0), (3.0, 0.01)])
def test_the_same_margins_are_left_whatever_stood_around_the_speech(before: float, behind: float) -> None:
    trimmed = trim(np.concatenate((silence(before), tone(200, 1), silence(behind))), RATE)
    assert len(trimmed) / RATE == pytest.approx(LEAD + 1 + TAIL, abs=0.011)
    assert np.flatnonzero(np.abs(trimmed) > 0.01)[0] / RATE == pytest.approx(LEAD, abs=0.006)


def test_a_pause_inside_the_speech_stays() -> None:
    trimmed = trim(np.concatenate((tone(200, 0.5), silence(0.8), tone(200, 0.5))), RATE)
    assert len(trimmed) / RATE == pytest.approx(1.8 + LEAD + TAIL, abs=0.011)


@pytest.mark.parametrize("samples", [silence(1), silence(0)])
def test_nothing_is_left_of_silence(samples: Samples) -> None:
    assert len(trim(samples, RATE)) == 0


def test_hiss_around_the_speech_is_silence() -> None:
    hiss = np.random.default_rng(1).normal(0, 0.0005, RATE).astype(np.float32)
    assert len(trim(np.concatenate((hiss, tone(200, 1), hiss)), RATE)) / RATE == pytest.approx(1.07, abs=0.02)


@pytest.mark.parametrize(("rate", "wanted"), [(8_000, 44_100), (16_000, 44_100), (22_050, 44_100), (48_000, 44_100)])
def test_another_rate_keeps_length_pitch_and_level(rate: int, wanted: int) -> None:
    faded = tone(440, 1, rate=rate) * np.hanning(rate).astype(np.float32)
    sound = resample(faded, rate, wanted)
    assert len(sound) / wanted == pytest.approx(1.0, abs=1e-4)
    assert np.abs(np.fft.rfft(sound)).argmax() == 440
    assert float(np.abs(sound).max()) == pytest.approx(float(np.abs(faded).max()), rel=0.01)


def test_the_same_rate_changes_nothing() -> None:
    sound = tone(440, 0.1)
    assert resample(sound, RATE, RATE) is sound


def test_full_scale_survives_the_way_to_sixteen_bits_and_more_is_cut() -> None:
    assert to_pcm(np.array([0.0, 0.5, 1.0, -1.0, 1.7, -9.0], np.float32)).tolist() == [
        *(0, 16384, 32767, -32767, 32767, -32767)
    ]


@given(st.lists(st.integers(-32768, 32767), max_size=50))
def test_sixteen_bits_survive_the_way_there_and_back(values: list[int]) -> None:
    pcm = np.array(values, np.int16)
    assert np.abs(to_pcm(to_float(pcm)).astype(int) - pcm).max(initial=0) <= 1


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60)), max_size=8), st.integers(1, 100), st.integers(0, 30))
def test_parts_of_any_size_make_the_same_whole(pairs: list[tuple[int, int]], size: int, rest: int) -> None:
    pieces, starts, whole = [], [], []
    for number, (gap, length) in enumerate(pairs):
        whole += [0] * gap
        starts.append(len(whole))
        pieces.append(np.full(length, number + 1, np.int16))
        whole += [number + 1] * length
    whole += [0] * rest
    parts = list(Timeline(pieces, starts, len(whole)).parts(size))
    assert [round(float(value) * 32768) for part in parts for value in part] == whole
    assert all(len(part) == size for part in parts[:-1])
