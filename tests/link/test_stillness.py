"""A process that keeps still, told from one that is not let run."""

import os
import signal
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.link import Stillness, ThreadTime, main_thread_ran_ns, thread_times
from installation.link._processor_time import is_dead, wait_between_ns
from installation.units import SECOND

LONGEST_NS = 4 * SECOND
STEP_NS = SECOND // 4
GONE = 2**22 + 1


class Account:
    """The threads of a process, of which one waits for a share of the time."""

    def __init__(self, share: float, told_after: int = 1) -> None:
        self.share, self.told_after = share, told_after
        self.looks = self.waited_ns = self.told_ns = 0

    def __call__(self, _pid: int) -> dict[int, ThreadTime]:
        self.looks += 1
        self.waited_ns += round(self.share * STEP_NS)
        if self.looks % self.told_after == 0:
            self.told_ns = self.waited_ns
        return {1: ThreadTime(7, 0), 2: ThreadTime(7, self.told_ns, waits=self.share > 0)}


def still_after(account: Account) -> int | None:
    """When it is found to keep still for longer than it may; within 100 s."""
    stillness = Stillness(account)
    looks = range(0, 100 * SECOND, STEP_NS)
    return next((now for now in looks if stillness.looked(now, 1, LONGEST_NS)), None)


def test_one_that_waits_for_nothing_is_still_after_its_time() -> None:
    assert still_after(Account(0.0)) == LONGEST_NS + STEP_NS


def test_one_that_waits_for_a_processor_keeps_still_for_the_rest_of_the_time_only() -> None:
    found = still_after(Account(0.5))
    assert found is not None and found > 1.4 * LONGEST_NS


@pytest.mark.parametrize("told_after", [1, 5, 1000])
def test_one_that_is_not_let_run_never_keeps_still(told_after: int) -> None:
    """A wait stands in no account before it is over."""
    assert still_after(Account(1.0, told_after)) is None


def test_accounts_are_read_of_one_that_may_be_still_only() -> None:
    account = Account(0.0)
    stillness = Stillness(account)
    for now_ns in range(0, 60 * SECOND, STEP_NS):
        if now_ns % SECOND == 0:
            stillness.begins()
        assert not stillness.looked(now_ns, 1, LONGEST_NS)
    assert account.looks == 0


times = st.builds(ThreadTime, st.integers(0, 10**12), st.integers(0, 10**12), st.booleans())
accounts = st.dictionaries(st.integers(1, 5), times)


@given(accounts, accounts, st.integers(0, SECOND))
def test_a_wait_is_never_longer_than_the_time_it_is_of(
    before: dict[int, ThreadTime], after: dict[int, ThreadTime], passed_ns: int
) -> None:
    assert 0 <= wait_between_ns(before, after, passed_ns) <= passed_ns
    assert wait_between_ns(after, after, passed_ns) in (0, passed_ns)


def test_a_thread_that_waited_long_ago_hides_no_other_that_waits_now() -> None:
    before = {1: ThreadTime(0, 90 * SECOND), 2: ThreadTime(0, 0)}
    after = before | {2: ThreadTime(0, SECOND)}
    assert wait_between_ns(before, after, 2 * SECOND) == SECOND


def test_what_is_gone_has_no_times() -> None:
    assert thread_times(GONE) == {} and main_thread_ran_ns(GONE) == 0


@pytest.mark.process
@pytest.mark.patient
def test_a_process_is_dead_once_it_has_ended_though_nobody_has_waited_for_it() -> None:
    with subprocess.Popen(["/bin/sleep", "60"]) as one:
        assert not is_dead(one.pid) and not is_dead(os.getpid())
        one.send_signal(signal.SIGSTOP)
        assert not is_dead(one.pid)
        one.kill()
        os.waitid(os.P_PID, one.pid, os.WEXITED | os.WNOWAIT)
        assert is_dead(one.pid)
    assert not is_dead(GONE)  # or another container's
