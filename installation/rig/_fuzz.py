"""A million malformed messages, with sound ones among them, through all of a box but its port."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from installation.model import Box, Key, Order
from installation.remote import Guard, Unit, bindings
from installation.units import SECOND

SOUND_EVERY = 1000
UNDEFINED = b"\xf5"
"""A status byte that means nothing, and ends whatever was begun."""
_START = 10**12


@dataclass(frozen=True)
class Fuzzed:
    """The messages that were sent, and what came of them."""

    malformed: int
    sound: int
    wrong: int
    obeyed: int


class _Gullible(Guard):
    """Believes everything, so that nothing but the reading of messages stands between."""

    def believes(self, now_ns: int) -> bool:
        """Yes."""
        return now_ns > 0

    def pressed(self, now_ns: int) -> bool:
        """Yes."""
        return now_ns > 0

    def floods(self) -> bool:
        """No."""
        return False


class _Wake:
    """A unit's thread in theory: what is handed over is done at once."""

    def __call__(self, unit: Unit) -> None:
        self.unit = unit


def malformed(draw: random.Random) -> bytes:
    """A message that is none: cut short, without a status, undefined, or a command that lies.

    Every one is closed by an undefined status byte, so that what follows does not complete it.
    """
    status = draw.choice((0x80, 0x90, 0xB0, 0xC0, 0xE0)) | draw.randrange(16)
    data = bytes(draw.randrange(128) for _ in range(draw.randrange(1, 12)))
    kinds: Sequence[Callable[[], bytes]] = (
        lambda: bytes((status,)),
        lambda: bytes((status & 0xEF | 0x80, data[0])) if status >> 4 != 0xC else b"",
        lambda: b"\xf4" + data,
        lambda: b"\xf0\x7f\x7f\x06" + data[:1],
        lambda: b"\xf0\x7f\x7f\x02\x7f" + data,
        lambda: b"\xf0\x7f\x7f\x06\x01" + data + b"\xf7",
        lambda: b"\xf0\x7f\x7f\x06\x44\x06\x01\x7f\x7f\x7f\x7f\xf7",
        lambda: b"\xf0\x7e\x7f\x06\x01\xf7",
        lambda: b"\xf0\x7f\x7f\x02\x7f\x01abc\xf7",
        lambda: b"\xf7" + data,
        lambda: data,
        lambda: bytes((status, 0xF4, *data[:2])),
        lambda: bytes((status, 0xF8, 0xFD)) + (data[:1] if status >> 4 != 0xC else b""),
        lambda: b"\xf0" + data + b"\xf4\x7f\x7f\x06\x01\xf7",
        lambda: b"\xf0\x7f\x7f\x06\x01" + bytes((status,)) + b"\xf7",
        lambda: b"\xf1" + bytes((0xF3,)) + b"\xf2" + data[:1],
    )
    return draw.choice(kinds)() + UNDEFINED


def fuzz_messages(count: int, seed: int = 3) -> Fuzzed:
    """So many malformed messages, and a sound press after every thousandth."""
    keys = tuple(Key(on=f"{kind} {n}", do="restart") for kind in ("note", "cc") for n in range(128))
    box = Box(port="*", keys=keys)
    acts: list[Order] = []
    wake = _Wake()
    bound = bindings(box, ())
    unit = Unit("fuzz", box, bound, wake, lambda act, _: acts.append(act), guard=_Gullible())
    draw = random.Random(seed)
    now_ns, sound, obeyed = _START, 0, 0
    for number in range(count):
        now_ns += SECOND // 1000
        unit.heard(malformed(draw), now_ns)
        unit.drain()
        if number % SOUND_EVERY == SOUND_EVERY - 1:
            before = len(acts)
            # nothing may run on from it: data behind it would be whole messages
            unit.heard(bytes((0x90, draw.randrange(128), 100)) + UNDEFINED, now_ns)
            unit.drain()
            sound += 1
            obeyed += len(acts) - before == 1
    return Fuzzed(count, sound, len(acts) - obeyed, obeyed)
