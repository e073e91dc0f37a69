"""The launcher between a controller's death and what comes after it."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from installation.apps import Launcher, ShowLock
from installation.apps._controller_watch import ControllerWatch

pytestmark = [pytest.mark.process, pytest.mark.patient]

CONTROLLER = "echo $$; sleep 100 & wait"
"""A controller with a child, which it leaves behind when it is killed."""


def ends_as_it_is_asked() -> int:
    """Be a launcher whose controller dies in the instant in which it is asked to leave."""

    class Late(Launcher):
        def _wait(self, controller: "subprocess.Popen[bytes]", watch: ControllerWatch) -> int:
            children = Path(f"/proc/{controller.pid}/task/{controller.pid}/children")
            while not children.read_text():
                time.sleep(0.01)
            os.kill(controller.pid, signal.SIGKILL)
            os.waitid(os.P_PID, controller.pid, os.WEXITED | os.WNOWAIT)
            os.kill(os.getpid(), signal.SIGTERM)
            return super()._wait(controller, watch)

    with tempfile.TemporaryDirectory() as state:
        return Late(["sh", "-c", CONTROLLER], Path(state), ShowLock(Path(state))).run()


def test_a_controller_that_dies_as_it_is_told_to_leave_is_not_waited_for() -> None:
    code = "import sys, test_launcher; sys.exit(test_launcher.ends_as_it_is_asked())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([*sys.path, str(Path(__file__).parent)])},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (done.returncode, done.stderr) == (0, "")
    with pytest.raises(ProcessLookupError):  # nor is anything left of its session
        os.killpg(int(done.stdout), 0)
