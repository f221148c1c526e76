"""Every text step as a filter: JSON Lines in, JSON Lines out, order kept, a bad line reported and passed over."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from digest_bot.text.stories import StoryText

Record = Mapping[str, Any]
Problem = Callable[[int, str], None]
"""Told the line number and what is wrong with it."""
T = TypeVar("T")
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
"""The ones that JSON leaves as they are."""


class BadLineError(ValueError):
    """A line is not what the step needs; the message says what is missing."""


def apply(step: Callable[[Record], T], lines: Iterable[str], *, problem: Problem) -> Iterator[T]:
    """Yield what `step` makes of every line, as it comes; a bad line goes to `problem` and the rest goes on."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield step(_parse(line))
        except BadLineError as error:
            problem(number, str(error))
        except Exception as error:  # noqa: BLE001 - whatever a step cannot do with one line, the others go on
            problem(number, f"cannot be worked on: {type(error).__name__}: {error}")


def dump(record: Record) -> str:
    """Return the record as one line of JSON, whatever a reader takes for the end of a line.

    Halves of characters, which no encoding knows, stay escaped.
    """
    line = _LINE_ENDS.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(record, ensure_ascii=False))
    return line.encode("utf-8", "backslashreplace").decode("utf-8")


def clean(record: Record) -> Record:
    """Turn {"id", "dirty"} into {"id", "paragraphs"}."""
    from digest_bot.text.clean import clean_text

    paragraphs = clean_text(_text(record, "dirty")).paragraphs
    return {"id": record.get("id"), "paragraphs": [paragraph.text for paragraph in paragraphs]}


def extract(record: Record) -> Record:
    """Turn {"id", "html"} into {"id", "text"}."""
    from digest_bot.text.extract import extract_text

    return {"id": record.get("id"), "text": extract_text(_text(record, "html"))}


def sections(record: Record) -> Record:
    """Turn {"id", "paragraphs"} into {"id", "boundaries"}: the index of each paragraph that starts a new section."""
    from digest_bot.text.language import detect_language
    from digest_bot.text.sections import find_boundaries

    paragraphs = _texts(record, "paragraphs")
    language = detect_language(" ".join(paragraphs[:10]))
    return {"id": record.get("id"), "boundaries": find_boundaries(paragraphs, language)}


def summary(record: Record, *, count: int) -> Record:
    """Turn {"id", "text"}, or {"id", "documents"} about one event, into {"id", "summary"}: the chosen sentences."""
    from digest_bot.text.summary import summarise_text, summarise_texts

    if "documents" in record:
        return {"id": record.get("id"), "summary": summarise_texts(_texts(record, "documents"), count=count)}
    return {"id": record.get("id"), "summary": summarise_text(_text(record, "text"), count=count)}


def speech(record: Record) -> Record:
    """Turn {"written"} into {"written", "spoken"}."""
    from digest_bot.text.speech import speak

    written = _text(record, "written")
    return {"written": written, "spoken": speak(written).text}


def stories(lines: Iterable[str], *, problem: Problem) -> Iterator[Record]:
    """Turn {"id", "title", "text", "date", "set"} into {"id", "cluster"}, each set by itself.

    Grouping needs a set as a whole, so nothing comes out before the last line is read.
    """
    from digest_bot.text.stories import group_texts

    records = list(apply(_story, lines, problem=problem))
    members: dict[str, list[int]] = {}
    for index, (name, _, _) in enumerate(records):
        members.setdefault(name, []).append(index)
    clusters: dict[int, str] = {}
    for name, indices in members.items():
        labels = group_texts([records[index][2] for index in indices])
        clusters.update((index, f"{name}-{label}") for index, label in zip(indices, labels, strict=True))
    for index, (_, identity, _) in enumerate(records):
        yield {"id": identity, "cluster": clusters[index]}


def _story(record: Record) -> tuple[str, Any, StoryText]:
    """Return (set, id, text) of one line; every line is an article of its own."""
    title = record.get("title") or ""
    if not isinstance(title, str):
        raise BadLineError('"title" must be a text')
    text = StoryText(article=dump(record)[:500], title=title, text=_text(record, "text"), day=_day(record.get("date")))
    return str(record.get("set", "")), record.get("id"), text


def _day(value: object) -> int | None:
    """Return the ordinal of an ISO date or time; None when there is none."""
    if value in (None, ""):
        return None
    try:
        return (datetime.fromisoformat(str(value)) if "T" in str(value) else date.fromisoformat(str(value))).toordinal()
    except ValueError as error:
        raise BadLineError(f'"date" must be an ISO date, not {value!r}') from error


def _parse(line: str) -> Record:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise BadLineError(f"not JSON: {error}") from error
    except RecursionError as error:
        raise BadLineError("not JSON that can be read: it is nested too deep") from error
    if not isinstance(record, dict):
        raise BadLineError("not a JSON object")
    return record


def _text(record: Record, key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str):
        raise BadLineError(f'needs "{key}", a text')
    return value


def _texts(record: Record, key: str) -> list[str]:
    value = record.get(key)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadLineError(f'needs "{key}", a list of texts')
    return value
