"""Characters, links and marks: what a voice would spell out, stumble over or take for a command."""

import html
import re
import unicodedata

from digest_bot.text.acronyms import is_pronounceable, say_capitals
from digest_bot.text.numbers import year
from digest_bot.text.rewriting import Match, Rule, rule
from digest_bot.text.words import zipf

_VARIANTS = {
    **dict.fromkeys("‘’‛′ʼ", "'"),
    **dict.fromkeys("“”„‟«»″‹›", '"'),
    **dict.fromkeys("‐‑−", "-"),
}
_KEPT = frozenset("½¼¾⅓⅔⅛⅜⅝⅞⅕²³µ°º…№™®©")
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,300}>")
_FOREIGN = r"(?:(?![A-Za-zªº\u00b5\u00c0-\u024f\u1e00-\u1eff\u0370-\u03ff])[^\W\d_])+"
_PICTURES = (
    r"[\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u2bff\u3000-\u303f\ufe00-\ufe0f\u20e3\U0001f000-\U0001fbff"
    r"\U000e0000-\U000e01ef™®©¦¨¯´¸•·¶†‡]+"
)
_LABEL = r"[A-Za-z0-9-]{1,63}"
_TOP = r"(?:com|org|net|gov|edu|info|news|co\.uk|org\.uk|gov\.uk|ac\.uk|io|ai|eu|de|fr|ru)"


class _Characters(dict[int, str]):
    """A translation table that fills itself: a character to what stands for it in a plain text."""

    def __missing__(self, number: int) -> str:
        self[number] = _plain_character(chr(number))
        return self[number]


def plain(written: str) -> str:
    """Return the text without tags, entities, invisible characters, curly quotes and variants of letters."""
    if written.isascii() and written.isprintable() and "&" not in written and "<" not in written:
        return written
    text = unicodedata.normalize("NFC", written).translate(_TABLE)
    if "&" in text and ";" in text:
        text = html.unescape(text).translate(_TABLE)
    return _TAG.sub(" ", text) if "<" in text else text


def tidy(text: str) -> str:
    """Return the text with single spaces, marks in their places and nothing that a voice takes for a command."""
    text = " ".join(text.translate(_COMMANDS).split())
    text = _GAP_BEFORE_MARK.sub(r"\1", _EMPTY_BRACKETS.sub("", text))
    text = _MARKS.sub(_one_mark, text).lstrip(",.;:!?- ")
    return text.rstrip(" ,;:-") if any(map(str.isalnum, text)) else ""


def _plain_character(character: str) -> str:
    if character in _VARIANTS:
        return _VARIANTS[character]
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    if category[0] in "ZC":
        return " "
    return character if character in _KEPT else unicodedata.normalize("NFKC", character)


def _one_mark(match: Match) -> str:
    marks = match[0]
    return next((mark for mark in "?!.:;" if mark in marks), ",")


def _spoken_name(name: str) -> str:
    """Return a label of an address as words: `bbc` spelled, `MeToo` and `long_name` apart."""
    return " ".join(map(_spoken_label, re.findall(r"[0-9]+|[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+", name)))


def _spoken_label(part: str) -> str:
    capitals = part.upper()
    if len(part) == 4 and part.isdigit():
        return year(int(part))
    if part.isupper() and len(part) > 1:
        return say_capitals(part) or part
    spelled = (
        2 <= len(part) <= 4
        and part.islower()
        and part.isascii()
        and not zipf(part, least=5.0)
        and not is_pronounceable(capitals)
    )
    return " ".join(capitals) if spelled else part


def _dotted(address: str) -> str:
    *labels, last = address.split(".")
    country = labels and len(last) == 2
    return " dot ".join((*map(_spoken_label, labels), " ".join(last.upper()) if country else _spoken_label(last)))


def _mail(match: Match) -> str:
    name, _, host = match[0].partition("@")
    return f"{_dotted(name)} at {_dotted(host)}"


_TABLE = _Characters()
_COMMANDS: dict[int, str] = {ord(character): " " for character in '[]{}<>\\^|*_~`"'}
_GAP_BEFORE_MARK = re.compile(r" ([,.;:!?)])")
_EMPTY_BRACKETS = re.compile(r"\(\s?[,.;:]?\s?\)")
_MARKS = re.compile(r"[,.;:!?](?:\s?[,.;:!?])+")

LINK_RULES: tuple[Rule, ...] = (
    rule(r"(?:https?://|ftp://|www\.)[^\s<>\"]+(?<![.,;:!?)\]'])", "link", needs="/."),
    rule(rf"(?<![\w.+-])[\w.+-]{{1,64}}@{_LABEL}(?:\.{_LABEL}){{1,4}}(?![\w-])", _mail, needs="@"),
    rule(
        rf"(?<![\w@.-])(?P<a>(?:{_LABEL}\.){{1,4}}{_TOP})\b(?!\.\w)(?:/[^\s<>\"]*(?<![.,;:!?)\]']))?",
        lambda match: _dotted(match["a"]),
        needs=".",
    ),
    rule(r"(?<!\w)@(?P<a>\w{1,50})", lambda match: f"at {_spoken_name(match['a'])}", needs="@"),
    rule(r"(?<![\w&])#(?P<a>[^\W\d_]\w{0,80})", lambda match: f"hashtag {_spoken_name(match['a'])}", needs="#"),
    rule(r"(?<!\w)(?P<a>[CF])#(?!\w)", lambda match: f"{match['a']} sharp", needs="#"),
)
"""Addresses, handles and hashtags; no text of an address that is not a plain domain is read."""

SYMBOL_RULES: tuple[Rule, ...] = (
    rule(r"[<](?=\s?[$£€]?[0-9])", " less than ", needs="<"),
    rule(r"[>](?=\s?[$£€]?[0-9])", " more than ", needs=">"),
    *(
        rule(pattern, f" {words} ", needs=sign)
        for sign, pattern, words in (
            ("≤", "≤", "at most"),
            ("≥", "≥", "at least"),
            ("±", "±", "plus or minus"),
            ("≈", "≈", "about"),
            ("~", r"~(?=\s?[$£€]?[0-9])", "about"),
            ("×", "×", "times"),
            ("÷", "÷", "divided by"),
            ("√", "√", "square root of"),
            ("∞", "∞", "infinity"),
            ("²", r"(?:(?<=[0-9])|(?<=\b[a-z]))²", "squared"),
            ("³", r"(?:(?<=[0-9])|(?<=\b[a-z]))³", "cubed"),
            ("=", "=", "equals"),
            ("+", r"\+", "plus"),
            ("&", "&", "and"),
            ("%", "%", "percent"),
            ("@", "@", "at"),
            ("§", "§{1,2}", "section"),
            ("°", "°", "degrees"),
            ("/", r"(?<=[a-z])/(?=(?:hour|day|week|month|year|second|minute|person|night)\b)", "per"),
            ("/", "/", ""),
        )
    ),
    rule(_FOREIGN, ""),
)
"""Signs with an English name, and the scripts an English voice cannot read."""

MARK_RULES: tuple[Rule, ...] = (
    rule(r"…|\.{2,}", ", ", needs="…."),
    rule(r"\s{0,3}[—―]\s{0,3}|(?:^|\s)-{1,3}(?=\s|$)|(?:^|\s)–(?=\s|$)|--+", ", ", needs="—―–-"),
    rule(r"–", "-", needs="–"),
    rule(r"(?<![\w.])'|'(?!\w)", "", needs="'"),
    rule(_PICTURES, " "),
    rule(r"#", " ", needs="#"),
)
"""Quotes, dashes, dots and pictures, in any language."""
