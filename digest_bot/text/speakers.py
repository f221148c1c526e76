"""Finds sentences in which somebody speaks who is not named: answers of an interview, quotations without marks."""

import re
from collections.abc import Sequence

PERSONAL = 6
"""One sentence in so many with an `I` of its own makes a text the writer's own."""
LEAD = 3
"""Sentences in which a writer who speaks of himself has said so."""
QUESTIONS = 3
"""Questions from which a text may be an interview, and …"""
TURN = 6
"""… how many sentences there are at most to each of them."""


def foreign_voices(texts: Sequence[str], language: str = "en") -> list[int]:
    """Return the sentences that say `I` outside quotation marks in a text that is not its writer's own story."""
    speaker = _SELF.get(language)
    if speaker is None:
        return []
    hints = _HINTS.get(language, ("",))
    hinted = [(at, text) for at, text in enumerate(texts) if any(map(text.__contains__, hints))]
    own = [at for at, text in hinted if speaker.search(text) and speaker.search(_QUOTED.sub(" ", text))]
    is_personal = len(own) * PERSONAL > len(texts) or any(at < LEAD for at in own)
    return [] if is_personal else own


def answers(texts: Sequence[str]) -> list[int]:
    """Return the sentences that make no sense without a question: what directly follows one in an interview."""
    asked = [at for at, text in enumerate(texts) if text.endswith("?")]
    if len(asked) < QUESTIONS or len(asked) * TURN < len(texts):
        return []
    return [at + 1 for at in asked if at + 1 < len(texts)]


_QUOTED = re.compile(
    r"\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|»[^«]*«|‘(?:[^’]|’(?=\w))*’(?!\w)|(?<!\w)'(?:[^']|'(?=\w))*'(?!\w)"
)
_SELF = {
    "en": re.compile(r"(?:^|[a-z,;:—–-] ?)(?:I(?:['’](?:m|ve|d|ll)\b| [a-z])|(?:my|myself)\b)|^My "),
    "de": re.compile(r"\b(?:[Ii]ch|[Mm]ein(?:e[mnrs]?)?|mich|mir)\b"),
    "fr": re.compile(r"\b(?:[Jj]e |[Jj]['’]\w|[Mm]oi\b)"),
    "es": re.compile(r"\b(?:[Yy]o|[Mm]is?)\b"),
    "ru": re.compile(r"\b(?:[Яя]|меня|мне|мой|моя|моё)\b"),
}
_HINTS = {"en": ("I ", "I'", "I’", "my", "My ")}
"""What no sentence with a speaker of its own goes without: far quicker to see."""
