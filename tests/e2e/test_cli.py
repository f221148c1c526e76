"""The commands, run as a user runs them: in a process of their own."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def digest_bot(
    *arguments: str, given: str = "", at: Path = ROOT, encoding: str = "utf-8", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run the console script with a small environment of its own."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(at),
        "PYTHONIOENCODING": encoding,
        "PYTHONPATH": str(ROOT),
        **settings,
    }
    command = [sys.executable, "-m", "digest_bot", *arguments]
    return subprocess.run(
        command, input=given, capture_output=True, encoding=encoding, cwd=at, env=environment, timeout=300, check=False
    )


@pytest.mark.parametrize("command", [[], ["demo"], ["preview"], ["once"], ["run"], ["text"], ["text", "clean"]])
def test_every_command_explains_itself(command: list[str]) -> None:
    result = digest_bot(*command, "--help")
    assert result.returncode == 0
    assert result.stdout.startswith("Usage: digest-bot")


def test_a_missing_configuration_is_one_sentence_and_exit_code_3(tmp_path: Path) -> None:
    result = digest_bot("preview", "--config", "nothing.toml", at=tmp_path)
    assert result.returncode == 3
    assert result.stderr.startswith("digest-bot: There is no configuration at nothing.toml.")
    assert "Traceback" not in result.stderr


def test_a_run_without_a_token_says_what_to_set(tmp_path: Path) -> None:
    result = digest_bot("run", DIGEST_BOT_DATA=str(tmp_path))
    assert result.returncode == 3
    assert result.stderr.startswith("digest-bot: There is no Slack token: set SLACK_BOT_TOKEN")
    assert result.stderr.count("\n") == 1


def test_a_run_that_slack_could_not_reach_ends_and_says_why(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (tmp_path / "news").mkdir()
        (tmp_path / "digest.toml").write_text(
            '[source.n]\nfolder = "news"\n'
            '[digest.d]\nchannel = "C1"\ntimes = ["07:30"]\ntimezone = "UTC"\nsources = ["n"]\n'
            f'[slack]\nmode = "http"\napi_url = "http://127.0.0.1:{port}/"\n'
            f'[site]\nhost = "127.0.0.1"\nport = {port}\n',
            encoding="utf-8",
        )
        keys = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "secret"}
        result = digest_bot("run", "--config", "digest.toml", at=tmp_path, DIGEST_BOT_DATA=str(tmp_path), **keys)
    assert result.returncode == 3
    assert f"digest-bot: The site cannot listen on 127.0.0.1:{port}: Address already in use." in result.stderr
    assert "Traceback" not in result.stderr


def test_preview_shows_the_digest_and_sends_nothing(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = digest_bot("preview", "--html", str(page), DIGEST_BOT_DATA=str(tmp_path))
    assert result.returncode == 0
    assert result.stdout.startswith("Daily digest · ")
    assert "Xi Meets Lukashenko" in result.stdout
    assert "Xi Meets Lukashenko" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_shell_gets_its_completion(shell: str) -> None:
    assert "complet" in digest_bot("completion", shell).stdout


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("te", "text"), ("text su", "summary"), ("completion b", "bash"), ("text summary --sen", "--sentences")],
)
def test_bash_completes_what_was_begun(tmp_path: Path, typed: str, offered: str) -> None:
    command = tmp_path / "digest-bot"
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m digest_bot "$@"\n')
    command.chmod(0o755)
    words = ["digest-bot", *typed.split()]
    script = f"""
        eval "$(digest-bot completion bash)"
        COMP_WORDS=({" ".join(words)}); COMP_CWORD={len(words) - 1}
        $(complete -p digest-bot | sed 's/.*-F \\([^ ]*\\).*/\\1/') digest-bot
        echo "${{COMPREPLY[@]}}"
    """
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "HOME": str(tmp_path)}
    bash = subprocess.run(["bash", "-c", script], capture_output=True, encoding="utf-8", env=environment, check=False)
    assert (bash.stdout.split(), bash.stderr) == ([offered], "")


def test_a_database_that_cannot_be_used_is_one_sentence_and_exit_code_4(tmp_path: Path) -> None:
    result = digest_bot(
        "health", DIGEST_BOT_DATABASE_URL="sqlite:////proc/nowhere/digest.db", DIGEST_BOT_DATA=str(tmp_path)
    )
    assert result.returncode == 4
    assert result.stderr.startswith("digest-bot: ")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["text", "summary", "--sentences", "0"], ["demo", "--corpus", "no"]]
)
def test_a_wrong_command_line_is_exit_code_2(arguments: list[str]) -> None:
    result = digest_bot(*arguments)
    assert result.returncode == 2
    assert result.stderr.startswith("Usage: digest-bot")


def test_a_terminal_without_our_letters_and_a_page_that_cannot_be_written_are_no_tracebacks(tmp_path: Path) -> None:
    result = digest_bot("preview", "--html", "/nowhere/a.html", encoding="cp1252", DIGEST_BOT_DATA=str(tmp_path))
    assert "Xi Meets Lukashenko" in result.stdout
    assert (result.returncode, result.stderr) == (
        4,
        "digest-bot: /nowhere/a.html cannot be written: No such file or directory.\n",
    )


def test_a_folder_without_articles_is_said_to_be_one(tmp_path: Path) -> None:
    result = digest_bot("demo", "--corpus", str(tmp_path), at=tmp_path)
    assert result.returncode == 4
    assert result.stderr.startswith(f"digest-bot: There is no article in {tmp_path}: it takes files that end with .txt")


def test_a_closed_pipe_ends_a_filter_without_a_word(tmp_path: Path) -> None:
    line = '{"written": "worth $8.9 million"}'
    command = f"yes '{line}' | head -n 3000 | {sys.executable} -m digest_bot text speech | head -n 1"
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    shell = subprocess.run(["sh", "-c", command], capture_output=True, encoding="utf-8", env=environment, check=False)
    assert "worth eight point nine million dollars" in shell.stdout
    assert shell.stderr == ""
