"""What `/digest …` means: the text somebody typed becomes one command, or a sentence that helps; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MAX_WORDS = 200
"""Characters of a topic, a search or a name; nobody types more by hand."""
MAX_URLS = 5
"""Addresses read for one command."""
MAX_TEXT = 40_000
"""Characters of a text that are looked at; Slack's own limit of a message."""


class Verb(StrEnum):
    """What a command asks for; the value is the word that is typed."""

    TODAY = "today"
    TOPIC = "topic"
    PAGE = "page"
    LISTEN = "listen"
    SEARCH = "search"
    WHY = "why"
    MUTE = "mute"
    UNMUTE = "unmute"
    SOURCES = "sources"
    NEXT = "next"
    HELP = "help"
    UNCLEAR = "unclear"
    """Not a command: `Command.hint` says what may have been meant."""


EXAMPLES = {
    Verb.TODAY: ("/digest", "today's digest so far"),
    Verb.TOPIC: ("/digest harbour bridge", "recent articles on that, as a small digest"),
    Verb.PAGE: ("/digest https://paper.example/story", "that page: its sections, summarised"),
    Verb.LISTEN: ("/digest listen", "today's digest so far, spoken; also: listen and a topic or an address"),
    Verb.SEARCH: ("/digest search ferry", "every article kept in the archive that has the word"),
    Verb.WHY: ("/digest why https://paper.example/story", "why an article is, or is not, in a digest"),
    Verb.MUTE: ("/digest mute City Wire", "leave a source out of the next editions"),
    Verb.UNMUTE: ("/digest unmute City Wire", "let it in again"),
    Verb.SOURCES: ("/digest sources", "what is read, and what is muted"),
    Verb.NEXT: ("/digest next", "when the next edition comes"),
    Verb.HELP: ("/digest help", "this list"),
}
"""What is typed, and what one gets: the help, and the example in every hint."""

_BARE = frozenset({Verb.TODAY, Verb.SOURCES, Verb.NEXT, Verb.HELP})
"""Commands of one word; with more words behind it the text is a topic: `next generation chips`."""
_NEEDS = {
    Verb.TOPIC: "Which topic?",
    Verb.PAGE: "Which page?",
    Verb.SEARCH: "Search for what?",
    Verb.WHY: "Why what? Give the address or the title of an article.",
    Verb.MUTE: "Mute which source?",
    Verb.UNMUTE: "Unmute which source?",
}
_WORDS = {**{verb.value: verb for verb in EXAMPLES}, "?": Verb.HELP, "-h": Verb.HELP, "--help": Verb.HELP}
_LINK = re.compile(r"<([^<>|\s]{1,8000})(?:\|[^<>]{0,8000})?>")
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]{1,30}:(?=\S)|//)\S+|www\.\S+", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?:[:/?]\S*)?", re.IGNORECASE)
_QUOTES = " \t\r\n`'\"“”‘’„«»,;"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing somebody asked for."""

    verb: Verb
    words: str = ""
    """What follows the verb: a topic, words to search for, a source, a title."""
    urls: tuple[str, ...] = ()
    """Addresses in it, at most MAX_URLS, not yet vetted: they go through the guarded door."""
    left_out: int = 0
    """Addresses beyond MAX_URLS."""
    hint: str = ""
    """For UNCLEAR: what was probably meant, with an example."""


def parse_command(text: str) -> Command:
    """Return what the text after `/digest` asks for; never raises, whatever was typed."""
    clean = _unescape(text[:MAX_TEXT]).strip()
    if not clean.strip(_QUOTES):
        return Command(Verb.TODAY)
    first, _, rest = clean.partition(" ")
    verb = _WORDS.get(first.strip(_QUOTES).casefold())
    if verb is not None and not (verb in _BARE and rest.strip(_QUOTES)):
        return _with_words(verb, rest.strip())
    near = _near(first.casefold())
    if near is not None and not _urls(clean)[0]:
        return Command(Verb.UNCLEAR, clean[:MAX_WORDS], hint=_meant(near, first, rest.strip()))
    return _with_words(Verb.TOPIC, clean)


def progress(command: Command) -> str:
    """Return the one line that is shown while longer work goes on; empty when the answer comes at once."""
    match command.verb:
        case Verb.TODAY:
            return "Making today's digest so far …"
        case Verb.TOPIC:
            return f"Looking for {command.words} …"
        case Verb.PAGE if len(command.urls) > 1:
            return f"Reading {len(command.urls)} pages …"
        case Verb.PAGE:
            return f"Reading {_host(command.urls[0])} …"
        case Verb.LISTEN:
            return "Making it; the spoken version follows …"
        case _:
            return ""


def normalise(text: str) -> str:
    """Return the text as it is compared: the same for two that differ in case, spaces or quotation marks only."""
    return " ".join(_unescape(text).strip(_QUOTES).casefold().split())


def help_lines() -> tuple[tuple[str, str], ...]:
    """Return (what to type, what one gets) for every command."""
    return tuple(EXAMPLES.values())


def nearest(name: str, known: Sequence[str]) -> str | None:
    """Return the one of `known` that `name` means: the same but for case, the only one it begins or occurs in."""
    wanted = normalise(name)
    exact = [one for one in known if normalise(one) == wanted]
    starts = [one for one in known if normalise(one).startswith(wanted)]
    holds = [one for one in known if wanted in normalise(one)]
    for found in (exact, starts, holds):
        if len(found) == 1 and wanted:
            return found[0]
    return None


def _with_words(verb: Verb, rest: str) -> Command:
    urls, left_out = _urls(rest)
    words = rest.strip(_QUOTES)
    if verb in _NEEDS and not words:
        return Command(Verb.UNCLEAR, hint=f"{_NEEDS[verb]} For example: `{EXAMPLES[verb][0]}`")
    if urls and verb in (Verb.TOPIC, Verb.PAGE):
        return Command(Verb.PAGE, urls=urls, left_out=left_out)
    if urls and verb in (Verb.LISTEN, Verb.WHY):
        return Command(verb, words=urls[0], urls=urls, left_out=left_out)
    if verb is Verb.PAGE:
        return Command(Verb.UNCLEAR, words[:MAX_WORDS], hint=f"That is no web address. Try `{EXAMPLES[verb][0]}`")
    if len(words) > MAX_WORDS:
        hint = f"That is too long: give at most {MAX_WORDS} characters. For example: `{EXAMPLES[verb][0]}`"
        return Command(Verb.UNCLEAR, hint=hint)
    return Command(verb, " ".join(words.split()))


def _urls(text: str) -> tuple[tuple[str, ...], int]:
    """Return the addresses in the text, each once, and how many there are beyond MAX_URLS."""
    linked = _LINK.findall(text)
    plain = [_unwrapped(piece) for piece in _LINK.sub(" ", text).split()]
    found = [*(link for link in linked if link[0] not in "@#!"), *(_address(piece) for piece in plain)]
    urls = tuple(dict.fromkeys(url for url in found if url))
    return urls[:MAX_URLS], max(0, len(urls) - MAX_URLS)


def _host(url: str) -> str:
    host = re.match(r"https?://([\w.-]{1,80})", url)
    return host[1] if host else "the page"


def _unwrapped(piece: str) -> str:
    bare = piece.strip(_QUOTES + "<>")
    return bare if bare.find("(") > 0 else bare.strip("()")


def _address(piece: str) -> str:
    if _HOST.fullmatch(piece) or piece.lower().startswith("www."):
        return f"https://{piece}"
    return piece if _ADDRESS.fullmatch(piece) else ""


def _unescape(text: str) -> str:
    """Undo Slack's three escapes, once; a link in angle brackets keeps its own."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _meant(verb: Verb, typed: str, rest: str) -> str:
    shown, other = _one_line(f"{verb.value} {rest}"), _one_line(f"{typed} {rest}")
    example = f"`/digest {shown}`" if rest or verb not in _NEEDS else f"`{EXAMPLES[verb][0]}`"
    return f"Did you mean {example}? If it is a topic: `/digest topic {other}`"


def _one_line(text: str) -> str:
    """Return the text as it may stand between backticks: short, and without any of its own."""
    return " ".join(text.replace("`", "'").split())[:80]


def _near(word: str) -> Verb | None:
    """Return the command that `word` is a slip of the finger away from."""
    return next((verb for verb in EXAMPLES if verb is not Verb.TODAY and _one_slip(word, verb.value)), None)


def _one_slip(typed: str, meant: str) -> bool:
    """Tell whether one letter is missing, too many, or two are swapped; in longer words also one that is wrong."""
    if len(meant) < 3 or abs(len(typed) - len(meant)) > 1 or typed == meant:
        return False
    if len(typed) != len(meant):
        short, long = sorted((typed, meant), key=len)
        return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    wrong = [at for at in range(len(meant)) if typed[at] != meant[at]]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        return typed[wrong[0]] == meant[wrong[1]] and typed[wrong[1]] == meant[wrong[0]]
    return len(wrong) == 1 and len(meant) >= 5
