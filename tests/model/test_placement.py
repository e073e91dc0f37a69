"""Where screens go on the displays there are."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.model import Layout, Output, Rect, Screen, place_screens
from installation.model._layout import Display, Edid, PanelBlock, Viewport, Window
from installation.model._placement import reading_order

THREE = [Output(f"HDMI-{i}", i * 640, 0, 640, 360) for i in range(3)]


def screen(name: str, display: Display | None = None, viewport: Viewport | None = None) -> Screen:
    return Screen(name=name, display=display, viewport=viewport)


ANYWHERE = PanelBlock()


def on(*displays: Display, panel: PanelBlock = ANYWHERE) -> Layout:
    return Layout(screens=tuple(screen(f"s{i}", d) for i, d in enumerate(displays)), panel=panel)


def by_position(*positions: int) -> Layout:
    return on(*(Display(position=p) for p in positions))


def test_three_screens_by_position_however_the_system_lists_them() -> None:
    placement = place_screens(by_position(1, 2, 3), THREE[::-1])
    assert [p.output for p in placement.placed] == ["HDMI-0", "HDMI-1", "HDMI-2"]
    assert placement.window == Rect(0, 0, 1920, 360)
    assert placement.viewport("s1") == Rect(640, 0, 640, 360)
    assert not placement.decorated
    assert placement.missing == ()


def test_the_window_begins_where_the_screens_do() -> None:
    placement = place_screens(by_position(2, 3), THREE)
    assert placement.window == Rect(640, 0, 1280, 360)
    assert placement.viewport("s0") == Rect(0, 0, 640, 360)
    assert placement.viewport("other") is None
    assert placement.panel == THREE[0]


def test_a_missing_display_leaves_the_others() -> None:
    placement = place_screens(by_position(1, 2, 3), THREE[:2])
    assert [p.screen for p in placement.placed] == ["s0", "s1"]
    assert placement.missing == (("s2", "there is no display 3; there are HDMI-0, HDMI-1"),)


def test_no_display_at_all() -> None:
    placement = place_screens(by_position(1), [])
    assert (placement.window, placement.placed) == (None, ())
    assert placement.missing[0].reason == "there is no display 1; no display is on"


def test_reading_order_goes_by_rows_and_forgives_a_shelf() -> None:
    grid = [
        Output("a", 0, 40, 640, 360),
        Output("b", 640, 0, 640, 360),
        Output("c", 0, 400, 640, 360),
        Output("d", 640, 380, 640, 360),
    ]
    assert [o.name for o in reading_order(grid[::-1])] == ["a", "b", "c", "d"]


def test_connectors_are_found_or_suggested() -> None:
    layout = on(Display(connector="hdmi-2"), Display(connector="HDMI0"))
    placement = place_screens(layout, THREE)
    assert placement.placed[0].output == "HDMI-2"
    assert "no display is plugged in at HDMI0" in placement.missing[0].reason
    assert "did you mean 'HDMI-0'?" in placement.missing[0].reason


def test_a_display_that_is_off_is_told_from_one_that_is_not_there() -> None:
    outputs = [THREE[0], Output("HDMI-1", 0, 0, 0, 0), THREE[2]]
    placement = place_screens(on(Display(connector="HDMI-1"), Display(position=2)), outputs)
    assert placement.missing == (("s0", "the display at HDMI-1 is switched off"),)
    assert placement.placed[0].output == "HDMI-2"


def test_edid_must_match_in_all_that_is_given() -> None:
    outputs = [
        Output("DP-1", 0, 0, 640, 360, "EPS", "EB-PU", "1"),
        Output("DP-2", 640, 0, 640, 360, "EPS", "EB-PU", "2"),
    ]
    wanted = Display(edid=Edid(maker="eps", serial="2"))
    assert place_screens(on(wanted), outputs).placed[0].output == "DP-2"
    other = Display(edid=Edid(maker="EPS", serial="3"))
    assert place_screens(on(other), outputs).missing[0].reason == (
        "no display says maker 'EPS', serial '3'; there are DP-1, DP-2"
    )


def test_a_serial_number_goes_before_a_bare_maker() -> None:
    outputs = [
        Output("DP-1", 0, 0, 640, 360, "EPS", "EB-PU", "1"),
        Output("DP-2", 640, 0, 640, 360, "EPS", "EB-PU", "2"),
    ]
    layout = on(Display(edid=Edid(maker="EPS")), Display(edid=Edid(serial="1")))
    assert [p.output for p in place_screens(layout, outputs).placed] == ["DP-2", "DP-1"]


def test_two_ways_to_say_the_same_display() -> None:
    placement = place_screens(on(Display(position=1), Display(connector="HDMI-0")), THREE)
    assert [p.screen for p in placement.placed] == ["s0"]
    assert placement.missing == (("s1", "display HDMI-0 is taken by screen 's0' already"),)


def test_a_mirror_is_not_a_second_display() -> None:
    outputs = [Output("A", 0, 0, 640, 360), Output("B", 0, 0, 640, 360)]
    placement = place_screens(by_position(1, 2), outputs)
    assert placement.missing == (("s1", "display B mirrors A, which screen 's0' has"),)


def test_the_panel_gets_the_display_it_asks_for_or_says_why_not() -> None:
    def panel_at(position: int) -> PanelBlock:
        return PanelBlock(display=Display(position=position))

    one_two = (Display(position=1), Display(connector="HDMI-1"))
    assert place_screens(on(*one_two, panel=panel_at(3)), THREE).panel == THREE[2]
    covered = place_screens(on(*one_two, panel=panel_at(2)), THREE)
    assert (covered.panel, covered.notes) == (None, ("panel: the screens cover display HDMI-1",))
    absent = place_screens(on(*one_two, panel=panel_at(4)), THREE)
    assert absent.panel is None
    assert absent.notes[0].startswith("panel: there is no display 4")
    assert place_screens(by_position(1, 2, 3), THREE).panel is None


def desk(width: int, height: int, gap: int, *viewports: Viewport | None) -> Layout:
    screens = tuple(screen(f"s{i}", viewport=v) for i, v in enumerate(viewports))
    return Layout(window=Window(width=width, height=height, gap=gap), screens=screens)


def test_a_desk_is_one_window_in_the_middle() -> None:
    placement = place_screens(desk(616, 200, 8, None, None, None), THREE[:1])
    assert placement.decorated
    assert placement.window == Rect(12, 80, 616, 200)
    views = [placement.viewport(f"s{i}") for i in range(3)]
    assert views == [Rect(0, 0, 200, 200), Rect(208, 0, 200, 200), Rect(416, 0, 200, 200)]


def test_a_desk_of_viewports_is_no_larger_than_its_display() -> None:
    halves = [Viewport(x=x, y=0, width=0.5, height=1) for x in (0, 0.5)]
    placement = place_screens(desk(4000, 3000, 8, *halves), THREE[1:2])
    assert placement.window == Rect(640, 0, 640, 360)
    assert placement.viewport("s1") == Rect(320, 0, 320, 360)


def test_a_desk_without_a_display_misses_every_screen() -> None:
    placement = place_screens(desk(640, 360, 8, None, None), [])
    assert [m.screen for m in placement.missing] == ["s0", "s1"]
    assert placement.window is None


RECTS = st.tuples(
    st.integers(0, 5000), st.integers(0, 3000), st.integers(0, 4000), st.integers(0, 2200)
)
DISPLAYS = (
    st.builds(lambda p: Display(position=p), st.integers(1, 9))
    | st.builds(lambda n: Display(connector=f"O{n}"), st.integers(0, 8))
    | st.builds(lambda m: Display(edid=Edid(maker=m)), st.sampled_from("XY"))
)


@given(
    st.lists(DISPLAYS, min_size=1, max_size=8),
    st.lists(st.tuples(RECTS, st.sampled_from(["", "X", "Y"])), max_size=8),
)
def test_every_screen_is_placed_or_missing_and_none_covers_another(
    displays: list[Display], rects: list[tuple[tuple[int, int, int, int], str]]
) -> None:
    outputs = [Output(f"O{i}", *rect, maker=maker) for i, (rect, maker) in enumerate(rects)]
    layout = on(*displays)
    placement = place_screens(layout, outputs)
    told = [p.screen for p in placement.placed] + [m.screen for m in placement.missing]
    assert sorted(told) == sorted(layout.names)
    assert all(missing.reason for missing in placement.missing)
    for one, other in combinations(placement.placed, 2):
        assert one.output != other.output
        assert not one.rect.overlaps(other.rect)
    for placed in placement.placed:
        view = placement.viewport(placed.screen)
        assert placement.window is not None
        assert view is not None
        assert view.x >= 0
        assert view.x + view.width <= placement.window.width


@given(
    st.integers(64, 3000), st.integers(64, 2000), st.integers(0, 200), st.integers(1, 8),
    st.integers(16, 4000), st.integers(1, 2200),
)  # fmt: skip
def test_side_by_side_fills_the_window_from_edge_to_edge(
    width: int, height: int, gap: int, count: int, across: int, down: int
) -> None:
    placement = place_screens(
        desk(width, height, gap, *[None] * count), [Output("O", 7, 9, across, down)]
    )
    rects = [p.rect for p in placement.placed]
    window = placement.window
    assert window is not None
    assert rects[0].x == window.x
    assert rects[-1].x + rects[-1].width == window.x + window.width
    assert all(r.width >= 1 and r.height == window.height for r in rects)
    widths = {r.width for r in rects}
    assert max(widths) - min(widths) <= 1
    assert not any(a.overlaps(b) for a, b in combinations(rects, 2))


@pytest.mark.parametrize(("other", "shares"), [((9, 0), True), ((10, 0), False), ((0, 10), False)])
def test_rectangles_that_only_touch_do_not_overlap(other: tuple[int, int], shares: bool) -> None:
    assert Rect(0, 0, 10, 10).overlaps(Rect(*other, 5, 5)) is shares
