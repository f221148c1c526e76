"""Finished sound is found again, whole or not at all."""

import os
from pathlib import Path

import pytest

from digest_bot.model import Audio, Chapter, Cue, Heading, Narration, Segment
from digest_bot.shell.masters import KEPT, find, keep, place_of

AUDIO = Audio(b"ID3\nframes\n\x00", 3.5, (Chapter("Ferry", 0.25, 3.5),), (Cue("A “ferry”.", 0.25, 3.5),), "hum")
SCRIPT = Narration("News", "en", (Segment("Hi.", "Hi.", 0, 0.3),), (Heading("Ferry"),))


def place(folder: Path, script: Narration = SCRIPT, *, voice: str = "hum", fingerprint: str = "1") -> Path:
    return place_of(script, voice=voice, fingerprint=fingerprint, folder=folder)


def test_what_was_kept_is_found(tmp_path: Path) -> None:
    keep(AUDIO, place(tmp_path))
    assert find(place(tmp_path)) == AUDIO


def test_another_script_voice_or_version_has_another_place(tmp_path: Path) -> None:
    longer = Narration("News", "en", (Segment("Hi.", "Hi.", 0, 0.4),), (Heading("Ferry"),))
    places = {place(tmp_path), place(tmp_path, longer), place(tmp_path, voice="b"), place(tmp_path, fingerprint="2")}
    assert len(places) == 4


@pytest.mark.parametrize("content", [b"", b"{", b"{}\nID3", b"\xff\xfe\n"])
def test_what_is_damaged_is_not_there(tmp_path: Path, content: bytes) -> None:
    place(tmp_path).write_bytes(content)
    assert find(place(tmp_path)) is None


def test_what_was_cut_short_is_not_there(tmp_path: Path) -> None:
    keep(AUDIO, place(tmp_path))
    place(tmp_path).write_bytes(place(tmp_path).read_bytes()[:-1])
    assert find(place(tmp_path)) is None


def test_what_a_killed_process_left_behind_goes(tmp_path: Path) -> None:
    left, going_on = (tmp_path / f"{place(tmp_path).name}.{pid}.part" for pid in (1, 2))
    for half in (left, going_on):
        half.write_bytes(b"half")
    os.utime(left, (1000, 1000))
    keep(AUDIO, place(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([place(tmp_path).name, going_on.name])


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    keep(AUDIO, place(tmp_path / "missing"))
    assert find(place(tmp_path / "missing")) is None


def test_what_was_not_asked_for_the_longest_goes_first(tmp_path: Path) -> None:
    for number in range(KEPT + 1):
        at = place(tmp_path, fingerprint=str(number))
        keep(AUDIO, at)
        os.utime(at, (1000 + number, 1000 + number))
    keep(AUDIO, place(tmp_path, fingerprint="last"))
    assert find(place(tmp_path, fingerprint="0")) is None
    assert find(place(tmp_path, fingerprint=str(KEPT))) == AUDIO
    assert len(list(tmp_path.iterdir())) == KEPT
