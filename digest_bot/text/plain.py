"""Cuts one plain text, maybe without line breaks, into sentences and leaves out what a page put between them."""

import re

from digest_bot.text.sentences import split_sentences

_DEBRIS = re.compile(
    r"(?i:\bscroll down for (?:videos?|audio|more)\b|\bclick here (?:to|for) [^.]{0,80}\.?"
    r"|\bshare this (?:article|story)\b)"
    r"|\bREAD MORE:?|\bCLICK HERE\b[^.]{0,80}\.?|\b(?:RELATED|VIDEO):?(?= [A-Z])|\(Photo(?: by)?:? [^()]{1,60}\)"
)
_INVITATIONS = ("scroll down for", "click here", "share this")
_MARKS = ("READ MORE", "RELATED", "VIDEO", "(Photo")
_HEADER = re.compile(
    r"\A\s{0,9}(?:By \. (?:[^.|]{2,60} \. ){1,4}|By [A-Z][\w'’-]{1,20} (?:[A-Z][\w'’.-]{0,20} ){1,3}(?=PUBLISHED))?"
    r"(?:PUBLISHED: \. [^|]{5,60}\| \. )?(?:UPDATED: \. \d\d:\d\d [A-Z]{3}, \d{1,2} \w{3,9} \d{4} \. )?"
)
_DATELINE = re.compile(
    r"\A\s{0,9}(?:[A-Z][\w.'’-]{1,30}(?:[ ,/]{1,2}[A-Z(][\w.'’)-]{0,30}){0,6}\s{0,3})?\((?:CNN|Reuters|AP|AFP"
    r"|CNN Student News|[A-Z][\w.&' ]{1,30})\) ?(?:--|—|–|-)? ?"
)


def sentences(text: str, language: str = "en") -> list[str]:
    """Return the sentences of the text in reading order, single spaces inside, debris between them left out."""
    found: list[str] = []
    suspect = _may_have_debris(text)
    for line in _without_head(text).splitlines():
        for part in _DEBRIS.split(line) if suspect else (line,):
            piece = " ".join(part.split())
            found.extend(piece[start:stop] for start, stop in split_sentences(piece, language))
    return found


def _may_have_debris(text: str) -> bool:
    """Tell whether the text has what `_DEBRIS` cannot match without: most have not, and that is quick to see."""
    return any(map(text.__contains__, _MARKS)) or any(map(text.lower().__contains__, _INVITATIONS))


def _without_head(text: str) -> str:
    text = text[header.end() :] if (header := _HEADER.match(text)) else text
    return text[dateline.end() :] if (dateline := _DATELINE.match(text)) else text
