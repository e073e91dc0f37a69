"""Thresholds by which fine colours are rounded, and pictures of ten bits drawn by the processor."""

import numpy as np
import pytest
from numpy.typing import NDArray

from installation.link import SPARE, RingPicture, RingShape
from installation.model import Optics
from installation.stage._film_pixels import FilmDrawing, FilmPicture
from installation.stage._grain import ROWS, STEP, thresholds

SIZE = 640, 360


def drawn(luma: NDArray[np.uint16], optics: Optics) -> NDArray[np.uint8]:
    height, width = luma.shape
    shape = RingShape(width, height, width, height, (1, 1), "bt709", False, 10)
    memory = np.full(shape.size // 2 + SPARE, 512, np.uint16)
    memory[: luma.size] = luma.ravel()
    picture, pixels = FilmPicture(), np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    picture.refer(RingPicture(0, 2, 1, 1, 0, 0, 0, shape, memory.ctypes.data))
    FilmDrawing("contain", 0, shape, SIZE, optics).draw(picture, pixels)
    return pixels[..., :3]


def test_thresholds_are_spread_over_the_step_near_every_pixel() -> None:
    whole = thresholds(1280)[..., 0]
    assert whole.shape == (ROWS, 1280) and whole.max() < STEP
    blocks = whole.reshape(8, 8, 160, 8).swapaxes(1, 2).reshape(-1, 64)
    assert np.abs(blocks.mean(axis=1) - (STEP - 1) / 2).max() < STEP / 20
    ranks = np.sort(blocks, axis=1)
    assert np.abs(ranks - (np.arange(64) + 0.5) * STEP / 64).max() < STEP / 8


@pytest.mark.parametrize("code", [64, 65, 66, 67, 68, 100, 501, 940, 1023])
def test_a_flat_picture_is_as_bright_as_it_should_be(code: int) -> None:
    seen = drawn(np.full((360, 640), code, np.uint16), Optics())
    wanted = min((code - 64) / 876 * 255, 255)
    assert set(np.unique(seen)) <= {int(wanted), min(int(wanted) + 1, 255)}
    assert abs(seen.mean() - wanted) < 0.02


def test_black_and_white_have_no_grain() -> None:
    for code, wanted in ((64, 0), (940, 255)):
        assert (drawn(np.full((360, 640), code, np.uint16), Optics()) == wanted).all()


@pytest.mark.parametrize(
    "size", [(640, 360), (1280, 720), (320, 180)], ids=["same", "half", "double"]
)
def test_a_gradient_keeps_more_than_eight_bits_however_it_is_scaled(size: tuple[int, int]) -> None:
    width, height = size
    luma = np.tile(np.linspace(70, 110, width).astype(np.uint16), (height, 1))
    seen = drawn(luma, Optics())
    wanted = (np.linspace(70, 110, 640) - 64.5) / 876 * 255
    assert np.abs(seen.mean(axis=(0, 2)) - wanted).max() < 0.35
    assert np.abs((seen.mean(axis=(0, 2)) - wanted).reshape(10, 64).mean(axis=1)).max() < 0.06
