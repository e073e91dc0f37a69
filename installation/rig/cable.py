"""The process that is a poor cable: what goes through it is late, and some of it is lost.

    python -m installation.rig.cable NAME NAMESPACE JITTER_MS LOSS

Makes two TAP devices, NAME here and ``eth0`` in the namespace, and carries packets between them.
Each is up to JITTER_MS late, and the share LOSS of them never arrives. Says ``ready`` when both are
there; the kernel here has no netem. Ends on SIGTERM, and takes the devices with it.
"""

import fcntl
import heapq
import os
import random
import select
import struct
import subprocess
import sys
import time

_TUNSETIFF = 0x400454CA
_TAP_WITHOUT_HEADER = 0x0002 | 0x1000
_LARGEST = 70_000


def tap(name: str) -> int:
    """Make a TAP device; its descriptor, which does not block."""
    handle = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(handle, _TUNSETIFF, struct.pack("16sH22x", name.encode(), _TAP_WITHOUT_HEADER))
    return handle


def carry(one: int, other: int, jitter_ms: float, loss: float, draw: random.Random) -> None:
    """Carry packets between two devices, for ever."""
    waiting: list[tuple[float, int, int, bytes]] = []
    number = 0
    ends = {one: other, other: one}
    while True:
        patience_s = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        for handle in select.select([one, other], [], [], patience_s)[0]:
            while (packet := _read(handle)) is not None:
                if draw.random() < loss:
                    continue
                number += 1
                due_s = time.monotonic() + draw.uniform(0, jitter_ms) / 1000
                heapq.heappush(waiting, (due_s, number, ends[handle], packet))
        while waiting and waiting[0][0] <= time.monotonic():
            _, _, handle, packet = heapq.heappop(waiting)
            _write(handle, packet)


def _read(handle: int) -> bytes | None:
    try:
        return os.read(handle, _LARGEST)
    except BlockingIOError:
        return None


def _write(handle: int, packet: bytes) -> None:
    try:
        os.write(handle, packet)
    except OSError:  # the device is down: a cable that is pulled
        return


def main() -> int:
    """The process's entry."""
    name, space, jitter_ms, loss = sys.argv[1:]
    near, far = tap(name), tap(f"{name}x")
    for words in (
        f"ip link set {name}x netns {space}",
        f"ip -n {space} link set {name}x name eth0",
    ):
        subprocess.run(words.split(), check=True)
    print("ready", flush=True)
    carry(near, far, float(jitter_ms), float(loss), random.Random(1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
