"""Several machines on one: a network namespace each, a bridge as their switch, clocks of their own.

Needs root and iproute2. A machine's CLOCK_MONOTONIC is hours ahead of the next one's, as in
machines that were switched on at other times. CLOCK_REALTIME is everybody's.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from typing import Self

from installation.errors import KissError

_NETWORK = "10.177.0"
_AHEAD_S = 5 * 3600
"""How much further ahead each machine's clock is than that of the one before."""


class MachineNet:
    """Machines by name, from ``with`` to its end; their links can be cut.

    With ``jitter_ms`` or ``loss`` (a share) their cables are poor, each packet up to so late.
    """

    def __init__(self, names: Sequence[str], jitter_ms: float = 0.0, loss: float = 0.0) -> None:
        if os.geteuid() or shutil.which("ip") is None:
            raise KissError(
                "machines on one machine need network namespaces.", "Be root, with iproute2."
            )
        self.names = tuple(names)
        self._jitter_ms, self._loss = jitter_ms, loss
        self._cables: list[subprocess.Popen[str]] = []
        self._mark = f"kb{os.getpid() % 100_000}"

    @property
    def addresses(self) -> dict[str, str]:
        """Return the machines' addresses."""
        return {name: f"{_NETWORK}.{number}" for number, name in enumerate(self.names, 1)}

    def __enter__(self) -> Self:
        try:
            _ip(f"link add {self._mark} type bridge")
            _ip(f"link set {self._mark} up")
            for number, (name, address) in enumerate(self.addresses.items()):
                space, cable = self._space(name), self._cable(number)
                _ip(f"netns add {space}")
                if self._jitter_ms or self._loss:
                    self._run_cable(cable, space)
                else:
                    _ip(f"link add {cable} type veth peer name eth0 netns {space}")
                _ip(f"link set {cable} master {self._mark} up")
                _ip(f"-n {space} addr add {address}/24 dev eth0")
                _ip(f"-n {space} link set eth0 up")
                _ip(f"-n {space} link set lo up")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._cables:
            process.terminate()
            process.communicate()
        for name in self.names:
            _ip(f"netns delete {self._space(name)}", check=False)
        _ip(f"link delete {self._mark}", check=False)

    def on(self, name: str) -> list[str]:
        """Return the words before a command that make a machine run it."""
        ahead_s = self.names.index(name) * _AHEAD_S
        inside = ["ip", "netns", "exec", self._space(name)]
        return [*inside, "unshare", "--time", "--fork", "--kill-child", f"--monotonic={ahead_s}"]

    def cut(self, name: str) -> None:
        """Pull a machine's cable."""
        _ip(f"link set {self._cable(self.names.index(name))} down")

    def mend(self, name: str) -> None:
        """Plug it in again."""
        _ip(f"link set {self._cable(self.names.index(name))} up")

    def _run_cable(self, cable: str, space: str) -> None:
        words = [sys.executable, "-m", "installation.rig.cable", cable, space]
        words += [str(self._jitter_ms), str(self._loss)]
        process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        self._cables.append(process)
        if process.stdout is None or process.stdout.readline() != "ready\n":
            raise KissError(f"no cable {cable} can be made", "/dev/net/tun has to be there.")

    def _space(self, name: str) -> str:
        return f"{self._mark}-{name}"

    def _cable(self, number: int) -> str:
        return f"{self._mark}v{number}"


def _ip(words: str, check: bool = True) -> None:
    done = subprocess.run(["ip", *words.split()], check=False, capture_output=True, text=True)
    if check and done.returncode:
        raise KissError(f"`ip {words}` failed: {done.stderr.strip()}")
