"""Tells how a process of the show has ended: a value to decide by, with words for people."""

import contextlib
import signal
from dataclasses import dataclass

from installation.link import NO_RING
from installation.said import NOTHING, Said, joined

SENT = frozenset((signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGBUS))
"""Signals that others send, and the one for memory or a file that the machine does not have after
all; all others are a process's own doing."""


@dataclass(frozen=True)
class ProcessEnd:
    """The end of a process, or the reason why it could not be started.

    ``code`` is the system's, below 0 for a signal; None: it cannot be told. ``words`` are for
    people.
    """

    words: Said
    code: int | None = None

    @property
    def by_itself(self) -> bool:
        """Return whether it ended in good order, and nobody of the show had asked it to."""
        return self.code == 0

    @property
    def by_others(self) -> bool:
        """Return whether it may be the machine's or somebody's doing, and no film's."""
        return self.code is None or self.code == NO_RING or -self.code in SENT


def end_by(code: int | None, last_words: str = "") -> ProcessEnd:
    """Return the end of a process by its code; ``last_words``: what it said of why it gave up."""
    words = _told(code)
    if last_words:
        words = joined(": ", (words, last_words))
    return ProcessEnd(words, code)


def how(end: ProcessEnd | None) -> Said:
    """Return an end's words; nothing for a process that has not ended."""
    return end.words if end else NOTHING


def _told(code: int | None) -> Said:
    if code is None:
        return Said("ended")
    if code < 0:
        with contextlib.suppress(ValueError):
            return Said("killed by {signal}", signal=signal.Signals(-code).name)
    return Said("quit") if code == 0 else Said("gave up with code {code}", code=code)
