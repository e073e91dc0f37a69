"""Reads this machine's clocks: how far they are apart, and how well a time daemon keeps them."""

import contextlib
import ctypes
import subprocess
import threading
import time

from installation.timeline import ClockReading
from installation.units import ns

_TRIES = 3
_STA_UNSYNC = 0x0040
ASK_S = 8.0
"""How often chrony is asked, where the kernel knows of no daemon."""
CHRONYC = ("chronyc", "-c", "-n")
_STRATUM, _OFF, _DELAY, _DISPERSION, _LEAP = 2, 4, 10, 11, 13
"""The fields of its answer; see chronyc(1), `tracking`."""


class _Timex(ctypes.Structure):
    """The head of ``struct timex``, see adjtimex(2); the rest is room."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_byte * 256),
    )


class MachineClock:
    """Both clocks, and the bound on their error that the daemon gives which keeps them.

    chrony (with ``rtcsync``, as Debian has it), ntpd and systemd-timesyncd tell it to the kernel.
    A chrony whose own clock is the others' time does not: it is asked, by a thread.
    """

    def __init__(self) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._chronys_ns: int | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask, name="chrony", daemon=True)
        self._thread.start()

    def read(self) -> ClockReading:
        """Look at both clocks, and at what is known of their error."""
        bound_ns = self._kernels_ns()
        return ClockReading(_difference_ns(), self._chronys_ns if bound_ns is None else bound_ns)

    def close(self) -> None:
        """Ask no more."""
        self._over.set()
        self._thread.join()

    def _kernels_ns(self) -> int | None:
        timex = _Timex()  # no modes: nothing is set
        state = self._libc.adjtimex(ctypes.byref(timex))
        if state < 0 or timex.status & _STA_UNSYNC:
            return None
        return int(timex.maxerror) * 1000

    def _ask(self) -> None:
        while not self._over.is_set():
            if self._kernels_ns() is None:
                self._chronys_ns = _asked()
            self._over.wait(ASK_S)


def _asked() -> int | None:
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            [*CHRONYC, "tracking"], capture_output=True, text=True, timeout=2, check=True
        )
        return chronys_bound_ns(done.stdout)
    return None


def chronys_bound_ns(answer: str) -> int | None:
    """Return the bound in chrony's answer: None when it keeps no time, or says something else."""
    fields = answer.strip().split(",")
    try:
        kept = int(fields[_STRATUM]) > 0 and fields[_LEAP] != "Not synchronised"
        off_s, delay_s, spread_s = (float(fields[at]) for at in (_OFF, _DELAY, _DISPERSION))
    except (IndexError, ValueError):
        return None
    return ns(abs(off_s) + delay_s / 2 + spread_s) if kept else None


def _difference_ns() -> int:
    """CLOCK_REALTIME less CLOCK_MONOTONIC: of a few looks the quickest, which errs least."""
    looks = []
    for _ in range(_TRIES):
        before = time.monotonic_ns()
        real = time.time_ns()
        after = time.monotonic_ns()
        looks.append((after - before, real - (before + after) // 2))
    return min(looks)[1]
