"""A machine that really boots: QEMU in software, with three displays, a sound card and a shell.

Its screens are read from outside, by the emulator's own screen dumps, so that what counts as shown
is what a visitor would see, whatever X or the player think of it.
"""

import itertools
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from installation.errors import KissError

HEADS = 3
WIDTH, HEIGHT = 640, 480
PROCESSOR = "max,-avx,-avx2"
"""QEMU's software AVX2 reads what a masked load (vpmaskmovd) is told to leave alone: seen on 7.2 by
nine lines of C, one element before a page that is not there. numpy's loops end with such loads, and
every rehearsal ended with a segmentation fault. Without AVX there are none; AVX without AVX2 makes
Qt stop, which no processor has beside the rest of what QEMU has."""
PACE = 2
"""An instruction takes 2 ** PACE ns of the machine's own clock, whatever this machine does beside;
without work its clock jumps to what is due next. So its seconds are its own: on a busy host they
come slowly, but all in it keeps its proportions. Its disk is the exception: while it waits for that
with nothing else to do its clock jumps, too, and where this machine's disk is busy a boot takes
longer. It has one core: with two it does not get past its first lines."""
_ANSWER_S = 600.0
"""Patience is by this machine's clock, on which the other's may be ten times slower."""


class Machine:
    """One machine on a disk that forgets, when it ends, what was written. Not thread-safe."""

    def __init__(
        self, folder: Path, work: Path, pace: int = PACE, processor: str = PROCESSOR
    ) -> None:
        self._folder, self._work = folder, work
        self._pace, self._processor = pace, processor
        self._qemu: subprocess.Popen[bytes] | None = None
        self._marks = itertools.count(1)
        self._began_s = 0.0

    def __enter__(self) -> Self:
        lit = [f"video=Virtual-{head + 1}:{WIDTH}x{HEIGHT}e" for head in range(HEADS)]
        kernel = ["root=/dev/vda", "rw", "console=ttyS0", "systemd.show_status=0", *lit]
        command = ["qemu-system-x86_64", "-accel", "tcg,thread=single", "-cpu", self._processor]
        command += ["-icount", f"shift={self._pace},sleep=off"]
        command += ["-smp", "1", "-m", "3072", "-display", "none", "-no-user-config"]
        command += ["-kernel", str(self._folder / "vmlinuz")]
        command += ["-initrd", str(self._folder / "initrd.img"), "-append", " ".join(kernel)]
        command += ["-drive", f"file={self._folder}/disk.img,if=virtio,format=raw,snapshot=on"]
        command += ["-vga", "none", "-device", f"virtio-vga,id=video,max_outputs={HEADS}"]
        command += ["-audiodev", "none,id=a", "-device", "intel-hda"]
        command += ["-device", "hda-duplex,audiodev=a", "-nic", "none"]
        command += ["-serial", f"file:{self._work}/console.log"]
        command += ["-serial", f"unix:{self._work}/shell,server=on,wait=off"]
        command += ["-monitor", f"unix:{self._work}/monitor,server=on,wait=off"]
        with (self._work / "qemu.log").open("wb") as log:
            self._qemu = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self._shell = self._connect("shell")
        self._monitor = self._connect("monitor")
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._shell.close()
        self._monitor.close()
        if self._qemu is not None:
            self._qemu.kill()
            self._qemu.wait()

    def clock_s(self) -> float:
        """Return what the machine's own clock shows: seconds since it was switched on, or on again.

        All times are by that one; it is slower than this machine's when this one is busy.
        """
        return float(self.ask("cat /proc/uptime").split()[0])

    def age_s(self) -> float:
        """Return for how long it has run since it was switched on, or since :meth:`begin`."""
        return self.clock_s() - self._began_s

    def begin(self) -> None:
        """Have its age count from now on: something is done to it."""
        self._began_s = self.clock_s()

    def cut_power(self) -> None:
        """Switch it off and on: what it had not written to its disk is lost."""
        self.order("system_reset")
        self._began_s = 0.0

    def order(self, words: str) -> None:
        """Give the emulator an order."""
        self._monitor.sendall(words.encode() + b"\n")

    def up(self, patience_s: float = 1800.0) -> None:
        """Wait until its shell answers."""
        until = time.monotonic() + patience_s
        while time.monotonic() < until:
            try:
                self.ask("true", patience_s=10.0)
            except KissError:
                continue
            return
        raise KissError(f"the machine did not come up within {patience_s:.0f} s.")

    def ask(self, command: str, patience_s: float = _ANSWER_S) -> str:
        """Return what a command of root's prints in the machine."""
        number = next(self._marks)
        self._shell.sendall(asked(command, number).encode())
        said, until = b"", time.monotonic() + patience_s
        while time.monotonic() < until:
            self._shell.settimeout(max(0.05, until - time.monotonic()))
            try:
                said += self._shell.recv(65536)
            except TimeoutError:
                break
            if (answer := answered(said, number)) is not None:
                return answer
        raise KissError(f"the machine did not answer `{command}` within {patience_s:.0f} s.")

    def screens(self) -> list[NDArray[np.uint8]]:
        """Return what its displays show, (height, width, 3) each, from left to right."""
        return [self._screen(head) for head in range(HEADS)]

    def _screen(self, head: int) -> NDArray[np.uint8]:
        path = self._work / f"head{head}.ppm"
        path.unlink(missing_ok=True)
        self.order(f"screendump {path} video {head}")
        until = time.monotonic() + 10.0
        while time.monotonic() < until:
            time.sleep(0.1)
            picture = _picture(path)
            if picture is not None:
                return picture
        return np.zeros((HEIGHT, WIDTH, 3), np.uint8)

    def _connect(self, name: str) -> socket.socket:
        until = time.monotonic() + 10.0
        while True:
            link = socket.socket(socket.AF_UNIX)
            try:
                link.connect(str(self._work / name))
            except OSError:
                link.close()
                if time.monotonic() > until:
                    log = (self._work / "qemu.log").read_text(errors="replace").strip()
                    raise KissError(f"QEMU does not start: {log[-300:]}") from None
                time.sleep(0.1)
                continue
            return link


def asked(command: str, number: int) -> str:
    """Return what to type for a command whose answer is to be told from all others."""
    # the terminal echoes the line: only the answer has its marks whole
    begin, end = f"be''gin-{number}-", f"e''nd-{number}-"
    return f"stty -echo; echo {begin}; {{ {command}\n}} 2>&1; echo {end}\n"


def answered(said: bytes, number: int) -> str | None:
    """Return a command's answer from all that came since; None while it is not there whole.

    Answers to earlier commands, which nobody waited for any more, may stand before it.
    """
    _, begun, rest = said.partition(f"begin-{number}-".encode())
    answer, ended, _ = rest.partition(f"end-{number}-".encode())
    if not (begun and ended):
        return None
    return answer.decode(errors="replace").replace("\r\n", "\n").removeprefix("\n")


def _picture(path: Path) -> NDArray[np.uint8] | None:
    """Read a screen dump (binary PPM); None while it is not there whole."""
    try:
        data = path.read_bytes()
        _kind, size, _depth, body = data.split(b"\n", 3)
        width, height = map(int, size.split())
        return np.frombuffer(body, np.uint8, width * height * 3).reshape(height, width, 3)
    except (OSError, ValueError):
        return None
