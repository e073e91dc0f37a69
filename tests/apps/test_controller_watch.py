"""A controller is asked how it goes, and what comes of it is told to whoever listens."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from own_threads import until_all_rest

from installation.apps import _notify as notify
from installation.apps._controller_watch import ControllerWatch
from installation.link import AskStatus, Hub, Reply, endpoint
from installation.model import ShowState
from installation.show._pulse import CONTROLLER_SILENT_NS, LONGEST_SILENCE_NS, STARTING_NS
from installation.show._status import ScreenStatus, ShowStatus, StageReport, to_json
from installation.units import SECOND

SCREEN = ScreenStatus("left", "DP-1", 1, "kiss-1", "", 0, 0.0, size=(640, 360))


def said(looks: int) -> str:
    stage = StageReport(1, looks, 0, 0, False, 0.0, "", 0, looks)
    return to_json(ShowStatus("", ShowState.PLAYING, 1, 0.0, 60.0, "", 1, 1.0, 1, (SCREEN,), stage))


class Watched:
    """A watch whose time is ours, over a controller whose main thread never runs."""

    def __init__(self, state: Path) -> None:
        self.hub = Hub(endpoint(state))
        self.now_ns = 0
        self.watch = ControllerWatch(state, lambda: self.now_ns)
        self.watch.began(0)

    def passes(self, seconds: int, answer: str = "") -> int | None:
        """After how many seconds it is found to hang, if it is; it answers with a text if any."""
        for second in range(seconds):
            self.now_ns += SECOND
            if self.watch.hangs():
                return second + 1
            if answer:
                self.answered(answer)
        return None

    def answered(self, text: str) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            for sender, message in self.hub.receive():
                assert isinstance(message, AskStatus)
                self.hub.send(sender, Reply(True, data=text))
                until_all_rest()  # it has arrived
                return
            time.sleep(0.001)
        pytest.fail("it was not asked")


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path)
    yield made
    made.watch.close()
    made.hub.close()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[notify.NotifySocket]:
    listener = notify.NotifySocket()
    monkeypatch.setitem(os.environ, notify.VARIABLE, str(listener.path))
    yield listener
    listener.close()


def test_one_that_never_answers_is_found_to_hang(watched: Watched) -> None:
    assert watched.passes(100) == STARTING_NS // SECOND + 2


def test_one_that_answers_is_well_and_one_that_stops_is_found_to_hang(
    watched: Watched, told: notify.NotifySocket
) -> None:
    assert watched.passes(3) is None
    assert set(told.heard()) == {"STATUS=beginning"}
    for looks in range(1, 10):
        assert watched.passes(1, said(looks)) is None
    lines = told.heard()
    assert lines.count(notify.READY) == 1 and lines.count(notify.ALIVE) > 3
    assert "STATUS=playing" in lines
    assert (watched.passes(100) or 0) <= CONTROLLER_SILENT_NS // SECOND + 2


def test_the_next_one_has_its_own_time_to_start(watched: Watched) -> None:
    watched.passes(100)
    watched.watch.began(0)
    assert watched.passes(STARTING_NS // SECOND) is None


def test_an_answer_of_another_release_is_an_answer(
    watched: Watched, told: notify.NotifySocket
) -> None:
    for _ in range(2 * LONGEST_SILENCE_NS // SECOND):
        assert watched.passes(1, '{"title": 7}') is None
    assert watched.passes(1) is None
    assert notify.ALIVE in told.heard()


def test_what_only_speaks_with_others_loads_neither_forms_nor_pictures() -> None:
    # each took 10 MB of the launcher, which plays nothing
    code = "import sys, installation.apps._controller_watch; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert not {b"pydantic", b"yaml", b"numpy"} & set(loaded.split())
