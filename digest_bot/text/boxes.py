"""Boxes that only their label tells: headlines of other articles, key points, polls, offers, authors, companies."""

import itertools
import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from digest_bot.text.boilerplate import Seen
from digest_bot.text.labels import LABELS, Box
from digest_bot.text.words import FUNCTION_WORDS

MAX_LISTED, MAX_HEADLINE, MAX_TAG = 10, 16, 4
"""Headlines of a list of other articles or tags of this one, and words of one."""
MAX_ASIDE = 12
"""Words of a line that stands in a box: an offer above a field for an address, the name below a quotation."""
MAX_BOX = 3
"""Such lines above a field."""
MAX_FIELDS, MAX_KEYS = 5, 4
"""Fields, and boxes of key points, of a text that are looked at: for each all text is read."""
MAX_LABEL = 60
"""Characters of the longest label of a box."""
MAX_LAST = 4
"""Passages at the end of a text among which the one about its author stands."""
MAX_COMMENT = 8
"""Passages between the heading of the comments and the button below the first."""
MAX_HEAD, MAX_BYLINE = 6, 8
"""Passages above the first sentence among which the byline stands, and words of one."""
MAX_PITCH = 5
"""Passages that an offer is advertised with between its heading and its button."""
ON_TOPIC = 0.5
"""Share of words that the text before has too, from which a passage belongs to the text."""
SAID = 0.75
"""Share of its words that the rest of the text has too, from which a key point says nothing new."""
ROOT = 4
"""Letters by which a word is known again, whatever its ending."""
MAX_POINTS, MAX_POINT = 8, 45
"""Key points of a box, and words of one."""
MAX_NOTE = 14
"""Words of a key point that is no sentence."""
MIN_TOLD = 12
"""Words of a sentence that tells something."""
MAX_ANSWERS = 9
"""Passages between the label of a poll and its button."""
MAX_CONTACTS = 6
"""Lines of an address below `Media contact`."""
MIN_TELLTALE = 2
"""Phrases of company portraits that tell one."""

_OFFER = re.compile(r"^(?:subscribe|sign up|become a member|join)\b[^.!?]{0,60}$", re.IGNORECASE)
_BUTTON = re.compile(r"^(?:subscribe|sign up|join)(?: now| today)?\W{0,2}$", re.IGNORECASE)
_MORE_FROM = re.compile(r"(?:read )?more (?:from|on|in) \w[\w ]{0,30}")
_MAIL_FIELD = re.compile(
    r"^(?:(?:enter|type|add) )?(?:your )?e-?mail(?: address)?(?: here)?\W{0,3}$|^(?:ihre )?e-?mail-adresse\W{0,3}$"
    r"|^by (?:signing up|subscribing) you agree\b[^.]{0,45}\.?$"
    r"|^votre (?:adresse )?e-?mail\W{0,3}$|^tu correo(?: electrónico)?\W{0,3}$|^введите ваш e-?mail\W{0,3}$",
    re.IGNORECASE,
)
_NAME = r"[A-Z][\w.'’-]{1,20}(?: [A-Z][\w.'’-]{1,20}){1,3}"
_REPORTER = re.compile(  # `Ann Lee covers ports for The Harbour Post.`
    rf"(?P<name>{_NAME}),? (?:(?:has )?(?:covers|covered|writes about|written about|writes on|reports on|reports from"
    r"|reported on|reported from)\b[^.]{3,90} (?:for|at) (?:[Tt]he )?[A-Z]"
    r"|is (?:an?|the|[A-Z][\w ]{1,30}['’]s) [^.]{0,60}\b(?:correspondent|reporter|editor|writer|columnist|journalist"
    r"|producer|contributor|fellow)\b)"
)
_COMMENTS = re.compile(
    r"^(?:\d{1,6} )?(?:comments?|kommentare?|commentaires?|comentarios?|комментарии)(?: \(?\d{1,6}\)?)?$", re.IGNORECASE
)
_REPLY = re.compile(r"^(?:reply|antworten|répondre|responder|ответить)$", re.IGNORECASE)
_VOTES = re.compile(r"^\d[\d.,\s]{0,12} (?:votes?|stimmen|voix|votos|голос\w{0,2})$", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:about|über|à propos (?:de |d['’]|du |des )|sobre|acerca de|о компании|о группе)\s?(?P<name>[^.!?]{2,50})",
    re.IGNORECASE,
)
_TELLTALE = re.compile(
    r"www\.|https?://|headquarter|based in|founded in|established in|\blead(?:ing|er)\b|worldwide|\bprovider\b"
    r"|operations in|offices in|employees|subsidiar|\bnasdaq\b|\bnyse\b|for more information|please visit"
    r"|learn more at|\boperates\b|is listed|publicly traded|customers"
    r"|weitere informationen|mit sitz in|weltweit|führend|gegründet|mitarbeite|leader mondial|fondée? en|siège"
    r"|présente? dans|pour (?:plus d|en savoir)|\blíder\b|fundad[ao] en|con sede|presencia en|para más información"
    r"|ведущ|основан|подробнее|офис",
    re.IGNORECASE,
)
_REACHED = re.compile(r"@\w|\d(?:[ ()/-]?\d){6}")
"""An address or the number of a telephone."""
_HANDLE = re.compile(r"@\w{2,30}")
_SIGNS = " .,:;()[]|/*–—-•>→#!?…"


def boxes(seen: Sequence[Seen]) -> Iterator[int]:
    """Yield the index of every passage of a box, its label included."""
    labelled = [(at, box) for at, one in enumerate(seen) if (box := _label(one.passage.text)) is not None]
    keys = 0
    for at, box in labelled:
        match box:
            case Box.LIST | Box.TAGS:
                yield from range(at, _end_of_list(seen, at + 1, MAX_TAG if box is Box.TAGS else MAX_HEADLINE))
            case Box.AUTHOR:
                yield from range(at, min(at + 2, len(seen)))
            case Box.POLL:
                yield from range(at, _end_of_poll(seen, at))
            case Box.CONTACT:
                yield from range(at, _end_of_contact(seen, at))
            case Box.KEYS | Box.FACTS if keys < MAX_KEYS:
                keys += 1
                yield from _points(seen, at, strict=box is Box.FACTS)
    yield from _offers(seen)
    yield from range(_start_of_comments(seen), len(seen))
    yield from _portraits(seen)
    yield from _bylines(seen)
    yield from (at for at, (_, below) in enumerate(itertools.pairwise(seen)) if _is_poster(seen[at], below))


def pitches(seen: Sequence[Seen]) -> Iterator[int]:
    """Yield the index of every passage of an offer: from `Subscribe to …` to the button `Subscribe`, both included.

    What stands between must be short and speak of something else than the text before.
    """
    found = [index for index, one in enumerate(seen) if _OFFER.match(one.passage.text)]
    known: set[str] = set()
    read = 0
    for start, stop in itertools.pairwise(found):
        if stop - start - 1 > MAX_PITCH or not _BUTTON.match(seen[stop].passage.text):
            continue
        known.update(itertools.chain.from_iterable(one.low for one in seen[read:start]))
        read = start
        if all(_share_in(one, known) < ON_TOPIC for one in seen[start + 1 : stop]):
            yield from range(start, stop + 1)


def _label(text: str) -> Box | None:
    if len(text) > MAX_LABEL or (text[-1] == "." and not text.endswith("...")):
        return None
    bare = text.lower().replace("’", "'").strip(_SIGNS)
    return LABELS.get(bare) or (
        Box.LIST if bare.startswith(("more ", "read more ")) and _MORE_FROM.fullmatch(bare) else None
    )


def _end_of_list(seen: Sequence[Seen], start: int, longest: int) -> int:
    """Return where the headlines or tags end that begin at `start`."""
    for at in range(start, min(start + MAX_LISTED, len(seen))):
        text = seen[at].passage.text
        if (seen[at].ends and not text.endswith("?")) or text.count(" ") >= longest:
            return at
    return min(start + MAX_LISTED, len(seen))


def _end_of_poll(seen: Sequence[Seen], label: int) -> int:
    """Return where a poll ends: below the last of its buttons; at its label when there is none."""
    end = label
    for at in range(label + 1, min(label + 1 + MAX_ANSWERS, len(seen))):
        text = seen[at].passage.text
        if text.endswith(".") or text.count(" ") >= MAX_HEADLINE:
            break
        if _label(text) is Box.BUTTON or _VOTES.match(text):
            end = at + 1
    return end


def _end_of_contact(seen: Sequence[Seen], label: int) -> int:
    """Return where the lines end that say whom to ask; at the label when no address is among them."""
    end = label + 1
    while end < min(label + 1 + MAX_CONTACTS, len(seen)) and len(seen[end].low) <= MAX_ASIDE and not seen[end].ends:
        end += 1
    return end if any(_REACHED.search(one.passage.text) for one in seen[label:end]) else label


def _points(seen: Sequence[Seen], label: int, *, strict: bool) -> Sequence[int]:
    """Return the label and the key points below it: what the text says too, and notes that are no sentences.

    `strict` takes all or nothing, and nothing where one of them is new: not everything at a glance is said again.
    """
    stop = min(label + 1 + MAX_POINTS, len(seen))
    said = _said(seen, label, stop)
    end = label + 1
    while end < stop and _is_point(seen, end) and (said[end] or not seen[end].ends):
        end += 1
    points = range(label + 1, end)
    told = any(one.ends and len(one.low) >= MIN_TOLD for one in seen[end:])
    return range(label, end) if points and told and not (strict and not all(said[at] for at in points)) else ()


def _said(seen: Sequence[Seen], label: int, stop: int) -> dict[int, bool]:
    """Tell of every passage from the label on whether the text before the label or after the passage says it too."""
    known = {_root(word) for one in (*seen[:label], *seen[stop:]) if one.ends for word in one.low}
    said = {}
    for at in range(stop - 1, label, -1):
        said[at] = _is_said(seen[at], known)
        if seen[at].ends:
            known.update(map(_root, seen[at].low))
    return said


def _is_point(seen: Sequence[Seen], at: int) -> bool:
    """Tell whether a passage may be a key point: a bullet, a note of some words, a short sentence, not a cut text."""
    one = seen[at]
    cut = not one.ends and at + 1 < len(seen) and seen[at + 1].passage.text[0].islower()
    long = len(one.low) > (MAX_POINT if one.ends or one.passage.bullet else MAX_NOTE)
    return not (cut or long)


def _is_said(one: Seen, known: AbstractSet[str]) -> bool:
    """Tell whether a text says what is known: most of its words, and every number but that of a point."""
    words = one.low[1:] if one.passage.bullet and one.low[:1] and one.low[0].isdigit() else one.low
    if any(word[0].isdigit() and word not in known for word in words):
        return False
    content = [_root(word) for word in words if word not in FUNCTION_WORDS]
    return sum(map(known.__contains__, content)) >= SAID * (len(content) or 1)


def _offers(seen: Sequence[Seen]) -> Iterator[int]:
    fields = (at for at, one in enumerate(seen) if len(one.passage.text) <= MAX_LABEL and _is_field(one.passage.text))
    for at in itertools.islice(fields, MAX_FIELDS):
        yield from range(_start_of_offer(seen, at), at + 1)


def _is_field(text: str) -> bool:
    return _MAIL_FIELD.match(text) is not None


def _start_of_offer(seen: Sequence[Seen], field: int) -> int:
    """Return where the short lines begin that stand above a field for an address and speak of something else."""
    start = field
    while start > max(0, field - MAX_BOX) and seen[start - 1].passage.text.count(" ") < MAX_ASIDE:
        start -= 1
    known = set(itertools.chain.from_iterable(one.low for one in seen[:start]))
    return next((at for at in range(field, start, -1) if _share_in(seen[at - 1], known) >= ON_TOPIC), start)


def _start_of_comments(seen: Sequence[Seen]) -> int:
    """Return where the comments of readers begin: at their heading, shortly before the first button to reply."""
    button = next((at for at, one in enumerate(seen) if _REPLY.match(one.passage.text)), None)
    if button is None:
        return len(seen)
    near = range(button - 1, max(-1, button - 1 - MAX_COMMENT), -1)
    return next((at for at in near if _COMMENTS.match(seen[at].passage.text)), len(seen))


def _portraits(seen: Sequence[Seen]) -> Iterator[int]:
    """Yield what an article ends with about its author and about the company that a press release speaks for."""
    for at in range(max(0, len(seen) - MAX_LAST), len(seen)):
        reporter = _REPORTER.match(seen[at].passage.text)
        if reporter and not _is_told_of(reporter["name"], seen[:at]):
            yield at
    for at, (label, below) in enumerate(itertools.pairwise(seen)):
        about = None if label.ends or len(label.passage.text) > MAX_LABEL else _ABOUT.fullmatch(label.passage.text)
        if about is not None and at > 1 and _is_portrait(below.passage.text, about["name"]):
            yield from (at, at + 1)


def _bylines(seen: Sequence[Seen]) -> Iterator[int]:
    """Yield who wrote it, above the first sentence."""
    head = itertools.takewhile(lambda at: not seen[at].ends, range(min(MAX_HEAD, len(seen))))
    yield from (at for at in head if "byline" in seen[at].kinds and len(seen[at].low) <= MAX_BYLINE)


def _is_told_of(name: str, before: Sequence[Seen]) -> bool:
    """Tell whether the text before speaks of this person: then it is not about who wrote it."""
    last = name.rsplit(maxsplit=1)[-1].lower()
    return any(last in one.low for one in before if one.ends and len(one.low) >= MIN_TOLD)


def _is_portrait(text: str, name: str) -> bool:
    opening = text[: 2 * MAX_LABEL].lower()
    named = name.lower().strip(" :«»“”\"'").split()[0] in opening
    return named and len(set(_TELLTALE.findall(text.lower()))) >= MIN_TELLTALE


def _is_poster(one: Seen, below: Seen) -> bool:
    """Tell whether a line names who wrote the post of another site: the handle stands below."""
    return not one.ends and len(one.low) <= MAX_TAG and _HANDLE.fullmatch(below.passage.text) is not None


def _share_in(one: Seen, known: AbstractSet[str]) -> float:
    content = [word for word in one.low if word not in FUNCTION_WORDS]
    return sum(map(known.__contains__, content)) / (len(content) or 1)


def _root(word: str) -> str:
    return word[:ROOT] if not word[0].isdigit() else word
