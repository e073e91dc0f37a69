"""A real process that is not let run; not among patient tests, whose rank others would share."""

import os
import signal
import subprocess
import time

import pytest

from installation.link import Stillness
from installation.units import MILLISECOND, SECOND


@pytest.mark.process
@pytest.mark.parametrize("stopped", [False, True])
def test_a_real_process_behind_others_is_not_still_and_a_stopped_one_is(stopped: bool) -> None:
    """On one processor, behind one that wants all of it; without that one it would run."""
    words = ["/bin/sh", "-c", "while :; do :; done"]
    last, first = subprocess.Popen(words), subprocess.Popen(words)
    try:
        here = min(os.sched_getaffinity(0))
        for each in (last, first):
            os.sched_setaffinity(each.pid, {here})
        os.sched_setscheduler(last.pid, os.SCHED_IDLE, os.sched_param(0))
        if stopped:
            last.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, last.pid, os.WSTOPPED)
        stillness = Stillness()
        ends_ns = time.monotonic_ns() + (60 if stopped else 2) * SECOND
        found = False
        while not found and (now_ns := time.monotonic_ns()) < ends_ns:
            found = stillness.looked(now_ns, last.pid, 600 * MILLISECOND)
            time.sleep(0.05)
        assert found == stopped
    finally:
        for each in (last, first):
            each.kill()
            each.wait()
