"""A process is known by its start in ticks of this boot, whatever the clocks say."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from installation.show._process_identity import identity_of
from installation.timeline import boot_id


def test_a_process_is_itself() -> None:
    mine = identity_of(os.getpid())
    assert mine is not None and mine == identity_of(os.getpid())
    assert (mine.pid, mine.boot) == (os.getpid(), boot_id())
    assert mine.ticks >= 0


@pytest.mark.parametrize(
    ("line", "ticks"),
    [
        (b"7 (a) S" + b" 0" * 18 + b" 4711 0", 4711),
        (b"7 (odd ) Z (name) S" + b" 0" * 18 + b" 12 0", 12),
        (b"7 (a) Z" + b" 0" * 18 + b" 4711 0", None),  # it only waits to be waited for
        (b"7 (a) S 0 0", None),
        (b"", None),
    ],
)
def test_its_line_is_read_from_behind_its_name(
    tmp_path: Path, line: bytes, ticks: int | None
) -> None:
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "stat").write_bytes(line)
    found = identity_of(7, tmp_path)
    assert (found.ticks if found else None) == ticks


@pytest.mark.process
@pytest.mark.patient
def test_another_one_is_another_and_one_that_has_ended_is_none() -> None:
    child = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"])
    assert identity_of(child.pid) not in (None, identity_of(os.getpid()))
    child.send_signal(signal.SIGKILL)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert identity_of(child.pid) is None
    child.wait()
    assert identity_of(child.pid) is None
