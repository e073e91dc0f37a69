"""The units that names and signatures speak in.

All times are whole nanoseconds. A float of seconds loses the last microsecond after a few weeks
of uptime and makes equality a matter of luck; seconds appear only where a person reads or writes.
"""

SECOND = 1_000_000_000
MILLISECOND = 1_000_000


def ns(seconds: float) -> int:
    """Seconds as whole nanoseconds, to the nearest."""
    return round(seconds * SECOND)


def seconds(duration_ns: int) -> float:
    """Nanoseconds as seconds, for people."""
    return duration_ns / SECOND
