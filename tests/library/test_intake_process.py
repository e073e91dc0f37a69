"""An intake that says nothing: hung, slow, or without a processor. The clock is the test's own."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from installation.library import _intake_process as intake
from installation.library._intake_process import HUNG_S, START_S, IntakeProcess
from installation.units import SECOND

pytestmark = [pytest.mark.process, pytest.mark.patient]


@pytest.fixture
def begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], IntakeProcess]]:
    made: list[IntakeProcess] = []

    def begin(program: str) -> IntakeProcess:
        script = tmp_path / "odd"
        script.write_text(f"#!/bin/sh\n{program}\n")
        script.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(script))
        made.append(IntakeProcess(tmp_path / "a.mp4", tmp_path))
        return made[-1]

    yield begin
    for one in made:
        one.kill()


def kept_from_running(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    monkeypatch.setattr(intake, "waited_s", lambda _: seconds)


def test_silence_counts_but_not_while_others_have_the_processor(
    begun: Callable[[str], IntakeProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_from_running(monkeypatch, 5.0)
    one = begun('echo \'{"progress": 0.25, "eta": null, "step": "decoding"}\'; exec sleep 60')
    until = time.monotonic() + 60
    while not one.share:
        assert one.poll(0) is None and time.monotonic() < until
        time.sleep(0.01)
    assert one.poll(HUNG_S * SECOND) is None
    kept_from_running(monkeypatch, 5.0 + 50)
    assert one.poll((HUNG_S + 50) * SECOND) is None
    found = one.poll((HUNG_S + 51) * SECOND)
    assert found is not None and found.suspect and f"hung for {HUNG_S} s" in found.fault.reason


def test_one_that_never_gets_under_way_says_nothing_of_its_film(
    begun: Callable[[str], IntakeProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_from_running(monkeypatch, 0.0)
    one = begun("exec sleep 60")
    assert one.poll(0) is None and one.poll(START_S * SECOND) is None
    found = one.poll((START_S + 1) * SECOND)
    assert found is not None and (found.suspect, found.not_yet) == (False, True)
    assert "not under way" in found.fault.reason
