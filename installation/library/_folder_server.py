"""Looks into the versions folder for another process: that one asks, this one may be kept waiting.

Each question on the standard input is answered by a look on the standard output, a line of JSON
each. Life signs, and word of what happens in the folder, come by themselves.
"""

import os
import select
import sys
import time
from collections.abc import Callable
from pathlib import Path

from installation.library._folder import FolderLooker, from_json, to_json
from installation.library._folder_words import Ask, AtWork, Question, Stirred, Word
from installation.library._watch import Watcher

SIGN_S = 0.5
"""How often a look that takes long gives a life sign."""


class _Voice:
    def __init__(self, event: int) -> None:
        self._event = event
        self._said = 0.0

    def say(self, word: Word) -> None:
        """Send one word; ends the process when nobody listens."""
        self._said = time.monotonic()
        try:
            sys.stdout.buffer.write(to_json(word) + b"\n")
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            os._exit(1)
        os.eventfd_write(self._event, 1)

    def at_work(self) -> None:
        """Give a life sign, if the last word is a while ago."""
        if time.monotonic() - self._said > SIGN_S:
            self.say(AtWork())


def serve_folder(folder: Path, event: int, poll: bool, step_back: Callable[[], None]) -> None:
    """Look whenever that is asked for, until nobody can ask any more.

    ``event`` is an eventfd that is written to at each word; ``poll`` does without the system's
    file events. ``step_back`` is called after the first look, for which a show waits at its start.
    """
    voice = _Voice(event)
    voice.say(AtWork())  # it runs; whatever hangs from here on is the folder's
    looker = FolderLooker(folder, voice.at_work)
    watcher = Watcher(folder, poll=poll)
    asked, rest, first = sys.stdin.fileno(), b"", True
    while True:
        readable, _, _ = select.select([asked, watcher], [], [])
        if watcher in readable and watcher.take():
            voice.say(Stirred())
        if asked not in readable:
            continue
        # not by readline: what that reads ahead, select() does not see
        chunk = os.read(asked, 65536)
        if not chunk:
            return
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            question: Question = from_json(line, Question)
            if isinstance(question, Ask):
                voice.say(looker.look(question.names))
                watcher.follow()
                if first:
                    first = False
                    step_back()
            else:
                voice.say(question.take())
