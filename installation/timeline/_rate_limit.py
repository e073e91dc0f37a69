"""Limits how often something may happen: so many at once, and so many a second from then on. Pure.

A token bucket, told by the one instant at which it is full again (the ATM Forum's generic cell rate
algorithm, GCRA): whole nanoseconds, nothing to refill, exact for years.
"""

from collections.abc import Hashable

from installation.units import SECOND


class TokenBucket:
    """Lets ``at_once`` through from rest, and ``per_second`` in the long run.

    Within any span of time it lets at most ``at_once + span * per_second`` through. An instant that
    goes back gives nothing away.
    """

    def __init__(self, at_once: int, per_second: float) -> None:
        self._each_ns = round(SECOND / per_second)
        self._depth_ns = (at_once - 1) * self._each_ns
        self._full_ns = 0

    def take(self, now_ns: int) -> bool:
        """Tell whether one more may pass, and take its token if so."""
        if self._full_ns - now_ns > self._depth_ns:
            return False
        self._full_ns = max(self._full_ns, now_ns) + self._each_ns
        return True

    def is_full(self, now_ns: int) -> bool:
        """Tell whether it is as if nothing had ever passed."""
        return now_ns >= self._full_ns


class RateLimits:
    """A bucket for each source; sources beyond ``most`` at a time share one."""

    def __init__(self, at_once: int, per_second: float, most: int = 64) -> None:
        self._at_once, self._per_second, self._most = at_once, per_second, most
        self._buckets: dict[Hashable, TokenBucket] = {}
        self._others = self._new()

    def take(self, source: Hashable, now_ns: int) -> bool:
        """Tell whether one more of a source may pass, and take its token if so."""
        bucket = self._buckets.get(source)
        if bucket is None:
            if len(self._buckets) >= self._most:
                kept = self._buckets.items()
                self._buckets = {one: b for one, b in kept if not b.is_full(now_ns)}
            if len(self._buckets) >= self._most:
                return self._others.take(now_ns)
            bucket = self._buckets[source] = self._new()
        return bucket.take(now_ns)

    def _new(self) -> TokenBucket:
        return TokenBucket(self._at_once, self._per_second)
