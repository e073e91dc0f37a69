"""A process that draws with the stage's own window, painters and wall, as a test tells it.

``python stage_glass.py`` reads pickled (name, arguments) from stdin, calls that function of
:class:`Hand`, and writes the pickled answer to stdout. pyglet keeps its connection to the X server
for good, so it lives in a process that ends before the server does. :class:`Glazier` is the
test's end.
"""

import ctypes
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.link import SPARE, Alignment, Arrange, RingPicture, RingShape, ViewportPlace
from installation.rig import RootWindow
from installation.stage._fitting import Fitting, Reading

Plane = NDArray[np.uint8] | NDArray[np.uint16]
"""Samples of two bytes have ten bits."""
Planes = tuple[Plane, Plane, Plane]

WALL = (0, 0, 1280, 360)
COLUMNS, ROWS = 16, 9
RNG = np.random.default_rng(7)
BACKGROUND = (0.2, 0.4, 0.6)


class Glazier:
    """Draws in a process of its own on a display, with ``drawing``."""

    def __init__(self, environment: dict[str, str], drawing: str) -> None:
        self.drawing = drawing
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            env=environment | {"PYTHONPATH": str(Path(__file__).parents[2])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __call__(self, what: str, *arguments: object, **named: object) -> Any:
        """Call a function of the hand; raises what it raises."""
        assert self._process.stdin and self._process.stdout
        pickle.dump((what, arguments, named), self._process.stdin)
        self._process.stdin.flush()
        answer = pickle.load(self._process.stdout)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def close(self) -> None:
        self._process.communicate()


class Hand:
    """What can be asked for. Everything draws and swaps at once."""

    def open(self, rect: tuple[int, int, int, int], drawing: str = "opengl") -> str:
        from installation.stage import GlRenderer, PlainRenderer, Wall

        self.window: Any = GlRenderer(rect, "") if drawing == "opengl" else PlainRenderer(rect, "")
        self.wall = Wall(self.window)
        self.views: list[Any] = []
        self._lies: list[object] = []
        return str(self.window.name)

    def map_memory(self) -> bool:
        """Load pictures of canvases that come through memory of the card."""
        return bool(self.window.map_memory())

    def pace(self) -> int | None:
        period_ns: int | None = self.window.pace().period_ns
        return period_ns

    def place(self, rect: tuple[int, int, int, int]) -> None:
        self.window.move(rect)

    def arrange(self, arrange: Arrange) -> list[bool]:
        """Arrange the wall; for each screen whether it kept its picture."""
        self.views = self.wall.arrange(arrange, self.views)
        kept: list[Any] = self.views
        return [not view.canvas.dark for view in kept]

    def show(self, waiting: bool = False, light: float = 1.0) -> None:
        self.wall.paint(waiting, light)
        self.window.finish()
        self.window.flip()

    def load(self, screen: int, planes: Planes, shape: RingShape, take: bool = True) -> None:
        canvas = self.views[screen].canvas
        picture, kept = self._picture(planes, shape)
        canvas.load(picture)
        self._lies.append(kept)  # the memory that the picture lies in
        if take:
            canvas.take()

    def dissolve(self, screen: int, planes: Planes, shape: RingShape, share: float) -> None:
        """Another picture comes on, and so much of the one before is still seen."""
        painter = self.views[screen].canvas
        painter.keep()
        self.load(screen, planes, shape)
        painter.dissolve(share)

    def dress(self, screen: int, light: float, title: str, strength: float = 1.0) -> None:
        """Have a screen look as while its cut waits."""
        from installation.timeline import Look

        self.views[screen].canvas.dress(Look(light, title, strength))

    def say(self, screen: int, place: tuple[int, int, int, int], rgba: bytes) -> None:
        """Lay words over a screen's film: rows of red, green, blue and cover, at a place."""
        self.views[screen].canvas.say(self.window.words(1, (0, 0), place, rgba))

    def rehearse(self, screen: str, shape: RingShape) -> None:
        self.wall.rehearse(screen, shape)

    def align(self, alignment: Alignment | None) -> bool:
        return self.wall.align(alignment)

    def smooth(self, screen: int) -> None:
        """Read all planes smoothed from the next picture on, whatever they are."""
        painter = self.views[screen].canvas
        lies: Callable[[RingShape], Fitting] = painter._fitting

        def smoothed(shape: RingShape) -> Fitting:
            return replace(lies(shape), luma=Reading.SMOOTH, chroma=Reading.SMOOTH)

        painter._fitting = smoothed
        painter._drawn.shape = painter._aside.shape = None

    def errors(self) -> int:
        """What OpenGL has had to complain about; without it, nothing."""
        if "pyglet.gl" not in sys.modules:
            return 0
        from pyglet.gl import gl

        return int(gl.glGetError())

    def _picture(self, planes: Planes, shape: RingShape) -> tuple[RingPicture, object]:
        memory = (ctypes.c_uint8 * (shape.size + SPARE))()
        whole = np.ctypeslib.as_array(memory)
        whole[:] = 255  # what lies beside the picture must never be seen
        for part, plane, start in zip((1, 2, 2), planes, shape.offsets, strict=True):
            pitch, rows = shape.pitch // part, shape.rows // part
            there = whole[start : start + pitch * rows * shape.sample]
            there = there.view(planes[0].dtype).reshape(rows, pitch)
            there[: plane.shape[0], : plane.shape[1]] = plane
        return RingPicture(0, 2, 1, 1, 0, 0, 0, shape, ctypes.addressof(memory)), memory


def place(
    x: int = 0, y: int = 0, width: int = 640, height: int = 360, **more: Any
) -> ViewportPlace:
    """A place whose screen is named by where it was first."""
    more.setdefault("screen", f"at{x}")
    return ViewportPlace(ring="/nowhere", x=x, y=y, width=width, height=height, **more)


def alone(**more: Any) -> Arrange:
    """One screen that fills the first head."""
    return Arrange((0, 0, 640, 360), (place(**more),))


def shape_of(
    planes: Planes, matrix: str = "bt709", full: bool = True, sar: tuple[int, int] = (1, 1)
) -> RingShape:
    height, width = planes[0].shape
    pitch, rows = -(-width // 64) * 64, -(-height // 2) * 2
    depth = 8 if planes[0].itemsize == 1 else 10
    return RingShape(width, height, pitch, rows, sar, matrix, full, depth)


def deepened(planes: Planes) -> Planes:
    """The same picture in ten bits."""
    luma, blue, red = (plane.astype(np.uint16) * np.uint16(4) for plane in planes)
    return luma, blue, red


def grey(luma: Plane) -> Planes:
    """A picture without colour."""
    none = 128 if luma.itemsize == 1 else 512
    chroma = np.full([-(-side // 2) for side in luma.shape], none, luma.dtype)
    return luma, chroma, chroma


def one_head(
    draw: Glazier, glass: RootWindow, planes: Planes, shape: RingShape | None = None, **more: Any
) -> NDArray[np.int_]:
    """What the first head shows of a picture."""
    draw("arrange", Arrange(WALL, alone(**more).places))
    draw("load", 0, planes, shape or shape_of(planes))
    draw("show")
    return glass.grab(0, 0, 640, 360).astype(int)


def patches(width: int = 640, height: int = 360) -> tuple[Planes, NDArray[np.uint8]]:
    """A picture of 16 x 9 patches and the codes of each, (9, 16, 3). Black, white, and the ends of
    every range are among them."""
    codes = RNG.integers(0, 256, (ROWS, COLUMNS, 3), np.uint8)
    ends = [(0, 128, 128), (16, 128, 128), (235, 128, 128), (255, 128, 128)]
    ends += list(product((16, 126, 235), (16, 240), (16, 240)))
    codes.reshape(-1, 3)[: len(ends)] = ends
    rows, columns = np.arange(height) * ROWS // height, np.arange(width) * COLUMNS // width
    whole = codes[rows][:, columns]
    return (whole[..., 0], whole[::2, ::2, 1], whole[::2, ::2, 2]), codes


def main() -> None:
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    hand = Hand()
    while True:
        try:
            what, arguments, named = pickle.load(source)
        except EOFError:
            return
        answer: Any
        try:
            answer = getattr(hand, what)(*arguments, **named)
        except Exception as fault:
            answer = fault
        pickle.dump(answer, answers)
        answers.flush()


if __name__ == "__main__":
    main()
