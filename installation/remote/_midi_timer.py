"""Sends what is due at its very instant: timecode and clock out. One thread for all of them.

What is due is asked of :class:`Emitter`s, which are pure. The thread sleeps to the next instant
(about 0.1 ms late on an idle machine; a quarter frame lasts 8 to 10 ms).
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from installation.timeline import Programme
from installation.units import MILLISECOND

LOOK_NS = 20 * MILLISECOND
"""How often the programme is looked at while nothing is due: less than a pause's 45 ms ahead."""


@dataclass(frozen=True)
class Due:
    """Messages for an instant (none: look again then), and what holds when they are sent."""

    at_ns: int
    messages: tuple[bytes, ...] = ()
    then: object = None


class Emitter(Protocol):
    """Says what is due next, by the programme."""

    def upcoming(self, programme: Programme, now_ns: int) -> Due:
        """Return what is due next; at an instant that has passed when it is late."""
        ...

    def took(self, due: Due) -> None:
        """It was sent."""
        ...

    def reset(self) -> None:
        """Somebody new listens."""
        ...


Send = Callable[[Sequence[bytes]], bool]
"""Sends raw MIDI messages; False when the port is not there."""


class MidiTimer:
    """The thread, from :meth:`start` to :meth:`close`. ``programme`` is asked at every look.

    ``hurry`` is called in it first: it may ask for a better place in the queue.
    """

    def __init__(
        self,
        programme: Callable[[], Programme],
        emitters: Sequence[tuple[Emitter, Send]],
        hurry: Callable[[], object] = lambda: None,
    ) -> None:
        self._programme = programme
        self._emitters = emitters
        self._hurry = hurry
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)
        self.worst_ns = 0
        """How late anything was sent at most, for the log."""

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def close(self) -> None:
        """Send nothing more."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        self._hurry()
        while not self._over.is_set():
            wake_ns = time.monotonic_ns() + LOOK_NS
            for emitter, send in self._emitters:
                wake_ns = min(wake_ns, self.serve(emitter, send))
            left_ns = wake_ns - time.monotonic_ns()
            if left_ns > 0:
                time.sleep(left_ns / 1e9)

    def serve(self, emitter: Emitter, send: Send) -> int:
        """Send all that is due by now; when the next thing is."""
        while True:
            now_ns = time.monotonic_ns()
            due = emitter.upcoming(self._programme(), now_ns)
            if due.at_ns > now_ns:
                return due.at_ns
            if due.messages and not send(due.messages):
                emitter.reset()
                return now_ns + LOOK_NS
            self.worst_ns = max(self.worst_ns, now_ns - due.at_ns)
            emitter.took(due)
