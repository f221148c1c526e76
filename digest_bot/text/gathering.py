"""Gathers from several texts on one event what matters to all of them, and says nothing twice."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digest_bot.text.features import MAX_SENTENCES, count_stems, rarities_of, read_pieces, stems_of
from digest_bot.text.introductions import Names, read_names
from digest_bot.text.standalone import Standing, Standings

KNOWN = 0.6
"""Share of a sentence, by weight, that has been told from which it says nothing new."""
REPEATED = 0.5
"""Cosine to a told sentence from which it says the same."""
SAME_EVENT = 0.4
"""Cosine to a told sentence from which the opening of another text tells the same event."""
RECENCY = 2.0
"""Power of a text's place in time: what is told last counts most, because later reports know more."""
LONG = 0.15
"""Power of the words: of two sentences as near to the middle the longer one tells more."""
UNLIKE = 0.8
"""Share of its score that a sentence loses which says what is told already."""

Place = tuple[int, int]
"""(number of the text, number of the sentence in it)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of one of the texts."""

    place: Place
    words: int
    vector: Mapping[str, float]
    """Stems by count and rarity; its length is one."""
    score: float
    """Likeness to the middle of all texts, the later a text the more; 0.0 when it cannot stand alone."""
    names: Names
    """Whom and what it takes as known, and introduces."""


def read_candidates(texts: Sequence[Sequence[str]], languages: Sequence[str], *, told: str = "") -> list[Candidate]:
    """Return the sentences of the texts, oldest text first, of each at most `MAX_SENTENCES`; `told` is read before."""
    texts = [own[:MAX_SENTENCES] for own in texts]
    vectors = [
        [_vector(sentence, language) for sentence in own] for own, language in zip(texts, languages, strict=True)
    ]
    middle = _middle(vectors)
    candidates = []
    for part, (own, language) in enumerate(zip(texts, languages, strict=True)):
        names = read_names(own, language, told=told)
        for index, standing in enumerate(Standings(own, language)):
            vector = vectors[part][index]
            length = own[index].count(" ") + 1
            weight = ((1 + part) / len(texts)) ** RECENCY * length**LONG if standing is Standing.ALONE else 0.0
            score = weight * _likeness(vector, middle)
            candidates.append(Candidate((part, index), length, vector, score, names[index]))
    return candidates


def gather(candidates: Sequence[Candidate], *, count: int, max_words: int | None = None) -> list[Candidate]:
    """Return at most `count` sentences, the most telling first, each unlike those before it.

    Maximal marginal relevance (Carbonell and Goldstein 1998) towards the centroid of the texts (Radev et al. 2004).
    """
    told: list[Candidate] = []
    while len(told) < count and (found := best_addition(candidates, told, max_words=max_words)):
        told.append(found)
    return told


def best_addition(
    candidates: Sequence[Candidate], told: Sequence[Candidate], *, max_words: int | None = None
) -> Candidate | None:
    """Return the sentence that adds most to what is told and keeps the whole within `max_words`; None without one."""
    known = {stem for sentence in told for stem in sentence.vector}
    introduced = frozenset[str]().union(*(sentence.names.given for sentence in told))
    left = math.inf if max_words is None else max_words - sum(sentence.words for sentence in told)
    best, value = None, 0.0
    for candidate in candidates:
        if candidate.words > left or candidate.score <= value or not candidate.names.needed <= introduced:
            continue
        alike = max((_likeness(candidate.vector, sentence.vector) for sentence in told), default=0.0)
        gain = candidate.score * (1 - UNLIKE * alike)
        if gain > value and alike <= REPEATED and _share_known(candidate.vector, known) <= KNOWN:
            best, value = candidate, gain
    return best


def opens_again(candidate: Candidate, told: Sequence[Candidate]) -> bool:
    """Tell whether a text opens with the event that is told already, in other words: openings are alike in less."""
    return candidate.place[1] == 0 and any(_likeness(candidate.vector, other.vector) > SAME_EVENT for other in told)


def _vector(sentence: str, language: str) -> dict[str, float]:
    counts = count_stems(stems_of(read_pieces(sentence, language)))
    rarities = rarities_of(counts, language)
    raw = {term: count * rarities[term] for term, count in counts.items()}
    length = math.sqrt(sum(value * value for value in raw.values()))
    return {term: value / length for term, value in raw.items()}


def _middle(texts: Sequence[Sequence[Mapping[str, float]]]) -> dict[str, float]:
    """Return the sum of all sentences, those of later texts with a little more weight, at length one."""
    total: dict[str, float] = {}
    for part, own in enumerate(texts):
        for vector in own:
            for term, value in vector.items():
                total[term] = total.get(term, 0.0) + value * math.sqrt(1 + part)
    length = math.sqrt(sum(value * value for value in total.values())) or 1.0
    return {term: value / length for term, value in total.items()}


def _likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the cosine."""
    return sum([value * other[term] for term, value in one.items() if term in other])


def _share_known(vector: Mapping[str, float], known: set[str]) -> float:
    return sum([value for term, value in vector.items() if term in known]) / (sum(vector.values()) or 1.0)
