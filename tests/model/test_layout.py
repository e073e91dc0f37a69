"""Layouts: the two that ship, and what can be wrong with one."""

from pathlib import Path

import pytest

from installation.errors import ConfigError
from installation.model import Layout, Screen, load_yaml
from installation.model._layout import Window, parse_layout

LAYOUTS = Path(__file__).parents[2] / "layouts"
TWO = "screens:\n- {name: left, display: {position: 1}}\n- {name: right, display: {position: 2}}\n"


def fault(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        parse_layout(text, "l.yaml")
    return caught.value.message


@pytest.mark.parametrize("name", ["triptych.yaml", "desk.yaml"])
def test_the_layouts_that_ship_show_three_iterations(name: str) -> None:
    layout = load_yaml(LAYOUTS / name, Layout)
    assert layout.policies == {"left": "first", "centre": "newest-1", "right": "newest"}
    assert layout.voice == "centre"
    assert (layout.window is not None) == (name == "desk.yaml")


def test_the_readmes_shortest_layout_works() -> None:
    text = (LAYOUTS / "README.md").read_text()
    shortest = text.split("```yaml\n")[1].split("```")[0]
    assert parse_layout(shortest, "README.md").names == ("left", "right")


def test_the_readme_explains_every_key() -> None:
    text = (LAYOUTS / "README.md").read_text()
    for key in (*Layout.model_fields, *Screen.model_fields):
        assert f"| `{key}` |" in text


def test_defaults() -> None:
    layout = parse_layout(TWO, "l.yaml")
    assert (layout.decode, layout.lead_ns) == ("auto", 200_000_000)
    assert layout.window is None
    assert (layout.panel.display, layout.panel.language) == (None, "en")
    left = layout.screen("left")
    assert (left.fit, left.rotation, left.sound.volume) == ("contain", 0, 100)
    assert left.background_rgb == (0.0, 0.0, 0.0)
    with pytest.raises(KeyError):
        layout.screen("middle")


@pytest.mark.parametrize("voice", ["one", "all", "none", "right"])
def test_who_is_heard(voice: str) -> None:
    assert parse_layout(TWO + f"voice: {voice}\n", "l.yaml").voice == voice


@pytest.mark.parametrize("name", ["one", "all", "none"])
def test_a_screen_is_not_called_what_voice_may_say(name: str) -> None:
    text = f"screens: [{{name: {name}, display: {{position: 1}}}}]"
    assert "'voice' has a meaning for it" in fault(text)


def test_a_window_may_be_left_blank() -> None:
    assert parse_layout("window:\nscreens: [{name: a}]", "l.yaml").window == Window()


def test_a_colour_as_numbers() -> None:
    text = 'screens: [{name: a, display: {position: 1}, background: "#FF8000"}]'
    screen = parse_layout(text, "l.yaml").screen("a")
    assert screen.background == "#ff8000"
    assert screen.background_rgb == pytest.approx((1, 128 / 255, 0))


def test_a_serial_number_keeps_its_zeros() -> None:
    text = "screens: [{name: a, display: {edid: {serial: 00123}}}]"
    display = parse_layout(text, "l.yaml").screens[0].display
    assert display is not None
    assert display.edid is not None
    assert display.edid.serial == "00123"


@pytest.mark.parametrize(
    ("screen", "says"),
    [
        ("name: a", "l.yaml:1: screens[a]: needs a display"),
        ("name: a/b, display: {position: 1}", "screens[a/b].name: should be a word"),
        ("name: all, display: {position: 1}", "screens[all].name: 'all' is not free"),
        ("name: a, display: {}", "screens[a].display: should give exactly one of"),
        ("name: a, display: {position: 1, connector: X}", "screens[a].display: should give exact"),
        ("name: a, display: {position: 0}", "display.position: should be at least 1, not 0"),
        ("name: a, display: {edid: {}}", "screens[a].display.edid: should give a maker"),
        ("name: a, display: {position: 1}, fit: fill", "'fill' is none of contain, cover, stret"),
        ("name: a, display: {position: 1}, rotation: 45", "rotation: 45 is none of 0, 90, 180"),
        ('name: a, display: {position: 1}, rotation: "90"', "(a number has no quotes)"),
        ("name: a, display: {position: 1}, background: red", 'in quotes, as "#rrggbb"'),
        ("name: a, display: {position: 1}, background: ", "a colour needs quotes"),
        ("name: a, display: {position: 1}, sound: {volume: 101}", "at most 100, not 101"),
        ("name: a, display: {position: 1}, calibration: ../x", "inside of this folder"),
        ("name: a, viewport: {x: 0, y: 0, width: 1, height: 1}", "for a layout with a window"),
    ],
)
def test_faults_of_a_screen(screen: str, says: str) -> None:
    assert says in fault(f"screens: [{{{screen}}}]")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title: x", "l.yaml:1: screens: is missing"),
        ("screens: []", "l.yaml:1: screens: should be 1 to 8 screens, not 0"),
        (TWO + "decode: hard", "l.yaml:4: decode: 'hard' is none of auto, software, hardware"),
        (TWO + "lead_ms: 50", "l.yaml:4: lead_ms: should be at least 120, not 50"),
        (TWO + "voice: lefd", "l.yaml:4: voice: should be one, all, none or a screen's name; did"),
        (TWO + "panel: {display: {position: 2}}", "l.yaml:4: panel.display: is the display of"),
        (TWO + "panel: {code: 2580}", "panel.code: should be 4 to 8 digits in quotes"),
        (TWO + 'panel: {code: "042"}', "panel.code: should be 4 to 8 digits in quotes"),
        (TWO + "- {name: left, display: {position: 3}}", "names another screen already"),
        (TWO + "- {name: c, display: {position: 2}}", "is the display of screen 'right' already"),
        (TWO + "window: {}", "l.yaml:2: screens[left].display: is not for a layout with a window"),
    ],
)
def test_faults_of_a_layout(text: str, says: str) -> None:
    assert says in fault(text)


def test_nine_screens_are_too_many() -> None:
    screens = "".join(f"- {{name: s{i}, display: {{position: {i}}}}}\n" for i in range(1, 10))
    assert "should be 1 to 8 screens, not 9" in fault("screens:\n" + screens)


def test_viewports_stay_in_the_window_apart_and_complete() -> None:
    half = "viewport: {x: %s, y: 0, width: %s, height: 1}"
    windowed = "window: {}\nscreens:\n- {name: a, " + half % (0, 0.5) + "}\n- {name: b, %s}\n"
    assert parse_layout(windowed % (half % (0.5, 0.5)), "l.yaml").names == ("a", "b")
    assert "overlaps that of 'a'" in fault(windowed % (half % (0.4, 0.5)))
    assert "reaches out of the window" in fault(windowed % (half % (0.6, 0.5)))
    assert "all screens have a viewport, or none" in fault(windowed % "fit: cover")
