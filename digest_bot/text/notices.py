"""Labels, buttons and notices: passages that no article has, whatever stands around them."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from digest_bot.text.wordings import CLOSINGS, LABELS, SENTENCES

MAX_NOTICE = 700
"""Characters of the longest notice."""
MAX_APPEAL = 300
"""Characters of the longest appeal to subscribe or to give."""
MAX_SIGNATURE = 200
"""Characters of the longest signature of a post."""
MAX_INITIALS = 40
"""Characters of the initials of those who wrote a report."""
MAX_STAMP = 100
"""Characters of the longest line that says when a page was written."""

_QUOTES = frozenset('"“”„«»')
_SIGNS = " \t,:;()[]|/*–—-•>→←↓+#©·►▶↗."
"""Signs at the ends of a notice that do not count."""
_BRACKETS = _SIGNS.replace(".", "")
_HEAD = re.compile(r"#|[^\W_]+(?:\|[^\W_]+)*")
_FIRST = re.compile(r"[^\W_]+")
_CONTINUED = re.compile(r"\\\n\s*")
_NUMBER = r"\d++(?:[., ]\d++)*+(?: ?[kmкм]\b)?"

_APPEAL = re.compile(
    r"\b(?:(?:straight|direct(?:ly)?|delivered|sent) to your inbox"
    r"|please (?:give|donate|consider (?:supporting|giving|donating|making|becoming)))\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:www\.\S{3,200}|(?:[\w-]{1,40}\.){1,4}[a-z]{2,12}/\S{3,200})"
    r"|https?://\S+(?:\s+(?:page\s+)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?)?"
    r"|(?:(?:e-?mail|twitter|x|instagram|phone|tel|telefon|телефон)\W{0,3})?"
    r"(?:[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}|@\w{2,30}|\+\d[\d ()/.-]{6,22})",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"(?:[—–-]+ ?)?[^.!?]{1,80}\(@\w{1,30}\)(?: on (?:x|twitter)| ?· .{0,40}"
    r"|,? [^\W\d_]{3,10}\.? \d{1,2},? \d{4}|,? \d{1,2}\.? (?:de )?[^\W\d_]{3,10}\.? (?:de )?\d{4}(?: г\.?)?)?"
    r"|.{0,120}♬ .{3,60}|(?:\S+ )?pic\.(?:twitter|x)\.com/\w+|https?://t\.co/\w+",
    re.IGNORECASE,
)
"""How the post of another site is signed: with name and handle, its music, or the link to its picture."""
_PICTURE = re.compile(r"[\[(](?:image|photo|picture|video|bild|foto|imagen)\b[^\])]{0,200}[\])]", re.IGNORECASE)
_INITIALS = re.compile(r"\(?[a-z]{2,4}(?:[/,] ?[a-z]{2,4}){0,3}[/,] ?(?:dpa|afp|ap|rtr|apa|epd|kna|sid)\)?")
"""Who wrote a report of German agencies: `mq/dpa`."""
_RELEASE_MARK = re.compile(r"[-–—# ]*(?:ENDS|END|30)[-–—# ]*|SOURCE:? [A-Z][\w.,&'’ -]{2,60}|(?i:©.{2,120})")
_SHAPELY = frozenset("[(-–—# E3S©hHwW+@")
"""What most of the shapes begin with: quicker to look at than to try them."""
_SHAPES = (_ADDRESS, _PICTURE, _INITIALS, _RELEASE_MARK)
_FOOTERS = {
    key: re.compile(pattern)
    for key, pattern in (
        ("not responsible for the content", r"external (?:web ?)?sites\b"),
        ("to view this content", r"accept|allow|consent"),
        ("subscription", r"\bsubscription will auto-?\s?renew"),
        ("% off", r"\bcode\b|\bsubscri|\bbuy\b"),
        ("google recaptcha", r"privacy policy"),
        ("forward-looking statements", r"litigation reform act|undertakes? no obligation|differ materially"),
        ("drittplattformen", r"personenbezogene daten"),
        (" avec afp", r"^.{3,60} avec afp$"),
        ("take our", r"^.{0,120}\btake our (?:quiz|poll|survey)\b.{0,60}$"),
        (
            "sign up",
            (
                r"^[^.]{3,80}\? sign up\b.{3,140}$|^sign up (?:for|to) [^.]{3,80}\bnewsletter\b"
                r"|[.!?] sign up (?:here|now|for free|(?:for|to) (?:the|our|my) [^.]{3,60}\bnewsletter(?: here)?)\.?$"
            ),
        ),
        ("download the ", r"[.!?] download the [^.]{3,40}\bapp\b"),
        ("permission to use cookies", r"to show you this content"),
        ("commenting policy", r"please (?:review|read|see|observe) our"),
        ("will appear with each submission", r"names"),
        ("expressed", r"^[^.]{3,80} is an? [^.]{0,80}\. (?:the|all|any) (?:views?|opinions?) expressed .{0,160}$"),
    )
}
"""A few words of a notice that are quick to look for, and what must stand in the text beside them."""
_CLOSERS = {
    key: re.compile(pattern)
    for key, pattern in (
        ("contributed", r"contributed (?:to this (?:report|story|article)|reporting)(?: from [\w ,]{2,60})?\.?$"),
        ("all rights reserved", r"^(?:copyright|©|\(c\))|reserved\.?$|may not be (?:published|reproduced)"),
        (" advice", r"(?:does|do|should) not (?:constitute|be (?:construed|taken|considered) as) .{0,60}advice"),
        ("necessarily", r"\b(?:views?|opinions?)\b.{0,160}not necessarily (?:reflect|represent)"),
        ("receive funding from any", r"does not work for|that would benefit from this article"),
        ("solely responsible for", r"(?:support|funding) from .{3,160}solely responsible for (?:all|its|this)"),
    )
}
"""The same of what an article closes with."""

_KEYS = (*_FOOTERS, *_CLOSERS)

# Words that a line made of nothing but a time is written in.
_STAMPING = frozenset(
    (
        *(
            "update",
            "updated",
            "published",
            "posted",
            "modified",
            "created",
            "edited",
            "last",
            "aktualisiert",
            "veröffentlicht",
        ),
        *("stand", "publié", "mis", "actualizado", "actualizada", "publicado", "обновлено", "опубликовано"),
    )
)
"""Those that say that it is the time of the page."""
_DATING = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|juin|jul|juil|aug|sept?|oct|nov|dec|mär|mai|okt|dez|janv|févr?|avr|août|déc|ene|abr|ago|dic"
    r"|янв|фев|мар|апр|мая|мае|май|июн|июл|авг|сен|окт|ноя|дек|mon|tue|wed|thu|fri|sat|sun"
    r"|mont|diens|mittw|donners|freit|samst|sonnt|lun|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom)[^\W\d_]{0,8}"
)
"""Months and days of the week, by their beginnings."""
_TIMING = frozenset(
    (
        *("a", "p", "am", "pm", "m", "h", "at", "on", "uhr", "um", "der", "le", "la", "à", "el", "de", "las", "los"),
        *("hs", "c", "jour", "min", "mins", "k", "views", "the", "of", "st", "nd", "rd", "th", "and", "г", "в", "time"),
        *(
            "vom",
            "first",
            "gmt",
            "bst",
            "utc",
            "est",
            "edt",
            "cst",
            "cdt",
            "pst",
            "pdt",
            "ist",
            "cet",
            "cest",
            "msk",
            "aest",
        ),
        *("jst", "et"),
    )
)
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_ZONED = re.compile(
    r"\d{1,2}[:.]\d\d(?::\d\d)? (?:uhr|gmt|bst|utc|[ecmp][sd]t|ist|ces?t|msk|ae[sd]t)|-\d\d?:\d\d|0\d?:\d\d"
)
"""A time with its zone, or what a player shows."""
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b|\b\d{1,2} ?[ap]\.?m\b")
_DAY = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b")


class _Wordings(NamedTuple):
    """The patterns of passages that begin with one word; empty where there are none."""

    both: str
    sentences: str
    closings: str


class Wording(NamedTuple):
    """What the wording of a whole passage tells."""

    notice: bool
    """It is a label, a button, a notice or an address, as pages put them around articles."""
    closing: bool
    """It is what closes an article: who else wrote it, where it was first, whose views it holds."""


def read_wording(text: str) -> Wording:
    """Return what the wording of a passage tells; of a text in quotation marks nothing: people say such things."""
    if len(text) > MAX_NOTICE or text[0] in _QUOTES:
        return _TEXT
    low = text.lower()
    if not low.isascii():
        low = low.replace("’", "'").replace("\xa0", " ")
    start = low.lstrip(_SIGNS)
    first = _FIRST.match(start)
    known = None if first is None else _table().get("#" if start[0].isdigit() else first[0])
    spoken = any(map(low.__contains__, _KEYS))
    notice = known is not None and _is_worded(start, known)
    closing = known is not None and _matches(known.closings, low.strip(_BRACKETS))
    return Wording(
        notice or _is_shaped_so(text, low) or (spoken and _speaks(low, _FOOTERS)),
        closing or (spoken and _speaks(low, _CLOSERS)),
    )


_TEXT = Wording(notice=False, closing=False)


def is_stamp(text: str) -> bool:
    """Tell whether a passage says when its page was written and nothing else: `Updated 14 Jul 2026 11.42 BST`."""
    if len(text) > MAX_STAMP or _DIGIT.search(text) is None:
        return False
    low = text.lower()
    words = set(_LETTERS.findall(low)) - _TIMING
    said = words & _STAMPING
    if not all(map(_DATING.fullmatch, words - said)):
        return False
    if not words and _ZONED.fullmatch(low.strip(" +")):
        return True
    dated = len(words) > len(said) or _DAY.search(low) is not None
    return bool(said) or (dated and _CLOCK.search(low) is not None)


def is_signature(text: str) -> bool:
    """Tell whether a passage is what signs the post of another site: `— Ann Lee (@annlee) March 4, 2026`."""
    if len(text) > MAX_SIGNATURE or ("@" not in text and "/" not in text and "♬" not in text):
        return False
    return _SIGNATURE.fullmatch(text) is not None


def _is_worded(start: str, known: _Wordings) -> bool:
    """Tell whether a passage in lower case, without the signs before it, is one of the labels or sentences."""
    ended = start.rstrip(" )]*")
    sentence = ended.endswith(".") and not ended.endswith("...")
    return _matches(known.sentences if sentence else known.both, start.rstrip(_SIGNS).rstrip("!?… "))


def _matches(patterns: str, bare: str) -> bool:
    return bool(patterns) and _compiled(patterns).fullmatch(bare) is not None


def _speaks(low: str, footers: Mapping[str, re.Pattern[str]]) -> bool:
    return any(key in low and beside.search(low) for key, beside in footers.items())


def _is_shaped_so(text: str, low: str) -> bool:
    """Tell whether it is an address, a signature, the end of a press release, an appeal or a time."""
    shaped = len(text) <= MAX_INITIALS or text[0] in _SHAPELY or "@" in text or "+" in text[:MAX_INITIALS]
    if (shaped and any(shape.fullmatch(text) for shape in _SHAPES)) or is_stamp(text) or is_signature(text):
        return True
    appealing = len(text) <= MAX_APPEAL and ("inbox" in low or "please" in low)
    return appealing and _QUOTES.isdisjoint(text) and _APPEAL.search(text) is not None


_compiled = cache(re.compile)
"""Only the words that are met are compiled: all of them would take as long as the import of everything else."""


@cache
def _table() -> Mapping[str, _Wordings]:
    """Return the patterns by their first word."""
    labels, sentences, closings = map(_by_first_word, (LABELS, SENTENCES, CLOSINGS))
    return {
        word: _Wordings(
            both="|".join((*labels.get(word, ()), *sentences.get(word, ()))),
            sentences="|".join(sentences.get(word, ())),
            closings="|".join(closings.get(word, ())),
        )
        for word in (*labels, *sentences, *closings)
    }


def _by_first_word(wordings: str) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, _CONTINUED.sub("", wordings).splitlines())):
        head = _HEAD.match(line)
        assert head is not None, line
        for word in head[0].split("|"):
            table.setdefault(word, []).append((word + line[head.end() :]).replace("#", _NUMBER))
    return table
