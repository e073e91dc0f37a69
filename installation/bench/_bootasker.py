"""Runs on the bench's machine, and says when another controller than at first is in command.

It is loaded before anything hangs: a command that is begun again and again would take half of so
slow a machine from those that are to begin there. The first line tells that the show answers, the
second one is what the machine's clock shows (/proc/uptime) when another controller does.
"""

import sys
import time
from pathlib import Path

import msgspec

from installation.link import AskStatus, Reply, Spoke, endpoint
from installation.show import status_from_json

ANSWERS = "the show answers"
_ASK_S = 0.5


def main(state: Path) -> int:
    """Ask until another controller answers."""
    spoke, first = Spoke(endpoint(state)), 0
    while True:
        spoke.send(AskStatus())
        time.sleep(_ASK_S)
        for message in spoke.receive():
            pid = controller(message.data) if isinstance(message, Reply) else 0
            if pid and not first:
                first = pid
                print(ANSWERS, flush=True)
            if pid not in (0, first):
                print(Path("/proc/uptime").read_text().split()[0], flush=True)
                return 0


def controller(text: str) -> int:
    """Return the process that a status comes from; 0 when it is none."""
    try:
        return status_from_json(text).controller_pid
    except msgspec.MsgspecError:
        return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
