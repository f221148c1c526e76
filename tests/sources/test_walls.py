"""Walls are recognised and never summarised: the publisher's excerpt stands, marked; an article about walls is one."""

import pytest

from digest_bot.model import Article, Document, Skipped
from digest_bot.text.article import read_article
from tests.builders import NOW
from tests.sources.walls import ARTICLES, WALLS, Shown

TEASER = "Lindholm will close its harbour bridge for nine weeks from January, the city council decided on Monday."
each_wall = pytest.mark.parametrize("wall", WALLS, ids=[f"{wall.kind}-{n}" for n, wall in enumerate(WALLS)])


def document(shown: Shown, *, excerpt: str | None = None, spread: bool = False) -> Document:
    body = shown.html(spread=spread)
    return Document("Post", body, "text/html", NOW, "https://post.example/1", excerpt=excerpt)


def test_there_are_at_least_sixty_walls() -> None:
    assert len({(wall.title, wall.lines) for wall in WALLS}) >= 60


@pytest.mark.parametrize("spread", [False, True], ids=["plain", "spread"])
@each_wall
def test_a_wall_is_recognised_for_what_it_is(wall: Shown, spread: bool) -> None:
    refused = read_article(document(wall, spread=spread))
    assert isinstance(refused, Skipped)
    assert refused.reason == wall.kind


@each_wall
def test_behind_a_wall_the_excerpt_of_the_publisher_stands_and_is_marked(wall: Shown) -> None:
    article = read_article(document(wall, excerpt=TEASER))
    assert isinstance(article, Article)
    assert (article.excerpt_only, [paragraph.text for paragraph in article.paragraphs]) == (True, [TEASER])


@pytest.mark.parametrize("shown", ARTICLES, ids=[shown.title for shown in ARTICLES])
def test_an_article_about_walls_is_an_article(shown: Shown) -> None:
    article = read_article(document(shown))
    assert isinstance(article, Article)
    assert (article.excerpt_only, len(article.paragraphs)) == (False, len(shown.lines))
