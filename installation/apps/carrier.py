"""The process that carries films between machines, for a controller that must not wait.

``python -m installation.apps.carrier VERSIONS STATE ADDRESSES MEGABYTES``. It ends with its
controller, and may be killed at any time: the next one goes on with what has come.
"""

import argparse
import json
import sys
import time
from contextlib import suppress
from pathlib import Path

from installation.apps._modest import die_with_parent, step_back
from installation.apps._process import log_to_stderr
from installation.files import make_folder
from installation.library import counts
from installation.link import films_path
from installation.machines import (
    CarriedFilms,
    Carrier,
    CarrierWord,
    FilmLine,
    FolderStand,
    HeldFilms,
    paired_keys,
    read,
    written,
)

SIGN_S = 0.5
"""How often it says that it is at work, and what a person should know."""
MEMORY = "carried"
"""In the state folder: what is known of the films that lie here."""


class _StandFile:
    """The file in which the show says how the versions folder stands."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stamp: tuple[int, int] | None = None
        self._stand: FolderStand | None = None

    def read(self) -> FolderStand | None:
        """Return it; None while there is none."""
        with suppress(OSError, ValueError):
            seen = self._file.stat()
            stamp = seen.st_mtime_ns, seen.st_ino
            if stamp != self._stamp:
                self._stand, self._stamp = read(self._file.read_bytes(), FolderStand), stamp
        return self._stand


class _Voice:
    """Says now and then that this process is at work."""

    def __init__(self) -> None:
        self._said_s = 0.0
        self.word = CarrierWord()

    def at_work(self) -> None:
        """Give a life sign, if the last one is a while ago."""
        now_s = time.monotonic()
        if now_s - self._said_s >= SIGN_S:
            self._said_s = now_s
            sys.stdout.buffer.write(written(self.word) + b"\n")
            sys.stdout.buffer.flush()


def main(words: list[str] | None = None) -> int:
    """Carry films until the controller has gone."""
    parser = argparse.ArgumentParser(prog="kiss-carrier")
    parser.add_argument("versions", type=Path)
    parser.add_argument("state", type=Path)
    parser.add_argument("addresses", type=json.loads, help="of all machines, by name, as JSON")
    parser.add_argument("megabytes", type=float, help="a second, each way")
    options = parser.parse_args(words)
    log_to_stderr("carrier")
    step_back()
    voice, memory = _Voice(), options.state / MEMORY
    make_folder(memory)
    held = HeldFilms(options.versions, memory, counts)
    per_s = options.megabytes * 1e6
    stand = _StandFile(films_path(options.state))
    line = FilmLine(options.addresses, paired_keys(options.state), per_s)
    shelf = CarriedFilms(memory, held, line, stand.read, voice.at_work)
    carrier = Carrier(options.versions, shelf, held, line, counts, per_s, voice.at_work)
    shelf.begin()
    line.open(shelf.answer)
    with suppress(BrokenPipeError):  # nobody listens any more
        while True:
            rest_s = carrier.turn(time.monotonic())
            voice.word = CarrierWord(carrier.notes, shelf.fills)
            voice.at_work()
            time.sleep(rest_s)
    carrier.close()
    line.close()
    return 0


if __name__ == "__main__":
    die_with_parent()
    sys.exit(main())
