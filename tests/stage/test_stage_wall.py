"""The glass as a whole, read back from a real X display: places, waiting, dissolves, darkness."""

import ctypes
import subprocess
from ctypes.util import find_library

import numpy as np
import pytest
from msgspec.structs import replace
from stage_glass import BACKGROUND, WALL, Glazier, alone, grey, one_head, patches, place, shape_of

from installation.link import Alignment, Arrange, Draft
from installation.model import Corners, Optics
from installation.rig import RootWindow, VirtualHeads

pytestmark = [pytest.mark.process, pytest.mark.patient, pytest.mark.usefixtures("fresh")]


def test_a_picture_that_is_not_taken_is_not_drawn(draw: Glazier, glass: RootWindow) -> None:
    draw("arrange", Arrange(WALL, alone().places))
    for value, take in ((100, True), (200, False)):
        planes = grey(np.full((180, 320), value, np.uint8))
        draw("load", 0, planes, shape_of(planes), take=take)
        draw("show")
        assert (glass.grab(0, 0, 640, 360) == 100).all()


def test_a_title_stands_large_and_alone_in_the_middle(draw: Glazier, glass: RootWindow) -> None:
    draw("arrange", Arrange(WALL, alone().places))
    planes = grey(np.full((180, 320), 200, np.uint8))
    draw("load", 0, planes, shape_of(planes))
    draw("dress", 0, 0.0, "the kiss")
    draw("show")
    rows, columns = np.nonzero(glass.grab(0, 0, 640, 360).max(axis=2) > 60)
    assert 25 <= np.ptp(rows) <= 50 and abs(rows.mean() - 180) < 12
    assert abs(columns.mean() - 320) < 12


def test_a_caption_lies_low_and_can_be_read_on_white(draw: Glazier, glass: RootWindow) -> None:
    draw("arrange", Arrange(WALL, alone().places))
    planes = grey(np.full((180, 320), 255, np.uint8))
    draw("load", 0, planes, shape_of(planes))
    draw("dress", 0, 1.0, "this memory has no kiss")
    draw("show")
    seen = glass.grab(0, 0, 640, 360).min(axis=2)
    rows, columns = np.nonzero(seen < 90)
    assert rows.min() > 280 and rows.max() < 350
    assert abs(columns.mean() - 320) < 12 and np.ptp(columns) > 150
    draw("dress", 0, 1.0, "")
    draw("show")
    assert (glass.grab(0, 0, 640, 360) == 255).all()


def test_between_and_beside_the_screens_it_is_black(draw: Glazier, glass: RootWindow) -> None:
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
    draw: Glazier, glass: RootWindow
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
    draw: Glazier, glass: RootWindow
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


def test_the_waiting_card_is_calm_and_has_words(draw: Glazier, glass: RootWindow) -> None:
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
    draw: Glazier, glass: RootWindow
) -> None:
    bent = Corners((0.1, 0.05), (-0.05, 0.0), (-0.1, -0.1), (0.05, 0.0))
    how = {"background": BACKGROUND, "optics": Optics(bent)}
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
    draw: Glazier, glass: RootWindow
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


AS_IT_IS = Optics()
PINNED = Corners((0.1, 0.1), (-0.1, 0.1), (-0.1, -0.1), (0.1, -0.1))
DIM = Optics(gain=(0.5, 0.5, 0.5))
DIM_AND_PINNED = replace(DIM, corners=PINNED)


def aligned(pattern: bool = True, corner: int = 0, optics: Optics = AS_IT_IS) -> Alignment:
    return Alignment((Draft("one", optics),), pattern, "one", corner, 1)


@pytest.fixture
def two(draw: Glazier) -> Arrange:
    """Two screens with a grey picture each; the second has a correction by its file."""
    places = (place(0, 0, screen="one"), place(640, 0, screen="two", optics=DIM))
    draw("arrange", Arrange(WALL, places))
    for screen in range(2):
        # twice the viewport, so that luma is read in pairs as long as nothing bends it
        planes = grey(np.full((720, 1280), 200, np.uint8))
        draw("load", screen, planes, shape_of(planes))
    draw("show")
    return Arrange(WALL, places)


def test_a_pattern_lies_over_the_film_bent_and_coloured_like_it(
    draw: Glazier, glass: RootWindow, two: Arrange
) -> None:
    assert draw("align", aligned(optics=DIM_AND_PINNED)) is True
    assert draw("align", aligned(optics=DIM_AND_PINNED)) is False  # only renewed
    draw("show")
    seen = glass.grab(*WALL).astype(int)
    assert seen[:34, :640].max() == 0 and seen[:, :62].max() == 0
    border = seen[36, 200:570]  # the first row of the bent pattern, at half its light
    assert np.abs(border - 127).max() <= 2
    amber = seen[38, 66]
    assert amber[0] > 100 > amber[2]
    assert np.abs(seen[0, 660:] - 127).max() <= 2  # the other by its own file, no corner chosen
    draw("align", None)
    draw("show")
    seen = glass.grab(*WALL)
    assert (seen[:, :640] == 200).all() and (np.abs(seen[:, 640:].astype(int) - 100) <= 1).all()


def test_a_draft_can_be_seen_on_the_film(draw: Glazier, glass: RootWindow, two: Arrange) -> None:
    draw("align", aligned(False, optics=DIM_AND_PINNED))
    draw("show")
    seen = glass.grab(0, 0, 640, 360).astype(int)
    assert seen[:34].max() == 0 and (np.abs(seen[40:320, 70:570] - 100) <= 1).all()
    # and on the next picture, which is read another way now
    planes = grey(np.full((720, 1280), 80, np.uint8))
    draw("load", 0, planes, shape_of(planes))
    draw("show")
    assert (np.abs(glass.grab(70, 40, 500, 280).astype(int) - 40) <= 1).all()
    draw("align", None)
    draw("show")
    assert (glass.grab(0, 0, 640, 360) == 80).all()


def test_another_calibration_keeps_the_picture(
    draw: Glazier, glass: RootWindow, two: Arrange
) -> None:
    one, other = two.places
    bent = replace(one, optics=Optics(PINNED))
    assert draw("arrange", Arrange(WALL, (bent, other))) == [True, True]
    draw("show")
    seen = glass.grab(0, 0, 640, 360)
    assert seen[:34].max() == 0 and (seen[40:320, 70:570] == 200).all()
    assert draw("arrange", Arrange(WALL, (replace(one, optics=DIM), other))) == [True, True]
    draw("show")
    assert (np.abs(glass.grab(0, 0, 640, 360).astype(int) - 100) <= 1).all()


def test_who_aligns_goes_on_while_displays_change(
    draw: Glazier, glass: RootWindow, two: Arrange
) -> None:
    draw("align", aligned())
    draw("arrange", Arrange(WALL, ()))
    draw("arrange", two)
    draw("show", waiting=True)  # without any picture
    seen = glass.grab(*WALL).astype(int)
    assert (seen[0, 200:640] == 255).all() and np.abs(seen[0, 660:] - 127).max() <= 2


def test_a_turned_screen_has_its_pattern_upright_for_who_looks_at_it(
    draw: Glazier, glass: RootWindow, two: Arrange
) -> None:
    draw("arrange", Arrange(WALL, (place(0, 0, screen="one", rotation=90),)))
    draw("align", aligned(corner=0))
    draw("show")
    seen = glass.grab(0, 0, 640, 360).astype(int)
    # turned clockwise, the picture's top left is the viewport's top right
    assert seen[5, 634, 0] > 200 > 120 > seen[5, 634, 2]
    assert (seen[0, :500] == 255).all() and (seen[-1] == 255).all()
