"""Fit the pair model of grouping: `python tests/bench/fit_stories.py DATA_DIR [--write]`.

Reads DATA_DIR/stories/dev.jsonl.gz (fields set, title, text, date, cluster). Prints cross-validated figures: every pair
is scored by a model that saw neither of its two events (five folds by hash of the event). With `--write` fits on all
pairs and writes digest_bot/text/stories_weights.py.

Every set is measured three times: with its own days; as if all had come in on one day; and twenty events at a time, as
what a digest is made of. Out of fold (BCubed F1, mean of the sets, pair F1, mixed groups), and what it was with
days apart as they are and one threshold for all models:

    own days           .916  .930  .845  .105    .916  .929  .838  .122
    one day            .858  .874  .723  .199    .858  .874  .722  .201
    twenty at a time   .936  .927  .812  .061    .936  .927  .812  .061
"""

import gzip
import hashlib
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations_with_replacement
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from digest_bot.text.linkage import average_linkage
from digest_bot.text.pairs import FEATURES, MODELS, Calendar, Model, evidence, within_window
from digest_bot.text.stories import ABSENT, THRESHOLD, StoryText, profiles

WEIGHTS = Path(__file__).parents[2] / "digest_bot/text/stories_weights.py"
FOLDS = 5
KINDS = ("own days", "one day", "twenty at a time")
EVENTS_OF_A_DIGEST = 20
INVERSE_REGULARISATION = 0.1
STRICTER = {"DATED": 0.5, "CROWDED": 0.0, "UNDATED": -0.2}
"""Log-odds that are taken off a model's: in an archive what follows on the next days is alike and another event, and a
wrong group is dearer there than a missed one. Chosen by the cross-validated figures."""
Pair = tuple[int, int]
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Collection:
    """Texts that are clustered together, with what is known of them."""

    name: str
    kind: str
    """One of KINDS."""
    events: tuple[str, ...]
    """The true cluster of every text."""
    pairs: tuple[Pair, ...]
    features: Array
    """One row a pair."""
    models: NDArray[np.str_]
    """Which of MODELS judges each pair."""

    @property
    def truth(self) -> NDArray[np.bool_]:
        """Whether a pair reports one event."""
        return np.array([self.events[one] == self.events[other] for one, other in self.pairs], dtype=bool)

    @property
    def folds(self) -> NDArray[np.int64]:
        """The folds of the two events of every pair, the smaller first."""
        fold = [hashlib.sha256(event.encode()).digest()[0] % FOLDS for event in self.events]
        return np.array([sorted((fold[one], fold[other])) for one, other in self.pairs], dtype=np.int64).reshape(-1, 2)


def main(folder: Path, *, write: bool) -> None:
    """Print the cross-validated figures, and write the weights if asked to."""
    sets = sorted(_read(folder).items())
    collections = [
        _collection(name, part, kind=kind) for kind in KINDS for name, rows in sets for part in _parts(rows, kind)
    ]
    scores = cross_validate(collections)
    for kind in KINDS:
        part = [(one, odds) for one, odds in zip(collections, scores, strict=True) if one.kind == kind]
        for threshold in (THRESHOLD - 0.5, THRESHOLD - 0.25, THRESHOLD, THRESHOLD + 0.25):
            print(f"{kind}, threshold {threshold:5.2f}", _figures(part, threshold))
    if write:
        everything = [np.full(len(collection.pairs), fill_value=True) for collection in collections]
        models = {name: _fit(collections, everything, name) for name in MODELS}
        WEIGHTS.write_text(_module(models), encoding="utf-8")


def cross_validate(collections: Sequence[Collection]) -> list[Array]:
    """Return for every collection the log-odds of its pairs, from models that saw neither event."""
    scores = [np.zeros(len(collection.pairs)) for collection in collections]
    for left_out in combinations_with_replacement(range(FOLDS), 2):
        seen = [np.asarray(~np.isin(collection.folds, left_out).any(axis=1)) for collection in collections]
        for model in MODELS:
            intercept, weights = _fit(collections, seen, model)
            for collection, odds in zip(collections, scores, strict=True):
                rows = (collection.folds == left_out).all(axis=1) & (collection.models == model)
                odds[rows] = collection.features[rows] @ np.array(weights) + intercept
    return scores


def _read(folder: Path) -> Mapping[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with gzip.open(folder / "stories" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            rows[row["set"]].append(row)
    return rows


def _parts(rows: list[dict[str, str]], kind: str) -> Iterator[list[dict[str, str]]]:
    """Yield the rows that are clustered together: all, or those of twenty events drawn at random but always alike."""
    if kind != KINDS[2]:
        yield rows
        return
    events: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        events[row["cluster"]].append(row)
    drawn = sorted(events)
    random.Random(5).shuffle(drawn)
    for start in range(0, len(drawn), EVENTS_OF_A_DIGEST):
        few = [row for event in drawn[start : start + EVENTS_OF_A_DIGEST] for row in events[event]]
        if len(few) > 1:
            yield few


def _collection(name: str, rows: Sequence[Mapping[str, str]], *, kind: str) -> Collection:
    """Measure one set, unless with its own days as if all came in on one, as what a digest is made of does."""
    one_day = kind != KINDS[0]
    days = [1 if one_day else date.fromisoformat(row["date"]).toordinal() if row["date"] else None for row in rows]
    texts = [StoryText(row["id"], row["title"], row["text"], day) for row, day in zip(rows, days, strict=True)]
    calendar = Calendar(days)
    near = {
        pair: features for pair, features in evidence(*profiles(texts)) if within_window(days[pair[0]], days[pair[1]])
    }
    return Collection(
        name=name,
        kind=kind,
        events=tuple(row["cluster"] for row in rows),
        pairs=tuple(near),
        features=np.array(list(near.values())).reshape(-1, len(FEATURES)),
        models=np.array([calendar.model(days[one], days[other]) for one, other in near], dtype=np.str_),
    )


def _fit(collections: Sequence[Collection], chosen: Sequence[NDArray[np.bool_]], model: str) -> Model:
    """Fit on the chosen pairs; every set weighs the same in every kind, however many events it has.

    A model of dated pairs learns from more than it judges: from the archives how much days apart say, from what came in
    on one day what texts say by themselves. Without the latter the archives are grouped worse too.
    """
    learned = KINDS[:2] if model == "DATED" else KINDS
    positive: Counter[tuple[str, str]] = Counter()
    for collection, rows in zip(collections, chosen, strict=True):
        positive[collection.name, collection.kind] += int(collection.truth[rows].sum())
    parts = [
        (collection, rows & ((collection.models == "UNDATED") == (model == "UNDATED")))
        for collection, rows in zip(collections, chosen, strict=True)
        if collection.kind in learned
    ]
    features = np.vstack([collection.features[rows] for collection, rows in parts])
    if model == "DATED":
        features[:, FEATURES.index("rank among strangers, pickier") :] = 0.0  # as they are where this model judges
    truth = np.concatenate([collection.truth[rows] for collection, rows in parts])
    weights = np.concatenate([np.full(rows.sum(), 500 / max(1, positive[one.name, one.kind])) for one, rows in parts])
    scaler = StandardScaler().fit(features)
    regression = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=3000)
    regression.fit(scaler.transform(features), truth, sample_weight=weights)
    slopes = regression.coef_[0] / scaler.scale_
    intercept = regression.intercept_[0] - slopes @ scaler.mean_ - STRICTER[model]
    return float(intercept), tuple(float(slope) for slope in slopes)


def _figures(scored: Sequence[tuple[Collection, Array]], threshold: float) -> str:
    truth: dict[str, list[str]] = defaultdict(list)
    labels: dict[str, list[str]] = defaultdict(list)
    for number, (collection, odds) in enumerate(scored):
        edges = {pair: float(score) for pair, score in zip(collection.pairs, odds, strict=True)}
        apart = [[str(number)] for number in range(len(collection.events))]
        found = average_linkage(edges, apart=apart, threshold=threshold, absent=ABSENT)
        truth[collection.name] += [f"{number} {event}" for event in collection.events]
        labels[collection.name] += [f"{number} {label}" for label in found]
    by_set = {name: bcubed_f1(truth[name], labels[name]) for name in truth}
    events, clusters = [*chain(*truth.values())], [*chain(*labels.values())]
    return (
        f"BCubed F1 {bcubed_f1(events, clusters):.4f} macro {sum(by_set.values()) / len(by_set):.4f} pair F1 "
        f"{pair_f1(events, clusters):.4f} mixed {mixed_rate(events, clusters):.4f} by set "
        + " ".join(f"{name} {figure:.4f}" for name, figure in by_set.items())
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
