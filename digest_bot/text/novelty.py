"""What was told before: recognising a story again, and finding the sentences that add to it."""

import difflib
import itertools
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

from digest_bot.model import Memory, Section, Told
from digest_bot.text.facts import Statement, read_statements
from digest_bot.text.similarity import Vocabulary, dot, unit
from digest_bot.text.told_weights import TOLD

MAX_TERMS = 40
"""Terms by which a story is remembered."""
FADING = 0.35
"""Log-odds a day by which a told story is less likely to be the one that comes in."""
MAX_REMEMBERED = 64
"""Stories, and sections of them, whose terms and facts are kept until the edition is done with them."""
LEAD_SENTENCES = 5
"""News begins with what is new; what comes later is mostly background that another reporter chose."""

_TOP_TERMS = 12
_CHIEF_NAMES = 2
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
    return _fingerprint(tuple(_written(section) for section in sections))


def _written(section: Section) -> tuple[str, str, str]:
    """Return title, text and language of a section."""
    title = section.article.title if section.start == 0 else ""
    return title, "\n".join(paragraph.text for paragraph in section.paragraphs), section.article.language


@lru_cache(maxsize=MAX_REMEMBERED)
def _fingerprint(texts: tuple[tuple[str, str, str], ...]) -> tuple[tuple[str, float], ...]:
    vocabulary = Vocabulary()
    total: dict[str, float] = {}
    for title, text, language in texts:
        terms = vocabulary.read(title, text, language)
        for term, weight in vocabulary.vectors(terms).whole.items():
            total[term] = total.get(term, 0.0) + weight
    heaviest = sorted(total.items(), key=lambda item: (-round(item[1], 9), item[0]))[:MAX_TERMS]
    return tuple((term, round(weight, 6)) for term, weight in unit(dict(heaviest)).items())


def recognise(sections: Sequence[Section], memory: Memory) -> Told | None:
    """Return what an earlier edition told of this event, or None when it is new.

    The likeness fades with the days that passed; of several the likeliest is returned, of equals the latest.
    """
    if not sections or not memory.told:
        return None
    terms = dict(fingerprint(sections))
    names = frozenset[str]().union(*(facts(section) for section in sections))
    day = max(section.article.dated for section in sections).toordinal()
    found = [
        (odds, told.told_at.toordinal(), told.story_id, told)
        for told in memory.told
        if (odds := _odds(terms, names, told) - FADING * abs(day - told.told_at.toordinal())) > 0
    ]
    return max(found, key=lambda item: item[:3])[3] if found else None


def likeness(terms: Mapping[str, float], others: Mapping[str, float]) -> tuple[float, ...]:
    """Return the features by which a story is recognised, from two fingerprints."""
    cosine = dot(terms, others)
    shared = set(itertools.islice(terms, _TOP_TERMS)) & set(itertools.islice(others, _TOP_TERMS))
    return (math.sqrt(cosine), cosine, len(shared) / _TOP_TERMS)


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


def _odds(terms: Mapping[str, float], known: frozenset[str], told: Told) -> float:
    """Return the natural logarithm of the odds that the story is the one that was told (logistic regression)."""
    before = dict(told.terms)
    intercept, weights = TOLD
    odds = intercept + sum(weight * value for weight, value in zip(weights, likeness(terms, before), strict=True))
    # names are asked for last: of hundreds of told stories hardly one is so much alike
    if odds > 0 and _strangers(terms, known, told.facts) and _strangers(before, told.facts, known):
        return -math.inf
    return odds


def _strangers(terms: Mapping[str, float], known: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether the chief names of one story are unknown to the other: two fires in two towns."""
    names = [fact for term in terms if (fact := f"name:{term}") in known][:_CHIEF_NAMES]
    return bool(names) and not others.intersection(names)


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


def _statements(section: Section) -> tuple[Statement, ...]:
    return _read_statements(tuple([sentence.text for sentence in section.sentences]), section.article.language)


_read_statements = lru_cache(maxsize=MAX_REMEMBERED)(read_statements)
"""The same sections are asked for three times: is the story known, what of it is new, what is to be remembered."""
