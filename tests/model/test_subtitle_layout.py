"""The layout's ``subtitles``."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.errors import ConfigError
from installation.model._caption_style import (
    CAPITAL,
    CONTRAST,
    LARGEST_SIZE,
    LEAST_SIZE,
    CaptionStyle,
    contrast,
    size_from_distance,
)
from installation.model._layout import Layout, parse_layout

SCREENS = "screens: [{name: left, display: {position: 1}}, {name: right, display: {position: 2}}]\n"


def layout(text: str) -> Layout:
    return parse_layout(f"{SCREENS}subtitles: {text}\n", "l.yaml")


def test_one_language_for_all_screens() -> None:
    block = layout("{language: ru}").subtitles
    assert block is not None
    assert block.language == ("ru",)
    assert block.language_on("left") == block.language_on("right") == "ru"
    assert block.style == CaptionStyle()


def test_another_language_or_none_on_single_screens() -> None:
    block = layout("{language: [ru, en], screens: {right: off}}").subtitles
    assert block is not None
    assert [block.language_on(name) for name in ("left", "right")] == ["ru", ""]


def test_the_look() -> None:
    style = layout(
        '{language: ru, size: 0.08, place: top, background: box, font: PT Sans, colour: "#FFFF00"}'
    ).caption_style
    assert style == CaptionStyle("PT Sans", 0.08, "top", "box", "#ffff00")


def test_the_size_follows_from_the_distance() -> None:
    near = layout("{language: ru, distance_m: 3, height_m: 2}").caption_style.size
    far = layout("{language: ru, distance_m: 16, height_m: 2}").caption_style.size
    assert near == LEAST_SIZE
    # 16 m at 20 minutes of arc: a capital of 93 mm
    assert far * CAPITAL * 2.0 == pytest.approx(0.0931, abs=0.0005)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{language: []}", "subtitles.language"),
        ("{}", "language"),
        ("{language: ru, screens: {lfet: en}}", "there is no screen 'lfet'.*did you mean 'left'"),
        ("{language: ru, distance_m: 4}", "go together"),
        ("{language: ru, distance_m: 40, height_m: 1}", "to be read from 40 m"),
        ("{language: ru, distance_m: 4, height_m: 1, size: 0.1}", "follows from distance_m"),
        ("{language: ru, size: 0.5}", "size"),
        ('{language: ru, colour: "#404040"}', "contrast of 2.0:1"),
        ('{language: ru, background: box, colour: "#808080"}', "contrast of 3.2:1"),
        ("{language: ru, colour: white}", "colour"),
        ("{language: ru, place: middle}", "place"),
    ],
)
def test_faults(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        layout(text)


def test_the_contrast_of_black_and_white_is_21() -> None:
    assert contrast(bytes((255, 255, 255)), (0, 0, 0)) == pytest.approx(21)
    for background in ("outline", "box"):
        assert CaptionStyle(background=background).contrast >= CONTRAST


@given(st.floats(0.5, 100), st.floats(0.2, 20))
def test_a_farther_or_smaller_picture_never_has_smaller_lines(far: float, high: float) -> None:
    size = size_from_distance(far, high)
    assert size >= LEAST_SIZE
    assert size_from_distance(far * 1.1, high) >= size
    assert size_from_distance(far, high * 1.1) <= size
    assert LARGEST_SIZE > LEAST_SIZE
