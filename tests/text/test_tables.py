"""The tables of words that the steps share are a memory, never an influence: what was read before changes nothing."""

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from digest_bot.text import words
from digest_bot.text.clean import clean_text
from digest_bot.text.cohesion import find_spread, local_products, products
from digest_bot.text.features import FEATURES, count_stems, read_pieces, read_sentences, stems_of
from digest_bot.text.language import detect_language
from digest_bot.text.sections import find_boundaries
from digest_bot.text.stories import StoryText, group_texts
from digest_bot.text.summary import summarise_text

CORPUS = Path(__file__).parents[2] / "corpus"
TEXTS = sorted([*CORPUS.glob("*.txt"), *CORPUS.glob("surroundings/*.txt")])
"""In five languages."""


def told(path: Path) -> Any:
    """Return everything that is made of one text: paragraphs, borders, summaries."""
    paragraphs = [paragraph.text for paragraph in clean_text(path.read_text(encoding="utf-8")).paragraphs]
    borders = find_boundaries(paragraphs, detect_language(" ".join(paragraphs)))
    parts = itertools.pairwise([0, *borders, len(paragraphs)])
    return [paragraphs, borders, [summarise_text("\n\n".join(paragraphs[start:stop])) for start, stop in parts]]


def told_of(paths: Iterable[Path]) -> dict[str, Any]:
    return {path.name: told(path) for path in paths}


def grouped(paths: Iterable[Path]) -> list[set[str]]:
    """Return the names of the texts of each story."""
    texts = [StoryText(path.name, "", "\n".join(told(path)[0]), 739_000) for path in paths]
    stories: dict[int, set[str]] = {}
    for text, label in zip(texts, group_texts(texts), strict=True):
        stories.setdefault(label, set()).add(text.article)
    return sorted(stories.values(), key=min)


def test_the_order_in_which_texts_are_read_changes_nothing() -> None:
    forwards = told_of(TEXTS)

    assert told_of(reversed(TEXTS)) == forwards
    assert grouped(reversed(TEXTS)) == grouped(TEXTS)


def test_tables_that_forget_all_the_time_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered = told_of(TEXTS)
    monkeypatch.setattr(words, "MAX_LEARNED", 5)

    assert told_of(TEXTS) == remembered


def test_two_processes_that_read_in_different_orders_say_the_same() -> None:
    """Each hashes strings in its own way, so that nothing may hang on the order of a set either."""
    script = "import sys; from tests.text.test_tables import as_json; print(as_json(sys.argv[1]))"
    said = [
        subprocess.run(
            [sys.executable, "-c", script, order],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            cwd=CORPUS.parent,
            capture_output=True,
            check=True,
        ).stdout
        for order, seed in (("forwards", "1"), ("backwards", "2"))
    ]

    assert said[0] == said[1]


def as_json(order: str) -> str:
    """Return what is made of all texts, read in this order."""
    return json.dumps(told_of(TEXTS if order == "forwards" else reversed(TEXTS)), sort_keys=True)


def test_one_word_has_another_meaning_in_another_language() -> None:
    assert stems_of(read_pieces("die Fähre die", "en")) == ["die", "fähre", "die"]
    assert stems_of(read_pieces("die Fähre die", "de")) == ["fähre"]


def test_a_piece_may_hold_several_words_or_none() -> None:
    assert stems_of(read_pieces("— ferry/tug “harbours” and", "en")) == ["ferry", "tug", "harbour"]
    assert count_stems(["tug", "ferry", "tug"]) == {"tug": 2, "ferry": 1}


def test_the_surface_of_a_sentence_is_counted_piece_by_piece() -> None:
    row = read_sentences(["“We counted 12 of 40 (A5) boats: he said so,” Aber said."]).features[0]
    shown = {name: row[FEATURES.index(name)] for name in ("first_person", "attributed", "brackets", "colon")}

    assert shown == {"first_person": 1.0, "attributed": 1.0, "brackets": 1.0, "colon": 1.0}
    assert row[FEATURES.index("digits")] == 2 / 12  # the first digit of 12 and of 40, not that of A5; of twelve words
    assert row[FEATURES.index("pronouns")] == 1 / 12  # he
    assert row[FEATURES.index("capitals")] == pytest.approx(5 / 12)  # We, Aber, A5 and the numbers


def test_more_words_than_a_counter_holds_are_no_trouble() -> None:
    (row,) = read_sentences(["he said " * 40_000]).features

    assert len(row) == len(FEATURES)


def test_a_term_of_one_paragraph_adds_to_it_alone() -> None:
    spread = find_spread([{"tug": 1.0, "ferry": 2.0}, {"ferry": 3.0}, {}])

    assert spread.alone == [[1.0], [], []]
    assert spread.places == {"ferry": [(0, 2.0), (1, 3.0)]}
    assert products(spread) == [[5.0, 6.0, 0.0], [6.0, 9.0, 0.0], [0.0, 0.0, 0.0]]
    assert local_products(spread)[0][1] == pytest.approx(6.0 / 4)  # in two of three: half as rare as in one
