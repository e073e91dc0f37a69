"""This machine's clocks, as they are."""

import time

from installation.machines import read_clocks


def test_the_difference_turns_one_clock_into_the_other() -> None:
    reading = read_clocks()
    assert abs(time.monotonic_ns() + reading.difference_ns - time.time_ns()) < 20_000_000
    assert reading.bound_ns is None or reading.bound_ns > 0
