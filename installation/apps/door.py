"""The door's process: phones and show control by HTTP and WebSocket.

Started by the supervisor as ``python -m installation.apps.door ...``. It is a view and a source of
orders: it may end at any time, and the next one is there within two seconds.
"""

import argparse
import asyncio
import gc
import os
import sys
from pathlib import Path

from installation.apps._niceness import rank_by_niceness
from installation.apps._process import EndSignal, allow_files, log_to_stderr
from installation.errors import KissError

NICENESS = 5
"""A player's: a flood of requests may not take more of the processor than a film."""
DESCRIPTORS = 4096
"""Connections that may be open for an instant, when thousands come at once."""


def main(words: list[str] | None = None) -> int:
    """Entry of the process; 0 when asked to end, 1 when it cannot work."""
    parser = argparse.ArgumentParser(prog="kiss-door")
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--layout", type=Path, required=True)
    parser.add_argument("--state", type=Path, required=True)
    options = parser.parse_args(words)
    log = log_to_stderr("door")
    os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    rank_by_niceness()
    allow_files(DESCRIPTORS)
    ending = EndSignal()
    # half a second of the processor, which is not to be a player's
    from installation.apps._door_process import DoorProcess

    try:
        door = DoorProcess(options.endpoint, options.layout, options.state)
        gc.collect()
        gc.freeze()
        asyncio.run(door.run(ending))
    except KissError as fault:
        log.error("%s", fault)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
