"""What readers want different, as it bears on an edition: muted sources, votes, topics, what they were shown."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from digest_bot.asking import Given, Muted
from digest_bot.model import Article, Section, Skipped, SkipReason

VOTES_FOR = timedelta(days=90)
"""How long a verdict counts."""
MOST = 0.25
"""A source is moved by votes up to a quarter, up or down, however many there are."""
HALF_WAY = 4
"""Votes one way that move a source half of that."""
TOPIC = 1.5
"""Factor of a story about one of the topics that were chosen."""
TOGETHER = 0.6
"""Share of a topic's words that have to stand in one title or sentence."""
TOPICS = 12
"""Topics that count."""

_ENDINGS = frozenset({"", "s", "es", "y", "ies", "e", "d", "ed", "ing", "n", "en"})


@dataclass(frozen=True, slots=True)
class Wishes:
    """Everything readers asked for that changes which stories an edition tells, and in what order."""

    muted: Mapping[str, str] = field(default_factory=dict)
    """Source → why it is left out, in a sentence."""
    votes: Mapping[str, int] = field(default_factory=dict)
    """Source → how many more verdicts were `useful` than not."""
    topics: tuple[str, ...] = ()
    shown: Mapping[str, str] = field(default_factory=dict)
    """Id of an article that everybody was shown on demand → a sentence about it."""
    asked: frozenset[str] = frozenset()
    """Ids of articles that somebody asked for, privately."""


def gather_wishes(
    *, muted: Sequence[Muted], votes: Mapping[str, int], topics: str, given: Sequence[Given], zone: str = "UTC"
) -> Wishes:
    """Return the wishes that hold for one digest; days are told as they are in its readers' time zone."""
    local = ZoneInfo(zone)
    return Wishes(
        muted={item.source: f"Muted by a reader on {_day(item.muted_at.astimezone(local))}." for item in muted},
        votes={source: balance for source, balance in votes.items() if balance},
        topics=split_topics(topics),
        shown={
            one.article: f"Shared in the channel on {_day(one.at.astimezone(local))}, on demand."
            for one in given
            if one.shared
        },
        asked=frozenset(one.article for one in given if not one.shared),
    )


def split_topics(text: str) -> tuple[str, ...]:
    """Return the topics in a text that separates them by commas or lines."""
    topics = (" ".join(topic.split()) for topic in re.split(r"[,;\n]", text))
    return tuple(dict.fromkeys(topic for topic in topics if topic))[:TOPICS]


def unwanted(article: Article, wishes: Wishes) -> Skipped | None:
    """Return why readers do not want this article in the next edition, or None when they do."""
    if detail := wishes.muted.get(article.source):
        return Skipped(article.source, SkipReason.MUTED, detail, article.url, article.title)
    if detail := wishes.shown.get(article.id):
        return Skipped(article.source, SkipReason.TOLD_BEFORE, detail, article.url, article.title)
    return None


def favour(sections: Sequence[Section], wishes: Wishes) -> tuple[float, tuple[str, ...]]:
    """Return by what factor readers want this story more, and why, for people; (1.0, ()) when they never said."""
    factor, reasons = 1.0, []
    votes = wishes.votes.get(sections[0].article.source, 0)
    if votes:
        factor *= vote_weight(votes)
        reasons.append(f"readers' votes {votes:+d}: × {vote_weight(votes):.2f}")
    topic = next((topic for topic in wishes.topics if relevance(sections, topic) == 1.0), None)
    if topic is not None:
        factor *= TOPIC
        reasons.append(f"topic {topic!r}: × {TOPIC:g}")
    if any(section.article.id in wishes.asked for section in sections):
        reasons.append("a reader asked for it")
    return factor, tuple(reasons)


def vote_weight(balance: int) -> float:
    """Return the factor that votes give: 1.0 for none, between 0.75 and 1.25 for any number."""
    return 1 + MOST * balance / (abs(balance) + HALF_WAY)


def relevance(sections: Sequence[Section], topic: str) -> float:
    """Return the share of the topic's words that stand in the story, 0.0 to 1.0; endings may differ."""
    text = " ".join([sections[0].article.title, *(s.text for part in sections for s in part.sentences)]).casefold()
    return _share(text, topic)


def centrality(sections: Sequence[Section], topic: str) -> float:
    """Return how much a story is about the topic: 0.0 when it is mentioned at most, up to 2.0 for one that names it.

    It is about it when its words stand together in a title, in the first sentence of an article, in two sentences, or
    half in a title and in one sentence.
    """
    title = max(_share(section.article.title.casefold(), topic) for section in sections)
    shares = [_share(sentence.text.casefold(), topic) for section in sections for sentence in section.sentences]
    hits = sum(share >= TOGETHER for share in shares)
    leads = [section.sentences[0].text.casefold() for section in sections if section.start == 0 and section.sentences]
    opens = any(_share(lead, topic) >= TOGETHER for lead in leads)
    if title >= TOGETHER or opens or hits >= 2 or (title >= TOGETHER / 2 and hits):
        return title + (1 + hits) / (2 + len(shares))
    return 0.0


def _share(text: str, topic: str) -> float:
    words = set(re.findall(r"\w+", text))
    wanted = [word for word in re.findall(r"\w+", topic.casefold()) if len(word) > 1]
    found = sum(any(_same_word(word, other) for other in words) for word in wanted)
    return found / len(wanted) if wanted else 0.0


def may_mention(body: bytes, topic: str) -> bool:
    """Tell, cheaply, whether a document could be about the topic: half of its plain words begin somewhere in it."""
    text = body.lower()
    stems = [_stem(word).encode() for word in re.findall(r"\w+", topic.casefold()) if word.isascii()]
    return not stems or 2 * sum(stem in text for stem in stems) >= len(stems)


def _stem(word: str) -> str:
    return word.removesuffix("s").removesuffix("ie").removesuffix("y").removesuffix("e")


def _same_word(wanted: str, word: str) -> bool:
    """Tell whether two words differ in their ending at most: ferry, ferries; bridge, bridges, bridge's."""
    if wanted == word:
        return True
    stem = _stem(wanted)
    return len(stem) >= 3 and word.startswith(stem) and word[len(stem) :] in _ENDINGS


def _day(at: datetime) -> str:
    return f"{at.day} {at:%b}"
