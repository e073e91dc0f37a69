"""``kiss remote``: which ports there are, what comes from a box, what its keys do."""

import argparse
import contextlib
import logging
import queue
import sys
import time
from collections.abc import Callable, Sequence

from installation.apps import LOOK_NS, FollowedLayout, OwnFiles
from installation.cli import _folders as folders
from installation.cli import _usage as usage
from installation.cli._boxtest import test
from installation.cli._learning import learn
from installation.errors import ConfigError
from installation.link import Glance, Message
from installation.model import Layout, Level, Order, RemoteBlock, load_yaml
from installation.remote import Answered, Boxes, Midi, message_in_words, midi_of, port_fits


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
        one = kinds.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
        usage.add_layout(one)
        if name == "learn":
            one.add_argument("--do", metavar="WORDS", help="what the key does: 'go kiss', say")
            one.add_argument("--long", action="store_true", help="when it is held for a while")
        if name == "test":
            one.add_argument("--box", type=int, default=1, metavar="N", help="which box (1)")


def remote(options: argparse.Namespace) -> int:
    """Run the one that was asked for."""
    file = folders.layout_file(options.layout)
    layout = load_yaml(file, Layout)
    block = layout.remote or RemoteBlock()
    if options.remote == "test":
        return test(layout, block, options.box)
    midi = midi_of(block.system)
    try:
        if options.remote == "ports":
            return _ports(block, midi)
        if options.remote == "monitor":
            return _monitor(FollowedLayout(OwnFiles(), file), block, midi)
        return learn(file, layout, block, midi, options)
    finally:
        midi.close()


def _ports(block: RemoteBlock, midi: Midi) -> int:
    sources, sinks = midi.sources(), midi.sinks()
    for port in sources:
        box = next((box for box in block.boxes if port_fits(port, box.pattern)), None)
        what = f"  (box '{box.pattern}' of the layout)" if box else ""
        print(f"in   {port}{what}")
    for port in sinks:
        print(f"out  {port}")
    if not sources and not sinks:
        print(midi.trouble or "there are no MIDI ports: is the box plugged in?")
    for box in block.boxes:
        if not any(port_fits(port, box.pattern) for port in sources):
            print(f"the layout's box '{box.pattern}' is not plugged in")
    return 0


class _Here:
    """A post that gives no orders."""

    def __init__(self) -> None:
        self._tasks: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()

    def order(self, order: Order, at_ns: int, answered: Answered | None = None) -> None:
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


def _monitor(followed: FollowedLayout, block: RemoteBlock, midi: Midi) -> int:
    if not block.boxes:
        raise ConfigError("the layout has no boxes to look at.", "`kiss remote learn` adds one.")
    # a box that comes, goes or makes noise is spoken of in the log, here as in a show
    logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(message)s")
    print("what the layout's boxes send, and what it would do; Ctrl-C ends it", flush=True)
    post = _Here()
    boxes = _watched(followed.layout, midi, post)
    try:
        while True:
            due_ns = boxes.step(time.monotonic_ns())
            post.run(min(LOOK_NS, due_ns - time.monotonic_ns()) / 1e9)
            if followed.look(time.monotonic_ns()):
                boxes.close()
                print("the layout has changed", flush=True)
                boxes = _watched(followed.layout, midi, post)
    except KeyboardInterrupt:
        return 0
    finally:
        boxes.close()


def _watched(layout: Layout, midi: Midi, post: _Here) -> Boxes:
    """A layout's boxes, whose messages are printed."""
    boxes = Boxes(layout.remote or RemoteBlock(), layout.names, midi, post, _print, quiet=True)
    if layout.story is not None:  # show control's cues are beats
        boxes.glance(Glance(beats=tuple((beat, 0) for beat in layout.story.beats)))
    boxes.step(time.monotonic_ns())
    for text in boxes.missing():
        print(text, flush=True)
    return boxes


def _print(port: str, message: bytes, orders: Sequence[Order]) -> None:
    does = ", ".join(map(str, orders))
    # a fader's place that waited for its turn, or a key that has become a long press
    waited = "there" if any(isinstance(order, Level) for order in orders) else "held"
    came = message_in_words(message) if message else waited
    print(f"{port}: {came}{f'  -> {does}' if does else ''}", flush=True)
