"""Texts that are no articles: walls, stubs, error pages, lists of links; a false refusal is worse than a miss."""

import re
from collections.abc import Sequence

from digest_bot.model import SkipReason

MIN_WORDS = 25
"""Fewer words tell no story."""
LONG = 220
"""Words; a wall with more text than this around it is an article that mentions one."""

_WALLS: tuple[tuple[SkipReason, str, str], ...] = (
    (
        SkipReason.COOKIE_WALL,
        "The page shows a cookie notice instead of the article.",
        r"""
        we (?:and our (?:\d+ )?partners )?(?:use|store)
        (?:this )?(?:site|website) uses cookies
        (?:accept|accept all|manage|reject|reject all|use of|we use) cookies
        cookie (?:preferences|settings|policy|consent)
        your privacy (?:matters|choices|is important)
        consent to (?:the use|our use|the processing)
        legitimate interest
        personali[sz]ed ads
        verwenden cookies
        cookies (?:zustimmen|akzeptieren)
        utilisons des cookies
        accepter les cookies
        utilizamos cookies
        aceptar (?:las )?cookies
        """,
    ),
    (
        SkipReason.PAYWALL,
        "The rest of the article is behind a paywall.",
        r"""
        subscribe (?:now |today )?to (?:continue|keep|read|unlock|get)
        (?:continue|keep) reading
        (?:already|not) a subscriber
        subscribers? only
        (?:exclusive to|for) subscribers
        subscriber[- ]only
        this (?:article|story|content) is (?:for|reserved|available|only)
        unlock (?:this|the full|full)
        full access
        (?:free|remaining) articles?(?: this month| left)
        start your (?:free )?trial
        choose (?:a|your) plan
        you(?:'|’)?ve (?:reached|read) your
        cancel any ?time
        (?:nur|exklusiv) für abonnenten
        jetzt abonnieren
        réservé aux abonnés
        solo para suscriptores
        """,
    ),
    (
        SkipReason.LOGIN,
        "The page asks to log in.",
        r"""
        (?:log|sign) ?in to (?:continue|view|read|see|your)
        please (?:log|sign) in
        you (?:must|need to) (?:be logged|log|sign)
        forgot(?:ten)? (?:your )?password
        create an? (?:free )?account
        don(?:'|’)t have an account
        remember me
        register (?:now )?to (?:continue|read)
        """,
    ),
    (
        SkipReason.ERROR_PAGE,
        "The page is an error message, not an article.",
        r"""
        (?:page|article|file|site) (?:not found|could not be found|can(?:'|’)?t be (?:found|reached)|no longer exists)
        (?:page|article|file) you (?:requested|are looking for)
        \b(?:404|403|500|502|503)\b(?: error| not found| forbidden| bad gateway| service)
        error \d{3}
        access denied
        forbidden
        just a moment
        checking (?:your browser|if the site connection)
        verify(?:ing)? (?:that )?you are (?:a )?human
        captcha
        unusual traffic
        are you a robot
        something went wrong
        temporarily unavailable
        under maintenance
        service unavailable
        bad gateway
        ray id
        request blocked
        not available in your (?:country|region)
        """,
    ),
    (
        SkipReason.NEEDS_JAVASCRIPT,
        "The page shows its text only with JavaScript.",
        r"""
        (?:enable|turn on|requires?|needs?(?: to enable)?|activate|without) java ?script
        java ?script (?:is|must be|seems to be|has been) (?:disabled|enabled|required|not)
        doesn(?:'|’)t work properly without javascript
        loading\s?(?:\.{3}|…)
        """,
    ),
)
"""(reason, sentence, phrases such pages speak in, one a line)."""
_PATTERNS = tuple(
    (reason, detail, re.compile("|".join(phrase.strip() for phrase in phrases.strip().splitlines()), re.IGNORECASE))
    for reason, detail, phrases in _WALLS
)
_FINISHED = re.compile(r"[.!?…。！？।:][\"”’'»“)\]]{0,3}$")


def refuse(paragraphs: Sequence[str], *, title: str = "", page: str = "") -> tuple[SkipReason, str] | None:
    """Return why this is no article, as (reason, sentence), or None when it may be one.

    `page` is all visible text of a web page: what is left when a wall was too little text to be extracted.
    """
    text = "\n".join(paragraphs)
    count = len(text.split())
    wall = _wall(f"{title}\n{text}", count) or (
        _wall(f"{title}\n{page[:3000]}", len(page.split())) if count < MIN_WORDS else None
    )
    if wall is not None:
        return wall
    if count < MIN_WORDS and not _is_dense_script(text):
        return SkipReason.TOO_SHORT, f"It has only {count} words."
    if _is_link_list(paragraphs):
        return SkipReason.LINK_LIST, "It is a list of headlines or links, not a text."
    return None


def _wall(text: str, count: int) -> tuple[SkipReason, str] | None:
    """Judge by how much of a short text speaks like a wall: several phrases, or one in very few words."""
    if count > LONG:
        return None
    best: tuple[float, SkipReason, str] | None = None
    for reason, detail, pattern in _PATTERNS:
        hits = len({match.group().lower() for match in pattern.finditer(text)})
        if hits and (best is None or hits > best[0]):
            best = (hits, reason, detail)
    if best is None:
        return None
    needed = 1 if count <= 60 else 2 if count <= 120 else 3
    return (best[1], best[2]) if best[0] >= needed else None


def _is_link_list(paragraphs: Sequence[str]) -> bool:
    """Tell whether hardly any paragraph is a finished sentence."""
    if len(paragraphs) < 4:
        return False
    finished = sum(bool(_FINISHED.search(paragraph[-6:])) and len(paragraph.split()) > 5 for paragraph in paragraphs)
    words_in_finished = sum(len(p.split()) for p in paragraphs if _FINISHED.search(p[-6:]))
    return finished * 5 < len(paragraphs) and words_in_finished < 60


def _is_dense_script(text: str) -> bool:
    """Tell whether the text is long although it has no spaces, as in Chinese, Japanese and Thai."""
    return len(text) > 120 and text.count(" ") < len(text) / 20
