"""Fit the models of splitting: `python tests/bench/fit_sections.py DATA_DIR [--write]`.

Reads DATA_DIR/sections/train.jsonl.gz (stories joined, gold boundaries) and train_cue.jsonl.gz (single stories with a
`Meanwhile`). Prints cross-validated figures: five folds, texts that share a paragraph stay together. With `--write`
fits on everything and writes digest_bot/text/sections_weights.py.
"""

import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from digest_bot.text.gaps import BORDER_FEATURES, GAP_FEATURES, border_features, gap_features, read_page
from digest_bot.text.openings import CUE, TRAITS, Weights, tokens, traits
from digest_bot.text.sections import KEEP, MIN_PARAGRAPHS, Model, propose, score, verify
from digest_bot.text.words import WORD, is_stop_word

WEIGHTS = Path(__file__).parents[2] / "digest_bot/text/sections_weights.py"
FOLDS = 5
MIN_TEXTS = 400
"""Paragraphs that must have a word before it gets a weight of its own."""
CUED = 0.18
"""Share of the true borders that get a cue: news columns use them, the joined texts have none."""
CUES = (
    "Meanwhile, ",
    "Meanwhile in {}, ",
    "Elsewhere in {}, ",
    "In other news, ",
    "Separately, ",
    "In a separate development, ",
    "Apart from {}, ",
    "In {}, meanwhile, ",
    "On another front, ",
)
PLACES = ("Southeast Asia", "Washington", "Europe", "the Middle East", "Africa", "London", "Asia", "Latin America")
KEEPS = (0.0, 0.3, KEEP, 1.0)
"""Thresholds whose figures are printed."""
PROPOSALS = (-2.5, -1.0)
"""Thresholds whose proposals the border model learns from."""
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Text:
    """One text with its true borders."""

    paragraphs: tuple[str, ...]
    borders: frozenset[int]
    cued: bool
    """A single story with a cue."""
    fold: int = 0


@dataclass(frozen=True, slots=True)
class Models:
    """The three models of splitting."""

    opening: Weights
    gap: Model
    border: Model


def main(folder: Path, *, write: bool) -> None:
    """Print the cross-validated figures, and write the weights if asked to."""
    texts = _folded([*_read(folder, "train"), *_read(folder, "train_cue")])
    found: dict[float, list[tuple[Text, list[int]]]] = {keep: [] for keep in KEEPS}
    for fold in range(FOLDS):
        models = fit([text for text in texts if text.fold != fold])
        for text in texts:
            if text.fold == fold:
                for keep, borders in _split(text, models).items():
                    found[keep].append((text, borders))
    for keep, pairs in found.items():
        print(f"keep {keep}", _figures(pairs))
    if write:
        WEIGHTS.write_text(_module(fit(texts)), encoding="utf-8")


def fit(texts: Sequence[Text]) -> Models:
    """Fit one model after the other, each on the answers of those before it."""
    opening = _fit_opening(texts)
    cued = _with_cues(texts)
    pages = [read_page(text.paragraphs, "en", opening) for text in cued]
    gaps = [gap_features(page) for page in pages]
    gap = _fit(
        [row for rows in gaps for row in rows],
        [place in text.borders for text in cued for place in range(1, len(text.paragraphs))],
    )
    rows, truth = [], []
    for text, page, features in zip(cued, pages, gaps, strict=True):
        odds = [score(gap, row) for row in features]
        for least in PROPOSALS:
            borders = propose(odds, least)
            edges = [0, *borders, page.size]
            rows += [border_features(page, odds, *edges[at : at + 3]) for at in range(len(borders))]
            truth += [border in text.borders for border in borders]
    return Models(opening, gap, _fit(rows, truth))


def _read(folder: Path, name: str) -> list[Text]:
    with gzip.open(folder / "sections" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = [Text(tuple(row["paragraphs"]), frozenset(row["boundaries"]), name == "train_cue") for row in rows]
    return [text for text in texts if len(text.paragraphs) >= MIN_PARAGRAPHS]


def _folded(texts: Sequence[Text]) -> list[Text]:
    """Put texts that share a paragraph into one fold, the largest groups first."""
    group = list(range(len(texts)))

    def root(number: int) -> int:
        while group[number] != number:
            group[number] = group[group[number]]
            number = group[number]
        return number

    first: dict[str, int] = {}
    for number, text in enumerate(texts):
        for paragraph in text.paragraphs:
            group[root(number)] = root(first.setdefault(paragraph, number))
    sizes = Counter(root(number) for number in range(len(texts)))
    filled, folds = [0] * FOLDS, {}
    for member, size in sizes.most_common():
        folds[member] = filled.index(min(filled))
        filled[folds[member]] += size
    return [replace(text, fold=folds[root(number)]) for number, text in enumerate(texts)]


def _with_cues(texts: Sequence[Text]) -> list[Text]:
    dice = random.Random(5)  # the same cues every time
    cued = []
    for text in texts:
        paragraphs = list(text.paragraphs)
        for border in sorted(text.borders):
            if dice.random() < CUED:
                paragraphs[border] = dice.choice(CUES).format(dice.choice(PLACES)) + paragraphs[border]
        cued.append(replace(text, paragraphs=tuple(paragraphs)))
    return cued


def _fit_opening(texts: Iterable[Text]) -> Weights:
    """Learn how the first paragraph of a story differs from the others."""
    rows, found, truth = [], [], []
    for text in texts:
        for place, paragraph in enumerate(text.paragraphs):
            words = WORD.findall(paragraph)
            rows.append(traits(paragraph, words))
            found.append(tokens(words))
            truth.append(place == 0 or place in text.borders)
    often = Counter(token for row in found for token in row)
    lexicon = sorted(token for token, times in often.items() if times >= MIN_TEXTS and _is_general(token, often))
    column = {token: number for number, token in enumerate(lexicon)}
    cells = [(number, column[token]) for number, row in enumerate(found) for token in row if token in column]
    present = csr_matrix((np.ones(len(cells)), tuple(zip(*cells, strict=True))), shape=(len(rows), len(lexicon)))
    model = LogisticRegression(C=0.1, max_iter=3000).fit(hstack([csr_matrix(np.array(rows)), present]).tocsr(), truth)
    slopes = [round(float(slope), 2) for slope in model.coef_[0]]
    usual = float(np.mean(model.decision_function(hstack([csr_matrix(np.array(rows)), present]).tocsr())))
    weights = dict(zip(lexicon, slopes[len(TRAITS) :], strict=True))
    return (
        round(float(model.intercept_[0]) - usual, 2),
        tuple(slopes[: len(TRAITS)]),
        {word: weight for word, weight in weights.items() if abs(weight) >= 0.05},
    )


def _is_general(token: str, often: Counter[str]) -> bool:
    """Tell whether a token is no name, which would only say what the news of those years were, and no cue."""
    word = token.removeprefix("^")
    return CUE.match(word) is None and (often[word] >= MIN_TEXTS or is_stop_word(word))


def _fit(rows: Sequence[Sequence[float]], truth: Sequence[bool]) -> Model:
    features = np.array(rows)
    scaler = StandardScaler().fit(features)
    model = LogisticRegression(max_iter=3000).fit(scaler.transform(features), truth)
    slopes = model.coef_[0] / scaler.scale_
    return float(model.intercept_[0] - slopes @ scaler.mean_), tuple(float(slope) for slope in slopes)


def _split(text: Text, models: Models) -> dict[float, list[int]]:
    page = read_page(text.paragraphs, "en", models.opening)
    odds = [score(models.gap, row) for row in gap_features(page)]
    borders = propose(odds)
    return {keep: verify(page, odds, borders, model=models.border, keep=keep) for keep in KEEPS}


def _figures(found: Sequence[tuple[Text, list[int]]]) -> str:
    """Return the figures over the joined and single stories, and of the stories with a cue how many were split."""
    usual = [pair for pair in found if not pair[0].cued]
    made = sum(len(borders) for _, borders in usual)
    true = sum(len(text.borders) for text, _ in usual)
    right, near = (sum(_matched(sorted(text.borders), borders, width) for text, borders in usual) for width in (0, 1))
    single = [bool(borders) for text, borders in usual if not text.borders]
    cued = [bool(borders) for text, borders in found if text.cued]
    return (
        f"F1@0 {2 * right / (made + true):.4f} F1@1 {2 * near / (made + true):.4f} P@0 {right / made:.4f} "
        f"R@0 {right / true:.4f} false splits {sum(single) / len(single):.4f}, with a cue {sum(cued) / len(cued):.4f}"
    )


def _matched(gold: Sequence[int], found: Sequence[int], width: int) -> int:
    """Return how many borders match one to one within `width` paragraphs."""
    left, matched = list(found), 0
    for border in gold:
        partner = next((other for other in left if abs(other - border) <= width), None)
        if partner is not None:
            left.remove(partner)
            matched += 1
    return matched


def _module(models: Models) -> str:
    lines = ['"""Coefficients of `sections`, made by tests/bench/fit_sections.py."""', ""]
    intercept, slopes, lexicon = models.opening
    lines += [
        "OPENING: tuple[float, tuple[float, ...], dict[str, float]] = (",
        f"    {intercept},",
        f"    {slopes},",
        "    {",
    ]
    lines += [f'        "{word}": {weight},' for word, weight in lexicon.items()]
    lines += ["    },", ")"]
    for name, (constant, weights), features in (
        ("GAP", models.gap, GAP_FEATURES),
        ("BORDER", models.border, BORDER_FEATURES),
    ):
        lines += ["", f"{name}: tuple[float, tuple[float, ...]] = (", f"    {constant:.4f},", "    ("]
        lines += [f"        {weight:.4f},  # {feature}" for weight, feature in zip(weights, features, strict=True)]
        lines += ["    ),", ")"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]), write="--write" in sys.argv)
