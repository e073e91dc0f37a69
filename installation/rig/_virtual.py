"""Displays that exist only in memory: a real X server on the dummy driver, with N heads.

The driver (xserver-xorg-video-dummy) has RandR outputs DUMMY0 to DUMMY15, so Qt and pyglet see N
monitors, and a cable can be pulled. There is no vsync: a swap does not block. OpenGL comes from
Mesa's llvmpipe. The server needs no rights when nobody else owns the virtual terminal, and it
dies with the thread that started it (PR_SET_PDEATHSIG), whatever kills that one.
"""

import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from installation.errors import KioskError
from installation.rig import _randr as randr
from installation.rig._glass import RootWindow, write_png

MOST_HEADS = 16
DIES_WITH_US = ("setpriv", "--pdeathsig", "TERM")
"""Before a command: what it starts ends with the thread that started it, whatever kills that."""
_REFRESH_HZ = 60
_START_S = 20.0
_STOP_S = 5.0
_SERVERS = (Path("/usr/lib/xorg/Xorg"), Path("/usr/libexec/Xorg"), Path("/usr/bin/Xorg"))
_INSTALL = "Install it with: apt-get install xserver-xorg-core xserver-xorg-video-dummy"

_CONFIG = """\
Section "ServerFlags"
    Option "AutoAddDevices" "false"
    Option "AutoAddGPU" "false"
    Option "AutoBindGPU" "false"
    Option "AllowEmptyInput" "true"
    Option "DontVTSwitch" "true"
    Option "BlankTime" "0"
    Option "StandbyTime" "0"
    Option "SuspendTime" "0"
    Option "OffTime" "0"
EndSection
Section "Device"
    Identifier "memory"
    Driver "dummy"
    VideoRam {video_ram}
EndSection
Section "Monitor"
    Identifier "head"
    HorizSync 1.0-2000.0
    VertRefresh 1.0-1000.0
EndSection
Section "Screen"
    Identifier "heads"
    Device "memory"
    Monitor "head"
    DefaultDepth 24
    SubSection "Display"
        Depth 24
        Virtual {width} {height}
    EndSubSection
EndSection
"""


@dataclass(frozen=True, slots=True)
class VirtualHead:
    """One output of the virtual server, with its place in the whole picture in pixels."""

    name: str
    x: int
    y: int
    width: int
    height: int
    lit: bool = True


class VirtualHeads:
    """A virtual X server with ``count`` heads of ``width`` x ``height`` side by side.

    A context manager: the server runs inside of the ``with``. ``number`` asks for one display
    number; without it the server takes the first free one. Raises KioskError when the server is
    not installed or does not start, with the server's own reason.
    """

    def __init__(
        self, count: int = 3, width: int = 640, height: int = 360, number: int | None = None
    ) -> None:
        if not 1 <= count <= MOST_HEADS:
            raise KioskError(
                f"{count} virtual heads are asked for; there can be 1 to {MOST_HEADS}."
            )
        self._size = (width, height)
        self._number = number
        self._server: subprocess.Popen[bytes] | None = None
        self._outputs: list[randr.Lit] = []
        self._heads = [VirtualHead(f"DUMMY{n}", n * width, 0, width, height) for n in range(count)]
        self.display = ""
        """The display's name (":7") while the server runs."""

    @property
    def heads(self) -> tuple[VirtualHead, ...]:
        """All heads as they are now, from left to right at the start."""
        return tuple(self._heads)

    @property
    def mode(self) -> str:
        """The RandR mode of every head."""
        return f"kiss-{self._size[0]}x{self._size[1]}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of this process with DISPLAY set to the heads; for subprocesses."""
        kept = {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"}
        return kept | {"DISPLAY": self.display}

    def start(self) -> None:
        """Start the server and light all heads; returns when they can be used (about 0.5 s)."""
        server = next((path for path in _SERVERS if path.exists()), None)
        if server is None:
            raise KioskError("there is no X server (Xorg) for virtual displays.", _INSTALL)
        if shutil.which("xrandr") is None:
            raise KioskError("xrandr is missing.", "apt-get install x11-xserver-utils")
        try:
            # The folder goes as soon as the server has read it, so that no death leaves it behind.
            with tempfile.TemporaryDirectory(prefix="kiss-heads-") as folder:
                self._launch(server, Path(folder))
            # Set here and not in the configuration, where the driver refuses clocks above 300 MHz.
            self._xrandr("--newmode", self.mode, *timing(*self._size))
            for head in self._heads:
                self._xrandr("--addmode", head.name, self.mode)
            self._xrandr(*(word for head in self._heads for word in self._placed(head)))
            # The driver calls a head connected only when it has a mode and is asked again.
            self._xrandr("--query")
            self._outputs = randr.lit(self.display)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server and remove what it left, if anything. Twice is fine."""
        if self._server is not None:
            self._server.terminate()
            try:
                self._server.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
                self._sweep()
            self._server = None
        self.display = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def off(self, head: int) -> None:
        """Pull the cable of a head, by its place in ``heads``; the others stay where they are.

        The driver calls DUMMY0 connected for ever; it goes dark, the others are gone.
        """
        randr.put_out(self.display, self._outputs[head])
        self._heads[head] = replace(self._heads[head], lit=False)

    def on(self, head: int, x: int | None = None, y: int | None = None) -> None:
        """Light a head at ``x``, ``y``, or where it was last; also moves a lit one."""
        was = self._heads[head]
        now = replace(was, x=was.x if x is None else x, y=was.y if y is None else y, lit=True)
        randr.light(self.display, self._outputs[head], now.x, now.y)
        self._xrandr("--query")
        self._heads[head] = now

    def screenshot(self, path: Path, region: tuple[int, int, int, int] | None = None) -> None:
        """Write what is on the glass now as PNG: everything, or ``(x, y, width, height)``."""
        with RootWindow(self.display) as glass:
            write_png(path, glass.grab(*(region or (0, 0, *glass.size()))))

    def _launch(self, server: Path, folder: Path) -> None:
        config, log, errors = (folder / name for name in ("xorg.conf", "xorg.log", "stderr"))
        width, height = self._size
        whole = width * len(self._heads)
        config.write_text(
            _CONFIG.format(
                video_ram=whole * height * 4 // 1024 + 16384,
                # Room for a mode of the driver's own, with which it starts.
                width=max(whole, 640),
                height=max(height, 480),
            )
        )
        ready, tell = os.pipe()
        command = [*DIES_WITH_US, str(server)]
        command += [f":{self._number}"] if self._number is not None else []
        command += ["-displayfd", str(tell), "-config", str(config), "-logfile", str(log)]
        command += ["-noreset", "-novtswitch", "-sharevts", "-nolisten", "tcp", "-s", "0"]
        command += ["+extension", "GLX", "vt7"]
        try:
            with errors.open("wb") as said:
                self._server = subprocess.Popen(
                    command,
                    pass_fds=[tell],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=said,
                    start_new_session=True,
                )
        finally:
            os.close(tell)
        with os.fdopen(ready, "rb", buffering=0) as pipe:
            self.display = _announced(pipe.fileno())
        if not self.display:
            raise KioskError(
                f"the virtual X server did not start: {_reason(errors.read_text())}", _INSTALL
            )

    def _placed(self, head: VirtualHead) -> Sequence[str]:
        place = f"{head.x}x{head.y}"
        return ("--output", head.name, "--mode", self.mode, "--pos", place)

    def _xrandr(self, *arguments: str) -> None:
        command = ["xrandr", "--display", self.display, *arguments]
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, timeout=_START_S
        )
        if done.returncode:
            raise KioskError(f"`{' '.join(command)}` failed: {done.stderr.strip()}")

    def _sweep(self) -> None:
        """Remove what a killed server leaves behind."""
        number = self.display.removeprefix(":")
        if number:
            Path(f"/tmp/.X{number}-lock").unlink(missing_ok=True)
            Path(f"/tmp/.X11-unix/X{number}").unlink(missing_ok=True)


def timing(width: int, height: int) -> list[str]:
    """A mode line of any size at 60 Hz, with little blanking: memory needs no time to settle."""
    across, down = width + 80, height + 20
    clock_mhz = across * down * _REFRESH_HZ / 1e6
    horizontal = (width, width + 16, width + 48, across)
    vertical = (height, height + 3, height + 9, down)
    return [f"{clock_mhz:.3f}", *map(str, horizontal + vertical)]


def _announced(pipe: int) -> str:
    """The display that the server announces on ``pipe``; empty when it ends or takes too long."""
    deadline, said = time.monotonic() + _START_S, b""
    while not said.endswith(b"\n"):
        waiting = max(0.0, deadline - time.monotonic())
        if not select.select([pipe], [], [], waiting)[0]:
            return ""
        part = os.read(pipe, 16)
        if not part:
            return ""
        said += part
    return f":{int(said)}"


def _reason(said: str) -> str:
    """Return what the server calls fatal, from what it said on stderr."""
    fatal = said.partition("Fatal server error:")[2]
    lines = [line.removeprefix("(EE)").strip() for line in fatal.splitlines()]
    return next((line for line in lines if line), said.strip()[-300:] or "it gave no reason")
