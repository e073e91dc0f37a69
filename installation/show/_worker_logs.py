"""The logs of the show's processes: a file each, which never grows beyond bounds."""

import contextlib
import os
import re
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

Answer = TypeVar("Answer")

LOG_BYTES = 1_000_000
"""A log that has grown beyond this begins again; what it held is kept beside it, once."""
LAST_WORDS = 4000
PATIENCE_S = 1.0
"""How long a disk is waited for; a process begins without a log when it does not answer."""
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
    """``folder`` has NAME.log, and NAME.log.1 with what was before.

    Its disk is asked by a thread, and left alone while it does not answer. One thread uses it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._asks: threading.Thread | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def open(self, name: str) -> BinaryIO:
        """Open a process's log for it to add to. Raises OSError."""

        def opened() -> BinaryIO:
            cut_long_log(self._path(name))
            return self._path(name).open("ab")

        return self._asked(opened, late=lambda log: log.close())

    def trim(self) -> None:
        """Cut those that have grown too long, also under the hands of who writes them."""

        def cut() -> None:
            for log in self._folder.glob("*.log"):
                cut_long_log(log)

        with contextlib.suppress(OSError):
            self._asked(cut)

    def last_words(self, name: str) -> str:
        """Return what a process that gave up said last of all; it knows what to do about it."""
        with contextlib.suppress(OSError):
            return self._asked(lambda: self._last_words(name))
        return ""

    def _asked(
        self, task: Callable[[], Answer], late: Callable[[Answer], object] = lambda _: None
    ) -> Answer:
        """Return what a task returns that asks the disk. Raises OSError, too, if that hangs.

        What nobody waits for any more goes to ``late``.
        """
        if self._asks is not None and self._asks.is_alive():
            raise TimeoutError("the disk of the logs does not answer")
        done: list[Answer] = []
        faults: list[OSError] = []
        lock, waits = threading.Lock(), True

        def ask() -> None:
            try:
                answer = task()
            except OSError as fault:
                faults.append(fault)
                return
            with lock:
                done.append(answer) if waits else late(answer)

        self._asks = threading.Thread(target=ask, name="logs", daemon=True)
        self._asks.start()
        self._asks.join(PATIENCE_S)
        with lock:
            waits = False
        if faults:
            raise faults[0]
        if not done:
            raise TimeoutError("the disk of the logs does not answer")
        return done[0]

    def _last_words(self, name: str) -> str:
        with self._path(name).open("rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - LAST_WORDS))
            said = log.read(LAST_WORDS).decode(errors="replace")
            faults = re.findall(r"(?:ERROR [^:]*|Error): (.*(?:\n  .*)*)", said)
            if faults:
                return " ".join(faults[-1].split())
        return ""

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.log"
