"""One show for each state folder, and the next one when the launcher of the last was killed."""

import fcntl
import os
import subprocess
import threading
from pathlib import Path
from typing import IO

import pytest

from installation.apps import ShowLock
from installation.errors import KissError


def taken_by(state: Path, holder: int) -> IO[str]:
    """Have a state folder be that of a process; return what holds the lock."""
    file = (state / "lock").open("w+")
    fcntl.flock(file, fcntl.LOCK_EX)
    file.write(f"{holder}\n")
    file.flush()
    return file


def test_a_second_show_is_told_who_has_the_folder(tmp_path: Path) -> None:
    with taken_by(tmp_path, os.getpid()), pytest.raises(KissError, match=f"process {os.getpid()}"):
        ShowLock(tmp_path)
    ShowLock(tmp_path).release()


def test_the_next_show_waits_for_the_controller_of_a_launcher_that_was_killed(
    tmp_path: Path,
) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    with taken_by(tmp_path, gone.pid) as controllers:
        ends = threading.Timer(0.2, controllers.close)
        ends.start()
        ShowLock(tmp_path).release()
        assert controllers.closed
        ends.join()
