"""Chooses the sentences that retell a story: of one section, or of several that tell the same."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from digest_bot.model import Pick, Section, Sentence, Summary
from digest_bot.text import plain
from digest_bot.text.disagreement import disagreements
from digest_bot.text.features import MAX_SENTENCES, read_sentences
from digest_bot.text.gathering import Candidate, best_addition, gather, opens_again, read_candidates
from digest_bot.text.language import detect_language
from digest_bot.text.ranking import Bench, Indices, best_set, make_bench
from digest_bot.text.roundups import label_of
from digest_bot.text.standalone import Standing, Standings, is_debris

LANGUAGE_SAMPLE = 800
"""Characters that tell the language of a text."""

OPENINGS = 2
"""Sentences of which the first that stands alone and is long enough is always told: it says what a section is about."""
LONG_ENOUGH = 8
"""Words of a sentence that can open a story."""

MOST_OTHERS = 40
"""Sections beside the first that are read, the latest: a hundred papers with one agency's text say it in forty too."""

Place = tuple[int, int]


def summarise(sections: Sequence[Section], *, count: int = 3, max_words: int = 72) -> Summary | None:
    """Return at most `count` whole sentences of at most `max_words` words together, verbatim, lead section first.

    Several sections are taken to tell one story: the first leads, the others add what it does not say, and where they
    give another number for the same thing both are told. A sentence that alone is longer than `max_words` is told
    when there is no other. The publisher's own excerpt is used as it is. None when no sentence can stand alone.
    """
    sections = [section for section in sections if section.sentences]
    if all(section.article.excerpt_only for section in sections):
        return _excerpt(sections[0], count=count, max_words=max_words) if sections else None
    lead, bench, chosen = _first_to_tell(sections, count=count, max_words=max_words)
    if bench is None:
        return None
    rest = (sections[lead], *sections[:lead], *sections[lead + 1 :])
    places = _across(rest, bench, chosen, count=count, max_words=max_words) or [(0, index) for index in chosen]
    return Summary(tuple(Pick(rest[part], index) for part, index in places))


def _first_to_tell(sections: Sequence[Section], *, count: int, max_words: int) -> tuple[int, Bench | None, Indices]:
    """Return the first section that has something to tell: its number, its bench and what it tells alone."""
    for number, section in enumerate(sections):
        bench = _measure(section)
        if chosen := _choose(bench, count=count, max_words=max_words):
            return number, bench, chosen
    return 0, None, ()


def summarise_text(text: str, *, count: int = 3) -> list[str]:
    """Return `count` sentences of one plain text, verbatim, in reading order; fewer when it has no more to tell."""
    language = detect_language(text[:LANGUAGE_SAMPLE])
    texts = plain.sentences(text, language)
    return [texts[index] for index in choose_sentences(texts, count=count, language=language)]


def summarise_texts(documents: Sequence[str], *, count: int = 5) -> list[str]:
    """Return `count` sentences from several plain texts on one event, oldest text first; nothing is said twice."""
    languages = [detect_language(document[:LANGUAGE_SAMPLE]) for document in documents]
    texts = [plain.sentences(document, language) for document, language in zip(documents, languages, strict=True)]
    places = sorted(candidate.place for candidate in gather(read_candidates(texts, languages), count=count))
    return [texts[part][index] for part, index in places]


def choose_sentences(
    texts: Sequence[str], *, count: int = 3, language: str = "en", max_words: int | None = None
) -> Indices:
    """Return indices of the sentences that tell the text best, ascending; empty when none can stand alone."""
    texts = texts[:MAX_SENTENCES]
    bench = make_bench(read_sentences(texts, language), Standings(texts, language), texts, language=language)
    return best_set(bench, count, max_words)


def _measure(section: Section) -> Bench:
    """Return what the sentences of a section are chosen by, those left out that lean on others."""
    texts = _texts(section)
    found = _standings(section.sentences[:MAX_SENTENCES], section)
    if texts and texts[0].rstrip(".:") == label_of(section):
        found = [Standing.NEVER, *found[1:]]
    reading = read_sentences(texts, section.article.language)
    long = (at for at, words in enumerate(reading.words[:OPENINGS]) if words >= LONG_ENOUGH)
    opening = next((at for at in long if found[at] is Standing.ALONE), None)
    title = section.article.title if section.start == 0 else ""
    bench = make_bench(reading, found, texts, opening=opening, language=section.article.language, told=title)
    return replace(bench, leaning=False)


def _choose(bench: Bench, *, count: int, max_words: int) -> Indices:
    """Return the best sentences of one section, those that lean on others only where too few stand alone.

    One that is too long rather than none.
    """
    chosen = best_set(bench, count, max_words)
    if len(chosen) < min(count, 2):
        chosen = best_set(replace(bench, leaning=True), count, max_words) or chosen
    return chosen or best_set(bench, 1)


def _texts(section: Section) -> list[str]:
    return [sentence.text for sentence in section.sentences[:MAX_SENTENCES]]


def _standings(sentences: Sequence[Sentence], section: Section) -> Sequence[Standing]:
    """Return how the sentences stand; those that an earlier edition told may be missing between them."""
    gaps = [at for at, pair in enumerate(pairwise(sentences), start=1) if not _follows(section, *pair)]
    texts = [sentence.text for sentence in sentences]
    language, opens = section.article.language, bool(section.start)
    if not gaps:
        return Standings(texts, language, opens=opens)
    runs = pairwise([0, *gaps, len(texts)])
    return [own for start, stop in runs for own in Standings(texts[start:stop], language, opens=opens and not start)]


def _follows(section: Section, before: Sentence, after: Sentence) -> bool:
    """Tell whether nothing stands between two sentences of an article."""
    paragraphs = section.article.paragraphs
    if before.paragraph == after.paragraph:
        return not paragraphs[before.paragraph].text[before.end : after.start].strip()
    rest, start = paragraphs[before.paragraph].text[before.end :], paragraphs[after.paragraph].text[: after.start]
    return after.paragraph == before.paragraph + 1 and not rest.strip() and not start.strip()


def _across(sections: Sequence[Section], lead: Bench, alone: Indices, *, count: int, max_words: int) -> list[Place]:
    """Return (section, sentence) of what the lead and the others tell together; nothing when the others add nothing."""
    if len(sections) == 1 or count < 2:
        return []
    texts = [_texts(section) for section in sections]
    languages = [section.article.language for section in sections]
    candidates = read_candidates(texts, languages, told=lead.told)
    opening = {(0, index) for index in _opening(lead, alone, count=count, max_words=max_words)}
    told = [candidate for candidate in candidates if candidate.place in opening]
    told = _with_disagreement(sections, candidates, told, max_words=max_words)
    others = [candidate for candidate in candidates if candidate.place[0] and not opens_again(candidate, told)]
    for pool in (others, candidates):
        while len(told) < count and (found := best_addition(pool, told, max_words=max_words)):
            told.append(found)
    places = sorted(candidate.place for candidate in told)
    return places if places[-1][0] else []


def _opening(lead: Bench, alone: Indices, *, count: int, max_words: int) -> Indices:
    """Return what the lead tells when the others are to have room: its best, begun where the lead alone would begin."""
    room = max_words - max_words // count
    chosen = _choose(lead, count=count - 1, max_words=room)
    return alone[:1] if alone[:1] < chosen[:1] else chosen


def _with_disagreement(
    sections: Sequence[Section], candidates: Sequence[Candidate], told: list[Candidate], *, max_words: int
) -> list[Candidate]:
    """Add the sentence of another section that gives another number; both come first where not all have room."""
    tellable = {candidate.place: candidate for candidate in candidates if candidate.score}
    lead, language = _texts(sections[0]), sections[0].article.language
    for part, section in enumerate(sections[1:], start=1):
        for ours, theirs in disagreements(lead, _texts(section), language, others=section.article.language):
            pair = [tellable.get((0, ours)), tellable.get((part, theirs))]
            both = [candidate for candidate in pair if candidate]
            if len(both) == 2 and _words(both) <= max_words:
                together = [*told, *(candidate for candidate in both if candidate not in told)]
                return together if both[0] in told and _words(together) <= max_words else both
    return told


def _words(told: Sequence[Candidate]) -> int:
    return sum(candidate.words for candidate in told)


def _excerpt(section: Section, *, count: int, max_words: int) -> Summary | None:
    """Return the excerpt's sentences in their order, without what only invites to click."""
    picks: list[Pick] = []
    words = 0
    for index, sentence in enumerate(section.sentences):
        words += sentence.text.count(" ") + 1
        if len(picks) == count or (picks and words > max_words):
            break
        if not is_debris(sentence.text):
            picks.append(Pick(section, index))
    return Summary(tuple(picks)) if picks else None
