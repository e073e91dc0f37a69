"""Ends the show of the kiosk's unit before systemd ends its X server.

xinit, which systemd speaks to, ends the X server at once when it is told to end, and waits for
nobody: the show would be killed with it, and its record would say nothing of an end. So the session
is asked first; xinit ends the X server by itself when that is gone.
"""

import os
import select
import signal
import sys
from contextlib import suppress
from pathlib import Path

PATIENCE_S = 15.0
"""Less than the unit's TimeoutStopSec, after which systemd goes on without."""
_SERVER = "Xorg"


def main() -> int:
    """Ask the children of the unit's main process to end, but for the X server, and wait for it.

    With a main process that has ended by itself there is nothing to be asked: systemd says so.
    """
    main_pid = os.environ.get("MAINPID", "")
    if not main_pid or "EXIT_CODE" in os.environ:
        return 0
    for pid in _children(main_pid):
        with suppress(OSError):
            if Path(f"/proc/{pid}/comm").read_text().strip() != _SERVER:
                _end(pid)
    return 0


def _end(pid: int) -> None:
    handle = os.pidfd_open(pid)
    try:
        signal.pidfd_send_signal(handle, signal.SIGTERM)
        select.select([handle], (), (), PATIENCE_S)
    finally:
        os.close(handle)


def _children(pid: str) -> list[int]:
    try:
        words = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [int(word) for word in words]


if __name__ == "__main__":
    sys.exit(main())
