"""The process that draws subtitles, as the stage sees it: asked, listened to, never waited for."""

import fcntl
import logging
import os
import subprocess
import sys
from collections.abc import Iterator

from installation.link import Stillness
from installation.units import SECOND
from installation.words import Answered, Asked, CloseSheet, Drawn, from_line, to_line

MODULE = "installation.apps.captions"
READ = 1 << 20
"""The most bytes that are read at once: copying them takes less than a millisecond."""
SILENT_NS = 20 * SECOND
"""Everything that is asked is answered; without a word for so long it hangs, at a share perhaps."""
REST_NS, LONGEST_REST_NS = 2 * SECOND, 60 * SECOND
"""How soon a process that has ended is started again, ever more rarely."""

_log = logging.getLogger("stage")


class CaptionProcess:
    """Runs while anything is asked of it. One thread; nothing here blocks."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._heard = bytearray()
        self._drawn: Drawn | None = None
        """A picture whose bytes are still to come."""
        self._rest_ns, self._again_ns = REST_NS, 0
        self._loose: list[subprocess.Popen[bytes]] = []
        """Those that were killed, and may take their time to go."""
        self._owes = False
        """It has not answered yet."""
        self._silence = Stillness()

    def start(self, now_ns: int) -> bool:
        """Have it run; True when it has just been started, and knows of nothing yet."""
        self._loose = [child for child in self._loose if child.poll() is None]
        if self._child is not None and self._is_silent(now_ns, self._child.pid):
            _log.error("the process that draws subtitles hangs; another one follows")
            self.end()
        if self._child is not None or now_ns < self._again_ns:
            return False
        self._again_ns, self._rest_ns = (
            now_ns + self._rest_ns,
            min(2 * self._rest_ns, LONGEST_REST_NS),
        )
        try:
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-m", MODULE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                start_new_session=True,
            )
        except OSError as fault:  # no memory, no more processes: the films play on
            _log.error("subtitles cannot be drawn (%s); it is tried again", fault.strerror)
            return False
        assert self._child.stdin and self._child.stdout
        for pipe in (self._child.stdin, self._child.stdout):
            os.set_blocking(pipe.fileno(), False)
        try:
            fcntl.fcntl(self._child.stdout, fcntl.F_SETPIPE_SZ, READ)
        except OSError:  # more than this user may have: it takes more reads
            pass
        self._heard.clear()
        self._drawn = None
        return True

    def ask(self, word: Asked) -> None:
        """Ask for something. One that does not listen is ended, and another one asked."""
        if self._child is None:
            return
        assert self._child.stdin
        try:
            if self._child.stdin.write(to_line(word)):
                self._owes |= not isinstance(word, CloseSheet)
                return
        except OSError:
            pass
        self.end()

    def answers(self) -> Iterator[tuple[Answered, bytes]]:
        """Return what it has said since, each with the bytes of its picture."""
        if self._child is None:
            return
        assert self._child.stdout
        try:
            chunk = os.read(self._child.stdout.fileno(), READ)
        except BlockingIOError:
            chunk = b""
        else:
            if not chunk:
                _log.error("the process that draws subtitles has ended; another one follows")
                self.end()
                return
        if chunk:
            self._owes = False
        self._heard += chunk
        while True:
            if self._drawn is None:
                line, found, _ = self._heard.partition(b"\n")
                if not found:
                    return
                del self._heard[: len(line) + 1]
                try:
                    word: Answered = from_line(bytes(line), Answered)
                except ValueError:  # a line of some library's
                    continue
                if not isinstance(word, Drawn):
                    yield word, b""
                    continue
                self._drawn = word
            if len(self._heard) < self._drawn.size:
                return
            picture = bytes(self._heard[: self._drawn.size])
            del self._heard[: self._drawn.size]
            word, self._drawn = self._drawn, None
            yield word, picture

    @property
    def runs(self) -> bool:
        """Tell whether it can be asked."""
        return self._child is not None

    def end(self) -> None:
        """End it, if it runs."""
        child, self._child, self._owes = self._child, None, False
        if child is not None:
            child.kill()
            self._loose.append(child)  # not waited for: a dead share may hold it
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    pipe.close()

    def _is_silent(self, now_ns: int, pid: int) -> bool:
        silent = self._silence.looked(now_ns, pid, SILENT_NS)
        if not self._owes:
            self._silence.begins()
        return silent and self._owes
