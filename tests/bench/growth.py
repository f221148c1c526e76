"""How the text core grows with what it is given: `python -m tests.bench.growth DATA`, about a minute of CPU.

DATA is a folder with the development sets. Every step is timed on an amount and on eight times as much; an exponent of
1 is linear. The peak of memory is the whole process's, the data included.
"""

import math
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from digest_bot.text.clean import clean_text
from digest_bot.text.sections import find_boundaries
from digest_bot.text.stories import StoryText, group_texts
from digest_bot.text.summary import summarise_text
from tests.bench.bench import read

Act = Callable[[slice], object]
"""Does something to these characters, paragraphs, sentences or texts."""


def main(data: Path) -> None:
    """Print a line a step."""
    records = read(data / "summaries" / "dev.jsonl") + read(data / "summaries" / "nolead_dev.jsonl")
    sentences = [line for record in records for line in record["text"].split(". ")]
    for name, act, size in steps(sentences):
        act(slice(0, size // 10))  # what is learned once is not growth
        few, many = seconds(act, slice(size // 2, size // 2 + size // 8)), seconds(act, slice(size, 2 * size))
        exponent = math.log(many / few) / math.log(8)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{size:9,} {name:48} {many:6.2f} CPU-s  n^{exponent:.2f}  {peak:4.0f} MB", flush=True)


def steps(sentences: Sequence[str]) -> Sequence[tuple[str, Act, int]]:
    """Return what is timed: its name, the act, and how much of it."""
    lines, line = "\n\n".join(sentences), " ".join(". ".join(sentences).split())
    return (
        ("characters of one article cleaned", lambda part: clean_text(lines[part]), 1_000_000),
        ("characters without a line break cleaned", lambda part: clean_text(line[part]), 1_000_000),
        ("paragraphs of one article split into sections", lambda part: find_boundaries(sentences[part]), 8_000),
        ("sentences summarised, three by three", lambda part: short_sections(sentences[part]), 3_000),
        ("sentences of one section summarised", lambda part: summarise_text(". ".join(sentences[part])), 5_000),
        ("near-identical titles grouped", lambda part: group_texts(titles(part)), 10_000),
        ("near-identical texts grouped", lambda part: group_texts(titles(part, sentences[1])), 10_000),
    )


def short_sections(sentences: Sequence[str]) -> list[list[str]]:
    """Summarise sections of three sentences."""
    return [summarise_text(". ".join(sentences[start : start + 3])) for start in range(0, len(sentences), 3)]


def titles(part: slice, text: str = "") -> list[StoryText]:
    """Return texts of as many articles that differ in one number."""
    tail = "Nobody was hurt of" if text else ""
    return [
        StoryText(str(at), f"Fire destroys warehouse, {at} evacuated", tail and f"{text} {tail} {at}.", 1)
        for at in range(part.start, part.stop)
    ]


def seconds(act: Act, part: slice) -> float:
    """Return the CPU seconds of an act."""
    start = time.process_time()
    act(part)
    return time.process_time() - start


if __name__ == "__main__":
    main(Path(sys.argv[1]))
