"""What a test leaves behind in shared memory is found: what it made, and what lost its owner."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import left_behind
import pytest
from left_behind import nothing_left_behind

pytestmark = [pytest.mark.process, pytest.mark.patient]

HOLDER = """
import mmap, sys
with open(sys.argv[1], "r+b") as file:
    held = mmap.mmap(file.fileno(), 0)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def segment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(left_behind, "GRACE_S", 0.0)
    path = Path("/dev/shm") / f"kiss-{tmp_path.name}"
    yield path
    path.unlink(missing_ok=True)


def test_a_file_that_nobody_owns_is_found(segment: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match=segment.name), nothing_left_behind():
        segment.write_bytes(b"x")


def test_a_file_of_another_process_is_its_own_until_that_ends(segment: Path) -> None:
    segment.write_bytes(b"x" * 4096)
    words = [sys.executable, "-c", HOLDER, str(segment)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdout.readline() == b"held\n"
        for _ in range(2):
            with nothing_left_behind(lambda: [holder.pid]):
                pass
        left = nothing_left_behind(lambda: [holder.pid])
        with pytest.raises(pytest.fail.Exception, match=segment.name), left:
            _end(holder)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
