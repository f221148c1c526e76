"""Finds the words that stand above a story: the publisher's title, or the beginning of the section's own text."""

import re
from collections.abc import Sequence
from itertools import islice
from urllib.parse import urlsplit

from digest_bot.model import Article, Section
from digest_bot.text.introductions import read_names
from digest_bot.text.quotations import is_balanced
from digest_bot.text.roundups import is_roundup, label_of
from digest_bot.text.standalone import Standing, Standings
from digest_bot.text.words import is_stop_word

SHORTEST = 0.4
"""Share of the room that a cut headline must fill, so that no `On Monday` is left."""
SHORTEST_SENTENCE = 30
"""Characters that must be left of a sentence when it is told without its first words."""
TRIED = 3
"""Sentences that are tried for one whose beginning says something."""


def headline(section: Section, *, max_chars: int = 90) -> str:
    """Return the article's title for its first section; otherwise the first words of the section's own sentence.

    Only words that were written, one after the other; what leads over from the section before is left out. A cut comes
    at a clause border where there is one, and never inside a name, a number or a quotation; at most `max_chars` are
    left, half as many more where only so the first sentence says something. Empty without sentences.
    """
    whole = section.stop == len(section.article.paragraphs)
    if section.start == 0 and section.article.title.strip() and (whole or not is_roundup(section.article.title)):
        return _publishers_title(section.article)
    language = section.article.language
    texts = [sentence.text for sentence in section.sentences]
    if label := label_of(section):
        return label
    found = enumerate(Standings(texts, language, opens=bool(section.start)))
    alone = [*islice((at for at, own in found if own is Standing.ALONE), TRIED)] or [*range(len(texts))]
    good = [at for at in alone if _speaks_for_itself(texts, at, language)] or alone
    sentences = [_to_the_point(texts[at], language) for at in good]
    tries = [(sentence, room) for sentence in sentences for room in (max_chars, max_chars * 3 // 2)]
    headlines = [cut(sentence, max_chars=room, language=language) for sentence, room in tries]
    return next((words for words, clean in headlines if clean), headlines[0][0] if headlines else "")


def _publishers_title(article: Article) -> str:
    """Return the title without what an agency puts before it and without the name of the site after it."""
    title = _WIRE_MARK.sub("", " ".join(article.title.split()))
    found = _SITE.search(title)
    names = "".join(map(_letters, (article.source, urlsplit(article.url or "").hostname or "")))
    return title[: found.start()] if found and _letters(found.group("name")) in names else title


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _speaks_for_itself(texts: Sequence[str], at: int, language: str) -> bool:
    """Tell whether a sentence neither opens with a quotation, nor addresses anybody, nor takes a name as known."""
    if _ADDRESS.match(texts[at]) is not None:
        return False
    return not read_names(texts[: at + 1], language, of=[at])[at].needed


def cut(sentence: str, *, max_chars: int, language: str = "en") -> tuple[str, bool]:
    """Return the first words of the sentence that fit, without its full stop, and whether they make sense alone.

    They do when the whole fits, or when a main clause with a verb ends at a border of clause or phrase.
    """
    whole = _END.sub(r"\1", " ".join(sentence.split()))
    if len(whole) <= max_chars:
        return whole, True
    ends = [match.start() for match in re.finditer(" ", whole[: max_chars + 1])]
    borders = [end for end in ends if _is_between(whole, end)]
    clauses = [end for end in borders if whole[end - 1] in ",;:" or whole[end : end + 3] in (" – ", " — ", " - ")]
    phrases = [end for end in borders if _opens_phrase(whole, end, language)]
    telling = [[end for end in choice if _says_something(whole[:end], language)] for choice in (clauses, phrases)]
    for rank, choice in enumerate((*telling, phrases, borders, ends)):
        ended = choice if rank < len(telling) else [end for end in choice if _is_ended(whole[:end], language)]
        long_enough = [end for end in ended if end >= max_chars * SHORTEST]
        if long_enough:
            clean = rank < len(telling) and whole.split(" ", 1)[0].lower() not in _SUBORDINATE
            return _trim(whole[: long_enough[-1]], language), clean
    return _trim(whole[:max_chars], language), False


_LEAD_OVER = re.compile(
    r"(?:Meanwhile|Elsewhere|Separately|Also|Additionally|Moreover|Furthermore|However|Besides|As for|And|But"
    r"|(?:Apart|Aside) from|In addition|In other news)\b[^,;:.“”\"]{0,60}, (?:the |an? )?(?=[A-Z])"
)
"""Up to a name, so that no headline begins in lower case."""
_SITE = re.compile(r" (?:[-–—|:·»]|\|\|) (?P<name>[^-–—|·»]{2,40})\Z")
"""What a page writes after its title; dropped when it is the name of the source or of its host."""
_ADDRESS = re.compile(r"[\"“„«‘'(]|(?:We|You|I|Our|Your|My|Let|Wir|Ich|Sie|Nous|Vous|Je|Yo|Мы|Вы|Я)(?:['’]\w+)?\b")
"""How a sentence begins that says little above a story: a quotation, or somebody who speaks to the reader."""
_WIRE_MARK = re.compile(r"\A(?:(?:UPDATE|WRAPUP|RPT|REFILE|CORRECTED|EXCLUSIVE)(?: \d{1,2})?\s?[-–:]\s?){1,3}(?=\w)")
"""What an agency puts before a title for its clients: `UPDATE 2-`."""
_PURPOSE = re.compile(r"\bto [a-z]+$")
_END = re.compile(r"(?<!\.)\.([\"”’'»“)]*)$")
_INSIDE_NAMES = """of and for & de del der des du la le von van di da do y e et und и the million billion trillion
thousand percent"""
_JOINS = frozenset(_INSIDE_NAMES.split())
_OPENERS = {
    "en": """in on at with after before from by as amid over during while when because since following despite against
    under near until including
    accused killing leaving without within around across along behind via which who where although though if so""",
    "de": "in im am an bei mit nach vor aus durch gegen während als wenn weil dass seit über unter wegen obwohl",
    "fr": "dans en avec après avant par sur lors pendant tandis depuis sous contre alors quand selon",
    "es": "en con tras ante por sobre durante mientras desde bajo contra cuando según aunque",
    "ru": "в во на с со к ко у о об за от без после до для по из при между против из-за когда если что чтобы который"
    " которая которые",
}
_BEFORE_THE_POINT = "when whoever whatever if while asked since because although though unless once"
_SUBORDINATE = frozenset(_BEFORE_THE_POINT.split())
_PHRASES = {language: frozenset(text.split()) for language, text in _OPENERS.items()}
_NUMBER = re.compile(r"[$€£¥(]?\d[\d.,:/-]*[)%]?$")
_ASIDE = re.compile(
    r", (?:who|which|whose|where|while|when|after|although|though|if|as|a|an|the|his|her)\b[^,]{0,200}(?:,|$)"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|did|does|said|says|told|tells|held|took"
    r"|takes|made|makes|got|gets|gave|gives|went|goes|came|comes|saw|found|left|led|won|lost|met|met|set|cut|hit|put|let|ran"
    r"|rose|fell|grew|began|broke|brought|bought|built|caught|chose|drew|drove|flew|fought|kept|knew|paid|sent|shot|sold"
    r"|spent|spoke|stood|struck|swore|taught|thought|threw|wrote|became|beat|bid|sank|shut|won't|isn't"
    r"|[a-z]{2,20}ed(?! (?:of|by)\b))\b"  # no `suspected of`
)


def _to_the_point(sentence: str, language: str) -> str:
    """Return the sentence without the words that lead over from what stood before it; only English is looked at."""
    found = _LEAD_OVER.match(sentence) if language == "en" else None
    return sentence[found.end() :] if found and len(sentence) - found.end() >= SHORTEST_SENTENCE else sentence


def _is_between(text: str, end: int) -> bool:
    """Tell whether a cut here parts no name and no number, and leaves no bracket or quotation open."""
    before, after = text[:end].rsplit(" ", 1)[-1], text[end + 1 :].split(" ", 1)[0]
    if not is_balanced(text[:end]):
        return False
    if before[-1] in ",;:":
        return not (before[-2:-1].isdigit() and after[:1].isdigit())
    if _NUMBER.match(before) or _NUMBER.match(after) or before.lower() in _JOINS or after.lower() in _JOINS:
        return False
    return not (_is_capital(before) and _is_capital(after)) and not before.endswith(".")


def _is_capital(word: str) -> bool:
    return word.lstrip("\"“‘'(«„")[:1].isupper()


def _opens_phrase(text: str, end: int, language: str) -> bool:
    """Tell whether a word follows with which a new phrase begins, and none that needs it stands before."""
    before, after = text[:end].rsplit(" ", 1)[-1], text[end + 1 :].split(" ", 1)[0]
    return after in _PHRASES.get(language, _PHRASES["en"]) and not is_stop_word(before, language)


def _says_something(text: str, language: str) -> bool:
    """Tell whether the words before a cut have a verb outside their asides; only English is looked at."""
    return language != "en" or _VERB.search(_ASIDE.sub(" ", text)) is not None


def _is_ended(text: str, language: str) -> bool:
    """Tell whether the words, trimmed, do not end with what is to be done and not yet with what to do it to."""
    return _PURPOSE.search(_trim(text, language)) is None


def _trim(text: str, language: str) -> str:
    """Drop punctuation and function words from the end."""
    kept = text.rstrip(" ,;:–—-")
    while " " in kept and (last := kept.rsplit(" ", 1)[1]).islower() and is_stop_word(last, language):
        kept = kept.rsplit(" ", 1)[0].rstrip(" ,;:–—-")
    return kept
