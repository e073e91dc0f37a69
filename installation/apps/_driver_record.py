"""Remembers whether OpenGL has just let a stage down, so that the next one can do without it.

A driver that ends a process says nothing itself. So a stage that draws with it leaves a note, and
takes the note back when it ends in order; the next one finds what was not taken back.
"""

import contextlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from installation.files import write_whole
from installation.units import SECOND

SOON_NS = 60 * SECOND
"""Who was lost within this time of its start was lost to the driver, as far as anybody can tell.
Whatever else ended it, a stage without OpenGL shows the same."""
WITHOUT_NS = 600 * SECOND
"""For so long stages begin without OpenGL after that; what they began with they keep."""


class _Note(msgspec.Struct, frozen=True):
    """The content of the file: instants of CLOCK_MONOTONIC, 0 for none."""

    began_ns: int = 0
    without_until_ns: int = 0


class DriverRecord:
    """The record of a show; ``now`` reads CLOCK_MONOTONIC. One stage at a time.

    A folder that cannot be written remembers nothing: then OpenGL is tried each time.
    """

    def __init__(self, path: Path, now: Callable[[], int]) -> None:
        self._path, self._now = path, now

    def trusted(self) -> bool:
        """Tell whether the next stage may draw with OpenGL; a loss that is found is noted."""
        now_ns, note = self._now(), self._read()
        # instants ahead of this clock are of an earlier boot
        if note.began_ns and 0 <= now_ns - note.began_ns < SOON_NS:
            self._write(_Note(without_until_ns=now_ns + WITHOUT_NS))
            return False
        return not 0 < note.without_until_ns - now_ns <= WITHOUT_NS

    def began(self) -> None:
        """Note that a stage draws with OpenGL from now on."""
        self._write(_Note(began_ns=self._now()))

    def ended(self) -> None:
        """Take the note back: the stage ends in order."""
        if self._read().began_ns:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _read(self) -> _Note:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=_Note)
        except (OSError, msgspec.DecodeError, msgspec.ValidationError):
            return _Note()

    def _write(self, note: _Note) -> None:
        with contextlib.suppress(OSError):
            write_whole(self._path, msgspec.json.encode(note), survives_power_cut=False)
