"""How often one visitor may ask. Counted in memory: a restart forgets, and nothing of a visitor is stored."""

from __future__ import annotations

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

TOO_FAST = "您问得太快了，请过一会儿再问。"


class Limiter:
    """A moving window of one minute for each key (such as a client's address). Safe to call from several threads."""

    def __init__(self, per_minute: int) -> None:
        """`per_minute` below 1 switches the limit off."""
        self._item = RateLimitItemPerMinute(max(per_minute, 1))
        self._windows = MovingWindowRateLimiter(MemoryStorage())
        self._is_on = per_minute > 0

    def admits(self, key: str) -> bool:
        """Count one more call of `key`; False where it has had its share of the last minute."""
        return not self._is_on or self._windows.hit(self._item, key)
