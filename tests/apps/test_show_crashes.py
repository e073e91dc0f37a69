"""Whatever is killed, the wall plays on; whatever ends, nothing is left."""

import signal
import time
from pathlib import Path

import psutil
import pytest
from show_rig import FRAMES, Films, Played, Sight, apart, kill, kiss, together, wait_until

from installation.link import run_folder
from installation.model import Pause, Restart, Stop
from installation.rig import VirtualHeads

pytestmark = pytest.mark.process


def stopped(pid: int | None) -> bool:
    """Whether a process stands still, with all its threads.

    Until then it may still take a signal that comes after the one that stops it.
    """
    threads = Path(f"/proc/{pid}/task").glob("*/stat")
    return all(stat.read_text().rpartition(")")[2].split()[0] == "T" for stat in threads)


def waits_for(pid: int | None, number: signal.Signals) -> bool:
    """Whether a signal has been sent to a process that has not taken it yet."""
    said = dict(
        line.split(":\t", 1)
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if ":\t" in line
    )
    return bool(int(said["ShdPnd"], 16) >> (number - 1) & 1)


def in_step(sight: Sight, seconds: float = 0.3) -> bool:
    """All heads move on together for a while."""
    samples = sight.watch(seconds)
    return together(samples) and len({sample[0] for sample in samples}) > 3


def show_processes(state: Path) -> list[str]:
    """The kinds of processes that any show of a state folder has, whoever started them."""
    found, marks = [], (str(state), run_folder(state).name)
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or []
        if any(mark in word for word in command for mark in marks):
            kinds = ("controller", "stage", "player")
            found += [kind for kind in kinds if f"installation.apps.{kind}" in command]
    return sorted(found)


def test_players_stage_and_controller_are_killed_and_come_back(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    with Played(films.stage(tmp_path, (1, 2, 3)), heads.environment) as show:
        show.until_plays(sight)
        before = show.pids()

        kill(before["centre"])
        samples = sight.watch(0.8)
        assert apart([[left, right] for left, _, right in samples]) == []
        assert all(0 <= centre < FRAMES for _, centre, _ in samples)  # held, not black
        wait_until("step after a player's death", lambda: in_step(sight), 5)

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

        kill(now["stage"])
        wait_until("step after the stage's death", lambda: in_step(sight), 6)
        told = show.status()
        assert [s.pid for s in told.screens] == [now[s] for s in ("left", "centre", "right")]
        assert told.stage.restarts == 1
        show.order(Stop())
        assert show.exit_code() == 0
        assert show.left() == []
        assert "Traceback" not in show.said()


def test_a_killed_keeper_leaves_the_wall_playing_for_the_next_one(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    stage = films.stage(tmp_path, (1, 2, 3))
    with Played(stage, heads.environment) as first:
        first.until_plays(sight)
        before = first.pids()
        kill(first.keeper.pid)
        first.keeper.wait()
        wait_until(
            "end of its controller", lambda: not psutil.pid_exists(before["controller"] or 0), 2
        )
        assert apart(sight.watch(0.5)) == []
        with Played(stage, heads.environment) as second:
            wait_until(
                "second controller",
                second.says(lambda status: status.controller_pid != before["controller"]),
            )
            after = second.pids()
            assert after.pop("controller") != before.pop("controller")
            assert after == before
            assert show_processes(stage.state) == ["controller", *["player"] * 3, "stage"]
            assert second.status().state == "playing"
            assert in_step(sight)
            second.order(Pause())
            time.sleep(0.3)
            assert len({tuple(sample) for sample in sight.watch(0.3)}) == 1
            second.keeper.send_signal(signal.SIGTERM)
            assert second.exit_code() == 0
            assert second.left() == []
        assert first.left() == []


def test_a_controller_that_hangs_is_replaced_while_the_wall_plays_on(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    with Played(films.stage(tmp_path, (1, 2, 3)), heads.environment) as show:
        show.until_plays(sight)
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
        show.order(Stop())
        assert show.exit_code() == 0
        assert show.left() == []


def test_sigterm_ends_a_show_whose_controller_cannot(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    with Played(films.stage(tmp_path, (1, 2)), heads.environment) as show:
        show.until_plays(sight)
        assert sight.films() == [1, 1, 2]  # two versions on three screens
        assert show.status().notes == ("3 screens share 2 versions.",)
        controller = show.pids()["controller"]
        kill(controller, signal.SIGSTOP)
        wait_until("standstill", lambda: stopped(controller))
        show.keeper.send_signal(signal.SIGTERM)
        wait_until("its way on to the controller", lambda: waits_for(controller, signal.SIGTERM))
        assert show.keeper.poll() is None  # it gives the controller time to end in order
        assert show.exit_code(40) == 0
        assert "the controller does not answer" in show.said()
        assert show.left() == []


def test_cycles_end_a_show_by_themselves(
    heads: VirtualHeads, sight: Sight, films: Films, tmp_path: Path
) -> None:
    with Played(films.stage(tmp_path, (3,)), heads.environment, "--cycles", "1") as show:
        show.until_plays(sight)
        assert sight.films() == [3, 3, 3]
        began = time.monotonic()
        assert show.exit_code() == 0
        assert 2.0 < time.monotonic() - began < 6.0
        assert show.left() == []
    # the server takes the window away when it hears that the stage is gone
    wait_until("dark", lambda: not sight.glass.grab(0, 0, 1920, 360).any(), 2)
    done = kiss("status", "--state", show.stage.state)
    assert done.returncode == 1
    assert done.stderr.startswith("kiss: no show answers")
    assert not run_folder(show.stage.state).exists()
