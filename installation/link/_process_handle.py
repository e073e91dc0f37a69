"""A descriptor that tells of a process's end."""

import errno
import os


def process_handle(pid: int) -> int:
    """Return a descriptor that becomes readable when a process has ended.

    Raises ProcessLookupError when it has already, another OSError when there is none to be had.
    Debian's kernels (6.1, 6.12) say "invalid argument" of one that has ended while others of its
    process group live.
    """
    try:
        return os.pidfd_open(pid)
    except OSError as fault:
        if fault.errno == errno.EINVAL:
            raise ProcessLookupError(errno.ESRCH, os.strerror(errno.ESRCH)) from fault
        raise
