"""A process that asks a disk or a share in another one's stead, and is left behind when that hangs.

It is asked by lines on its standard input and answers by lines on its output. What waits for a dead
share cannot even be killed; so nobody waits for its end, and the next one takes its place.
"""

import os
import select
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import installation
from installation.link._children import Child, Forks, SpawnedChild
from installation.link._process_handle import process_handle
from installation.link._stillness import Stillness
from installation.units import SECOND

SILENT_NS = 10 * SECOND
"""After so long without a word, though one is owed, the process hangs."""
STARTING_NS = 60 * SECOND
"""The same for the first word of a process, which on a slow machine takes long."""
LONGEST_SILENCE_NS = 80 * SECOND
"""Each one that is given up doubles the time of the next, up to this."""
REST_NS = 2 * SECOND
"""How long until the next one, at first; doubled each time, too."""
AT_LOOSE = 3
"""The most processes that a disk may hold although they were killed; no more are started then."""
REAPED_S = 1.0
"""How long the end of one is waited for when the show ends."""


class AsideProcess:
    """``command`` starts one, which inherits ``pass_fds``; ``forks`` begins it where they can.

    One thread; nothing here blocks.
    """

    def __init__(
        self, command: Sequence[str], pass_fds: Sequence[int] = (), forks: Forks | None = None
    ) -> None:
        self._command, self._pass_fds, self._forks = list(command), tuple(pass_fds), forks
        self._child: _Asked | None = None
        self._loose: list[_Asked] = []
        self._rest = b""
        self._rest_ns = REST_NS
        self._patience_ns = self._due_ns = 0
        self._silence = Stillness()
        self.silent_ns = SILENT_NS
        """For how long it may say nothing now, though a word is owed."""
        self.spoke = False
        """The one that runs has said something."""

    @property
    def runs(self) -> bool:
        """Tell whether one has been begun that was not given up."""
        return self._child is not None

    def is_due(self, now_ns: int) -> bool:
        """Tell whether another one may be begun."""
        self._loose = [child for child in self._loose if not child.ended(0)]
        return now_ns >= self._due_ns and len(self._loose) < AT_LOOSE

    def begin(self, now_ns: int) -> None:
        """Begin one. Raises OSError, and then it is due again after a rest."""
        try:
            self._child = self._begun()
        except OSError:
            self._put_off(now_ns)
            raise
        self._rest, self.spoke = b"", False

    def say(self, line: bytes) -> bool:
        """Say a line to it, which it owes a word for; False when it has ended."""
        if self._child is None:
            return False
        try:
            self._child.questions.write(line + b"\n")
        except OSError:
            return False
        return True

    def owes(self, now_ns: int) -> None:
        """Have its time to say something begin now."""
        self._patience_ns = self.silent_ns if self.spoke else STARTING_NS
        self.is_silent(now_ns)
        self._silence.begins()  # what was before is no silence

    def lines(self) -> list[bytes]:
        """Return what it has said since, line by line."""
        found: list[bytes] = []
        if self._child is None:
            return found
        while chunk := self._child.answers.read(1 << 20):
            *lines, self._rest = (self._rest + chunk).split(b"\n")
            found += lines
        return found

    def heard(self) -> None:
        """Note that it is at work: it has said something that has a meaning."""
        self.spoke = True
        self._patience_ns = self.silent_ns
        self._silence.begins()

    def well(self) -> None:
        """Note that it has answered: the next one that hangs is not the first one's successor."""
        self.silent_ns, self._rest_ns = SILENT_NS, REST_NS

    def is_silent(self, now_ns: int) -> bool:
        """Tell whether it has said nothing for longer than it may; to be asked often."""
        pid = 0 if self._child is None else self._child.process.pid
        return self._silence.looked(now_ns, pid, self._patience_ns) and bool(pid)

    def ended(self) -> bool:
        """Tell whether one that was begun has ended by itself."""
        return self._child is not None and self._child.ended(0)

    @property
    def code(self) -> int | None:
        """Return how it ended; None when nobody can tell."""
        return None if self._child is None else self._child.code

    def give_up(self, now_ns: int) -> None:
        """Kill it and leave it behind; the next one may take longer to say something."""
        self._drop()
        self.silent_ns = min(2 * self.silent_ns, LONGEST_SILENCE_NS)
        self._put_off(now_ns)

    def close(self) -> None:
        """End it; one that a share holds goes when that lets it go."""
        self._drop()
        for child in self._loose:
            child.ended(REAPED_S)

    def _put_off(self, now_ns: int) -> None:
        self._due_ns = now_ns + self._rest_ns
        self._rest_ns = min(2 * self._rest_ns, LONGEST_SILENCE_NS)

    def _drop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        self._loose.append(child)

    def _begun(self) -> "_Asked":
        """Begin one with pipes. Raises OSError."""
        asked, questions = os.pipe()
        answers, answered = os.pipe()
        try:
            return _Asked(self._started(asked, answered), questions, answers)
        except OSError:
            os.close(questions)
            os.close(answers)
            raise
        finally:
            os.close(asked)
            os.close(answered)

    def _started(self, asked: int, answered: int) -> Child:
        if self._forks is not None:
            there = {0: asked, 1: answered, 2: 2, **{fd: fd for fd in self._pass_fds}}
            forked = self._forks.begin(self._command, there, outlives=False)
            if forked is not None:
                return forked
        return SpawnedChild(
            subprocess.Popen(
                self._command,
                cwd=Path(installation.__file__).parent.parent,
                stdin=asked,
                stdout=answered,
                pass_fds=self._pass_fds,
                start_new_session=True,  # or its niceness counted against this process alone
            )
        )


class _Asked:
    """One process with its pipes, which do not block. Raises OSError when it has gone already."""

    def __init__(self, process: Child, questions: int, answers: int) -> None:
        self.process = process
        self._handle: int | None = process_handle(process.pid)
        for pipe in (questions, answers):
            os.set_blocking(pipe, False)
        self.questions = open(questions, "wb", buffering=0)  # noqa: SIM115  # until it is killed
        self.answers = open(answers, "rb", buffering=0)  # noqa: SIM115
        self.code: int | None = None

    def ended(self, patience_s: float) -> bool:
        """Tell whether it has ended, or does so in time; then it is let go."""
        if self._handle is None:
            return True
        poll = select.poll()  # select() knows no descriptor above 1023
        poll.register(self._handle, select.POLLIN)
        if not poll.poll(patience_s * 1000):
            return False
        os.close(self._handle)
        self._handle, self.code = None, self.process.code()
        return True

    def kill(self) -> None:
        """Kill it, and hear it no more; it may take long to end."""
        if self._handle is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
        for pipe in (self.questions, self.answers):
            with suppress(OSError):
                pipe.close()
