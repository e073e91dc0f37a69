"""The keeper: what ``kiss play`` is. It keeps one controller running, and clears up behind it all.

It imports next to nothing, so that the controller is under way at once; then it asks that one again
and again how it goes, ends it if it does not answer, and passes on to whoever started the show that
all is well. As the child subreaper it inherits the stage and the players of a controller that died,
and no process is left behind.
"""

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from installation.apps._fork_server import KeptForkServer
from installation.apps._niceness import goes_first, send_ahead, stand_beside
from installation.apps._show_lock import ShowLock
from installation.link import endpoint, held_mark, process_handle

if TYPE_CHECKING:
    from installation.apps._controller_watch import ControllerWatch

_PR_SET_CHILD_SUBREAPER = 36
FIRST_BACKOFF_S, LONGEST_BACKOFF_S = 0.2, 10.0
WELL_S = 3.0
LEAVE_S = 10.0
LOOK_MS = 250
"""How often orphans are reaped, and the controller is looked after."""
HELD_S = 2.0
"""How long a killed process is waited for: one that a disk or a share holds goes when that does."""


class Launcher:
    """Runs a controller command again and again until it ends in order, or gives up.

    ``state`` is the state folder of its show. Each controller has the show's ``lock``, too.
    """

    def __init__(self, command: Sequence[str], state: Path, lock: ShowLock) -> None:
        self._command, self._state, self._lock = list(command), state, lock
        self._watch: ControllerWatch | None = None
        self._controller: subprocess.Popen[bytes] | None = None
        self._leaving = False
        self._forks = KeptForkServer()
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def run(self) -> int:
        """The show's exit code."""
        backoff_s = FIRST_BACKOFF_S
        code, first = 0, True
        follows = goes_first()  # another launcher, which hung
        if follows:
            stand_beside(os.getppid())
        mark = held_mark(endpoint(self._state))
        while not self._leaving:
            began = time.monotonic()
            controller = self._controller = self._begun(follows or not first)
            if controller is None:
                backoff_s = min(2 * backoff_s, LONGEST_BACKOFF_S)
                self._rest(backoff_s)
                continue
            if self._asked():  # just now
                self._pass_on(controller)
            code = self._wait(controller, self._watching(controller.pid))
            # the first one that gives up cannot begin; for a later one the wall plays already
            if code == 0 or (first and code > 0) or self._asked():
                break
            first = False
            # killed or crashed; one that came up well is followed at once
            well = time.monotonic() - began > WELL_S
            backoff_s = FIRST_BACKOFF_S if well else min(2 * backoff_s, LONGEST_BACKOFF_S)
            self._rest(0 if well else backoff_s)
        self._clear()
        if mark is not None:
            mark.release()
        if self._watch is not None:
            self._watch.close()
        return 0 if self._leaving else max(code, 0)

    def _begun(self, follows: bool) -> "subprocess.Popen[bytes] | None":
        """Start a controller; None when the system has no memory or no process for it just now.

        Beside it the fork server is loaded, which is wanted as soon where a show begins. One that
        ``follows`` goes before it: the wall plays already, and waits for its controller alone.
        """
        try:
            line = self._forks.line()
            begun = subprocess.Popen(
                [*self._command, "--forks", str(line), "--launcher", str(os.getpid())],
                start_new_session=True,
                pass_fds=[self._lock.fileno(), line],
            )
            if follows:
                send_ahead(begun.pid)
            return begun
        except OSError as fault:
            text = f"kiss: no controller can be started ({fault.strerror}); it is tried again"
            print(text, file=sys.stderr, flush=True)
            return None

    def _asked(self) -> bool:
        """Tell whether a signal has asked to leave, at any moment."""
        return self._leaving

    def _rest(self, duration_s: float) -> None:
        """Wait, but not on when asked to leave."""
        until = time.monotonic() + duration_s
        while not self._leaving and time.monotonic() < until:
            time.sleep(0.05)

    def _watching(self, pid: int) -> "ControllerWatch":
        """Return who asks the controller how it goes; loaded once that one is under way."""
        if self._watch is None:
            from installation.apps._controller_watch import ControllerWatch

            self._watch = ControllerWatch(self._state)
        self._watch.began(pid)
        return self._watch

    def _wait(self, controller: subprocess.Popen[bytes], watch: "ControllerWatch") -> int:
        """The controller's end; orphans that end meanwhile are reaped, and one that hangs ends.

        One that was killed for that and does not go is held by a disk that does not answer; nobody
        waits for it.
        """
        ends, killed_at = select.poll(), float("inf")
        handle = process_handle(controller.pid)
        try:
            ends.register(handle, select.POLLIN)
            while True:
                ends.poll(LOOK_MS)
                with contextlib.suppress(ChildProcessError):
                    while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                        if ended[0] == controller.pid:
                            controller.returncode = os.waitstatus_to_exitcode(ended[1])
                            return controller.returncode
                if watch.hangs():  # one that was asked to leave, too
                    controller.kill()
                    killed_at = time.monotonic()
                if time.monotonic() - killed_at > HELD_S:
                    return -signal.SIGKILL
        finally:
            os.close(handle)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._leaving = True
        if self._controller is not None and self._controller.returncode is None:
            self._pass_on(self._controller)

    def _pass_on(self, controller: subprocess.Popen[bytes]) -> None:
        """Ask the controller to leave.

        Not by its own ``send_signal``: that reaps one that has just died, and then ``_wait`` waits
        for its end for as long as the orphans live.
        """
        with contextlib.suppress(ProcessLookupError):
            os.kill(controller.pid, signal.SIGTERM)

    def _clear(self) -> None:
        """End what is left of the show: whatever a killed controller could not."""
        deadline = time.monotonic() + LEAVE_S
        sent: dict[int, int] = {}
        while children := _children():
            late = time.monotonic() > deadline
            if time.monotonic() > deadline + HELD_S:
                return
            for pid in children:
                number = signal.SIGKILL if late else signal.SIGTERM
                if sent.get(pid) != number:
                    sent[pid] = number
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, number)
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            time.sleep(0.02)


def _children() -> list[int]:
    tasks = Path(f"/proc/self/task/{os.getpid()}/children")
    return [int(pid) for pid in tasks.read_text().split()]


def controller_command(arguments: Sequence[str]) -> list[str]:
    """The command that runs a controller with this Python."""
    return [sys.executable, "-m", "installation.apps.controller", *arguments]
