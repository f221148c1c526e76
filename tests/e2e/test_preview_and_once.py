"""What `preview --json` shows is what `once` then posts, to the byte; both commands run as a user runs them."""

import json
from pathlib import Path

from tests.e2e.test_cli import ROOT, digest_bot
from tests.slack_double import TOKEN, running

Said = list[tuple[str, str]]
"""Text and blocks of messages."""


def test_once_posts_the_bytes_that_preview_has_shown(tmp_path: Path) -> None:
    shown, posted = shown_and_posted(tmp_path / "first")
    if shown != posted:  # a day may end between the two, or “today” become “tomorrow”; never twice in a row
        shown, posted = shown_and_posted(tmp_path / "again")
    assert posted == shown


def shown_and_posted(folder: Path) -> tuple[Said, Said]:
    """Run one command after the other, on a database of their own."""
    folder.mkdir()
    config = folder / "digest.toml"
    text = (ROOT / "config" / "digest.toml").read_text(encoding="utf-8")
    silent = text.replace("audio = true", "audio = false")  # the way to the sound comes later, by an update
    config.write_text(silent.replace('"../', f'"{ROOT}/'), encoding="utf-8")
    with running() as double:
        settings = {"SLACK_API_URL": double.url, "SLACK_BOT_TOKEN": TOKEN, "DIGEST_BOT_DATA": str(folder)}
        preview = digest_bot("preview", "--json", "--config", str(config), at=folder, **settings)
        assert preview.returncode == 0, preview.stderr
        assert double.calls == []
        once = digest_bot("once", "--config", str(config), at=folder, **settings)
        assert once.returncode == 0, once.stderr
        channel = next(channel for channel in double.channels.values() if channel.messages)
        shown = [(m["text"], json.dumps(m["blocks"])) for m in json.loads(preview.stdout)]
        return shown, [(m["text"], json.dumps(m["blocks"])) for m in channel.messages if "metadata" in m]
