"""Several machines on one: a network namespace each, a bridge as their switch, clocks of their own.

Needs root and iproute2. A machine's CLOCK_MONOTONIC is hours ahead of the next one's, as in
machines that were switched on at other times. CLOCK_REALTIME is everybody's; both may wander, as
clocks that a time daemon keeps do.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from installation.errors import KissError

_NETWORK = "10.177.0"
_AHEAD_S = 5 * 3600
"""How much further ahead each machine's clock is than that of the one before."""
_TURN_S = 10
"""How long a clock that wanders goes one way, as in `wandering_clock.c`."""


class MachineNet:
    """Machines by name, from ``with`` to its end; their links can be cut.

    With ``jitter_ms`` or ``loss`` (a share) their cables are poor, each packet up to so late. With
    ``drift_ppm`` each machine's clocks go so much too fast for ten seconds, then too slow, and no
    two at the same time; that needs a C compiler. It ends with what runs :meth:`on` a machine.
    """

    def __init__(
        self,
        names: Sequence[str],
        jitter_ms: float = 0.0,
        loss: float = 0.0,
        drift_ppm: float = 0.0,
    ) -> None:
        if os.geteuid() or shutil.which("ip") is None:
            raise KissError(
                "machines on one machine need network namespaces.", "Be root, with iproute2."
            )
        self.names = tuple(names)
        self._jitter_ms, self._loss, self._drift_ppm = jitter_ms, loss, drift_ppm
        self._folder = tempfile.TemporaryDirectory(prefix="kiss-machines-")
        self._cables: list[subprocess.Popen[str]] = []
        self._mark = f"kb{os.getpid() % 100_000}"

    @property
    def _clock(self) -> Path:
        return Path(self._folder.name) / "clock.so"

    @property
    def addresses(self) -> dict[str, str]:
        """Return the machines' addresses."""
        return {name: f"{_NETWORK}.{number}" for number, name in enumerate(self.names, 1)}

    def __enter__(self) -> Self:
        try:
            if self._drift_ppm:
                _compile(self._clock)
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
        self._folder.cleanup()

    def on(self, name: str) -> list[str]:
        """Return the words before a command that make a machine run it."""
        number = self.names.index(name)
        inside = ["ip", "netns", "exec", self._space(name)]
        inside += ["unshare", "--time", "--fork", "--kill-child"]
        inside += [f"--monotonic={number * _AHEAD_S}"]
        if self._drift_ppm:
            at_s = number * 2 * _TURN_S // len(self.names)
            inside += ["env", f"LD_PRELOAD={self._clock}"]
            inside += [f"WANDER_PPM={self._drift_ppm:.0f}", f"WANDER_AT={at_s}"]
        return inside

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


def _compile(library: Path) -> None:
    source = Path(__file__).parent / "wandering_clock.c"
    words = ["cc", "-shared", "-fPIC", "-O2", "-Wall", "-o", str(library), str(source), "-ldl"]
    try:
        subprocess.run(words, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as fault:
        told = getattr(fault, "stderr", "") or str(fault)
        raise KissError(
            f"the clock that wanders is not compiled: {told}", "Install the Debian package gcc."
        ) from fault


def _ip(words: str, check: bool = True) -> None:
    done = subprocess.run(["ip", *words.split()], check=False, capture_output=True, text=True)
    if check and done.returncode:
        raise KissError(f"`ip {words}` failed: {done.stderr.strip()}")
