"""Tells instants in a time that several machines have in common. Pure; nothing is read here.

On one machine all instants are CLOCK_MONOTONIC's, which means nothing on another one. Between
machines they are told as CLOCK_REALTIME, which a time daemon keeps together on all of them. What
turns one into the other is the two clocks' difference. Linux steers both clocks alike, so that it
stays what it is unless somebody sets the clock, which moves CLOCK_REALTIME alone.
"""

from dataclasses import dataclass
from typing import Self

from msgspec import structs

from installation.timeline._programme import Programme
from installation.timeline._transport import FOREVER
from installation.units import MILLISECOND

GOOD_NS = 5 * MILLISECOND
"""The greatest bound with which a machine's clock is to be trusted: under a third of a refresh."""
SET_NS = 1 * MILLISECOND
"""A difference that moves by more than this has been set, not steered."""
SLEW = 500
"""Millionths of the time that passes by which a difference is followed: as fast as Linux steers."""
_GROWS = 520
"""Millionths of the time by which the kernel lets the bound grow between two words of the daemon
(it is 500): for a clock that nobody has looked at, and not for one that is kept."""
_DRIFT = 10
"""Millionths by which a kept clock may really go wrong meanwhile. By chrony's own estimate, its
skew, it is mostly under 1 on a switch."""


@dataclass(frozen=True)
class ClockReading:
    """One look at a machine's two clocks: their difference, and how far they may be off.

    ``bound_ns`` is the time daemon's last bound on its error, and what the kernel has added since;
    None: no daemon keeps this clock.
    """

    difference_ns: int
    bound_ns: int | None


@dataclass(frozen=True)
class CommonTime:
    """A machine's way into the common time, by the difference that it goes by now.

    ``was_set``: the clock has been set since, by ``ClockReading`` far from what it goes by. It goes
    on as it was, which is right for all that plays, until it may :meth:`join` at a seam.
    """

    difference_ns: int
    bound_ns: int | None
    read_ns: int
    was_set: bool = False
    read_bound_ns: int | None = None
    """The bound as the kernel had it at the last look."""

    @classmethod
    def first(cls, reading: ClockReading, now_ns: int) -> Self:
        """Begin by a first look."""
        return cls(reading.difference_ns, reading.bound_ns, now_ns, False, reading.bound_ns)

    @property
    def trusted(self) -> bool:
        """Tell whether instants of this machine mean the same on others."""
        return self.bound_ns is not None and self.bound_ns <= GOOD_NS and not self.was_set

    def read(self, reading: ClockReading, now_ns: int) -> Self:
        """Go on by another look: slewed towards it, never stepped."""
        off_ns = reading.difference_ns - self.difference_ns
        most_ns = max(0, now_ns - self.read_ns) * SLEW // 1_000_000
        was_set = abs(off_ns) > SET_NS
        moved_ns = 0 if was_set else max(-most_ns, min(most_ns, off_ns))
        bound_ns = self._bound(reading, now_ns)
        difference_ns = self.difference_ns + moved_ns
        return type(self)(difference_ns, bound_ns, now_ns, was_set, reading.bound_ns)

    def _bound(self, reading: ClockReading, now_ns: int) -> int | None:
        """Return the bound: the daemon's last word, and as much as a kept clock drifts since."""
        before, known, told = self.read_bound_ns, self.bound_ns, reading.bound_ns
        if told is None or before is None or known is None:
            return told
        passed_ns = max(0, now_ns - self.read_ns)
        if not before <= told <= before + passed_ns * _GROWS // 1_000_000 + MILLISECOND:
            return told  # the daemon has spoken
        return min(told, known + passed_ns * _DRIFT // 1_000_000)

    def join(self, reading: ClockReading, now_ns: int) -> Self:
        """Take another difference as a whole: at a seam, or while nothing plays."""
        return self.first(reading, now_ns)

    def told(self, programme: Programme) -> Programme:
        """Return a programme of this machine as it is told to others."""
        return structs.replace(moved(programme, self.difference_ns), boot="")

    def heard(self, programme: Programme, boot: str) -> Programme:
        """Return a programme that others tell as it holds on this machine, in its boot."""
        return structs.replace(moved(programme, -self.difference_ns), boot=boot)


def moved(programme: Programme, by_ns: int) -> Programme:
    """Return a programme with every instant in it moved."""
    takes = tuple(
        structs.replace(
            take,
            at_ns=take.at_ns + by_ns,
            hold_ns=None if take.hold_ns is None else take.hold_ns + by_ns,
        )
        for take in programme.takes
    )
    fade = programme.fade and structs.replace(programme.fade, at_ns=programme.fade.at_ns + by_ns)
    called = {
        screen: structs.replace(
            one,
            from_ns=one.from_ns + by_ns,
            until_ns=one.until_ns if one.until_ns >= FOREVER else one.until_ns + by_ns,
        )
        for screen, one in programme.labels.called.items()
    }
    labels = structs.replace(programme.labels, called=called)
    return structs.replace(programme, takes=takes, fade=fade, labels=labels)
