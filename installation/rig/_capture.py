"""Reads all heads while something plays: the sampler and the stall monitor, each a process."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from installation.errors import KioskError
from installation.rig import barcode
from installation.rig.analysis import SampleStream
from installation.rig.sampler import record
from installation.rig.stalls import STALL, noisy

HZ = 96.0
Rect = tuple[int, int, int, int]
"""Where a picture lies on the root window: x, y, width, height."""


@dataclass(frozen=True)
class Samples:
    """Samples of the glass. ``luma``: (samples, heads, points) uint8, full range."""

    at_ns: NDArray[np.int64]
    cost_ns: NDArray[np.int64]
    luma: NDArray[np.uint8]
    stalls: NDArray[np.void]

    def codes(self) -> NDArray[np.int32]:
        """The barcodes, (samples, heads)."""
        return barcode.read(self.luma)

    def stream(
        self, length: int, frame_ns: float, orders: Sequence[tuple[int, int]] = ()
    ) -> SampleStream:
        """As what the analysis works on: films of ``length`` pictures, ``frame_ns`` each.

        A stall may still show in the picture after it, so one period after it is noisy, too.
        """
        quiet = ~noisy(self.at_ns, self.stalls, round(frame_ns))
        return SampleStream(
            self.at_ns, barcode.frames(self.codes()), quiet, length, frame_ns, orders
        )

    def keep(self, path: Path) -> None:
        """Write them all as one .npz."""
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path, at_ns=self.at_ns, cost_ns=self.cost_ns, luma=self.luma, stalls=self.stalls
        )


class GlassReader:
    """Samples the glass from ``with`` to its end; :meth:`samples` may be asked at any time.

    ``points``: for each head the root window's points to look at, (n, 2) of x, y, as many for
    each. Raises KioskError when the sampler has ended by itself.
    """

    def __init__(
        self, display: str, points: Sequence[NDArray[np.intp]], hz: float = HZ, stalls: bool = True
    ) -> None:
        self._display, self._points, self._hz = display, np.stack(points), hz
        self._with_stalls = stalls
        self._folder = tempfile.TemporaryDirectory(prefix="kiss-glass-")
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "GlassReader":
        folder = Path(self._folder.name)
        np.save(folder / "points.npy", self._points.reshape(-1, 2))
        for name in ("samples", "stalls"):
            (folder / name).touch()
        files = [self._display, str(folder / "points.npy"), str(folder / "samples")]
        self._run("installation.rig.sampler", *files, str(self._hz))
        if self._with_stalls:
            self._run("installation.rig.stalls", str(folder / "stalls"))
        deadline = time.monotonic() + 10
        while not (folder / "samples").stat().st_size:
            if time.monotonic() > deadline or self._processes[0].poll() is not None:
                self.__exit__()
                raise KioskError(f"the glass of display {self._display} cannot be read")
            time.sleep(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._folder.cleanup()

    def _run(self, module: str, *arguments: str) -> None:
        self._processes.append(subprocess.Popen([sys.executable, "-m", module, *arguments]))

    def stop(self) -> None:
        """End the sampling; what was sampled stays until the end of the ``with``."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait()
        self._processes.clear()

    def samples(self, since_ns: int = 0) -> Samples:
        """All samples so far (the last quarter of a second may still be on its way)."""
        folder = Path(self._folder.name)
        heads, points = self._points.shape[:2]
        rows = _whole_records(folder / "samples", record(heads * points))
        rows = rows[np.searchsorted(rows["at_ns"], since_ns) :]
        stalls = _whole_records(folder / "stalls", STALL)
        stalls = np.sort(stalls[stalls["until_ns"] >= since_ns], order="from_ns")
        luma = np.ascontiguousarray(rows["luma"]).reshape(len(rows), heads, points)
        return Samples(rows["at_ns"].copy(), rows["cost_ns"].astype(np.int64), luma, stalls)


def barcode_points(heads: Sequence[Rect]) -> list[NDArray[np.intp]]:
    """The points to look at when a barcoded film fills each of these rectangles."""
    return [barcode.points(*head) for head in heads]


def grid_points(heads: Sequence[Rect], columns: int = 16, rows: int = 9) -> list[NDArray[np.intp]]:
    """The middles of a grid of cells over each rectangle, row by row: for films without a code."""
    found = []
    for x, y, width, height in heads:
        down, across = np.mgrid[0:rows, 0:columns]
        at_x = x + (across * 2 + 1) * width // (2 * columns)
        at_y = y + (down * 2 + 1) * height // (2 * rows)
        found.append(np.stack([at_x.ravel(), at_y.ravel()], axis=1).astype(np.intp))
    return found


def _whole_records(file: Path, kind: np.dtype[np.void]) -> NDArray[np.void]:
    # mapped, not read: after an hour they are 100 MB, of which a look wants the last second
    whole = file.stat().st_size // kind.itemsize
    return np.asarray(np.memmap(file, kind, "r", shape=(whole,)) if whole else np.empty(0, kind))
