"""Keeps the show's processes alive: starts them, adopts running ones, tells a crash from a quit.

A worker outlives the controller that started it. Its pid and start time stand in a file, so that
the next controller adopts it instead of starting a second one.
"""

import contextlib
import json
import os
import select
import signal
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from installation.files import write_whole
from installation.units import MILLISECOND, SECOND

FIRST_BACKOFF_NS = 100 * MILLISECOND
LONGEST_BACKOFF_NS = 20 * SECOND
WELL_NS = 30 * SECOND
"""A worker that has lived this long starts over with the shortest back-off."""
SILENT_NS = 6 * SECOND
"""A worker without life signs for this long hangs, and is killed."""
STARTING_NS = 20 * SECOND
LOG_BYTES = 1_000_000


@dataclass
class Worker:
    """One process that should be running."""

    name: str
    command: Sequence[str]
    pid: int | None = None
    pidfd: int | None = None
    child: subprocess.Popen[bytes] | None = None
    started_ns: int = 0
    heard_ns: int | None = None
    restarts: int = 0
    backoff_ns: int = FIRST_BACKOFF_NS
    due_ns: int = 0
    last_end: str = ""
    environment: dict[str, str] = field(default_factory=dict)


class Supervisor:
    """Workers by name. One thread; :meth:`watch` is called several times a second.

    ``folder`` holds the pid files, ``logs`` what the workers say.
    """

    def __init__(self, folder: Path, logs: Path) -> None:
        self._folder = folder
        self._logs = logs
        self._workers: dict[str, Worker] = {}
        logs.mkdir(parents=True, exist_ok=True)

    @property
    def workers(self) -> Iterable[Worker]:
        """All that should be running."""
        return self._workers.values()

    def want(self, name: str, command: Sequence[str], now_ns: int) -> None:
        """Have a worker running: adopted if it is, started if not."""
        if name in self._workers:
            return
        worker = self._workers[name] = Worker(name, command)
        pid = self._recorded(name)
        if pid is not None:
            self._follow(worker, pid, None, now_ns)
        else:
            self._start(worker, now_ns)

    def dismiss(self, name: str) -> None:
        """Have a worker end; it is no longer wanted."""
        worker = self._workers.pop(name, None)
        if worker is None:
            return
        if worker.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker.pid, signal.SIGTERM)
        self._forget(worker)

    def heard(self, name: str, now_ns: int) -> None:
        """A life sign."""
        if name in self._workers:
            self._workers[name].heard_ns = now_ns

    def watch(self, now_ns: int, lost: Callable[[str], None]) -> None:
        """Notice who has ended or hangs, tell ``lost``, and start again what is due."""
        for worker in list(self._workers.values()):
            if worker.pid is not None and self._ended(worker):
                self._mourn(worker, now_ns)
                lost(worker.name)
            elif worker.pid is not None and self._hangs(worker, now_ns):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker.pid, signal.SIGKILL)
            if worker.pid is None and now_ns >= worker.due_ns:
                worker.restarts += 1
                self._start(worker, now_ns)

    def leave(self, patience_s: float = 4.0) -> None:
        """End all workers, in order if they do so in time."""
        for worker in self._workers.values():
            if worker.pid is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker.pid, signal.SIGTERM)
        for worker in self._workers.values():
            if worker.pidfd is not None and not _readable(worker.pidfd, patience_s):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker.pid or 0, signal.SIGKILL)
                _readable(worker.pidfd, 1.0)
            self._forget(worker)
        self._workers.clear()

    # inside

    def _start(self, worker: Worker, now_ns: int) -> None:
        log = self._logs / f"{worker.name}.log"
        with contextlib.suppress(FileNotFoundError):
            if log.stat().st_size > LOG_BYTES:
                log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as out:
            child = subprocess.Popen(
                list(worker.command),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        self._follow(worker, child.pid, child, now_ns)
        record = {"pid": child.pid, "began": psutil.Process(child.pid).create_time()}
        write_whole(self._file(worker.name), json.dumps(record).encode())

    def _follow(
        self, worker: Worker, pid: int, child: subprocess.Popen[bytes] | None, now_ns: int
    ) -> None:
        worker.pid, worker.child, worker.started_ns, worker.heard_ns = pid, child, now_ns, None
        worker.pidfd = os.pidfd_open(pid)

    def _ended(self, worker: Worker) -> bool:
        return worker.pidfd is not None and _readable(worker.pidfd, 0)

    def _hangs(self, worker: Worker, now_ns: int) -> bool:
        if worker.heard_ns is None:
            return now_ns - worker.started_ns > STARTING_NS
        return now_ns - worker.heard_ns > SILENT_NS

    def _mourn(self, worker: Worker, now_ns: int) -> None:
        code = worker.child.wait() if worker.child is not None else None
        worker.last_end = _told(code)
        if now_ns - worker.started_ns > WELL_NS:
            worker.backoff_ns = FIRST_BACKOFF_NS
        # a first crash after a good while is answered at once: somebody is watching the wall
        worker.due_ns = now_ns + (0 if worker.backoff_ns == FIRST_BACKOFF_NS else worker.backoff_ns)
        worker.backoff_ns = min(2 * worker.backoff_ns, LONGEST_BACKOFF_NS)
        self._forget(worker)

    def _forget(self, worker: Worker) -> None:
        if worker.pidfd is not None:
            os.close(worker.pidfd)
        if worker.child is not None:
            worker.child.poll()
        worker.pid = worker.pidfd = worker.child = None
        self._file(worker.name).unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.pid"

    def _recorded(self, name: str) -> int | None:
        """The pid of a worker that an earlier controller started, if it still runs."""
        try:
            record = json.loads(self._file(name).read_bytes())
            process = psutil.Process(int(record["pid"]))
            same = abs(process.create_time() - float(record["began"])) < 0.05
            return process.pid if same and process.status() != psutil.STATUS_ZOMBIE else None
        except (OSError, ValueError, KeyError, psutil.Error):
            return None


def _readable(pidfd: int, patience_s: float) -> bool:
    return bool(select.select([pidfd], [], [], patience_s)[0])


def _told(code: int | None) -> str:
    if code is None:
        return "ended"
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"killed by {signal.Signals(-code).name}"
    return "quit" if code == 0 else f"gave up with code {code}"
