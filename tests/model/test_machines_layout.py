"""Layouts for several machines: who has which screen, and what can be wrong with it."""

from pathlib import Path

import pytest

from installation.errors import ConfigError
from installation.model import load_yaml
from installation.model._layout import Layout, parse_layout

TWO = """machines: {east: 10.0.0.1, west: 10.0.0.2}
hearing: [{name: loop, device: usb}, {name: ears, device: jack, screen: b}]
projectors: [{screen: b, address: 10.0.1.2}]
screens:
- {name: a, machine: east, display: {position: 1}}
- {name: b, machine: west, display: {position: 1}}
"""


def parsed(text: str) -> Layout:
    return parse_layout(text, "l.yaml")


def fault(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        parsed(text)
    return caught.value.message


def test_a_layout_without_machines_is_one_machines() -> None:
    layout = parsed("screens: [{name: a, display: {position: 1}}]")
    assert layout.machines == {} and layout.on("any") is layout


def test_each_machine_plays_its_own_part() -> None:
    layout = parsed(TWO)
    assert list(layout.machines) == ["east", "west"]
    east, west = layout.on("east"), layout.on("west")
    assert (east.names, east.routes, east.projectors) == (("a",), ("loop",), ())
    assert (west.names, west.routes) == (("b",), ("ears",))
    assert [one.screen for one in west.projectors] == ["b"]


def test_the_layout_that_ships_is_the_triptych_in_two_rooms() -> None:
    layout = load_yaml(Path(__file__).parents[2] / "layouts" / "rooms.yaml", Layout)
    assert layout.policies == {"left": "first", "centre": "newest-1", "right": "newest"}
    assert (layout.on("east").names, layout.on("west").names) == (("left", "centre"), ("right",))


def test_machines_may_each_have_eight_screens() -> None:
    rows = [
        f"- {{name: {m}{n}, machine: {m}, display: {{position: {n}}}}}"
        for m in ("e", "w")
        for n in range(1, 9)
    ]
    layout = parsed("machines: {e: 10.0.0.1, w: 10.0.0.2}\nscreens:\n" + "\n".join(rows))
    assert len(layout.screens) == 16
    ninth = "\n- {name: e9, machine: e, display: {position: 9}}"
    text = "machines: {e: 10.0.0.1, w: 10.0.0.2}\nscreens:\n" + "\n".join(rows) + ninth
    assert "screens: should be 1 to 8 screens on 'e', not 9" in fault(text)


def test_every_fault_is_told_at_once_with_its_line_and_what_was_meant() -> None:
    told = fault(
        """machines: {east: 10.0.0.1, west: 10.0.0.1, north: 10.0.0.3}
screens:
- {name: a, machine: easte, display: {position: 1}}
- {name: b, display: {position: 1}}
- {name: c, machine: west, display: {position: 1}}
- {name: d, machine: west, display: {position: 1}}
"""
    ).splitlines()
    assert told == [
        "l.yaml:1: machines.east: no screen hangs on it",
        "l.yaml:1: machines.west: is another machine's address already",
        "l.yaml:1: machines.north: no screen hangs on it",
        "l.yaml:3: screens[a].machine: no machine is called 'easte'; did you mean 'east'?",
        "l.yaml:4: screens[b]: needs a machine: 'machine: east', say",
        "l.yaml:6: screens[d].display: is the display of screen 'c' already",
    ]


@pytest.mark.parametrize(
    ("machines", "told"),
    [
        ("{east: 10.0.0.1}", "should be 2 to 20 machines, not 1; one that is alone needs no"),
        ("{east: here, west: 10.0.0.2}", "'here' is no IP address, as 192.168.1.20"),
        ("{the east: 10.0.0.1, west: 10.0.0.2}", "should be a word of letters, digits"),
    ],
)
def test_machines_are_words_with_addresses(machines: str, told: str) -> None:
    assert told in fault(TWO.replace("{east: 10.0.0.1, west: 10.0.0.2}", machines))


def test_a_screen_hangs_on_a_machine_only_where_there_are_several() -> None:
    text = "screens: [{name: a, machine: east, display: {position: 1}}]"
    assert "is for a layout with 'machines: {NAME: ADDRESS}'" in fault(text)


def test_windows_of_two_machines_do_not_overlap_each_other() -> None:
    whole = "viewport: {x: 0, y: 0, width: 1, height: 1}"
    text = f"""machines: {{east: 10.0.0.1, west: 10.0.0.2}}
window:
screens:
- {{name: a, machine: east, {whole}}}
- {{name: b, machine: west, {whole}}}
"""
    assert parsed(text).on("west").names == ("b",)
    assert "overlaps that of 'a'" in fault(text.replace("west, v", "east, v"))
