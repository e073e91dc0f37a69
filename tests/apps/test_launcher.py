"""The launcher between a controller's death and what comes after it."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock

import pytest

import installation
from installation.apps import Launcher, ShowLock, controller_command
from installation.apps._controller_watch import ControllerWatch

ROOT = Path(installation.__file__).parent.parent
pytestmark = [pytest.mark.process, pytest.mark.patient]

AS_ROOT = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root has the right without a unit's LimitNICE"
)
CONTROLLER = "echo $$; sleep 100 & wait"
"""A controller with a child, which it leaves behind when it is killed."""


def in_a_process(name: str) -> "subprocess.CompletedProcess[str]":
    """Have a process of its own be the launcher that a function of this file makes."""
    return subprocess.run(
        [sys.executable, "-c", f"import sys, test_launcher; sys.exit(test_launcher.{name}())"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([*sys.path, str(Path(__file__).parent)])},
        capture_output=True,
        text=True,
        timeout=30,
    )


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
    done = in_a_process("ends_as_it_is_asked")
    assert (done.returncode, done.stderr) == (0, "")
    with pytest.raises(ProcessLookupError):  # nor is anything left of its session
        os.killpg(int(done.stdout), 0)


def test_a_controller_that_is_loaded_when_its_launcher_is_gone_ends_at_once(tmp_path: Path) -> None:
    """It would keep the show's lock, and the next launcher would wait for it in vain."""
    gone = subprocess.Popen(["true"])
    gone.wait()
    words = [str(tmp_path / "none.yaml"), "--launcher", str(gone.pid)]
    words += [word for name in ("versions", "calibration", "state") for word in (f"--{name}", name)]
    done = subprocess.run(controller_command(words), cwd=ROOT, capture_output=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


def leaves_one_behind() -> int:
    """Be a launcher whose first controller hangs, and is held by a disk when it is killed."""

    class Watch:
        """Finds the first controller to hang, once."""

        def __init__(self, *_: object) -> None:
            self.found = False

        def hangs(self) -> bool:
            first, self.found = not self.found, True
            return first

        def began(self, _pid: int) -> None: ...

        def close(self) -> None: ...

    with tempfile.TemporaryDirectory() as state:
        died = Path(state, "died")
        script = f"test -e {died} && exit 0; touch {died}; echo $$; exec sleep 100"
        launcher = Launcher(["sh", "-c", script], Path(state), ShowLock(Path(state)))
        launcher._watch = Watch()  # type: ignore[assignment]
        with mock.patch.object(subprocess.Popen, "kill"):  # a disk holds it
            return launcher.run()


def test_a_controller_that_cannot_even_be_killed_is_not_waited_for() -> None:
    done = in_a_process("leaves_one_behind")
    assert done.returncode == 0, done.stderr
    with pytest.raises(ProcessLookupError):  # the clearing up has ended it
        os.kill(int(done.stdout), 0)


def begins_one_before_the_others() -> int:
    """Be a launcher whose second controller ends once it has the place that it is lent to start."""
    with tempfile.TemporaryDirectory() as state:
        died, place = Path(state, "died"), "$(cut -d' ' -f19 /proc/$$/stat)"
        script = f"test -e {died} || {{ touch {died}; sleep 0.2; echo {place}; kill -9 $$; }}\n"
        script += f"until [ {place} = -10 ]; do sleep 0.02; done; echo lent"
        return Launcher(["sh", "-c", script], Path(state), ShowLock(Path(state))).run()


@AS_ROOT
def test_a_controller_that_follows_goes_before_the_others() -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert in_a_process("begins_one_before_the_others").stdout == f"{own}\nlent\n"


def begins_ahead() -> int:
    """Be a launcher that was sent ahead; its controller says its own place, and the launcher's."""
    os.setpriority(os.PRIO_PROCESS, 0, -10)
    place = "until [ $(cut -d' ' -f19 /proc/$$/stat) = -10 ]; do sleep 0.02; done; echo lent\n"
    place += "cut -d' ' -f19 /proc/$PPID/stat"
    with tempfile.TemporaryDirectory() as state:
        return Launcher(["sh", "-c", place], Path(state), ShowLock(Path(state))).run()


@AS_ROOT
def test_a_launcher_that_follows_hands_its_place_on_to_its_controller() -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert in_a_process("begins_ahead").stdout == f"lent\n{own}\n"


def outlasts_a_machine_without_processes() -> int:
    """Be a launcher whose controller dies while the system refuses another process."""
    real, refused = subprocess.Popen, 0
    with tempfile.TemporaryDirectory() as state:
        died = Path(state, "died")

        def popen(words: list[str], **more: object) -> object:
            nonlocal refused
            if died.exists() and refused < 2:
                refused += 1
                raise BlockingIOError(11, "Resource temporarily unavailable")
            return real(words, **more)  # type: ignore[call-overload]

        subprocess.Popen = popen  # type: ignore[assignment]
        script = f"test -e {died} && exit 0; touch {died}; kill -9 $$"
        return Launcher(["sh", "-c", script], Path(state), ShowLock(Path(state))).run()


def test_a_machine_that_refuses_a_process_for_a_while_does_not_end_the_show() -> None:
    done = in_a_process("outlasts_a_machine_without_processes")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("no controller can be started") == 2
