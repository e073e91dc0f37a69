"""The presenter with pictures that are late, torn, or not there: the other screens go on."""

from stage_fakes import FRAME_NS, START, FakeRing, Slot, begin, ordered, three

from installation.stage._presenter import LATE_NS
from installation.timeline import (
    LEAD_NS,
)
from installation.units import MILLISECOND, SECOND


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
