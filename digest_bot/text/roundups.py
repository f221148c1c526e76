"""Recognises a round-up, which reports on many things in a paragraph or two each, and where its items begin."""

import re
from collections.abc import Sequence
from itertools import pairwise

from digest_bot.model import Section
from digest_bot.text.headings import headed, is_heading
from digest_bot.text.leaning import leans
from digest_bot.text.similarity import CALENDAR

FEWEST = 3
"""Items that make a round-up."""
MOST_WORDS = 7
"""Of the label with which an item begins: `Strike at the harbour. Tram drivers …`"""

_TITLE = re.compile(
    r"\b(?:in brief|briefs|(?:news )?round-?up|(?:morning|evening|daily|weekly|news) (?:briefing|brief|digest)|kompakt"
    r"|(?:need )?to know (?:today|tonight|this (?:morning|evening|week))|your (?:\w+day )?briefing"
    r"|(?:kurz)?meldungen|kurz (?:notiert|gemeldet|und knapp)|in kürze|en bref|brèves|breves|en breve|коротко"
    r"|дайджест)\b",
    re.IGNORECASE,
)
_OTHER_NEWS = re.compile(r"In other (?:news|developments|business|headlines)\b")
_NEXT = re.compile(r"(?:In other|Elsewhere|Separately|Meanwhile|Also (?:on )?\w+day|And finally|Finally)\b,?")
_LABEL = re.compile(r"(?:\d{1,2}[.)] )?([A-ZÀ-ÖØ-ÞА-ЯЁ][^.:!?\"“„«]{2,60})[.:] (?=[\"“„«]?[A-ZÀ-ÖØ-ÞА-ЯЁ])")
_PARTS = """background objective objectives aim aims purpose introduction method methods design setting participants
results findings conclusion conclusions discussion interpretation significance who what when where why how tickets price
prices admission venue date time address info information contact morning afternoon evening night today tonight
tomorrow outlook forecast pros cons verdict tip tips note ingredients cast director rating wer was wann wo warum
wie eintritt preis ort zeit adresse kontakt hintergrund methoden ergebnisse ergebnis fazit heute morgen abend
nacht aussichten qui quoi quand où pourquoi comment tarif tarifs lieu horaires contexte méthodes résultats matin
soir nuit quién qué cuándo dónde precio lugar horario antecedentes métodos resultados conclusiones mañana tarde
noche"""
_RUBRICS = CALENDAR | frozenset(_PARTS.split())
"""Labels of the parts of one report."""
_NAME = re.compile(r"(?<=[a-zà-ÿа-яё,;] )[A-ZÀ-ÖØ-ÞА-ЯЁ][\w’'-]{3,}")


def items(title: str, paragraphs: Sequence[str], language: str = "en") -> list[int]:
    """Return the paragraphs with which the items of a round-up begin, ascending and without 0; empty when it is none.

    A round-up says so in its title, or begins nearly every paragraph with a label of its own.
    """
    text, led = headed(paragraphs)
    if len(text) < FEWEST:
        return []
    if labels([paragraphs[place] for place in text]):
        starts = [place for place in text if _LABEL.match(paragraphs[place])]
    elif is_roundup(title):
        starts = _begun(paragraphs, text, language) if len(led) < FEWEST else [text[at] for at in sorted(led)]
    else:
        return []
    begins = dict(zip(text, (0, *(place + 1 for place in text)), strict=False))  # a heading goes with what it heads
    return sorted({begins[place] for place in starts} - {0})


def other_news(paragraphs: Sequence[str]) -> list[int]:
    """Return the paragraphs, without 0, that begin something else once a text has turned to `other news`."""
    first = next((at for at, text in enumerate(paragraphs) if _OTHER_NEWS.match(text)), len(paragraphs))
    return [at for at in range(max(1, first), len(paragraphs)) if _NEXT.match(paragraphs[at])]


def is_roundup(title: str) -> bool:
    """Tell whether the title says that many things follow: it stands above none of them."""
    return _TITLE.search(title) is not None


def label_of(section: Section) -> str:
    """Return the words with which an item of a round-up begins and says what it is about; empty when there are none.

    One word is the place that it is reported from.
    """
    text = section.paragraphs[0].text if section.paragraphs else ""
    if is_roundup(section.article.title) and len(section.paragraphs) > 1 and " " in text and is_heading(text):
        return text
    own = _LABEL.match(text)
    label = own.group(1) if own else ""
    if " " not in label or _NEXT.fullmatch(label):
        return ""
    return label if label in labels([part.text for part in section.article.paragraphs]) else ""


def labels(paragraphs: Sequence[str]) -> list[str]:
    """Return the labels of the paragraphs of a round-up; empty when they have none, or they part one report.

    Speakers take turns in an interview, and rubrics stand in an abstract, in a forecast or in what a visitor must know.
    """
    found = [match.group(1) for text in paragraphs if (match := _LABEL.match(text)) and _is_short(match.group(1))]
    if sum(label.lower() in _RUBRICS for label in found) * 3 >= len(found):
        return []
    many = len(found) >= FEWEST and len(found) * 4 >= len(paragraphs) * 3
    return found if many and len({*found}) == len(found) else []


def _is_short(label: str) -> bool:
    return label.count(" ") < MOST_WORDS


def _begun(paragraphs: Sequence[str], text: Sequence[int], language: str) -> list[int]:
    """Return the paragraphs that neither lean on the one before nor share a name with it."""
    apart = [
        after
        for before, after in pairwise(text)
        if not leans(paragraphs[after], language)
        and set(_NAME.findall(paragraphs[before])).isdisjoint(_NAME.findall(paragraphs[after]))
    ]
    return [text[0], *apart]
