"""Fit the model by which a told story is recognised: `python -m tests.bench.fit_told DATA_DIR [--write]`.

Reads DATA_DIR/stories/dev.jsonl.gz. Pairs of texts of one event are what an edition told and what comes in later; pairs
of different events that share a telling term are strangers. Prints cross-validated figures (five folds by hash of the
event); with `--write` fits on all pairs and writes digest_bot/text/told_weights.py.
"""

import gzip
import hashlib
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from digest_bot.text.novelty import MAX_TERMS, likeness
from digest_bot.text.similarity import Vocabulary, unit

WEIGHTS = Path(__file__).parents[2] / "digest_bot/text/told_weights.py"
FOLDS = 5
LENIENCE = 1.0
"""Log-odds added: a story told twice annoys more than an update that is a story of its own."""
INDEXED = 12
"""Terms of a text by which strangers that share much are found."""
STRANGERS = 40
"""Of them a text, by chance: those that share most would teach that sharing speaks against a pair."""
Terms = dict[str, float]
Model = tuple[float, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, by their events."""

    one: str
    other: str
    features: tuple[float, ...]

    @property
    def same(self) -> bool:
        return self.one == self.other

    @property
    def folds(self) -> set[int]:
        """The folds of the two events."""
        return {hashlib.sha256(event.encode()).digest()[0] % FOLDS for event in (self.one, self.other)}


def main(folder: Path, *, write: bool) -> None:
    """Print the cross-validated figures, and write the weights if asked to."""
    pairs = [pair for rows in _read(folder).values() for pair in _pairs(rows)]
    right = wrong = missed = 0
    for fold in range(FOLDS):
        model = fit([pair for pair in pairs if fold not in pair.folds])
        for pair in pairs:
            if pair.folds == {fold}:
                known = _log_odds(model, pair) > 0
                right, wrong, missed = (
                    right + (known and pair.same),
                    wrong + (known > pair.same),
                    missed + (known < pair.same),
                )
    print(f"{len(pairs)} pairs: precision {right / (right + wrong):.3f} recall {right / (right + missed):.3f}")
    if write:
        WEIGHTS.write_text(_module(fit(pairs)), encoding="utf-8")


def fit(pairs: Sequence[Pair]) -> Model:
    """Fit a logistic regression; strangers are many, as in the memory of two months, so a wrong recognition costs."""
    features, truth = np.array([pair.features for pair in pairs]), np.array([pair.same for pair in pairs])
    model = LogisticRegression(C=1.0, max_iter=2000).fit(features, truth)
    return float(model.intercept_[0]) + LENIENCE, tuple(float(slope) for slope in model.coef_[0])


def _read(folder: Path) -> Mapping[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with gzip.open(folder / "stories" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            rows[row["set"]].append(row)
    return rows


def _pairs(rows: Sequence[Mapping[str, str]]) -> Iterator[Pair]:
    prints = [_fingerprint(row) for row in rows]
    events = [row["cluster"] for row in rows]
    members: dict[str, list[int]] = defaultdict(list)
    holders: dict[str, list[int]] = defaultdict(list)
    for number, (event, terms) in enumerate(zip(events, prints, strict=True)):
        members[event].append(number)
        for term in list(terms)[:INDEXED]:
            holders[term].append(number)
    dice = random.Random(7)  # the same strangers every time
    found = {pair for numbers in members.values() for pair in combinations(numbers[:8], 2)}
    for number, terms in enumerate(prints):
        shared = {other for term in list(terms)[:INDEXED] for other in holders[term] if events[other] != events[number]}
        some = dice.sample(sorted(shared), min(STRANGERS, len(shared)))
        found |= {(min(number, other), max(number, other)) for other in some}
    for one, other in sorted(found):
        yield Pair(events[one], events[other], likeness(prints[one], prints[other]))


def _fingerprint(row: Mapping[str, str]) -> Terms:
    """Return what `novelty.fingerprint` keeps of a text."""
    vocabulary = Vocabulary()
    whole = vocabulary.vectors(vocabulary.read(row["title"], row["text"])).whole
    return unit(dict(sorted(whole.items(), key=lambda item: (-round(item[1], 9), item[0]))[:MAX_TERMS]))


def _log_odds(model: Model, pair: Pair) -> float:
    weights: NDArray[np.float64] = np.array(model[1])
    return model[0] + float(weights @ np.array(pair.features))


def _module(model: Model) -> str:
    weights = ", ".join(f"{weight:.2f}" for weight in model[1])
    return (
        '"""Coefficients by which a told story is recognised, made by tests/bench/fit_told.py."""\n\n'
        f"TOLD: tuple[float, tuple[float, ...]] = ({model[0]:.3f}, ({weights}))\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), write="--write" in sys.argv)
