"""Noise on a MIDI cable: random bytes, 1,000 in each millisecond; and messages that are none."""

import os
import random
import time
from collections.abc import Sequence

from installation.remote import SYSEX, Out
from installation.rig._fuzz import UNDEFINED, malformed

SMALL = 40
"""Events of up to three bytes in each millisecond; a port takes no longer ones but system exclusive
messages, and all the rest of the bytes are one of those that never ends."""
RATE = 1000
BENT_RATE = 1500
"""Malformed messages in a second on a port: as many as are still read; of more nothing is."""


def send_noise(out: Out, seconds: float) -> int:
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


def send_bent(outs: Sequence[Out], count: int) -> int:
    """Send malformed messages, to ports in turn; returns how many bytes they were."""
    draw = random.Random(5)
    began = time.monotonic()
    sent = 0
    for number in range(count):
        while time.monotonic() - began < number / (BENT_RATE * len(outs)):
            time.sleep(0.001)
        for event in _events(malformed(draw)):
            outs[number % len(outs)].send(event)
            sent += len(event)
    return sent


def _events(data: bytes) -> list[bytes]:
    """As a port takes them: what is no system exclusive message in threes, the last byte alone."""
    body = data.removesuffix(UNDEFINED)
    step = len(body) or 1
    if body[:1] != bytes((SYSEX,)):
        step = 3
    return [*(body[at : at + step] for at in range(0, len(body), step)), UNDEFINED]
