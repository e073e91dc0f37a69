"""What is drawn is what libass draws: pixel by pixel, in four scripts, over any picture."""

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from installation.model import CaptionStyle
from installation.model._caption_style import CONTRAST, contrast
from installation.words._document import SAFE, larger, styled
from installation.words._drawing import CaptionPicture, Letterer, joined
from installation.words._libass import AssRenderer, Layer
from installation.words._read import script_of
from installation.words._script import SpokenLine

LINES = {
    "Russian": "Он стоял в темноте и ждал.\\NКто-то обнял его.",
    "English": "He stood in the dark, and waited;\\N{\\i1}somebody{\\i0} embraced him.",
    "Arabic": "وقف في الظلام وانتظر.\\Nثم عانقه أحدهم.",
    "Hindi": "वह अँधेरे में खड़ा रहा।\\Nकिसी ने उसे गले लगा लिया।",
}
SIZES = [(640, 360), (1920, 1080), (3840, 2160)]
RNG = np.random.default_rng(3)


def spoken(marked: str) -> list[SpokenLine]:
    return [SpokenLine(0, 10**9, marked, marked)]


def by_libass(layers: list[Layer], under: NDArray[np.float32]) -> NDArray[np.float32]:
    """Blend the bitmaps one after the other, as libass asks for, and exactly."""
    picture = under.copy()
    for layer in layers:
        rows, columns = layer.cover.shape
        there = picture[layer.y : layer.y + rows, layer.x : layer.x + columns]
        cover = layer.cover[: there.shape[0], : there.shape[1], None]
        share = cover * np.float32(layer.colour[3] / 255 / 255)
        there[:] = share * np.array(layer.colour[:3], np.float32) + (1 - share) * there
    return picture


def over(picture: CaptionPicture, under: NDArray[np.float32]) -> NDArray[np.float32]:
    """Lay a picture of words over another one, as the stage's shader does."""
    made = under.copy()
    rows, columns = picture.rgba.shape[:2]
    there = made[picture.y : picture.y + rows, picture.x : picture.x + columns]
    rgba = picture.rgba.astype(np.float32)
    there[:] = rgba[..., :3] + there * (1 - rgba[..., 3:] / 255)
    return np.rint(made)


@pytest.mark.parametrize("letter", ["क", "م", "ш"])
def test_letters_of_every_script_are_about_as_high_as_a_small_latin_one(letter: str) -> None:
    style = CaptionStyle(size=0.12)
    drawn = Letterer((1920, 1080), style)
    heights = []
    for text in ("x", letter):
        layers = drawn._renderer.layers(styled(spoken(text), style, (1920, 1080)), 500)
        (cover,) = [one.cover for one in layers if one.colour[:3] != (0, 0, 0)]
        heights.append(int((cover > 100).any(1).sum()))
    drawn.close()
    assert 1 <= heights[1] / heights[0] < 1.3


def test_only_indic_words_are_set_larger_and_tags_stay_as_they_are() -> None:
    assert larger(r"Anna {\i1}said{\i0}: यह है, 3.\Nदो") == (
        r"Anna {\i1}said{\i0}: {\fscx130\fscy130}यह है{\fscx\fscy}, 3."
        r"\N{\fscx130\fscy130}दो{\fscx\fscy}"
    )


@pytest.mark.parametrize("language", LINES)
@pytest.mark.parametrize(
    ("size", "background"),
    [*product(SIZES, ["outline"]), (SIZES[0], "box")],
    ids=str,
)
def test_every_pixel_is_libass_own(language: str, size: tuple[int, int], background) -> None:
    style = CaptionStyle(background=background)
    lines = spoken(LINES[language])
    renderer, letterer = AssRenderer(size, style.font), Letterer(size, style)
    try:
        layers = list(renderer.layers(styled(lines, style, size), 500))
        picture = letterer.draw(script_of(b"00:01.0 --> 00:02.0\nx"), lines, 0)
    finally:
        renderer.close()
        letterer.close()
    noise = RNG.integers(0, 256, (size[1], size[0], 3), np.uint8).astype(np.float32)
    for under in (np.zeros_like(noise), np.full_like(noise, 255), noise):
        wanted, made = by_libass(layers, under), over(picture, under)
        assert np.abs(wanted - made).max() <= 2
        assert (wanted != under).sum() > 2000


@pytest.mark.parametrize("language", LINES)
def test_the_fonts_of_the_packages_have_all_four_scripts(language: str) -> None:
    letterer = Letterer((640, 360), CaptionStyle())
    try:
        assert letterer.missing(LINES[language]) == frozenset()
    finally:
        letterer.close()


def test_a_letter_that_no_font_has_is_named() -> None:
    letterer = Letterer((640, 360), CaptionStyle())
    try:
        assert letterer.missing("A \U000130f8 B") == {"\U000130f8"}
        assert letterer.missing("A B") == frozenset()
    finally:
        letterer.close()


@pytest.mark.parametrize(("size", "place"), list(product(SIZES, ["bottom", "top"])))
def test_words_stay_in_the_safe_area(size: tuple[int, int], place) -> None:
    style = CaptionStyle(place=place)
    letterer = Letterer(size, style)
    try:
        long = spoken("A line that is much too long for a single row " * 3)
        picture = letterer.draw(script_of(b"00:01.0 --> 00:02.0\nx"), long, 0)
    finally:
        letterer.close()
    rows, columns = np.nonzero(picture.rgba[..., 3] > 0)
    slack = 0.01 * size[1]
    assert columns.min() + picture.x >= SAFE * size[0] - slack
    assert columns.max() + picture.x <= (1 - SAFE) * size[0] + slack
    assert rows.min() + picture.y >= SAFE * size[1] - slack
    assert rows.max() + picture.y <= (1 - SAFE) * size[1] + slack
    assert (rows.mean() + picture.y < size[1] / 2) == (place == "top")


@pytest.mark.parametrize("background", ["outline", "box"])
@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}")
def test_letters_stand_out_from_what_is_around_them_on_any_picture(background, size) -> None:
    style = CaptionStyle(background=background)
    letterer = Letterer(size, style)
    try:
        lines = spoken(LINES["Russian"])
        picture = letterer.draw(script_of(b"00:01.0 --> 00:02.0\nx"), lines, 0)
    finally:
        letterer.close()
    ink = bytes.fromhex(style.colour[1:])
    letters = np.abs(picture.rgba[..., :3].astype(int) - list(ink)).max(axis=2) <= 2
    step = max(1, round(style.size * size[1] * 0.04))
    around = np.zeros_like(letters)
    for down, across in product((-step, 0, step), repeat=2):
        around |= np.roll(letters, (down, across), (0, 1))
    for grey in (0, 128, 255):
        under = np.full((size[1], size[0], 3), grey, np.float32)
        seen = over(picture, under)
        rows, columns = picture.rgba.shape[:2]
        seen = seen[picture.y : picture.y + rows, picture.x : picture.x + columns]
        # the darkest pixel within a step of each letter's: the edge that the eye sees it by
        dark = np.where(letters, 255, seen.max(axis=2))
        nearest = dark.copy()
        for down, across in product(range(-2 * step, 2 * step + 1), repeat=2):
            nearest = np.minimum(nearest, np.roll(dark, (down, across), (0, 1)))
        edge = letters & (np.roll(letters, step, 1) != np.roll(letters, -step, 1))
        worst = float(nearest[edge].max())
        assert contrast(ink, (worst, worst, worst)) >= CONTRAST


def test_a_styled_file_keeps_its_own_look() -> None:
    document = (
        "[Script Info]\nPlayResX: 640\nPlayResY: 360\n\n[V4+ Styles]\nFormat: Name, Fontname, "
        "Fontsize, PrimaryColour, OutlineColour, Outline, Alignment, MarginV\n"
        "Style: Loud,DejaVu Sans,60,&H000000FF,&H00000000,0,8,20\n\n[Events]\n"
        "Format: Layer, Start, End, Style, Text\n"
        "Dialogue: 0,0:00:01.00,0:00:03.00,Loud,RED\n"
    )
    full = document.replace(
        "Layer, Start, End, Style, Text",
        "Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
    ).replace("Loud,RED", "Loud,,0,0,0,,RED")
    script = script_of(full.encode())
    letterer = Letterer((640, 360), CaptionStyle())
    try:
        picture = letterer.draw(script, script.lines, 2 * 10**9)
        assert letterer.draw(script, (), 4 * 10**9).rgba.size == 0
    finally:
        letterer.close()
    solid = picture.rgba[picture.rgba[..., 3] == 255]
    assert solid[:, 0].min() == 255 and solid[:, 1:3].max() == 0
    assert picture.y < 60


def test_layers_that_reach_out_of_the_picture_are_cut() -> None:
    cover = np.full((20, 20), 255, np.uint8)
    made = joined([Layer(-10, 95, cover, (255, 0, 0, 255))], (100, 100))
    assert (made.x, made.y, made.rgba.shape) == (0, 95, (5, 10, 4))
    assert joined([Layer(-30, 95, cover, (255, 0, 0, 255))], (100, 100)).rgba.size == 0
