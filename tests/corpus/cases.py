"""The articles of corpus/ and what is expected of them; see corpus/README.md for the keys."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from digest_bot.model import Article, Document, Section, Skipped
from digest_bot.sources.entries import parse_feed
from digest_bot.sources.entry import Entry
from digest_bot.sources.folder import MEDIA_TYPES
from digest_bot.text.article import read_article
from digest_bot.text.sections import split_sections
from tests.builders import NOW

CORPUS = Path(__file__).parents[2] / "corpus"
KEYS = frozenset(
    (
        *("style", "title", "author", "date", "place", "language", "paragraphs", "first_starts", "last_ends"),
        *("must_contain", "must_not_contain", "captions", "sections", "story", "skipped"),
    )
)


@dataclass(frozen=True, slots=True)
class Case:
    """One article and its expectation."""

    name: str
    source: Path
    expected: dict[str, Any]


@cache
def cases() -> tuple[Case, ...]:
    """Return every article of the corpus: the two source articles, then ours, by name."""
    flat = [(path.stem.removesuffix(".expected"), path) for path in sorted(CORPUS.glob("*.expected.json"))]
    styles = [(path.parent.name, path) for path in sorted(CORPUS.glob("styles/*/expected.json"))]
    return tuple(
        Case(name, _source(path), json.loads(path.read_text(encoding="utf-8"))) for name, path in flat + styles
    )


def _source(expected: Path) -> Path:
    stem = "source" if expected.name == "expected.json" else expected.name.removesuffix(".expected.json")
    (source,) = (path for path in expected.parent.glob(f"{stem}.*") if path.suffix != ".json")
    return source


def case(name: str) -> Case:
    """Return the article of this name."""
    return next(one for one in cases() if one.name == name)


@cache
def read(name: str) -> Article | Skipped:
    """Return what the program makes of an article."""
    return read_article(next(documents(case(name).source)))


@cache
def sections(name: str) -> tuple[Section, ...]:
    """Return the sections of an article that is none to be skipped."""
    found = read(name)
    assert isinstance(found, Article), found
    return tuple(split_sections(found))


def documents(path: Path) -> Iterator[Document]:
    """Yield the documents of a file: one, or one for every entry of a feed."""
    if path.suffix != ".xml":
        yield Document("Corpus", path.read_bytes(), MEDIA_TYPES[path.suffix], NOW, url=path.as_uri())
        return
    for entry in parse_feed(path.read_bytes(), url="https://feed.example/rss.xml"):
        assert isinstance(entry, Entry), entry
        body = f"<html><body><article>{entry.markup}</article></body></html>".encode()
        yield Document("Corpus", body, "text/html", NOW, entry.url, "utf-8", entry.title, entry.author, entry.published)
