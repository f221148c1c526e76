"""Ten thousand hostile headlines: each arrives letter by letter, rings no bell, and is no markup anywhere."""

import html
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from digest_bot.chats.page import render_page
from digest_bot.chats.slack_blocks import compose
from digest_bot.model import Digest, Message
from tests.builders import FERRY, digest, story
from tests.slack_double import check_message, mentions, shown

COUNT, SEED, BUNDLES = 10_000, 20261125, 10
PIECES = (
    *("<!channel>", "<!here>", "<!everyone>", "<@U0123ABC>", "<#C1|general>", "<!subteam^S1>", "<!date^1^{date}|x>"),
    *("<https://a.example|click>", "<mailto:a@b.example>", "http://a.example/|x>", "javascript:alert(1)", "](x)", "[x"),
    *("*", "_", "~", "`", "```", "|", ">", "<", "&", "&amp;", "&lt;!channel&gt;", "&#60;", "&#x3c;", "%3C", "\\", '"'),
    *("@channel ", "@here", "#general", ":smile:", "::", "{{x}}", "${x}", "{0}", "%s", "<script>", "</a>", "<!--"),
    *("\u202e", "\u2066", "\u2069", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u0301", "\u2028", "\x00", "\x1b[31m"),
    *("😀", "👩‍👩‍👧", "🏳️‍🌈", "𝔉", "一二三", "ا", "שלום", "é", "ß", "\n", "\t", "\u00a0", "word ", "goes on ", "x"),
)


def hostile(dice: random.Random, number: int) -> str:
    """Return one headline: pieces of markup, letters of any script, both, or something of up to 5,000 characters."""
    kind = number % 4
    if kind == 0:
        return "".join(dice.choices(PIECES, k=dice.randint(1, 20)))
    if kind == 1:
        return "".join(letter(dice) for _ in range(dice.randint(1, 60)))
    if kind == 2:
        return dice.choice(PIECES) + "".join(letter(dice) for _ in range(dice.randint(1, 20))) + dice.choice(PIECES)
    length = 5000 if number % 100 == 3 else dice.randint(80, 400)
    return ("".join(dice.choices(PIECES, k=12)) * 500)[:length]


def letter(dice: random.Random) -> str:
    """Return any character of Unicode but half of one."""
    point = dice.choice((dice.randint(1, 0x7F), dice.randint(0x80, 0xD7FF), dice.randint(0xE000, 0x10FFFF)))
    return chr(point)


def headlines(bundle: int) -> Iterator[tuple[str, ...]]:
    """Yield headlines in fives, as many as make an edition."""
    dice = random.Random(SEED + bundle)
    numbers = range(COUNT // BUNDLES)
    made = [hostile(dice, number) for number in numbers]
    yield from (tuple(made[at : at + 5]) for at in range(0, len(made), 5))


def edition_of(headlines: Sequence[str]) -> Digest:
    return digest(*(replace(story(headline, FERRY), id=f"s{n}") for n, headline in enumerate(headlines)))


def as_arguments(message: Message) -> dict[str, object]:
    return {"text": message.text, "blocks": list(message.blocks)}


@pytest.mark.parametrize("bundle", range(BUNDLES))
def test_a_thousand_hostile_headlines_arrive_as_they_were_written(bundle: int) -> None:
    for five in headlines(bundle):
        parent, *replies = messages = compose(edition_of(five))
        for message in messages:
            arguments = as_arguments(message)
            assert check_message(arguments, update=True) == []
            assert mentions(arguments) == []
            assert "<" not in message.text
        listed = [text.removesuffix(" …") for text in shown(as_arguments(parent))]
        for headline, reply in zip(five, replies, strict=True):
            assert headline in shown(as_arguments(reply))
            assert any(headline.startswith(text) for text in listed)
            assert html.unescape(reply.text).startswith(headline[:300])


def test_a_hostile_headline_is_the_same_text_on_the_preview_page() -> None:
    for five in itertools.islice(headlines(0), 60):
        page = render_page(compose(edition_of(five)), title="t")
        assert all(html.escape(headline) in page for headline in five)
