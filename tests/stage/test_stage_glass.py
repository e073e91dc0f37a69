"""What the stage draws, read back from a real X display: every pixel that is asked about."""

import ctypes
import subprocess
from collections.abc import Iterator
from ctypes.util import find_library
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from stage_glass import Glazier, Planes, alone, grey, place, shape_of

from installation.calibration.colour import corrected, yuv_to_rgb
from installation.calibration.pin import applied, homography
from installation.kiosk.glass import Glass
from installation.kiosk.virtual import VirtualHeads
from installation.link.messages import Arrange

pytestmark = pytest.mark.process
WALL = (0, 0, 1280, 360)
COLUMNS, ROWS = 16, 9
RNG = np.random.default_rng(7)
BACKGROUND = (0.2, 0.4, 0.6)


@pytest.fixture(scope="module")
def two_heads() -> Iterator[VirtualHeads]:
    with VirtualHeads(2) as heads:
        yield heads


@pytest.fixture(scope="module")
def draw(two_heads: VirtualHeads) -> Iterator[Glazier]:
    """The stage's window over both heads."""
    glazier = Glazier(two_heads.environment)
    try:
        glazier("open", WALL)
        yield glazier
    finally:
        glazier.close()


@pytest.fixture(autouse=True)
def fresh(draw: Glazier) -> Iterator[None]:
    """Nothing on the wall but black; and OpenGL has had nothing to complain about."""
    draw("arrange", Arrange(WALL, ()))
    draw("place", WALL)
    draw("show")
    yield
    assert draw("errors") == 0


@pytest.fixture(scope="module")
def glass(two_heads: VirtualHeads) -> Iterator[Glass]:
    with Glass(two_heads.display) as reader:
        yield reader


def one_head(draw: Glazier, glass: Glass, planes: Planes, shape=None, **more) -> NDArray[np.int_]:
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
def test_colours_are_the_films_own(draw: Glazier, glass: Glass, matrix: str, full: bool) -> None:
    planes, codes = patches()
    seen = one_head(draw, glass, planes, shape_of(planes, matrix, full))
    assert np.abs(middles(seen) - meant(codes, matrix, full) * 255).max() <= 2


def test_matrices_and_ranges_differ_enough_for_that_to_mean_something() -> None:
    _, codes = patches()
    ways = [meant(codes, *way) for way in product(("bt601", "bt709", "bt2020"), (False, True))]
    assert min(np.abs(a - b).max() * 255 for a in ways for b in ways if a is not b) > 10


@pytest.mark.parametrize(
    "correction",
    [
        ((0.9, 1.0, 0.7), (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)),
        ((1.0, 1.3, 1.0), (0.8, 1.0, 2.2), (0.0, 0.1, 0.02)),
    ],
)
def test_a_projectors_correction_is_what_calibration_says(
    draw: Glazier, glass: Glass, correction
) -> None:
    planes, codes = patches()
    seen = one_head(draw, glass, planes, shape_of(planes, "bt709", False), correction=correction)
    wanted = corrected(meant(codes, "bt709", False), *correction)
    # a step of one of the 255 codes before gamma is more than one after it where gamma is steep
    assert np.abs(middles(seen) - wanted * 255).max() <= 3


def quarters() -> NDArray[np.uint8]:
    """Four corners of different brightness: 40 80 / 120 200."""
    luma = np.empty((180, 320), np.uint8)
    luma[:90, :160], luma[:90, 160:], luma[90:, :160], luma[90:, 160:] = 40, 80, 120, 200
    return luma


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_rotation_turns_clockwise(draw: Glazier, glass: Glass, rotation: int) -> None:
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
    draw: Glazier, glass: Glass, size, sar, rotation: int, shown
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
    draw: Glazier, glass: Glass, size, ratio: float
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
def test_odd_sizes_have_their_colours_to_the_edge(draw: Glazier, glass: Glass, size) -> None:
    width, height = size
    luma = np.full((height, width), 130, np.uint8)
    chroma = np.full((-(-height // 2), -(-width // 2)), 90, np.uint8)
    seen = one_head(draw, glass, (luma, chroma, 255 - chroma), fit="stretch")
    wanted = meant(np.array([130, 90, 165], np.uint8), "bt709", True) * 255
    assert np.abs(seen - wanted).max() <= 2


PIN = ((0.1, 0.05), (0.85, 0.15), (0.95, 0.9), (0.03, 0.8))


def test_a_corner_pin_puts_every_point_where_calibration_says(draw: Glazier, glass: Glass) -> None:
    marks = np.array(list(product((0.1, 0.35, 0.65, 0.9), (0.15, 0.5, 0.85))))
    luma = np.full((360, 640), 60, np.uint8)
    for x, y in (marks * (640, 360)).astype(int):
        luma[y - 4 : y + 4, x - 4 : x + 4] = 255
    seen = one_head(draw, glass, grey(luma), pin=PIN, background=(0, 0, 1))[..., 0]
    for wanted in applied(homography(PIN), marks) * (640, 360):
        x, y = wanted.astype(int)
        window = np.clip(seen[y - 10 : y + 10, x - 10 : x + 10] - 70.0, 0, None)
        rows, columns = np.mgrid[y - 10 : y + 10, x - 10 : x + 10] + 0.5
        middle = np.array([(columns * window).sum(), (rows * window).sum()]) / window.sum()
        assert np.abs(middle - wanted).max() < 0.8


def test_a_corner_pin_moves_the_corners_and_leaves_background(draw: Glazier, glass: Glass) -> None:
    seen = one_head(
        draw, glass, grey(np.full((180, 320), 250, np.uint8)), pin=PIN, background=BACKGROUND
    )
    lit = (np.abs(seen - 250).max(axis=2) <= 2).astype(int)
    dark = (np.abs(seen - np.array(BACKGROUND) * 255).max(axis=2) <= 2).astype(int)
    corners, middle = np.array(PIN) * (640, 360), np.array(PIN).mean(axis=0) * (640, 360)
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
    draw: Glazier, glass: Glass, fit: str, size: tuple[int, int]
) -> None:
    height, width = size
    luma = RNG.integers(0, 256, size, np.uint8)
    chroma = [RNG.integers(0, 256, (height // 2, width // 2), np.uint8) for _ in range(2)]
    plain = one_head(draw, glass, (luma, *chroma), fit=fit)
    draw("smooth", 0)
    draw("load", 0, (luma, *chroma), shape_of((luma, *chroma)))
    draw("show")
    smooth = glass.grab(0, 0, 640, 360).astype(int)
    assert np.abs(plain - smooth).max() <= 2


def test_films_of_several_shapes_one_after_the_other(draw: Glazier, glass: Glass) -> None:
    draw("arrange", Arrange(WALL, alone(fit="stretch").places))
    for size in ((180, 320), (144, 176), (143, 175), (180, 320)):
        value = int(RNG.integers(20, 240))
        planes = grey(np.full(size, value, np.uint8))
        draw("rehearse", "at0", shape_of(planes))
        draw("load", 0, planes, shape_of(planes))
        draw("show")
        assert np.abs(glass.grab(0, 0, 640, 360).astype(int) - value).max() <= 2


def test_a_picture_that_is_not_taken_is_not_drawn(draw: Glazier, glass: Glass) -> None:
    draw("arrange", Arrange(WALL, alone().places))
    for value, take in ((100, True), (200, False)):
        planes = grey(np.full((180, 320), value, np.uint8))
        draw("load", 0, planes, shape_of(planes), take=take)
        draw("show")
        assert (glass.grab(0, 0, 640, 360) == 100).all()


def test_between_and_beside_the_screens_it_is_black(draw: Glazier, glass: Glass) -> None:
    places = (place(20, 30, 300, 200, background=(1, 0, 0)), place(700, 40, 200, 300))
    draw("arrange", Arrange(WALL, places))
    for screen in range(2):
        planes = grey(np.full((100, 300 - 100 * screen), 180, np.uint8))
        draw("load", screen, planes, shape_of(planes))
    draw("show")
    seen = glass.grab(*WALL).astype(int)
    assert (seen[80:180, 20:320] == 180).all()  # 300x100 in 300x200: background above and below
    assert (seen[32:78, 20:320] == (255, 0, 0)).all()
    seen[30:230, 20:320] = 0
    assert (seen[140:240, 700:900] == 180).all()
    seen[40:340, 700:900] = 0
    assert (seen == 0).all()


def test_a_screen_that_moves_keeps_its_picture_and_a_new_one_waits(
    draw: Glazier, glass: Glass
) -> None:
    one, two = place(0, 0, screen="one"), place(640, 0, screen="two")
    draw("arrange", Arrange(WALL, (one, two)))
    for screen, value in enumerate((90, 190)):
        planes = grey(np.full((180, 320), value, np.uint8))
        draw("load", screen, planes, shape_of(planes))
    draw("show")
    # the display of the first is gone: the window begins with the second, and is lower
    draw("place", (640, 0, 640, 300))
    moved = place(0, 0, screen="two")
    assert draw("arrange", Arrange((640, 0, 640, 300), (moved,))) == [True]
    draw("show")
    assert (glass.grab(640, 0, 640, 300) == 190).all()
    # and comes back; the window has its height again
    draw("place", WALL)
    assert draw("arrange", Arrange(WALL, (one, two))) == [False, True]
    draw("show")
    seen = glass.grab(*WALL)
    assert (seen[:, 640:] == 190).all()
    assert (seen[:, :640] == 0).all()


def test_a_screen_keeps_its_place_from_the_top_when_the_window_grows_downwards(
    draw: Glazier, glass: Glass
) -> None:
    small = place(0, 0, 640, 200, screen="one")
    draw("place", (0, 0, 640, 200))
    draw("arrange", Arrange((0, 0, 640, 200), (small,)))
    planes = grey(np.full((200, 640), 150, np.uint8))
    draw("load", 0, planes, shape_of(planes))
    draw("place", WALL)
    assert draw("arrange", Arrange(WALL, (small,))) == [True]
    draw("show")
    seen = glass.grab(*WALL)
    assert (seen[:200, :640] == 150).all()
    assert (seen[200:] == 0).all() and (seen[:, 640:] == 0).all()


def test_the_waiting_card_is_calm_and_has_words(draw: Glazier, glass: Glass) -> None:
    places = (place(0, 0), place(640, 0))
    draw("arrange", Arrange(WALL, places, notice="The Kiss\n\nwaiting for a first version"))
    draw("show", True)
    seen = glass.grab(*WALL).astype(int)
    for head in (seen[:, :640], seen[:, 640:]):
        assert (head.max(axis=2) > 0).mean() > 0.99  # not black
        assert np.median(head) < 40  # and not bright
        words = head[150:210].max(axis=2) > 120
        assert 200 < words.sum() < 8000
    assert np.abs(seen[:, :640] - seen[:, 640:]).mean() < 2


def test_without_vsync_it_says_so(draw: Glazier) -> None:
    assert draw("pace") is None  # llvmpipe swaps at once


def test_a_picture_dissolves_into_one_of_another_shape_pin_and_background_and_all(
    draw: Glazier, glass: Glass
) -> None:
    bent = ((0.1, 0.05), (0.95, 0.0), (0.9, 0.9), (0.05, 1.0))
    how = {"background": BACKGROUND, "pin": bent}
    old, new = patches()[0], patches(360, 360)[0]
    draw("arrange", Arrange(WALL, (*alone(**how).places, place(640))))
    draw("rehearse", place().screen, shape_of(old))
    draw("load", 0, old, shape_of(old))
    draw("show")
    before = glass.grab(0, 0, 640, 360).astype(int)
    seen = []
    for step, share in enumerate((0.75, 0.0)):
        if step:
            draw("dissolve", 0, new, shape_of(new), 0.0)
        else:
            draw("dissolve", 0, new, shape_of(new), share)
        draw("show")
        seen.append(glass.grab(0, 0, 640, 360).astype(int))
    half, after = seen
    assert np.abs(before - after).max() > 100
    assert np.abs(half - (0.75 * before + 0.25 * after)).max() <= 2
    assert glass.grab(640, 0, 640, 360).max() == 0  # the other screen keeps its own


class _Cursor(ctypes.Structure):
    """The head of XFixesCursorImage."""

    _fields_ = [
        ("x", ctypes.c_short),
        ("y", ctypes.c_short),
        ("width", ctypes.c_ushort),
        ("height", ctypes.c_ushort),
        ("xhot", ctypes.c_ushort),
        ("yhot", ctypes.c_ushort),
        ("serial", ctypes.c_ulong),
        ("pixels", ctypes.POINTER(ctypes.c_ulong)),
    ]


def test_there_is_no_mouse_pointer(draw: Glazier, two_heads: VirtualHeads) -> None:
    names = [find_library(name) for name in ("X11", "Xfixes")]
    if None in names:
        pytest.skip("libXfixes, which tells the pointer's picture, is not installed")
    arrow = ["xsetroot", "-cursor_name", "left_ptr"]
    subprocess.run(arrow, env=two_heads.environment, check=True)
    draw("place", (0, 0, 640, 360))
    x11, xfixes = (ctypes.CDLL(name) for name in names)
    x11.XOpenDisplay.restype = x11.XDefaultRootWindow.restype = ctypes.c_void_p
    xfixes.XFixesGetCursorImage.restype = ctypes.POINTER(_Cursor)
    display = ctypes.c_void_p(x11.XOpenDisplay(two_heads.display.encode()))
    root = ctypes.c_void_p(x11.XDefaultRootWindow(display))

    def opaque(x: int, y: int) -> int:
        """How many pixels of the pointer can be seen there."""
        x11.XWarpPointer(display, None, root, 0, 0, 0, 0, x, y)
        x11.XSync(display, 0)
        cursor = xfixes.XFixesGetCursorImage(display).contents
        count = cursor.width * cursor.height
        return sum(cursor.pixels[n] >> 24 & 0xFF > 0 for n in range(count))

    try:
        assert opaque(900, 100) > 0  # beside the stage's window
        assert opaque(300, 100) == 0
    finally:
        x11.XCloseDisplay(display)


def test_the_veil_darkens_everything_and_leaves_nothing_in_the_dark(
    draw: Glazier, glass: Glass
) -> None:
    planes = grey(np.full((360, 640), 200, np.uint8))
    lit = one_head(draw, glass, planes, background=BACKGROUND)
    for light in (0.75, 0.25):
        draw("show", light=light)
        assert np.abs(glass.grab(0, 0, 640, 360).astype(int) - lit * light).max() <= 1
    draw("show", light=0.0)
    assert glass.grab(0, 0, 1280, 360).max() == 0
    draw("show")
    assert np.array_equal(glass.grab(0, 0, 640, 360), lit)
