"""Whole shows on virtual heads: small barcoded films, ``kiss play`` as people run it, the glass."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise
from pathlib import Path

import numpy as np

from installation.cli import main
from installation.errors import LinkError
from installation.link import ring_path
from installation.rig import (
    PreparedShow,
    Recipe,
    RootWindow,
    Show,
    VirtualHeads,
    barcode,
    barcoded_film,
)
from installation.store import ContentStore, digest, stamp_of
from installation.units import SECOND

SECONDS, FRAMES = 3.0, 72
WIDTH, HEIGHT = 320, 180
ROOT = Path(__file__).parents[2]
TRIPTYCH = """\
title: Test
voice: none
screens:
  - {name: left, display: {position: 1}, show: first}
  - {name: centre, display: {position: 2}, show: newest-1}
  - {name: right, display: {position: 3}, show: newest}
"""
BEATS = "beats: {arrival: 0.5, kiss: 1.5, march: 2.5}\n"


def _vet(film: Path, state: Path) -> None:
    """Have a film taken in, but for the rehearsal: that plays it in real time."""
    command = [sys.executable, "-m", "quick_intake", str(film), str(state)]
    command += ["--beats", "[500000000, 1500000000, 2500000000]"]
    shared = os.environ | {"PYTHONPATH": f"{ROOT}:{Path(__file__).parent}"}
    done = subprocess.run(command, capture_output=True, text=True, env=shared)
    assert done.returncode == 0, done.stdout + done.stderr


@dataclass(frozen=True)
class Films:
    """Barcoded films of 3 s, 24 pictures a second, and a state folder that has seen them all."""

    folder: Path
    paths: tuple[Path, ...]
    state: Path

    @classmethod
    def make(cls, folder: Path, count: int = 4) -> "Films":
        recipes = [Recipe(n + 1, SECONDS, WIDTH, HEIGHT) for n in range(count)]
        paths = tuple(barcoded_film(recipe, folder / "films") for recipe in recipes)
        state = folder / "state"
        with ThreadPoolExecutor(count) as vetting:
            list(vetting.map(lambda path: _vet(path, state), paths))
        return cls(folder, paths, state)

    def add(self, versions: Path, number: int, text: str = BEATS) -> Path:
        """Put a film into a versions folder, as a folder with a manifest."""
        there = versions / f"kiss-{number}"
        there.mkdir(parents=True)
        (there / "version.yaml").write_text(
            f"title: The Kiss {number}\niteration: {number}\n{text}"
        )
        shutil.copy2(self.paths[number - 1], there / "film.mp4")
        return there

    def stage(
        self, base: Path, numbers: Sequence[int], layout: str = TRIPTYCH, *, known: bool = True
    ) -> PreparedShow:
        """Versions, a layout and a state folder, ready to play.

        The films are those of yesterday, which play at once; or, if not ``known``, they came in the
        night: they have to settle, and be found to have a content that was taken in before.
        """
        versions, file, state = base / "versions", base / "layout.yaml", base / "state"
        versions.mkdir(parents=True)
        shutil.copytree(self.state, state)
        digests = ContentStore(state).digests
        for number in numbers:
            film = self.add(versions, number) / "film.mp4"
            if known:
                digests.put(film, stamp_of(film), digest(film))
        file.write_text(layout)
        return PreparedShow(versions, file, state)

    def stage_on(self, disk: Path, base: Path) -> PreparedShow:
        """Three versions, whose state folder lies on a disk of the test's own."""
        made = self.stage(base, (1, 2, 3))
        shutil.copytree(made.state, disk / "state")
        shutil.rmtree(made.state)
        made.state.symlink_to(disk / "state")
        return made


class Watched(list[list[int]]):
    """Samples of all heads, in their order; each was taken from ``at_ns`` until ``done_ns``."""

    def __init__(self) -> None:
        super().__init__()
        self.at_ns: list[int] = []
        self.done_ns: list[int] = []


@dataclass
class Sight:
    """Reads the barcodes of all heads in one instant."""

    glass: RootWindow
    heads: VirtualHeads

    def codes(self) -> list[tuple[int, int]]:
        """(picture, film) of each head; (-1, -1) is black, (-2, -2) neither."""
        whole = self.glass.read(0, 0, *self.glass.size())[..., 1]
        points = [
            barcode.points(head.x, head.y, head.width, head.height) for head in self.heads.heads
        ]
        luma = np.stack([whole[at[:, 1], at[:, 0]] for at in points])
        read = barcode.read(luma)
        return list(zip(barcode.frames(read).tolist(), barcode.films(read).tolist(), strict=True))

    def frames(self) -> list[int]:
        return [frame for frame, _ in self.codes()]

    def films(self) -> list[int]:
        return [film for _, film in self.codes()]

    def watch(self, seconds: float) -> Watched:
        """The pictures on all heads, about 80 times a second."""
        found, until = Watched(), time.monotonic() + seconds
        while time.monotonic() < until:
            found.at_ns.append(time.monotonic_ns())
            found.append(self.frames())
            found.done_ns.append(time.monotonic_ns())
            time.sleep(0.01)
        return found


def apart(samples: Sequence[Sequence[int]]) -> list[tuple[int, Sequence[int]]]:
    """The samples in which heads are on different pictures, or one is black or torn, numbered.

    However busy the machine is: one flip changes all heads.
    """
    found = enumerate(samples)
    return [(n, sample) for n, sample in found if len(set(sample)) > 1 or min(sample) < 0]


def together(samples: Sequence[Sequence[int]]) -> bool:
    """All heads on one picture in every sample, and none ever black or torn."""
    return not apart(samples)


def lit(samples: Sequence[Sequence[int]]) -> bool:
    """No head is ever black or torn."""
    return all(min(sample) >= 0 for sample in samples)


def in_step(sight: Sight, seconds: float = 0.3) -> bool:
    """All heads move on together for a while."""
    samples = sight.watch(seconds)
    return together(samples) and len({sample[0] for sample in samples}) > 3


def runs(samples: Sequence[Sequence[int]]) -> list[int]:
    """The pictures of the first head, each once."""
    frames = [sample[0] for sample in samples]
    return [f for n, f in enumerate(frames) if n == 0 or f != frames[n - 1]]


def jumps(samples: Watched) -> list[int]:
    """The pictures of the first head that are not the one before them, nor the next one.

    A gap between two samples, where this process stood still, may hide the pictures that fit in:
    one is seen at the beginning of its taking, the next one perhaps only at the end of its own.
    """
    found = []
    seen = zip(samples, samples.at_ns, samples.done_ns, strict=True)
    for ((before, *_), from_ns, _), ((after, *_), _, until_ns) in pairwise(seen):
        hidden = (until_ns - from_ns) * 24 // SECOND
        if (after - before) % FRAMES > 1 + hidden:
            found.append(after)
    return found


def wait_until(what: str, reached: Callable[[], bool], patience_s: float = 20.0) -> float:
    """Wait until something holds; how long it took."""
    began = time.monotonic()
    while not reached():
        assert time.monotonic() - began < patience_s, f"no {what} within {patience_s:.0f} s"
        time.sleep(0.03)
    return time.monotonic() - began


class Played(Show):
    """A show that a test plays with."""

    def until_plays(self, sight: Sight, heads: int = 3) -> None:
        """Wait for a picture on the first heads."""
        self.wait("picture", lambda: min(sight.frames()[:heads]) >= 0, 30)

    def says(self, reached: Callable[..., bool]) -> Callable[[], bool]:
        """A condition on the status, for :func:`wait_until`; not met while nobody answers."""

        def look() -> bool:
            try:
                return reached(self.status())
            except LinkError:
                return False

        return look

    def pids(self) -> dict[str, int | None]:
        """The show's processes by name."""
        status = self.status()
        return {s.screen: s.pid for s in status.screens} | {
            "stage": status.stage.pid,
            "controller": status.controller_pid,
        }

    @property
    def keeper(self) -> "subprocess.Popen[bytes]":
        assert self._process is not None
        return self._process

    def exit_code(self, patience_s: float = 15.0) -> int:
        """Wait for the end of ``kiss play``."""
        return self.keeper.wait(patience_s)

    def left(self) -> list[str]:
        """What is still there of it."""
        rings = [ring_path(self.stage.state, n) for n in range(8)]
        folder = Path(os.environ.get("XDG_RUNTIME_DIR") or "/tmp") / run_name(self.stage.state)
        found = [str(path) for path in (*rings, folder) if path.exists()]
        return found + [f"process {pid}" for pid in self.tree.pids()]

    def said(self) -> str:
        """All that ``kiss play`` printed."""
        return self._log.read_text(errors="replace")


def run_name(state: Path) -> str:
    """The run folder's name; asking for its path makes it."""
    return ring_path(state, 0).name.removesuffix("-0.ring")


def kill(pid: int | None, number: signal.Signals = signal.SIGKILL) -> None:
    assert pid is not None
    os.kill(pid, number)


def kiss(*words: object) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end, in this process: an interpreter takes a second to begin."""
    out, err = StringIO(), StringIO()
    given = [*map(str, words)]
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main(given)
        except SystemExit as end:  # wrong usage
            code = int(end.code or 0)
    return subprocess.CompletedProcess(given, code, out.getvalue(), err.getvalue())


def kiss_process(
    *words: object, environment: dict[str, str] | None = None, timeout: float = 30
) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end, as people do."""
    return subprocess.run(
        [sys.executable, "-m", "installation", *map(str, words)],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=timeout,
    )
