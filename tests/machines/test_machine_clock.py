"""This machine's clocks, as they are, and what chrony says of them."""

import time
from pathlib import Path

import pytest
from stand_in import stand_in

from installation.machines import MachineClock
from installation.machines._machine_clock import chronys_bound_ns

FOLLOWS = (
    "0A4D0001,10.77.0.1,11,1795888493.920664397,0.000002707,-0.000000103,0.000003564,0.071,-0.001,"
    "0.549,0.000023299,0.000001589,1.0,Normal\n"
)
LEADS = (
    "7F7F0101,,10,1795888471.549015859,0.000000000,0.000000000,0.000000000,0.000,0.000,0.000,"
    "0.000000000,0.000000000,0.0,Normal\n"
)
LOST = "00000000,,0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,1.0,1.0,0.0,Not synchronised\n"


def test_the_difference_turns_one_clock_into_the_other() -> None:
    clock = MachineClock()
    reading = clock.read()
    clock.close()
    assert abs(time.monotonic_ns() + reading.difference_ns - time.time_ns()) < 20_000_000


@pytest.mark.parametrize(
    ("answer", "bound_ns"),
    [(FOLLOWS, 15_946), (LEADS, 0), (LOST, None), ("", None), ("506 Cannot talk to daemon", None)],
)
def test_what_chrony_answers(answer: str, bound_ns: int | None) -> None:
    """As chrony 4.3 did: of two on a bridge one was the other's time."""
    assert chronys_bound_ns(answer) == pytest.approx(bound_ns, abs=2)


def test_chrony_is_asked_where_the_kernel_knows_of_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path / "chronyc", f"printf '%s' '{FOLLOWS}'")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(MachineClock, "_kernels_ns", lambda _: None)
    clock = MachineClock()
    deadline = time.monotonic() + 10
    while clock.read().bound_ns is None and time.monotonic() < deadline:
        time.sleep(0.01)
    found = clock.read().bound_ns
    clock.close()
    assert found == pytest.approx(15_946, abs=2)


def test_what_the_kernel_knows_goes_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MachineClock, "_kernels_ns", lambda _: 7000)
    clock = MachineClock()
    assert clock.read().bound_ns == 7000
    clock.close()
