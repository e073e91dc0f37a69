"""A viewport drawn by the processor, on a sheet in theory: when it draws, and what it leaves."""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest
from stage_glass import place

from installation.link import SPARE, RingPicture, RingShape
from installation.model import Optics
from installation.stage._pixels import Overprint, overprint
from installation.stage._plain_canvas import PlainCanvas
from installation.timeline import Look

SHAPE = RingShape(64, 32, 64, 32, (1, 1), "bt709", True)


@dataclass
class Sheet:
    pixels: np.ndarray = field(default_factory=lambda: np.zeros((40, 100, 4), np.uint8))
    changed: list[tuple[int, int, int, int]] = field(default_factory=list)

    def change(self, rect: tuple[int, int, int, int]) -> None:
        self.changed.append(rect)


class Setter:
    def notice(self, size: tuple[int, int], text: str) -> Overprint:
        return overprint(3, 4, np.full((5, 6, 4), 255, np.uint8))

    def title(self, size: tuple[int, int], look: Look) -> Overprint:
        return self.notice(size, look.title)


@pytest.fixture
def sheet() -> Sheet:
    return Sheet()


@pytest.fixture
def canvas(sheet: Sheet) -> PlainCanvas:
    return PlainCanvas(place(10, 4, 64, 32), sheet, Setter())


LIES: list[object] = []
"""The memory that pictures are read from."""


def show(canvas: PlainCanvas, grey: int) -> None:
    memory = (ctypes.c_uint8 * (SHAPE.size + SPARE))()
    LIES.append(memory)
    whole = np.ctypeslib.as_array(memory)
    whole[:] = 128
    whole[: 64 * 32] = grey
    canvas.load(RingPicture(0, 2, 1, 1, 0, 0, 0, SHAPE, ctypes.addressof(memory)))
    canvas.take()


def test_it_draws_when_something_changes_and_not_else(sheet: Sheet, canvas: PlainCanvas) -> None:
    show(canvas, 200)
    canvas.paint("", 1.0)
    assert (sheet.pixels[4:36, 10:74, :3] == 200).all()
    assert sheet.changed == [(10, 4, 64, 32)]
    canvas.paint("", 1.0)
    canvas.dissolve(0.0)
    canvas.calibrate(Optics())
    canvas.lay_over(None)
    canvas.paint("", 1.0)
    assert len(sheet.changed) == 1
    changes: tuple[Callable[[], None], ...] = (
        lambda: canvas.paint("", 0.5),
        lambda: canvas.paint("", 0.0),
        lambda: canvas.paint("waits", 1.0),
        lambda: canvas.calibrate(Optics(gain=(0.5, 0.5, 0.5))),
        lambda: canvas.dress(Look(0.5, "", 1.0)),
        lambda: canvas.lie((10, 4, 64, 32)),
        lambda: show(canvas, 100),
    )
    for again in changes:
        before = len(sheet.changed)
        again()
        canvas.paint("", 1.0)
        assert len(sheet.changed) > before


def test_nothing_beside_it_is_touched(sheet: Sheet, canvas: PlainCanvas) -> None:
    sheet.pixels[:] = 7
    show(canvas, 200)
    canvas.paint("", 1.0)
    canvas.paint("waits", 1.0)
    sheet.pixels[4:36, 10:74] = 7
    assert (sheet.pixels == 7).all()


def test_one_that_moves_leaves_black_behind(sheet: Sheet, canvas: PlainCanvas) -> None:
    show(canvas, 200)
    canvas.paint("", 1.0)
    canvas.lie((30, 4, 64, 32))
    canvas.paint("", 1.0)
    assert not sheet.pixels[:, :30].any()
    assert (sheet.pixels[4:36, 30:94, :3] == 200).all()


def test_one_that_reaches_out_of_the_window_is_cut(sheet: Sheet) -> None:
    canvas = PlainCanvas(place(60, 20, 64, 32), sheet, Setter())
    show(canvas, 200)
    canvas.paint("", 1.0)
    assert (sheet.pixels[20:, 60:, :3] == 200).all()
    assert not sheet.pixels[:20].any()


def test_the_film_that_dissolves_goes_on(sheet: Sheet, canvas: PlainCanvas) -> None:
    show(canvas, 200)
    canvas.keep()
    show(canvas, 100)
    canvas.dissolve(0.5)
    canvas.paint("", 1.0)
    memory = np.full(SHAPE.size + SPARE, 128, np.uint8)
    memory[: 64 * 32] = 60
    canvas.keep_picture(RingPicture(0, 2, 1, 1, 0, 0, 0, SHAPE, memory.ctypes.data, True))
    memory[:] = 0  # it is not read any more
    canvas.paint("", 1.0)
    assert (sheet.pixels[4:36, 10:74, :3] == 80).all()


def test_a_film_dissolves_from_what_was_kept(sheet: Sheet, canvas: PlainCanvas) -> None:
    show(canvas, 200)
    canvas.keep()
    show(canvas, 100)
    canvas.dissolve(0.25)
    canvas.paint("", 1.0)
    assert (sheet.pixels[4:36, 10:74, :3] == 125).all()
    canvas.dissolve(0.0)
    canvas.paint("", 1.0)
    assert (sheet.pixels[4:36, 10:74, :3] == 100).all()
