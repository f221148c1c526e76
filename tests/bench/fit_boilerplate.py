"""Fit the judgement of passages on pasted and printed articles, and report cross-validated scores.

usage: python -m tests.bench.fit_boilerplate FOLDER [--write]

FOLDER holds `dirty_dev.jsonl`: {"id", "dirty", "clean_paragraphs", "junk", "title", "profile", "sentences"} a line.
Needs scikit-learn. `--write` puts what was fitted on everything into digest_bot/text/boilerplate_weights.py.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from digest_bot.text import boilerplate
from digest_bot.text.boilerplate import Weights
from digest_bot.text.clean import clean_text
from digest_bot.text.passages import Passage, read_passages
from digest_bot.text.sentences import split_sentences
from tests.bench.measures import cleaning

FOLDS = 5
SHAPE_STRENGTH, CONTEXT_STRENGTH = 0.3, 1.0
"""Inverse of the L2 penalty."""
SHORT_LINES = 0.15
"""What a document in short lines counts for beside itself."""
OUT = Path(__file__).parents[2] / "digest_bot" / "text" / "boilerplate_weights.py"


@dataclass(frozen=True, slots=True)
class Example:
    """One document, with what each of its passages is: 1 text, 0 furniture, -1 neither."""

    record: dict[str, Any]
    passages: list[Passage]
    labels: Any
    shapes: Any

    @property
    def weights(self) -> Any:
        """A long passage counts more; every document counts the same, but a page with a hundred links half."""
        lengths = np.array([min(len(passage.text), 300) ** 0.5 for passage in self.passages])[self.labels >= 0]
        whole = self.record.get("weight", 1.0) * (0.5 if self.record["profile"] == "realpaste" else 1.0)
        return lengths / lengths.mean() * whole


def read_examples(path: Path) -> list[Example]:
    """Return every document of the file, its passages labelled."""
    with path.open(encoding="utf-8") as lines:
        return [_example(json.loads(line)) for line in lines]


def in_short_lines(example: Example) -> Example:
    """Return the document once more with every sentence on a line of its own, as wires and live pages write.

    It counts little: at full weight the judgement of longer paragraphs suffers.
    """
    lines: list[str] = []
    for passage, label in zip(example.passages, example.labels, strict=True):
        cut = split_sentences(passage.text) if label == 1 else [(0, len(passage.text))]
        lines += [passage.text[start:stop] for start, stop in cut]
    return _example({**example.record, "dirty": "\n".join(lines), "weight": SHORT_LINES})


def fit(documents: Sequence[Example]) -> tuple[Weights, Weights]:
    """Return the weights of both judgements; the second learns from the first's odds on documents it has not seen.

    Every document is read twice, as it is and in short lines; its two readings are always in one fold.
    """
    examples = [reading for e in documents for reading in (e, in_short_lines(e))]
    seen: dict[int, list[float]] = {}
    for fold in range(FOLDS):
        shape = _fit_shape([e for place, e in enumerate(examples) if place // 2 % FOLDS != fold])
        seen.update({p: _odds(shape, e.shapes) for p, e in enumerate(examples) if p // 2 % FOLDS == fold})
    rows = [
        np.array(boilerplate.contexts(boilerplate.look(e.passages), seen[place])) for place, e in enumerate(examples)
    ]
    return _fit_shape(examples), _fit(rows, examples, CONTEXT_STRENGTH)


def main(arguments: Sequence[str]) -> None:
    """Report, and write the weights when asked to."""
    examples = read_examples(Path(arguments[0]) / "dirty_dev.jsonl")
    cleaned: dict[str, list[str]] = {}
    for fold in range(FOLDS):
        boilerplate.use(*fit([e for place, e in enumerate(examples) if place % FOLDS != fold]))
        cleaned.update(_clean(examples[fold::FOLDS]))
    _report(examples, cleaned, f"{FOLDS}-fold cross-validation")
    weights = fit(examples)
    boilerplate.use(*weights)
    _report(examples, _clean(examples), "fitted on these (optimistic)")
    if "--write" in arguments:
        OUT.write_text(_module(*weights), encoding="utf-8")


def _example(record: dict[str, Any]) -> Example:
    seen = boilerplate.look(read_passages(record["dirty"]))
    passages = [one.passage for one in seen if not one.reading.wording.notice]  # notices are never judged
    gold = _letters(" ".join(record["clean_paragraphs"]))
    whole = {_letters(paragraph) for paragraph in record["clean_paragraphs"]}
    junk = Counter(_letters(line) for _, line in record["junk"])
    labels = []
    for passage in passages:
        text = _letters(passage.text)
        if text == _letters(record["title"]):
            labels.append(-1)
        elif junk[text] > 0:
            junk[text] -= 1
            labels.append(0)
        else:
            labels.append(int(_is_text(text, gold, whole)))
    shapes = boilerplate.shapes(boilerplate.look(passages))
    return Example(record, passages, np.array(labels), np.array(shapes))


def _is_text(text: str, gold: str, whole: set[str]) -> bool:
    """Tell whether the passage is of the article; the ends of long ones may hold a dateline or a broken word."""
    if len(text) < 25:
        return text in whole
    return text in gold or (len(text) > 60 and (text[40:] in gold or text[20:-10] in gold))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _fit_shape(examples: Sequence[Example]) -> Weights:
    return _fit([example.shapes for example in examples], examples, SHAPE_STRENGTH)


def _fit(rows: Sequence[Any], examples: Sequence[Example], strength: float) -> Weights:
    x = np.concatenate([own[e.labels >= 0] for own, e in zip(rows, examples, strict=True)])
    y = np.concatenate([e.labels[e.labels >= 0] for e in examples])
    scaler = StandardScaler().fit(x)
    model = LogisticRegression(C=strength, max_iter=3000)
    model.fit(scaler.transform(x), y, sample_weight=np.concatenate([e.weights for e in examples]))
    weights = model.coef_[0] / scaler.scale_
    return float(model.intercept_[0] - (weights * scaler.mean_).sum()), tuple(float(weight) for weight in weights)


def _odds(weights: Weights, rows: Any) -> list[float]:
    return [float(value) for value in rows @ np.array(weights[1]) + weights[0]]


def _clean(examples: Sequence[Example]) -> dict[str, list[str]]:
    return {e.record["id"]: [p.text for p in clean_text(e.record["dirty"]).paragraphs] for e in examples}


def _report(examples: Sequence[Example], cleaned: dict[str, list[str]], title: str) -> None:
    scores = cleaning([example.record for example in examples], cleaned)
    print(f"{title:30}", ", ".join(f"{name} {value:.4f}" for name, value in scores.items()), flush=True)


def _module(shape: Weights, context: Weights) -> str:
    lines = ['"""Coefficients of the judgement of passages, made by tests/bench/fit_boilerplate.py."""']
    for name, names, (intercept, weights) in (
        ("SHAPE", boilerplate.SHAPES, shape),
        ("CONTEXT", boilerplate.CONTEXTS, context),
    ):
        lines += ["", f"{name}: tuple[float, tuple[float, ...]] = (", f"    {intercept:.4f},", "    ("]
        lines += [f"        {weight:.4f},  # {what}" for what, weight in zip(names, weights, strict=True)]
        lines += ["    ),", ")"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
