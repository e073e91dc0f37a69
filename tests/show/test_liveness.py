"""A show in command before a wall that is well, told from one that only exists."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from installation.model import ShowState
from installation.show._liveness import FROZEN_NS, UNANSWERED_NS, Liveness, glass_is_well
from installation.show._pulse import LONGEST_START_NS
from installation.show._status import ScreenStatus, ShowStatus, StageReport
from installation.units import SECOND


def screen(held: int = 0, size: tuple[int, int] = (640, 360)) -> ScreenStatus:
    return ScreenStatus("left", "DP-1", 1, "kiss-1", "", 0, 0.0, held=held, size=size)


def said(
    looks: int, refreshes: int, state: ShowState = ShowState.PLAYING, held: int = 0
) -> ShowStatus:
    stage = StageReport(1, refreshes, 0, 0, False, 0.0, "", 0, looks)
    return ShowStatus("", state, 1, 0.0, 60.0, "", 1, 1.0, 1, (screen(held),), stage)


def dark(status: ShowStatus) -> ShowStatus:
    return replace(status, dark=True)


def aligned(status: ShowStatus) -> ShowStatus:
    return replace(status, aligning=True)


def unlit(status: ShowStatus) -> ShowStatus:
    return replace(status, screens=(screen(size=(0, 0)),))


def as_it_is(status: ShowStatus) -> ShowStatus:
    return status


def test_a_wall_that_swaps_is_well_though_it_misses_a_picture() -> None:
    assert glass_is_well(said(10, 5), said(20, 6, held=3))


def test_a_wall_that_has_no_picture_due_stands_rightly() -> None:
    assert glass_is_well(said(10, 5, held=3), said(20, 5, held=3))


def test_a_wall_that_misses_its_pictures_and_does_not_swap_is_frozen() -> None:
    assert not glass_is_well(said(10, 5), said(20, 5, held=3))


@pytest.mark.parametrize("state", [ShowState.WAITING, ShowState.STARTING, ShowState.PAUSED])
def test_a_wall_that_does_not_play_stands_rightly(state: ShowState) -> None:
    assert glass_is_well(said(10, 5, state), said(20, 5, state, held=3))


@pytest.mark.parametrize("how", [dark, aligned])
def test_a_wall_that_was_told_to_stand_does_so_rightly(
    how: Callable[[ShowStatus], ShowStatus],
) -> None:
    assert glass_is_well(said(10, 5), how(said(20, 5, held=3)))


@pytest.mark.parametrize("how", [as_it_is, dark, aligned])
@pytest.mark.parametrize("state", list(ShowState))
def test_a_stage_that_does_not_look_is_never_well(
    how: Callable[[ShowStatus], ShowStatus], state: ShowState
) -> None:
    assert not glass_is_well(said(10, 5, state), how(said(10, 5, state)))
    assert not glass_is_well(said(0, 0, state), how(said(5, 0, state)))  # nothing shown yet


def test_without_a_lit_display_nothing_is_wrong_and_nothing_ready() -> None:
    show = Liveness()
    show.answered(unlit(said(0, 0)), SECOND)
    show.answered(unlit(said(0, 0)), 100 * SECOND)
    assert show.is_well(100 * SECOND) and not show.ready


def test_a_first_picture_makes_it_ready() -> None:
    show = Liveness()
    assert not show.ready and not show.is_well(0)
    show.answered(said(1, 0, ShowState.WAITING), SECOND)
    assert not show.ready
    show.answered(said(9, 1, ShowState.WAITING), 2 * SECOND)
    assert show.ready and show.is_well(2 * SECOND)


def test_a_show_that_does_not_answer_is_not_well_for_ever() -> None:
    show = Liveness()
    show.answered(said(1, 1), SECOND)
    assert show.is_well(SECOND + UNANSWERED_NS) and not show.is_well(SECOND + UNANSWERED_NS + 1)


def test_a_controller_that_follows_at_once_has_its_time_to_start_and_no_later_one() -> None:
    show = Liveness()
    show.began(0)
    show.answered(said(1, 1), SECOND)
    show.began(10 * SECOND)  # what was there hung
    assert show.is_well(SECOND + LONGEST_START_NS) and not show.is_well(
        SECOND + LONGEST_START_NS + 1
    )
    show.began(70 * SECOND)  # that ended, too
    assert not show.is_well(SECOND + UNANSWERED_NS + 1)
    show.answered(said(2, 2), 400 * SECOND)
    assert show.is_well(400 * SECOND + UNANSWERED_NS)
    assert not show.is_well(400 * SECOND + UNANSWERED_NS + 1)


def test_an_answer_does_not_excuse_a_frozen_wall() -> None:
    show = Liveness()
    for second in range(1, 300):
        show.answered(said(second, 5, held=second), second * SECOND)
        assert show.is_well(second * SECOND) == ((second - 1) * SECOND <= FROZEN_NS)
    show.answered(said(300, 6, held=300), 300 * SECOND)
    assert show.is_well(300 * SECOND)


def test_an_answer_of_another_release_is_taken_on_trust() -> None:
    show = Liveness()
    show.answered(None, SECOND)
    assert show.is_well(SECOND)
