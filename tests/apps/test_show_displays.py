"""Displays that are missing, pulled, and plugged in again."""

from pathlib import Path

import pytest
from show_rig import Films, Played, Sight, apart, together, wait_until

from installation.model import Pause, Resume
from installation.rig import VirtualHeads

pytestmark = [pytest.mark.process, pytest.mark.unhurried]


def test_a_display_that_is_off_is_named_and_taken_when_it_comes(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    heads.off(2)
    with Played(films.stage(tmp_path, (1, 2, 3)), heads.environment) as show:
        show.until_plays(sight, 2)
        assert sight.films()[:2] == [1, 2]
        told = show.status()
        assert [s.screen for s in told.screens] == ["left", "centre", "right"]
        right = told.screens[2]
        assert (right.display, right.pid) == ("", None)
        assert "there is no display 3" in right.fault
        assert told.notes == ()
        before = show.pids()

        heads.on(2)
        wait_until("third screen", lambda: sight.films() == [1, 2, 3], 8)
        assert apart(sight.watch(0.5)) == []
        assert show.status().screens[2].fault == ""

        # pulled in the middle of the show; the first display is where the window begins
        heads.off(0)
        told_at = show.says(lambda status: status.screens[0].display == "DUMMY1")
        wait_until("another place for the screens", told_at, 8)
        wait_until("the first two versions on the last two heads", _are(sight, [1, 2]), 8)
        assert apart([sample[1:] for sample in sight.watch(0.5)]) == []
        show.order(Pause())
        wait_until("pause", show.says(lambda status: status.state == "paused"), 3)

        heads.on(0)  # while it is paused
        wait_until("all three again", lambda: sight.films() == [1, 2, 3], 8)
        # the picture that the third screen showed last may come first, but not stay
        wait_until("the held picture on all three", lambda: together([sight.frames()]), 4)
        show.order(Resume())
        wait_until("play", show.says(lambda status: status.state == "playing"), 5)
        assert apart(sight.watch(0.8)) == []
        after = show.pids()
        assert [after[name] for name in ("left", "stage", "controller")] == [
            before[name] for name in ("left", "stage", "controller")
        ]
        assert "Traceback" not in show.said()


def _are(sight: Sight, films: list[int]):
    return lambda: sight.films()[1:] == films


def test_a_show_without_any_display_waits_for_one_and_starts_nothing_again(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    for head in range(3):
        heads.off(head)
    with Played(films.stage(tmp_path, (1, 2, 3)), heads.environment) as show:
        show.wait("answer", show.says(lambda status: status.uptime_s > 3.0))
        told = show.status()
        assert all("no display is on" in screen.fault for screen in told.screens)
        before = show.pids()
        assert before["stage"] is None and before["left"] is None
        for head in range(3):
            heads.on(head)
        show.until_plays(sight)
        after = show.status()
        assert show.pids()["controller"] == before["controller"]
        assert [screen.restarts for screen in after.screens] == [0, 0, 0]
        assert after.stage.restarts == 0
