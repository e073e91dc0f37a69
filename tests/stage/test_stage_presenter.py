"""One swap for all screens: the presenter with a clock, rings and a glass in theory."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from stage_fakes import (
    FRAME_NS,
    START,
    TAKE,
    Film,
    Slot,
    Wall,
    begin,
    ordered,
    three,
)

from installation.stage import Pace
from installation.stage._presenter import DRAWING_NS, IDLE_NS, JOINS_NS, LATE_NS
from installation.timeline import (
    EASE_NS,
    LEAD_NS,
    PREPARE_NS,
    Called,
    LabelTimes,
    Take,
    fade_from_now,
)
from installation.timeline._programme import FADE_NS
from installation.units import MILLISECOND, SECOND

FPS = [Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30), Fraction(60)]


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


@pytest.mark.parametrize("comes_ns", [300 * MILLISECOND, None])
def test_a_stage_that_joins_leaves_the_wall_alone_until_all_have_pictures(
    comes_ns: int | None,
) -> None:
    """It draws all of the wall: where a player begins, too, that would turn black for a moment."""
    wall = three()
    joins_ns = START + SECOND // 2
    wall.clock.now_ns = joins_ns

    def but(screen: str, slot: Slot) -> int | None:
        if screen == "left":
            return slot.arrives_ns
        return max(slot.arrives_ns, joins_ns + comes_ns) if comes_ns else None

    begin(wall, but=but)
    first, *_ = swaps = wall.play(START + 4 * SECOND)
    waits_ns = JOINS_NS if comes_ns is None else comes_ns
    assert waits_ns <= first.at_ns - joins_ns < waits_ns + 2 * FRAME_NS
    assert all(swap.waiting is False for swap in swaps)
    if comes_ns:
        assert all(len(set(swap.pictures.values())) == 1 for swap in swaps)
    counts = wall.presenter.shown()["left"]
    assert (counts.shown, counts.skipped) == (len(swaps), 0)


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
