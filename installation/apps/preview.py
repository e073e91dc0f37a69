"""Plays a film small and without sound, for who looks at it on a panel, in a process of its own.

``python -m installation.apps.preview FILM WIDTH HEIGHT`` writes pictures that fit into a size to
its standard output, at the film's pace (:mod:`installation.link._preview_wire`). A line on its
standard input, a whole number of ns, has it go on from there; at the film's end it waits for one.
It ends when its input does, or whoever has started it. It takes what the show leaves of the
processor: when that is little it plays slower.
"""

import argparse
import os
import select
import sys
import time
from pathlib import Path

from installation.apps._modest import die_with_parent, keep_within, leave_network, step_back
from installation.errors import LibraryError
from installation.library import preview_pictures
from installation.link import PreviewPicture, preview_bytes
from installation.units import SECOND, seconds

LONGEST_S = 4 * 3600
"""Processor seconds that a preview may use."""
LATE_NS = SECOND // 4
"""What comes later than that moves all that follow."""


class Asker:
    """The viewer of the preview, at the other end of two pipes."""

    def __init__(self, asks: int, sees: int) -> None:
        self._asks, self._sees = asks, sees
        self._rest = b""

    def asked(self, within_s: float | None) -> int | None:
        """Wait for a place (ns) to go on from, None for none in time. Raises EOFError."""
        if not select.select([self._asks], [], [], within_s)[0]:
            return None
        data = os.read(self._asks, 4096)
        if not data:
            raise EOFError
        *lines, self._rest = (self._rest + data).split(b"\n")
        return max(0, int(lines[-1])) if lines else None

    def show(self, picture: PreviewPicture) -> None:
        """Send a picture; waits while it is not taken."""
        left = memoryview(preview_bytes(picture))
        while left:
            left = left[os.write(self._sees, left) :]


def play(film: Path, asker: Asker, begin_ns: int, width: int, height: int) -> int | None:
    """Play from a place to the end, or until another place is asked for, which is returned.

    Raises LibraryError when the film cannot be read, EOFError when nobody looks any more.
    """
    began_ns: int | None = None
    for picture in preview_pictures(film, begin_ns, width, height):
        now_ns = time.monotonic_ns()
        began_ns = now_ns - picture.at_ns if began_ns is None else began_ns
        ahead_ns = began_ns + picture.at_ns - now_ns
        if ahead_ns < -LATE_NS:
            began_ns -= ahead_ns
        asked = asker.asked(max(0.0, seconds(ahead_ns)))
        if asked is not None:
            return asked
        asker.show(picture)
    return None


def main(words: list[str] | None = None) -> int:
    """Entry of the process; 0 when nobody looks any more, 1 when the film cannot be shown."""
    parser = argparse.ArgumentParser(prog="kiss-preview")
    parser.add_argument("film", type=Path)
    parser.add_argument("width", type=int)
    parser.add_argument("height", type=int)
    options = parser.parse_args(words)
    asker, place = Asker(sys.stdin.fileno(), sys.stdout.fileno()), 0
    try:
        while True:
            asked = play(options.film, asker, place, options.width, options.height)
            while asked is None:
                asked = asker.asked(None)
            place = asked
    except (EOFError, BrokenPipeError):
        return 0
    except (LibraryError, OSError) as fault:
        print(fault, file=sys.stderr)
        return 1


if __name__ == "__main__":
    leave_network()
    die_with_parent()
    step_back()
    keep_within(LONGEST_S)
    sys.exit(main())
