"""One swap for all screens: the presenter with a clock, rings and a glass in theory."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from stage_fakes import FRAME_NS, FakeRing, Film, Slot, Swap, Wall, three

from installation.stage import Pace
from installation.stage._presenter import DRAWING_NS, IDLE_NS, LATE_NS
from installation.timeline import (
    EASE_NS,
    LEAD_NS,
    PAUSE_NS,
    PREPARE_NS,
    Called,
    LabelTimes,
    Take,
    fade_from_now,
    run_at,
)
from installation.timeline._programme import FADE_NS
from installation.units import MILLISECOND, SECOND

START = SECOND
TAKE = Take(1, START, 1, 0)
FPS = [Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30), Fraction(60)]


def begin(wall: Wall, take: Take = TAKE, until_ns: int = START + 7 * SECOND, but=None) -> None:
    """The stage is up, the players deliver, the programme is known."""
    wall.fill(take, until_ns, but)
    wall.presenter.programme = wall.programme(take)


def ordered(swaps: list[Swap]) -> None:
    """Within a run no screen ever goes backwards, and runs follow each other."""
    for before, after in pairwise(swaps):
        assert after.at_ns >= before.at_ns
        for screen, picture in after.pictures.items():
            had = before.pictures[screen]
            assert had is None or (picture is not None and picture >= had)


def test_the_waiting_card_stands_until_the_first_picture() -> None:
    wall = three()
    assert [swap.waiting for swap in wall.play(SECOND // 2)] == [True]
    assert not wall.presenter.playing
    begin(wall)
    swaps = wall.play(START + SECOND // 10)
    assert not any(swap.waiting for swap in swaps)
    assert swaps[0].at_ns == START
    assert swaps[0].frames() == [0, 0, 0]
    assert wall.presenter.playing


def test_all_screens_show_the_same_story_at_every_swap() -> None:
    wall = three()
    begin(wall)
    swaps = [s for s in wall.play(START + 5 * SECOND) if not s.waiting]
    assert len(swaps) == 5 * 24
    assert all(len(set(swap.pictures.values())) == 1 for swap in swaps)
    for number, swap in enumerate(swaps):
        due_ns = START + (number // 48) * 2 * SECOND + round(number % 48 * SECOND / 24)
        assert swap.at_ns == due_ns
        assert set(swap.pictures.values()) == {(1, 1 + number // 48, number % 48)}
    presenter = wall.presenter
    assert (presenter.skew, presenter.late_flips) == (0, 0)
    assert presenter.refreshes == len(swaps) + 1  # and the waiting card
    for counts in presenter.shown().values():
        assert (counts.shown, counts.held, counts.late, counts.skipped) == (120, 0, 0, 0)


def test_a_ring_that_lacks_its_picture_holds_its_screen_and_the_others_go_on() -> None:
    wall = three()

    def late(screen: str, slot: Slot) -> int | None:
        """The centre's pictures 10 to 14 arrive when 15 does."""
        awaited = screen == "centre" and 10 <= slot.frame < 15 and slot.cycle == 1
        return START + 15 * FRAME_NS - LEAD_NS * (not awaited) if awaited else slot.arrives_ns

    begin(wall, but=late)
    swaps = wall.play(START + SECOND)
    ordered(swaps)
    by_left = {swap.pictures["left"]: swap for swap in swaps if not swap.waiting}
    for frame in range(24):
        frames = by_left[1, 1, frame].frames()
        assert frames == [frame, 9 if 10 <= frame < 15 else frame, frame]
        assert by_left[1, 1, frame].at_ns == START + round(frame * SECOND / 24)
    centre, left = wall.presenter.shown()["centre"], wall.presenter.shown()["left"]
    assert (centre.held, centre.skipped, centre.late) == (5, 5, 0)  # each once, however often asked
    assert (left.held, left.skipped, left.late) == (0, 0, 0)
    assert wall.presenter.skew == 5


def test_it_is_told_what_is_due_on_a_screen_that_does_not_have_it() -> None:
    wall = three()
    begin(wall, but=lambda screen, slot: None if screen == "centre" else slot.arrives_ns)
    swaps = wall.play(START + round(20.5 * FRAME_NS))
    assert swaps[-1].frames() == [20, -1, 20]
    assert wall.expected == {"left": 20, "centre": 20, "right": 20}


def test_a_picture_that_comes_late_is_shown_late_and_counted_once() -> None:
    wall = three()

    def late(screen: str, slot: Slot) -> int:
        due_ns = START + round(slot.frame * SECOND / 24)
        is_late = screen == "right" and slot.frame == 7 and slot.cycle == 1
        return due_ns + 9 * MILLISECOND if is_late else slot.arrives_ns

    begin(wall, but=late)
    swaps = wall.play(START + SECOND)
    ordered(swaps)
    due_ns = START + round(7 * SECOND / 24)
    held, caught_up = (
        swap for swap in swaps if due_ns <= swap.at_ns < due_ns + FRAME_NS - SECOND // 100
    )
    assert held.frames() == [7, 7, 6]
    assert caught_up.frames() == [7, 7, 7]
    assert (
        9 * MILLISECOND <= caught_up.at_ns - due_ns <= 9 * MILLISECOND + 8 * MILLISECOND + LATE_NS
    )
    counts = wall.presenter.shown()["right"]
    assert (counts.held, counts.late, counts.skipped, counts.shown) == (1, 1, 0, 24)


def test_a_picture_that_comes_after_the_next_was_due_is_late_too() -> None:
    wall = three()

    def late(screen: str, slot: Slot) -> int | None:
        """7 comes when 8 should be on, 8 and 9 when the swap for 9 is being prepared."""
        if screen == "right" and slot.cycle == 1 and slot.frame == 7:
            return START + round(8 * SECOND / 24) + 5 * MILLISECOND
        if screen == "right" and slot.cycle == 1 and slot.frame in (8, 9):
            return START + round(9 * SECOND / 24) - 5 * MILLISECOND
        return slot.arrives_ns

    begin(wall, but=late)
    ordered(wall.play(START + SECOND))
    counts = wall.presenter.shown()["right"]
    assert (counts.held, counts.late, counts.skipped, counts.shown) == (3, 2, 1, 23)


def test_a_screen_without_a_player_keeps_nobody_busy_and_nobody_waiting() -> None:
    wall = three()
    begin(wall, but=lambda screen, slot: None if screen == "left" else slot.arrives_ns)
    swaps = [s for s in wall.play(START + 2 * SECOND) if not s.waiting]
    assert [swap.at_ns - START for swap in swaps] == [round(n * SECOND / 24) for n in range(48)]
    assert {swap.pictures["left"] for swap in swaps} == {None}
    assert wall.looks < 48 * 12  # looks again every few milliseconds, not all the time


def test_the_others_are_prepared_in_good_time_while_one_screen_is_missing() -> None:
    wall = three()
    wall.glass.draws_ns = 12 * MILLISECOND
    begin(wall, but=lambda screen, slot: None if screen == "left" else slot.arrives_ns)
    wall.play(START + 2 * SECOND)
    assert wall.presenter.late_flips == 0


def test_a_torn_picture_is_never_taken() -> None:
    wall = three()
    begin(wall)
    wall.rings["centre"].torn = {(1, 5), (1, 6)}
    swaps = wall.play(START + SECOND)
    ordered(swaps)
    assert not {(1, 1, 5), (1, 1, 6)} & {swap.pictures["centre"] for swap in swaps}
    assert {(1, 1, 5), (1, 1, 6)} <= {swap.pictures["left"] for swap in swaps}
    assert wall.presenter.shown()["centre"].skipped == 2
    assert not any(ring.held for ring in wall.rings.values())


def test_a_slot_that_is_being_written_is_passed_over() -> None:
    wall = three()
    begin(wall)
    claim = FakeRing.claim
    wall.rings["left"].claim = lambda slot: (  # type: ignore[method-assign]
        None if wall.rings["left"].slots[slot].frame == 5 else claim(wall.rings["left"], slot)
    )
    swaps = wall.play(START + SECOND)
    assert (1, 1, 5) not in {swap.pictures["left"] for swap in swaps}
    assert (1, 1, 6) in {swap.pictures["left"] for swap in swaps}


def test_nothing_is_drawn_when_nothing_changes() -> None:
    wall = Wall({"left": Film(0.5), "right": Film(3)})
    wall.tracks["right"] = wall.track("", "left", ())  # both hold their last picture from 0.5 s on
    begin(wall, until_ns=START + SECOND // 2)
    wall.play(START + SECOND)
    drawn = wall.glass.paints
    assert wall.play(START + 2 * SECOND) == []
    assert wall.glass.paints == drawn
    assert wall.looks <= 2 * SECOND // (IDLE_NS - PREPARE_NS)
    wall.presenter.expose()
    assert len(wall.play(START + 2 * SECOND + SECOND // 2)) == 1


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


@pytest.mark.parametrize(
    "to", [Take(2, START + 1_234_567_890, 2, 0), Take(2, START + 1_000_000_000, 1, 777_000_000)]
)
def test_a_restart_and_a_jump_switch_all_screens_in_one_swap(to: Take) -> None:
    wall = three()
    begin(wall)
    wall.fill(to, START + 4 * SECOND)

    def order() -> None:
        wall.presenter.programme = wall.programme(TAKE, to, revision=2)

    swaps = wall.play(START + 3 * SECOND, [(to.at_ns - 245 * MILLISECOND, order)])
    ordered(swaps)
    for swap in swaps:
        assert len(set(swap.pictures.values())) == 1  # never a wall of two takes
    first = next(s for s in swaps if not s.waiting and s.pictures["left"][0] == 2)
    assert -Pace().merge_ns <= first.at_ns - to.at_ns <= 0
    assert first.pictures["left"] == (2, to.cycle, wall.tracks["left"].frame_at(to.story_ns))
    assert wall.presenter.skew == 0


@pytest.mark.parametrize("fps", FPS)
@given(after_ns=st.integers(0, SECOND // 24))
@settings(max_examples=15)
def test_a_jump_is_never_late_for_a_picture_just_before_it(fps: Fraction, after_ns: int) -> None:
    wall = three(2.0, fps)
    wall.glass.draws_ns = 12 * MILLISECOND
    begin(wall, until_ns=START + 2 * SECOND)
    to = Take(2, START + SECOND + after_ns, 1, SECOND // 2)
    wall.fill(to, START + 2 * SECOND)
    wall.presenter.programme = wall.programme(TAKE, to)
    swaps = wall.play(START + 2 * SECOND)
    ordered(swaps)
    first = next(s for s in swaps if not s.waiting and s.pictures["left"][0] == 2)
    assert -Pace().merge_ns <= first.at_ns - to.at_ns <= 0
    # what is left out is one picture that would have been on for a moment only
    before = [s.at_ns for s in swaps if not s.waiting and s.pictures["left"][0] == 1]
    assert to.at_ns - before[-1] <= SECOND / fps + DRAWING_NS


def test_a_sync_leaves_no_picture_out() -> None:
    wall = three()
    begin(wall)
    to = Take(2, START + SECOND + 10 * MILLISECOND, 1, SECOND + 10 * MILLISECOND)
    wall.fill(to, START + 2 * SECOND)
    wall.presenter.programme = wall.programme(TAKE, to)
    swaps = wall.play(START + 2 * SECOND)
    assert next(s for s in swaps if s.frames()[0] == 24).at_ns == START + SECOND


def test_a_screen_that_is_not_cued_at_a_jump_holds_its_picture_and_joins() -> None:
    wall = three()
    begin(wall)
    to = Take(2, START + SECOND, 1, SECOND // 2)
    joins_ns = to.at_ns + 300 * MILLISECOND

    def but(screen: str, slot: Slot) -> int | None:
        due_ns = to.at_ns + slot.story_ns - to.story_ns
        if screen != "right":
            return slot.arrives_ns
        return due_ns - LEAD_NS if due_ns > joins_ns else None

    wall.fill(to, START + 4 * SECOND, but)
    wall.presenter.programme = wall.programme(TAKE, to)
    swaps = wall.play(START + 2 * SECOND)
    ordered(swaps)
    after = [swap for swap in swaps if swap.at_ns >= to.at_ns - Pace().merge_ns]
    assert after[0].pictures["right"] == (1, 1, 23)
    assert after[0].pictures["left"] == after[0].pictures["centre"] == (2, 1, 12)
    joined = [swap for swap in after if swap.at_ns > joins_ns + FRAME_NS]
    assert all(len(set(swap.pictures.values())) == 1 for swap in joined)


@pytest.mark.parametrize("fps", FPS)
def test_a_seam_switches_all_screens_in_one_swap(fps: Fraction) -> None:
    wall = three(1.0, fps)
    begin(wall)
    swaps = [s for s in wall.play(START + 4 * SECOND) if not s.waiting]
    ordered(swaps)
    for swap in swaps:
        assert len({picture[:2] for picture in swap.pictures.values()}) == 1
    seams = [s for s, b in zip(swaps[1:], swaps, strict=False) if s.frames()[0] < b.frames()[0]]
    assert [seam.at_ns for seam in seams] == [START + n * SECOND for n in range(1, len(seams) + 1)]
    assert len(seams) >= 3
    assert wall.presenter.skew == 0


def test_mixed_frame_rates_share_swaps_within_the_merge() -> None:
    wall = Wall({f"s{n}": Film(3.0, fps) for n, fps in enumerate(FPS)})
    begin(wall)
    merge_ns = wall.presenter.pace.merge_ns
    swaps = [s for s in wall.play(START + 3 * SECOND - 1) if not s.waiting]
    ordered(swaps)
    for swap in swaps:
        for screen, (_, _, frame) in swap.pictures.items():
            story_ns = swap.at_ns - START
            film = wall.tracks[screen]
            # what is on is what the story asks for now, or within the merge
            assert film.frame_at(story_ns) <= frame <= film.frame_at(story_ns + merge_ns)
    gaps = [b.at_ns - a.at_ns for a, b in pairwise(swaps)]
    assert min(gaps) >= merge_ns
    dues = sum(len(film.pts_ns) for film in wall.films.values())
    assert len(swaps) < dues / 2
    for screen, shown in wall.films.items():
        counts = wall.presenter.shown()[screen]
        assert (counts.shown, counts.skipped, counts.held) == (len(shown.pts_ns), 0, 0)
    assert wall.presenter.skew == 0


@pytest.mark.parametrize("hertz", [50, 59.94, 60, 144])
@pytest.mark.parametrize("fps", [Fraction(24), Fraction(25), Fraction(30)])
def test_with_vsync_swaps_land_on_the_refresh_that_the_picture_is_for(
    hertz: float, fps: Fraction
) -> None:
    period = round(SECOND / hertz)
    wall = Wall({"left": Film(2, fps), "right": Film(2, fps)}, Pace(period, 123_456))
    wall.glass.draws_ns = 2 * MILLISECOND
    begin(wall)
    swaps = [s for s in wall.play(START + 4 * SECOND) if not s.waiting]
    ordered(swaps)
    assert wall.presenter.pace.period_ns == period
    for swap in swaps:
        assert (swap.at_ns - 123_456) % period == 0
        (_, cycle, frame), *others = swap.pictures.values()
        assert others == [(1, cycle, frame)]
        due_ns = START + (cycle - 1) * 2 * SECOND + round(frame * SECOND / fps)
        assert abs(swap.at_ns - due_ns) <= period // 2 + 1
    assert len(swaps) == 4 * fps
    assert wall.presenter.shown()["left"].skipped == 0


def test_a_slow_glass_flips_late_and_says_so() -> None:
    wall = three()
    wall.glass.draws_ns = PREPARE_NS + 2 * LATE_NS
    begin(wall)
    wall.play(START + SECOND)
    assert wall.presenter.late_flips > 15
    assert wall.presenter.skew == 0


def test_another_arrangement_is_drawn_at_once() -> None:
    wall = three()
    begin(wall)
    wall.play(START + SECOND)
    at_ns = wall.clock.now_ns
    wall.presenter.arrange(wall.views[:2])
    swaps = wall.play(START + SECOND + 10 * MILLISECOND)
    assert swaps[0].at_ns - at_ns < LATE_NS + wall.glass.draws_ns
    assert set(wall.presenter.shown()) == {"left", "centre"}


@pytest.mark.parametrize("period_ns", [None, SECOND // 60])
def test_a_blackout_fades_between_pictures_and_makes_none_late(period_ns: int | None) -> None:
    wall = Wall({"left": Film(), "right": Film()}, Pace(period_ns))
    begin(wall)
    presenter, down_ns, up_ns = wall.presenter, START + SECOND, START + 2 * SECOND

    def fade(dark: bool, at_ns: int) -> None:
        now = presenter.programme
        presenter.programme = replace(now, fade=fade_from_now(now, dark, at_ns))

    swaps = wall.play(
        START + 3 * SECOND,
        [(down_ns, lambda: fade(True, down_ns)), (up_ns, lambda: fade(False, up_ns))],
    )
    lit = [swap.light for swap in swaps]
    dark = [s.light for s in swaps if down_ns + FADE_NS + 40 * MILLISECOND < s.at_ns < up_ns]
    assert lit[0] == lit[-1] == 1
    assert set(dark) == {0}
    going = [s.light for s in swaps if down_ns < s.at_ns < down_ns + FADE_NS]
    assert going == sorted(going, reverse=True) and len(going) >= 7
    assert max(a - b for a, b in pairwise(going)) < 0.18
    # the pictures are all there, each at its instant, dark or lit
    frames = [number for number, swap in enumerate(swaps) if number == 0
              or swap.pictures != swaps[number - 1].pictures]  # fmt: skip
    assert len(frames) >= 3 * 24
    assert (presenter.late_flips, presenter.skew) == (0, 0)
    assert sum(count.held + count.skipped for count in presenter.shown().values()) == 0


def test_a_screen_whose_index_cannot_be_read_costs_the_others_nothing() -> None:
    wall = three()
    known = dict(wall.tracks)
    wall.presenter._track = lambda _index, version, _points: (
        None if version == "centre" else known[version]
    )
    begin(wall, but=lambda screen, slot: None if screen == "centre" else slot.arrives_ns)
    swaps = [s for s in wall.play(START + 2 * SECOND) if not s.waiting]
    assert [swap.at_ns - START for swap in swaps] == [round(n * SECOND / 24) for n in range(48)]
    assert {swap.pictures["centre"] for swap in swaps} == {None}
    shown = wall.presenter.shown()
    assert shown["left"].held == shown["right"].held == 0
    assert wall.presenter.skew == 0 and wall.presenter.late_flips == 0
    wall.presenter._track = wall.track
    wall.play(START + 3 * SECOND)
    assert shown["left"].held == 0


class FakeWords:
    sheet = first = last = 0

    def delete(self) -> None:
        pass


WORDS = FakeWords()


def test_a_label_comes_and_goes_with_pictures_and_costs_no_swap_of_its_own() -> None:
    wall = three(12.0)
    begin(wall)
    wall.presenter._label = lambda *_: WORDS
    opening = LabelTimes(True, 4 * SECOND)
    wall.presenter.programme = replace(wall.presenter.programme, labels=opening)
    strengths = []
    for at_s in (0.3, 2.0, 3.7, 4.5):
        wall.play(START + round(at_s * SECOND))
        strengths.append(wall.canvases["left"].strength)
    assert [round(strength, 1) for strength in strengths] == [0.5, 1.0, 0.5, 0.0]
    assert wall.canvases["left"].label is None
    assert len([s for s in wall.glass.swaps if not s.waiting]) <= round(4.5 * 24) + 1


def test_a_label_comes_and_goes_over_a_held_picture() -> None:
    wall = three(12.0)
    take = replace(TAKE, hold_ns=START + SECOND)
    begin(wall, take)
    wall.presenter._label = lambda *_: WORDS
    wall.play(START + 2 * SECOND)
    before = len(wall.glass.swaps)
    assert not wall.views[0].label[1]
    call = Called(START + 3 * SECOND, START + 6 * SECOND)
    labels = LabelTimes(called={"left": call})
    wall.presenter.programme = replace(wall.presenter.programme, revision=2, labels=labels)
    seen = []
    for step in range(20, 70):
        wall.play(START + step * SECOND // 10)
        seen.append(wall.canvases["left"].strength)
    assert max(seen) == 1.0 and seen[0] == seen[-1] == 0.0
    assert max(abs(b - a) for a, b in pairwise(seen)) <= 100 * MILLISECOND / EASE_NS + 0.1
    assert len(wall.glass.swaps) - before <= 2 * (EASE_NS // (50 * MILLISECOND) + 3)
    assert wall.canvases["right"].strength == 0.0
