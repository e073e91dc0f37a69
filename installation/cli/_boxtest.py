"""``kiss remote test``: a box of one's own, its keys on this keyboard, its lights in words."""

import os
import sys
import termios
import time
import tty
from collections.abc import Iterator, Sequence

from installation.errors import ConfigError
from installation.model import Layout, RemoteBlock
from installation.remote import Binding, ControlEvent, Out, bindings, message_of, midi_of

ON, OFF = 127, 0
TAP_S, LONG_S = 0.08, 1.0
KEYS = "1234567890abcdefghijklmnoprstuvwxyz"
"""What stands for a control on the keyboard; q leaves."""


def test(layout: Layout, block: RemoteBlock, number: int) -> int:
    """Offer the ports of one of the layout's boxes, and play on it until ``q``."""
    if not 1 <= number <= len(block.boxes):
        raise ConfigError(f"the layout has no box {number}.", "`kiss remote learn` adds one.")
    box = block.boxes[number - 1]
    bound = bindings(box, layout.names)
    keys = [one for one in bound if one.does is not None]
    client, _, port = "".join(c for c in box.pattern if c not in "*?[]").partition(":")
    midi = midi_of(block.system, client or "box")
    lights: dict[bytes, int] = {}
    out = midi.offer_source(port or "keys")
    plug = midi.offer_sink("lights", lambda data, _: lights.update({data[:2]: data[-1]}))
    print(f"a box '{client or 'box'}' is plugged in; a key a line, q leaves")
    for letter, one in zip(KEYS, keys, strict=False):
        held = "  (held)" if one.when == "long" else ""
        print(f"  {letter}  {one.name}: {one.does}{held}")
    try:
        for letter in _typed():
            place = KEYS.find(letter)
            if 0 <= place < len(keys):
                _played(out, keys[place])
                print(f"{keys[place].name}: {keys[place].does}; lights: {_lit(bound, lights)}")
        return 0
    finally:
        out.close()
        plug.close()
        midi.close()


def _lit(bound: Sequence[Binding], lights: dict[bytes, int]) -> str:
    """The lights that are on, by their keys; one that is more than on or off, with its value."""
    found = []
    for one in bound:
        if one.lamp is None:
            continue
        status = (0x90 if one.lamp.kind == "note" else 0xB0) | one.lamp.channel - 1
        value = lights.get(bytes((status, one.lamp.number)), one.lamp.off)
        if value != one.lamp.off:
            found.append(one.name if value == one.lamp.on else f"{one.name} = {value}")
    return ", ".join(dict.fromkeys(found)) or "none"


def _played(out: Out, one: Binding) -> None:
    """Press a key as long as it takes; a fader goes its whole way to and fro."""
    if one.is_fader:
        way = [*range(one.low, one.high + 1, 4), one.high]
        for value in (*way, *reversed(way)):
            out.send(message_of(ControlEvent(one.control, value)))
            time.sleep(0.02)
        return
    out.send(message_of(ControlEvent(one.control, min(ON, one.high))))
    if one.control.kind != "program":
        time.sleep(LONG_S if one.when == "long" else TAP_S)
        out.send(message_of(ControlEvent(one.control, OFF)))


def _typed() -> Iterator[str]:
    """The keys of this keyboard, one by one; of a pipe, its letters."""
    if not sys.stdin.isatty():
        for line in sys.stdin:
            yield from line.strip().casefold()
        return
    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    tty.setcbreak(handle)
    try:
        while (letter := os.read(handle, 1).decode(errors="replace").casefold()) not in ("q", ""):
            yield letter
    except KeyboardInterrupt:
        return
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
