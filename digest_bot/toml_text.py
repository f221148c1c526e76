"""TOML as text: in which line a key stands, which its parser does not tell; tables added to what somebody wrote."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_PART = r"""(?:[\w-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_KEY = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*\[\[?\s*({_KEY})\s*\]")
_VALUE = re.compile(rf"\s*({_KEY})\s*=")
_MARK = "\ufeff"
"""What some editors begin a file with."""
_LONG = re.compile(r'"""|' + "'''")


def parse(text: str) -> dict[str, Any]:
    """Return what the text says, whatever its line ends; raises TOMLDecodeError."""
    return tomllib.loads(text.removeprefix(_MARK).replace("\r\n", "\n"))


def line_of(text: str, at: tuple[str, ...]) -> int:
    """Return the line of this key in a text that parses or, failing that, of what it stands in; 1 when nothing does."""
    best, known = 1, 0
    for number, path in _places(text.removeprefix(_MARK)):
        if path[: len(at)] == at:
            return number
        if len(path) > known and at[: len(path)] == path:
            best, known = number, len(path)
    return best


def quoted(text: str) -> str:
    """Return the text as a TOML string; JSON's strings are that, but for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def with_tables(text: str, tables: Iterable[tuple[str, Mapping[str, str]]]) -> str:
    """Return the text and behind it these tables, (header, strings by key); what stands in it stays as it is."""
    end = "\r\n" if "\r\n" in text else "\n"
    added = ([f"[{header}]", *(f"{key} = {quoted(value)}" for key, value in keys.items())] for header, keys in tables)
    return end.join([text.rstrip("\r\n") + end, *("".join(f"{line}{end}" for line in lines) for lines in added)])


def _places(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield (line, whole path) of every table and key, but not of what stands within a value."""
    table: tuple[str, ...] = ()
    inside = ""
    for number, line in enumerate(text.split("\n"), start=1):
        before, inside = inside, _open_behind(line, inside)
        if before:
            continue
        if header := _HEADER.match(line):
            table = _parts(header[1])
            yield number, table
        elif key := _VALUE.match(line):
            yield number, (*table, *_parts(key[1]))


def _open_behind(line: str, inside: str) -> str:
    """Return the quotes of the long string that is open at the end of this line, empty for none."""
    for quotes in _LONG.findall(line):
        if inside in ("", quotes):
            inside = "" if inside else quotes
    return inside


def _parts(key: str) -> tuple[str, ...]:
    parts: list[str] = []
    table = tomllib.loads(f"{key} = 0")
    while isinstance(table, dict):
        ((part, table),) = table.items()
        parts.append(part)
    return tuple(parts)
