"""A process that asks a disk or a share in another one's stead, and is left behind when that hangs.

It is asked by lines on its standard input and answers by lines on its output. What waits for a dead
share cannot even be killed; so nobody waits for its end, and the next one takes its place.
"""

import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import installation
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
    """``command`` starts one, which inherits ``pass_fds``. One thread; nothing here blocks."""

    def __init__(self, command: Sequence[str], pass_fds: Sequence[int] = ()) -> None:
        self._command, self._pass_fds = list(command), tuple(pass_fds)
        self._child: subprocess.Popen[bytes] | None = None
        self._loose: list[subprocess.Popen[bytes]] = []
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
        self._loose = [child for child in self._loose if child.poll() is None]
        return now_ns >= self._due_ns and len(self._loose) < AT_LOOSE

    def begin(self, now_ns: int) -> None:
        """Begin one. Raises OSError, and then it is due again after a rest."""
        try:
            self._child = subprocess.Popen(
                self._command,
                cwd=Path(installation.__file__).parent.parent,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                pass_fds=self._pass_fds,
                start_new_session=True,  # or its niceness counted against this process alone
            )
        except OSError:
            self._put_off(now_ns)
            raise
        assert self._child.stdout is not None and self._child.stdin is not None
        for pipe in (self._child.stdin, self._child.stdout):
            os.set_blocking(pipe.fileno(), False)
        self._rest, self.spoke = b"", False

    def say(self, line: bytes) -> bool:
        """Say a line to it, which it owes a word for; False when it has ended."""
        if self._child is None or self._child.stdin is None:
            return False
        try:
            self._child.stdin.write(line + b"\n")
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
        if self._child is None or self._child.stdout is None:
            return found
        while chunk := self._child.stdout.read(1 << 20):
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
        pid = 0 if self._child is None else self._child.pid
        return self._silence.looked(now_ns, pid, self._patience_ns) and bool(pid)

    def ended(self) -> int | None:
        """Return the exit code of one that has ended by itself."""
        return None if self._child is None else self._child.poll()

    def give_up(self, now_ns: int) -> None:
        """Kill it and leave it behind; the next one may take longer to say something."""
        self._drop()
        self.silent_ns = min(2 * self.silent_ns, LONGEST_SILENCE_NS)
        self._put_off(now_ns)

    def close(self) -> None:
        """End it; one that a share holds goes when that lets it go."""
        self._drop()
        for child in self._loose:
            with suppress(subprocess.TimeoutExpired):
                child.wait(REAPED_S)

    def _put_off(self, now_ns: int) -> None:
        self._due_ns = now_ns + self._rest_ns
        self._rest_ns = min(2 * self._rest_ns, LONGEST_SILENCE_NS)

    def _drop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._loose.append(child)
