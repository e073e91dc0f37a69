"""One running intake, seen from outside: started, asked without waiting, ended."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

import installation
from installation.link import Stillness
from installation.model import (
    NO_COPIES,
    CopyTerms,
    Fault,
    IntakeStep,
    Outcome,
    Refusal,
    SoundSource,
)
from installation.said import Said, unpacked, verbatim
from installation.store import Stamp
from installation.units import SECOND

MODULE = "installation.apps.intake"
ALONE = {"OPENBLAS_NUM_THREADS": "1"}
"""What a process that looks at unknown films has in its environment: NumPy is to begin no threads,
or the process could not leave the network any more."""
HUNG_S = 120
"""Seconds of silence after which an intake is taken to hang; it speaks five times a second. Those
in which it waited for a processor do not count: it is the last to get one."""
START_S = 600
"""The same before its first word, when it has not touched the film yet. An emulated machine, beside
a wall that played, needed 160 s to load what decodes."""

BEHIND_ALL = 19
"""Its niceness."""
REAPED_S = 0.5
"""How long a killed intake is waited for. Without a disk that hangs, it takes a millisecond; beside
others that work, until it gets a processor: it is the last to get one."""
ENDED = (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP, -signal.SIGINT)
"""Exit codes of a process that somebody ended: a hand, or the kernel when memory ran out."""


class IntakeProcess:
    """The intake of one film in a process of its own (see :mod:`installation.apps.intake`).

    ``beats`` are (name, position in ns): places to rehearse and to make thumbnails of; ``sounds``
    are those to keep. With ``only_plan`` it ends when it is known whether the film needs a house
    copy, and which. ``early`` says that nothing is on the wall yet. Not thread-safe; nothing here
    blocks. The process ends with the thread that made it. Raises OSError when no process can be
    had.
    """

    def __init__(
        self,
        film: Path,
        state_dir: Path,
        beats: Sequence[tuple[str, int]] = (),
        sounds: Sequence[SoundSource] = (),
        decode: str = "auto",
        house_copy: CopyTerms = NO_COPIES,
        only_plan: bool = False,
        early: bool = False,
    ) -> None:
        command = [sys.executable, "-m", MODULE, str(film.absolute()), str(state_dir.absolute())]
        command += ["--decode", decode, "--beats", json.dumps([at for _, at in beats])]
        command += ["--sounds", msgspec.json.encode(sounds).decode()]
        command += ["--house-copy", msgspec.json.encode(house_copy).decode()]
        command += ["--only-plan"] if only_plan else []
        command += ["--early"] if early else []
        self._process = subprocess.Popen(
            command,
            cwd=Path(installation.__file__).parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | ALONE,
        )
        if not early:  # until it does so itself: where a machine is slow it loads for half a minute
            os.setpriority(os.PRIO_PROCESS, self._process.pid, BEHIND_ALL)
        assert self._process.stdout is not None
        self._pipe = self._process.stdout
        os.set_blocking(self._pipe.fileno(), False)
        self._rest = b""
        self._ending: Outcome | None = None
        self._silence = Stillness()
        self._spoke = False
        self.hash = ""
        """The film's content hash, once it is known."""
        self.decoded = False
        """It was begun early, and what it takes to play the film has been kept."""
        self.stamp: Stamp | None = None
        """The stamp of the file that it has hashed."""
        self.share = 0.0
        self.eta_s: float | None = None
        self.step: IntakeStep | None = None

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def poll(self, now_ns: int) -> Outcome | None:
        """The ending when the intake has ended, else None; a crash or a hang is one too."""
        if self._listen():
            self._spoke = True
            self._silence.begins()
        code = self._process.poll()
        if code is not None:
            self._listen()
            self._pipe.close()
            if code in ENDED and self._ending is None:
                return self._not_yet(Refusal.INTAKE_ENDED.fault())
            return self._ending or self._suspect(Refusal.CRASHED.fault(how=_end(code)))
        longest_s = HUNG_S if self._spoke else START_S
        if self._silence.looked(now_ns, self.pid, longest_s * SECOND):
            held_up = _is_held_up(self.pid)
            self.kill()
            if not self._spoke:
                return self._not_yet(Refusal.NOT_UNDER_WAY.fault(seconds=START_S))
            if held_up:
                return self._not_yet(Refusal.HELD_UP.fault(seconds=HUNG_S))
            return self._suspect(Refusal.HUNG.fault(seconds=HUNG_S))
        return None

    def kill(self, patience_s: float = REAPED_S) -> None:
        """End the process at once. One that a disk or a share holds goes when that lets it go."""
        self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience_s)
        self._pipe.close()

    def _not_yet(self, fault: Fault) -> Outcome:
        return Outcome(fault, self.hash, again=True, not_yet=True)

    def _suspect(self, fault: Fault) -> Outcome:
        return Outcome(fault, self.hash, suspect=True)

    def _listen(self) -> bool:
        """Take in what has been said since; True when there was something."""
        heard = False
        while chunk := self._pipe.read(65536) or b"":
            heard = True
            *lines, self._rest = (self._rest + chunk).split(b"\n")
            for line in lines:
                with suppress(ValueError, KeyError, TypeError):  # a line of some library's
                    self._hear(json.loads(line))
        return heard

    def _hear(self, message: dict[str, Any]) -> None:
        if "hash" in message:
            self.hash, self.stamp = message["hash"], Stamp(*message["stamp"])
        if "decoded" in message:
            self.decoded = True
        if "outcome" in message:
            self._ending = msgspec.convert(message["outcome"], Outcome, dec_hook=unpacked)
        elif "progress" in message:
            self.share, self.eta_s = message["progress"], message["eta"]
            self.step = IntakeStep(message["step"])


def _end(code: int) -> Said:
    """Return how a process ended, for people."""
    if code >= 0:
        return Said("exit code {code}", code=code)
    with suppress(ValueError):
        return verbatim(signal.Signals(-code).name)
    return Said("signal {number}", number=-code)


def _is_held_up(pid: int) -> bool:
    """Tell whether a thread waits for a disk or share that does not answer, or was stopped.

    By its state in /proc/PID/task/TID/stat: D is a wait that no signal ends, T is stopped.
    """
    for stat in Path(f"/proc/{pid}/task").glob("*/stat"):
        with suppress(OSError, IndexError):
            if stat.read_text().rpartition(")")[2].split()[0] in "DT":
                return True
    return False
