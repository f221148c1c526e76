"""How a paragraph reads: like the opening of a story, or like something that goes on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import itemgetter, mul

Weights = tuple[float, tuple[float, ...], Mapping[str, float]]
"""Intercept, one weight a trait, one a word."""

CUE = re.compile(
    r"(?:meanwhile|separately|elsewhere|(?:apart|aside) from|turning to|in an? (?:related|unrelated|separate) |"
    r"also (?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
"""Words at the beginning of a paragraph that may lead to another story; most of them lead to more of the same."""
FAR_CUE = re.compile(
    r"meanwhile,? (?:in|on|at|across|over) |elsewhere (?:in|on|across) |in other (?:news|developments|business)\b|"
    r"(?:apart|aside) from |in [\w.' ]{2,30}, meanwhile\b|(?:on|in) (?:an)?other (?:front|issue|topic|matter)s?\b|"
    r"further afield\b|and finally\b|turning to |in an? (?:separate|unrelated) (?:development|matter|case|incident)\b|"
    r"on the (?:international|domestic|world|economic|foreign) front\b|across the (?:globe|atlantic|pacific|world)\b",
    re.IGNORECASE,
)
"""Words that name another place or matter."""

_BACKWARD = re.compile(
    r"[\"“‘'(]?(?:he|she|they|it|his|her|their|its|this|that|these|those|but|and|so|yet|still|however|such|both|another|"
    r"others?|then|later|also|indeed|instead|too|additionally|moreover|furthermore|nevertheless|nonetheless|"
    r"for (?:instance|example|(?:his|her|their|its) part)|in (?:addition|response|contrast|turn)|as for|asked|"
    r"after that|at the same time|the (?:two|pair|group|company|firm|statement|report|move|bill|decision|suspect|"
    r"victim|man|woman|president|minister|agency|incident|spokesman|spokeswoman)s?|"
    r"er|sie|es|dies\w{0,2}|doch|aber|und|auch|il|elle|ils|elles|cela|mais|et|aussi|pero|y|también|esto|он|она|они|это|но|и)\b",
    re.IGNORECASE,
)
_MARKS = frozenset('"“”‘«»„')
_FULL_NAME = re.compile(r"[A-ZÀ-Þ](?<=[\w,;] [A-ZÀ-Þ])[a-zà-ÿ]{1,20} (?:[A-Z]\. )?[A-ZÀ-Þ][\w'’-]{2,30}")
_SENTENCE_END = re.compile(r"[.!?][\"”’')]{0,2}\s")


def _in_any_case(text: str) -> frozenset[str]:
    return frozenset(form for word in text.split() for form in (word, word.capitalize(), word.upper()))


_WEEKDAYS = _in_any_case("monday tuesday wednesday thursday friday saturday sunday")
READ_WORDS = 40
"""Words of a paragraph whose presence is counted."""
TRAITS = (
    "quotation first",
    "quotation",
    "speech after quotation",
    "backward",
    "sentences",
    "length",
    "short",
    "weekday",
    "full names",
    "first person",
    "number",
)
"""Names of what `traits` returns, in its order."""
_FIRST_PERSON = _in_any_case("i we my our you your")


@dataclass(frozen=True, slots=True)
class Opening:
    """How a paragraph begins and reads."""

    likeness: float
    """Log-odds that it opens an article, above those of a usual paragraph; 0.0 where the language is not English."""
    quotation: bool
    """It begins with one."""
    backward: bool
    """Its first words lean on what was said before."""
    cue: bool
    far_cue: bool


def read_opening(paragraph: str, words: Sequence[str], language: str, weights: Weights) -> Opening:
    """Judge one paragraph, given with its words."""
    found = traits(paragraph, words)
    intercept, slopes, lexicon = weights
    likeness = 0.0
    if language == "en":
        likeness = intercept + sum(map(mul, slopes, found)) + sum(map(lexicon.get, tokens(words), repeat(0.0)))
    return Opening(
        likeness, found[0] > 0, found[3] > 0, CUE.match(paragraph) is not None, FAR_CUE.match(paragraph) is not None
    )


def traits(paragraph: str, words: Sequence[str]) -> tuple[float, ...]:
    """Return the TRAITS of a paragraph, each 0 to 1."""
    present = frozenset(words)
    return (
        float(paragraph[:1] in _MARKS),
        float(not _MARKS.isdisjoint(paragraph)),
        float('," ' in paragraph or ",” " in paragraph),
        float(_BACKWARD.match(paragraph) is not None),
        min(4, len(_SENTENCE_END.findall(paragraph))) / 4,
        min(60, len(words)) / 60,
        float(len(words) < 12),
        float(not present.isdisjoint(_WEEKDAYS)),
        min(3, len(_FULL_NAME.findall(paragraph))) / 3,
        float(not present.isdisjoint(_FIRST_PERSON)),
        float(any(map(str.isdigit, map(itemgetter(0), words)))),
    )


def tokens(words: Sequence[str]) -> list[str]:
    """Return the small words among the first READ_WORDS, each once, and the very first word with a caret."""
    small = dict.fromkeys(filter(str.islower, words[:READ_WORDS]))
    return [*small, "^" + words[0].lower()] if words else []
