"""Whether a sound can be that of a text: loud enough to be heard, and as long as saying it takes."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

QUIETEST = -30.0
"""dBFS that the loudest sample of a segment reaches at least."""
SPELLED = 0.62
"""Seconds at most for one character of a code that is read letter by letter, digit by digit or as a large number."""

_STOP = re.compile(r"(?<=\w\w)[.!?:;](?= )")
_ODD = re.compile(r"\w*\d\w*|\b[A-Z]{1,6}\b|\b[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ]{2,}\b|[^\W\d_]*[^\x00-\u024f\W]\w*")
"""What may be spelled: codes, capitals, words without a vowel, other scripts."""


def fault(samples: "NDArray[np.int16]", sample_rate: int, text: str, *, rate: int) -> str:
    """Return what is wrong with the sound of this text spoken at `rate` words a minute; empty when nothing is."""
    if is_silent(samples):
        return "there is nothing to hear"
    seconds = len(samples) / sample_rate
    least, most = expected_seconds(text, rate=rate)
    if least <= seconds <= most:
        return ""
    return f"the sound lasts {seconds:.1f} s instead of {least:.1f} to {most:.1f} s"


def is_silent(samples: "NDArray[np.int16]") -> bool:
    """Tell whether no sample is louder than QUIETEST."""
    import numpy as np  # a tenth of what the service takes to start, for what most processes never do

    return not len(samples) or int(np.abs(samples.astype(np.int32)).max()) < 32768 * 10 ** (QUIETEST / 20)


def expected_seconds(text: str, *, rate: int) -> tuple[float, float]:
    """Return how long a voice takes for such a text at least and at most.

    Fitted to 409 sentences of news spoken by espeak: it took 0.83 to 1.23 of the middle of this range. A code may be
    spelled or read as a word, so it widens the range instead of moving it.
    """
    middle = 0.53 + 0.053 * len(text) + 0.28 * text.count(",") + 0.47 * len(_STOP.findall(text))
    middle += 0.25 * sum(map(str.isdigit, text))
    spelled = sum(len(word) for word in _ODD.findall(text))
    return (0.75 * middle - 0.3) * 165 / rate, (1.35 * middle + 0.5 + SPELLED * spelled) * 165 / rate
