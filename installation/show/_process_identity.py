"""Tells whether a process is the one that was started once, whatever the clocks have done since."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from installation.timeline import boot_id

PROC = Path("/proc")
_STATE, _STARTED = 0, 19  # behind the name in brackets; proc(5) counts from there on 3 and 22
_ENDED = ("Z", "X", "x")


class ProcessIdentity(NamedTuple):
    """A pid means another process one day; with its start, in ticks since this boot, it does not.

    The time of day at which a process began is no part of it: that moves whenever the clock is set.
    """

    pid: int
    ticks: int
    boot: str


def runs(pid: int, command: Sequence[str], proc: Path = PROC) -> bool:
    """Tell whether a process runs the program of a command, which is its third word."""
    try:
        words = (proc / str(pid) / "cmdline").read_text(errors="replace")
    except OSError:  # it has ended
        return False
    # a copy of the fork server has one word for a name, with spaces
    return command[2] in words.replace("\0", " ").split()


def identity_of(pid: int, proc: Path = PROC) -> ProcessIdentity | None:
    """Return the identity of a process; None when it has ended, if only to be waited for."""
    try:
        words = (proc / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()
        if words[_STATE].decode() in _ENDED:
            return None
        return ProcessIdentity(pid, int(words[_STARTED]), boot_id())
    except (OSError, ValueError, IndexError):
        return None
