"""An intake that says nothing: hung, slow, or without a processor. The clock is the test's own."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from stand_in import stand_in

from installation.library import _intake_process as intake
from installation.library._intake_process import HUNG_S, START_S, IntakeProcess
from installation.link import Stillness, ThreadTime
from installation.model import Outcome
from installation.units import SECOND

pytestmark = [pytest.mark.process, pytest.mark.patient]


@pytest.fixture
def begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], IntakeProcess]]:
    made: list[IntakeProcess] = []

    def begin(program: str) -> IntakeProcess:
        script = stand_in(tmp_path / "odd", program)
        monkeypatch.setattr(sys, "executable", str(script))
        made.append(IntakeProcess(tmp_path / "a.mp4", tmp_path))
        return made[-1]

    yield begin
    for one in made:
        one.kill()


class Account:
    """What the threads of an intake have waited, by the test's word."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.waited_ns = 5 * SECOND
        monkeypatch.setattr(intake, "Stillness", lambda: Stillness(self))

    def __call__(self, _pid: int) -> dict[int, ThreadTime]:
        return {1: ThreadTime(0, self.waited_ns)}


def polled(one: IntakeProcess, seconds: range) -> Outcome | None:
    """Poll in each of the seconds; what the last one found."""
    found: Outcome | None = None
    for second in seconds:
        assert found is None, second
        found = one.poll(second * SECOND)
    return found


def test_silence_counts_but_not_while_others_have_the_processor(
    begun: Callable[[str], IntakeProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    account = Account(monkeypatch)
    one = begun('echo \'{"progress": 0.25, "eta": null, "step": "decoding"}\'; exec sleep 60')
    until = time.monotonic() + 60
    while not one.share:
        assert one.poll(0) is None and time.monotonic() < until
        time.sleep(0.01)
    assert polled(one, range(1, HUNG_S)) is None
    for second in range(HUNG_S, HUNG_S + 50):
        account.waited_ns += SECOND
        assert one.poll(second * SECOND) is None
    found = polled(one, range(HUNG_S + 50, HUNG_S + 52))
    assert found is not None and found.suspect and f"hung for {HUNG_S} s" in found.fault.reason


def test_one_that_never_gets_under_way_says_nothing_of_its_film(
    begun: Callable[[str], IntakeProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    Account(monkeypatch)
    one = begun("exec sleep 60")
    found = polled(one, range(START_S + 2))
    assert found is not None and (found.suspect, found.not_yet) == (False, True)
    assert "not under way" in found.fault.reason
