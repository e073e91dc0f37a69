"""Notices when the machine itself stands still.

    python -m installation.rig.stalls FILE

One thread on each processor sleeps 2 ms at a time; each lateness above ``LATE_NS`` is appended to
``FILE`` as a record of ``STALL``. With real-time priority, so that the load that is measured does
not count as a stall. Ends on SIGTERM.
"""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from installation.rig.sampler import hurry

STALL = np.dtype([("from_ns", "i8"), ("until_ns", "i8")])
LATE_NS = 8_000_000
_STEP_NS = 2_000_000


def noisy(at_ns: NDArray[np.int64], stalls: NDArray[np.void], after_ns: int) -> NDArray[np.bool_]:
    """Return which instants lie within a stall or up to ``after_ns`` after its end. Pure."""
    marked = np.zeros(len(at_ns), np.bool_)
    for stall in stalls:
        first = np.searchsorted(at_ns, stall["from_ns"], "left")
        last = np.searchsorted(at_ns, stall["until_ns"] + after_ns, "right")
        marked[first:last] = True
    return marked


def _watch(processor: int, file: Path, over: threading.Event) -> None:
    os.sched_setaffinity(threading.get_native_id(), {processor})
    with file.open("ab", buffering=0) as out:
        while not over.is_set():
            due = time.monotonic_ns() + _STEP_NS
            time.sleep(_STEP_NS / 1e9)
            now = time.monotonic_ns()
            if now - due > LATE_NS:
                out.write(np.array([(due, now)], STALL).tobytes())


def main() -> int:
    """The process's entry."""
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    hurry()
    file = Path(sys.argv[1])
    threads = [
        threading.Thread(target=_watch, args=(processor, file, over))
        for processor in sorted(os.sched_getaffinity(0))
    ]
    for thread in threads:
        thread.start()
    over.wait()
    for thread in threads:
        thread.join()
    return 0


if __name__ == "__main__":
    sys.exit(main())
