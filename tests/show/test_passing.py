"""What the stage notes at the beats, as the ledger has it."""

from installation.ledger.rows import BeatRow
from installation.link.messages import BeatPassed as Noted
from installation.show.passing import Passing
from installation.units import SECOND

WALL = 1_700_000_000_000


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
