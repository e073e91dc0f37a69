"""Noise on a MIDI cable: random bytes, 1,000 in each millisecond."""

import os
import random
import time

from installation.remote.midi import Out

SMALL = 40
"""Events of up to three bytes in each millisecond; a port takes no longer ones but system exclusive
messages, and all the rest of the bytes are one of those that never ends."""
RATE = 1000


def noise(out: Out, seconds: float) -> int:
    """Send noise for so long; returns how many bytes it was."""
    draw = random.Random(2)
    began = time.monotonic()
    sent = 0
    while (passed := time.monotonic() - began) < seconds:
        while sent < passed * 1000 * RATE:
            for _ in range(SMALL):
                event = os.urandom(draw.randint(1, 3))
                out.send(event)
                sent += len(event)
            long = b"\xf0" + os.urandom(RATE - 2 * SMALL - 1)
            out.send(long)
            sent += len(long)
        time.sleep(0.001)
    return sent
