"""Which cycles and beats went by, and how well each was shown."""

from typing import Any

from msgspec.structs import replace

from installation.ledger import BeatRow, CycleBeganRow, CycleEndedRow
from installation.link import BeatPassed as Noted
from installation.link import ScreenShown, StageStatus
from installation.show._cycles import Laps, Passing
from installation.timeline import Entry, Plan, Programme, Take
from installation.units import MILLISECOND, SECOND

LENGTH = 10 * SECOND
ENTRY = Entry("a", "ra", "The Kiss", "a.mp4", "a.npz", ((0, 0), (LENGTH, LENGTH)))
PLAN = Plan(1, LENGTH, {"left": ENTRY})
START = 100 * SECOND
PLAYING = Programme(1, "boot", (Take(1, START, 1, 0),), None, (PLAN,))
WALL = 1_700_000_000_000


def stage(pid: int = 7, **counts: Any) -> StageStatus:
    return StageStatus(pid, 1, screens={"left": ScreenShown(**counts)})


def asked(
    laps: Laps, programme: Programme, from_s: float, to_s: float, said: StageStatus | None
) -> list[CycleBeganRow | CycleEndedRow]:
    """Ten times a second."""
    found: list[CycleBeganRow | CycleEndedRow] = []
    for tenth in range(round(from_s * 10), round(to_s * 10)):
        now_ns = START + tenth * 100 * MILLISECOND
        found += laps.passed(programme, said, now_ns, WALL + tenth * 100)
    return found


def test_cycles_follow_one_another_to_the_millisecond() -> None:
    rows = asked(Laps("boot"), PLAYING, -1.05, 21, stage())
    assert [type(row).__name__ for row in rows] == [
        "CycleBeganRow",
        "CycleEndedRow",
        "CycleBeganRow",
        "CycleEndedRow",
        "CycleBeganRow",
    ]
    assert rows[0] == CycleBeganRow(WALL, "boot", 1, 10_000, {"left": ("a", "ra")}, START)
    assert rows[1] == CycleEndedRow(WALL + 10_000, "boot", 1, True, at_ns=START + LENGTH)
    assert rows[2].at_ms == WALL + 10_000


def test_what_a_cycle_missed_is_counted_from_its_beginning() -> None:
    laps = Laps("boot")
    asked(laps, PLAYING, 0, 9.9, stage(held=3))
    laps.swapped(2)
    (ended, _) = asked(laps, PLAYING, 9.9, 10.1, stage(held=5, skipped=1))
    assert isinstance(ended, CycleEndedRow)
    assert (ended.skew, ended.counts) == (2, {"left": (0, 2, 1)})
    (ended, _) = asked(laps, PLAYING, 10.1, 20.1, stage(pid=8, held=1))  # the stage was killed
    assert isinstance(ended, CycleEndedRow)
    assert (ended.skew, ended.counts) == (0, {"left": (0, 1, 0)})


def test_a_jump_makes_a_cycle_that_is_not_whole_and_a_pause_does_not() -> None:
    jumped = replace(PLAYING, takes=(*PLAYING.takes, Take(2, START + 4 * SECOND, 1, 8 * SECOND)))
    laps = Laps("boot")
    rows = asked(laps, jumped, 0, 6.1, stage())
    assert isinstance(rows[1], CycleEndedRow)
    assert not rows[1].whole
    held = Take(1, START, 1, 0, START + 4 * SECOND)
    resumed = Take(2, START + 9 * SECOND, 1, 4 * SECOND)
    rows = asked(Laps("boot"), replace(PLAYING, takes=(held, resumed)), 0, 15.1, stage())
    assert isinstance(rows[1], CycleEndedRow)
    assert rows[1].whole


def test_a_restart_cuts_a_cycle_short_and_the_end_of_the_show_too() -> None:
    again = replace(PLAYING, takes=(*PLAYING.takes, Take(2, START + 3 * SECOND, 2, 0)))
    laps = Laps("boot")
    rows = asked(laps, again, 0, 5, stage())
    assert isinstance(rows[1], CycleEndedRow)
    assert (rows[1].whole, rows[1].at_ms - WALL) == (False, 3000)
    (last,) = laps.over(stage(), WALL + 5000)
    assert (last.cycle, last.whole) == (2, False)
    assert laps.over(stage(), WALL + 6000) == []


def noted(at_s: int, beat: str, *errors: int, cycle: int = 1) -> tuple[Noted, ...]:
    screens = ("left", "middle", "right")
    return tuple(
        Noted(at_s * SECOND, cycle, beat, screen, f"of {screen}", 100 + error, 100, error)
        for screen, error in zip(screens, errors, strict=False)
    )


def test_a_beat_is_one_row_with_the_screen_that_was_worst() -> None:
    kiss, march = noted(10, "kiss", 0, 0, 0), noted(12, "march", 1, -2, 0)
    assert Passing("boot").news(kiss + march, 13 * SECOND, WALL) == [
        BeatRow(WALL - 3000, "boot", 10 * SECOND, 1, "kiss"),
        BeatRow(WALL - 1000, "boot", 12 * SECOND, 1, "march", -2, "middle"),
    ]


def test_what_was_told_before_is_no_news() -> None:
    passing, kiss = Passing("boot"), noted(10, "kiss", 0, 0)
    assert len(passing.news(kiss, 11 * SECOND, WALL)) == 1
    assert passing.news(kiss, 12 * SECOND, WALL) == []
    again = noted(20, "kiss", 0, 1)  # the same beat of the same cycle, after a restart from it
    assert [row.screen for row in passing.news(kiss + again, 21 * SECOND, WALL)] == ["middle"]
    assert passing.news((), 22 * SECOND, WALL) == []  # a stage that has just begun
