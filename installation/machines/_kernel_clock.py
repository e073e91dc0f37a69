"""Reads this machine's clocks: how far they are apart, and how well a time daemon keeps them."""

import ctypes
import time

from installation.timeline import ClockReading

_TRIES = 3
_STA_UNSYNC = 0x0040


class _Timex(ctypes.Structure):
    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_byte * 256),
    )


def read_clocks() -> ClockReading:
    """Look at both clocks, and at what the daemon that keeps them has told the kernel.

    chrony (with ``rtcsync``, as Debian has it), ntpd and systemd-timesyncd say there whether the
    clock is kept, and the greatest error that it may have.
    """
    return ClockReading(_difference_ns(), _bound_ns())


def _difference_ns() -> int:
    """CLOCK_REALTIME less CLOCK_MONOTONIC: of a few looks the quickest, which errs least."""
    looks = []
    for _ in range(_TRIES):
        before = time.monotonic_ns()
        real = time.time_ns()
        after = time.monotonic_ns()
        looks.append((after - before, real - (before + after) // 2))
    return min(looks)[1]


def _bound_ns() -> int | None:
    timex = _Timex()  # no modes: nothing is set
    state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(timex))
    if state < 0 or timex.status & _STA_UNSYNC:
        return None
    return int(timex.maxerror) * 1000
