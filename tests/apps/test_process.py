"""How the show's processes stand in the queue."""

import os
import subprocess
import sys

import pytest

from installation.apps import _niceness as niceness
from installation.apps import _process as process


def refuse(*_: object) -> None:
    raise PermissionError


def test_real_time_is_not_handed_on_to_what_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(
        os, "sched_setscheduler", lambda _, policy, how: asked.append((policy, how.sched_priority))
    )
    monkeypatch.setattr(os, "setpriority", refuse)
    process.run_in_real_time()
    assert asked == [(os.SCHED_RR | os.SCHED_RESET_ON_FORK, process.REAL_TIME)]


def test_without_the_right_to_real_time_it_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, ...]] = []
    monkeypatch.setattr(os, "sched_setscheduler", refuse)
    monkeypatch.setattr(os, "setpriority", lambda *words: asked.append(words))
    monkeypatch.setattr(niceness, "rank_by_niceness", lambda: asked.append(()))
    process.run_in_real_time()
    assert asked == [(os.PRIO_PROCESS, 0, niceness.FIRST), ()]


def test_a_thread_in_real_time_hands_it_on_and_leaves_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(os, "sched_setscheduler", lambda _, policy, how: asked.append(policy))
    monkeypatch.setattr(os, "setpriority", refuse)
    process.run_thread_in_real_time()
    monkeypatch.setattr(os, "sched_setscheduler", refuse)
    process.run_thread_in_real_time()  # among the rest, then
    assert asked == [os.SCHED_RR]


@pytest.mark.process
@pytest.mark.patient
def test_a_lent_place_is_given_back() -> None:
    with subprocess.Popen(["nice", "-n", "7", "sleep", "60"]) as lender:
        script = (
            "import os, subprocess, time; from installation.apps._niceness import stand_beside\n"
            "begun = subprocess.Popen(['sleep', '60'])\n"
            f"while os.getpriority(os.PRIO_PROCESS, {lender.pid}) != 7: time.sleep(0.01)\n"
            f"stand_beside({lender.pid}); print(os.getpriority(os.PRIO_PROCESS, 0))\n"
            "print(os.getpriority(os.PRIO_PROCESS, begun.pid)); begun.kill()\n"
            "stand_beside(2**22); print(os.getpriority(os.PRIO_PROCESS, 0))"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
        lender.kill()
    assert done.stdout.split() == [b"7", b"7", b"7"]


@pytest.mark.process
@pytest.mark.patient
def test_a_process_may_have_more_files_open_than_a_shell_gives_it() -> None:
    script = (
        "import resource; from installation.apps._process import allow_files\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (256, 700)); allow_files(600)\n"
        "print(*resource.getrlimit(resource.RLIMIT_NOFILE)); allow_files(1 << 20); allow_files(9)\n"
        "print(*resource.getrlimit(resource.RLIMIT_NOFILE))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.split() == [b"600", b"700", b"700", b"700"]


@pytest.mark.process
@pytest.mark.patient
def test_a_player_goes_before_its_neighbours_when_memory_runs_out() -> None:
    script = (
        "from pathlib import Path; from installation.apps._process import go_before_neighbours\n"
        "own = Path('/proc/self/oom_score_adj'); print(own.read_text())\n"
        "go_before_neighbours(); print(own.read_text())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    before, after = map(int, done.stdout.split())
    assert after == min(before + process.EXPENDABLE, process.MOST_EXPENDABLE)
