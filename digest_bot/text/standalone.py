"""Tells whether a sentence can be read without the text around it."""

import re
from collections.abc import Sequence
from enum import Enum
from itertools import chain as joined
from typing import overload

from digest_bot.text.leaning import leans, turns
from digest_bot.text.quotations import is_balanced, is_only_quotation, quotation_runs
from digest_bot.text.speakers import answers, foreign_voices

MIN_WORDS = 5
"""A shorter sentence is a kicker, a label or a cry; none says what happened."""
MAX_WORDS = 100
"""A longer one has lost its full stops, or is a list."""


_OUTCOMES = ("Results:", "Findings:", "Conclusions:", "Conclusion:", "Ergebnisse:", "Résultats :", "Resultados:")
_FRAMES = (
    *("Background:", "Introduction:", "Objective:", "Objectives:", "Aim:", "Aims:", "Purpose:", "Method:", "Methods:"),
    *("Design:", "Setting:", "Participants:", "Hintergrund:", "Ziel:", "Methoden:", "Contexte :", "Méthodes :"),
    *("Antecedentes:", "Objetivo:", "Métodos:"),
)


class Standing(Enum):
    """How a sentence stands."""

    ALONE = "alone"
    AFTER = "after"
    """Only directly after its predecessor, which says of whom or what it speaks."""
    NEVER = "never"
    """No part of a retelling: a question, a caption, a fragment, an invitation to click, a piece of a quotation."""


class Standings(Sequence[Standing]):
    """How consecutive sentences stand, each judged when it is asked for: most can never be chosen.

    The first, having no predecessor, is never `AFTER`. `opens` says that it opens a section inside an article: then it
    may turn away from what stood before.
    """

    def __init__(self, texts: Sequence[str], language: str = "en", *, opens: bool = False) -> None:
        self._texts = texts
        self._language = language
        self._opens = opens
        self._debris = phrases_in("\n".join(texts).lower())
        pieces = joined.from_iterable(range(*run) for run in quotation_runs(texts))
        never = (*pieces, *foreign_voices(texts, language), *answers(texts), *_frames(texts))
        self._found = dict.fromkeys(never, Standing.NEVER)

    def __len__(self) -> int:
        """Return how many sentences there are."""
        return len(self._texts)

    @overload
    def __getitem__(self, index: int) -> Standing: ...

    @overload
    def __getitem__(self, index: slice) -> list[Standing]: ...

    def __getitem__(self, index: int | slice) -> Standing | list[Standing]:
        """Return how one sentence stands, or how several do."""
        if isinstance(index, slice):
            return [self[at] for at in range(len(self))[index]]
        at = range(len(self))[index]
        if at not in self._found:
            self._judge(at)
        return self._found[at]

    def _judge(self, index: int) -> None:
        """Find out how a sentence stands, and before it those that it leans on."""
        start = index
        while start not in self._found:
            own = standing(self._texts[start], self._language, self._debris)
            if own is Standing.AFTER and start:
                start -= 1
            else:
                self._found[start] = self._without_predecessor(own)
        for at in range(start + 1, index + 1):
            resolved = _resolves(self._texts[at - 1], self._found[at - 1], self._texts[at])
            self._found[at] = Standing.AFTER if resolved else Standing.NEVER

    def _without_predecessor(self, own: Standing) -> Standing:
        """Return how a sentence stands that leans on nothing, or is the first."""
        if own is not Standing.AFTER:
            return own
        return Standing.ALONE if self._opens and turns(self._texts[0], self._language) else Standing.NEVER


def _frames(texts: Sequence[str]) -> list[int]:
    """Return what an abstract says before its results: why and how something was looked into."""
    if not any(text.startswith(_OUTCOMES) for text in texts):
        return []
    return [index for index, text in enumerate(texts) if text.startswith(_FRAMES)]


def standing(text: str, language: str = "en", phrases: Sequence[str] | None = None) -> Standing:
    """Return how one sentence stands, as far as it shows without its neighbours.

    `phrases` are those in the whole text that are of no story; looked up when they are not given.
    """
    if not _is_whole(text) or is_debris(text, phrases) or _shouts(text) or _only_names_speaker(text):
        return Standing.NEVER
    if not _UNMARKED.isdisjoint(text) and not is_balanced(text):
        return Standing.NEVER
    leaning = leans(text, language) or is_only_quotation(text) or (text[0] == "(" and ")" in text[-2:])
    return Standing.AFTER if leaning else Standing.ALONE


def chain(standings: Sequence[Standing], index: int) -> range:
    """Return the indices that must be told together, in order, so that sentence `index` can be understood."""
    start = index
    while start and standings[start] is Standing.AFTER:
        start -= 1
    return range(start, index + 1)


_UNMARKED = frozenset("\"“”„«»'‘’‚‹›()[]")
_FINISHED = re.compile(r"(?<!\s)[.!。！।][\"”“»«'’‘‹›)\]]{0,3}$")
_CUT_OFF = re.compile(r"(?:\.\.|…|\. \.|\[…\])[\"”“»«'’‘‹›)\]]{0,3}$")
_CUT_SHORT = (" a.", " an.", " the.", " der.", " die.", " das.", " eine.", " einen.", " une.", " una.")
"""An article that has lost its noun, mostly to the point of `a .38 revolver`."""
_SUBORDINATE = frozenset({"While", "Although", "Though", "Whereas", "Because", "Unless"})
_MAIN_CLAUSE = frozenset(",;:—–")
"""What parts a clause that opens with such a word from the clause it belongs to."""
_OPENERS = " \"“”„«»'‘’‚‹›([—–-"


def _is_whole(text: str) -> bool:
    """Tell whether the text begins like a sentence, ends like one and does not ask."""
    if (
        not MIN_WORDS <= text.count(" ") + 1 <= MAX_WORDS
        or not _FINISHED.search(text, len(text) - 5)
        or _CUT_OFF.search(text, len(text) - 8)
        or text.endswith(_CUT_SHORT)
    ):
        return False
    first = text.lstrip(_OPENERS).split(" ", 1)[0]
    if first in _SUBORDINATE and _MAIN_CLAUSE.isdisjoint(text) and not text.startswith("Because of "):
        return False
    return (
        bool(first)
        and (not first[0].islower() or any(letter.isupper() for letter in first[1:3]))
        and text[0] not in "-–—•*·|#>"
    )


_DEBRIS = (
    *(
        "scroll down",
        "click here",
        "click on",
        "click through",
        "read more",
        "read the full",
        "sign up",
        "log in to",
        "subscribe",
    ),
    *(
        "share this",
        "share your",
        "see more",
        "follow us",
        "follow me on",
        "@",
        "email us",
        "e-mail to a friend",
        "comment below",
        "rights reserved",
    ),
    *("copyright", "©", "http://", "https://", "www.", "contributed to this", "views expressed", "opinions expressed"),
    *(
        "for confidential support",
        "(left",
        "(right",
        "left)",
        "right)",
        "pictured",
        "(above",
        "(below",
        "(inset",
        "file photo",
    ),
    *("(centre", "(center", "see below", "watch the video", "video above", "getty images", "ap images", "|", "cookies"),
    *("newsletter", "cnn.com", "dailymail", "mailonline", "top of this story", "top of this page", "on this page you"),
    *("one-time donation", "a monthly donation", "this live blog"),
)
_LABEL_WORDS = (
    *("by", "photo", "picture", "image", "caption", "video", "watch", "listen", "credit", "publish", "update", "above"),
    *("left", "right", "more", "related", "read", "see also", "advertisement", "editor", "source", "tag", "topic"),
    *("written", "report", "edit", "compiled", "posted"),
)
"""What `_LABEL` can begin with: most sentences do not, and this is cheaper to see."""
_LABEL = re.compile(
    r"(?:(?:by|photos?|pictures?|images?|caption|video|watch|listen|credits?|published|updated|above|left|right"
    r"|more|related|read"
    r"|see also|advertisement|editor'?s note|sources?|tags?|topics?)\s?[:|.]|watch\s|photograph\b|(?:by"
    r"|(?:written|reporting|reported"
    r"|editing|edited|compiled) by|posted|published) (?-i:[A-Z])[\w'’.-]{1,30} (?-i:[A-Z]))",
    re.IGNORECASE,
)


def _is_caption(text: str) -> bool:
    return (text[:1].isdigit() or "day, " in text[-90:]) and _CAPTION.search(text) is not None


_CAPTION = re.compile(
    r"(?:^\d{1,2} of \d{1,2} |\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, [A-Z][a-z]{2,8}\.? \d{1,2}, (?:19|20)\d\d"
    r"(?:,? (?:in|at|near|outside|during) [^.]{3,60})?\.$)"
)
"""The number of a picture, or the full date with which agencies close what they write below one."""


def is_debris(text: str, phrases: Sequence[str] | None = None) -> bool:
    """Tell whether the text is of the page and not of the story: a caption, a byline, an invitation to click."""
    lowered = text.lower()
    if phrases_in(lowered, _DEBRIS if phrases is None else phrases) or _is_caption(text):
        return True
    return lowered.startswith(_LABEL_WORDS) and _LABEL.match(text) is not None


def phrases_in(lowered: str, phrases: Sequence[str] = _DEBRIS) -> Sequence[str]:
    """Return the phrases that stand in a text in small letters."""
    return [phrase for phrase in phrases if phrase in lowered] if phrases else ()


def _shouts(text: str) -> bool:
    """Tell whether the text is in capitals or opens with a kicker that is."""
    if text.isupper():
        return True
    opening = text[:60]
    if not opening[1:2].islower() and all(word.isupper() and len(word) > 1 for word in opening.split(" ", 3)[:3]):
        return True
    return _CAPITALS.search(opening) is not None and sum(map(str.isupper, opening)) * 2 > len(opening)


def _only_names_speaker(text: str) -> bool:
    """Tell whether a quotation is missing to which this belongs, or all that is quoted is a question."""
    if text.count(" ") >= LONGEST_TAG:
        return False
    return _TAG.match(text) is not None or (text[0] in '"“„«' and "?" in text and _ASKED.match(text) is not None)


LONGEST_TAG = 20
"""Words of the longest sentence that is looked at for this."""
_TAG = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov)\.? )?(?:[A-Z][\w.'’-]{0,30} ){1,5}"
    r"(?:said|says|tweeted|wrote|posted|added|explained|replied|asked|continued)"
    r"(?: (?:on|in|at|via) (?:[A-Z]\w{1,20}\.? ?){1,3}(?:\d{1,2}, \d{4})?"
    r"| \w+day(?: \w+)?| (?:last|this) \w+| later)?\.$"
)
_ASKED = re.compile(r".[^\"”“]{3,200}\?[\"”“] [^\"”“?,]{3,40}$")
_CAPITALS = re.compile("[A-ZÀ-ÖØ-ÞА-ЯЁ]{2}")
"""What more than half of the letters cannot be capitals without."""


def _resolves(before: str, standing_before: Standing, text: str) -> bool:
    """Tell whether a sentence that leans on its predecessor can lean on this one."""
    if standing_before is Standing.NEVER:
        return False
    return not is_only_quotation(text) or _SPEECH.search(before) is not None


_SPEECH = re.compile(
    r"\b(?:said|says|told|tells|added|wrote|writes|tweeted|asked|explained|according|stated|sagte|erklärte|dit"
    r"|déclaré|dijo|afirmó)\b"
    r"|сказал|заявил"
)
