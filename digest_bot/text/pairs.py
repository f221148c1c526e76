"""Pairs of texts: which are worth comparing, what speaks for one event, and how much it weighs."""

import heapq
import itertools
import math
import operator
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest_bot.text.similarity import MAX_TERMS, Terms, Vectors, Vocabulary, dot
from digest_bot.text.stories_weights import CROWDED, DATED, UNDATED

WINDOW_DAYS = 6
"""Reports further apart are another story, or a later chapter of it."""
DUPLICATE = 8.0
"""Log-odds of two texts that are almost the same word for word."""
PATTERN = -8.0
"""Log-odds of two texts with the same words about somebody or some place else: two forms that were filled in."""

_DAYS = (
    "monday montag lundi lunes понедельник",
    "tuesday dienstag mardi martes вторник",
    "wednesday mittwoch mercredi miércoles среда среду",
    "thursday donnerstag jeudi jueves четверг",
    "friday freitag vendredi viernes пятница пятницу",
    "saturday samstag samedi sábado суббота субботу",
    "sunday sonntag dimanche domingo воскресенье",
)
_WEEKDAYS = {name: number for number, names in enumerate(_DAYS, 1) for name in names.split()}
# a class of letters to begin with is searched for four times as fast as a border of a word
_WEEKDAY = re.compile(
    rf"[{''.join(sorted({name[0] for name in _WEEKDAYS}))}](?<!\w.)(?:{'|'.join(name[1:] for name in _WEEKDAYS)})\b"
)
_INDEXED_TERMS = 24
_QUERY_TERMS = 16
NEIGHBOURS = 25
"""Texts with which a text is compared; more where more are much alike."""
_MOST_NEIGHBOURS = 100
_ALIKE = 0.5
_ALMOST_ALL = 0.85
_LOOKUPS = 4_000
_MIN_COSINE = 0.06
_TOP_TERMS = 12
_FULL_IDF = 24.0
_ALMOST_EQUAL = 0.9
_SAME_FORM = 0.75
_FORM = 5
_RARE_IDF = 4.0
_BACKGROUND = (0.16, 0.13, 0.115, 0.1, 0.09, 0.085, 0.08, 0.075, 0.07, 0.065, 0.06, 0.055)
"""Cosines of a text to those most like it among a day's other news, measured on 500 to 1,200 texts.

A text that comes in with only a few others is judged as if these stood around it: the best of three strangers is still
a stranger."""
_FEW = 5.0
"""Natural logarithm of the texts among which one is as rare as counts."""
_DIGEST, _MANY_TEXTS = 40, 1_000
"""Texts between which it was measured what their number says: of two among many it is less likely that they agree."""
_FRIEND = 0.75
"""Share of the cosine of a pair from which a third text is near to it rather than a rival."""
_HALF = math.log(2) / _FEW
_AGREED, _HINTED, _DISAGREED = 2.5, -0.5, -4.0
"""Log-odds of two texts in two languages, which share names and numbers but no other word."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of one text."""

    vectors: Vectors
    heaviest: tuple[tuple[str, float], ...]
    """Terms and weights by which other texts find this one."""
    top: frozenset[str]
    day: int | None
    """Ordinal of the date."""
    weekday: int | None
    """The first one the text names: 1 is Monday."""
    language: str


def profile(text: str, terms: Terms, *, day: int | None, vocabulary: Vocabulary) -> Profile:
    """Return what is compared of a text; `vocabulary` was shown every text."""
    vectors = vocabulary.vectors(terms)
    heaviest = tuple(itertools.islice(vectors.whole.items(), _INDEXED_TERMS))
    named = _WEEKDAY.search(text.lower())
    return Profile(
        vectors=vectors,
        heaviest=heaviest,
        top=frozenset(term for term, _ in heaviest[:_TOP_TERMS]),
        day=day,
        weekday=_WEEKDAYS.get(named.group()) if named else None,
        language=terms.language,
    )


def candidates(profiles: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of texts that may report one event, the smaller index first, each once.

    A text looks up its heaviest terms in an index of the others, the rarest first and at most 4,000 entries of it, so
    that the cost grows with the number of texts and not with its square.
    """
    index: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, one in enumerate(profiles):
        for term, weight in one.heaviest:
            index[term].append((number, weight))
    found = {
        (min(number, other), max(number, other))
        for number, one in enumerate(profiles)
        for other in _neighbours(number, one, profiles=profiles, index=index)
    }
    yield from sorted(found)


def score_pairs(profiles: Sequence[Profile], vocabulary: Vocabulary) -> dict[tuple[int, int], float]:
    """Return for every pair worth comparing the log-odds that it reports one event."""
    scores: dict[tuple[int, int], float] = {}
    calendar = Calendar([one.day for one in profiles])
    for (number, other_number), features in evidence(profiles, vocabulary):
        one, other = profiles[number], profiles[other_number]
        if _almost_equal(one, other):
            scores[number, other_number] = DUPLICATE
        elif _same_form(one, other):
            scores[number, other_number] = PATTERN
        elif not within_window(one.day, other.day):
            continue
        elif one.language != other.language:
            scores[number, other_number] = _across_languages(one, other, vocabulary)
        else:
            scores[number, other_number] = log_odds(features, calendar.model(one.day, other.day))
    return scores


def evidence(
    profiles: Sequence[Profile], vocabulary: Vocabulary
) -> Iterator[tuple[tuple[int, int], tuple[float, ...]]]:
    """Yield every pair worth comparing with its features, in the order of `FEATURES`.

    The last three are for what came in together: among the texts of years they make the groups worse.
    """
    cosines = {
        (one, other): cosine
        for one, other in candidates(profiles)
        if (cosine := dot(profiles[one].vectors.whole, profiles[other].vectors.whole)) >= _MIN_COSINE
    }
    near: dict[int, dict[int, float]] = defaultdict(dict)
    for (one, other), cosine in sorted(cosines.items(), key=lambda item: -item[1]):
        near[one][other] = near[other][one] = cosine
    calendar = Calendar([one.day for one in profiles])
    crowds = {number: _crowd(tuple(own.values())) for number, own in near.items()}
    size = math.log(min(_MANY_TEXTS, max(_DIGEST, len(profiles)))) / _FEW
    for (one, other), cosine in cosines.items():
        mine, yours = profiles[one], profiles[other]
        crowded = calendar.model(mine.day, yours.day) == "CROWDED"
        ranks = sorted((_rank_among_strangers(one, other, near), _rank_among_strangers(other, one, near)))
        yield (
            (one, other),
            (
                *_standing(cosine, crowds[one], crowds[other]),
                *_agreement(mine, yours, vocabulary),
                *calendar.closeness(mine.day, yours.day),
                *((*ranks, size) if crowded else (0.0, 0.0, 0.0)),
            ),
        )


def _rank_among_strangers(one: int, other: int, near: Mapping[int, Mapping[int, float]]) -> float:
    """Return 1 when nothing is nearer to one text than the other is, 1/2 when one thing is, and so on.

    What is itself near to the other is no rival: of an event with five sources each has four that are all right.
    `near` has the cosines of every text, the highest first.
    """
    cosine, friends = near[one][other], near[other]
    rivals = int(_BACKGROUND[0] > cosine)
    for third, nearer in near[one].items():
        if nearer <= cosine:
            break
        rivals += third != other and friends.get(third, 0.0) < _FRIEND * cosine
    return 1 / (1 + rivals)


def _crowd(cosines: Sequence[float]) -> list[float]:
    """Return the cosines of a text, the highest first, none of the first lower than among a day's other news."""
    return [max(pair) for pair in itertools.zip_longest(sorted(cosines, reverse=True), _BACKGROUND, fillvalue=0.0)]


FEATURES = (
    "cosine, square root",
    "rank for the pickier",
    "rank for the easier",
    "cosine, of each one's best",
    "crowd",
    "cosine above the crowd",
    "titles",
    "title and lead, lower",
    "title and lead, higher",
    "top terms shared",
    "rarest terms shared",
    "length of the shorter",
    "names shared",
    "names shared in the lead",
    "numbers shared in the lead",
    "weekday differs",
    "days apart, square root",
    "others as near in time",
    "one undated",
    "rank among strangers, pickier",
    "rank among strangers, easier",
    "texts, logarithm",
)
"""What each number of `evidence` says."""


Model = tuple[float, tuple[float, ...]]
"""Intercept and one weight a feature."""
MODELS: Mapping[str, Model] = {"DATED": DATED, "CROWDED": CROWDED, "UNDATED": UNDATED}
"""For an archive of many days, for what came in together as for a digest, and where a date is missing."""


def log_odds(features: Sequence[float], model: str) -> float:
    """Return the natural logarithm of the odds that a pair reports one event (logistic regression)."""
    intercept, weights = MODELS[model]
    return intercept + sum(weight * feature for weight, feature in zip(weights, features, strict=True))


def _neighbours(
    number: int,
    one: Profile,
    *,
    profiles: Sequence[Profile],
    index: Mapping[str, Sequence[tuple[int, float]]],
) -> Iterator[int]:
    """Yield the texts that share the most with one text: the best 25, and up to 100 that are much alike."""
    shared: dict[int, float] = defaultdict(float)
    lookups = 0
    query = one.heaviest[:_QUERY_TERMS]
    for term, weight in sorted(query, key=lambda item: (len(index[item[0]]), item[0])):
        entries = index[term]
        lookups += len(entries)
        if lookups > _LOOKUPS:
            break
        for other, other_weight in entries:
            shared[other] += weight * other_weight
    shared.pop(number, None)
    own = sum(weight * weight for _, weight in query)
    near = (
        (-score, other)
        for other, score in shared.items()
        if score > _ALMOST_ALL * own or within_window(one.day, profiles[other].day)
    )
    for place, (score, other) in enumerate(heapq.nsmallest(_MOST_NEIGHBOURS, near)):
        if place >= NEIGHBOURS and -score < _ALIKE * own:
            return
        yield other


def _almost_equal(one: Profile, other: Profile) -> bool:
    """Tell whether one text is a reprint of the other: the same words, and the same names among them."""
    mine, yours = one.vectors, other.vectors
    if dot(mine.whole, yours.whole) < _ALMOST_EQUAL:
        return False
    return not (mine.names or yours.names) or dot(mine.names, yours.names) >= _ALMOST_EQUAL


def _same_form(one: Profile, other: Profile) -> bool:
    """Tell whether nearly all words of the longer text are in the other too, but not the name that either is about.

    Nor more than a third of the other names.
    """
    mine, yours = one.vectors, other.vectors
    if not (mine.names and yours.names) or 3 * len(mine.names.keys() & yours.names.keys()) > len(mine.names):
        return False
    if next(iter(mine.names)) in yours.whole or next(iter(yours.names)) in mine.whole:
        return False
    words, others = mine.whole.keys() - mine.names.keys(), yours.whole.keys() - yours.names.keys()
    return len(words & others) >= max(_FORM, _SAME_FORM * max(len(words), len(others)))


def _across_languages(one: Profile, other: Profile, vocabulary: Vocabulary) -> float:
    """Return log-odds for texts that share no words but names and numbers: for it only when several of both agree.

    Two names and one thing more are a hint that does not stand against what a third text says.
    """
    mine, yours = one.vectors, other.vectors
    called = mine.names.keys() & yours.whole.keys() | yours.names.keys() & mine.whole.keys()
    names = sum(vocabulary.idf(term, one.language) > _RARE_IDF for term in called)
    numbers = sum(map(_telling_number, mine.whole.keys() & yours.whole.keys()))
    if names >= 3 and numbers and names + numbers >= 4:
        return _AGREED
    return _HINTED if names >= 2 and names + numbers >= 3 else _DISAGREED


def _telling_number(term: str) -> bool:
    return term[0].isdigit() and len(term) > 1 and not (len(term) == 4 and term[:2] in {"19", "20"})


def within_window(one: int | None, other: int | None) -> bool:
    """Tell whether two days are close enough for one event; an unknown day always is."""
    return one is None or other is None or abs(one - other) <= WINDOW_DAYS


def _standing(cosine: float, one: Sequence[float], other: Sequence[float]) -> Iterator[float]:
    """Yield how the pair compares with the other pairs of its two texts, whose cosines come highest first."""
    ranks = sorted(1 / (1 + bisect_left(rivals, -cosine, key=operator.neg)) for rivals in (one, other))
    crowd = (sum(one[2:12]) + sum(other[2:12])) / 20
    yield from (math.sqrt(cosine), *ranks, cosine * cosine / (one[0] * other[0]), crowd, cosine - crowd)


def _agreement(one: Profile, other: Profile, vocabulary: Vocabulary) -> Iterator[float]:
    """Yield what the two texts have in common and what not."""
    mine, yours = one.vectors, other.vectors
    yield dot(mine.title, yours.title)
    yield from sorted((dot(mine.title, yours.lead), dot(mine.lead, yours.title)))
    yield len(one.top & other.top) / _TOP_TERMS
    shared = mine.lead.keys() & yours.lead.keys()
    idfs = vocabulary.idfs(one.language)
    yield sum(sorted([idfs[term] for term in shared], reverse=True)[:3]) / _FULL_IDF
    yield min(len(mine.whole), len(yours.whole)) / MAX_TERMS
    names = mine.names.keys() & yours.names.keys()
    yield len(names) / max(1, min(len(mine.names), len(yours.names)))
    yield sum(mine.lead[term] * yours.lead[term] for term in shared if term in names)
    yield sum(mine.lead[term] * yours.lead[term] for term in shared if term[0].isdigit())
    yield float(one.weekday is not None and other.weekday is not None and one.weekday != other.weekday)


class Calendar:
    """How many texts came in on which day: that two came in together says much in a year's archive, nothing today."""

    def __init__(self, days: Sequence[int | None]) -> None:
        self._texts = Counter(day for day in days if day is not None)
        self._rarities: dict[tuple[int, int], float] = {}

    def closeness(self, one: int | None, other: int | None) -> tuple[float, float, float]:
        """Return the root of the days apart, how few texts are as near (0 for all, 1 for one in 150), and one undated.

        The root, because the first day says more than the second.
        """
        if one is None or other is None:
            return 0.0, 0.0, float((one is None) != (other is None))
        days = abs(one - other)
        rarity = min(self._rarity(one, days), self._rarity(other, days))
        return math.sqrt(min(WINDOW_DAYS, days) / WINDOW_DAYS), rarity, 0.0

    def model(self, one: int | None, other: int | None) -> str:
        """Return which of MODELS judges a pair: it is crowded when half of all texts are of these days."""
        if one is None or other is None:
            return "UNDATED"
        return "CROWDED" if min(self._rarity(one, WINDOW_DAYS), self._rarity(other, WINDOW_DAYS)) < _HALF else "DATED"

    def _rarity(self, day: int, width: int) -> float:
        width = min(width, WINDOW_DAYS)
        known = self._rarities.get((day, width))
        if known is None:
            near = sum(self._texts[other] for other in range(day - width, day + width + 1))
            known = self._rarities[day, width] = min(_FEW, math.log(self._texts.total() / near)) / _FEW
        return known
