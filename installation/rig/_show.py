"""A whole show of its own for the bench: versions, layout and state in folders that go with it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from installation.errors import KissError, LinkError
from installation.link import Client, ring_path, sweep_show
from installation.model import Order, ShowState, Stop, VersionState
from installation.rig._tree import Tree, command_of
from installation.rig._virtual import DIES_WITH_US
from installation.show import ShowStatus, status_from_json

_LEAVE_S = 10.0
_PATIENCE_S = 60.0


@dataclass(frozen=True)
class PreparedShow:
    """A show in the making: one film a screen, each pinned to its screen from left to right."""

    versions: Path
    layout: Path
    state: Path


class Workshop:
    """A folder for films to be shown; keeps the show's state, so that a second start is warm."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="kiss-bench-")

    def __enter__(self) -> "Workshop":
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    @property
    def folder(self) -> Path:
        """The folder itself."""
        return Path(self._folder.name)

    def prepare(
        self, name: str, films: Sequence[Path], voice: str = "none", more: str = ""
    ) -> PreparedShow:
        """Put the films into a versions folder of that name, with a layout that pins them.

        Each screen's sound device has the screen's name. ``more`` are further lines of the layout.
        """
        base = Path(self._folder.name) / name
        versions, layout, state = base / "versions", base / "bench.yaml", base / "state"
        for folder in (versions, state):
            folder.mkdir(parents=True)
        lines = ["title: Bench", f"voice: {voice}", "screens:"]
        for number, film in enumerate(films, 1):
            version = f"bench-{number}"
            _place(film, versions / f"{version}{film.suffix}")
            lines += [f"  - name: screen{number}", f"    display: {{position: {number}}}"]
            lines += [f"    show: {version}", f"    sound: {{device: screen{number}}}"]
        layout.write_text("\n".join(lines) + f"\n{more}")
        return PreparedShow(versions, layout, state)


class Show:
    """The player at work on a display, from ``with`` to its end, when it is told to stop.

    ``started_ns`` is the instant just before its process was made, ``tree`` its footprint.
    ``within`` are words before its command; with ``panel`` it opens its own. Raises KissError when
    it ends by itself or leaves anything behind.
    """

    def __init__(
        self,
        stage: PreparedShow,
        environment: dict[str, str],
        *extra: str,
        within: Sequence[str] = (),
        panel: bool = False,
    ) -> None:
        self.stage, self.tree = stage, Tree()
        self.started_ns = 0
        self._environment = environment | self.tree.environment
        self._extra, self._within, self._panel = extra, within, panel
        self._process: subprocess.Popen[bytes] | None = None
        self._log = stage.state.parent / "output.log"
        self._log_begins = 0
        self._client = Client(stage.state, timeout_s=2.0)

    def __enter__(self) -> Self:
        self.launch()
        self.tree.__enter__()
        return self

    def launch(self) -> None:
        """Start it, also again after its launcher has ended."""
        if self._process is not None:
            self._process.wait(_LEAVE_S)
        # what a bench that crashes leaves behind would play on in the next one's heads
        command = [*self._within, *DIES_WITH_US, sys.executable, "-m", "installation"]
        command += ["play", str(self.stage.layout)]
        command += ["--versions", str(self.stage.versions), "--state", str(self.stage.state)]
        command += [*([] if self._panel else ["--no-panel"]), *self._extra]
        with self._log.open("ab") as log:
            self._log_begins = log.tell()
            self.started_ns = time.monotonic_ns()
            self._process = subprocess.Popen(
                command, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )

    def __exit__(self, _kind: object, fault: object, _at: object) -> None:
        left = self._end()
        self.tree.close()
        if left and fault is None:
            raise KissError(f"the show left behind: {', '.join(left)}", self.output())

    def cut(self) -> None:
        """Kill everything at once, as a power cut does; it is not to be left in order then."""
        self.kill()
        self.tree.close()

    def kill(self) -> None:
        """Kill everything at once; :meth:`launch` begins it again."""
        while pids := self.tree.pids():
            for pid in pids:
                _signal(pid, signal.SIGKILL)
            if self._process is not None:
                self._process.poll()
        if self._process is not None:
            self._process.wait()

    @property
    def launcher(self) -> int:
        """The process that was started last."""
        assert self._process is not None
        return self._process.pid

    @property
    def environment(self) -> dict[str, str]:
        """Return what its processes have around them, with the mark by which they are known."""
        return self._environment

    def order(self, order: Order) -> int:
        """Give an order; the instant just before it left. Raises KissError when it is refused."""
        sent_ns = time.monotonic_ns()
        reply = self._client.send(order)
        if not reply.ok:
            raise KissError(f"the show refused {order}: {reply.text}")
        return sent_ns

    def status(self) -> ShowStatus:
        """Return what the show says of itself. Raises LinkError when nobody answers."""
        return status_from_json(self._client.status())

    def cycle(self) -> int | None:
        """The cycle that plays; None as long as nothing plays or nobody answers."""
        try:
            status = self.status()
        except LinkError:
            return None
        return status.cycle if status.state in (ShowState.PLAYING, ShowState.PAUSED) else None

    def knows_all(self) -> bool:
        """Tell whether it plays, all films are ready, and each screen shows one of its own.

        An empty wall begins with the first film, on all screens.
        """
        try:
            status = self.status()
        except LinkError:
            return False
        ready = all(version.state is VersionState.READY for version in status.versions)
        shown = {screen.version for screen in status.screens} - {""}
        return status.state is ShowState.PLAYING and ready and len(shown) == len(status.screens)

    def pid(self, kind: str, screen: int) -> int | None:
        """The process of a screen's player, the stage or the controller; None while it is away."""
        status = self.status()
        if kind == "player":
            return status.screens[screen].pid
        return status.stage.pid if kind == "stage" else status.controller_pid

    def wait(self, what: str, reached: Callable[[], bool], patience_s: float = _PATIENCE_S) -> None:
        """Wait until something holds. Raises KissError when it does not come, or the show ends."""
        deadline = time.monotonic() + patience_s
        while not reached():
            if self.ended():
                raise KissError(f"the show ended before {what}", self.output())
            if time.monotonic() > deadline:
                raise KissError(f"no {what} within {patience_s:.0f} s", self.output())
            time.sleep(0.1)

    def ended(self) -> bool:
        """Tell whether nothing of the show runs any more."""
        over = self._process is None or self._process.poll() is not None
        return over and not self.tree.pids()

    def output(self) -> str:
        """The last lines that the show printed since it was started last."""
        said = self._log.read_bytes()[self._log_begins :].decode(errors="replace")
        lines = said.splitlines()[-12:]
        return "\n  ".join(["the last that it said:", *lines]) if lines else ""

    def _end(self) -> list[str]:
        """Stop it; what it left behind, in words. Whatever still runs is killed."""
        try:
            self._client.send(Stop())
        except LinkError:
            for pid in self.tree.pids():
                _signal(pid, signal.SIGTERM)
        deadline = time.monotonic() + _LEAVE_S
        while not self.ended() and time.monotonic() < deadline:
            time.sleep(0.05)
        left = [
            f"process {pid} ({' '.join(command_of(pid)[1:5]) or 'gone'})"
            for pid in self.tree.pids()
        ]
        for pid in self.tree.pids():
            _signal(pid, signal.SIGKILL)
        if self._process is not None:
            self._process.wait()
        rings = [ring_path(self.stage.state, screen) for screen in range(16)]
        left += [str(ring) for ring in rings if ring.exists()]
        sweep_show(self.stage.state)
        return left


def _place(film: Path, path: Path) -> None:
    try:
        os.link(film, path)
    except OSError:  # another file system
        shutil.copy2(film, path)


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _named(pid: int) -> str:
    return " ".join(command_of(pid)[1:5]) or "gone"
