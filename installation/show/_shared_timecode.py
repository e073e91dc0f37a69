"""A master's timecode, whichever machine has it: told to all, so that whoever leads follows it."""

from collections.abc import Sequence

from msgspec import structs

from installation.link import Chase
from installation.machines import Bus
from installation.timeline import CommonTime
from installation.units import SECOND

LASTS_NS = SECOND
"""After so long without a word there is no code there any more: it is told four times a second."""


class SharedTimecode:
    """All machines' codes, in this machine's time. One thread.

    This machine's own goes first, then those of the others in the layout's order (``machines``).
    """

    def __init__(self, bus: Bus, machines: Sequence[str], me: str) -> None:
        self._bus, self._me = bus, me
        self._ranks = {machine: rank for rank, machine in enumerate(machines)}
        self._heard: dict[str, tuple[Chase, int]] = {}
        self._followed: Chase | None = None

    def tell(self, chase: Chase, time: CommonTime, now_ns: int) -> None:
        """Take in what this machine's remote says, and tell the others, if they could use it."""
        self._heard[self._me] = chase, now_ns
        if time.trusted:
            self._bus.say(structs.replace(chase, at_ns=chase.at_ns + time.difference_ns))

    def hear(self, machine: str, chase: Chase, time: CommonTime, now_ns: int) -> None:
        """Take in what another machine's remote says."""
        if time.trusted:
            chase = structs.replace(chase, at_ns=chase.at_ns - time.difference_ns)
            self._heard[machine] = chase, now_ns

    def news(self, now_ns: int) -> Chase | None:
        """Return what is to be followed now, when that is another word than before."""
        heard = {m: (c, at) for m, (c, at) in self._heard.items() if now_ns - at < LASTS_NS}
        self._heard = heard
        lit = {machine: chase for machine, (chase, _) in heard.items() if chase.light}
        if lit:
            machine = self._me if self._me in lit else min(lit, key=lambda m: self._ranks[m])
            chase = lit[machine]
            # each machine counts its own starts and jumps
            serial = chase.serial * len(self._ranks) + self._ranks[machine]
            found = structs.replace(chase, serial=serial)
        elif self._followed is None:
            return None
        else:
            found = Chase(None, now_ns, False, 0, "")
        if found == self._followed:
            return None
        self._followed = found if lit else None
        return found
