"""What goes wrong on purpose: by script, call by call, or at random from a seed."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS = ("drop", "reset", "hang", "500", "502", "503", "internal_error", "fatal_error", "truncated", "html")
"""Each with `_before` or `_after`: the request was not, or was, carried out."""


@dataclass
class Faults:
    """Which fault the next call of a method suffers; "" is none.

    A script names faults in order, for one method or for all that change something. A chance gives every call of the
    named methods a fault with that probability, drawn from a seed. Besides KINDS there are `ratelimited` (429, with
    `retry_after`), `late` and any error code of Slack's.
    """

    script: dict[str, list[str]] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    chance: float = 0.0
    methods: tuple[str, ...] = ()
    """Which the chance is for; empty means all."""
    seed: int = 0
    retry_after: int = 1
    hang: float = 1.0
    """Seconds."""
    late: float = 1.0
    """Seconds after which `late` carries the call out, long after the connection broke."""
    suffered: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def next(self, method: str) -> str:
        """Return the fault of this call."""
        for name in (method, "*"):
            if self.script.get(name):
                return self._count(self.script[name].pop(0))
        affected = not self.methods or method in self.methods
        if self.chance and affected and self._random.random() < self.chance:
            return self._count(self._random.choice(self.kinds))
        return ""

    def _count(self, fault: str) -> str:
        if fault:
            self.suffered[fault] = self.suffered.get(fault, 0) + 1
        return fault


def before(fault: str) -> bool:
    """Tell whether the fault strikes before anything is carried out."""
    return bool(fault) and not fault.endswith("_after")


def from_json(data: Mapping[str, object]) -> Faults:
    """Return the faults that a test in another process asked for."""
    known = {name: value for name, value in data.items() if name in Faults.__dataclass_fields__}
    made = Faults(**known)  # type: ignore[arg-type]
    made.kinds, made.methods = tuple(made.kinds), tuple(made.methods)
    return made
