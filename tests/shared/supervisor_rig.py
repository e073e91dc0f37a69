"""Tiny children for tests of the supervisor, and looks at what it makes of them."""

import contextlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from installation.show import Supervisor
from installation.show._supervisor import SupervisedProcess

PYTHON = [sys.executable, "-S", "-c"]
STAY = [*PYTHON, "import time; print('here', flush=True); time.sleep(60)"]
SLEEP = ["/bin/sleep", "60"]
WORK = [*PYTHON, "while True: pass"]
DEAF = [
    *PYTHON,
    "import os, signal, time; signal.signal(15, signal.SIG_IGN); os.write(1, b'x'); time.sleep(60)",
]
CRASH = [*PYTHON, "import sys; sys.exit(3)"]
QUIT = [*PYTHON, "pass"]


def only(supervisor: Supervisor) -> SupervisedProcess:
    (worker,) = supervisor.workers
    return worker


def until(happened: Callable[[], object], patience_s: float = 60.0) -> None:
    deadline = time.monotonic() + patience_s
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.002)


def pid_of(supervisor: Supervisor) -> int:
    """The process of the only worker, which has one."""
    pid = only(supervisor).pid
    assert pid is not None
    return pid


def watched(
    supervisor: Supervisor, now_ns: int, lost: Callable[[str], None] = pytest.fail
) -> Supervisor:
    """The supervisor after a look at its workers."""
    supervisor.watch(now_ns, lost)
    return supervisor


def watch_until_lost(supervisor: Supervisor, now_ns: int) -> list[str]:
    """Watch at one instant until somebody is lost."""
    lost: list[str] = []
    until(lambda: watched(supervisor, now_ns, lost.append) and lost)
    return lost


def gone(pid: int | None) -> bool:
    assert pid is not None
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    return True


def said(tmp_path: Path, name: str = "left") -> str:
    return (tmp_path / "logs" / f"{name}.log").read_text()
