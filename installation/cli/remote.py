"""``kiss remote``: which ports there are, what comes from a box, what its keys do."""

import argparse
import contextlib
import os
import queue
import sys
import termios
import time
import tty
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from installation.cli import places
from installation.errors import ConfigError, RemoteError
from installation.link.messages import Message
from installation.model.layout import Layout
from installation.model.remote import VERBS, Action, Remote, action
from installation.model.yamledit import edit
from installation.model.yamlfile import load
from installation.remote.bindings import Binding, bindings
from installation.remote.boxes import Boxes, fits
from installation.remote.mapping import Event, event_of
from installation.remote.midi import Midi, Out, RtMidi
from installation.remote.part import Answered
from installation.remote.wire import Wire
from installation.remote.words import named, said

ON, OFF = 127, 0
TAP_S, LONG_S = 0.08, 1.0
LEARN_S = 60.0
KEYS = "1234567890abcdefghijklmnoprstuvwxyz"
"""What stands for a control on the keyboard; q leaves."""


def add_parser(parser: argparse.ArgumentParser) -> None:
    """Add ``ports``, ``monitor``, ``learn`` and ``test`` to the command's parser."""
    kinds = parser.add_subparsers(dest="remote", required=True, metavar="WHAT")
    abouts = {
        "ports": "the MIDI ports of this machine, and the layout's boxes among them",
        "monitor": "what arrives, and what it does",
        "learn": "press a key of the box, say what it does; written into the layout",
        "test": "be the box: play on its keys from this keyboard",
    }
    for name, about in abouts.items():
        one = kinds.add_parser(name, help=about, description=about)
        one.add_argument("layout", nargs="?", default="triptych", metavar="LAYOUT")
        if name == "learn":
            one.add_argument("--do", metavar="WORDS", help="what the key does: 'go kiss', say")
            one.add_argument("--long", action="store_true", help="when it is held for a while")
        if name == "test":
            one.add_argument("--box", type=int, default=1, metavar="N", help="which box (1)")


def remote(options: argparse.Namespace) -> int:
    """Run the one that was asked for."""
    file = places.layout_file(options.layout)
    layout = load(file, Layout)
    block = layout.remote or Remote()
    midi = RtMidi(block.system)
    try:
        if options.remote == "ports":
            return _ports(block, midi)
        if options.remote == "monitor":
            return _monitor(layout, block, midi)
        if options.remote == "learn":
            return _learn(file, layout, block, midi, options)
        return _test(layout, block, options.box)
    finally:
        midi.close()


def _ports(block: Remote, midi: Midi) -> int:
    sources, sinks = midi.sources(), midi.sinks()
    for port in sources:
        box = next((box for box in block.boxes if fits(port, box.pattern)), None)
        what = f"  (box '{box.pattern}' of the layout)" if box else ""
        print(f"in   {port}{what}")
    for port in sinks:
        print(f"out  {port}")
    if not sources and not sinks:
        print("there are no MIDI ports: is the box plugged in?")
    for box in block.boxes:
        if not any(fits(port, box.pattern) for port in sources):
            print(f"the layout's box '{box.pattern}' is not plugged in")
    return 0


class _Here:
    """A post that prints orders instead of giving them."""

    def __init__(self) -> None:
        self._tasks: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()

    def order(self, what: str, to: str, at_ns: int, answered: Answered | None = None) -> None:
        """Nothing: the monitor only looks."""

    def tell(self, message: Message) -> None:
        """Nothing, too."""

    def hand_over(self, task: Callable[[], None]) -> None:
        """Have something done on the command's thread."""
        self._tasks.put(task)

    def run(self, patience_s: float) -> None:
        """Do what was handed over, waiting for it up to a time."""
        with contextlib.suppress(queue.Empty):
            self._tasks.get(timeout=max(0.0, patience_s))()


def _monitor(layout: Layout, block: Remote, midi: Midi) -> int:
    if not block.boxes:
        raise ConfigError("the layout has no boxes to look at.", "`kiss remote learn` adds one.")

    def seen(port: str, message: bytes, orders: Sequence[Action]) -> None:
        does = ", ".join(map(str, orders))
        print(f"{port}: {said(message)}{f'  -> {does}' if does else ''}", flush=True)

    post = _Here()
    boxes = Boxes(block, layout.names, midi, post, seen, quiet=True)
    there: set[str] = set()
    print("what the boxes of the layout send; Ctrl-C ends it", flush=True)
    try:
        while True:
            now_ns = time.monotonic_ns()
            due_ns = boxes.step(now_ns)
            known = {port.port for port in boxes.ports()}
            for port in sorted(known ^ there):
                print(f"{port} is {'plugged in' if port in known else 'unplugged'}", flush=True)
            there = known
            post.run((due_ns - now_ns) / 1e9)
    except KeyboardInterrupt:
        return 0
    finally:
        boxes.close()


def _learn(
    file: Path, layout: Layout, block: Remote, midi: Midi, options: argparse.Namespace
) -> int:
    if options.do:
        _judged(options.do, layout)
    port, event = _pressed(midi)
    print(f"heard: {said(bytes_of(event))}, from {port}")
    does = options.do or _asked(layout)
    where = written(file, block, port, event, does, options.long)
    held = ", held" if options.long else ""
    print(f"{where}: {named(event.control)}{held} does: {does}")
    return 0


def _pressed(midi: Midi) -> tuple[str, Event]:
    """Wait for the first key on any box."""
    heard: queue.SimpleQueue[tuple[str, bytes]] = queue.SimpleQueue()
    sources = midi.sources()
    if not sources:
        raise RemoteError("there is no MIDI port to listen to.", "Is the box plugged in?")
    print(f"press the key, on {' or '.join(sources)} ...", flush=True)
    wires = {port: Wire() for port in sources}
    plugs = [
        midi.listen(port, lambda data, _, port=port: heard.put((port, data)))  # type: ignore[misc]
        for port in sources
    ]
    deadline = time.monotonic() + LEARN_S
    try:
        while time.monotonic() < deadline:
            with contextlib.suppress(queue.Empty):
                port, data = heard.get(timeout=0.2)
                for message in wires[port].feed(data):
                    event = event_of(message)
                    if event is not None and (event.value > 0 or event.control.kind == "program"):
                        return port, event
    finally:
        for plug in plugs:
            plug.close()
    raise RemoteError(f"no key was pressed within {LEARN_S:.0f} s.", "`kiss remote ports`?")


def _asked(layout: Layout) -> str:
    names = ", ".join(map(str, layout.names))
    print(f"what should it do? {', '.join(VERBS)}")
    print(f"  (go kiss, hold kiss, blackout toggle, voice left, level left; screens: {names})")
    while True:
        words = input("> ").strip()
        try:
            _judged(words, layout)
        except ConfigError as fault:
            print(fault)
        else:
            return words


def _judged(words: str, layout: Layout) -> None:
    try:
        what, to = action(words)
    except ValueError as fault:
        raise ConfigError(str(fault)) from None
    free = (*layout.names, *(("one", "all", "none") if what == "voice" else ()))
    if what in ("voice", "level") and to not in free:
        raise ConfigError(f"there is no screen {to!r}", f"There are {', '.join(free)}.")


def written(file: Path, block: Remote, port: str, event: Event, does: str, long: bool) -> str:
    """Write a key into the layout's file, its comments kept; says where.

    A key for the same control, channel and kind of press takes the place of the one before.
    """
    number = next((n for n, box in enumerate(block.boxes) if fits(port, box.pattern)), None)
    control = event.control
    key = {"on": named(control), "channel": control.channel, "do": does}
    if long:
        key["when"] = "long"
    if number is None:
        client = port.partition(":")[0]
        new = {"port": client, "keys": [key]}
        edit(file, {("remote", "boxes", len(block.boxes)): new})  # type: ignore[dict-item]
        return f"{file}: a new box '{client}'"
    box = block.boxes[number]
    place = len(box.keys)
    for there, old in enumerate(box.keys):
        same = box.control_of(old)[:2] == control[:2] and old.channel in (None, control.channel)
        if same and (old.when == "long") == long:
            place = there
            if old.light:
                key["light"] = old.light
    edit(file, {("remote", "boxes", number, "keys", place): key})  # type: ignore[dict-item]
    return f"{file}: box '{box.pattern}'"


def bytes_of(event: Event) -> bytes:
    """The message that an event comes from."""
    control = event.control
    status = {"note": 0x90, "cc": 0xB0, "program": 0xC0}[control.kind] | (control.channel or 1) - 1
    if control.kind == "program":
        return bytes((status, control.number))
    return bytes((status, control.number, event.value))


def _test(layout: Layout, block: Remote, number: int) -> int:
    if not 1 <= number <= len(block.boxes):
        raise ConfigError(f"the layout has no box {number}.", "`kiss remote learn` adds one.")
    box = block.boxes[number - 1]
    bound = [one for one in bindings(box, layout.names) if one.does is not None]
    client = "".join(letter for letter in box.pattern if letter not in "*?[]") or "box"
    midi = RtMidi(block.system, client)
    lights: dict[bytes, int] = {}
    out = midi.offer_source("keys")
    plug = midi.offer_sink("lights", lambda data, _: lights.update({data[:2]: data[-1]}))
    print(f"a box '{client}' is plugged in; q leaves")
    for letter, one in zip(KEYS, bound, strict=False):
        held = "  (held)" if one.when == "long" else ""
        print(f"  {letter}  {one.name}: {one.does}{held}")
    try:
        for letter in _typed():
            place = KEYS.find(letter)
            if 0 <= place < len(bound):
                _played(out, bound[place])
                shown = [f"{key.hex(' ')} = {value}" for key, value in sorted(lights.items())]
                print(f"{bound[place].name}: {bound[place].does}; lights: {', '.join(shown)}")
        return 0
    finally:
        out.close()
        plug.close()
        midi.close()


def _played(out: Out, one: Binding) -> None:
    """Press a key as long as it takes; a fader goes its whole way to and fro."""
    control = one.control._replace(channel=one.control.channel or 1)
    if one.is_fader:
        way = [*range(one.low, one.high + 1, 4), one.high]
        for value in (*way, *reversed(way)):
            out.send(bytes_of(Event(control, value)))
            time.sleep(0.02)
        return
    out.send(bytes_of(Event(control, min(ON, one.high))))
    if control.kind != "program":
        time.sleep(LONG_S if one.when == "long" else TAP_S)
        out.send(bytes_of(Event(control, OFF)))


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
