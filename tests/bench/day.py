"""The feeds of a day, on loopback: 500 of them with ten articles a day each, about events that several tell of."""

import asyncio
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any

from wordfreq import get_frequency_dict

START = datetime(2026, 11, 25, 0, tzinfo=UTC)
ROUNDS, A_DAY, FEEDS = 48, 10, 20
"""Rounds of visits a day, articles a feed and day, feeds a digest."""
EVERY = timedelta(days=1) / ROUNDS
EVENTS = 150
"""Of a digest and a day: with 200 articles some events have several, and some none."""
LASTING = 0.15
"""Share of the articles that are about an event of the day before."""


def serve(port: Any, passed: Any, hosts: Sequence[str] = ("127.0.0.1",)) -> None:
    """Be the server: tell the port, then answer /0, /1, … as the feeds are after so many rounds of the day."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while head := (await reader.readuntil(b"\r\n\r\n")).lower():
                number = int(head.split(b" ")[1].strip(b"/"))
                count = A_DAY + sum(_has_news(number, earlier) for earlier in range(passed.value + 1))
                same = b'if-none-match: "%d"' % count in head
                body = b"" if same else _feed(number, count)
                status = b"304 Not Modified" if same else b"200 OK"
                lines = b'HTTP/1.1 %s\r\nETag: "%d"\r\nContent-Length: %d\r\n\r\n' % (status, count, len(body))
                writer.write(lines + body)
                await writer.drain()
        writer.close()

    async def run() -> None:
        first = await asyncio.start_server(answer, hosts[0], 0, backlog=1024)
        number = first.sockets[0].getsockname()[1]
        if hosts[1:]:
            await asyncio.start_server(answer, hosts[1:], number, backlog=64)
        port.send(number)
        await first.serve_forever()

    asyncio.run(run())


def _has_news(number: int, round_: int) -> bool:
    return (round_ * A_DAY + number) % ROUNDS < A_DAY


def _feed(number: int, count: int) -> bytes:
    """Return the newest ten of the feed's `count` articles."""
    items = "".join(_item(number, n) for n in range(max(0, count - A_DAY), count))
    return f"<rss version='2.0'><channel><title>Feed {number}</title>{items}</channel></rss>".encode()


@cache
def _item(number: int, n: int) -> str:
    """Return the feed's nth article, the first ten of which are of the day before."""
    chance = random.Random(1_000 * number + n)
    day = n // A_DAY - 1 - (chance.random() < LASTING)
    title, sentences = text(number // FEEDS, day, chance.randrange(EVENTS), chance)
    body = "".join(f"&lt;p&gt;{' '.join(sentences[at : at + 2])}&lt;/p&gt;" for at in range(0, len(sentences), 2))
    date_ = format_datetime(START + timedelta(days=(n + 0.5) / A_DAY - 1))
    link = f"http://f{number}.test/{n}"
    return (
        f"<item><title>{title}</title><link>{link}</link><pubDate>{date_}</pubDate>"
        f"<description>{body}</description></item>"
    )


def text(digest: int, day: int, event: int, chance: random.Random) -> tuple[str, list[str]]:
    """Return a title and 15 sentences of 20 words: a third of them the event's own, two of them names."""
    common, rare = _english()
    about = random.Random(f"{digest} {day} {event}")
    names = [word.capitalize() for word in about.choices(rare, k=6)]
    topic = about.choices(rare, k=12) + chance.choices(rare, k=12)
    sentences = []
    for _ in range(15):
        words = [chance.choice(topic) if chance.random() < 0.3 else word for word in common(chance, 18)]
        words[5:5] = [chance.choice(names)]
        words[12:12] = [chance.choice((chance.choice(names), str(about.randrange(3, 900))))]
        sentences.append(" ".join(words).capitalize().replace(words[5].lower(), words[5], 1) + ".")
    return " ".join((names[0], *topic[:4], names[1], *topic[4:6])), sentences


@lru_cache(maxsize=1)
def _english() -> tuple[Callable[[random.Random, int], list[str]], list[str]]:
    """Return a way to draw English words as often as they are used, and the rarer ones."""
    known = {
        word: share
        for word, share in get_frequency_dict("en").items()
        if share > 3e-7 and word.isalpha() and word.isascii()
    }
    words, weights = list(known), list(accumulate(known.values()))
    rare = [word for word, share in known.items() if share < 2e-5 and len(word) > 3]
    return lambda chance, k: chance.choices(words, cum_weights=weights, k=k), rare
