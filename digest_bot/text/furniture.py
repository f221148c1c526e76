"""What stands around an article rather than in it: the kinds of page furniture, told by phrases and by shapes."""

import re
from collections.abc import Mapping, Sequence

from digest_bot.text.phrases import find_phrases

MAX_CREDIT = 130
"""Characters of the longest credit that has neither a label before it nor a stroke in it."""
KINDS = (
    *("credit", "agency_end", "caption", "byline", "time", "related", "advert", "end", "offer", "share", "legal"),
    *("navigation", "address", "date", "clock"),
)

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.?"
_NAME = r"[A-Z][\w'’.-]{0,25}(?:\s+(?:[A-Z][\w'’.-]{0,25}|de|van|von|der|bin|al|la|of|and)){0,5}"
_AGENCY = (
    r"(?:AP|AFP|EPA|UPI|Reuters|REUTERS|Bloomberg|Getty(?: Images)?|iStock(?:photo)?|Shutterstock|Alamy|"
    r"Anadolu(?: Agency)?|Xinhua|TASS|Tass|Sputnik|NurPhoto|PA(?: Media| Wire)?|Press Association|Associated Press|"
    r"Magnum|Corbis|Unsplash|Pexels|Flickr|Wikimedia(?: Commons)?|Creative Commons|Handout|Courtesy|Imago|imago|dpa|"
    r"DPA|Rex(?: Features)?|Zuma(?: Press)?|ZUMA(?: Press)?|Pool|USA TODAY Sports|Keystone|ANSA|EFE|Kyodo|Yonhap|"
    r"Ritzau|TT|NTB|Lehtikuva)"
)


def _listed(words: str) -> list[str]:
    return words.split()


def _any(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


# Tried at the beginning of a text.
_LABELS = (
    (
        r"\(?(?:photo(?:graph|s)?|picture|image|illustration|video|graphic|credit|foto|bild|fotografía|crédit)s?"
        r"(?:\s+(?:source|credit|by|courtesy|copyright))?s?\s?[:,/|]"
    ),
    r"\(?(?:photo|image|picture|courtesy|illustration)\s+(?:by|of|courtesy)\b",
)
_CREDIT_LABEL = re.compile(_any(*_LABELS), re.IGNORECASE)
_CREDIT_CHAIN = re.compile(rf"(?:\W{{0,2}}{_NAME}\s?[/|]\s?)+\W{{0,2}}{_NAME}\W{{0,3}}$", re.IGNORECASE)
_CREDIT_AGENCY = re.compile(
    rf"\W{{0,2}}(?:file photo|handout|{_AGENCY})(?:\s?[/|,]\s?.{{0,60}}|\s+(?:images?|photos?|file photo))?\W{{0,2}}$",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    _any(
        r"file(?: photo| picture| image)?\b\s?[-–—:]",
        r"(?:a|an|the)\s+(?:general\s+|aerial\s+)?(?:view|photo|picture|image|photograph)\s+of\b",
        r"(?:pictured|photo|above|left|right|top|below|in this (?:photo|picture|image|handout|file|undated)[^.]{0,40})"
        r",?:?\s",
        r"this (?:photo|picture|image)\b",
    ),
    re.IGNORECASE,
)
_BYLINE = re.compile(
    _any(
        r"(?:written|words|text|story|report|posted|published|reviewed|reported)\s+by\b",
        rf"by\s+(?-i:{_NAME})",
        r"author:",
        rf"(?:von|par|por)\s+(?-i:{_NAME})$",
    ),
    re.IGNORECASE,
)
_NAME_AND_DAY = re.compile(
    rf"(?-i:{_NAME})\s?[|•·,–-]\s?(?:{_MONTH}\s+\d|\d{{1,2}}\s+{_MONTH}|\d{{1,2}}[/.])", re.IGNORECASE
)
_STAFF = re.compile(
    r"(?:[\w'’&.-]{1,20}\s+){0,4}(?:correspondent|staff writer|reporter|columnist|contributor|editor|bureau chief"
    r"|staff|newsroom)\W{0,2}$",
    re.IGNORECASE,
)
_STAFF_ENDS = (
    *("correspondent", "writer", "reporter", "columnist", "contributor", "editor", "chief", "staff", "newsroom"),
)
"""What every line that `_STAFF` knows ends in, signs apart: far quicker to see."""
_SIGNS = " .,:;!?()[]|/*\"'’”»–—-…"
_TIME = re.compile(
    _any(
        r"(?:last|first|originally)?\s*(?:updated|modified|published|posted|created|aktualisiert|veröffentlicht"
        r"|publié|publicado)\b",
        r"(?:reading time|read time)\b",
        r"\d{1,3}\s*min(?:ute)?s?\s+read\b",
        r"(?:about\s+)?\d{1,2}\s+(?:minutes?|mins?|hours?|hrs?|days?|weeks?)\s+ago\W{0,2}$",
        rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}},?\s+)?(?:\d{{1,2}}\s+)?{_MONTH}\s+"
        r"\d[\d\s,:.apmAPM/|–-]{0,40}",
    ),
    re.IGNORECASE,
)

# Looked for anywhere.
_AGENCY_END = re.compile(
    _any(
        rf"\((?:[^()]{{0,60}}[/|:,]\s?)?(?:photo|image|picture|credit|file|{_AGENCY})[^()]{{0,60}}\)",
        r"(?:[/|]|\b(?:Picture|Photo|Photograph|Image|Credit|Pic|Foto)s?(?: by)?:)\s?[^.!?]{0,60}",
        rf"\b{_NAME}/{_AGENCY}(?:[/ ][\w ]{{0,30}})?",
    )
    + r"\W{0,2}$"
)
# An address is found by the sign in its middle: the regex engine skips from one to the next.
_ADDRESS = re.compile(
    r"[:.@](?:(?<=https:)//|(?<=http:)//|(?<=\bwww\.)|(?<=[\w-]{2}\.)(?:com|org|net|co\.uk|de|fr)\b"
    r"|(?<=[\w.+-]@)[\w-]{1,64}\.\w|(?<!\w@)(?<=@)\w{2,30})",
    re.IGNORECASE,
)
# What begins with a digit begins with its class: the regex engine skips from one digit to the next.
_BARE_DATE = re.compile(r"\d(?<!\w\d)(?:\d?[./-]\d{1,2}[./-](?:19|20)?\d\d\b|\d{3}(?<=19\d\d|20\d\d)-\d\d-\d\d)")
_WRITTEN_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?)\s+(?:19|20)\d\d",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\d(?:(?<=1)9|(?<=2)0)\d\d")
_CLOCK = re.compile(
    r"\d(?<!\w\d)\d?[:.]\d\d(?!\s?(?:%|per ?cent|[mb]illion|Prozent|Milli|pour cent|por ciento)|\d)(?<![$£€]\d\.\d\d)"
)
"""No share and no sum: `2.25 percent`, `$4.50`."""
_COUNTED = re.compile(r"\d(?<!\w\d)\d*+ (?:comments?|responses?|replies|shares|likes)\b", re.IGNORECASE)
_DATED = re.compile(r"\d(?:\d{3}|[./:-]\d|\d[./:-]\d| )")
"""What every date, time and count has in it."""
_DIGIT = re.compile(r"\d")
_CREDIT_SIGN = re.compile(r"[/|:)]")
_PAGE_NUMBER = re.compile(r"^\W{0,3}(?:page\s+)?\d{1,3}(?:\s*(?:/|of|von)\s*\d{1,3})?\W{0,3}$", re.IGNORECASE)

SECTION_WORDS = frozenset(
    _listed(
        """
        news sport sports business politics world tech technology science health culture opinion opinions
        entertainment arts lifestyle life travel food money economy finance markets education environment
        climate music film movies books style fashion family local national international regional latest
        video videos live more us uk europe asia africa america americas australia middle east elections
        trending topics hot home magazine features reviews gaming games autos cars property jobs obituaries
        letters editorial columnists cartoons weather traffic crime courts football rugby cricket tennis
        golf racing photos podcasts newsletters shop store tv radio wirtschaft politik kultur wissen
        panorama reise économie politique monde société deportes economía mundo
        """
    )
)
"""Words that name the departments of a paper."""


def find_kinds(text: str, words: Sequence[str] | None = None) -> Mapping[str, int]:
    """Return the kinds of furniture that the text looks like, with how often each was found; linear in its length.

    `words` are those of the text in lower case, where they are known already.
    """
    found = find_phrases(text, words)
    begins = text[:2].lower()
    for kind, opens, beginnings in _OPENINGS:
        if (beginnings is None or begins in beginnings) and opens(text):
            found[kind] = found.get(kind, 0) + 1
    if _ends_in_credit(text):
        found["agency_end"] = 1
    if _ADDRESS.search(text):
        found["address"] = 1
    if _DATED.search(text):
        found |= _find_numbers(text)
    return found


def _find_numbers(text: str) -> dict[str, int]:
    """Return the kinds that a text with numbers looks like by them."""
    found = {}
    if _BARE_DATE.search(text) or (_YEAR.search(text) and _WRITTEN_DATE.search(text)):
        found["date"] = 1
    if _CLOCK.search(text):
        found["clock"] = 1
    if _COUNTED.search(text):
        found["end"] = 1
    return found


def is_page_number(text: str) -> bool:
    """Tell whether the text is the number of a page."""
    return len(text) < 40 and _PAGE_NUMBER.match(text) is not None


def _is_credit(text: str) -> bool:
    if _CREDIT_LABEL.match(text):
        return True
    joined = "/" in text or "|" in text
    if joined and _CREDIT_CHAIN.match(text):
        return True
    return (joined or len(text) <= MAX_CREDIT) and _CREDIT_AGENCY.match(text) is not None


def _is_byline(text: str) -> bool:
    if _BYLINE.match(text):
        return True
    if text[-20:].lower().rstrip(_SIGNS).endswith(_STAFF_ENDS) and _STAFF.match(text):
        return True
    return _DIGIT.search(text) is not None and _NAME_AND_DAY.match(text) is not None


_OPENINGS = (
    ("caption", _CAPTION.match, frozenset(("a ", *_listed("fi th pi ph ab le ri to be in an")))),
    ("byline", _is_byline, None),
    (
        "time",
        _TIME.match,
        frozenset(
            (
                *_listed("la fi or up mo pu po cr ak ve re ab tu we th fr sa su ja fe ma ap ju au se oc no de"),
                *(f"{digit}{sign}" for digit in "0123456789" for sign in "0123456789 m"),
            )
        ),
    ),
    ("credit", _is_credit, None),
)
"""Kinds told by how a text begins, and the two letters that it must begin with, which are quicker to look at."""


def _ends_in_credit(text: str) -> bool:
    tail = text[-120:]
    return _CREDIT_SIGN.search(tail) is not None and _AGENCY_END.search(tail) is not None
