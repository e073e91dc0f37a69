"""A JACK server of one's own, without a sound card: MIDI ports between processes, for tests."""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TextIO

from installation.errors import KioskError
from installation.rig._virtual import DIES_WITH_US

PERIOD = 512
"""Samples at 48,000 a second: a message is heard one to two periods after it was sent, 11-21 ms. A
server passes over messages when a client, or it itself, is late: with 256 samples about 1 of 1,000
beside a show on two cores, with 512 hardly any."""
NAMES = tuple(f"kiss-{number}" for number in range(6))
"""The first that is free. Always the same ones: JACK knows eight servers at most on a machine, and
counts one that was killed among them until another of its name is started."""


class JackServer:
    """Runs from ``with`` to its end; who has :attr:`environment` uses it. Raises KioskError."""

    def __init__(self, period: int = PERIOD) -> None:
        self.environment: dict[str, str] = {}
        self._period = period
        self._process: subprocess.Popen[bytes] | None = None
        self._before: dict[str, str | None] = {}
        self._lock: TextIO | None = None

    def __enter__(self) -> "JackServer":
        """Start it, and have this process use it, too."""
        if shutil.which("jackd") is None:
            raise KioskError("there is no jackd", "Install the package jackd2.")
        name = self._taken_name()
        self.environment = {"JACK_DEFAULT_SERVER": name, "JACK_NO_START_SERVER": "1"}
        self._start(name)
        self._before = {key: os.environ.get(key) for key in self.environment}
        os.environ.update(self.environment)
        return self

    def __exit__(self, *_: object) -> None:
        for key, value in self._before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value
        self._end()

    def hang(self, hung: bool = True) -> None:
        """Have it stand still, or go on: who asks it for something meanwhile waits."""
        if self._process is not None:
            self._process.send_signal(signal.SIGSTOP if hung else signal.SIGCONT)

    def _taken_name(self) -> str:
        """A name that nobody else has, for as long as this process lives or until the end."""
        for name in NAMES:
            lock = (Path(tempfile.gettempdir()) / f"{name}-{os.getuid()}.jack").open("w")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.close()
                continue
            self._lock = lock
            return name
        raise KioskError(f"{len(NAMES)} JACK servers of ours run already")

    def _start(self, name: str) -> None:
        quiet = subprocess.DEVNULL
        # with real-time priority, if this user may: else a busy machine makes many cycles late
        words = [*DIES_WITH_US, "jackd", "-n", name, "-d", "dummy", "-r", "48000"]
        self._process = subprocess.Popen(
            [*words, "-p", str(self._period)],
            env=os.environ | {"JACK_NO_AUDIO_RESERVATION": "1"},
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            start_new_session=True,
        )
        deadline = time.monotonic() + 10
        words = ["jack_wait", "-s", name, "-w", "-t", "1"]
        while time.monotonic() < deadline and self._process.poll() is None:
            if subprocess.run(words, stdout=quiet, stderr=quiet, check=False).returncode == 0:
                return
        self._end()
        raise KioskError("the JACK server does not start")

    def _end(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._lock is not None:
            self._lock.close()
