"""Tells other machines what the ledger has: a process of its own, which leaves the show in peace.

``python -m installation.apps.account STATE FIRST_MS LAST_MS`` writes the account of a span to its
standard output, as :func:`installation.ledger.account_told` makes it. Reading a long one keeps
Python busy for seconds, and a disk may hang. It only reads. The exit code is 1 where there is none,
and its standard error says why.
"""

import sys
import time
from pathlib import Path

from installation.apps._modest import die_with_parent, keep_within, leave_network, step_back
from installation.errors import KissError
from installation.ledger import account_told, read_account

PROCESSOR_S = 60


def main() -> int:
    """The process's entry."""
    die_with_parent()
    leave_network()
    step_back()
    keep_within(PROCESSOR_S)
    state, first_ms, last_ms = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    try:
        data = account_told(read_account(state, first_ms, last_ms, time.time_ns() // 1_000_000))
    except KissError as fault:
        print(fault.said, file=sys.stderr)
        return 1
    sys.stdout.buffer.write(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
