"""Title, author, date and place of a plain text, from the lines at its head and the dateline."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from digest_bot.text.boilerplate import Seen
from digest_bot.text.furniture import is_page_number
from digest_bot.text.headings import is_live
from digest_bot.text.passages import ends_sentence
from digest_bot.text.roundups import is_roundup
from digest_bot.text.words import FUNCTION_WORDS

MAX_TITLE_WORDS = 28
BODY_WORDS, SENTENCE_WORDS = 25, 14
"""Words from which a passage is surely no title: any, and one that ends as sentences do."""
ROOT = 6
"""Letters of a word of the title that a word of the text must have too."""
LIKELY = 0.7
"""Worth of the poorest title: the share of its words that the text has too, and what its marks count for."""
SIGNED, REPEATED, SPOKEN = 0.3, 0.15, 0.2
"""A byline or a date one or two passages below; that it stands on every page; that it is more than names."""
DOUBTED = 0.3
"""What a word of a site's navigation costs: `Shares jump`, `Home of the year`."""
MAX_SIGNATURE = 14
"""Words of the longest byline or date."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero января",
            "feb february februar février febrero февраля",
            "mar march märz mars marzo марта",
            "apr april avril abril апреля",
            "may mai mayo мая",
            "jun june juni juin junio июня",
            "jul july juli juillet julio июля",
            "aug august août agosto августа",
            "sep sept september septembre septiembre сентября",
            "oct october oktober octobre octubre октября",
            "nov november novembre noviembre ноября",
            "dec december dezember décembre diciembre декабря",
        ),
        start=1,
    )
    for name in names.split()
}
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_CENTURY = re.compile(r"(?:19|20)\d\d")
_DAY_FIRST = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?(?P<month>[^\W\d_]{{3,10}})\.?,?\s+(?:de\s+)?{_YEAR}\b"
)
_MONTH_FIRST = re.compile(rf"\b(?P<month>[^\W\d_]{{3,10}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}\b")
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_NUMERIC = re.compile(rf"\b(?P<day>\d{{1,2}})[.-](?P<month>\d{{1,2}})[.-]{_YEAR}\b")

_CITY = r"[A-Z][\w'’.-]{1,20}(?:[ /-][A-Z][\w'’.-]{1,20}){0,3}"
_SHOUTED = r"[A-Z][A-Z'’.-]{1,20}(?:[ /-][A-Z][A-Z'’.-]{1,20}){0,3}"
_REGION = r"(?:,\s+[A-Z][\w.'’ ]{1,24})?"
_WHEN = r"[A-Za-z]{3,9}\.?\s+\d{1,2}(?:,?\s+(?:19|20)\d\d)?|\d{1,2}\s+[A-Za-z]{3,9}\.?(?:,?\s+(?:19|20)\d\d)?"
_AGENCY = r"\s*(?:\((?:[A-Z][\w .&/-]{1,30}|dpa[\w/-]{0,12}|ots|epd|kna|sid|sda|apa|afp)\)|/[A-Z][\w -]{1,30}/)"
_DASH = r"\s*\.?(?:(?:--|[-–—])\s+|[–—](?=[A-Z]))"
_KNOWN_AGENCY = (
    r"\((?:CNN(?: Business| Student News)?|Reuters|REUTERS|AP|AFP|EFE|UPI|ANSA|Xinhua|Bloomberg|BBC|PTI|IANS|TASS)\)"
)
_RUSSIAN_CITY = r"[А-ЯЁ][А-ЯЁа-яё-]{2,20}(?: [А-ЯЁ][А-ЯЁа-яё-]{2,20})?"
_RUSSIAN_AGENCY = r"(?:/ТАСС/|(?:[-–—]\s)?(?:РИА Новости|ТАСС|Интерфакс|ИНТЕРФАКС)(?:\.RU)?)"
_DATELINES = (
    re.compile(rf"(?P<when>\d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)\d\d)\s*\((?P<place>{_CITY})\)\s*(?:{_DASH}|:)?\s*"),
    re.compile(rf"\((?P<place>{_CITY})\){_DASH}"),
    re.compile(rf"(?P<place>{_SHOUTED}){_REGION}(?:,\s+(?P<when>{_WHEN}))?(?:{_AGENCY})?(?:{_DASH}|:\s+)"),
    re.compile(rf"(?P<place>{_CITY}){_REGION}(?:,\s+|\s+\()(?P<when>{_WHEN})\)?(?:{_AGENCY})?(?:{_DASH}|:\s+)"),
    re.compile(rf"(?P<place>{_CITY}){_REGION}{_AGENCY}{_DASH}"),
    re.compile(rf"(?:(?P<place>{_CITY}){_REGION}\s?)?{_KNOWN_AGENCY}(?:{_DASH})?\s*(?=[A-Z\"“‘'])"),
    re.compile(
        rf"(?P<place>{_RUSSIAN_CITY})[,.]\s+(?P<when>\d{{1,2}}\s+[а-я]{{3,8}})[.,]?\s+{_RUSSIAN_AGENCY}\.?\s*[-–—]?\s+"
    ),
)
_PERSON = r"[^\W\d_a-z][\w'’.-]{0,25}(?:\s+(?:[A-Z][\w'’.-]{0,25}|de|van|von|der|bin|al|la|of)){1,4}"
_AUTHOR = re.compile(
    r"^(?:(?:written|words|text|story|report|reported|posted|published)\s+by|by|author:?|von|par|por)\s+"
    rf"(?-i:(?P<name>{_PERSON}(?:(?:,|,? (?:and|und|et|y|&))\s+{_PERSON}){{0,3}}))",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?:(?:written|words|text|story|report)\s+by|by|von|par|por)(?:\s+\S{1,30}){1,7}$", re.IGNORECASE)
"""A byline, whether it names a person or `unserer Redaktion`."""

_SEEMING = frozenset({"clock", "navigation"})
"""Kinds of furniture that a title may look like."""
_UNDER_TITLE = frozenset({"byline", "date", "time"})
"""Kinds of furniture of what stands below a title."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """The place and date that open a report; the text begins at `end`."""

    place: str
    day: date | None
    end: int


def split_dateline(text: str) -> Dateline | None:
    """Return the dateline at the beginning of the first paragraph, or None."""
    for pattern in _DATELINES:
        found = pattern.match(text)
        if found is None or len(text) - found.end() < 20:
            continue
        when = found.groupdict().get("when") or ""
        return Dateline(found["place"] or "", parse_day(when), found.end())
    return None


def find_title(seen: Sequence[Seen], wanted: Sequence[bool]) -> int | None:
    """Return which of the passages before the text is its title: the one that speaks of the same, or None.

    That of a round-up or a live blog need not, but says what it stands above.
    """
    start = next((i for i, one in enumerate(seen) if wanted[i] and _is_body(one)), len(seen))
    may_be = [_may_be_title(one, wanted=keep) for one, keep in zip(seen[:start], wanted, strict=False)]
    if start and not ends_sentence(seen[0].passage.text) and _stands_above(seen[0]):
        return 0
    if not any(may_be):
        return None
    signed = [_is_under_title(one) for one in seen[: start + 3]]
    words = itertools.chain.from_iterable(one.low for one, keep in zip(seen, wanted, strict=True) if keep)
    body = set(map(_root, words))
    times = Counter(one.passage.text for one in seen)
    best, title = LIKELY, None
    for index in itertools.compress(range(start), may_be):
        text = seen[index].passage.text
        marks = SIGNED * any(signed[index + 1 : index + 3]) + REPEATED * (times[text] > 1) + SPOKEN * _speaks(text)
        worth = _share_in(seen[index].low, body) + marks - DOUBTED * ("navigation" in seen[index].kinds)
        if worth > best or (seen[index].passage.heading and worth >= best):
            best, title = worth, index
    return title


def _stands_above(one: Seen) -> bool:
    """Tell whether a first line says that a round-up or a live blog follows."""
    text = one.passage.text
    short = 1 < len(one.low) <= MAX_TITLE_WORDS and not one.passage.bullet and not one.kinds.keys() - _SEEMING
    return short and (is_roundup(text) or is_live(text))


def _is_under_title(one: Seen) -> bool:
    """Tell whether a passage is a byline or the time of publication."""
    if len(one.low) < MAX_SIGNATURE and not _UNDER_TITLE.isdisjoint(one.kinds):
        return True
    return _SIGNED.match(one.passage.text) is not None


def _speaks(text: str) -> bool:
    """Tell whether a word in small letters says something: no name, no department of a site."""
    return any(word.islower() and word not in FUNCTION_WORDS for word in text.split())


def find_author(texts: Sequence[str]) -> str | None:
    """Return the name in the first byline, or None."""
    names = (found["name"].strip(" .,") for text in texts if len(text) < 160 and (found := _AUTHOR.match(text)))
    return next(names, None)


def find_date(texts: Sequence[str]) -> date | None:
    """Return the first full date in short lines, or None."""
    return next((day for text in texts if len(text) < 160 and (day := parse_day(text))), None)


def parse_day(text: str) -> date | None:
    """Return the date that a text names with day, month and year; numbers are read day first."""
    if _CENTURY.search(text) is None:
        return None
    for pattern in (_ISO, _DAY_FIRST, _MONTH_FIRST, _NUMERIC):
        for found in pattern.finditer(text):
            month = found["month"].lower()
            number = int(month) if month.isdigit() else _MONTHS.get(month, 0)
            try:
                return date(int(found["year"]), number, int(found["day"]))
            except ValueError:
                continue
    return None


def _is_body(one: Seen) -> bool:
    words = len(one.low)
    return words >= BODY_WORDS or (words >= SENTENCE_WORDS and ends_sentence(one.passage.text))


def _may_be_title(one: Seen, *, wanted: bool) -> bool:
    """Tell whether a passage has the shape of a title; what looks like navigation and is kept is a cut sentence."""
    text = one.passage.text
    if wanted and "navigation" in one.kinds:
        return False
    if not 2 < len(one.low) <= MAX_TITLE_WORDS or one.passage.bullet or one.kinds.keys() - _SEEMING:
        return False
    if (
        text.endswith((",", ";", "-", "–", "—"))
        or (text[0] in "([" and text[-1] in ")]")
        or (ends_sentence(text) and text[-1] != "?")
    ):
        return False
    return not is_page_number(text)


def _share_in(words: Sequence[str], body: AbstractSet[str]) -> float:
    content = [word for word in words if word not in FUNCTION_WORDS and not word.isdigit()]
    return sum(map(body.__contains__, map(_root, content))) / len(content) if content else 0.0


def _root(word: str) -> str:
    """Return the letters of a word that its endings leave: `streicht` and `streichen`, `votes` and `vote`."""
    return (word.removesuffix("s") if len(word) > 3 and not word.endswith("ss") else word)[:ROOT]
