"""A process that hangs, told from one that is only slow."""

import os
import signal
import subprocess
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.show._pulse import (
    LONGEST_SILENCE_NS,
    LONGEST_START_NS,
    RUNS_NS,
    SILENT_NS,
    STARTING_NS,
    Pulse,
    ran_ns,
)
from installation.units import SECOND

STEP_NS = SECOND // 4


def hangs_after(pulse: Pulse, share: float) -> int:
    """When it is found to hang if its main thread runs for a share of the time; 2,000 s at most."""
    ran = 0
    for now_ns in range(0, 2000 * SECOND, STEP_NS):
        if pulse.looked(now_ns, ran):
            return now_ns
        ran += round(share * STEP_NS)
    return now_ns


def spoken() -> Pulse:
    pulse = Pulse()
    pulse.spoke()
    return pulse


def test_one_that_neither_speaks_nor_runs_hangs() -> None:
    assert hangs_after(Pulse(), 0.0) == STARTING_NS + STEP_NS
    assert hangs_after(spoken(), 0.0) == SILENT_NS + STEP_NS


def test_one_that_only_wakes_to_look_at_a_lock_does_not_run() -> None:
    assert hangs_after(spoken(), RUNS_NS / (2 * SILENT_NS)) == SILENT_NS + STEP_NS


@pytest.mark.parametrize("share", [0.01, 0.5, 1.0])
def test_one_that_runs_is_slow_and_hangs_after_a_long_while_only(share: float) -> None:
    assert hangs_after(Pulse(), share) == LONGEST_START_NS + STEP_NS
    assert hangs_after(spoken(), share) == LONGEST_SILENCE_NS + STEP_NS


def test_one_that_speaks_never_hangs() -> None:
    pulse = Pulse()
    for now_ns in range(0, 100 * SECOND, SILENT_NS // 2):
        pulse.spoke()
        assert not pulse.looked(now_ns, 0)


@given(st.lists(st.integers(2 * SECOND, 10**13), min_size=1, max_size=3))
def test_nobody_hangs_for_a_machine_that_stood_still(gaps: list[int]) -> None:
    pulse, now_ns = spoken(), 0
    for gap_ns in gaps:
        now_ns += gap_ns
        assert not pulse.looked(now_ns, 0)


@pytest.mark.process
@pytest.mark.patient
def test_what_a_main_thread_has_run_is_known() -> None:
    before = ran_ns(os.getpid())
    until = time.process_time() + 0.05
    while time.process_time() < until:
        pass
    assert ran_ns(os.getpid()) - before > 20_000_000
    with subprocess.Popen(["/bin/sh", "-c", "while :; do :; done"]) as busy:
        busy.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, busy.pid, os.WSTOPPED)
        stood = ran_ns(busy.pid)
        time.sleep(0.1)
        assert ran_ns(busy.pid) == stood
        busy.kill()
    assert ran_ns(busy.pid) == 0
