"""Files that another process reads for this one, which must not wait for their disk or share.

The process (:mod:`installation.apps.reader`) looks at them by itself. One that says nothing is held
by a share that does not answer: it is left behind, and another one takes its place, ever more
rarely; meanwhile what the files said last holds.
"""

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from installation.apps._followed_files import UnansweredError
from installation.link import AsideProcess
from installation.said import NOTHING, Said
from installation.units import SECOND

MODULE = "installation.apps.reader"
FIRST_NS = 5 * SECOND
"""How long a show that begins waits for a file, from when the process that reads it is there. How
long it waits for that is the process's own matter: one that says nothing is trouble."""
NAP_S = 0.005


class FileSaid(msgspec.Struct, frozen=True):
    """A file as it was found: its bytes, or the number and words of why there are none."""

    path: bytes
    data: bytes = b""
    errno: int = 0
    why: str = ""


class FarFiles:
    """Files of disks and shares that may hang. One thread; only :meth:`wait` waits."""

    def __init__(self, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._clock = clock
        self._aside = AsideProcess([sys.executable, "-P", "-m", MODULE])
        self._files: dict[Path, tuple[int, FileSaid | None]] = {}
        self.trouble = NOTHING

    def follow(self, *files: Path) -> None:
        """Look after these files, too; they are asked for at once."""
        new = [file for file in files if file not in self._files]
        if new:
            self._files |= dict.fromkeys(new, (0, None))
            self._tell(self._clock())

    def wait(self) -> None:
        """Wait until each has said what is in it, but no longer than a show does that begins."""
        ends_ns: int | None = None
        while any(said is None for _, said in self._files.values()) and not self.trouble:
            now_ns = self._clock()
            self.look(now_ns)
            if ends_ns is None and self._aside.spoke:
                ends_ns = now_ns + FIRST_NS
            if ends_ns is not None and now_ns > ends_ns:
                break
            time.sleep(NAP_S)

    def look(self, now_ns: int) -> None:
        """Take in what the process has said, and replace one that says nothing."""
        for line in self._aside.lines():
            with suppress(msgspec.DecodeError):
                self._hear(msgspec.json.decode(line, type=tuple[FileSaid, ...]))
        silent = self._aside.is_silent(now_ns)
        if not self._aside.runs:
            self._tell(now_ns)
        elif self._aside.ended():
            self.trouble = Said(
                "{files} are not looked at: the process that does ended. What was read before"
                " holds; it is started again by itself.",
                files=self._names,
            )
            self._aside.give_up(now_ns)
        elif silent:
            self.trouble = Said(
                "{files} have not answered for {seconds} s (a share or a disk that hangs?). What"
                " was read before holds; it is asked again by itself.",
                files=self._names,
                seconds=self._aside.silent_ns // SECOND,
            )
            self._aside.give_up(now_ns)

    def version(self, file: Path) -> int:
        """Return how often another one was found; 0 if it never answered."""
        return self._files[file][0]

    def read(self, file: Path) -> bytes:
        """Return the bytes that it had when it was last read. Raises OSError."""
        said = self._files[file][1]
        if said is None:
            raise UnansweredError(0, "its disk or share does not answer", str(file))
        if said.why:
            raise OSError(said.errno, said.why, str(file))
        return said.data

    def close(self) -> None:
        """End the process."""
        self._aside.close()

    @property
    def _names(self) -> str:
        return ", ".join(str(file) for file in self._files)

    def _tell(self, now_ns: int) -> None:
        """Tell the process which files it is to look after; begin it if need be."""
        if not self._aside.runs:
            if not self._aside.is_due(now_ns):
                return
            try:
                self._aside.begin(now_ns)
            except OSError as fault:  # no memory, no more processes
                self.trouble = Said(
                    "no file can be looked at: {why}.", why=fault.strerror or str(fault)
                )
                return
        self._aside.owes(now_ns)
        self._aside.say(msgspec.json.encode([bytes(file.absolute()) for file in self._files]))

    def _hear(self, said: tuple[FileSaid, ...]) -> None:
        self._aside.heard()
        for one in said:
            for file, (version, before) in self._files.items():
                if bytes(file.absolute()) == one.path and one != before:
                    self._files[file] = version + 1, one
        if said or not self.trouble:
            self._aside.well()
            self.trouble = NOTHING
