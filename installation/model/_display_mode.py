"""A display's mode: its size in pixels and its refresh rate. Pure."""

import re
from typing import Any, NamedTuple

NEAR_HZ = 0.5
"""Whoever names 60 means 59.94 where there is no other one; nobody has 50 and 49.5."""
SIZES, RATES = (64, 16384), (1.0, 500.0)


class DisplayMode(NamedTuple):
    """A mode that a display has, or, with a rate of 0, any of a size."""

    width: int
    height: int
    rate_hz: float = 0.0

    def __str__(self) -> str:
        rate = f"@{self.rate_hz:g}" if self.rate_hz else ""
        return f"{self.width}x{self.height}{rate}"

    def fits(self, named: "DisplayMode") -> bool:
        """Tell whether this one is what somebody has named."""
        same = (self.width, self.height) == (named.width, named.height)
        return same and (not named.rate_hz or abs(self.rate_hz - named.rate_hz) <= NEAR_HZ)


def display_mode(value: Any) -> DisplayMode:
    """Read a mode as people write it: 1920x1080, or 1920x1080@50. Raises ValueError."""
    found = re.fullmatch(r"(\d{2,5})\s*[x×]\s*(\d{2,5})(?:\s*@\s*(\d{1,3}(?:\.\d+)?))?", str(value))
    if not found:
        raise ValueError(f"{value!r} is no mode, as 1920x1080 or 1920x1080@50")
    width, height, rate = int(found[1]), int(found[2]), float(found[3] or 0)
    if not all(SIZES[0] <= side <= SIZES[1] for side in (width, height)):
        raise ValueError(f"{value!r}: width and height are {SIZES[0]} to {SIZES[1]} pixels")
    if found[3] and not RATES[0] <= rate <= RATES[1]:
        raise ValueError(f"{value!r}: the rate is {RATES[0]:g} to {RATES[1]:g} Hz")
    return DisplayMode(width, height, rate)
