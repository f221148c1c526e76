"""Slack's rate limits: one token bucket a method, and one a channel for posts."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Buckets:
    """Leaky buckets; `rate` makes Slack's minutes shorter, and 0 switches limits off."""

    rate: float = 0.0
    refusals: int = 0
    clock: Callable[[], float] = time.monotonic
    _levels: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Name to (tokens left, when that was)."""

    def take(self, name: str, *, a_minute: int, depth: int = 0) -> int:
        """Take one token; return 0, or the whole seconds after which there will be one again."""
        if not self.rate:
            return 0
        deep, now, speed = depth or a_minute, self.clock(), a_minute * self.rate / 60
        left, at = self._levels.get(name, (float(deep), now))
        left = min(float(deep), left + (now - at) * speed)
        if left >= 1:
            self._levels[name] = (left - 1, now)
            return 0
        self._levels[name] = (left, now)
        self.refusals += 1
        return max(1, math.ceil((1 - left) / speed))
