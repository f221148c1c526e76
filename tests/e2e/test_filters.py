"""The text steps as filters: JSON Lines in and out, streaming, in order, a bad line named and the rest done."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ARTICLE = [
    "The ferry Aurora ran aground off Tarn Island on Monday with 212 people aboard, the coast guard said.",
    "Rescue boats brought every passenger ashore by midnight. Two sailors were treated for cold.",
    "The ferry company Nordlinje said the Aurora had lost steering ten minutes after leaving Port Vale.",
]
TEXT = " ".join(ARTICLE)
PAGE = "<html><body><nav>Home</nav><article>" + "".join(f"<p>{p}</p>" for p in ARTICLE) + "</article></body></html>"
STEPS: Mapping[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "clean": ({"id": 1, "dirty": "\n\n".join([*ARTICLE, "Share this article"])}, {"id": 1, "paragraphs": ARTICLE}),
    "extract": ({"id": 1, "html": PAGE}, {"id": 1, "text": "\n".join(ARTICLE)}),
    "sections": ({"id": 1, "paragraphs": ARTICLE}, {"id": 1, "boundaries": []}),
    "summary": ({"id": 1, "text": ARTICLE[0]}, {"id": 1, "summary": [ARTICLE[0]]}),
    "speech": (
        {"written": "worth $8.9 million"},
        {"written": "worth $8.9 million", "spoken": "worth eight point nine million dollars"},
    ),
}
"""One line in and the line that comes out; `stories` needs a set as a whole and has tests of its own."""
HOSTILE = {
    "nothing": ("not json", "not JSON: Expecting value: line 1 column 1 (char 0)"),
    "a list": ("[1]", "not a JSON object"),
    "depth": ("[" * 200_000, "not JSON that can be read: it is nested too deep"),
    "a number without end": ('{"id": ' + "9" * 5_000 + "}", "not JSON: Exceeds the limit (4300 digits)"),
}


def start(step: str, *options: str) -> subprocess.Popen[str]:
    """Start a filter with pipes on all sides."""
    command = [sys.executable, "-m", "digest_bot", "text", step, *options]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(ROOT), "LC_ALL": "C"}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=ROOT, env=environment, encoding="utf-8", bufsize=1
    )


def filtered(step: str, *records: Mapping[str, Any], options: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """What a filter makes of these records, none of them bad."""
    with start(step, *options) as process:
        out, err = process.communicate("".join(json.dumps(record) + "\n" for record in records), timeout=300)
    assert (process.returncode, err) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


@pytest.mark.parametrize("step", STEPS)
def test_a_line_comes_out_before_the_next_one_is_asked_for(step: str) -> None:
    given, wanted = STEPS[step]
    with start(step) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(given) + "\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline()) == wanted
        out, err = process.communicate(_with_bad_lines(given), timeout=300)
    assert [json.loads(line) for line in out.splitlines()] == [wanted, wanted]
    problems = err.splitlines()
    assert [line.split(":")[0] for line in problems] == [f"line {number}" for number in (2, 4, 5, 6, 7)]
    assert [said for _, said in HOSTILE.values() if not any(said in line for line in problems)] == []
    assert process.returncode == 5


def _with_bad_lines(given: Mapping[str, Any]) -> str:
    """Two good lines, with an empty one, four that are no record and one that lacks what the step needs between."""
    bad = [line for line, _ in HOSTILE.values()]
    return "\n".join([bad[0], json.dumps(given), *bad[1:], '{"id": 9}', "", json.dumps(given)]) + "\n"


def test_stories_groups_each_set_by_itself_and_keeps_the_order() -> None:
    one = {"title": "Ferry runs aground off Tarn Island", "text": TEXT, "date": "2026-11-24"}
    other = {
        "title": "Bread grows dearer",
        "text": "Bakers in Lindholm put up the price of bread by a crown on Monday.",
    }
    answers = filtered(
        "stories",
        *({"id": 1, "set": "a", **one}, {"id": 2, "set": "b", **one}, {"id": 3, "set": "a", **other}),
        {"id": 4, "set": "a", **one, "date": "2026-11-25T06:00:00Z"},
    )
    assert [set(answer) for answer in answers] == [{"id", "cluster"}] * 4
    assert [answer["id"] for answer in answers] == [1, 2, 3, 4]
    clusters = [answer["cluster"] for answer in answers]
    assert clusters[0] == clusters[3]
    assert len(set(clusters)) == 3


def test_stories_names_a_bad_line_and_groups_the_rest() -> None:
    good = {"title": "Ferry runs aground", "text": TEXT, "date": None, "set": "a"}
    given = [json.dumps({"id": 1, **good}), json.dumps({**good, "date": "soon"}), "{}", json.dumps({"id": 4, **good})]
    with start("stories") as process:
        out, err = process.communicate("\n".join(given), timeout=300)
    assert [json.loads(line)["id"] for line in out.splitlines()] == [1, 4]
    assert err.splitlines() == ["line 2: \"date\" must be an ISO date, not 'soon'", 'line 3: needs "text", a text']
    assert process.returncode == 5


def test_summary_keeps_to_the_number_of_sentences_and_to_the_text() -> None:
    one, several = filtered(
        "summary", {"id": 1, "text": TEXT}, {"id": 2, "documents": ARTICLE}, options=("--sentences", "2")
    )
    assert 1 <= len(one["summary"]) <= 2
    assert 1 <= len(several["summary"]) <= 2
    assert all(sentence in TEXT for sentence in (*one["summary"], *several["summary"]))


def test_speech_takes_any_character_and_gives_it_back() -> None:
    written = ["", "Größe: 5 € – “half” \u2028", "\x00\x1b[31m", "half a pair \ud83d"]
    answers = filtered("speech", *({"written": text} for text in written))
    assert [answer["written"] for answer in answers] == written
