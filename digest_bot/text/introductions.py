"""Finds sentences that speak of a person by surname whom an earlier sentence gave the full name of."""

import re
from collections.abc import Sequence

_FULL_NAME = re.compile(r"[^\W\d_a-z](?<!\w[^\W\d_a-z])[\w’'-]{1,30}(?: [^\W\d_a-z][\w.’'-]{1,30}){1,3}")
_SURNAME = re.compile(
    r"[\"“‘'«„]?(?:(?:Mr|Mrs|Ms|Dr|Sen|Gov|Herr|Frau|M|Mme)\.? )?([^\W\d_a-z][\w-]{1,30})(?:['’]s)?,? (?![A-Z])"
)
_ENDING = re.compile(r"['’]s$|[.’']$")


def introductions(texts: Sequence[str]) -> dict[int, int]:
    """Return, for every sentence that begins with a surname alone, the earlier sentence with the full name."""
    known: dict[str, int] = {}
    found: dict[int, int] = {}
    for index, text in enumerate(texts):
        surname = _SURNAME.match(text)
        if surname and surname.group(1) in known:
            found[index] = known[surname.group(1)]
        for name in _FULL_NAME.findall(text):
            known.setdefault(_ENDING.sub("", name.rsplit(" ", 1)[1]), index)
    return found
