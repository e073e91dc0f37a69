"""Measures what a film's pictures cost until they lie in a ring, in a process of its own.

``python -m installation.apps.decoding_probe FILM INDEX [--seconds S] [--decode HOW]`` plays a
film's beginning through the deck that would play it, without a display or sound, and prints a
:class:`installation.kiosk.DecodingCost` as JSON.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import msgspec

from installation.apps._modest import die_with_parent, leave_network
from installation.apps.rehearsal import SLOTS_IN_USE
from installation.errors import KissError
from installation.kiosk import DecodingCost
from installation.link import RingShape
from installation.model import FilmIndex
from installation.player import RehearsalRing, VlcDeck, libvlc_instance, measure_decoding


def measure(film: Path, index: FilmIndex, seconds: float, decode: str) -> DecodingCost:
    """Measure one film. Raises KissError when it does not play, or there is no libvlc."""
    deck = VlcDeck(libvlc_instance(decode), "probe")
    with tempfile.TemporaryDirectory(prefix="kiss-probe-", dir="/dev/shm") as folder:
        ring = RehearsalRing(Path(folder) / "ring")  # its memory outlives its name
        ring.use(SLOTS_IN_USE, RingShape.of(index.facts))
    try:
        found = measure_decoding(deck, ring, film, index, seconds)
    finally:
        deck.close()
    size = index.facts.width, index.facts.height
    return DecodingCost(size, found.cpu_s / found.pictures, found.decoder != "hardware")


def main(words: list[str] | None = None) -> int:
    """Entry of the process; 0 when it has measured."""
    parser = argparse.ArgumentParser(prog="kiss-decoding-probe")
    parser.add_argument("film", type=Path)
    parser.add_argument("index", type=Path)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--decode", default="auto")
    options = parser.parse_args(words)
    # libvlc's callbacks wait for the GIL: the default of 5 ms would make them late
    sys.setswitchinterval(0.0005)
    try:
        index = FilmIndex.from_bytes(options.index.read_bytes())
        found = measure(options.film, index, options.seconds, options.decode)
    except (KissError, OSError) as fault:
        print(fault, file=sys.stderr)
        return 1
    print(msgspec.json.encode(found).decode(), flush=True)
    return 0


if __name__ == "__main__":
    leave_network()
    die_with_parent()
    code = main()
    sys.stdout.flush()
    os._exit(code)  # an orderly end would wait for a thread that hangs in libvlc
