"""One running intake, seen from outside: started, asked without waiting, ended."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import installation

MODULE = "installation.apps.intake"
HUNG_S = 120
"""Seconds of silence after which an intake is taken to hang; it speaks five times a second."""

CRASHED = "Export it again, for example as H.264 in .mp4."


class Worker:
    """The intake of one film in a process of its own (see :mod:`installation.apps.intake`).

    Not thread-safe; nothing here blocks. The process ends with the thread that made it. Raises
    OSError when no process can be had.
    """

    def __init__(self, film: Path, state_dir: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", MODULE, str(film.absolute()), str(state_dir.absolute())],
            cwd=Path(installation.__file__).parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdout is not None
        self._pipe = self._process.stdout
        os.set_blocking(self._pipe.fileno(), False)
        self._rest = b""
        self._verdict: dict[str, Any] | None = None
        self._heard_ns: int | None = None
        self.share = 0.0
        self.eta_s: float | None = None

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def poll(self, now_ns: int) -> dict[str, Any] | None:
        """The verdict when the intake has ended, else None: the last line that it said.

        A crash or a hang is a verdict too, one that may turn out better another time.
        """
        if self._listen() or self._heard_ns is None:
            self._heard_ns = now_ns
        code = self._process.poll()
        if code is not None:
            self._listen()
            self._pipe.close()
            return self._verdict or _bad(f"the intake crashed on it (exit code {code})")
        if now_ns - self._heard_ns > HUNG_S * 1_000_000_000:
            self.kill()
            return _bad(f"the intake hung on it for {HUNG_S} s")
        return None

    def kill(self) -> None:
        """End the process at once, and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        self._pipe.close()

    def _listen(self) -> bool:
        """Take in what has been said since; True when there was something."""
        heard = False
        while chunk := self._pipe.read(65536) or b"":
            heard = True
            *lines, self._rest = (self._rest + chunk).split(b"\n")
            for line in lines:
                with suppress(ValueError):  # a line of some library's
                    self._hear(json.loads(line))
        return heard

    def _hear(self, message: dict[str, Any]) -> None:
        if "ok" in message:
            self._verdict = message
        elif "progress" in message:
            self.share, self.eta_s = message["progress"], message["eta"]


def _bad(reason: str) -> dict[str, Any]:
    return {"ok": False, "reason": reason, "advice": CRASHED, "again": True}
