"""The logs of the show's processes: a file each, which never grows beyond bounds."""

import contextlib
import os
import re
import shutil
from pathlib import Path
from typing import BinaryIO

LOG_BYTES = 1_000_000
"""A log that has grown beyond this begins again; what it held is kept beside it, once."""
LAST_WORDS = 4000
BLOCK = 512
"""What stat(2) counts a file's room in."""


def cut_long_log(log: Path) -> None:
    """Cut a log that has grown too long; what it held is kept beside it, as NAME.log.1.

    Copied and cut, not renamed: its process has it open, and goes on writing at its end. One that
    does not append (the X server) goes on where it was, and leaves a hole before that, which takes
    no room; so what counts is the room that a log takes.
    """
    with contextlib.suppress(OSError):
        if log.stat().st_blocks * BLOCK > LOG_BYTES:
            with log.open("rb") as long, log.with_suffix(".log.1").open("wb") as before:
                long.seek(max(0, long.seek(0, os.SEEK_END) - LOG_BYTES))
                shutil.copyfileobj(long, before)
            os.truncate(log, 0)


class WorkerLogs:
    """``folder`` has NAME.log, and NAME.log.1 with what was before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def open(self, name: str) -> BinaryIO:
        """Open a process's log for it to add to. Raises OSError."""
        cut_long_log(self._path(name))
        return self._path(name).open("ab")

    def trim(self) -> None:
        """Cut those that have grown too long, also under the hands of who writes them."""
        for log in self._folder.glob("*.log"):
            cut_long_log(log)

    def last_words(self, name: str) -> str:
        """Return what a process that gave up said last of all; it knows what to do about it."""
        with contextlib.suppress(OSError), self._path(name).open("rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - LAST_WORDS))
            said = log.read(LAST_WORDS).decode(errors="replace")
            faults = re.findall(r"(?:ERROR [^:]*|Error): (.*(?:\n  .*)*)", said)
            if faults:
                return ": " + " ".join(faults[-1].split())
        return ""

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.log"
