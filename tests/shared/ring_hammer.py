"""A player that writes as fast as it can: ``python ring_hammer.py RING``.

Every byte of picture k is k modulo 251. A line on its standard input makes it stop half-way
through a picture and say so.
"""

import ctypes
import select
import sys
import time
from pathlib import Path

from installation.link import RingShape, RingWriter

SHAPE = RingShape(640, 360, 640, 360, (1, 1), "bt709", False)


def main() -> None:
    """Until it is killed."""
    ring = RingWriter(Path(sys.argv[1]))
    ring.use(4, SHAPE)
    print("ready", flush=True)
    frame = 0
    while True:
        frame += 1
        slot = ring.begin()
        ctypes.memset(ring.address(slot), frame % 251, SHAPE.size // 2)
        if select.select([sys.stdin], [], [], 0)[0]:
            print("in the middle", flush=True)
            time.sleep(60)
        ctypes.memset(ring.address(slot) + SHAPE.size // 2, frame % 251, SHAPE.size // 2)
        ring.publish(slot, 1, 1, frame, frame, 0, SHAPE)


main()
