"""The presenter at a pause: nothing behind it is shown, not even what is drawn already."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from stage_fakes import FRAME_NS, START, TAKE, Film, Wall, begin, ordered, three

from installation.stage import Pace
from installation.timeline import (
    PAUSE_NS,
    PREPARE_NS,
    Take,
    run_at,
)
from installation.units import MILLISECOND, SECOND


@given(
    st.integers(0, 2 * SECOND),
    st.booleans(),
    st.sampled_from([None, 16_683_333, 20_000_000]),
    st.integers(0, 8 * MILLISECOND),
)
@settings(max_examples=40, deadline=None)
def test_a_pause_shows_no_picture_past_the_hold(
    asked: int, holds: bool, period_ns: int | None, heard_ns: int
) -> None:
    pace = Pace(period_ns, 7_000_000) if period_ns else Pace()
    wall = Wall({screen: Film() for screen in ("left", "centre", "right")}, pace)
    for canvas in wall.canvases.values():
        canvas.holds = holds
    begin(wall)
    hold_ns = START + asked + PAUSE_NS
    held = wall.programme(Take(1, START, 1, 0, hold_ns), revision=2)
    swaps = wall.play(START + 4 * SECOND, told=[(START + asked + heard_ns, held)])
    ordered(swaps)
    near_ns = hold_ns if period_ns is None else hold_ns + period_ns // 2
    run = run_at(held, near_ns)
    assert run is not None
    last = wall.tracks["left"].frame_at(run.story_at(near_ns))
    assert set(swaps[-1].pictures.values()) == {(1, run.cycle, last)}
    changes = [after for before, after in pairwise(swaps) if after.pictures != before.pictures]
    assert changes[-1].at_ns <= near_ns + 8 * MILLISECOND
    counts = wall.presenter.shown()["left"]
    assert (counts.held, counts.skipped, counts.frame) == (0, 0, last)
    # it stands on what is on the glass: what is drawn anew is that, whatever was drawn before
    wall.presenter.expose()
    (again,) = wall.play(wall.clock.now_ns + SECOND)
    assert again.pictures == swaps[-1].pictures
    if holds:
        assert {len(ring.held) for ring in wall.rings.values()} == {1}


def test_a_picture_that_is_drawn_already_is_called_off_by_a_pause() -> None:
    wall = three()
    begin(wall)
    due_ns = START + 12 * FRAME_NS
    hold_ns = due_ns - 2 * MILLISECOND
    asked_ns = hold_ns - PAUSE_NS
    held = wall.programme(Take(1, START, 1, 0, hold_ns), revision=2)
    swaps = wall.play(START + SECOND, told=[(asked_ns + 2 * MILLISECOND, held)])
    assert due_ns - PREPARE_NS < asked_ns
    assert swaps[-1].frames() == [11, 11, 11]
    assert wall.presenter.shown()["left"].frame == 11


def test_a_picture_is_called_off_beside_a_screen_that_shows_nothing() -> None:
    wall = three()
    wall.fill(TAKE, START + 3 * SECOND)
    hold_ns = START + 12 * FRAME_NS - 2 * MILLISECOND
    plays, held = (
        wall.programme(take, revision=revision)
        for revision, take in enumerate((TAKE, Take(1, START, 1, 0, hold_ns)), 1)
    )
    entries = {s: entry for s, entry in plays.plans[0].entries.items() if s != "centre"}
    plans = (replace(plays.plans[0], entries=entries),)
    wall.presenter.programme = replace(plays, plans=plans)
    told = (hold_ns - PAUSE_NS + 2 * MILLISECOND, replace(held, plans=plans))
    swaps = wall.play(START + SECOND, told=[told])
    assert swaps[-1].frames() == [11, -1, 11]


def test_a_pause_just_before_a_seam_calls_off_the_next_cycle() -> None:
    wall = three()
    begin(wall)
    seam_ns = START + 2 * SECOND
    hold_ns = seam_ns - 2 * MILLISECOND
    held = wall.programme(Take(1, START, 1, 0, hold_ns), revision=2)
    swaps = wall.play(seam_ns + SECOND, told=[(hold_ns - PAUSE_NS + 2 * MILLISECOND, held)])
    assert set(swaps[-1].pictures.values()) == {(1, 1, 47)}
    assert not any((1, 2, 0) in swap.pictures.values() for swap in swaps)
