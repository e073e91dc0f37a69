"""The versions folder behind a process, for a controller that no disk and no share may stop.

The process (:mod:`installation.apps.folder`) may be held by a share that does not answer. It is
then killed and left behind, and another one takes its place, ever more rarely; meanwhile what is
known of the folder stays as it is.
"""

import os
import sys
from collections import deque
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from installation.library._folder import FolderLook, from_json, to_json
from installation.library._folder_words import Ask, Question, Stirred, Word
from installation.link import AsideProcess, Forks
from installation.said import NOTHING, Said
from installation.store import NameTaken, SecondName
from installation.units import SECOND

MODULE = "installation.apps.folder"
LONGEST_ASK = 32_000
"""Bytes of names in one question: half of what a pipe holds, so that asking never waits."""


class FolderProcess:
    """The versions folder of a show. One thread; nothing here blocks.

    ``poll`` does without the system's file events. ``forks`` begins the process where they can.
    Nothing happens before the first :meth:`ask`.
    """

    def __init__(self, folder: Path, poll: bool = False, forks: Forks | None = None) -> None:
        self._folder = folder
        # the processes' end of it, one after the other: the controller waits for this one
        self._event = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        command = [sys.executable, "-m", MODULE, str(folder.absolute()), str(self._event)]
        command += ["--poll"] if poll else []
        self._aside = AsideProcess(command, [self._event], forks)
        self._looks: deque[FolderLook] = deque()
        self._owed: list[SecondName] = []
        self._given: list[NameTaken] = []
        self._asked = self._stirred = False
        self.trouble = NOTHING
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
        silent = self._aside.is_silent(now_ns)
        if self._looks:
            self._asked = False
            return self._looks.popleft()
        if not self._aside.runs:
            # it is asked again, of another process
            self._asked = self._asked and not self._aside.is_due(now_ns)
        elif self._aside.ended():
            code = self._aside.code
            self.trouble = Said(
                "{folder} is not looked at: the process that does ended ({code})."
                " It is started again by itself.",
                folder=str(self._folder),
                code="?" if code is None else code,
            )
            self._give_up(now_ns)
        elif self._owes and silent:
            # said first of all: killing may take its time
            self.trouble = Said(
                "{folder} has not answered for {seconds} s (a share"
                " or a disk that hangs?). What is known plays on; it is asked again by itself.",
                folder=str(self._folder),
                seconds=self._aside.silent_ns // SECOND,
            )
            self._give_up(now_ns)
        return None

    def close(self) -> None:
        """End the process; one that a share holds goes when that lets it go."""
        self._aside.close()
        os.close(self._event)

    def _begin(self, now_ns: int) -> bool:
        if not self._aside.is_due(now_ns):
            return False
        try:
            self._aside.begin(now_ns)
        except OSError as fault:
            self.trouble = Said(
                "{folder} cannot be looked at: {why}.",
                folder=str(self._folder),
                why=fault.strerror or str(fault),
            )
            return False
        return True

    def _question(self, question: Question, now_ns: int) -> bool:
        """Ask something; False when nobody is there to be asked."""
        if not self._aside.runs and not self._begin(now_ns):
            return False
        self._aside.owes(now_ns)
        if not self._aside.say(to_json(question)):
            self._give_up(now_ns)
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
        for line in self._aside.lines():
            with suppress(ValueError):  # a line of some library's
                self._hear(from_json(line, Word))

    def _hear(self, word: Word) -> None:
        self._aside.heard()
        if isinstance(word, Stirred):
            self._stirred = True
        elif isinstance(word, NameTaken):
            self._given.append(word)
            self._owed = [one for one in self._owed if one.name != word.name]
            if self._owed:  # one that has ended meanwhile is found out at the next look
                self._aside.say(to_json(self._owed[0]))
        elif isinstance(word, FolderLook):
            self._looks.append(word)
            self._aside.well()
            self.trouble = NOTHING

    @property
    def _owes(self) -> bool:
        return self._asked or bool(self._owed)

    def _give_up(self, now_ns: int) -> None:
        self._aside.give_up(now_ns)
        self._refuse("the folder does not answer")


def _some(names: Collection[str]) -> tuple[str, ...]:
    """Return as many of the names as fit into one question; the others' turn comes."""
    found, length = list[str](), 0
    for name in sorted(names):
        length += 6 * len(os.fsencode(name))  # what JSON makes of the oddest letters
        if found and length > LONGEST_ASK:
            break
        found.append(name)
    return tuple(found)
