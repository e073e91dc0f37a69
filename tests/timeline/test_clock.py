"""The clock waits in one piece, never for what has passed, and names the boot."""

import time

import pytest

from installation.timeline import MonotonicClock, RunningTime, boot_id
from installation.units import MILLISECOND, SECOND


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the clock slept, each time, without sleeping; the time stands at five seconds."""
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    monkeypatch.setattr(time, "monotonic_ns", lambda: 5 * SECOND)
    return slept


def test_sleeps_in_one_piece(naps: list[float]) -> None:
    MonotonicClock().sleep_until(5 * SECOND + 250 * MILLISECOND)
    assert naps == [0.25]


@pytest.mark.parametrize("instant_ns", [0, 4 * SECOND, 5 * SECOND])
def test_does_not_wait_for_what_has_passed(naps: list[float], instant_ns: int) -> None:
    MonotonicClock().sleep_until(instant_ns)
    assert naps == []


def test_reads_the_clock_that_all_processes_share() -> None:
    before = time.clock_gettime_ns(time.CLOCK_MONOTONIC)
    now = MonotonicClock().now()
    assert before <= now <= time.clock_gettime_ns(time.CLOCK_MONOTONIC)


def test_a_boot_has_one_name() -> None:
    assert boot_id() == boot_id()
    assert len(boot_id()) == 36


def test_a_machine_that_stood_still_has_kept_nobody_waiting() -> None:
    now = iter([5 * SECOND, 6 * SECOND, 6 * SECOND + 7, 100 * SECOND, 101 * SECOND])
    ran = RunningTime(lambda: next(now))
    assert [ran() for _ in range(4)] == [SECOND, SECOND + 7, 2 * SECOND + 7, 3 * SECOND + 7]
