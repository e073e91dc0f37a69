"""Legs tile a run without gaps, and are the same whether remembered or worked out again."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from installation.player._segments import Segments, leg_at
from installation.timeline import FOREVER, Entry, Plan, Points, Programme, Take
from installation.units import MILLISECOND, SECOND

CYCLE_NS = 20 * SECOND


@st.composite
def story_maps(draw: st.DrawFn) -> Points:
    """A film in pieces of other paces, with waits between some."""
    story = media = 0
    points = [(0, 0)]
    for _ in range(draw(st.integers(1, 5))):
        length = draw(st.integers(1500, 6000)) * MILLISECOND
        story += length
        media += length * draw(st.integers(85, 115)) // 100
        points.append((story, media))
        if draw(st.booleans()):
            story += draw(st.integers(1, 3000)) * MILLISECOND
            points.append((story, media))
    return tuple(points)


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    plans, takes, at_ns = [], [], SECOND
    for cycle in (1, draw(st.integers(2, 4))):
        entry = Entry("v", "v", "r", "film", "index", draw(story_maps()))
        plans.append(Plan(cycle, CYCLE_NS, {"left": entry} if draw(st.booleans()) else {}))
    for serial in range(1, draw(st.integers(2, 4))):
        takes.append(Take(serial, at_ns, serial, draw(st.integers(0, CYCLE_NS - 1))))
        if draw(st.booleans()):
            takes[-1] = replace(takes[-1], hold_ns=at_ns + draw(st.integers(0, 30 * SECOND)))
        at_ns += draw(st.integers(1, 60 * SECOND))
    return Programme(1, "boot", tuple(takes), None, tuple(plans))


INSTANTS = st.lists(st.integers(0, 200 * SECOND), min_size=1, max_size=30)


@given(programmes(), programmes(), INSTANTS)
def test_what_is_remembered_is_what_would_be_worked_out(
    first: Programme, second: Programme, instants: list[int]
) -> None:
    legs = Segments("left")
    for programme in (first, second, first):
        for now_ns in instants:
            assert legs.at(programme, now_ns) == leg_at(programme, "left", now_ns)


@given(programmes())
def test_a_leg_begins_where_the_one_before_ends(programme: Programme) -> None:
    leg = leg_at(programme, "left", programme.takes[0].at_ns)
    for _ in range(40):
        assert leg is not None and leg.start_ns < leg.end_ns
        assert leg_at(programme, "left", leg.end_ns - 1) == leg
        if leg.end_ns >= FOREVER:
            return
        after = leg_at(programme, "left", leg.end_ns)
        assert after is not None and after.start_ns == leg.end_ns and after.label != leg.label
        leg = after
