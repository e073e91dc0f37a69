"""The versions folder behind a process, for a controller that no disk and no share may stop.

The process (:mod:`installation.apps.folder`) may be held by a share that does not answer. It is
then killed and left behind, and another one takes its place, ever more rarely; meanwhile what is
known of the folder stays as it is.
"""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import installation
from installation.library._folder import FolderLook, from_json, to_json
from installation.library._folder_words import Ask, Question, Stirred, Word
from installation.store import NameTaken, SecondName
from installation.timeline import WatchedTime
from installation.units import SECOND

MODULE = "installation.apps.folder"
SILENT_NS = 10 * SECOND
"""After so long without a word, though one is owed, the process hangs. It speaks at each film."""
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
LONGEST_ASK = 32_000
"""Bytes of names in one question: half of what a pipe holds, so that asking never waits."""


class FolderProcess:
    """The versions folder of a show. One thread; nothing here blocks.

    ``poll`` does without the system's file events. Nothing happens before the first :meth:`ask`.
    """

    def __init__(self, folder: Path, poll: bool = False) -> None:
        self._folder, self._poll = folder, poll
        # the processes' end of it, one after the other: the controller waits for this one
        self._event = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._child: subprocess.Popen[bytes] | None = None
        self._loose: list[subprocess.Popen[bytes]] = []
        self._rest = b""
        self._looks: deque[FolderLook] = deque()
        self._owed: list[SecondName] = []
        self._given: list[NameTaken] = []
        self._asked = self._spoke = self._stirred = False
        self._silent_ns, self._rest_ns = SILENT_NS, REST_NS
        self._patience_ns = self._due_ns = 0
        self._watched = WatchedTime()
        self.trouble = ""
        """Why the folder does not answer, in words; empty while it does."""

    @property
    def busy(self) -> bool:
        """Tell whether a look has been asked for and is not there yet, or cannot be had now."""
        return self._asked or bool(self._looks)

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when the process has said something."""
        return self._event

    @property
    def waits(self) -> bool:
        """Tell whether a look or a name is there to be taken."""
        return bool(self._looks or self._given)

    def stirred(self) -> bool:
        """Tell whether something has happened in the folder since the last call."""
        self._listen()
        stirred, self._stirred = self._stirred, False
        return stirred

    def ask(self, names: Collection[str], now_ns: int) -> None:
        """Have it looked at, and what speaks against the candidates of these names."""
        self._asked = True
        self._question(Ask(_some(names)), now_ns)

    def give(self, name: SecondName, now_ns: int) -> None:
        """Have a film given its second name, after those that are still to be given."""
        self._owed.append(name)
        # one question at a time: a pipe does not hold the names of a thousand films
        if len(self._owed) == 1 and not self._question(name, now_ns):
            self._refuse("the folder does not answer")

    def given(self) -> tuple[NameTaken, ...]:
        """Return what became of the names since the last call."""
        given, self._given = tuple(self._given), []
        return given

    def looked(self, now_ns: int) -> FolderLook | None:
        """Return the look that was asked for, once it is there."""
        self._listen()
        self._loose = [child for child in self._loose if child.poll() is None]
        if self._looks:
            self._asked = False
            return self._looks.popleft()
        self._patience_ns -= self._watched.passed(now_ns)
        if self._asked and self._child is None and now_ns >= self._due_ns:
            self._asked = False  # it is asked again, of another process
        elif self._child is not None and (code := self._child.poll()) is not None:
            self.trouble = (
                f"{self._folder} is not looked at: the process that does ended ({code})."
                " It is started again by itself."
            )
            self._give_up(now_ns)
        elif self._child is not None and self._owes and self._patience_ns < 0:
            # said first of all: killing may take its time
            self.trouble = (
                f"{self._folder} has not answered for {self._silent_ns // SECOND} s (a share or a"
                " disk that hangs?). What is known plays on; it is asked again by itself."
            )
            self._give_up(now_ns)
        return None

    def close(self) -> None:
        """End the process; one that a share holds goes when that lets it go."""
        self._drop()
        for child in self._loose:
            with suppress(subprocess.TimeoutExpired):
                child.wait(REAPED_S)
        os.close(self._event)

    def _begin(self, now_ns: int) -> bool:
        if now_ns < self._due_ns or len(self._loose) >= AT_LOOSE:
            return False
        command = [sys.executable, "-m", MODULE, str(self._folder.absolute()), str(self._event)]
        try:
            self._child = subprocess.Popen(
                [*command, *(["--poll"] if self._poll else [])],
                cwd=Path(installation.__file__).parent.parent,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                pass_fds=[self._event],
                start_new_session=True,  # or its niceness counted against the controller alone
            )
        except OSError as fault:
            self.trouble = f"{self._folder} cannot be looked at: {fault.strerror}."
            self._put_off(now_ns)
            return False
        assert self._child.stdout is not None and self._child.stdin is not None
        for pipe in (self._child.stdin, self._child.stdout):
            os.set_blocking(pipe.fileno(), False)
        self._rest, self._spoke = b"", False
        return True

    def _question(self, question: Question, now_ns: int) -> bool:
        """Ask something; False when nobody is there to be asked."""
        if self._child is None and not self._begin(now_ns):
            return False
        self._watched.passed(now_ns)  # what was before is no silence
        self._patience_ns = self._silent_ns if self._spoke else STARTING_NS
        if not self._send(question):
            self._give_up(now_ns)
            return False
        return True

    def _send(self, question: Question) -> bool:
        """Send a question; False when the process has ended."""
        assert self._child is not None and self._child.stdin is not None
        try:
            self._child.stdin.write(to_json(question) + b"\n")
        except OSError:
            return False
        return True

    def _refuse(self, why: str) -> None:
        """Answer for all names that are still to be given that nobody gives them."""
        self._given += [NameTaken(one.name, why=why) for one in self._owed]
        self._owed.clear()

    def _listen(self) -> None:
        """Take in what has been said since."""
        with suppress(BlockingIOError):
            os.eventfd_read(self._event)
        if self._child is None or self._child.stdout is None:
            return
        while chunk := self._child.stdout.read(1 << 20):
            *lines, self._rest = (self._rest + chunk).split(b"\n")
            for line in lines:
                with suppress(ValueError):  # a line of some library's
                    self._hear(from_json(line, Word))

    def _hear(self, word: Word) -> None:
        self._spoke = True
        self._patience_ns = self._silent_ns
        if isinstance(word, Stirred):
            self._stirred = True
        elif isinstance(word, NameTaken):
            self._given.append(word)
            self._owed = [one for one in self._owed if one.name != word.name]
            if self._owed:  # one that has ended meanwhile is found out at the next look
                self._send(self._owed[0])
        elif isinstance(word, FolderLook):
            self._looks.append(word)
            self._silent_ns, self._rest_ns, self.trouble = SILENT_NS, REST_NS, ""

    @property
    def _owes(self) -> bool:
        return self._asked or bool(self._owed)

    def _give_up(self, now_ns: int) -> None:
        self._drop()
        self._refuse("the folder does not answer")
        self._silent_ns = min(2 * self._silent_ns, LONGEST_SILENCE_NS)
        self._put_off(now_ns)

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


def _some(names: Collection[str]) -> tuple[str, ...]:
    """Return as many of the names as fit into one question; the others' turn comes."""
    found, length = list[str](), 0
    for name in sorted(names):
        length += 6 * len(os.fsencode(name))  # what JSON makes of the oddest letters
        if found and length > LONGEST_ASK:
            break
        found.append(name)
    return tuple(found)
