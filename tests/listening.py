"""Sound for tests: clips like speech, and hearing what any sound file holds."""

from io import BytesIO

import av
import numpy as np

from digest_bot.sound.audio import Clip
from digest_bot.sound.waveform import Samples, to_pcm


def clip(seconds: float, *, level: float = -12.0, rate: int = 22_050, seed: int = 3, voice: str = "a") -> Clip:
    """A clip of this loudness as a voice makes it: syllables of noise with silence of any length around them."""
    random = np.random.default_rng(seed)
    time = np.arange(round(seconds * rate)) / rate
    syllables = random.normal(0, 0.25, len(time)) * (0.5 + 0.5 * np.sin(2 * np.pi * 4 * time))
    around = np.zeros(round(0.1 * rate))
    sound = np.concatenate((around, syllables * 10 ** (level / 20), around))
    return Clip(to_pcm(sound.astype(np.float32)), rate, voice)


def decoded(content: bytes) -> tuple[Samples, int]:
    """Return the mono samples of an encoded sound and their rate."""
    with av.open(BytesIO(content), "r") as container:
        frames = list(container.decode(audio=0))
    planes = [frame.to_ndarray() for frame in frames]
    sound = np.concatenate([plane.reshape(len(plane), -1)[0] for plane in planes])
    if sound.dtype == np.int16:
        sound = sound / 32768
    return sound.astype(np.float32), frames[0].sample_rate


def speech_begins(samples: Samples, rate: int, *, after: float) -> float:
    """Return after how many seconds from `after` something is heard, 46 dB below the loudest sample or more."""
    start = round(after * rate)
    heard = np.flatnonzero(np.abs(samples[start:]) > 0.005 * np.abs(samples).max())
    return float(heard[0]) / rate if len(heard) else float("inf")


def silence_before(samples: Samples, rate: int, *, before: float) -> float:
    """Return how many seconds of silence end at `before`."""
    head = np.abs(samples[: round(before * rate)]) > 0.005 * np.abs(samples).max()
    heard = np.flatnonzero(head)
    return (len(head) - float(heard[-1] if len(heard) else 0)) / rate
