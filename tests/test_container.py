"""What the Dockerfile says that the program must agree with."""

import re
from pathlib import Path

from digest_bot.text.words import LANGUAGES

DOCKERFILE = (Path(__file__).parents[1] / "Dockerfile").read_text(encoding="utf-8")


def test_the_image_keeps_the_word_lists_of_the_languages_the_program_knows() -> None:
    assert set(re.findall(r"! -name '\*_(\w+)\.\*'", DOCKERFILE)) == set(LANGUAGES)


def test_the_image_runs_as_a_user_of_its_own_who_owns_its_data() -> None:
    *_, last = DOCKERFILE.split("\nFROM ")
    user, home = re.findall(r"useradd .* --home-dir (\S+) (\S+)", last)[0][::-1]
    assert f"\nUSER {user}\n" in last
    assert f"DIGEST_BOT_DATA={home} " in last
    assert f"\nVOLUME {home}\n" in last


def test_what_the_image_copies_is_there_and_not_ignored() -> None:
    root = Path(__file__).parents[1]
    ignored = (root / ".dockerignore").read_text(encoding="utf-8").split()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    names = [name for line in copied for name in line.split()]
    assert names
    assert [name for name in names if not (root / name).exists() or name in ignored] == []
