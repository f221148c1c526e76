"""Fit the pair model of grouping: `python tests/bench/fit_stories.py DATA_DIR [--write]`.

Reads DATA_DIR/stories/dev.jsonl.gz (fields set, title, text, date, cluster). Prints cross-validated figures: every pair
is scored by a model that saw neither of its two events (five folds by hash of the event). With `--write` fits on all
pairs and writes digest_bot/text/stories_weights.py.
"""

import gzip
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations_with_replacement
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from digest_bot.text.linkage import average_linkage
from digest_bot.text.pairs import FEATURES, evidence, within_window
from digest_bot.text.stories import ABSENT, THRESHOLD, StoryText, profiles

WEIGHTS = Path(__file__).parents[2] / "digest_bot/text/stories_weights.py"
FOLDS = 5
INVERSE_REGULARISATION = 0.1
Pair = tuple[int, int]
Array = NDArray[np.float64]
Model = tuple[float, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Collection:
    """Texts that are clustered together, with what is known of them."""

    name: str
    events: tuple[str, ...]
    """The true cluster of every text."""
    pairs: tuple[Pair, ...]
    features: Array
    """One row a pair."""
    dated: NDArray[np.bool_]

    @property
    def truth(self) -> NDArray[np.bool_]:
        """Whether a pair reports one event."""
        return np.array([self.events[one] == self.events[other] for one, other in self.pairs])

    @property
    def folds(self) -> NDArray[np.int64]:
        """The folds of the two events of every pair, the smaller first."""
        fold = [hashlib.sha256(event.encode()).digest()[0] % FOLDS for event in self.events]
        return np.array([sorted((fold[one], fold[other])) for one, other in self.pairs])


def main(folder: Path, *, write: bool) -> None:
    """Print the cross-validated figures, and write the weights if asked to."""
    sets = sorted(_read(folder).items())
    collections = [_collection(name, rows, one_day=one_day) for one_day in (False, True) for name, rows in sets]
    scores = cross_validate(collections)
    for title, part in (("own days", slice(len(sets))), ("one day", slice(len(sets), None))):
        for threshold in (THRESHOLD - 0.5, THRESHOLD - 0.25, THRESHOLD, THRESHOLD + 0.25, THRESHOLD + 0.5):
            print(f"{title}, threshold {threshold:5.2f}", _figures(collections[part], scores[part], threshold))
    if write:
        everything = [np.full(len(collection.pairs), fill_value=True) for collection in collections]
        models = {name: _fit(collections, everything, dated=name == "DATED") for name in ("DATED", "UNDATED")}
        WEIGHTS.write_text(_module(models), encoding="utf-8")


def cross_validate(collections: Sequence[Collection]) -> list[Array]:
    """Return for every collection the log-odds of its pairs, from models that saw neither event."""
    scores = [np.zeros(len(collection.pairs)) for collection in collections]
    for left_out in combinations_with_replacement(range(FOLDS), 2):
        seen = [np.asarray(~np.isin(collection.folds, left_out).any(axis=1)) for collection in collections]
        for dated in (True, False):
            intercept, weights = _fit(collections, seen, dated=dated)
            for collection, odds in zip(collections, scores, strict=True):
                rows = (collection.folds == left_out).all(axis=1) & (collection.dated == dated)
                odds[rows] = collection.features[rows] @ np.array(weights) + intercept
    return scores


def _read(folder: Path) -> Mapping[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with gzip.open(folder / "stories" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            rows[row["set"]].append(row)
    return rows


def _collection(name: str, rows: Sequence[Mapping[str, str]], *, one_day: bool) -> Collection:
    """Measure one set; with `one_day` as if all came in on one day, as what a digest is made of does."""
    days = [1 if one_day else date.fromisoformat(row["date"]).toordinal() if row["date"] else None for row in rows]
    found = evidence(
        *profiles([StoryText(row["id"], row["title"], row["text"], day) for row, day in zip(rows, days, strict=True)])
    )
    near = {pair: features for pair, features in found.items() if within_window(days[pair[0]], days[pair[1]])}
    return Collection(
        name=name,
        events=tuple(row["cluster"] for row in rows),
        pairs=tuple(near),
        features=np.array(list(near.values())),
        dated=np.array([days[one] is not None and days[other] is not None for one, other in near]),
    )


def _fit(collections: Sequence[Collection], chosen: Sequence[NDArray[np.bool_]], *, dated: bool) -> Model:
    """Fit on the chosen pairs; every collection weighs the same, however many events it has."""
    picked = [rows & (collection.dated == dated) for collection, rows in zip(collections, chosen, strict=True)]
    parts = list(zip(collections, picked, chosen, strict=True))
    features = np.vstack([collection.features[rows] for collection, rows, _ in parts])
    truth = np.concatenate([collection.truth[rows] for collection, rows, _ in parts])
    weights = np.concatenate(
        [np.full(rows.sum(), 500 / max(1, collection.truth[every].sum())) for collection, rows, every in parts]
    )
    scaler = StandardScaler().fit(features)
    model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=3000)
    model.fit(scaler.transform(features), truth, sample_weight=weights)
    slopes = model.coef_[0] / scaler.scale_
    return float(model.intercept_[0] - slopes @ scaler.mean_), tuple(float(slope) for slope in slopes)


def _figures(collections: Sequence[Collection], scores: Sequence[Array], threshold: float) -> str:
    truth: list[str] = []
    labels: list[str] = []
    macro = []
    for collection, odds in zip(collections, scores, strict=True):
        edges = {pair: float(score) for pair, score in zip(collection.pairs, odds, strict=True)}
        apart = [[str(number)] for number in range(len(collection.events))]
        found = average_linkage(edges, apart=apart, threshold=threshold, absent=ABSENT)
        truth += [f"{collection.name} {event}" for event in collection.events]
        labels += [f"{collection.name} {label}" for label in found]
        macro.append(bcubed_f1(collection.events, found))
    return (
        f"BCubed F1 {bcubed_f1(truth, labels):.4f} macro {sum(macro) / len(macro):.4f} pair F1 "
        f"{pair_f1(truth, labels):.4f} mixed {mixed_rate(truth, labels):.4f} by set "
        + " ".join(f"{collection.name} {figure:.4f}" for collection, figure in zip(collections, macro, strict=True))
    )


def bcubed_f1(truth: Sequence[object], labels: Sequence[object]) -> float:
    """Return the harmonic mean of BCubed precision and recall (Bagga and Baldwin 1998)."""
    both, events, clusters = Counter(zip(truth, labels, strict=True)), Counter(truth), Counter(labels)
    precision = sum(count * count / clusters[label] for (_, label), count in both.items()) / len(truth)
    recall = sum(count * count / events[event] for (event, _), count in both.items()) / len(truth)
    return 2 * precision * recall / (precision + recall)


def pair_f1(truth: Sequence[object], labels: Sequence[object]) -> float:
    """Return the F1 over pairs of texts that are in one cluster."""
    right, wanted, made = (
        sum(count * (count - 1) for count in Counter(kind).values())
        for kind in (zip(truth, labels, strict=True), truth, labels)
    )
    return 2 * right / (wanted + made)


def mixed_rate(truth: Sequence[object], labels: Sequence[object]) -> float:
    """Return the share of clusters of two or more texts that hold more than one event."""
    events: dict[object, list[object]] = defaultdict(list)
    for event, label in zip(truth, labels, strict=True):
        events[label].append(event)
    joined = [members for members in events.values() if len(members) > 1]
    return sum(len(set(members)) > 1 for members in joined) / len(joined)


def _module(models: Mapping[str, Model]) -> str:
    lines = ['"""Coefficients of the pair model of `pairs`, made by tests/bench/fit_stories.py."""']
    for name, (intercept, weights) in models.items():
        lines += ["", f"{name}: tuple[float, tuple[float, ...]] = (", f"    {intercept:.4f},", "    ("]
        lines += [f"        {weight:.4f},  # {feature}" for weight, feature in zip(weights, FEATURES, strict=True)]
        lines += ["    ),", ")"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]), write="--write" in sys.argv)
