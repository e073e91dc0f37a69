"""Planes are read plainly only where every pixel's middle falls where it must."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.link import RingShape
from installation.stage._fitting import Fitting, Reading, fitting

SMOOTH, PLAIN, PAIRED = Reading.SMOOTH, Reading.PLAIN, Reading.PAIRED


def shape(width: int, height: int, sar: tuple[int, int] = (1, 1)) -> RingShape:
    pitch, rows = -(-width // 64) * 64, -(-height // 2) * 2
    return RingShape(width, height, pitch, rows, sar, "bt709", False)


def lies(film: RingShape, viewport: tuple[int, int], **more: Any) -> Fitting:
    wanted: dict[str, Any] = {"fit": "contain", "rotation": 0, "pinned": False} | more
    return fitting(wanted["fit"], wanted["rotation"], film, viewport, wanted["pinned"])


@pytest.mark.parametrize(
    ("film", "luma", "chroma"),
    [
        (shape(640, 360), PLAIN, SMOOTH),
        (shape(1280, 720), PAIRED, PLAIN),
        (shape(1280, 544), PAIRED, PLAIN),  # letterboxed, 44 pixels above and below
        (shape(1280, 542), SMOOTH, SMOOTH),  # 44 and a half: samples fall between pixels
        (shape(1920, 1080), SMOOTH, SMOOTH),
        (shape(320, 180), SMOOTH, SMOOTH),
        (shape(720, 720, (16, 9)), SMOOTH, SMOOTH),
    ],
)
def test_a_plane_is_read_plainly_where_samples_and_pixels_meet(
    film: RingShape, luma: Reading, chroma: Reading
) -> None:
    found = lies(film, (640, 360))
    assert (found.luma, found.chroma) == (luma, chroma)


@pytest.mark.parametrize(
    "more", [{"rotation": 180}, {"rotation": 90}, {"pinned": True}], ids=["180", "90", "pinned"]
)
@pytest.mark.parametrize("film", [shape(640, 360), shape(1280, 720)])
def test_what_is_turned_or_bent_is_smoothed(film: RingShape, more: dict[str, Any]) -> None:
    found = lies(film, (640, 360), **more)
    assert (found.luma, found.chroma) == (SMOOTH, SMOOTH)


def test_what_is_cropped_is_smoothed() -> None:
    assert lies(shape(640, 360), (640, 180), fit="cover").luma is SMOOTH


def test_only_a_picture_that_fills_its_viewport_covers_it() -> None:
    assert lies(shape(1280, 720), (640, 360)).covers
    assert lies(shape(1280, 544), (640, 360), fit="cover").covers
    assert not lies(shape(1280, 544), (640, 360)).covers
    assert not lies(shape(1280, 720), (640, 360), pinned=True).covers


@given(st.integers(16, 4096), st.integers(16, 2304), st.integers(16, 4096), st.integers(16, 2304))
def test_pairs_are_whole(width: int, height: int, across: int, down: int) -> None:
    found = lies(shape(width, height), (across, down))
    drawn = np.abs(found.corners[:, :2]).max(axis=0) * (across, down)
    if found.luma is PAIRED:
        assert width % 2 == height % 2 == 0
        assert np.allclose(drawn * 2, (width, height), atol=0.02)
    elif found.luma is PLAIN:
        assert np.allclose(drawn, (width, height), atol=0.02)
