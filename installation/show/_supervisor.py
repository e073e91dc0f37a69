"""Keeps the show's processes alive: starts them, adopts running ones, tells a crash from a quit.

A worker outlives the controller that started it. Its identity stands in a file, so that the next
controller adopts it instead of starting a second one.
"""

import contextlib
import json
import logging
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from installation.files import write_whole
from installation.link import Child, SpawnedChild, process_handle
from installation.said import Said
from installation.show._fork_line import ForkLine
from installation.show._process_end import ProcessEnd, end_by
from installation.show._process_identity import ProcessIdentity, identity_of, runs
from installation.show._pulse import WORKER_SILENT_NS, Pulse
from installation.show._worker_logs import WorkerLogs
from installation.units import MILLISECOND, SECOND

FIRST_BACKOFF_NS = 100 * MILLISECOND
LONGEST_BACKOFF_NS = 20 * SECOND
WELL_NS = 3 * SECOND
"""A worker that has lived this long came up well; the next one is started at once."""
LEAVING_NS = 4 * SECOND
"""A worker that was asked to end and still runs after this long is killed."""
HELD_NS = 2 * SECOND
"""One that was killed and has not ended after this long is held by a disk or a share that does not
answer. It does nothing any more, and another one takes its place."""
MOST_HELD = 6
"""The most that are left behind so; no more are begun then, for they would only follow."""
TRIM_NS = 10 * SECOND
"""How often it is looked whether a log has grown too long."""

_log = logging.getLogger("supervisor")


@dataclass
class SupervisedProcess:
    """One process that should be running."""

    name: str
    command: Sequence[str]
    pid: int | None = None
    pidfd: int | None = None
    child: Child | None = None
    started_ns: int = 0
    pulse: Pulse = field(default_factory=Pulse)
    restarts: int = 0
    backoff_ns: int = FIRST_BACKOFF_NS
    due_ns: int = 0
    killed_ns: int | None = None
    """When it was killed, if it has not ended since."""
    last_end: ProcessEnd | None = None


class Running(NamedTuple):
    """A worker that an earlier controller left running, and what it was started with."""

    identity: ProcessIdentity
    command: list[str]


class Supervisor:
    """Workers by name. One thread; :meth:`watch` is called several times a second.

    ``folder`` holds the pid files, ``logs`` what the workers say. ``forks`` begins what it can.
    """

    def __init__(self, folder: Path, logs: Path, forks: ForkLine | None = None) -> None:
        self._folder = folder
        self._forks = forks
        self._logs = WorkerLogs(logs)
        self._trim_ns = 0
        self._workers: dict[str, SupervisedProcess] = {}
        self._leaving: list[SupervisedProcess] = []
        self._held: list[SupervisedProcess] = []
        """Those that were killed, and left behind."""

    @property
    def workers(self) -> Iterable[SupervisedProcess]:
        """All that should be running."""
        return self._workers.values()

    def want(self, name: str, command: Sequence[str], now_ns: int) -> None:
        """Have a worker running: adopted if it is, started if not.

        One that was dismissed, or runs by another command (the layout has changed), is started
        again once it has ended.
        """
        if name in self._workers:
            return
        running = self._recorded(name)
        worker = self._workers[name] = SupervisedProcess(
            name, running.command if running else command
        )
        if running is not None and self._adopt(worker, running.identity, now_ns):
            if running.command == list(command):
                return
            self.dismiss(name)
            worker = self._workers[name] = SupervisedProcess(name, command)
        if not self._still_leaving(name):
            self._start(worker, now_ns)

    def dismiss(self, name: str) -> None:
        """Have a worker end; it is no longer wanted. :meth:`watch` sees to it that it does."""
        worker = self._workers.pop(name, None)
        if worker is None:
            return
        self._file(name).unlink(missing_ok=True)
        if worker.pid is not None:
            _send(worker, signal.SIGTERM)
            worker.due_ns = 0
            self._leaving.append(worker)

    def heard(self, name: str) -> None:
        """A life sign."""
        if name in self._workers:
            self._workers[name].pulse.spoke()

    def recognises(self, name: str, pid: int) -> bool:
        """Tell whether this is the process that should be running; another one is ended.

        Whoever killed a controller between the start of a worker and the note of it, or removed the
        notes, leaves one behind that nobody knows; it would play beside the one that is begun.
        """
        worker = self._workers.get(name)
        if worker is None or worker.pid == pid:
            return worker is not None
        known = any(leaving.pid == pid for leaving in self._leaving)
        if not known and runs(pid, worker.command):
            with contextlib.suppress(OSError):  # it has ended just now
                stranger = SupervisedProcess(name, (), pid, process_handle(pid))
                _log.warning("%s: process %d is nobody's, and is ended", name, pid)
                _send(stranger, signal.SIGTERM)
                self._leaving.append(stranger)
        return False

    def watch(self, now_ns: int, lost: Callable[[str], None]) -> None:
        """Notice who has ended or hangs, tell ``lost``, and start again what is due."""
        for worker in list(self._workers.values()):
            if _ended(worker, 0):
                self._mourn(worker, now_ns)
                lost(worker.name)
            elif self._hangs(worker, now_ns) and self._is_held(worker, now_ns):
                self._leave_behind(worker)
                held = Said("held by a disk or a share that does not answer")
                self._miss(worker, ProcessEnd(held), now_ns)
                lost(worker.name)
            due = worker.pid is None and now_ns >= worker.due_ns
            if due and not self._still_leaving(worker.name):
                worker.restarts += worker.last_end is not None
                self._start(worker, now_ns)
        self._see_off(now_ns)
        if now_ns >= self._trim_ns:
            self._trim_ns = now_ns + TRIM_NS
            self._logs.trim()
            for worker in self._workers.values():  # a log-out or a cleaner may have removed it
                if worker.pid is not None and not self._file(worker.name).exists():
                    self._record(worker.name, worker.pid, worker.command)

    def leave(self, patience_s: float = 4.0) -> None:
        """End all workers, in order if they do so in time."""
        going = [w for w in (*self._workers.values(), *self._leaving) if w.pidfd is not None]
        for worker in self._workers.values():
            _send(worker, signal.SIGTERM)
        deadline = time.monotonic() + patience_s
        for worker in going:
            if not _ended(worker, max(0.0, deadline - time.monotonic())):
                _send(worker, signal.SIGKILL)
                _ended(worker, 1.0)
            self._forget(worker)
        for worker in self._held:
            self._forget(worker)
        for name in self._workers:
            self._file(name).unlink(missing_ok=True)
        self._workers.clear()
        self._leaving.clear()
        self._held.clear()
        if self._forks is not None:
            self._forks.close()

    # inside

    def _start(self, worker: SupervisedProcess, now_ns: int) -> None:
        try:
            child = self._launch(worker)
        except OSError as fault:  # no memory, no more processes
            why = Said("could not be started: {why}", why=fault.strerror or str(fault))
            worker.last_end = ProcessEnd(why)
            self._put_off(worker, now_ns)
            return
        try:
            self._follow(worker, child.pid, child, now_ns)
        except ProcessLookupError:  # it has ended, and the fork server has waited for it
            self._mourn(worker, now_ns)
            return
        self._record(worker.name, child.pid, worker.command)

    def _record(self, name: str, pid: int, command: Sequence[str]) -> None:
        """Keep who it is for the next controller, which would start a second one without it."""
        identity = identity_of(pid)
        if identity is None:  # it has ended already
            return
        record = {**identity._asdict(), "command": list(command)}
        with contextlib.suppress(OSError):  # a full disk: it plays, and cannot be adopted
            data = json.dumps(record).encode()
            write_whole(self._file(name), data, survives_power_cut=False)

    def _launch(self, worker: SupervisedProcess) -> Child:
        command = list(worker.command)
        with contextlib.ExitStack() as stack:
            nothing = stack.enter_context(Path(os.devnull).open("r+b"))
            out = nothing.fileno()
            with contextlib.suppress(OSError):  # better without a log than not at all
                out = stack.enter_context(self._logs.open(worker.name)).fileno()
            if self._forks is not None:
                forked = self._forks.begin(command, {0: nothing.fileno(), 1: out, 2: out})
                if forked is not None:
                    return forked
            return SpawnedChild(
                subprocess.Popen(
                    command, stdin=nothing, stdout=out, stderr=out, start_new_session=True
                )
            )

    def _adopt(self, worker: SupervisedProcess, identity: ProcessIdentity, now_ns: int) -> bool:
        try:
            self._follow(worker, identity.pid, None, now_ns)
        except ProcessLookupError:  # it has ended just now
            return False
        if identity_of(identity.pid) == identity:
            return True
        self._forget(worker)  # its pid is another's by now
        return False

    def _follow(
        self,
        worker: SupervisedProcess,
        pid: int,
        child: Child | None,
        now_ns: int,
    ) -> None:
        worker.pid, worker.child, worker.started_ns = pid, child, now_ns
        worker.pulse = Pulse(WORKER_SILENT_NS)
        worker.pidfd = process_handle(pid)

    def _mourn(self, worker: SupervisedProcess, now_ns: int) -> None:
        code = self._forget(worker)
        gave_up = code is not None and code > 0
        words = self._logs.last_words(worker.name) if gave_up else ""
        self._miss(worker, end_by(code, words), now_ns)

    def _miss(self, worker: SupervisedProcess, end: ProcessEnd, now_ns: int) -> None:
        """Note how one has gone, and have the next one begin in its time."""
        worker.last_end = end
        _log.warning("%s: %s", worker.name, end.words)
        if now_ns - worker.started_ns > WELL_NS:
            worker.backoff_ns = FIRST_BACKOFF_NS
        self._put_off(worker, now_ns)
        self._file(worker.name).unlink(missing_ok=True)

    def _put_off(self, worker: SupervisedProcess, now_ns: int) -> None:
        # a first crash after a good while is answered at once: somebody is watching the wall
        worker.due_ns = now_ns + (0 if worker.backoff_ns == FIRST_BACKOFF_NS else worker.backoff_ns)
        worker.backoff_ns = min(2 * worker.backoff_ns, LONGEST_BACKOFF_NS)

    def _still_leaving(self, name: str) -> bool:
        return any(worker.name == name for worker in self._leaving)

    def _see_off(self, now_ns: int) -> None:
        """Wait for those that were dismissed, and kill those that stay."""
        for worker in list(self._leaving):
            if _ended(worker, 0):
                self._leaving.remove(worker)
                self._forget(worker)
            elif not worker.due_ns:
                worker.due_ns = now_ns + LEAVING_NS
            elif now_ns > worker.due_ns and self._is_held(worker, now_ns):
                self._leaving.remove(worker)
                self._leave_behind(worker)
        for worker in [held for held in self._held if _ended(held, 0)]:
            self._held.remove(worker)
            self._forget(worker)

    def _hangs(self, worker: SupervisedProcess, now_ns: int) -> bool:
        return worker.pid is not None and worker.pulse.looked(now_ns, worker.pid)

    def _is_held(self, worker: SupervisedProcess, now_ns: int) -> bool:
        """Kill a process, and tell whether it has not ended of it, and may be left behind."""
        _send(worker, signal.SIGKILL)
        worker.killed_ns = now_ns if worker.killed_ns is None else worker.killed_ns
        return now_ns - worker.killed_ns > HELD_NS and len(self._held) < MOST_HELD

    def _leave_behind(self, worker: SupervisedProcess) -> None:
        """Wait no longer for a process that was killed; its end is taken note of once it comes."""
        behind = (worker.pid, worker.pidfd, worker.child)
        self._held.append(SupervisedProcess(worker.name, (), *behind))
        worker.pid = worker.pidfd = worker.child = worker.killed_ns = None

    def _forget(self, worker: SupervisedProcess) -> int | None:
        """Let a process go that has ended, and return how; None when nobody can tell."""
        if worker.pidfd is not None:
            os.close(worker.pidfd)
        code = worker.child.code() if worker.child is not None else None
        worker.pid = worker.pidfd = worker.child = worker.killed_ns = None
        return code

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.pid"

    def _recorded(self, name: str) -> Running | None:
        """The worker that an earlier controller started, if it still runs."""
        try:
            record = json.loads(self._file(name).read_bytes())
            known = ProcessIdentity(int(record["pid"]), int(record["ticks"]), str(record["boot"]))
            command = record["command"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return Running(known, command) if identity_of(known.pid) == known else None


def _ended(worker: SupervisedProcess, patience_s: float) -> bool:
    if worker.pidfd is None:
        return False
    poll = select.poll()  # select() knows no descriptor above 1023
    poll.register(worker.pidfd, select.POLLIN)
    return bool(poll.poll(patience_s * 1000))


def _send(worker: SupervisedProcess, number: signal.Signals) -> None:
    """Through the pidfd, so that a pid that means another process by now is left alone."""
    if worker.pidfd is not None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(worker.pidfd, number)
