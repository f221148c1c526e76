"""Fit the weights of the sentence ranker on articles with human summaries and report cross-validated ROUGE.

usage: python tests/bench/fit_summary.py DATA_DIR [--write]

DATA_DIR/summaries holds `dev.jsonl` and `nolead_dev.jsonl`: one {"id", "text", "reference"} a line; the second has
the same articles without their opening, for later sections. Needs scikit-learn and rouge-score. `--write` puts the
weights fitted on everything into digest_bot/text/summary_weights.py; without it only the figures are printed.
"""

import json
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from rouge_score.tokenizers import DefaultTokenizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.preprocessing import StandardScaler

from digest_bot.text import plain, ranking, summary_weights
from digest_bot.text.features import MAX_SENTENCES, read_sentences
from digest_bot.text.standalone import Standings

FOLDS = 5
SPLITS = 3
"""Times that the articles are dealt into folds anew: one deal alone is worth ± .1."""
COUNT = 3
PAIR_ROW = 3
"""Entries of `ranking.pair_row`."""
LATER = 2
"""How often an article without its opening counts: most sections of a digest are later ones."""
TEMPERATURE = 0.07
"""Gain (mean of two F1) by which one set must be better to weigh e times as much."""
OUT = Path(__file__).parents[2] / "digest_bot" / "text" / "summary_weights.py"
Tokens = list[str]


@dataclass(slots=True)
class Example:
    """One article, measured."""

    name: str
    source: str
    bench: ranking.Bench
    tokens: list[Tokens]
    reference: Tokens
    labels: list[bool] = field(default_factory=list)
    known: dict[tuple[int, ...], tuple[float, float]] = field(default_factory=dict)

    def fold(self, split: int) -> int:
        """Return the fold; an article and its rest without the opening are always in one."""
        return zlib.crc32(f"{self.name}{split or ''}".encode()) % FOLDS

    def rouge(self, chosen: Sequence[int]) -> tuple[float, float]:
        """Return ROUGE-1 and ROUGE-2 F1 of these sentences."""
        key = tuple(chosen)
        if key not in self.known:
            words = [token for index in key for token in self.tokens[index]]
            self.known[key] = (_f1(words, self.reference, 1), _f1(words, self.reference, 2))
        return self.known[key]

    def gain(self, chosen: Sequence[int]) -> float:
        return sum(self.rouge(chosen)) / 2


@dataclass(frozen=True, slots=True)
class Weights:
    """What summary_weights.py holds."""

    sentence: tuple[float, ...]
    single: tuple[float, ...] = ()
    pair: tuple[float, ...] = ()


def read_examples(folder: Path, name: str) -> list[Example]:
    """Measure every article of one file, and label its sentences by a greedy oracle."""
    examples = []
    with (folder / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            texts = plain.sentences(record["text"])[:MAX_SENTENCES]
            bench = ranking.Bench(read_sentences(texts), Standings(texts), texts, ())
            reference = record["reference"]
            reference = reference if isinstance(reference, str) else "\n".join(reference)
            example = Example(record["id"], name, bench, [_tokens(text) for text in texts], _tokens(reference))
            chosen = _oracle(example)
            example.labels = [index in chosen for index in range(len(texts))]
            examples.append(example)
    return examples


def fit(examples: Sequence[Example]) -> Weights:
    """Fit the weights of single sentences, then those of sets made of the best sentences."""
    sentence = _fit_sentences(examples)
    rows: list[Any] = []
    wanted: list[Any] = []
    for example in examples:
        bench = _with(example.bench, sentence)
        sets = [chosen for chosen in ranking.candidate_sets(bench, COUNT) if len(chosen) > 1]
        if sets:
            own = np.array([_set_row(bench, chosen) for chosen in sets])
            rows.append(own - own.mean(axis=0))
            wanted.append(_shares([example.gain(chosen) for chosen in sets]))
    weights = _fit_sets(np.vstack(rows), np.concatenate(wanted))
    singles = len(weights) - PAIR_ROW
    return Weights(sentence, weights[:singles], weights[singles:])


def use(weights: Weights) -> None:
    """Let the ranker work with these weights."""
    summary_weights.SENTENCE = weights.sentence
    summary_weights.SINGLE = weights.single
    summary_weights.PAIR = weights.pair


def choose(example: Example, weights: Weights) -> tuple[int, ...]:
    """Return the sentences the ranker takes with the weights in use."""
    return ranking.best_set(_with(example.bench, weights.sentence), COUNT)


def report(examples: Sequence[Example], choice: Callable[[Example], Sequence[int]], title: str) -> None:
    """Print mean ROUGE-1, ROUGE-2 and words for every file."""
    for name in sorted({example.source for example in examples}):
        mine = [example for example in examples if example.source == name]
        chosen = [choice(example) for example in mine]
        scores = np.array([example.rouge(own) for example, own in zip(mine, chosen, strict=True)]).mean(axis=0) * 100
        words = np.mean([sum(e.bench.reading.words[i] for i in own) for e, own in zip(mine, chosen, strict=True)])
        print(f"{title:28} {name:12} R-1 {scores[0]:.2f}  R-2 {scores[1]:.2f}  words {words:.1f}", flush=True)


def cross_validate(examples: Sequence[Example]) -> None:
    """Print what is reached on articles the weights have not seen, for every deal."""
    for split in range(SPLITS):
        chosen: dict[int, tuple[int, ...]] = {}
        for fold in range(FOLDS):
            weights = fit(_weighted([example for example in examples if example.fold(split) != fold]))
            use(weights)
            chosen.update({id(e): choose(e, weights) for e in examples if e.fold(split) == fold})
        report(examples, lambda example, made=chosen: made[id(example)], f"{FOLDS} folds, deal {split + 1}")  # type: ignore[misc]


def _weighted(examples: Sequence[Example]) -> list[Example]:
    return [*examples, *(e for e in examples if e.source != "dev" for _ in range(LATER - 1))]


def main(arguments: Sequence[str]) -> None:
    """Report, and write the weights when asked to."""
    folder = Path(arguments[0]) / "summaries"
    examples = [example for name in ("dev", "nolead_dev") for example in read_examples(folder, name)]
    cross_validate(examples)
    weights = fit(_weighted(examples))
    use(weights)
    report(examples, lambda example: choose(example, weights), "fitted on these (optimistic)")
    if "--write" in arguments:
        OUT.write_text(_module(weights), encoding="utf-8")


def _fit_sentences(examples: Sequence[Example]) -> tuple[float, ...]:
    """Fit a logistic regression on whether the oracle takes a sentence."""
    kept = [
        (row, label)
        for e in examples
        for row, label, own in zip(e.bench.reading.features, e.labels, e.bench.standings, strict=True)
        if own.value != "never"
    ]
    scaler = StandardScaler()
    model = LogisticRegression(C=0.05, max_iter=500).fit(
        scaler.fit_transform([row for row, _ in kept]), [label for _, label in kept]
    )
    return tuple(model.coef_[0] / scaler.scale_)


def _shares(gains: Sequence[float]) -> Any:
    """Turn the gains of one article's sets into shares of one, the best set's the largest, and centre them."""
    raw = np.exp((np.array(gains) - max(gains)) / TEMPERATURE)
    return raw / raw.sum() - 1 / len(gains)


def _fit_sets(rows: Any, wanted: Any) -> tuple[float, ...]:
    scale = np.where(rows.std(axis=0) > 0, rows.std(axis=0), 1.0)
    model = Ridge(1000.0, fit_intercept=False).fit(rows / scale, wanted)
    return tuple(model.coef_ / scale)


def _with(bench: ranking.Bench, sentence: tuple[float, ...]) -> ranking.Bench:
    summary_weights.SENTENCE = sentence
    return ranking.make_bench(bench.reading, bench.standings, bench.texts)


def _set_row(bench: ranking.Bench, chosen: Sequence[int]) -> Any:
    singles = np.sum([ranking.single_row(bench, index) for index in chosen], axis=0)
    pairs = np.sum([ranking.pair_row(bench.reading, a, b) for a, b in combinations(chosen, 2)], axis=0)
    return np.concatenate([singles, pairs])


def _oracle(example: Example) -> set[int]:
    """Return at most three sentences, added one by one while the summary gets better."""
    chosen: list[int] = []
    while len(chosen) < COUNT:
        left = [i for i, own in enumerate(example.bench.standings) if own.value != "never" and i not in chosen]
        best = max(left, key=lambda index: example.gain([*chosen, index]), default=None)
        if best is None or example.gain([*chosen, best]) <= example.gain(chosen):
            break
        chosen.append(best)
    return set(chosen)


_STEMMER = DefaultTokenizer(use_stemmer=True)


@lru_cache(maxsize=200_000)
def _stemmed(word: str) -> Tokens:
    return list(_STEMMER.tokenize(word))


def _tokens(text: str) -> Tokens:
    return [token for word in text.split() for token in _stemmed(word)]


def _f1(words: Tokens, reference: Tokens, size: int) -> float:
    ours = Counter(zip(*(words[start:] for start in range(size)), strict=False))
    theirs = Counter(zip(*(reference[start:] for start in range(size)), strict=False))
    shared = (ours & theirs).total()
    return 2 * shared / (ours.total() + theirs.total()) if shared else 0.0


def _module(weights: Weights) -> str:
    lines = [
        '"""Weights of the sentence ranker, made by tests/bench/fit_summary.py from articles with human summaries."""',
        "",
    ]
    for name, values in (("SENTENCE", weights.sentence), ("SINGLE", weights.single), ("PAIR", weights.pair)):
        lines.append(f"{name}: tuple[float, ...] = ({', '.join(f'{value:.6g}' for value in values)})")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
