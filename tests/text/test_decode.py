"""Bytes become text: whatever they are, and without a replacement sign where a sound reading exists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_bot.text.decode import decode

QUOTED = "“It’s over”, she said – in Zürich."
RUSSIAN = "Президент России заявил, что переговоры продолжатся в понедельник."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_western_text_needs_no_declaration(encoding: str) -> None:
    assert decode(QUOTED.encode(encoding)) == QUOTED


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_two_bytes_a_sign_need_no_mark(encoding: str) -> None:
    assert decode(QUOTED.encode(encoding)) == QUOTED


@pytest.mark.parametrize("encoding", ["euc-jp", "cp932"])
def test_japanese_text_is_recognised(encoding: str) -> None:
    text = "鉱山会社に対し、湖からの水のくみ上げを止めるように命じた。"
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-r", "cp866", "iso8859-5"])
def test_russian_text_is_recognised(encoding: str) -> None:
    assert decode(RUSSIAN.encode(encoding)) == RUSSIAN


@pytest.mark.parametrize(
    ("body", "charset", "expected"),
    [
        ("Łódź".encode("iso-8859-2"), "iso-8859-2", "Łódź"),
        ("日本".encode("shift_jis"), "Shift_JIS", "日本"),
        ("“x”".encode("cp1252"), "ISO-8859-1", "“x”"),
        ("Zürich".encode(), "iso-8859-1", "Zürich"),
        ("鎔湖".encode("gb18030"), "gb2312", "鎔湖"),
        ("ğı".encode("cp1254"), "iso-8859-9", "ğı"),
        (b"plain", "no-such-encoding", "plain"),
        (b"plain", "rot13", "plain"),
        ("Zürich".encode("utf-16-le"), "utf-16-le", "Zürich"),
    ],
)
def test_a_declaration_counts_where_it_fits(body: bytes, charset: str, expected: str) -> None:
    assert decode(body, charset=charset) == expected


def test_the_document_may_declare_it_itself() -> None:
    page = '<meta charset="iso-8859-2"><p>Łódź</p>'
    feed = '<?xml version="1.0" encoding="windows-1251"?><t>Москва</t>'
    assert decode(page.encode("iso-8859-2")) == page
    assert decode(feed.encode("cp1251")) == feed


def test_bytes_that_are_nothing_are_still_text() -> None:
    assert decode(b"") == ""
    assert "\x00" not in decode(b"\x81\x8d\x00\xff\xfe\x81")


@given(
    body=st.binary(max_size=300), charset=st.sampled_from([None, "utf-8", "utf-7", "utf-16", "big5", "idna", "hex", ""])
)
def test_any_bytes_give_text(body: bytes, charset: str | None) -> None:
    assert isinstance(decode(body, charset=charset), str)


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_utf_8_survives(text: str) -> None:
    assert decode(text.encode()) == text.removeprefix("\ufeff")
