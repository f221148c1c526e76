"""Finds sentences that speak of a person by surname whom an earlier sentence gave the full name of."""

import re
from collections.abc import Iterable, Sequence

_FULL_NAME = re.compile(r"[^\W\d_a-z](?<!\w[^\W\d_a-z])[\w’'-]{1,30}(?: [^\W\d_a-z][\w.’'-]{1,30}){1,3}")
_SURNAME = re.compile(
    r"[\"“‘'«„]?(?:(?:Mr|Mrs|Ms|Dr|Sen|Gov|Herr|Frau|M|Mme)\.? )?([^\W\d_a-z][\w-]{1,30})(?:['’]s)?,? (?![A-Z])"
)
_ENDING = re.compile(r"['’]s$|[.’']$")


def introductions(texts: Sequence[str], of: Iterable[int] | None = None) -> dict[int, int]:
    """Return, for each sentence that begins with a surname alone, the first earlier one that gives the full name.

    Only for the sentences `of` which it is asked; else for all.
    """
    found: dict[int, int] = {}
    for index in range(len(texts)) if of is None else of:
        surname = _SURNAME.match(texts[index])
        if surname and (place := _introduced(surname.group(1), texts[:index])) is not None:
            found[index] = place
    return found


def _introduced(surname: str, texts: Sequence[str]) -> int | None:
    """Return the first of the texts that has a full name which ends with the surname."""
    ending = " " + surname
    for index, text in enumerate(texts):
        if ending in text and any(_ENDING.sub("", name).endswith(ending) for name in _FULL_NAME.findall(text)):
            return index
    return None
