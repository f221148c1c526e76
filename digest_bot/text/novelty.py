"""What was told before: recognising a story again, and finding the sentences that add to it."""

import difflib
from collections.abc import Iterable, Sequence

from digest_bot.model import Memory, Section, Told
from digest_bot.text.facts import Statement, read_statements
from digest_bot.text.similarity import Vocabulary, dot, unit
from digest_bot.text.stories_weights import TOLD

MAX_TERMS = 40
"""Terms by which a story is remembered."""
MAX_DAYS = 30
"""A story that was told longer ago is told anew."""
LEAD_SENTENCES = 5
"""News begins with what is new; what comes later is mostly background that another reporter chose."""

_TOP_TERMS = 12
_SAME_QUOTATION = 0.6
_SAME_NAME = 0.8


def facts(section: Section) -> frozenset[str]:
    """Return what the section states: `name:…`, `number:…`, `count:…` and `quote:…`, normalised."""
    found: set[str] = set()
    for statement in _statements(section):
        found.update(f"name:{name}" for name in statement.names)
        found.update(f"number:{number}" for number in statement.numbers)
        found.update(f"count:{count}" for count in statement.counts)
        found.update(f"quote:{quotation}" for quotation in statement.quotations)
    return frozenset(found)


def fingerprint(sections: Sequence[Section]) -> tuple[tuple[str, float], ...]:
    """Return the terms that tell a story from others, at most 40, heaviest first; their squares add up to 1.

    Weighed against general language only, so that the fingerprints of any two days compare.
    """
    vocabulary = Vocabulary()
    total: dict[str, float] = {}
    for section in sections:
        title = section.article.title if section.start == 0 else ""
        text = "\n".join(paragraph.text for paragraph in section.paragraphs)
        terms = vocabulary.read(title, text, section.article.language)
        for term, weight in vocabulary.vectors(terms).whole.items():
            total[term] = total.get(term, 0.0) + weight
    heaviest = sorted(total.items(), key=lambda item: (-round(item[1], 9), item[0]))[:MAX_TERMS]
    return tuple((term, round(weight, 6)) for term, weight in unit(dict(heaviest)).items())


def recognise(sections: Sequence[Section], memory: Memory) -> Told | None:
    """Return what an earlier edition told of this event, or None when it is new.

    The likeness fades with the days that passed; of several, the likeliest is returned, and of equals the latest.
    """
    if not sections:
        return None
    terms = dict(fingerprint(sections))
    known = frozenset[str]().union(*(facts(section) for section in sections))
    day = max(section.article.dated for section in sections).date().toordinal()
    best: tuple[float, int] | None = None
    answer = None
    for told in memory.told:
        told_day = told.told_at.date().toordinal()
        if abs(day - told_day) > MAX_DAYS:
            continue
        odds = told_log_odds(likeness(terms, known, told, days=abs(day - told_day)))
        if odds > 0 and (best is None or (odds, told_day) > best):
            best, answer = (odds, told_day), told
    return answer


def likeness(terms: dict[str, float], known: frozenset[str], told: Told, *, days: int) -> tuple[float, ...]:
    """Return the features by which a story is recognised: terms, names, numbers, days."""
    before = dict(told.terms)
    cosine = dot(terms, before)
    top, top_before = list(terms)[:_TOP_TERMS], list(before)[:_TOP_TERMS]
    shared_top = len(set(top) & set(top_before)) / _TOP_TERMS
    names = [term for term in top if f"name:{term}" in known]
    names_before = [term for term in top_before if f"name:{term}" in told.facts]
    cover = _cover(names, names_before) + _cover(names_before, names)
    numbers = sum(fact.startswith("number:") for fact in known & told.facts)
    return (cosine**0.5, cosine, shared_top, cover / 2, min(numbers, 4) / 4, float(days))


def told_log_odds(features: Sequence[float]) -> float:
    """Return the natural logarithm of the odds that a story is the one that was told (logistic regression)."""
    intercept, weights = TOLD
    return intercept + sum(weight * feature for weight, feature in zip(weights, features, strict=True))


def new_sentences(section: Section, told: Told) -> tuple[int, ...]:
    """Return the indices of the sentences that add a name, a number or a quotation to what was told.

    Empty when none of the first five adds anything and no count was revised: then the section tells the same again in
    other words. Sentences about earlier years are background and never new.
    """
    statements = _statements(section)
    before = _Before(told)
    this_year = section.article.dated.year
    recent = [index for index, statement in enumerate(statements) if all(year >= this_year for year in statement.years)]
    new = [index for index in recent if before.lacks(statements[index])]
    revised = any(before.revised(statements[index]) for index in new)
    return tuple(new) if revised or any(index < LEAD_SENTENCES for index in new) else ()


class _Before:
    """The facts that were told, ready to be asked."""

    def __init__(self, told: Told) -> None:
        kinds: dict[str, list[str]] = {"name": [], "number": [], "count": [], "quote": []}
        for fact in sorted(told.facts):
            kind, _, value = fact.partition(":")
            kinds.setdefault(kind, []).append(value)
        self._names = frozenset(kinds["name"])
        self._numbers = frozenset(kinds["number"])
        self._things = frozenset(count.partition(" ")[2] for count in kinds["count"])
        self._quotations = [frozenset(quotation.split()) for quotation in kinds["quote"]]

    def lacks(self, statement: Statement) -> bool:
        """Tell whether the sentence states something that was not told."""
        return (
            any(not self._has_number(number) for number in statement.numbers)
            or any(not self._has_name(name) for name in statement.new_names)
            or any(not self._has_quotation(quotation) for quotation in statement.quotations)
        )

    def revised(self, statement: Statement) -> bool:
        """Tell whether the sentence gives another number of something that was counted."""
        counts = (count.partition(" ") for count in statement.counts)
        return any(thing in self._things and not self._has_number(number) for number, _, thing in counts)

    def _has_number(self, number: str) -> bool:
        return number in self._numbers or any(_rounds_to(known, number) for known in self._numbers)

    def _has_name(self, name: str) -> bool:
        """Tell whether the name was told, maybe with another ending or spelling."""
        return name in self._names or any(
            known[0] == name[0] and difflib.SequenceMatcher(a=known, b=name).ratio() >= _SAME_NAME
            for known in self._names
            if known
        )

    def _has_quotation(self, quotation: str) -> bool:
        terms = frozenset(quotation.split())
        return any(len(terms & known) >= _SAME_QUOTATION * len(terms) for known in self._quotations)


def _rounds_to(exact: str, rounded: str) -> bool:
    """Tell whether a large number was only rounded: 1487 is told by 1500."""
    digits = len(rounded.strip("0").replace(".", ""))
    value = float(rounded)
    return value >= 100 and digits <= 2 and float(f"{float(exact):.{max(0, digits - 1)}e}") == value


def _cover(names: Sequence[str], others: Iterable[str]) -> float:
    """Return the share of the names that stand among the others; none where there is nothing to compare."""
    return len(set(names) & set(others)) / len(names) if names else 0.0


def _statements(section: Section) -> tuple[Statement, ...]:
    return read_statements([sentence.text for sentence in section.sentences], section.article.language)
