"""The demo where something is missing: no voice, no articles, no room for its files."""

import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from digest_bot.demo import Demo, run_demo
from digest_bot.errors import SourceError, VoiceError
from digest_bot.ports import Voice

ROOT = Path(__file__).parents[2]
ARTICLE = """Ferry runs aground off Tarn Island

The ferry Aurora ran aground off Tarn Island on Monday with 212 people aboard, the coast guard of Lindholm said.

Rescue boats brought every passenger ashore by midnight, and two sailors were treated for cold in St. Birgit's hospital.

The ferry company Nordlinje said that the Aurora had lost her steering ten minutes after leaving Port Vale.
"""


class Hoarse:
    """A voice that breaks whenever it is asked."""

    name, rate, patience = "hoarse", 165, 1.0

    def unavailable(self) -> str | None:
        return None

    def fingerprint(self) -> str:
        return "hoarse"

    def render(self, text: str, out: Path, *, language: str, timeout: float) -> None:
        raise VoiceError("it has a cold", permanent=True)


def made(corpus: Path, out: Path, *voices: Voice, told: list[str] | None = None) -> Demo:
    return run_demo(corpus, out, say=(told if told is not None else []).append, voices=voices)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferry.txt").write_text(ARTICLE, encoding="utf-8")
    return folder


def test_without_a_voice_the_digest_is_whole_and_says_why_it_is_silent(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "digest.mp3").write_bytes(b"of yesterday")
    demo = made(corpus, out, Hoarse())
    assert [path.name for path in demo.files] == ["digest.html", "digest.json"]
    assert "it has a cold" in demo.silence
    assert "it has a cold" in (out / "digest.html").read_text(encoding="utf-8")
    assert "Ferry runs aground off Tarn Island" in demo.text
    assert not (out / "digest.mp3").exists()


def test_no_half_written_file_is_left(corpus: Path, tmp_path: Path) -> None:
    made(corpus, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir() if path.name.endswith(".part")] == []


def test_a_folder_without_articles_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"There is no article in .*: it takes files that end with \.txt"):
        made(tmp_path, tmp_path / "out", Hoarse())


def test_it_tells_what_it_is_doing(corpus: Path, tmp_path: Path) -> None:
    told: list[str] = []
    made(corpus, tmp_path / "out", told=told)
    assert told[:2] == ["Reading and summarising", "Speaking"]


def digest_bot(*arguments: str, stderr: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    command: Sequence[str] = (sys.executable, "-m", "digest_bot", *arguments)
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        command, stdout=subprocess.PIPE, stderr=stderr, encoding="utf-8", cwd=ROOT, env=environment, check=False
    )


def test_a_place_that_cannot_be_written_is_one_sentence_and_exit_code_4(corpus: Path) -> None:
    place = corpus / "ferry.txt" / "out"
    result = digest_bot("demo", "--corpus", str(corpus), "--out", str(place))
    assert result.stderr == f"digest-bot: {place} cannot be written: Not a directory.\n"
    assert result.returncode == 4


def test_progress_is_shown_on_a_terminal_and_wiped_away(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ours, theirs = pty.openpty()
    result = digest_bot("demo", "--corpus", str(tmp_path / "empty"), "--out", str(tmp_path / "out"), stderr=theirs)
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    assert "Reading and summarising …" in shown
    assert shown.split("digest-bot: ")[0].endswith("Reading and summarising …\r\x1b[K")
    assert "…" not in result.stdout
