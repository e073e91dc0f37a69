"""A process that hangs, told from one that is only slow."""

import os
import signal
import subprocess
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.link import Stillness, ThreadTime, main_thread_ran_ns
from installation.show._pulse import (
    LONGEST_SILENCE_NS,
    LONGEST_START_NS,
    RUNS_NS,
    SILENT_NS,
    STARTING_NS,
    Pulse,
)
from installation.units import SECOND

STEP_NS = SECOND // 4


PID = 7


class Watched:
    """A process whose accounts are ours, and its pulse."""

    def __init__(self, silent_ns: int = SILENT_NS) -> None:
        self.ran_ns = self.waited_ns = 0
        self.pulse = Pulse(
            silent_ns,
            ran_ns=lambda _: self.ran_ns,
            _silent=Stillness(self.threads),
            _still=Stillness(self.threads),
        )

    def threads(self, _pid: int) -> dict[int, ThreadTime]:
        return {PID: ThreadTime(self.ran_ns, self.waited_ns)}

    def hangs_after(self, share: float, waits: float = 0.0) -> int:
        """When it is found to hang if its main thread runs, and waits, for a share of the time.

        2,000 s at most.
        """
        for now_ns in range(0, 2000 * SECOND, STEP_NS):
            if self.pulse.looked(now_ns, PID):
                return now_ns
            self.ran_ns += round(share * STEP_NS)
            self.waited_ns += round(waits * STEP_NS)
        return now_ns


def spoken() -> Watched:
    watched = Watched()
    watched.pulse.spoke()
    return watched


def test_one_that_neither_speaks_nor_runs_hangs() -> None:
    assert Watched().hangs_after(0.0) == STARTING_NS + STEP_NS
    assert spoken().hangs_after(0.0) == SILENT_NS + STEP_NS


def test_one_that_only_wakes_to_look_at_a_lock_does_not_run() -> None:
    assert spoken().hangs_after(RUNS_NS / (2 * SILENT_NS)) == SILENT_NS + STEP_NS


@pytest.mark.parametrize("share", [0.01, 0.5, 1.0])
def test_one_that_runs_is_slow_and_hangs_after_a_long_while_only(share: float) -> None:
    assert Watched().hangs_after(share) == LONGEST_START_NS + STEP_NS
    assert spoken().hangs_after(share) == LONGEST_SILENCE_NS + STEP_NS


def test_one_that_speaks_never_hangs() -> None:
    watched = Watched()
    for now_ns in range(0, 100 * SECOND, SILENT_NS // 2):
        watched.pulse.spoke()
        assert not watched.pulse.looked(now_ns, PID)


@given(st.lists(st.integers(2 * SECOND, 10**13), min_size=1, max_size=3))
def test_nobody_hangs_for_a_machine_that_stood_still(gaps: list[int]) -> None:
    pulse, now_ns = spoken().pulse, 0
    for gap_ns in gaps:
        now_ns += gap_ns
        assert not pulse.looked(now_ns, PID)


@pytest.mark.parametrize("share", [0.0, 0.0005])
def test_one_that_waits_for_a_processor_is_given_the_time_that_it_waited(share: float) -> None:
    """Beside ten programs that want all of the machine, a process runs for a few ms a second."""
    assert spoken().hangs_after(share, waits=0.9) > 5 * SILENT_NS
    assert spoken().hangs_after(share, waits=1.0) == 2000 * SECOND - STEP_NS


@pytest.mark.process
@pytest.mark.patient
def test_what_a_main_thread_has_run_is_known() -> None:
    before = main_thread_ran_ns(os.getpid())
    until = time.process_time() + 0.05
    while time.process_time() < until:
        pass
    assert main_thread_ran_ns(os.getpid()) - before > 20_000_000
    with subprocess.Popen(["/bin/sh", "-c", "while :; do :; done"]) as busy:
        busy.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, busy.pid, os.WSTOPPED)
        stood = main_thread_ran_ns(busy.pid)
        time.sleep(0.1)
        assert main_thread_ran_ns(busy.pid) == stood
        busy.kill()
    assert main_thread_ran_ns(busy.pid) == 0
