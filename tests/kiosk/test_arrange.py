"""Displays side by side, each in its mode: what is told, and that a real X server does it."""

import subprocess
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.errors import KioskError
from installation.kiosk import DisplayArranger, connected_outputs
from installation.kiosk._arrange import (
    FIRST_REST_NS,
    LONGEST_REST_NS,
    MOST_REFUSED,
    Attempt,
    Refusals,
    Wishes,
    next_step,
)
from installation.kiosk._xrandr_words import Connector, HeadMode, heads, screen_size, widest
from installation.model import DisplayMode, Rect
from installation.rig import VirtualHeads
from installation.units import SECOND

BEST = (640, 360)
HD = (1920, 1080)


def mode(width: int, height: int, rate: float = 60.0, preferred: bool = False) -> HeadMode:
    return HeadMode(f"{width}x{height}", DisplayMode(width, height, rate), preferred)


FULL, PAL, POOR = mode(*HD, preferred=True), mode(*HD, 50.0), mode(1024, 768)
MODES = (FULL, PAL, POOR)


def head(
    name: str, x: int | None = None, size: tuple[int, int] = HD, wired: bool = True
) -> Connector:
    """A connector of which no mode is known."""
    return Connector(name, wired, None if x is None else Rect(x, 0, *size))


def lit(name: str, x: int, current: HeadMode = FULL) -> Connector:
    size = (current.mode.width, current.mode.height)
    return Connector(name, True, Rect(x, 0, *size), current, MODES)


def dark(name: str) -> Connector:
    return Connector(name, True, None, None, MODES)


def words(there: Sequence[Connector], wishes: Wishes | None = None, widest: int = 0) -> str:
    step = next_step(there, wishes or {}, (), widest)
    return " ".join(step.words) if step else ""


def obeyed(there: Sequence[Connector], told: Sequence[str]) -> list[Connector]:
    """The heads when an X server has done what it was told."""
    found = {one.name: one for one in there}
    at = 0
    while at < len(told):
        assert told[at] == "--output"
        name, at = told[at + 1], at + 2
        one = found[name]
        while at < len(told) and told[at] != "--output":
            word, at = told[at], at + 1
            rect = one.rect or Rect(0, 0, *BEST)
            if word == "--off":
                one = replace(one, rect=None, current=None)
            elif word == "--auto":
                assert one.rect is None
                one = replace(one, rect=rect)
            elif word == "--mode":
                assert told[at + 1] == "--rate"
                wanted, at = (told[at], float(told[at + 2])), at + 3
                current = next(m for m in one.modes if (m.name, m.mode.rate_hz) == wanted)
                size = (current.mode.width, current.mode.height)
                one = replace(one, current=current, rect=Rect(rect.x, rect.y, *size))
            elif word == "--pos":
                assert told[at] == "0x0"
                one, at = replace(one, rect=rect._replace(x=0, y=0)), at + 1
            else:
                assert word == "--right-of"
                left, at = found[told[at]].rect, at + 1
                assert left is not None
                one = replace(one, rect=rect._replace(x=left.x + left.width, y=left.y))
        found[name] = one
    return list(found.values())


def test_what_lies_side_by_side_in_its_modes_stays() -> None:
    assert words([head("DP-1", 1920), head("HDMI-1", 0)]) == ""
    assert words([head("DP-1", 0), head("DP-2", 5000)]) == ""
    assert words([lit("DP-1", 1920), lit("HDMI-1", 0)]) == ""
    assert words([]) == ""


def test_a_bare_server_shows_the_same_on_all() -> None:
    assert words([head("HDMI-1", 0), head("DP-10", 0), head("DP-2", 0)]) == (
        "--output DP-2 --pos 0x0 --output DP-10 --right-of DP-2 --output HDMI-1 --right-of DP-10"
    )


def test_one_that_comes_late_takes_its_place_among_the_others() -> None:
    assert words([lit("DP-1", 0), dark("DP-2"), lit("DP-3", 1920)]) == (
        "--output DP-1 --pos 0x0 --output DP-2 --mode 1920x1080 --rate 60.00 --right-of DP-1"
        " --output DP-3 --right-of DP-2"
    )


def test_one_of_which_no_mode_is_known_is_left_to_the_server() -> None:
    told = words([head("DP-1", 1920), head("DP-2", 0), head("DP-3")])
    assert told == "--output DP-3 --auto --right-of DP-1"  # an order of somebody's own is kept


def test_one_that_was_lit_while_its_switch_slept_gets_its_best() -> None:
    there = [lit("DP-1", 0), lit("DP-2", 1920, POOR), lit("DP-3", 1920 + 1024)]
    assert words(there) == (
        "--output DP-1 --pos 0x0 --output DP-2 --mode 1920x1080 --rate 60.00 --right-of DP-1"
        " --output DP-3 --right-of DP-2"
    )


def test_the_mode_that_the_layout_names_is_set_and_its_nearest_rate() -> None:
    there = [lit("DP-1", 0)]
    assert "--rate 50.00" in words(there, {"DP-1": DisplayMode(*HD, 50.0)})
    assert "--mode 1024x768" in words(there, {"DP-1": DisplayMode(1024, 768)})
    assert words(there, {"DP-1": DisplayMode(*HD, 59.94)}) == ""  # 60 is as near as it has
    assert words(there, {"DP-1": DisplayMode(800, 600)}) == ""  # it has none, and keeps its best


def test_one_that_prefers_nothing_stays_in_what_it_was_lit_in() -> None:
    plain = (mode(1024, 768), mode(640, 480))
    there = [Connector("VGA-1", True, Rect(0, 0, 640, 480), plain[1], plain)]
    assert words(there) == ""
    assert "--mode 1024x768" in words(there, {"VGA-1": DisplayMode(1024, 768)})


def test_a_pulled_cable_leaves_its_place_free() -> None:
    there = [head("DP-1", 0), head("DP-2", 1920, wired=False), head("DP-3")]
    step = next_step(there, {})
    assert step is not None
    rect = obeyed(there, step.words)[2].rect
    assert rect and rect.x == 3840


def test_what_the_card_has_no_room_for_stays_dark() -> None:
    there = [lit("DP-1", 0), lit("DP-2", 1920), dark("DP-3")]
    assert words(there, widest=4096) == ""
    small = {"DP-3": DisplayMode(1024, 768)}
    assert "DP-3 --mode 1024x768" in words(there, small, widest=4864)
    same = [lit("DP-1", 0), lit("DP-2", 0), lit("DP-3", 0)]
    assert words(same, widest=4096).startswith("--output DP-3 --off --output DP-1 --pos 0x0")


def test_a_mode_that_is_refused_rests_longer_and_longer_and_another_is_set() -> None:
    refusals, there, at = Refusals(), [dark("DP-1")], 0
    rests = []
    for _ in range(12):
        step = next_step(there, {}, refusals.resting(at))
        assert step is not None and step.attempt == ("DP-1", FULL)
        rests.append(refusals.refused(step.attempt, at))
        meanwhile = next_step(there, {}, refusals.resting(at))
        assert meanwhile is not None and meanwhile.attempt == ("DP-1", PAL)
        at += rests[-1] * SECOND
    assert rests[:3] == [10, 20, 40] and rests[-1] == 3600
    refusals.keep([])  # it was pulled: what is plugged in next is tried at once
    assert refusals.resting(at - 1) == set()


names = st.lists(st.from_regex(r"(DP|HDMI)-[1-9][0-9]?", fullmatch=True), unique=True, max_size=6)
shapes = st.tuples(st.sampled_from([640, 1024, 1920, 3840]), st.sampled_from([50.0, 59.94, 60.0]))


@st.composite
def connectors(draw: st.DrawFn) -> list[Connector]:
    found = []
    for name in draw(names):
        known = {mode(w, w * 9 // 16, rate) for w, rate in draw(st.sets(shapes, max_size=4))}
        modes = tuple(sorted(known, key=lambda m: (-m.mode.width, -m.mode.rate_hz)))
        if modes and draw(st.sampled_from([True, False])):
            modes = (replace(modes[0], preferred=True), *modes[1:])
        x = draw(st.integers(-1, 4)) * 960
        current = draw(st.sampled_from(modes)) if modes and x >= 0 else None
        size = (current.mode.width, current.mode.height) if current else HD
        rect = Rect(x, 0, *size) if x >= 0 else None
        found.append(
            Connector(name, draw(st.integers(0, 5)) > 0 or rect is None, rect, current, modes)
        )
    return found


wishes = st.dictionaries(
    st.from_regex(r"(DP|HDMI)-[1-9][0-9]?", fullmatch=True),
    st.builds(lambda shape: DisplayMode(shape[0], shape[0] * 9 // 16, shape[1]), shapes),
)
limits = st.sampled_from([0, 0, 2000, 4096, 8192])


def possible(there: Sequence[Connector], limit: int) -> int:
    """A card's limit that what is lit lies within."""
    return limit and max([limit, *(one.rect.x + one.rect.width for one in there if one.rect)])


@given(connectors(), wishes, limits)
def test_in_the_end_all_are_lit_in_their_modes_and_none_lies_over_another(
    there: list[Connector], wishes: Wishes, limit: int
) -> None:
    limit = possible(there, limit)
    for _ in range(2 * len(there) + 2):
        step = next_step(there, wishes, (), limit)
        if step is None:
            break
        there = obeyed(there, step.words)
    assert next_step(there, wishes, (), limit) is None
    rects = [one.rect for one in there if one.rect]
    assert not any(a.overlaps(b) for i, a in enumerate(rects) for b in rects[:i])
    for one in (one for one in there if one.connected and not limit):
        assert one.rect
        wish = wishes.get(one.name)
        if wish and any(m.mode.fits(wish) for m in one.modes):
            assert one.current and one.current.mode.fits(wish)
        elif one.modes and one.modes[0].preferred:
            assert one.current == one.modes[0]


@given(connectors(), wishes, limits, st.data())
def test_a_wall_whose_modes_are_refused_is_left_alone_within_a_few_tries(
    there: list[Connector], wishes: Wishes, limit: int, data: st.DataObject
) -> None:
    limit = possible(there, limit)
    refusals, tries = Refusals(), 0
    kept: list[Attempt] = []
    for _ in range(100):
        step = next_step(there, wishes, refusals.resting(0), limit)
        if step is None:
            break
        if step.attempt and (step.attempt in kept or data.draw(st.integers(0, 3))):
            kept.append(step.attempt)
            lit_one = any(one.name == step.attempt[0] and one.rect for one in there)
            tries += lit_one
            refusals.refused(step.attempt, 0)
        else:
            there = obeyed(there, step.words)
    assert next_step(there, wishes, refusals.resting(0), limit) is None
    assert len(set(kept)) == len(kept)  # nothing is tried twice before its rest is over
    assert tries <= (MOST_REFUSED + 1) * len(there)
    assert refusals.resting(LONGEST_REST_NS) == set()
    assert FIRST_REST_NS < LONGEST_REST_NS


def test_xrandr_is_understood() -> None:
    said = (
        "Screen 0: minimum 8 x 8, current 5760 x 1080, maximum 16384 x 16384\n"
        "HDMI-1 connected primary 1920x1080+0+0 (normal left) 930mm x 523mm\n"
        "\tEDID: \n\t\t00ffffffffffff0010ac9ba04c555531\n"
        "\tTearFree: auto \n\t\tsupported: off, on, auto\n"
        "   1920x1080     60.00 +  50.00*   60.00    59.94  \n"
        "   1920x1080i    60.00    50.00  \n"
        "   1280x720      60.00  \n"
        "   kiss-640x360  60.00  \n"
        "DP-1 disconnected 1920x1080+1920+0 (normal left) 0mm x 0mm\n"
        "   1920x1080 (0x46) 148.500MHz\n"
        "DP-2 connected (normal left inverted right x axis y axis)\n"
        "DP-3 disconnected (normal left inverted right x axis y axis)\n"
    )
    first, *others = heads(said)
    assert others == [head("DP-1", 1920, wired=False), head("DP-2")]
    assert first.current is not None and first.current.mode == DisplayMode(1920, 1080, 50.0)
    assert [str(one.mode) for one in first.modes] == [
        *("1920x1080@60", "1920x1080@59.94", "1920x1080@50", "1280x720@60"),
        *("640x360@60", "1920x1080@60", "1920x1080@50"),  # the last two in half pictures
    ]
    assert [one.preferred for one in first.modes] == [True] + [False] * 6
    assert first.modes[4].words == ("--mode", "kiss-640x360", "--rate", "60.00")
    assert (widest(said), screen_size(said)) == (16384, (5760, 1080))


def test_of_two_preferred_modes_the_one_that_the_server_names_first_is_the_best() -> None:
    # xorg.conf's PreferredMode comes first, the display's own after it; both have the mark
    said = (
        "Screen 0: minimum 320 x 200, current 1280 x 800, maximum 16384 x 16384\n"
        "Virtual-1 connected primary 1280x800+0+0 (normal left) 325mm x 203mm\n"
        "   640x480       60.00 +  59.94  \n"
        "   1280x800      74.99*+\n"
        "   5120x2160     50.00  \n"
    )
    (first,) = heads(said)
    assert [str(one.mode) for one in first.modes[:2]] == ["640x480@60", "1280x800@74.99"]


def xrandr(heads: VirtualHeads, *told: str) -> None:
    subprocess.run(["xrandr", "--display", heads.display, *told], check=True)


@pytest.mark.process
@pytest.mark.patient
def test_a_real_server_puts_them_side_by_side(heads: VirtualHeads) -> None:
    for number in range(3):
        heads.on(number, 0, 0)
    assert len({output.x for output in connected_outputs(heads.display)}) == 1
    arranger = DisplayArranger(heads.display)
    assert arranger.look()
    assert [(o.name, o.x) for o in connected_outputs(heads.display)] == [
        ("DUMMY0", 0),
        ("DUMMY1", 640),
        ("DUMMY2", 1280),
    ]
    assert arranger.look() == []
    xrandr(heads, "--output", "DUMMY0", "--off")
    assert "--mode" in arranger.look()
    assert all(output.lit for output in connected_outputs(heads.display))


@pytest.mark.process
def test_a_real_server_sets_the_mode_that_is_named_and_keeps_the_others_beside(
    heads: VirtualHeads,
) -> None:
    named = {"DUMMY1": DisplayMode(640, 350)}
    arranger = DisplayArranger(heads.display, lambda _: named)
    assert arranger.look()
    found = {o.name: o for o in connected_outputs(heads.display)}
    assert str(found["DUMMY1"].mode) == "640x350@85.08"
    assert [found[f"DUMMY{n}"].x for n in range(3)] == [0, 640, 1280]
    assert arranger.look() == []


@pytest.mark.process
def test_a_mode_that_a_real_server_refuses_is_tried_with_growing_pauses(
    heads: VirtualHeads, caplog: pytest.LogCaptureFixture
) -> None:
    # taller than the driver's memory has room for; the one that is called connected also while it
    # is dark, for a newer xrandr has put it out before the server refuses
    tall = ("200", "700", "720", "760", "800", "30000", "30010", "30020", "30100")
    xrandr(heads, "--newmode", "700x30000", *tall)
    xrandr(heads, "--addmode", "DUMMY0", "700x30000")
    at = [0]
    named = {"DUMMY0": DisplayMode(700, 30000)}
    arranger = DisplayArranger(heads.display, lambda _: named, lambda: at[0])
    arranger.look()
    assert "DUMMY0 cannot be set to 700x30000" in caplog.text
    lit = [output.lit for output in connected_outputs(heads.display)]
    assert lit == [True, True, True]
    for seconds, tried in ((9, False), (11, True), (30, False), (32, True), (60, False)):
        at[0] = seconds * SECOND
        assert bool(arranger.look()) is tried, seconds


@pytest.mark.process
def test_no_display_lit_is_waited_for(heads: VirtualHeads) -> None:
    arranger = DisplayArranger(heads.display)
    for number in (1, 2, 0):
        heads.off(number)
    assert not any(output.lit for output in connected_outputs(heads.display))
    arranger.look()  # DUMMY0 is called connected for ever, and is lit again
    assert [o.name for o in connected_outputs(heads.display) if o.lit] == ["DUMMY0"]
    heads.on(2, 0, 0)  # plugged in: a bare server shows the same on both
    arranger.look()
    assert sum(output.lit for output in connected_outputs(heads.display)) == 2
    assert arranger.look() == []


@pytest.mark.process
@pytest.mark.patient
def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(KioskError, match="cannot be asked"):
        DisplayArranger(":99").look()
