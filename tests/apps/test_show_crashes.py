"""Whoever keeps a show is killed or ends, and the wall plays on or is left in order."""

import signal
import time
from pathlib import Path

import psutil
import pytest
from show_rig import Films, Played, Sight, apart, in_step, kill, kiss_process, wait_until

from installation.link import run_folder
from installation.model import Pause
from installation.rig import VirtualHeads

pytestmark = [pytest.mark.process, pytest.mark.unhurried]


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


def show_processes(state: Path) -> list[str]:
    """The kinds of processes that any show of a state folder has, whoever started them."""
    found, marks = [], (str(state), run_folder(state).name)
    for process in psutil.process_iter(["cmdline"]):
        # a copy of the fork server has all its words in one
        command = " ".join(process.info["cmdline"] or []).split()
        if any(mark in word for word in command for mark in marks):
            kinds = ("controller", "stage", "player")
            found += [kind for kind in kinds if f"installation.apps.{kind}" in command]
    return sorted(found)


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
            # its place before the others was lent to it for its start
            assert psutil.Process(after["controller"]).nice() == psutil.Process().nice()
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
    wait_until("dark", lambda: not sight.glass.grab(0, 0, *sight.glass.size()).any(), 2)
    done = kiss_process("status", "--state", show.stage.state)
    assert done.returncode == 1
    assert done.stderr.startswith("kiss: no show answers")
    assert not run_folder(show.stage.state).exists()
