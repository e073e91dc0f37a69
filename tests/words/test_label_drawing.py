"""A label in type: inside the safe area, in one column, every word of it as it is."""

from itertools import product

import numpy as np
import pytest

from installation.model import CaptionStyle, WallLabel
from installation.words._document import SAFE
from installation.words._drawing import CaptionPicture, Letterer
from installation.words._label_drawing import label_document, plainly

LABEL = WallLabel(
    "The Kiss, second memory",
    "Iteration 2 · 16 September 2023",
    (("Motion", "Runway Gen-2"), ("Storyboard", "DALL·E 2, carried over from the first iteration")),
    "The pictures and the sound of this film were generated with artificial intelligence.",
)
ARABIC = WallLabel("القبلة", "النسخة 2", (("الحركة", "Runway Gen-2"),), "صُنع بالذكاء الاصطناعي.")
SIZES = [(640, 360), (1920, 1080), (3840, 2160), (360, 640)]


def drawn(label: WallLabel, size: tuple[int, int], style: CaptionStyle) -> CaptionPicture:
    letterer = Letterer(size, style)
    try:
        return letterer.draw_label(label)
    finally:
        letterer.close()


@pytest.mark.parametrize(
    ("size", "place", "background"),
    [*product(SIZES, ["top"], ["box"]), (SIZES[0], "bottom", "outline")],
    ids=str,
)
def test_it_stands_in_its_corner_inside_the_safe_area(size, place, background) -> None:
    style = CaptionStyle(size=0.04, place=place, background=background)
    picture = drawn(LABEL, size, style)
    down, across = np.nonzero(picture.rgba[..., 3])
    columns, rows = int(across.max()) + 1, int(down.max()) + 1
    slack = 0.002 * max(size) + 2  # the outline's own edge is beyond the box
    left, top = SAFE * size[0] - slack, SAFE * size[1] - slack
    right, bottom = size[0] - left, size[1] - top
    assert picture.x >= left and picture.x + columns <= right
    assert picture.y >= top and picture.y + rows <= bottom
    assert picture.x - left <= 2 * slack
    edge = picture.y - top if place == "top" else bottom - picture.y - rows
    assert edge <= 0.4 * 0.04 * size[1] + 2 * slack


def test_what_is_read_leftwards_stands_on_the_right() -> None:
    picture = drawn(ARABIC, (640, 360), CaptionStyle(size=0.04, background="box"))
    assert abs(picture.x + picture.rgba.shape[1] - 640 * (1 - SAFE)) <= 3
    assert WallLabel("«القبلة").leftwards
    assert not WallLabel("2 Поцелуй").leftwards and not WallLabel("").leftwards


def test_characters_that_mean_something_to_libass_are_only_characters() -> None:
    style = CaptionStyle(size=0.04)
    names = ["{\\an5}a", "\\Nb", "c{d}"]
    document = label_document(WallLabel("t", tools=tuple((n, n) for n in names)), style, (640, 360))
    assert plainly("{\\an5}") == "\\{\\\u2060an5\\}"
    assert document.count("\\N") == 4  # the title's end, the space's, and between three tools
    plain = drawn(WallLabel("Kiss {1}"), (640, 360), style)
    assert plain.rgba.shape[1] > drawn(WallLabel("Kiss "), (640, 360), style).rgba.shape[1] + 20


def test_letters_that_say_less_are_less_bright_and_never_too_dark() -> None:
    picture = drawn(LABEL, (1920, 1080), CaptionStyle(size=0.04, background="box"))
    solid = picture.rgba[picture.rgba[..., 3] == 255][:, :3].max(axis=1)
    codes = np.bincount(solid, minlength=256)
    assert codes[246] > 1000 and codes[184] > 1000
