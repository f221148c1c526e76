"""The measures of docs/benchmarks.md, each over a whole set; higher is better unless the name says otherwise."""

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Scores = dict[str, float]

QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‛": "'", "`": "'",
                        "—": "-", "–": "-", "‑": "-", "‐": "-", "−": "-", "…": "...", "\u00a0": " ", "\u202f": " ",
                        "\u2009": " ", "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": "", "\u00ad": "",
                        "\u2060": ""})  # fmt: skip
TOKEN = re.compile(r"[^\W_]+(?:['&.\-][^\W_]+)*")


def cleaning(records: Sequence[Mapping[str, Any]], cleaned: Mapping[str, Sequence[str]]) -> Scores:
    """Score clean paragraphs: token F1, sentences intact, paragraphs exact and junk leaked (lower is better)."""
    rows: dict[str, list[Scores]] = {"synthetic": [], "real": [], "clean": []}
    for record in records:
        profile = record["profile"]
        row = _cleaning_row(record, cleaned[record["id"]])
        rows["real" if profile == "realpaste" else "synthetic"].append(row)
        if profile == "clean":
            rows["clean"].append(row)
    return {
        "synthetic token F1": _mean(rows["synthetic"], "f1"),
        "sentences intact": _mean(rows["synthetic"], "intact"),
        "paragraphs exact": _mean(rows["synthetic"], "exact"),
        "junk leaked (lower)": _mean(rows["synthetic"], "leak"),
        "real pastes token F1": _mean(rows["real"], "f1"),
        "real pastes leaked (lower)": _mean(rows["real"], "leak"),
        "clean documents intact": _mean(rows["clean"], "intact"),
    }


def extraction(gold: Mapping[str, str], extracted: Mapping[str, str]) -> Scores:
    """Score page extraction by 4-token shingles (article-extraction-benchmark): F1 of mean precision and recall."""
    precisions, recalls = [], []
    for key, body in gold.items():
        want, got = _shingles(body), _shingles(extracted[key])
        shared = (want & got).total()
        if got:
            precisions.append(shared / got.total())
        recalls.append(shared / want.total() if want else 1.0)
    precision, recall = statistics.mean(precisions), statistics.mean(recalls)
    empty = sum(not _shingles(text) for text in extracted.values())
    return {"F1": _f1(precision, recall), "pages with no text (lower)": empty}


def segmentation(records: Sequence[Mapping[str, Any]], found: Mapping[str, Sequence[int]]) -> Scores:
    """Score section borders: F1 exact and within one paragraph, precision, Pk (Beeferman 1999), false splits."""
    exact, near, wanted, proposed, pk, false = 0, 0, 0, 0, [], []
    for record in records:
        gold, got = sorted(set(record["boundaries"])), sorted(set(found[record["id"]]))
        exact, near = exact + _matches(gold, got, 0), near + _matches(gold, got, 1)
        wanted, proposed = wanted + len(gold), proposed + len(got)
        pk.append(_pk(len(record["paragraphs"]), gold, got))
        if not gold:
            false.append(bool(got))
    return {
        "F1 exact": _f1(exact / max(1, proposed), exact / wanted),
        "F1 within one": _f1(near / max(1, proposed), near / wanted),
        "precision exact": exact / max(1, proposed),
        "Pk (lower)": statistics.mean(pk),
        "single stories split (lower)": statistics.mean(false),
    }


def rouge(records: Sequence[Mapping[str, Any]], summaries: Mapping[str, Sequence[str]]) -> Scores:
    """Score summaries: ROUGE-1 and ROUGE-2 F (Lin 2004, stemmed, best reference), and mean words."""
    from rouge_score import rouge_scorer

    scorer = rouge_scorer.RougeScorer(["rouge1", "rouge2"], use_stemmer=True)
    ones, twos = [], []
    for record in records:
        text = "\n".join(summaries[record["id"]])
        references = record.get("references") or [record["reference"]]
        best = max(
            (scorer.score(_lines(r), text) for r in references), key=lambda s: sum(v.fmeasure for v in s.values())
        )
        ones.append(best["rouge1"].fmeasure)
        twos.append(best["rouge2"].fmeasure)
    words = statistics.mean(len(" ".join(summary).split()) for summary in summaries.values())
    return {"R-1": 100 * statistics.mean(ones), "R-2": 100 * statistics.mean(twos), "words": words}


def clustering(records: Sequence[Mapping[str, Any]], found: Mapping[str, Any]) -> Scores:
    """Score same-event groups: BCubed F1 (Bagga and Baldwin 1998) micro and macro over sets, pair F1, mixed groups."""
    sets: dict[str, list[tuple[str, str]]] = {}
    for record in records:
        sets.setdefault(record["set"], []).append((str(record["cluster"]), str(found[record["id"]])))
    everything = [(f"{name}/{gold}", f"{name}/{got}") for name, pairs in sets.items() for gold, got in pairs]
    groups: dict[str, set[str]] = {}
    sizes = Counter(got for _, got in everything)
    for gold, got in everything:
        groups.setdefault(got, set()).add(gold)
    several = [got for got, size in sizes.items() if size > 1]
    return {
        "BCubed F1": _bcubed(everything),
        "BCubed F1, mean of sets": statistics.mean(_bcubed(pairs) for pairs in sets.values()),
        "pair F1": _pair_f1(everything),
        "mixed groups (lower)": sum(len(groups[got]) > 1 for got in several) / max(1, len(several)),
    }


def _cleaning_row(record: Mapping[str, Any], paragraphs: Sequence[str]) -> Scores:
    title = _norm(record.get("title") or "").lower()
    got = [_norm(p) for p in paragraphs if p.strip()]
    got = [p for p in got if not title or p.lower().lstrip("# ").strip() != title]
    gold = [_norm(p) for p in record["clean_paragraphs"]]
    want_tokens, got_tokens = _tokens(gold), _tokens(got)
    shared = (Counter(want_tokens) & Counter(got_tokens)).total()
    blob = "\n".join(got)
    sentences = [s for s in map(_norm, record["sentences"]) if len(s) > 1]
    row = {
        "f1": _f1(shared / max(1, len(got_tokens)), shared / max(1, len(want_tokens))),
        "intact": sum(s in blob for s in sentences) / max(1, len(sentences)),
        "exact": (Counter(gold) & Counter(got)).total() / max(1, len(gold)),
    }
    leak = _leak(record["junk"], " ".join(got_tokens), " ".join(want_tokens))
    return row if leak is None else row | {"leak": leak}


def _leak(junk: Iterable[Sequence[str]], got: str, gold: str) -> float | None:
    need = Counter(" ".join(TOKEN.findall(_norm(line).lower())) for _, line in junk)
    need.pop("", None)
    if not need:
        return None
    extra = ((f" {got} ".count(f" {line} ") - f" {gold} ".count(f" {line} "), n) for line, n in need.items())
    return sum(max(0, min(n, count)) for count, n in extra) / need.total()


def _norm(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(QUOTES)).translate(QUOTES)
    text = re.sub(r"\s*-\s+|\s+-\s*", " - ", re.sub(r"-{2,}", "-", text))
    return " ".join(text.split())


def _tokens(paragraphs: Iterable[str]) -> list[str]:
    return [token for p in paragraphs for token in TOKEN.findall(p.lower())]


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = re.findall(r"\w+", text or "")
    return Counter(tuple(tokens[i : i + 4]) for i in range(max(1, len(tokens) - 3))) if tokens else Counter()


def _matches(gold: Sequence[int], got: Sequence[int], tolerance: int) -> int:
    matched = i = j = 0
    while i < len(gold) and j < len(got):
        if abs(gold[i] - got[j]) <= tolerance:
            matched, i, j = matched + 1, i + 1, j + 1
        elif gold[i] < got[j]:
            i += 1
        else:
            j += 1
    return matched


def _pk(paragraphs: int, gold: Sequence[int], got: Sequence[int]) -> float:
    if paragraphs < 2:
        return 0.0
    window = min(max(2, round(paragraphs / (len(gold) + 1) / 2)), paragraphs - 1)
    places = range(paragraphs - window)
    return statistics.mean(_apart(gold, i, i + window) != _apart(got, i, i + window) for i in places)


def _apart(borders: Sequence[int], left: int, right: int) -> bool:
    return any(left < border <= right for border in borders)


def _bcubed(pairs: Sequence[tuple[str, str]]) -> float:
    joint, gold, got = Counter(pairs), Counter(g for g, _ in pairs), Counter(p for _, p in pairs)
    precision = sum(n * n / got[p] for (_, p), n in joint.items()) / len(pairs)
    recall = sum(n * n / gold[g] for (g, _), n in joint.items()) / len(pairs)
    return _f1(precision, recall)


def _pair_f1(pairs: Sequence[tuple[str, str]]) -> float:
    def couples(counts: Counter[Any]) -> float:
        return sum(n * (n - 1) / 2 for n in counts.values())

    shared = couples(Counter(pairs))
    return _f1(
        shared / max(1.0, couples(Counter(p for _, p in pairs))),
        shared / max(1.0, couples(Counter(g for g, _ in pairs))),
    )


def _lines(text: str | Sequence[str]) -> str:
    return text if isinstance(text, str) else "\n".join(text)


def _mean(rows: Sequence[Scores], key: str) -> float:
    return statistics.mean(row[key] for row in rows if key in row)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
