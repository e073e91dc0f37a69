"""What is said of displays: modes that are missing, with the layout's line; odd neighbours."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.errors import ConfigError
from installation.model import DisplayMode, Output, display_notes, mode_places, wished_modes
from installation.model._display_mode import display_mode
from installation.model._layout import parse_layout

FULL, PAL = DisplayMode(1920, 1080, 60.0), DisplayMode(1920, 1080, 50.0)
TEXT = """\
title: x
screens:
  - {name: left, display: {position: 1}}
  - name: right
    display:
      connector: DP-2
      mode: 1920x1080@50
panel: {display: {edid: {model: Desk}, mode: 800x600}}
"""
LAYOUT = parse_layout(TEXT, "l.yaml")


def output(name: str, x: int, mode: DisplayMode | None = FULL, **more: Any) -> Output:
    plain = Output(name, x, 0, 1920, 1080, mode=mode, modes=(FULL, PAL), best=FULL)
    return replace(plain if mode else replace(plain, width=0, height=0), **more)


def notes(*outputs: Output) -> tuple[str, ...]:
    return display_notes(LAYOUT, outputs, mode_places(LAYOUT, TEXT, "l.yaml"))


def test_a_mode_that_a_display_lacks_is_named_with_the_layouts_line() -> None:
    poor = output("DP-2", 1920, modes=(FULL, DisplayMode(1280, 720, 60.0)))
    (said,) = notes(output("DP-1", 0), poor)
    assert said == (
        "l.yaml:7: screens[right].display.mode: DP-2 has no mode 1920x1080@50; it has "
        "1920x1080@60, 1280x720@60"
    )


def test_a_mode_that_is_there_and_is_not_set_is_named_too() -> None:
    (first, rates) = notes(output("DP-1", 0, PAL), output("DP-2", 1920))
    assert first == (
        "l.yaml:7: screens[right].display.mode: DP-2 has 1920x1080@50, but shows 1920x1080@60"
    )
    assert "unlike refresh rates (DP-1 50 Hz; DP-2 60 Hz)" in rates
    assert notes(output("DP-1", 0, PAL), output("DP-2", 1920, PAL)) == ()


def test_rates_of_two_crystals_are_one_and_sixty_is_not_its_thousandth_less() -> None:
    near, far = FULL._replace(rate_hz=60.02), FULL._replace(rate_hz=59.94)
    assert notes(output("A", 0), output("B", 1920, near)) == ()
    (said,) = notes(output("A", 0), output("B", 1920, far))
    assert "B 59.94 Hz; A 60 Hz" in said


def test_a_display_that_shows_less_than_its_best_is_named() -> None:
    (said,) = notes(output("DP-1", 0, DisplayMode(1024, 768, 60.0)))
    assert said.startswith("DP-1 shows 1024x768@60, and its best is 1920x1080@60")
    assert notes(output("DP-1", 0, DisplayMode(1024, 768, 60.0), best=None)) == ()


def test_two_displays_with_one_edid_are_named_where_the_layout_goes_by_it() -> None:
    same: dict[str, Any] = {"maker": "EPS", "model": "EB-PU", "serial": ""}
    (said,) = notes(output("DP-1", 0, **same), output("HDMI-1", 1920, **same))
    assert said.startswith("DP-1, HDMI-1 have one EDID (EPS EB-PU)")
    plain = parse_layout("screens: [{name: a, display: {position: 1}}]", "l.yaml")
    there = (output("DP-1", 0, **same), output("HDMI-1", 1920, **same))
    assert display_notes(plain, there, {}) == ()


def test_a_display_that_the_card_has_no_room_for_is_named() -> None:
    there = (output("DP-1", 0, widest=2560), output("DP-3", 0, None, widest=2560))
    (said,) = notes(*there)
    assert said.startswith("DP-3 stays dark: with its 1920 pixels the displays are 3840 wide")
    assert notes(*(replace(one, widest=4096) for one in there)) == ()


def test_what_the_layout_wishes_is_known_by_connector() -> None:
    desk = output("HDMI-9", 3840, model="Desk")
    there = (output("DP-1", 0), output("DP-2", 0, None), desk)
    assert wished_modes(LAYOUT, there) == {"DP-2": PAL, "HDMI-9": DisplayMode(800, 600)}


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("1920x1080", DisplayMode(1920, 1080)),
        ("1920x1080@59.94", DisplayMode(1920, 1080, 59.94)),
        ("3840 x 2160 @ 24", DisplayMode(3840, 2160, 24.0)),
    ],
)
def test_a_mode_is_read_as_people_write_it(text: str, mode: DisplayMode) -> None:
    assert display_mode(text) == mode


def test_wrong_modes_are_told_all_at_once_with_their_lines() -> None:
    text = TEXT.replace("1920x1080@50", "1080p").replace("800x600", "800x600@900")
    with pytest.raises(ConfigError) as caught:
        parse_layout(text, "l.yaml")
    first, second = caught.value.message.splitlines()
    assert first == (
        "l.yaml:7: screens[right].display.mode: '1080p' is no mode, as 1920x1080 or 1920x1080@50"
    )
    assert second.startswith("l.yaml:8: panel.display.mode: '800x600@900': the rate is 1 to 500 Hz")


def test_two_screens_on_one_display_are_a_fault_whatever_their_modes() -> None:
    text = "screens:\n- {name: a, display: {position: 1, mode: 640x480}}\n"
    with pytest.raises(ConfigError, match="is the display of screen 'a' already"):
        parse_layout(f"{text}- {{name: b, display: {{position: 1}}}}\n", "l.yaml")


@given(st.integers(64, 16384), st.integers(64, 16384), st.sampled_from([0.0, 23.98, 59.94, 60.0]))
def test_every_mode_is_read_as_it_is_written(width: int, height: int, rate: float) -> None:
    mode = DisplayMode(width, height, rate)
    assert display_mode(str(mode)) == mode
    assert mode.fits(mode) and mode.fits(mode._replace(rate_hz=0.0))
