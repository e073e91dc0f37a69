"""Spreads bytes over time, so that who else uses a network has most of it. Pure."""


class FilmRate:
    """At most so many bytes a second, ``per_s``; what was not used is not made up for."""

    def __init__(self, per_s: float) -> None:
        self._per_s = per_s
        self._free_s = 0.0

    def wait_s(self, count: int, now_s: float) -> float:
        """Return how long to wait before so many bytes go, or go on after so many have come."""
        begins_s = max(self._free_s, now_s)
        self._free_s = begins_s + count / self._per_s
        return begins_s - now_s
