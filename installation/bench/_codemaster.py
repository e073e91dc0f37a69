"""A master for the bench: a desk with a timeline of its own, on a clock that is off."""

import time
from collections.abc import Sequence
from dataclasses import replace

from msgspec import structs

from installation.remote import (
    QUARTER_STATUS,
    Due,
    Emitter,
    JackMidi,
    MidiTimer,
    Reader,
    TimecodeSender,
)
from installation.timeline import Plan, Programme, Rate, Take, moment_at
from installation.units import MILLISECOND

PORT = "kiss-bench-master"


class Skewed:
    """An emitter by another clock: ``ppm`` millionths faster than this machine's from an instant.

    Its programme is in that clock's time.
    """

    def __init__(self, inner: Emitter, since_ns: int, ppm: float) -> None:
        self._inner, self._since_ns, self._ppm = inner, since_ns, ppm

    def theirs(self, now_ns: int) -> int:
        """An instant of this machine, by the other clock."""
        return now_ns + round((now_ns - self._since_ns) * self._ppm / 1e6)

    def ours(self, at_ns: int) -> int:
        """And back."""
        return at_ns - round((at_ns - self._since_ns) * self._ppm / 1e6)

    def upcoming(self, programme: Programme, now_ns: int) -> Due:
        """Return what is due next."""
        due = self._inner.upcoming(programme, self.theirs(now_ns))
        return replace(due, at_ns=self.ours(due.at_ns))

    def took(self, due: Due) -> None:
        """It was sent."""
        self._inner.took(due)

    def reset(self) -> None:
        """Somebody new listens."""
        self._inner.reset()


class BenchMaster:
    """A desk with a timeline of its own: starts, stops and jumps, on a clock that is off."""

    def __init__(self, rate: Rate, length_ns: int, ppm: float) -> None:
        self._length_ns = length_ns
        self._midi = JackMidi("bench")
        self._port = self._midi.offer_source(PORT)
        self.clock = Skewed(TimecodeSender(rate), time.monotonic_ns(), ppm)
        self.programme = Programme(1, "", (), None, (Plan(1, 1 << 61, {}),))
        self.locks: list[tuple[int, int]] = []
        """For each start: the take's serial, and when its first label was whole."""
        self._reader = Reader()
        self._pulse = MidiTimer(lambda: self.programme, [(self.clock, self._send)])
        self._pulse.start()

    def run(self, story_ns: int) -> None:
        """Run from a place on, at once."""
        takes = self.programme.takes
        at_ns = self.clock.theirs(time.monotonic_ns()) + 60 * MILLISECOND
        take = Take(len(takes) + 1, at_ns, 1, story_ns)
        self.programme = structs.replace(self.programme, takes=(*takes, take))

    def stop(self) -> None:
        """Stand where it is."""
        takes = self.programme.takes
        if takes and takes[-1].hold_ns is None:
            hold_ns = self.clock.theirs(time.monotonic_ns()) + 50 * MILLISECOND
            held = structs.replace(takes[-1], hold_ns=hold_ns)
            self.programme = structs.replace(self.programme, takes=(*takes[:-1], held))

    def close(self) -> None:
        """Say nothing more."""
        self._pulse.close()
        self._port.close()
        self._midi.close()

    def story(self, at_ns: int) -> tuple[int, bool] | None:
        """Return its place at an instant of this machine, round the story, and whether it runs."""
        moment = moment_at(self.programme, self.clock.theirs(at_ns))
        return (moment.story_ns % self._length_ns, not moment.held) if moment else None

    def _send(self, messages: Sequence[bytes]) -> bool:
        for message in messages:
            self._port.send(message)
            if message[0] != QUARTER_STATUS:
                self._reader.reset()
                continue
            got = self._reader.piece(message[1] >> 4, message[1] & 15)
            if got is not None and got.whole:
                moment = moment_at(self.programme, self.clock.theirs(time.monotonic_ns()))
                serial = moment.take if moment else 0
                if not self.locks or self.locks[-1][0] != serial:
                    self.locks.append((serial, time.monotonic_ns()))
        return True
