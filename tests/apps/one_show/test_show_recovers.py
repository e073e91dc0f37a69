"""Processes, files and displays are taken from a running show, and it is whole again by itself."""

import signal

import pytest
from shared_show import SharedShow
from show_rig import (
    FRAMES,
    Played,
    Sight,
    apart,
    in_step,
    kill,
    lit,
    together,
    wait_until,
)

from installation.link import ring_path
from installation.model import Restart
from installation.rig import VirtualHeads

pytestmark = [pytest.mark.process, pytest.mark.alone]


@pytest.mark.harms
def test_players_stage_and_controller_are_killed_and_come_back(
    running: SharedShow, show: Played, sight: Sight
) -> None:
    before = show.pids()

    kill(before["centre"])
    samples = sight.watch(0.8)
    assert apart([[left, right] for left, _, right in samples]) == []
    assert all(0 <= centre < FRAMES for _, centre, _ in samples)  # held, not black
    wait_until("step after a player's death", lambda: in_step(sight), 5)
    # a controller that is killed now would not tell the ledger that it is over
    wait_until("the end of it in the ledger", lambda: running.lasting() == [], 5)

    controller = show.pids()["controller"]
    kill(controller)
    assert apart(sight.watch(1.0)) == []
    wait_until(
        "answer of a new controller",
        show.says(lambda status: status.controller_pid != controller),
        5,
    )
    now = show.pids()
    assert {name: now[name] for name in ("left", "right", "stage")} == {
        name: before[name] for name in ("left", "right", "stage")
    }
    show.order(Restart())
    wait_until("the new controller's restart", lambda: sight.frames()[0] < 12, 5)

    restarts = show.status().stage.restarts
    kill(now["stage"])
    wait_until("step after the stage's death", lambda: in_step(sight), 6)
    told = show.status()
    assert [s.pid for s in told.screens] == [now[s] for s in ("left", "centre", "right")]
    assert told.stage.restarts == restarts + 1


@pytest.mark.harms
def test_a_controller_that_hangs_is_replaced_while_the_wall_plays_on(
    show: Played, sight: Sight
) -> None:
    before = show.pids()
    kill(before["controller"], signal.SIGSTOP)
    assert apart(sight.watch(1.0)) == []
    wait_until(
        "answer of a new controller",
        show.says(lambda status: status.controller_pid != before["controller"]),
        30,
    )
    after = show.pids()
    assert after.pop("controller") != before.pop("controller")
    assert after == before
    assert in_step(sight)
    assert "the controller does not answer" in show.said()


@pytest.mark.harms
def test_a_stage_that_is_told_to_end_leaves_its_last_picture(show: Played, sight: Sight) -> None:
    kill(show.pids()["stage"], signal.SIGTERM)
    assert lit(sight.watch(2.0))
    wait_until("step again", lambda: together(sight.watch(0.3)), 5)


@pytest.mark.harms
def test_an_index_that_cannot_be_read_costs_one_screen(show: Played, sight: Sight) -> None:
    lost = next(v.revision for v in show.status().versions if v.screens == ("centre",))
    restarts = show.status().stage.restarts
    index = show.stage.state / "index" / f"{lost}.npz"
    whole = index.read_bytes()
    index.write_bytes(b"")
    kill(show.pids()["stage"])
    wait_until("a stage", lambda: show.pids()["stage"] is not None, 6)

    def others_move() -> bool:
        samples = sight.watch(0.4)
        return lit(samples) and len({(left, right) for left, _, right in samples}) > 3

    wait_until("the other screens", others_move, 6)
    assert show.status().stage.restarts == restarts + 1
    index.write_bytes(whole)
    wait_until("all in step", lambda: together(sight.watch(0.3)) and others_move(), 10)


@pytest.mark.harms
def test_a_ring_whose_file_was_removed_is_found_again(show: Played, sight: Sight) -> None:
    ring_path(show.stage.state, 0).unlink()
    kill(show.pids()["left"])

    def left_moves() -> bool:
        samples = sight.watch(0.4)
        return together(samples) and len({left for left, _, _ in samples}) > 3

    wait_until("the left screen", left_moves, 6)


@pytest.mark.harms
def test_all_displays_go_and_come_back(show: Played, sight: Sight, heads: VirtualHeads) -> None:
    for head in range(3):
        heads.off(head)
    gone = show.says(lambda status: all(s.display == "" for s in status.screens))
    wait_until("word of it", gone, 8)
    assert {s.fault for s in show.status().screens} != {""}
    for head in range(3):
        heads.on(head)
    back = show.says(lambda status: all(s.display and s.version for s in status.screens))
    wait_until("word of their return", back, 8)
    wait_until("all three in step", lambda: together(sight.watch(0.3)), 10)
    show.order(Restart())
    wait_until("restart", show.says(lambda status: status.story_s < 0.5), 5)
