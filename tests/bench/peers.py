"""What a user could install instead, run the way its own documentation says, on the same data."""

import re
from collections.abc import Mapping, Sequence
from typing import Any


def lead(text: str, count: int) -> list[str]:
    """Return the first sentences, split naively."""
    return re.split(r"(?<=[.!?])\s+(?=[\"“A-Z])", text)[:count]


class LexRank:
    """sumy's LexRank (Erkan and Radev 2004); its own tokenizer would download data, so it gets a plain one."""

    def __init__(self) -> None:
        from sumy.summarizers.lex_rank import LexRankSummarizer

        self._summarise = LexRankSummarizer()

    def __call__(self, text: str, count: int) -> list[str]:
        from sumy.parsers.plaintext import PlaintextParser

        return [str(sentence) for sentence in self._summarise(PlaintextParser(text, _Words()).document, count)]


class _Words:
    def to_sentences(self, text: str) -> Sequence[str]:
        return lead(text, 100_000)

    def to_words(self, sentence: str) -> Sequence[str]:
        return re.findall(r"[A-Za-z0-9']+", sentence)


def text_tiling(paragraphs: Sequence[str]) -> list[int]:
    """Return the borders of nltk's TextTiling (Hearst 1997) as paragraph indices."""
    from nltk.tokenize.texttiling import TextTilingTokenizer

    tiler = TextTilingTokenizer(stopwords=["the", "a", "of", "to", "and", "in", "that", "is", "was", "for", "on", "it"])
    try:
        tiles = tiler.tokenize("\n\n".join(paragraphs))
    except ValueError:  # it refuses short texts
        return []
    borders, at = [], 0
    for tile in tiles[:-1]:
        at += len([p for p in tile.split("\n\n") if p.strip()])
        borders.append(at)
    return [border for border in borders if 0 < border < len(paragraphs)]


def agglomerative(records: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the clusters of scikit-learn's average-link clustering over TF-IDF vectors."""
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [f"{record['title']} {record['text']}" for record in records]
    vectors = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts).toarray()
    model = AgglomerativeClustering(n_clusters=None, distance_threshold=0.75, metric="cosine", linkage="average")
    return [int(label) for label in model.fit_predict(vectors)]


def trafilatura(html: str) -> str:
    """Return the text trafilatura finds with its defaults."""
    from trafilatura import extract

    return extract(html, include_comments=False) or ""


def trafilatura_on_text(dirty: str) -> list[str]:
    """Return the paragraphs trafilatura leaves of a plain text wrapped in <p>."""
    from html import escape

    body = "".join(f"<p>{escape(p)}</p>" for p in dirty.split("\n\n"))
    return trafilatura(f"<html><body><article>{body}</article></body></html>").splitlines()
