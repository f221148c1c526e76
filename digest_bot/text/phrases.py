r"""Phrases that page furniture speaks in, by kind, and one pass over the words of a text that finds them.

A line of a table is a pattern for lower-case text with single spaces. It begins with the whole words by which it is
found (`watch|listen`; `tags?` stands for both forms, `\(` asks for a bracket before it), so that a text is read once
and a pattern is only tried where one of its first words stands, followed by one of its second words where those are
plain too: `the app` is looked at, `the bridge` is not. A pattern ends with a word unless its last sign is
none of a word's.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MAX_SIGNS = 3
"""Signs that may stand before a phrase that opens a text."""

_ANYWHERE = {
    "caption": r"""
        pictured (?:here|left|right|above|in)
        is|are seen (?:in|at|on|during|near)
        \(left|right|centre|center|l|r|c\)
        file photo
        """,
    "related": r"""
        explained|analysis|opinion|profile|quiz|gallery|podcast|timeline|factbox\s?:
        in pictures\s?:
        live updates\s?:
        fact check\s?:
        """,
    "advert": r"""
        after|below (?:this|the) ad(?:vert(?:isement)?)?
        scroll (?:down )?(?:to|for) (?:continue|more|read)
        article|story|report continues
        continue reading (?:the main|below)
        ad block(?:ers?)?
        adblock|adblockers?
        """,
    "end": r"""
        contributed to this (?:report|story|article)
        editing|writing by [^\W\d_]+
        views? expressed (?:in|by|here)
        was|were|is (?:originally|first) (?:published|posted|produced)
        originally|first (?:published|appeared|posted) (?:on|in|at|by|as)
        all rights reserved
        material may not be
        follow (?:him|her|them|us|me|@.*)
        can|may be reached (?:at|by|via|on)
        email|mail|contact|reach (?:him|her|them|us|me|the (?:author|reporter|writer))
        write to (?:him|her|them|us|me|the (?:author|reporter|writer))
        is|are|was an? (?:\w+[ -]){0,4}(?:reporter|correspondent|journalist|columnist|writer|editor|contributor|author|\
        fellow|freelance\w*) (?:at|for|with|in|of|based|who|covering|and)
        newstips?
        news tips?
        story tips?
        send (?:us )?(?:a |your )?(?:tips?|letter|feedback|comments?)
        report an? (?:typo|error|mistake|correction)
        leave|post|add|view|read|show|hide|write|join (?:a |all |the |your )?(?:\d+ )?\
        (?:comments?|reply|conversation|discussion)
        sign in to comment
        be the first to
        """,
    "offer": r"""
        subscribe|subscriber|subscribers|subscribed|subscription|subscriptions|unsubscribe|membership
        newsletters?|inbox|signup|notifications?|alerts?|download|unlock|donate|donations?
        gift|bonus|commission|affiliate|discounts?|deals?|sponsors?|sponsored|sponsorship
        sign|signing[ -]up
        daily (?:edition|briefing|digest|email)
        by (?:e-mail|email)
        unlimited (?:access|digital|articles)
        digital access
        premium|exclusive (?:content|access|stories|articles|members?)
        become a (?:member|supporter|patron|subscriber)
        cancel (?:at )?any ?time
        free (?:trial|articles?|sign|for \d+)
        per (?:month|week)
        a month
        money[ -]back
        get (?:unlimited|exclusive|full|instant|the (?:latest|best|app)|our|your|a (?:weekly|daily))
        supports?|supporting|funds?|funding|helps?|helping (?:our|us|independent|quality|local|public)
        chip|chipped in
        our (?:journalism|reporting|readers|work|newsletter|app|site|website|team|newsroom|mission|partners|terms|\
        privacy|cookies?|community)
        the|our|free|mobile apps?
        ios and android
        app store
        google (?:play|news)
        never miss
        stay (?:informed|up[ -]to[ -]date|connected|smart|tuned|in touch|ahead)
        join (?:us|our|the|\d+|thousands|millions|over|more)
        readers? (?:like you|who|turn)
        shop|buy now
        special offer
        story (?:like this|ideas?)
        stories (?:like this|delivered|straight)
        breaking news
        """,
    "share": r"""
        share|tweet|pin|email|print|whatsapp|telegram|facebook|twitter|linkedin|instagram|pinterest|reddit|tumblr
        youtube|messenger|flipboard|pocket|snapchat|tiktok|mastodon|bluesky|rss|bookmark
        teilen|partager|compartir|поделиться
        e-mail
        whats app
        copy (?:link|url)
        link copied
        opens in (?:a )?new window
        save (?:for later|article|this)
        like us
        follow (?:us|on)
        """,
    "legal": r"""
        cookies?|consent|gdpr|accessibility|disclaimer|imprint|impressum|datenschutz|trademarks?
        privacy (?:policy|notice|statement|settings|centre|center)
        terms (?:of|and)
        terms &
        personal data
        legitimate interests?
        partners (?:store|use|process)
        opt[ -]?out
        optout
        do not sell
        legal (?:notice|information)
        ad choices
        license|licence|licensed|licenced under
        constitutes acceptance
        """,
    "navigation": r"""
        login|signin|logout|register|search|menu|home|homepage|contact|about|sitemap|faqs?|help|careers?|jobs|press
        advertise|close|toggle|hide|play|newsstand|archives?|epaper|classifieds|obituaries|horoscopes?|crossword
        puzzles?|weather|events|forums?|blogs?|podcasts?|photos?|videos?|gallery|galleries|edition|prev|previous|next
        skip to
        log (?:in|out)
        sign in
        my account
        back to top
        site map
        view (?:all|in browser|more)
        show (?:more|all|less|comments)
        load more
        see (?:all|more)
        click (?:here|to|on)
        tap (?:here|to)
        video player
        full (?:episodes?|screen)
        watch live
        live tv
        listen live
        e-paper
        choose your
        select your
        you are (?:viewing|here)
        before you go
        whats? included
        what['’]s included
        why subscribe
        """,
}
_AT_THE_START = {
    "related": r"""
        related|recommended|suggested|trending|popular
        read (?:more|next|also|on|the (?:full|original)|these)
        more (?:from|on|in|stories|news|great|like|about|for you|to read|coverage)
        more(?: information)?\s?[:>]
        see also
        also (?:read|on|in|see)
        most (?:popular|read|viewed|shared|recent|commented)
        latest(?: (?:news|stories|headlines|videos?))?\W{0,2}$
        top (?:stories|news|headlines|videos?)
        you (?:may|might) (?:also )?(?:like|be interested|enjoy)
        you['’]ll also like
        what to (?:read|watch)
        don['’]t miss
        in case you missed
        editors?(?:['’]s?)? (?:picks?|choice)
        up next
        next|previous (?:article|story|post)
        next up
        watch|listen|explore|discover\s?(?:[:>]|now\b|next\b|live\b|more\b|$)
        go|dig deeper\s?(?:[:>]|now\b|next\b|live\b|more\b|$)
        further|keep|continue reading\s?(?:[:>]|now\b|next\b|live\b|more\b|$)
        in pictures\s?(?:[:>]|now\b|next\b|live\b|more\b|$)
        from (?:the|our) (?:web|archives?|partners)
        around the web
        other|similar (?:stories|news|articles)
        lesen sie
        mehr zum thema
        à lire
        lire aussi
        lea también
        más información
        читайте также
        """,
    "advert": r"""
        advertise|advertize|advertisements?|advertising|advertiser|ads?|anzeige|publicité|publicidad|реклама\W{0,3}\
        (?:disclosure\b.{0,200}|with us\W{0,2}|choices\W{0,2})?$
        sponsored|promoted(?: by| content| links?)?\W{0,3}$
        paid (?:post|content|partner)\W{0,3}$
        ad_\d+\W{0,3}$
        remove ads\W{0,3}$
        loading\W{0,3}$
        """,
    "end": r"""
        reporting|writing|editing(?: and \w+)? by
        additional (?:reporting|writing|editing)(?: and \w+)? by
        ©|copyright
        \(c\)
        topics?|tags?|tagged|keywords?|category|categories|schlagworte|temas|теги\s?:
        filed under\s?:
        more about\s?:
        mots-clés\s?:
        comments?[\W]
        """,
}

_WORD = re.compile(r"[^\W_][a-z]*+[^\W_]*+")
_FIRST = re.compile(rf"[\W_]{{0,{MAX_SIGNS}}}?([^\W_]+|©)")
_CONTINUED = re.compile(r"\\\n\s*")
_HEAD = re.compile(r"(?P<bracket>\\\()?(?P<words>(?:[^\W_]+\??|©)(?:\|[^\W_]+\??)*)")
_SECOND = re.compile(r" (?:(?P<one>[^\W_]+\??)|\(\?:(?P<any>[^()]+)\))(?= |$|\\[sW])")
_LEADING = re.compile(r"[^\W_]+\??(?= |$|-(?!\?))")

Entry = tuple[str, re.Pattern[str] | None]
"""Kind, and the pattern to try where the word stands; None when the word alone is the phrase."""


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The phrases that begin with one word."""

    entries: tuple[Entry, ...]
    seconds: frozenset[str] | None
    """The words that must follow for any of them to stand there; None where a phrase asks for none."""


def find_phrases(text: str, words: Sequence[str] | None = None) -> dict[str, int]:
    """Return how many phrases of every kind that occurs stand in the text, in time linear in its length.

    `words` are those of the text in lower case, where they are known already; they serve when none is put together.
    """
    low = text.lower()
    hits: dict[str, int] = {}
    ends: dict[str, int] = {}
    if words is None or "-" in low or "'" in low or "’" in low:
        words = _WORD.findall(low)
    if (words and words[0] in _OPENERS) or "©" in low[: MAX_SIGNS + 1]:
        _try_first(low, hits=hits, ends=ends)
    begun = [at for at, word in enumerate(words) if word in _TABLE and _may_begin(words, at)]
    places = _places(low, words[: begun[-1] + 1]) if begun else ()
    for at in begun:
        _try(low, places[at], words[at], _TABLE[words[at]].entries, hits=hits, ends=ends)
    return hits


def _try_first(low: str, *, hits: dict[str, int], ends: dict[str, int]) -> None:
    """Count the phrases that only count where they open the text."""
    first = _FIRST.match(low)
    if first is not None and first[1] in _OPENERS:
        _try(low, first.start(1), first[1], _OPENERS[first[1]].entries, hits=hits, ends=ends)


def _may_begin(words: Sequence[str], at: int) -> bool:
    """Tell whether the word that follows is one that a phrase asks for: `the app`, but not `the bridge`."""
    seconds = _TABLE[words[at]].seconds
    return seconds is None or (at + 1 < len(words) and words[at + 1] in seconds)


def _places(text: str, words: Iterable[str]) -> list[int]:
    """Return where each word begins; together they are all words of the beginning of the text."""
    places = []
    at = 0
    for word in words:
        at = text.index(word, at)
        places.append(at)
        at += len(word)
    return places


def _try(
    low: str, at: int, word: str, entries: tuple[Entry, ...], *, hits: dict[str, int], ends: dict[str, int]
) -> None:
    """Count the phrases that begin with this word; those of one kind do not overlap."""
    for kind, pattern in entries:
        if at < ends.get(kind, 0):
            continue
        found = None if pattern is None else pattern.match(low, at)
        if pattern is None or found is not None:
            hits[kind] = hits.get(kind, 0) + 1
            ends[kind] = at + len(word) if found is None else found.end()


def _compile(tables: Mapping[str, str]) -> dict[str, _Phrases]:
    """Return for every word the phrases that begin with it."""
    entries: dict[str, list[Entry]] = {}
    seconds: dict[str, list[frozenset[str] | None]] = {}
    for kind, table in tables.items():
        for line in _CONTINUED.sub("", table).strip().splitlines():
            words, rest, pattern = _phrase(line.strip())
            for word in words:
                entries.setdefault(word, []).append((kind, pattern))
                seconds.setdefault(word, []).append(_seconds(rest))
    return {word: _Phrases(tuple(found), _together(seconds[word])) for word, found in entries.items()}


def _phrase(line: str) -> tuple[list[str], str, re.Pattern[str] | None]:
    """Return the first words of a line of a table, what follows them there, and its pattern."""
    head = _HEAD.match(line)
    assert head is not None, line
    words = [form for word in head["words"].split("|") for form in _forms(word)]
    rest = line[head.end() :]
    if not rest and not head["bracket"]:
        return words, rest, None
    before = r"(?<=\()" if head["bracket"] else ""
    after = "" if rest.endswith((":", "]", "$", "&", r"\)")) else r"(?!\w)"
    return words, rest, re.compile(f"{before}(?:{head['words']}){rest}{after}")


def _seconds(rest: str) -> frozenset[str] | None:
    """Return the words one of which must come next, where the rest of a phrase begins with plain words."""
    second = _SECOND.match(rest)
    if second is None:
        return None
    leading = [_LEADING.match(words) for words in (second["one"] or second["any"]).split("|")]
    return frozenset(form for word in leading if word for form in _forms(word[0])) if all(leading) else None


def _together(seconds: list[frozenset[str] | None]) -> frozenset[str] | None:
    known = [words for words in seconds if words is not None]
    return frozenset().union(*known) if len(known) == len(seconds) else None


def _forms(word: str) -> tuple[str, ...]:
    return (word[:-1], word[:-2]) if word.endswith("?") else (word,)


_TABLE = _compile(_ANYWHERE)
_OPENERS = _compile(_AT_THE_START)
