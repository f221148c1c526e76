"""Rules that say what a written span is spoken as, and the one pass that applies them without two rules meeting."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from digest_bot.text.vocabulary import STARTERS

Match = re.Match[str]
"""What a rule looks at."""

DIGITS = "0123456789"

_ARTICLE = re.compile(r"\b(?:[Aa]n?|[Tt]he|[Aa]nother|[Ee]very|[Tt]wo|[Tt]hree)\s$")
_NOUN = re.compile(
    r"\s(?!(?:of|in|to|for|was|is|from|by|a|an|per|and|or|that|which|on|at|with|as|over|each|more|less|after|before|than|"
    r"last|this|if|when|while|but|because|since|into|under|through|between|apiece|every|will|would|has|had|were|are|he|"
    r"she|goes|went|spent|paid|lost|cost|\w{1,20}(?:ed|ing))\b)[a-z]{3}"
)
_SENTENCE_END = re.compile(rf"[\"')\s]{{0,3}}(?:$|(?<=\s)(?:{'|'.join(sorted(STARTERS))})\b)")


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what it is spoken as; only the group `x`, where the pattern has one, is replaced.

    `say` answers None where the rule does not apply after all. Patterns bound every repetition, so that a text is read
    in linear time. A rule with `needs` is tried only on texts that hold one of these characters.
    """

    pattern: re.Pattern[str]
    say: Callable[[Match], str | None]
    needs: frozenset[str] = frozenset()


def rule(pattern: str, say: Callable[[Match], str | None] | str, *, needs: str = "") -> Rule:
    """Make a rule of a pattern and a function, or of a pattern and a fixed text."""
    if isinstance(say, str):
        return Rule(re.compile(pattern), lambda _: say, frozenset(needs))
    return Rule(re.compile(pattern), say, frozenset(needs))


def rules(*pairs: tuple[str, Callable[[Match], str | None] | str], needs: str = "") -> tuple[Rule, ...]:
    """Make rules that need the same characters, in order of precedence."""
    return tuple(rule(pattern, say, needs=needs) for pattern, say in pairs)


def alternatives(names: Iterable[str]) -> str:
    """Return a pattern of the names, the longest first."""
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


def rewrite(text: str, rules: Iterable[Rule]) -> list[tuple[str, str]]:
    """Return `text` as (written, spoken) pieces, in order; the written ones joined are `text`.

    Every rule sees the written text; where two want the same characters the earlier rule has them.
    """
    taken = bytearray(len(text))
    claims: list[tuple[int, int, str]] = []
    present = frozenset(text)
    for each in rules:
        if each.needs and present.isdisjoint(each.needs):
            continue
        group = "x" if "x" in each.pattern.groupindex else 0
        for match in each.pattern.finditer(text):
            start, end = match.span(group)
            if start == end or taken.find(1, start, end) >= 0:
                continue
            spoken = each.say(match)
            if spoken is not None:
                claims.append((start, end, spoken))
                taken[start:end] = b"\x01" * (end - start)
    return _pieces(text, sorted(claims))


def full_stop(match: Match) -> str:
    """Return the full stop that an abbreviation at the end of a sentence must not take away, or nothing."""
    return "." if match[0].endswith(".") and _SENTENCE_END.match(match.string, match.end()) else ""


def is_before_noun(match: Match) -> bool:
    """Tell whether an amount stands before its noun, where its unit has no plural: `a $3 million deal`, `5-km run`."""
    text, end = match.string, match.end()
    if text[end : end + 1] == "-" and text[end + 1 : end + 2].islower() and not text.startswith("-plus", end):
        return True
    return bool(_NOUN.match(text, end) and _ARTICLE.search(text[max(0, match.start() - 8) : match.start()]))


def _pieces(text: str, claims: Sequence[tuple[int, int, str]]) -> list[tuple[str, str]]:
    pieces: list[tuple[str, str]] = []
    done = 0
    for start, end, spoken in claims:
        if start > done:
            pieces.append((text[done:start], text[done:start]))
        pieces.append((text[start:end], spoken))
        done = end
    if done < len(text):
        pieces.append((text[done:], text[done:]))
    return pieces
