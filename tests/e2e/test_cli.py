"""The commands, run as a user runs them: in a process of their own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def digest_bot(*arguments: str, given: str = "", at: Path = ROOT, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the console script with a small environment of its own."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(at), "PYTHONIOENCODING": "utf-8", **settings}
    command = [sys.executable, "-m", "digest_bot", *arguments]
    return subprocess.run(
        command, input=given, capture_output=True, encoding="utf-8", cwd=at, env=environment, timeout=120, check=False
    )


def filtered(step: str, *records: dict[str, object], options: tuple[str, ...] = ()) -> list[dict[str, object]]:
    """What a text filter makes of these records."""
    given = "".join(json.dumps(record) + "\n" for record in records)
    result = digest_bot("text", step, *options, given=given)
    assert result.stderr == ""
    assert result.returncode == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


ARTICLE = [
    "The ferry Aurora ran aground off Tarn Island on Monday with 212 people aboard, the coast guard said.",
    "Rescue boats brought every passenger ashore by midnight. Two sailors were treated for cold.",
    "The ferry company Nordlinje said the Aurora had lost steering ten minutes after leaving Port Vale.",
]


@pytest.mark.parametrize("command", [[], ["demo"], ["preview"], ["once"], ["run"], ["text"], ["text", "clean"]])
def test_every_command_explains_itself(command: list[str]) -> None:
    result = digest_bot(*command, "--help")
    assert result.returncode == 0
    assert result.stdout.startswith("Usage: digest-bot")


def test_clean_turns_dirty_text_into_paragraphs() -> None:
    (answer,) = filtered("clean", {"id": 1, "dirty": "\n\n".join([*ARTICLE, "Share this article"])})
    assert answer == {"id": 1, "paragraphs": ARTICLE}


def test_sections_answers_with_the_borders() -> None:
    assert filtered("sections", {"id": "x", "paragraphs": ARTICLE}) == [{"id": "x", "boundaries": []}]


def test_summary_answers_with_sentences_of_the_text() -> None:
    text = " ".join(ARTICLE)
    (answer,) = filtered("summary", {"id": 1, "text": text}, options=("--sentences", "2"))
    sentences = answer["summary"]
    assert isinstance(sentences, list)
    assert 1 <= len(sentences) <= 2
    assert all(sentence in text for sentence in sentences)


def test_stories_groups_each_set_by_itself() -> None:
    text = "\n".join(ARTICLE)
    same = {"title": "Ferry runs aground off Tarn Island", "text": text, "date": "2026-11-24"}
    answers = filtered(
        "stories", {"id": 1, "set": "a", **same}, {"id": 2, "set": "a", **same}, {"id": 3, "set": "b", **same}
    )
    clusters = [answer["cluster"] for answer in answers]
    assert clusters[0] == clusters[1] != clusters[2]


def test_speech_says_the_amount_and_keeps_what_was_written() -> None:
    (answer,) = filtered("speech", {"written": "worth $8.9 million"})
    assert answer == {"written": "worth $8.9 million", "spoken": "worth eight point nine million dollars"}


def test_extract_finds_the_article_of_a_page() -> None:
    html = "<html><body><nav>Home</nav><article>" + "".join(f"<p>{p}</p>" for p in ARTICLE) + "</article></body></html>"
    (answer,) = filtered("extract", {"id": 1, "html": html})
    assert answer == {"id": 1, "text": "\n".join(ARTICLE)}


def test_a_bad_line_is_named_and_the_rest_goes_on() -> None:
    given = '{"written": "5%"}\nnot json\n{"id": 1}\n[1]\n{"written": "$5"}\n'
    result = digest_bot("text", "speech", given=given)
    assert [json.loads(line)["spoken"] for line in result.stdout.splitlines()] == ["five percent", "five dollars"]
    assert result.stderr.splitlines() == [
        "line 2: not JSON: Expecting value: line 1 column 1 (char 0)",
        'line 3: needs "written", a text',
        "line 4: not a JSON object",
    ]
    assert result.returncode == 5


def test_a_missing_configuration_is_one_sentence_and_exit_code_3(tmp_path: Path) -> None:
    result = digest_bot("preview", "--config", "nothing.toml", at=tmp_path)
    assert result.returncode == 3
    assert result.stderr.startswith("digest-bot: There is no configuration at nothing.toml.")
    assert "Traceback" not in result.stderr


def test_a_run_without_a_token_says_what_to_set(tmp_path: Path) -> None:
    result = digest_bot("run", DIGEST_BOT_DATA=str(tmp_path))
    assert result.returncode == 3
    assert "There is no Slack token: set SLACK_BOT_TOKEN" in result.stderr


def test_preview_shows_the_digest_and_sends_nothing(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = digest_bot("preview", "--html", str(page), DIGEST_BOT_DATA=str(tmp_path))
    assert result.returncode == 0
    assert result.stdout.startswith("Daily digest · ")
    assert "Xi Meets Lukashenko" in result.stdout
    assert "Xi Meets Lukashenko" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("shell", "mark"), [("bash", "complete -o nosort"), ("zsh", "#compdef digest-bot"), ("fish", "complete")]
)
def test_the_shell_gets_its_completion(shell: str, mark: str) -> None:
    assert mark in digest_bot("completion", shell).stdout
