"""Folders of articles, and what else may lie in them."""

import os
import socket
from datetime import datetime
from pathlib import Path

import pytest

from digest_bot.errors import SourceError
from digest_bot.model import Document, Skipped, SkipReason
from digest_bot.sources.folder import Folder
from tests.builders import NOW


def read(path: Path, **options: int) -> list[Document | Skipped]:
    return list(Folder("Inbox", path, **options).read(now=NOW))


def names(path: Path) -> list[str]:
    return [str(item.url).rsplit("/", 1)[-1] for item in read(path) if isinstance(item, Document)]


def skipped(path: Path, **options: int) -> list[tuple[str, str]]:
    return [(item.title, item.detail) for item in read(path, **options) if isinstance(item, Skipped)]


def put(path: Path, text: str = "The ferry sails again.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_becomes_a_document(tmp_path: Path) -> None:
    path = put(tmp_path / "ferry one.txt")
    assert read(tmp_path) == [
        Document("Inbox", b"The ferry sails again.", "text/plain", NOW, url=path.as_uri()),
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.txt", "text/plain"),
        ("a.md", "text/plain"),
        ("a.HTML", "text/html"),
        ("a.htm", "text/html"),
        ("a.eml", "message/rfc822"),
    ],
)
def test_the_ending_of_the_name_tells_the_kind(tmp_path: Path, name: str, kind: str) -> None:
    put(tmp_path / name)
    (document,) = read(tmp_path)
    assert isinstance(document, Document)
    assert document.media_type == kind


def test_the_order_is_that_of_the_names(tmp_path: Path) -> None:
    for number, name in enumerate(["c.txt", "a.txt", "B.txt", "010.txt", "9.txt"]):
        os.utime(put(tmp_path / name), (number, number))
    assert names(tmp_path) == ["010.txt", "9.txt", "B.txt", "a.txt", "c.txt"]


def test_what_is_no_article_is_not_read(tmp_path: Path) -> None:
    others = [
        "README.md",
        "readme.txt",
        "NOTICE",
        "Notice.txt",
        "LICENSE.txt",
        ".hidden.txt",
        "a.expected.json",
        "a.csv",
    ]
    for name in [*others, "a.txt", "deeper/b.txt", ".git/c.txt"]:
        put(tmp_path / name)
    assert names(tmp_path) == ["a.txt"]
    assert skipped(tmp_path) == []


def test_one_file_can_be_a_source(tmp_path: Path) -> None:
    put(tmp_path / "other.txt")
    assert names(put(tmp_path / "notes")) == ["notes"]


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert read(tmp_path) == []


@pytest.mark.parametrize("name", ["gone", "gone.txt"])
def test_a_folder_that_is_not_there_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match=rf"{name} cannot be read: No such file or directory\."):
        read(tmp_path / name)


def test_the_bad_ones_are_named_and_the_good_one_is_read(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "")
    put(tmp_path / "b.txt", " \n\t")
    (tmp_path / "c.txt").write_bytes(b"%PDF-1.7 rest")
    (tmp_path / "d.txt").write_bytes(b"PK\x03\x04rest")
    (tmp_path / "e.txt").write_bytes(bytes(500))
    put(tmp_path / "f.txt", "x" * 2000)
    put(tmp_path / "g.txt")
    assert names(tmp_path) == ["f.txt", "g.txt"]
    assert skipped(tmp_path, max_bytes=1000) == [
        ("a.txt", "a.txt is empty."),
        ("b.txt", "b.txt is empty."),
        ("c.txt", "c.txt is not text, whatever its name says."),
        ("d.txt", "d.txt is not text, whatever its name says."),
        ("e.txt", "e.txt is not text, whatever its name says."),
        ("f.txt", "f.txt is larger than 0.001 MB."),
    ]


def test_a_file_that_is_skipped_says_why_in_the_stable_code(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "")
    assert read(tmp_path) == [Skipped("Inbox", SkipReason.UNREADABLE, "a.txt is empty.", title="a.txt")]


def test_a_huge_sparse_file_is_judged_by_its_size(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as stream:
        stream.truncate(2_000_000_000)
    assert skipped(tmp_path) == [("huge.txt", "huge.txt is larger than 15 MB.")]


def test_a_link_that_leads_out_is_not_followed(tmp_path: Path) -> None:
    put(tmp_path / "secret.txt", "outside")
    inbox = tmp_path / "inbox"
    put(inbox / "b.txt")
    (inbox / "a.txt").symlink_to(tmp_path / "secret.txt")
    (inbox / "c.txt").symlink_to("b.txt")
    (inbox / "d.txt").symlink_to("nowhere.txt")
    assert names(inbox) == ["b.txt", "c.txt"]
    assert skipped(inbox) == [
        ("a.txt", "a.txt is a link that leads out of the folder."),
        ("d.txt", "d.txt cannot be read."),
    ]


def test_a_link_in_a_circle_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("a.txt")
    assert [name for name, _ in skipped(tmp_path)] == ["a.txt"]


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    put(tmp_path / "real" / "a.txt")
    (tmp_path / "inbox").symlink_to("real")
    assert names(tmp_path / "inbox") == ["a.txt"]


def test_what_only_looks_like_a_file_does_not_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket has 107 characters at most
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.txt")
        (tmp_path / "zero.txt").symlink_to("/dev/zero")
        found = skipped(tmp_path)
    assert found == [
        ("folder.txt", "folder.txt is not a regular file."),
        ("pipe.txt", "pipe.txt is not a regular file."),
        ("socket.txt", "socket.txt is not a regular file."),
        ("zero.txt", "zero.txt is a link that leads out of the folder."),
    ]


def test_a_file_without_permission_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "a.txt")

    def forbid(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr("digest_bot.sources.folder.os.open", forbid)
    assert skipped(tmp_path) == [("a.txt", "a.txt cannot be read.")]


def test_a_flood_of_files_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest_bot.sources.folder.MAX_FILES", 2)
    for name in "abc":
        put(tmp_path / f"{name}.txt")
    with pytest.raises(SourceError, match="holds more than 2 articles"):
        read(tmp_path)


def test_a_name_that_is_not_unicode_can_be_shown(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9\n.txt")).write_text("", encoding="utf-8")
    assert skipped(tmp_path) == [("caf��.txt", "caf��.txt is empty.")]


def test_text_in_wide_characters_is_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Die Fähre fährt wieder.".encode("utf-16"))
    (tmp_path / "b.txt").write_bytes("Die Fähre fährt wieder.".encode("utf-16-le"))
    (tmp_path / "c.txt").write_bytes("Die Fähre fährt wieder.".encode("utf-32-be"))
    assert names(tmp_path) == ["a.txt", "b.txt", "c.txt"]


def test_the_time_of_receipt_is_the_time_of_reading(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    (document,) = read(tmp_path)
    assert isinstance(document, Document)
    assert isinstance(document.received_at, datetime)
    assert document.received_at == NOW
