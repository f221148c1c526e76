"""A small language for shapes: every rule yields what is wrong with a value, as Slack's validator would point at it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Problem:
    """One thing that Slack would refuse, in the words of blocks.validate."""

    pointer: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


Rule = Callable[[Any, str], Iterator[Problem]]
HALF = re.compile("[\ud800-\udfff]")
"""Half of a character, which no valid Unicode holds."""


def string(low: int = 0, high: int | None = None, *, pattern: str = "") -> Rule:
    """A string of `low` to `high` code points."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem(at, "wrong_type", "must be a string")
            return
        if len(value) < low:
            yield Problem(at, "failed_constraint", f"must be more than {low - 1} characters")
        if high is not None and len(value) > high:
            yield Problem(at, "failed_constraint", f"must be less than {high + 1} characters")
        if pattern and not re.fullmatch(pattern, value):
            yield Problem(at, "failed_constraint", f"must match {pattern}")
        if HALF.search(value):
            yield Problem(at, "failed_constraint", "must be valid Unicode")

    return check


def web_address(high: int = 3000) -> Rule:
    """A URL that may be linked."""
    length = string(1, high)

    def check(value: Any, at: str) -> Iterator[Problem]:
        yield from length(value, at)
        if isinstance(value, str):
            try:
                parts = urlsplit(value)
            except ValueError:
                parts = urlsplit("")
            if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"[\s<>|]", value):
                yield Problem(at, "failed_constraint", "must be a valid URL")

    return check


def boolean(value: Any, at: str) -> Iterator[Problem]:
    """True or false."""
    if not isinstance(value, bool):
        yield Problem(at, "wrong_type", "must be a boolean")


def whole(low: int, high: int) -> Rule:
    """A whole number within bounds."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            yield Problem(at, "failed_constraint", f"must be a whole number from {low} to {high}")

    return check


def one_of(*allowed: str) -> Rule:
    """One of these words."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if value not in allowed:
            yield Problem(at, "failed_constraint", f"must be one of {', '.join(allowed)}")

    return check


def many(rule: Rule, low: int, high: int) -> Rule:
    """A list of `low` to `high` things."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, Sequence) or isinstance(value, str):
            yield Problem(at, "wrong_type", "must be an array")
            return
        if len(value) < low:
            yield Problem(at, "failed_constraint", f"must have at least {low} items")
        if len(value) > high:
            yield Problem(at, "failed_constraint", f"no more than {high} items allowed")
        for index, item in enumerate(value):
            yield from rule(item, f"{at}/{index}")

    return check


def shape(kind: str = "", /, *, needs: Mapping[str, Rule] | None = None, may: Mapping[str, Rule] | None = None) -> Rule:
    """An object with these fields and no others; `kind` is its `type`."""
    required, optional = dict(needs or {}), dict(may or {})
    known = required | optional

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, Mapping):
            yield Problem(at, "wrong_type", "must be an object")
            return
        if kind and value.get("type") != kind:
            yield Problem(f"{at}/type", "failed_constraint", f"must be {kind}")
        for name in required:
            if name not in value:
                yield Problem(f"{at}/{name}", "missing_field", f"missing required field: {name}")
        for name, inner in value.items():
            if name == "type" and kind:
                continue
            if name not in known:
                yield Problem(
                    f"{at}/{name}", "invalid_additional_property", f"no additional properties allowed: {name}"
                )
                continue
            yield from known[name](inner, f"{at}/{name}")

    return check


def kinds(table: Mapping[str, Rule]) -> Rule:
    """An object whose `type` names one of these shapes."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, Mapping):
            yield Problem(at, "wrong_type", "must be an object")
            return
        rule = table.get(value.get("type", ""))
        if rule is None:
            yield Problem(f"{at}/type", "failed_constraint", f"unsupported type: {value.get('type')}")
            return
        yield from rule(value, at)

    return check


def nodes(node: Any) -> Iterator[Mapping[str, Any]]:
    """Return every object inside a piece of JSON, itself included, in the order they are written."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting.extend(reversed(one.values()))
        elif isinstance(one, list | tuple):
            waiting.extend(reversed(one))


def both(*rules: Rule) -> Rule:
    """Everything that any of these rules finds."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        for rule in rules:
            yield from rule(value, at)

    return check
