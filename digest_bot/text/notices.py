"""Labels, buttons and notices: passages that no article has, whatever stands around them."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from digest_bot.text.wordings import CLOSINGS, LABELS, SENTENCES

MAX_NOTICE = 700
"""Characters of the longest notice."""
MAX_APPEAL = 300
"""Characters of the longest appeal to subscribe or to give."""
MAX_SIGNATURE = 200
"""Characters of the longest signature of a post."""
MAX_STAMP = 100
"""Characters of the longest line that says when a page was written."""

_QUOTES = frozenset('"“”„«»')
_SIGNS = " \t,:;()[]|/*–—-•>→←↓+#©·►▶↗."
"""Signs at the ends of a notice that do not count."""
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
    r"https?://\S+(?:\s+(?:page\s+)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?)?"
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
_SHAPES = (_ADDRESS, _PICTURE, _INITIALS, _RELEASE_MARK)
_FOOTERS = {
    key: re.compile(pattern)
    for key, pattern in (
        ("not responsible for the content", r"external (?:web ?)?sites\b"),
        ("to view this content", r"accept|allow|consent"),
        ("google recaptcha", r"privacy policy"),
        ("forward-looking statements", r"litigation reform act|undertakes? no obligation|differ materially"),
        ("drittplattformen", r"personenbezogene daten"),
        (" avec afp", r"^.{3,60} avec afp$"),
        ("take our", r"^.{0,120}\btake our (?:quiz|poll|survey)\b.{0,60}$"),
        ("sign up", r"^[^.]{3,80}\? sign up\b.{3,140}$"),
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

# Words that a line made of nothing but a time is written in.
_STAMPING = frozenset(
    (
        *("updated", "published", "posted", "modified", "created", "edited", "last", "aktualisiert", "veröffentlicht"),
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
        *("first", "gmt", "bst", "utc", "est", "edt", "cst", "cdt", "pst", "pdt", "ist", "cet", "cest", "msk", "aest"),
        *("jst", "et"),
    )
)
_LETTERS = re.compile(r"[^\W\d_]+")
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b|\b\d{1,2} ?[ap]\.?m\b")
_DAY = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b")


def is_notice(text: str) -> bool:
    """Tell whether a whole passage is a label, a button, a notice or an address, as pages put them around articles.

    A text in quotation marks is none: people say such things.
    """
    if len(text) > MAX_NOTICE or text[0] in _QUOTES:
        return False
    low = _low(text)
    bare = low.strip(_SIGNS).rstrip("!?… ")
    if not _is_sentence(low) and _is_worded(bare, LABELS):
        return True
    return _is_worded(bare, SENTENCES) or _speaks(low, _FOOTERS) or _is_shaped_so(text)


def is_closing(text: str) -> bool:
    """Tell whether a whole passage is what closes an article: who else wrote it, where it was first, whose views."""
    if len(text) > MAX_NOTICE or text[0] in _QUOTES:
        return False
    low = _low(text)
    return _is_worded(low.strip(_SIGNS.replace(".", "")), CLOSINGS) or _speaks(low, _CLOSERS)


def is_stamp(text: str) -> bool:
    """Tell whether a passage says when its page was written and nothing else: `Updated 14 Jul 2026 11.42 BST`."""
    low = text.lower()
    if len(text) > MAX_STAMP or not any(map(str.isdigit, low)):
        return False
    words = set(_LETTERS.findall(low)) - _TIMING
    said = words & _STAMPING
    if not all(map(_DATING.fullmatch, words - said)):
        return False
    dated = len(words) > len(said) or _DAY.search(low) is not None
    return bool(said) or (dated and _CLOCK.search(low) is not None)


def is_signature(text: str) -> bool:
    """Tell whether a passage is what signs the post of another site: `— Ann Lee (@annlee) March 4, 2026`."""
    return len(text) <= MAX_SIGNATURE and _SIGNATURE.fullmatch(text) is not None


def _low(text: str) -> str:
    return text.lower().replace("’", "'").replace("\xa0", " ")


def _is_sentence(low: str) -> bool:
    return low.rstrip(" )]*").endswith(".") and not low.endswith("...")


def _is_worded(bare: str, wordings: str) -> bool:
    first = _FIRST.match(bare)
    if first is None:
        return False
    pattern = _pattern("#" if first[0][0].isdigit() else first[0], wordings)
    return pattern is not None and pattern.fullmatch(bare) is not None


def _speaks(low: str, footers: Mapping[str, re.Pattern[str]]) -> bool:
    return any(key in low and beside.search(low) for key, beside in footers.items())


def _is_shaped_so(text: str) -> bool:
    """Tell whether it is an address, a signature, the end of a press release, an appeal or a time."""
    if is_stamp(text) or is_signature(text) or any(shape.fullmatch(text) for shape in _SHAPES):
        return True
    return len(text) <= MAX_APPEAL and _QUOTES.isdisjoint(text) and _APPEAL.search(text) is not None


def _pattern(word: str, wordings: str) -> re.Pattern[str] | None:
    """Return what a passage that begins with the word looks like; None where none does."""
    lines = _table(wordings).get(word)
    return None if lines is None else _compiled("|".join(lines))


_compiled = cache(re.compile)
"""Only the words that are met are compiled: all of them would take as long as the import of everything else."""


@cache
def _table(wordings: str) -> Mapping[str, Sequence[str]]:
    """Return the patterns by their first word."""
    table: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, _CONTINUED.sub("", wordings).splitlines())):
        head = _HEAD.match(line)
        assert head is not None, line
        for word in head[0].split("|"):
            table.setdefault(word, []).append((word + line[head.end() :]).replace("#", _NUMBER))
    return table
