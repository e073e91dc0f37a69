"""The process that looks at the glass: a few points of all heads, about 96 times a second.

    python -m installation.rig.sampler DISPLAY POINTS.npy SAMPLES HZ

``POINTS.npy`` holds the root window's points as (n, 2) x, y. One sample is one X request for the
smallest rectangle around them, so it is one instant. Each is appended to ``SAMPLES`` as a record
of :func:`record`; ends on SIGTERM, or when the display goes away.
"""

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.errors import KioskError
from installation.rig._glass import RootWindow

_FLUSH_EVERY = 24
_GREEN = 1


def record(points: int) -> np.dtype[Any]:
    """A sample: the instant (middle of the request), its length, the points' green values."""
    return np.dtype([("at_ns", "i8"), ("cost_ns", "i8"), ("luma", "u1", (points,))])


def hurry() -> None:
    """Ask for real-time priority, so that the load that is measured does not bend the measure."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
    except PermissionError:
        return


def watch(display: str, points: NDArray[np.intp], samples: Path, hz: float) -> None:
    """Sample until the process is told to end."""
    left, top = points.min(axis=0)
    width, height = points.max(axis=0) - (left, top) + 1
    columns, rows = points[:, 0] - left, points[:, 1] - top
    period_ns = round(1e9 / hz)
    one = np.zeros(1, record(len(points)))
    going = True

    def leave(_signal: int, _frame: object) -> None:
        nonlocal going
        going = False

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    count = 0
    with RootWindow(display) as glass, samples.open("ab") as out:
        due = time.monotonic_ns()
        while going:
            before = time.monotonic_ns()
            pixels = glass.read(int(left), int(top), int(width), int(height))
            after = time.monotonic_ns()
            one["luma"][0] = pixels[rows, columns, _GREEN]
            one["at_ns"], one["cost_ns"] = (before + after) // 2, after - before
            out.write(one.tobytes())
            count += 1
            if count % _FLUSH_EVERY == 0:
                out.flush()
            due = max(due + period_ns, after)
            time.sleep(max(0, due - time.monotonic_ns()) / 1e9)


def main() -> int:
    """The process's entry."""
    display, points, samples, hz = sys.argv[1:]
    hurry()
    try:
        watch(display, np.load(points), Path(samples), float(hz))
    except KioskError as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
