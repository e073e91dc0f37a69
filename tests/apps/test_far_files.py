"""Files on a share that may hang, read by a process that is left behind when it does."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from own_threads import waiting_less_than
from suspended import suspend

from installation.apps import FollowedLayout
from installation.apps import _far_files as far_files
from installation.apps._far_files import FarFiles
from installation.apps._followed_files import FollowedFiles, OwnFiles, UnansweredError
from installation.apps._reading import MEMORY, LayoutMemory
from installation.errors import ConfigError
from installation.said import verbatim
from installation.units import SECOND, ns

pytestmark = [pytest.mark.process, pytest.mark.patient]

LAYOUT = "title: {}\nscreens:\n  - {{name: left, display: {{position: 1}}}}\n"


@pytest.fixture
def files() -> Iterator[FarFiles]:
    made = FarFiles()
    yield made
    made.close()


@pytest.fixture(params=[OwnFiles, FarFiles])
def either(request: pytest.FixtureRequest) -> Iterator[FollowedFiles]:
    made = request.param()
    yield made
    if isinstance(made, FarFiles):
        made.close()


def reader() -> psutil.Process:
    """The process that reads."""
    alive = (c for c in psutil.Process().children() if c.status() != psutil.STATUS_ZOMBIE)
    return next(c for c in alive if far_files.MODULE in c.cmdline())


def until(holds: Callable[[], bool], files: FollowedFiles) -> None:
    ends = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < ends
        files.look(time.monotonic_ns())
        time.sleep(0.005)


def test_what_is_written_again_is_read_again(either: FollowedFiles, tmp_path: Path) -> None:
    one, odd = tmp_path / "one.yaml", tmp_path / "odd\udcff.ics"
    one.write_text("first")
    either.follow(one, odd)
    either.wait()
    assert either.read(one) == b"first"
    with pytest.raises(FileNotFoundError):
        either.read(odd)
    before = either.version(one), either.version(odd)
    one.write_text("second")
    until(lambda: either.read(one) == b"second", either)
    odd.mkdir()
    until(lambda: either.version(odd) != before[1], either)
    with pytest.raises(OSError, match="not a regular file"):
        either.read(odd)
    assert either.version(one) != before[0] and not either.trouble


def test_a_share_that_hangs_stops_nobody_and_is_said(files: FarFiles, tmp_path: Path) -> None:
    one = tmp_path / "one.yaml"
    one.write_text("first")
    files.follow(one)
    files.wait()
    held = reader()
    suspend(held)
    now = time.monotonic_ns()
    for _ in range(110):
        assert not files.trouble
        now += SECOND // 10
        with waiting_less_than(0.1):
            files.look(now)
            assert files.read(one) == b"first"
        if files.trouble:
            break
    assert "one.yaml have not answered for 10 s" in files.trouble
    one.write_text("second")
    while files.read(one) != b"second":  # another process reads it
        now += SECOND // 10
        files.look(now)
        time.sleep(0.005)
        assert now < time.monotonic_ns() + ns(600)
    assert not files.trouble and reader().pid != held.pid


def test_a_reader_that_ends_is_replaced(files: FarFiles, tmp_path: Path) -> None:
    one = tmp_path / "one.yaml"
    one.write_text("first")
    files.follow(one)
    files.wait()
    reader().kill()
    one.write_text("second")
    until(lambda: files.read(one) == b"second", files)
    assert not files.trouble


class SilentFiles(OwnFiles):
    """Files of a share that does not answer yet."""

    answers = False

    def __init__(self) -> None:
        super().__init__()
        self.trouble = verbatim("it does not answer")

    def version(self, file: Path) -> int:
        return super().version(file) if self.answers else 0

    def read(self, file: Path) -> bytes:
        if not self.answers:
            raise UnansweredError(0, "its share does not answer", str(file))
        return super().read(file)


def test_a_show_begins_with_the_layout_that_it_had(tmp_path: Path) -> None:
    file, written = tmp_path / "layout.yaml", dict[Path, bytes]()
    file.write_text(LAYOUT.format("Two"))
    files, state = SilentFiles(), tmp_path / "state"
    state.mkdir()
    with pytest.raises(ConfigError, match=r"layout\.yaml: cannot be read: its share"):
        FollowedLayout(files, file, state)
    (state / MEMORY).write_text(LAYOUT.format("One"))
    followed = FollowedLayout(files, file, state)
    assert followed.layout.title == "One" and followed.fault == "it does not answer"
    remember = LayoutMemory(followed, state, written.__setitem__)
    files.answers, files.trouble = True, verbatim("")
    assert followed.look(time.monotonic_ns()) and followed.layout.title == "Two"
    assert not followed.fault
    remember()
    assert written == {state / MEMORY: LAYOUT.format("Two").encode()}
    written.clear()
    remember()
    assert not written
