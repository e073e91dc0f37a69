"""A JACK server of one's own, without a sound card: MIDI ports between processes, for tests."""

import os
import shutil
import subprocess
import time
from types import TracebackType

from installation.errors import KioskError
from installation.kiosk.virtual import DIES_WITH_US

PERIOD = 256
"""Samples at 48,000 a second: a message is heard one to two periods after it was sent, 5-11 ms."""


class JackServer:
    """Runs from ``with`` to its end; who has :attr:`environment` uses it. Raises KioskError."""

    def __init__(self, period: int = PERIOD) -> None:
        self.name = f"kiss-{os.getpid()}-{time.monotonic_ns() % 10**6}"
        self.environment = {"JACK_DEFAULT_SERVER": self.name, "JACK_NO_START_SERVER": "1"}
        self._period = period
        self._process: subprocess.Popen[bytes] | None = None
        self._before: dict[str, str | None] = {}

    def __enter__(self) -> "JackServer":
        """Start it, and have this process use it, too."""
        if shutil.which("jackd") is None:
            raise KioskError("there is no jackd", "Install the package jackd2.")
        command = [*DIES_WITH_US, "jackd", "-n", self.name, "-r", "-d", "dummy", "-r", "48000"]
        quiet = subprocess.DEVNULL
        environment = os.environ | {"JACK_NO_AUDIO_RESERVATION": "1"}
        self._process = subprocess.Popen(
            [*command, "-p", str(self._period)],
            env=environment,
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            start_new_session=True,
        )
        self._before = {key: os.environ.get(key) for key in self.environment}
        os.environ.update(self.environment)
        self._await()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for key, value in self._before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _await(self) -> None:
        deadline = time.monotonic() + 10
        words = ["jack_wait", "-s", self.name, "-w", "-t", "1"]
        while time.monotonic() < deadline:
            assert self._process is not None
            if self._process.poll() is not None:
                break
            done = subprocess.run(
                words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
            )
            if done.returncode == 0:
                return
        self.__exit__(None, None, None)
        raise KioskError("the JACK server does not start")
