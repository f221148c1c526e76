"""What is certainly no part of an article, whatever stands around it: single passages, and boxes in one piece."""

import itertools
import re
from collections.abc import Iterator, Sequence

from digest_bot.text.words import STOP_WORDS, WORD

MAX_LISTED, MAX_HEADLINE = 10, 16
"""Headlines of a list of other articles, and words of one."""
MAX_ASIDE = 12
"""Words of a line that stands in a box: an offer above a field for an address, the name below a quotation."""
MAX_BOX = 3
"""Such lines above a field."""
MAX_FIELDS = 5
"""Fields of a text that are looked at: for each all text before it is read."""
MAX_LABEL = 60
"""Characters of the longest label of a box."""
MAX_LAST = 4
"""Passages at the end of a text among which the one about its author stands."""
MAX_COMMENT = 8
"""Passages between the heading of the comments and the button below the first."""
MAX_APPEAL = 300
"""Characters of the longest appeal to subscribe or to give."""
MAX_PITCH = 5
"""Passages that an offer is advertised with between its heading and its button."""
ON_TOPIC = 0.5
"""Share of words that the text before has too, from which a passage belongs to the text."""

_NEVER = re.compile(
    r"^(?:https?://\S+(?:\s+page\s+\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?)?|image (?:caption|source),\s.{0,300}"
    r"|(?:written|words|reported|posted|published|reviewed|edited) by [^.!?]{3,80}"
    r"|the post \S.{0,300} (?:appeared first|first appeared) on \S.{0,100}"
    r"|(?:correction|clarification|update)?[:,.]?\s?an earlier version of this (?:article|story|report|post) .{3,300}"
    r"|this (?:article|story|report|post) (?:was|has been) (?:amended|updated|corrected|edited|changed) "
    r"(?:on|to|at|with|after)\b.{3,200}"
    r"|(?:view|read|open|see) (?:this )?(?:e-?mail |newsletter |message )?in (?:your |a )?(?:web ?)?browser\b.{0,99}"
    r"|view (?:this (?:e-?mail|newsletter|message) )?online(?: [\[(]?http\S+)?"
    r"|(?:having )?trouble (?:viewing|reading|seeing) this .{3,120}"
    r"|you(?: are|['’]re) receiving this (?:e-?mail|newsletter|message|letter) .{3,200}"
    r"|by (?:signing up|subscribing|registering|submitting|continuing)[^.]{0,80} you (?:agree|consent|accept)\b.{3,300}"
    r"|(?:sponsored|promoted|advertisement|anzeige|werbung|publicité|publicidad|реклама|advertentie|pubblicità)"
    r"|our standards: .{3,80}|©.{2,120}|add .{2,40} as a preferred source.{0,40}"
    r"|(?:click here to )?(?:follow|join) (?:us on|our (?:whatsapp|telegram)) [^.]{3,80}"
    r"|you have \d+ (?:free )?articles? (?:left|remaining).{0,40}|(?:media|press) contacts?: .{3,200}"
    r"|like this:|video player is loading\W?|.{2,40} not responsible for the content of external (?:web ?)?sites.{0,80}"
    r"|view this post on \w{3,20}|a post shared by .{1,160}|(?:\S+ )?pic\.(?:twitter|x)\.com/\w+"
    r"|(?:this|the) (?:audio|recording) (?:is|was) (?:auto-?|automatically )?(?:generated|read|produced) by .{3,160}"
    r"|we and our (?:\d+ )?(?:partners|vendors) (?:store|use|process|may).{3,400}"
    r"|(?:open|read|view|continue|watch) in (?:the |our )?(?:\w{2,20} )?app\W?"
    r"|get the (?:full|best) experience .{3,60})$",
    re.IGNORECASE,
)
_APPEAL = re.compile(
    r"\b(?:(?:straight|direct(?:ly)?|delivered|sent) to your inbox"
    r"|please (?:give|donate|consider (?:supporting|giving|donating|making|becoming)))\b",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"^[^.]{3,80} is an? [^.]{0,80}\. (?:the|all|any) (?:views?|opinions?) expressed .{0,160}$", re.IGNORECASE
)
_IMAGE_NOTE = re.compile(r"image (?:source|credit),\s", re.IGNORECASE)
_NO_CAPTION = re.compile(
    r"^(?:by|von|par|por|written by)\s+\w|^(?:share|follow|teilen|partager)\b|\bstories$|^https?://", re.IGNORECASE
)
_OFFER = re.compile(r"^(?:subscribe|sign up|become a member|join)\b[^.!?]{0,60}$", re.IGNORECASE)
_QUOTED = frozenset('"“”„«»')
_BUTTON = re.compile(r"^(?:subscribe|sign up|join)(?: now| today)?\W{0,2}$", re.IGNORECASE)
_LIST_LABEL = re.compile(
    r"^(?:related(?: (?:stories|articles|content|news|coverage|topics|links))?|(?:read|see) (?:also|more|next|on)"
    r"|also read|more (?:from|on|in) \w[\w ]{0,30}|more (?:stories|news|coverage)|most (?:read|popular|viewed|shared)"
    r"|recommended(?: for you)?|trending(?: now)?|you (?:may|might) also like|up next|editors?['’]s? picks"
    r"|mehr zum thema|lesen sie auch|meistgelesen|lire aussi|à lire aussi|les plus lus|te puede interesar|lea también"
    r"|lo más leído|читайте также|leggi anche|lees ook)\s?:?$",
    re.IGNORECASE,
)
_ABOUT_AUTHOR = re.compile(
    r"^(?:about the (?:author|writer)s?|über (?:den autor|die autorin)|à propos de l['’]aut(?:eur|rice)"
    r"|sobre (?:el autor|la autora))\W{0,2}$",
    re.IGNORECASE,
)
_MAIL_FIELD = re.compile(
    r"^(?:(?:enter|type|add) )?(?:your )?e-?mail(?: address)?(?: here)?\W{0,3}$|^(?:ihre )?e-?mail-adresse\W{0,3}$"
    r"|^by (?:signing up|subscribing) you agree\b[^.]{0,45}\.?$"
    r"|^votre (?:adresse )?e-?mail\W{0,3}$|^tu correo(?: electrónico)?\W{0,3}$",
    re.IGNORECASE,
)
_REPORTER = re.compile(  # `Ann Lee covers ports for The Harbour Post.`
    r"[A-Z][\w.'’-]{1,20}(?: [A-Z][\w.'’-]{1,20}){1,3} (?:covers|writes about|writes on|reports on|reports from)\b"
    r"[^.]{3,90} (?:for|at) (?:[Tt]he )?[A-Z][\w .'’&-]{1,40}$"
)
_COMMENTS = re.compile(
    r"^(?:\d{1,6} )?(?:comments?|kommentare?|commentaires?|comentarios?|комментарии)(?: \(?\d{1,6}\)?)?$", re.IGNORECASE
)
_REPLY = re.compile(r"^(?:reply|antworten|répondre|responder|ответить)$", re.IGNORECASE)
_FUNCTION_WORDS = frozenset().union(*STOP_WORDS.values())


def is_never_text(text: str) -> bool:
    """Tell whether a whole passage is of a kind that no article has: an address, `The post … appeared first on …`."""
    if _NEVER.match(text) or ("expressed" in text and _DISCLAIMER.match(text)):
        return True
    return len(text) <= MAX_APPEAL and _QUOTED.isdisjoint(text) and _APPEAL.search(text) is not None


def is_image_note(text: str) -> bool:
    """Tell whether this is the line that some pages put under every caption: `IMAGE SOURCE, GETTY`."""
    return _IMAGE_NOTE.match(text) is not None


def is_no_caption(text: str) -> bool:
    """Tell whether a passage that looks like a credit is a byline, an address or a line of links."""
    return _NO_CAPTION.search(text) is not None


def boxes(texts: Sequence[str], finished: Sequence[bool]) -> Iterator[int]:
    """Yield the index of every passage of a box that only its label tells: lists of headlines, the author, an offer.

    `finished` tells of every text whether it ends as sentences end.
    """
    for at, text in enumerate(texts):
        if len(text) > MAX_LABEL:
            continue
        if _LIST_LABEL.match(text):
            yield from range(at, _end_of_list(texts, finished, at + 1))
        elif _ABOUT_AUTHOR.match(text):
            yield from range(at, min(at + 2, len(texts)))
    fields = (at for at, text in enumerate(texts) if len(text) <= MAX_LABEL and _MAIL_FIELD.match(text))
    for at in itertools.islice(fields, MAX_FIELDS):
        yield from range(_start_of_offer(texts, at), at + 1)
    yield from range(_start_of_comments(texts), len(texts))
    last = range(max(0, len(texts) - MAX_LAST), len(texts))
    yield from (at for at in last if _REPORTER.match(texts[at]))


def _end_of_list(texts: Sequence[str], finished: Sequence[bool], start: int) -> int:
    """Return where the headlines end that begin at `start`."""
    for at in range(start, min(start + MAX_LISTED, len(texts))):
        if finished[at] or texts[at].count(" ") >= MAX_HEADLINE:
            return at
    return min(start + MAX_LISTED, len(texts))


def _start_of_offer(texts: Sequence[str], field: int) -> int:
    """Return where the short lines begin that stand above a field for an address and speak of something else."""
    start = field
    while start > max(0, field - MAX_BOX) and texts[start - 1].count(" ") < MAX_ASIDE:
        start -= 1
    known = {word.lower() for text in texts[:start] for word in WORD.findall(text)}
    return next((at for at in range(field, start, -1) if _share_in(texts[at - 1], known) >= ON_TOPIC), start)


def _start_of_comments(texts: Sequence[str]) -> int:
    """Return where the comments of readers begin: at their heading, shortly before the first button to reply."""
    button = next((at for at, text in enumerate(texts) if _REPLY.match(text)), None)
    if button is None:
        return len(texts)
    near = range(button - 1, max(-1, button - 1 - MAX_COMMENT), -1)
    return next((at for at in near if _COMMENTS.match(texts[at])), len(texts))


def pitches(texts: Sequence[str]) -> Iterator[int]:
    """Yield the index of every passage of an offer: from `Subscribe to …` to the button `Subscribe`, both included.

    What stands between must be short and speak of something else than the text before.
    """
    found = [index for index, text in enumerate(texts) if _OFFER.match(text)]
    known: set[str] = set()
    read = 0
    for start, stop in itertools.pairwise(found):
        if stop - start - 1 > MAX_PITCH or not _BUTTON.match(texts[stop]):
            continue
        known.update(word.lower() for text in texts[read:start] for word in WORD.findall(text))
        read = start
        if all(_share_in(text, known) < ON_TOPIC for text in texts[start + 1 : stop]):
            yield from range(start, stop + 1)


def _share_in(text: str, known: set[str]) -> float:
    content = [word for word in map(str.lower, WORD.findall(text)) if word not in _FUNCTION_WORDS]
    return sum(word in known for word in content) / (len(content) or 1)
