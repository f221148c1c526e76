"""Quality and speed of the text core beside its peers, in one run: `python tests/bench/bench.py DATA [--only STEP]`.

DATA is a folder with the development sets (clean, sections, stories, summaries, speech). The table goes to the
terminal and to docs/benchmarks.md. Times are CPU seconds of this process; the ratio of two is what to look at.
"""

import argparse
import gzip
import importlib.metadata
import itertools
import json
import math
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from tests.bench import measures, peers

T = TypeVar("T")
REPORT = Path(__file__).parents[2] / "docs" / "benchmarks.md"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    step: str
    measure: str
    goal: str
    ours: float
    peers: str = ""


def read(path: Path) -> list[dict[str, Any]]:
    """Return the records of a JSON Lines file, gzipped or not."""
    return [json.loads(line) for line in read_text(path).split("\n") if line]


def read_text(path: Path) -> str:
    """Return the text of a file, gzipped or not."""
    body = path.read_bytes()
    return (gzip.decompress(body) if path.suffix == ".gz" else body).decode("utf-8", errors="replace")


def timed(act: Callable[[], T]) -> tuple[T, float]:
    """Return what `act` returns, and its CPU seconds."""
    start = time.process_time()
    result = act()
    return result, time.process_time() - start


def rows(
    step: str, goals: Mapping[str, str], ours: measures.Scores, theirs: Mapping[str, measures.Scores]
) -> list[Row]:
    """Return one row a measure, with every peer's figure beside ours."""
    beside = {
        name: "; ".join(f"{peer} {_number(scores[name])}" for peer, scores in theirs.items() if name in scores)
        for name in ours
    }
    return [Row(step, name, goals.get(name, ""), ours[name], beside[name]) for name in ours]


def bench_clean(data: Path) -> list[Row]:
    """Measure plain-text cleaning."""
    from digest_bot.text.clean import clean_text

    records = read(data / "clean" / "dirty_dev.jsonl")
    for record in records[:20]:
        clean_text(record["dirty"])  # what is loaded once is measured by the chain's start
    cleaned, seconds = timed(lambda: {r["id"]: [p.text for p in clean_text(r["dirty"]).paragraphs] for r in records})
    theirs = {r["id"]: peers.trafilatura_on_text(r["dirty"]) for r in records}
    goals = {"synthetic token F1": ">= .978", "sentences intact": ">= .96", "paragraphs exact": ">= .89",
             "junk leaked (lower)": "<= .04", "real pastes token F1": ">= .885", "real pastes leaked (lower)": "<= .08",
             "clean documents intact": ">= .99"}  # fmt: skip
    scores = {"trafilatura on text": measures.cleaning(records, theirs)}
    return [
        *rows("clean", goals, measures.cleaning(records, cleaned), scores),
        Row("clean", "documents a CPU-second", ">= 200", len(records) / seconds),
    ]


def bench_extract(data: Path) -> list[Row]:
    """Measure page extraction."""
    from digest_bot.text.extract import extract_text

    folder = data / "clean" / "html_dev"
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    gold = {key: page["articleBody"] for key, page in truth.items()}
    pages = {key: read_text(folder / "html" / f"{key}.html.gz") for key in gold}
    ours, seconds = timed(lambda: {key: extract_text(html) for key, html in pages.items()})
    theirs, other = timed(lambda: {key: peers.trafilatura(html) for key, html in pages.items()})
    goals = {"F1": ">= .972", "pages with no text (lower)": "0"}
    return [
        *rows("extract", goals, measures.extraction(gold, ours), {"trafilatura": measures.extraction(gold, theirs)}),
        Row("extract", "pages a CPU-second", ">= 40", len(pages) / seconds, f"trafilatura {len(pages) / other:.1f}"),
    ]


def bench_sentences(data: Path) -> list[Row]:
    """Measure how fast sentences are split."""
    from digest_bot.text.sentences import split_sentences

    texts = [p for record in read(data / "sections" / "dev.jsonl") for p in record["paragraphs"]]
    counts, seconds = timed(lambda: [len(split_sentences(text)) for text in texts])
    return [Row("sentences", "sentences a CPU-second", ">= 100,000", sum(counts) / seconds)]


def bench_sections(data: Path) -> list[Row]:
    """Measure the splitting into sections."""
    from digest_bot.text.sections import find_boundaries

    records = read(data / "sections" / "dev.jsonl")
    found, seconds = timed(lambda: {r["id"]: find_boundaries(r["paragraphs"]) for r in records})
    tiled = {r["id"]: peers.text_tiling(r["paragraphs"]) for r in records}
    goals = {"F1 exact": ">= .77", "F1 within one": ">= .815", "precision exact": ">= .89", "Pk (lower)": "<= .076",
             "single stories split (lower)": "<= .025"}  # fmt: skip
    theirs = {"TextTiling": measures.segmentation(records, tiled)}
    return [
        *rows("sections", goals, measures.segmentation(records, found), theirs),
        Row("sections", "documents a CPU-second", "", len(records) / seconds),
    ]


def bench_summary(data: Path) -> list[Row]:
    """Measure summaries of whole articles, of later sections and of several articles on one event."""
    from digest_bot.text.summary import summarise_text, summarise_texts

    table: list[Row] = []
    lexrank = peers.LexRank()
    goals = {
        "dev": {"R-1": ">= 32.8", "R-2": ">= 12.9", "words": "<= 72"},
        "nolead_dev": {"R-1": ">= 28.0", "R-2": ">= 8.9"},
    }
    for name, goal in goals.items():
        records = read(data / "summaries" / f"{name}.jsonl")
        ours, mine = timed(lambda r=records: {x["id"]: summarise_text(x["text"], count=3) for x in r})  # type: ignore[misc]
        theirs, sumy = timed(lambda r=records: {x["id"]: lexrank(x["text"], 3) for x in r})  # type: ignore[misc]
        beside = {
            "Lead-3": measures.rouge(records, {r["id"]: peers.lead(r["text"], 3) for r in records}),
            "sumy LexRank": measures.rouge(records, theirs),
        }
        table += rows(f"summary, {name}", goal, measures.rouge(records, ours), beside)
        table.append(Row(f"summary, {name}", "times as fast as sumy LexRank", ">= 4", sumy / mine))
    records = read(data / "summaries" / "multi_dev.jsonl")
    several = {r["id"]: summarise_texts(r["documents"], count=5) for r in records}
    together = {r["id"]: lexrank("\n".join(r["documents"]), 5) for r in records}
    beside = {"sumy LexRank": measures.rouge(records, together)}
    return [*table, *rows("summary, several sources", {"R-1": ">= 40.5"}, measures.rouge(records, several), beside)]


def bench_stories(data: Path) -> list[Row]:
    """Measure the grouping into stories, and how it grows when everything has the same day."""
    from digest_bot.filters import stories

    records = read(data / "stories" / "dev.jsonl.gz")
    found = {line["id"]: line["cluster"] for line in stories(map(json.dumps, records), problem=_refuse)}
    theirs: dict[str, str] = {}
    for name in {record["set"] for record in records}:
        members = [record for record in records if record["set"] == name]
        theirs |= {r["id"]: f"{name}/{label}" for r, label in zip(members, peers.agglomerative(members), strict=True)}
    goals = {
        "BCubed F1": ">= .91",
        "BCubed F1, mean of sets": ">= .92",
        "pair F1": ">= .83",
        "mixed groups (lower)": "<= .11",
    }
    beside = {"TF-IDF agglomerative": measures.clustering(records, theirs)}
    return [*rows("stories", goals, measures.clustering(records, found), beside), *_growth(records)]


def _growth(records: list[dict[str, Any]]) -> list[Row]:
    from digest_bot.text.stories import StoryText, group_texts

    table = []
    spent: list[float] = []
    for size, goal in ((1_000, "<= 5"), (10_000, "<= 60")):
        texts = [
            StoryText(
                article=str(n), title=r["title"], text=r["text"] if n < len(records) else _mixed(records, n), day=1
            )
            for n in range(size)
            for r in [records[n % len(records)]]
        ]
        _, seconds = timed(partial(group_texts, texts))
        spent.append(seconds)
        table.append(Row("stories", f"CPU-seconds for {size:,} of one day (lower)", goal, seconds))
    table.append(Row("stories", "growth, exponent of n (lower)", "<= 1.15", math.log10(spent[1] / spent[0])))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*table, Row("stories", "MB at the peak, data included (lower)", "<= 1,024", peak)]


def _mixed(records: list[dict[str, Any]], number: int) -> str:
    """Return a new text made of paragraphs of three others, so that ten thousand are not copies."""
    parts = [records[(number * step) % len(records)]["text"].split("\n") for step in (7, 11, 13)]
    return "\n".join(part[number % max(1, len(part))] for part in parts for _ in range(3))


def bench_speech(data: Path) -> list[Row]:
    """Measure spans that sound right: the same phonemes as an accepted reading."""
    from digest_bot.text.speech import speak
    from tests.bench.phonemes import phonemes

    records = read(data / "speech" / "dev.jsonl")
    accepted = [{phonemes(reading) for reading in record["spoken"]} for record in records]
    ours = sum(phonemes(speak(r["written"]).text) in right for r, right in zip(records, accepted, strict=True))
    raw = sum(phonemes(r["written"]) in right for r, right in zip(records, accepted, strict=True))
    return [
        Row("speech", "spans that sound right", ">= .98", ours / len(records), f"espeak raw {raw / len(records):.3f}")
    ]


def bench_chain(data: Path) -> list[Row]:
    """Measure clean, sections and summary in a row."""
    from digest_bot.text.clean import clean_text
    from digest_bot.text.language import detect_language
    from digest_bot.text.sections import find_boundaries
    from digest_bot.text.sentences import split_sentences
    from digest_bot.text.summary import summarise_text

    texts = [record["dirty"] for record in read(data / "clean" / "dirty_dev.jsonl")]

    def chain(raw: str) -> list[list[str]]:
        paragraphs = [paragraph.text for paragraph in clean_text(raw).paragraphs]
        borders = [0, *find_boundaries(paragraphs), len(paragraphs)]
        parts = itertools.pairwise(borders)
        return [summarise_text("\n\n".join(paragraphs[start:stop]), count=3) for start, stop in parts]

    def first_half(raw: str) -> list[list[tuple[int, int]]]:
        paragraphs = [paragraph.text for paragraph in clean_text(raw).paragraphs]
        language = detect_language("\n".join(paragraphs[:12]))
        return [split_sentences(paragraph, language) for paragraph in paragraphs]

    chain(texts[0])
    _, seconds = timed(lambda: [chain(text) for text in texts])
    _, before = timed(lambda: [first_half(text) for text in texts])
    imported, peak = _start(data)
    return [
        Row("chain", "documents a CPU-second", ">= 60", len(texts) / seconds),
        Row("chain", "of these, clean, language and sentences alone", ">= 120", len(texts) / before),
        Row("chain", "import seconds (lower)", "<= 0.3", imported),
        Row("chain", "peak MB (lower)", "<= 150", peak),
    ]


_CHAIN = """
import json, pathlib, re, resource, sys, time
start = time.process_time()
from digest_bot.text.clean import clean_text
from digest_bot.text.sections import find_boundaries
from digest_bot.text.summary import summarise_text
imported = time.process_time() - start
for line in open(sys.argv[1], encoding="utf-8"):
    paragraphs = [paragraph.text for paragraph in clean_text(json.loads(line)["dirty"]).paragraphs]
    find_boundaries(paragraphs), summarise_text("\\n\\n".join(paragraphs))
status = pathlib.Path("/proc/self/status")  # ru_maxrss of a child begins with its parent's
peak = re.search(r"VmHWM:\\s+(\\d+)", status.read_text()) if status.exists() else None
print(imported, (int(peak[1]) if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024)
"""


def _start(data: Path) -> tuple[float, float]:
    """Return the CPU seconds of importing the chain, and the MB it takes at the peak, in a process of its own."""
    command = [sys.executable, "-c", _CHAIN, str(data / "clean" / "dirty_dev.jsonl")]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() for _ in range(3)]
    return min(float(run[0]) for run in runs), max(float(run[1]) for run in runs)


STEPS: dict[str, Callable[[Path], list[Row]]] = {
    "clean": bench_clean,
    "extract": bench_extract,
    "sentences": bench_sentences,
    "sections": bench_sections,
    "summary": bench_summary,
    "speech": bench_speech,
    "chain": bench_chain,
    "stories": bench_stories,
}


def render(table: Iterable[Row]) -> str:
    """Return the table as Markdown with date and versions."""
    packages = ("trafilatura", "sumy", "nltk", "scikit-learn", "rouge-score")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    lines = [
        "# Benchmarks",
        "",
        f"Made by `make bench` on {datetime.now(UTC):%Y-%m-%d}: Python {platform.python_version()}, {versions}.",
        "Development sets; nothing of them is in the repository. Peers run in the same process on the same data.",
        "",
        "| step | measure | goal | digest_bot | peers |",
        "|---|---|---|---|---|",
        *(f"| {r.step} | {r.measure} | {r.goal} | **{_number(r.ours)}** | {r.peers} |" for r in table),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run the benchmarks that were asked for; a full run writes the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with the development sets")
    parser.add_argument("--only", choices=STEPS, action="append", help="run one step, write no report")
    given = parser.parse_args()
    table: list[Row] = []
    for name in given.only or STEPS:
        table += STEPS[name](given.data)
        print(f"{name} done", flush=True)
    print(render(table))
    if not given.only:
        REPORT.write_text(render(table), encoding="utf-8")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3f}" if value < 1 else f"{value:.2f}"


def _refuse(number: int, what: str) -> None:
    raise ValueError(f"line {number}: {what}")


if __name__ == "__main__":
    main()
