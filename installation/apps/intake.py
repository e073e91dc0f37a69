"""The intake worker: vets one film in a process of its own, which may crash.

``python -m installation.apps.intake FILM STATE`` hashes and probes a film and stores its index.
It speaks JSON, a line each, on its standard output::

    {"progress": 0.42, "eta": 3.1}
    {"ok": true, "hash": "...", "index": "STATE/index/<hash>.npz"}
    {"ok": false, "reason": "truncated at 01:12.000", "advice": "...", "again": false}

``progress`` is the share done, ``eta`` the seconds left (null while unknown). ``again`` tells that
the machine is at fault and not the film, so that another try can turn out better. The exit code is
0 when the film is good, 1 when it is not, 2 for wrong usage.
"""

import ctypes
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import psutil

from installation.errors import KissError, LibraryError
from installation.library.digest import digest, stamp_of
from installation.library.index_store import IndexStore
from installation.library.probe import probe

NICE = 10
HASHING = 0.1
"""The share of the work that hashing is taken to be; decoding is far slower than reading."""

REPORT_EVERY_S = 0.2
PR_SET_PDEATHSIG = 1


def say(**message: Any) -> None:
    """Send one line to whoever started the intake; ends the process when nobody listens."""
    try:
        print(json.dumps(message), flush=True)
    except BrokenPipeError:
        os._exit(1)


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the thread that started it ends (Linux)."""
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


def step_back() -> None:
    """Leave processor and disk to the show."""
    os.nice(NICE)
    psutil.Process().ionice(psutil.IOPRIO_CLASS_IDLE)


class Reporter:
    """Says how far the work is, now and then."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._said = 0.0

    def __call__(self, share: float) -> None:
        """Take note of the share done."""
        now = time.monotonic()
        if now - self._said < REPORT_EVERY_S:
            return
        self._said = now
        passed = now - self._began
        eta = round(passed * (1 - share) / share, 1) if share > 0.02 and passed > 0.5 else None
        say(progress=round(share, 4), eta=eta)


def intake(film: Path, state_dir: Path) -> dict[str, Any]:
    """Hash, probe and store a film; returns the last line. Raises KissError when it is not good."""
    report = Reporter()
    before = stamp_of(film)
    content = digest(film, lambda share: report(HASHING * share))
    store = IndexStore(state_dir)
    if store.get(content) is None:
        index = probe(film, lambda share: report(HASHING + (1 - HASHING) * share))
        if stamp_of(film) != before:
            raise LibraryError(
                "it changed while it was read", "It is looked at again once it rests."
            )
        store.put(content, index)
    return {"ok": True, "hash": content, "index": str(store.path(content))}


def verdict(film: Path, state_dir: Path) -> dict[str, Any]:
    """The intake's last line, good or bad."""
    try:
        return intake(film, state_dir)
    except KissError as fault:
        reason, advice, again = fault.message, fault.advice, False
    except OSError as fault:
        where = f": {fault.filename}" if fault.filename else ""
        reason, advice, again = f"{fault.strerror}{where}", "Make room or give access to it.", True
    except MemoryError:
        reason, advice, again = "too little memory to decode it", "Export it smaller.", True
    except Exception as fault:  # a bug of ours or of a library: one line, and the show goes on
        reason = f"the intake failed ({type(fault).__name__}: {fault})"
        advice, again = "Export it again, for example as H.264 in .mp4.", False
    return {"ok": False, "reason": reason, "advice": advice, "again": again}


def main(arguments: list[str] | None = None) -> int:
    """Run the intake of one film."""
    given = sys.argv[1:] if arguments is None else arguments
    if len(given) != 2:
        print("usage: python -m installation.apps.intake FILM STATE", file=sys.stderr)
        return 2
    found = verdict(Path(given[0]), Path(given[1]))
    say(**found)
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    die_with_parent()
    step_back()
    sys.exit(main())
