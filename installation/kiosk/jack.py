"""A JACK server without a sound card: real MIDI ports on a machine that has none."""

import os
import subprocess
import time
from types import TracebackType

from installation.errors import KioskError

_VARIABLE = "JACK_DEFAULT_SERVER"
_PATIENCE_S = 10.0


class JackServer:
    """Runs from ``with`` to its end; this process and its children find it by the environment.

    ``period`` is in samples of 48 kHz: a message waits for up to one of them at either end.
    """

    def __init__(self, period: int = 128) -> None:
        self.name = f"kiss-{os.getpid()}"
        self.environment = {_VARIABLE: self.name}
        self._command = ["jackd", "-r", "-n", self.name, "-d", "dummy", "-r", "48000"]
        self._command += ["-p", str(period)]
        self._before: str | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "JackServer":
        quiet = subprocess.DEVNULL
        try:
            self._process = subprocess.Popen(self._command, stdout=quiet, stderr=quiet)
        except FileNotFoundError:
            raise KioskError("there is no jackd on this machine", "Install jackd2.") from None
        self._before = os.environ.get(_VARIABLE)
        os.environ[_VARIABLE] = self.name
        deadline = time.monotonic() + _PATIENCE_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.__exit__(None, None, None)
                raise KioskError("the JACK server does not start")
            time.sleep(0.05)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._before is None:
            os.environ.pop(_VARIABLE, None)
        else:
            os.environ[_VARIABLE] = self._before
        if self._process is not None:
            self._process.terminate()
            self._process.wait()

    def _answers(self) -> bool:
        quiet = subprocess.DEVNULL
        words = ["jack_lsp", "-s", self.name]  # fails at once while there is no server
        return subprocess.run(words, stdout=quiet, stderr=quiet, check=False).returncode == 0
