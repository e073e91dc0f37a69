"""What a painter draws, read back from a real X display: every pixel that is asked about."""

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from stage_glass import (
    BACKGROUND,
    COLUMNS,
    RNG,
    ROWS,
    WALL,
    Glazier,
    alone,
    deepened,
    grey,
    one_head,
    patches,
    shape_of,
)

from installation.calibration import yuv_to_rgb
from installation.calibration._colour import corrected
from installation.calibration._pin import applied, homography
from installation.link import Arrange
from installation.model import Corners, Optics
from installation.rig import RootWindow

pytestmark = [pytest.mark.process, pytest.mark.patient, pytest.mark.usefixtures("fresh")]


def middles(seen: NDArray[np.int_]) -> NDArray[np.int_]:
    height, width = seen.shape[:2]
    rows = (np.arange(ROWS) * 2 + 1) * height // (2 * ROWS)
    columns = (np.arange(COLUMNS) * 2 + 1) * width // (2 * COLUMNS)
    return seen[rows[:, None], columns[None, :]]


def meant(codes: NDArray[np.uint8], matrix: str, full: bool) -> NDArray[np.float64]:
    """Red, green and blue, 0 to 1, by the standard."""
    colours = yuv_to_rgb(matrix, full)
    return np.clip(codes / 255 @ colours.matrix.T.astype(float) + colours.offset, 0, 1)


@pytest.mark.parametrize("full", [False, True], ids=["limited", "full"])
@pytest.mark.parametrize("matrix", ["bt601", "bt709", "bt2020"])
def test_colours_are_the_films_own(
    draw: Glazier, glass: RootWindow, matrix: str, full: bool
) -> None:
    planes, codes = patches()
    seen = one_head(draw, glass, planes, shape_of(planes, matrix, full))
    assert np.abs(middles(seen) - meant(codes, matrix, full) * 255).max() <= 2


def test_matrices_and_ranges_differ_enough_for_that_to_mean_something() -> None:
    _, codes = patches()
    ways = [meant(codes, *way) for way in product(("bt601", "bt709", "bt2020"), (False, True))]
    assert min(np.abs(a - b).max() * 255 for a in ways for b in ways if a is not b) > 10


@pytest.mark.parametrize(
    "optics",
    [
        Optics(gain=(0.9, 1.0, 0.7)),
        Optics(gain=(1.0, 1.3, 1.0), gamma=(0.8, 1.0, 2.2), black=(0.0, 0.1, 0.02)),
    ],
)
def test_a_projectors_correction_is_what_calibration_says(
    draw: Glazier, glass: RootWindow, optics: Optics
) -> None:
    planes, codes = patches()
    seen = one_head(draw, glass, planes, shape_of(planes, "bt709", False), optics=optics)
    wanted = corrected(meant(codes, "bt709", False), optics)
    # a step of one of the 255 codes before gamma is more than one after it where gamma is steep
    assert np.abs(middles(seen) - wanted * 255).max() <= 3


@pytest.mark.parametrize("matrix", ["bt601", "bt709", "bt2020"])
@pytest.mark.parametrize("saturation", [0.0, 0.5, 1.4, 2.0])
def test_saturation_is_what_calibration_says(
    draw: Glazier, glass: RootWindow, saturation: float, matrix: str
) -> None:
    planes, codes = patches()
    optics = Optics(saturation=saturation)
    seen = middles(one_head(draw, glass, planes, shape_of(planes, matrix, False), optics=optics))
    own = meant(codes, matrix, False)
    assert np.abs(seen - corrected(own, optics) * 255).max() <= 2
    assert np.abs(seen - own * 255).max() > 30
    if not saturation:
        assert np.ptp(seen, axis=-1).max() <= 1


def test_saturation_comes_before_gain_gamma_and_black(draw: Glazier, glass: RootWindow) -> None:
    planes, codes = patches()
    optics = Optics(
        gain=(1.2, 1.0, 0.8), gamma=(1.0, 1.1, 0.9), black=(0.0, 0.1, 0.02), saturation=0.3
    )
    seen = one_head(draw, glass, planes, shape_of(planes, "bt709", False), optics=optics)
    wanted = corrected(meant(codes, "bt709", False), optics)
    assert np.abs(middles(seen) - wanted * 255).max() <= 2


def dark(first: int, last: int) -> NDArray[np.uint16]:
    """Luma of ten bits that rises from left to right: a wall of a dark room."""
    return np.tile(np.linspace(first, last, 640).astype(np.uint16), (360, 1))


def flat(seen: NDArray[np.int_]) -> int:
    """The widest stretch of a row in which nothing changes, in pixels."""
    edges = [np.flatnonzero(np.diff(row)) for row in np.pad(seen, ((0, 0), (1, 1)))]
    return max(int(np.diff(edge).max()) for edge in edges)


@pytest.mark.parametrize("optics", [Optics(), Optics(gamma=(1.3, 1.3, 1.3))], ids=["own", "gamma"])
@pytest.mark.parametrize("full", [False, True], ids=["limited", "full"])
def test_a_dark_gradient_of_ten_bits_has_no_bands(
    draw: Glazier, glass: RootWindow, full: bool, optics: Optics
) -> None:
    luma = dark(70, 110)
    planes = grey(luma)
    seen = one_head(draw, glass, planes, shape_of(planes, "bt709", full), optics=optics)
    white, black = (1023, 0) if full else (876, 64)
    wanted = corrected((luma[..., None] - black) / white * np.ones(3), optics)[..., 0] * 255
    assert np.ptp(seen, axis=-1).max() <= 1  # grey stays grey
    green = seen[..., 1]
    assert np.abs(green - wanted).max() < 1.02  # each pixel is one of the two codes around it
    blocks = (green - wanted)[:352].reshape(22, 16, 40, 16).mean(axis=(1, 3))
    assert np.abs(blocks).max() < 0.1
    # a code of ten bits is 16 pixels wide; what eight would show of it is wider by far
    assert flat(green) <= 32 and flat(np.rint(wanted).astype(int)) >= 45
    draw("show")  # as it was: a picture that stands is not alive
    assert np.array_equal(glass.grab(0, 0, 640, 360)[..., 1], green)


@pytest.mark.parametrize("matrix", ["bt709", "bt2020"])
@pytest.mark.parametrize("full", [False, True], ids=["limited", "full"])
def test_colours_of_ten_bits_are_those_of_eight(
    draw: Glazier, glass: RootWindow, full: bool, matrix: str
) -> None:
    planes, codes = patches()
    deep = deepened(planes)
    seen = middles(one_head(draw, glass, deep, shape_of(deep, matrix, full)))
    # of full range the last code is a little more than four times the last of eight bits
    wanted = meant(codes, matrix, full) * 255
    assert np.abs(seen - wanted).max() <= 2


def quarters() -> NDArray[np.uint8]:
    """Four corners of different brightness: 40 80 / 120 200."""
    luma = np.empty((180, 320), np.uint8)
    luma[:90, :160], luma[:90, 160:], luma[90:, :160], luma[90:, 160:] = 40, 80, 120, 200
    return luma


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_rotation_turns_clockwise(draw: Glazier, glass: RootWindow, rotation: int) -> None:
    luma = quarters()
    seen = one_head(draw, glass, grey(luma), rotation=rotation, fit="stretch")
    turned = np.rot90(luma, -rotation // 90)
    height, width = turned.shape
    for down, across in product((0.1, 0.4, 0.6, 0.9), repeat=2):
        pixel = seen[round(down * 360), round(across * 640)]
        assert np.abs(pixel - turned[round(down * height), round(across * width)]).max() <= 2


def extent(seen: NDArray[np.int_], background: tuple[float, float, float]) -> tuple[int, ...]:
    """The rectangle (left, top, right, bottom) that is not background."""
    there = np.abs(seen - np.array(background) * 255).max(axis=2) > 3
    rows, columns = np.flatnonzero(there.any(axis=1)), np.flatnonzero(there.any(axis=0))
    assert there[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].all()
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1


@pytest.mark.parametrize(
    ("size", "sar", "rotation", "shown"),
    [
        ((320, 180), (1, 1), 0, (0, 0, 640, 360)),
        ((320, 240), (1, 1), 0, (80, 0, 560, 360)),
        ((320, 90), (1, 1), 0, (0, 90, 640, 270)),
        ((160, 180), (2, 1), 0, (0, 0, 640, 360)),
        ((320, 180), (0, 1), 0, (0, 0, 640, 360)),
        ((320, 180), (1, 1), 90, (219, 0, 421, 360)),
        ((1920, 1080), (1, 1), 180, (0, 0, 640, 360)),
        ((175, 143), (1, 1), 0, (100, 0, 540, 360)),
        ((3, 3), (1, 1), 0, (140, 0, 500, 360)),
    ],
)
def test_contain_shows_the_whole_picture_on_the_background(
    draw: Glazier, glass: RootWindow, size, sar, rotation: int, shown
) -> None:
    planes = grey(np.full(size[::-1], 250, np.uint8))
    seen = one_head(
        draw, glass, planes, shape_of(planes, sar=sar), rotation=rotation, background=BACKGROUND
    )
    found = extent(seen, BACKGROUND)
    assert max(abs(a - b) for a, b in zip(found, shown, strict=True)) <= 1
    inside = seen[found[1] : found[3], found[0] : found[2]]
    assert np.abs(inside - 250).max() <= 2  # nothing from beside the picture bleeds in


@pytest.mark.parametrize(("size", "ratio"), [((320, 240), 4 / 3), ((320, 90), 32 / 9)])
def test_cover_fills_the_screen_and_crops_evenly(
    draw: Glazier, glass: RootWindow, size, ratio: float
) -> None:
    width, height = size
    across, down = np.meshgrid(np.arange(width) / width, np.arange(height) / height)
    luma = (20 + 100 * across + 130 * down).astype(np.uint8)
    seen = one_head(draw, glass, grey(luma), fit="cover", background=(1, 0, 0))[..., 0]
    # what part of the picture the 16:9 screen sees
    part = np.minimum(1, [16 / 9 / ratio, ratio / (16 / 9)])
    for x, y in product((0.02, 0.5, 0.98), repeat=2):
        at = 0.5 + (np.array([x, y]) - 0.5) * part
        wanted = 20 + 100 * at[0] + 130 * at[1]
        assert abs(seen[round(y * 359), round(x * 639)] - wanted) <= 3


@pytest.mark.parametrize("size", [(175, 143), (177, 99), (320, 181), (1279, 719)])
def test_odd_sizes_have_their_colours_to_the_edge(draw: Glazier, glass: RootWindow, size) -> None:
    width, height = size
    luma = np.full((height, width), 130, np.uint8)
    chroma = np.full((-(-height // 2), -(-width // 2)), 90, np.uint8)
    seen = one_head(draw, glass, (luma, chroma, 255 - chroma), fit="stretch")
    wanted = meant(np.array([130, 90, 165], np.uint8), "bt709", True) * 255
    assert np.abs(seen - wanted).max() <= 2


PIN = Corners((0.1, 0.05), (-0.15, 0.15), (-0.05, -0.1), (0.03, -0.2))
BENT = Optics(PIN)


def test_a_corner_pin_puts_every_point_where_calibration_says(
    draw: Glazier, glass: RootWindow
) -> None:
    marks = np.array(list(product((0.1, 0.35, 0.65, 0.9), (0.15, 0.5, 0.85))))
    luma = np.full((360, 640), 60, np.uint8)
    for x, y in (marks * (640, 360)).astype(int):
        luma[y - 4 : y + 4, x - 4 : x + 4] = 255
    seen = one_head(draw, glass, grey(luma), optics=BENT, background=(0, 0, 1))[..., 0]
    for wanted in applied(homography(PIN.quad), marks) * (640, 360):
        x, y = wanted.astype(int)
        window = np.clip(seen[y - 10 : y + 10, x - 10 : x + 10] - 70.0, 0, None)
        rows, columns = np.mgrid[y - 10 : y + 10, x - 10 : x + 10] + 0.5
        middle = np.array([(columns * window).sum(), (rows * window).sum()]) / window.sum()
        assert np.abs(middle - wanted).max() < 0.8


def test_a_corner_pin_moves_the_corners_and_leaves_background(
    draw: Glazier, glass: RootWindow
) -> None:
    seen = one_head(
        draw, glass, grey(np.full((180, 320), 250, np.uint8)), optics=BENT, background=BACKGROUND
    )
    lit = (np.abs(seen - 250).max(axis=2) <= 2).astype(int)
    dark = (np.abs(seen - np.array(BACKGROUND) * 255).max(axis=2) <= 2).astype(int)
    corners, middle = np.array(PIN.quad) * (640, 360), np.array(PIN.quad).mean(axis=0) * (640, 360)
    for corner in corners:
        inwards = (middle - corner) / np.linalg.norm(middle - corner)
        x, y = (corner + 5 * inwards).astype(int)
        assert lit[y, x]
        x, y = (corner - 5 * inwards).astype(int)
        assert dark[y, x]
    x, y = corners.T
    area = abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2
    assert lit.sum() == pytest.approx(area, rel=0.01)


@pytest.mark.parametrize("fit", ["contain", "stretch"])
@pytest.mark.parametrize("size", [(360, 640), (720, 1280)], ids=["one to one", "two by two"])
def test_planes_read_plainly_look_the_same_as_smoothed(
    draw: Glazier, glass: RootWindow, fit: str, size: tuple[int, int]
) -> None:
    if draw.drawing == "software":
        pytest.skip("it reads planes in one way only")
    height, width = size
    luma = RNG.integers(0, 256, size, np.uint8)
    u, v = (RNG.integers(0, 256, (height // 2, width // 2), np.uint8) for _ in range(2))
    plain = one_head(draw, glass, (luma, u, v), fit=fit)
    draw("smooth", 0)
    draw("load", 0, (luma, u, v), shape_of((luma, u, v)))
    draw("show")
    smooth = glass.grab(0, 0, 640, 360).astype(int)
    assert np.abs(plain - smooth).max() <= 2


def test_films_of_several_shapes_one_after_the_other(draw: Glazier, glass: RootWindow) -> None:
    draw("arrange", Arrange(WALL, alone(fit="stretch").places))
    for size in ((180, 320), (144, 176), (143, 175), (180, 320)):
        value = int(RNG.integers(20, 240))
        planes = grey(np.full(size, value, np.uint8))
        draw("rehearse", "at0", shape_of(planes))
        draw("load", 0, planes, shape_of(planes))
        draw("show")
        assert np.abs(glass.grab(0, 0, 640, 360).astype(int) - value).max() <= 2
