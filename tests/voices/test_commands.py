"""`digest-bot voices` and `digest-bot say`, as a user types them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from mutagen.mp3 import MP3

from digest_bot.cli import main

BRIDGE = """Bridge to close for nine weeks

Lindholm will close its harbour bridge for nine weeks from Jan. 12. The work costs $8.9 million, the city said.

Buses will run every 10-12 minutes in the meantime. The IMF had no part in it, and nobody asked for it to have one.
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a configuration, where the cache is too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


def run(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(main, arguments, input=given)


def test_the_voices_are_listed_with_what_they_need(home: Path) -> None:
    lines = run("voices").stdout.splitlines()
    assert lines[0] == "pyttsx3  works, chosen"
    assert "piper    no" in lines
    assert "         The voice piper needs a voice file: set model in the table [audio] to an .onnx file." in lines


def test_a_voice_can_be_heard(home: Path) -> None:
    result = run("voices", "--sample", "pyttsx3", "--out", "sample.mp3")
    assert result.exit_code == 0
    assert result.stdout.startswith("sample.mp3 (")
    info = MP3(home / "sample.mp3").info
    assert info is not None
    assert 5 < info.length < 15


def test_what_would_be_said_is_printed(home: Path) -> None:
    result = run("say", "-", "--text", given="It cost $8.9 million. The IMF agreed.\n\nIt rained.")
    assert result.stdout.splitlines() == [
        "It cost eight point nine million dollars.",
        "The I M F agreed.",
        "It rained.",
    ]


def test_a_file_is_spoken_with_its_title_first(home: Path) -> None:
    (home / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    result = run("say", "bridge.txt", "--transcript", "bridge.vtt")
    assert result.exit_code == 0
    assert result.stdout.startswith("bridge.mp3 (")
    said = [
        line for line in (home / "bridge.vtt").read_text(encoding="utf-8").splitlines() if line and "-->" not in line
    ]
    assert said[:3] == [
        "WEBVTT",
        "Bridge to close for nine weeks",
        "Lindholm will close its harbour bridge for nine weeks from Jan. 12.",
    ]
    assert sorted(path.name for path in home.iterdir()) == ["bridge.mp3", "bridge.txt", "bridge.vtt", "cache"]


def test_the_configuration_chooses_voice_and_lexicon(home: Path) -> None:
    (home / "config").mkdir()
    text = '[audio]\nvoice = "espeak"\n[audio.lexicon]\n"Lindholm" = "Lindhome"\n[digest.d]\nchannel = "#n"\n'
    text += 'times = ["07:30"]\ntimezone = "UTC"\nsources = ["s"]\n[source.s]\npage = "https://a.example/"\n'
    (home / "config/digest.toml").write_text(text, encoding="utf-8")
    assert "espeak   works, chosen" in run("voices").stdout or "espeak   no, chosen" in run("voices").stdout
    assert run("say", "-", "--text", given="Lindholm waits.").stdout == "Lindhome waits.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("say", "missing.txt"), "digest-bot: missing.txt cannot be read: No such file or directory."),
        (("say", "-", "--voice", "piper"), "digest-bot: The voice piper needs a voice file: set model"),
        (("say", "http://127.0.0.1/x"), "digest-bot: "),
        (("say", "-", "--out", "none/a.mp3"), "digest-bot: none/a.mp3 cannot be written: No such file or directory."),
    ],
)
def test_what_cannot_be_said_is_one_sentence(home: Path, arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments, given="Hello there.")
    assert result.exit_code == 4
    assert result.stderr.startswith(said)
    assert result.stderr.count("\n") == 1


def test_the_address_of_a_digest_stays_until_it_is_renewed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGEST_BOT_DATA", str(home / "data"))
    text = '[digest.d]\nchannel = "#n"\ntimes = ["07:30"]\ntimezone = "UTC"\nsources = ["s"]\n'
    text += '[source.s]\npage = "https://a.example/"\n[site]\nurl = "https://news.example"\n'
    (home / "digest.toml").write_text(text, encoding="utf-8")
    first = run("podcast", "--config", "digest.toml").stdout
    assert first.startswith("https://news.example/listen/d/")
    assert first.splitlines()[1] == f"{first.splitlines()[0]}feed.xml"
    assert run("podcast", "--config", "digest.toml").stdout == first
    renewed = run("podcast", "--config", "digest.toml", "--renew").stdout
    assert renewed != first
    assert run("podcast", "--config", "digest.toml").stdout == renewed
