"""Displays side by side: what is told, and that a real X server does it."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.errors import KioskError
from installation.kiosk import arrange_outputs, connected_outputs
from installation.kiosk._arrange import Connector, heads, words
from installation.model import Rect
from installation.rig import VirtualHeads

BEST = (640, 360)
HD = (1920, 1080)


def head(
    name: str, x: int | None = None, size: tuple[int, int] = HD, wired: bool = True
) -> Connector:
    return Connector(name, wired, None if x is None else Rect(x, 0, *size))


def obeyed(there: list[Connector], told: list[str]) -> dict[str, Rect]:
    """Where the heads are when an X server has done what it was told."""
    found = {one.name: one.rect for one in there if one.rect}
    at = 0
    while at < len(told):
        assert told[at] == "--output"
        name, at = told[at + 1], at + 2
        if told[at] == "--auto":
            assert name not in found
            found[name], at = Rect(0, 0, *BEST), at + 1
        if told[at : at + 2] == ["--pos", "0x0"]:
            found[name] = found[name]._replace(x=0, y=0)
        else:
            assert told[at] == "--right-of"
            left = found[told[at + 1]]
            found[name] = found[name]._replace(x=left.x + left.width, y=left.y)
        at += 2
    return found


def test_what_lies_side_by_side_stays() -> None:
    assert words([head("DP-1", 1920), head("HDMI-1", 0)]) == []
    assert words([head("DP-1", 0), head("DP-2", 5000)]) == []
    assert words([]) == []


def test_a_bare_server_shows_the_same_on_all() -> None:
    told = words([head("HDMI-1", 0), head("DP-10", 0), head("DP-2", 0)])
    assert " ".join(told) == (
        "--output DP-2 --pos 0x0 --output DP-10 --right-of DP-2 --output HDMI-1 --right-of DP-10"
    )


def test_one_that_comes_late_takes_its_place_among_the_others() -> None:
    told = words([head("DP-1", 0), head("DP-2"), head("DP-3", 1920)])
    assert " ".join(told) == (
        "--output DP-1 --pos 0x0 --output DP-2 --auto --right-of DP-1 --output DP-3 --right-of DP-2"
    )


def test_an_order_of_somebodys_own_is_kept() -> None:
    told = words([head("DP-1", 1920), head("DP-2", 0), head("DP-3")])
    assert told == ["--output", "DP-3", "--auto", "--right-of", "DP-1"]


def test_a_pulled_cable_leaves_its_place_free() -> None:
    there = [head("DP-1", 0), head("DP-2", 1920, wired=False), head("DP-3")]
    assert obeyed(there, words(there))["DP-3"].x == 3840


names = st.lists(st.from_regex(r"(DP|HDMI)-[1-9][0-9]?", fullmatch=True), unique=True, max_size=6)


@given(names.flatmap(lambda n: st.tuples(st.just(n), st.lists(st.integers(-1, 4), min_size=6))))
def test_in_the_end_all_are_lit_and_none_lies_over_another(
    drawn: tuple[list[str], list[int]],
) -> None:
    named, places = drawn
    there = [head(n, None if p < 0 else p * 960) for n, p in zip(named, places, strict=False)]
    told = words(there)
    after = obeyed(there, told)
    assert set(after) == {one.name for one in there}
    rects = list(after.values())
    assert not any(a.overlaps(b) for i, a in enumerate(rects) for b in rects[:i])
    assert words([Connector(name, True, rect) for name, rect in after.items()]) == []


def test_xrandr_is_understood() -> None:
    said = (
        "Screen 0: minimum 8 x 8, current 5760 x 1080, maximum 16384 x 16384\n"
        "HDMI-1 connected primary 1920x1080+0+0 (normal left) 930mm x 523mm\n"
        "\tEDID: \n   1920x1080     60.00*+\n"
        "DP-1 disconnected 1920x1080+1920+0 (normal left) 0mm x 0mm\n"
        "DP-2 connected (normal left inverted right x axis y axis)\n"
        "DP-3 disconnected (normal left inverted right x axis y axis)\n"
    )
    assert heads(said) == [head("HDMI-1", 0), head("DP-1", 1920, wired=False), head("DP-2")]


@pytest.mark.process
@pytest.mark.patient
def test_a_real_server_puts_them_side_by_side(heads: VirtualHeads) -> None:
    for number in range(3):
        heads.on(number, 0, 0)
    assert len({output.x for output in connected_outputs(heads.display)}) == 1
    assert arrange_outputs(heads.display)
    assert [(o.name, o.x) for o in connected_outputs(heads.display)] == [
        ("DUMMY0", 0),
        ("DUMMY1", 640),
        ("DUMMY2", 1280),
    ]
    assert arrange_outputs(heads.display) == []
    off = ["xrandr", "--display", heads.display, "--output", "DUMMY0", "--off"]
    subprocess.run(off, check=True)
    assert "--auto" in arrange_outputs(heads.display)
    assert [o.x for o in connected_outputs(heads.display) if o.lit] == [0, 640, 1280]


@pytest.mark.process
@pytest.mark.patient
def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(KioskError, match="cannot be asked"):
        arrange_outputs(":99")
