"""The units that names and signatures speak in.

All times are whole nanoseconds. A float of seconds loses the last microsecond after a few weeks
of uptime and makes equality a matter of luck; seconds appear only where a person reads or writes.
"""

from typing import NewType

Ns = NewType("Ns", int)
"""An instant of CLOCK_MONOTONIC, or a duration of it."""

StoryNs = NewType("StoryNs", int)
"""A position in the common story, from its beginning."""

MediaNs = NewType("MediaNs", int)
"""A position in one film, from its first picture."""

FrameIndex = NewType("FrameIndex", int)
"""A picture of one film, counted from 0 in the order of presentation."""

ScreenName = NewType("ScreenName", str)
"""A screen's name in the layout (``left``, ``centre`` ...)."""

VersionId = NewType("VersionId", str)
"""A version's id: the name of its folder, or its film's name without the ending."""

SECOND = 1_000_000_000
MILLISECOND = 1_000_000


def ns(seconds: float) -> int:
    """Seconds as whole nanoseconds, to the nearest."""
    return round(seconds * SECOND)


def seconds(duration_ns: int) -> float:
    """Nanoseconds as seconds, for people."""
    return duration_ns / SECOND
