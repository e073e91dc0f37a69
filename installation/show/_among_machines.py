"""The controller's part as one of several machines: hears the others, and writes in its turn.

What the others say is followed in :mod:`~installation.show._peers`. Here it meets the show of this
machine: its versions, its orders, the programme that it kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from installation import director
from installation.director import LineupPlanner
from installation.link import Chase, OrderGiven, Reply
from installation.model import Order
from installation.show._kept_programme import KeptProgramme
from installation.show._parts import Parts
from installation.show._remote_process import stale, too_late
from installation.show._shared_decisions import Decided
from installation.timeline import Term

if TYPE_CHECKING:  # one machine alone loads none of it
    from installation.show._peers import Peers


class AmongMachines:
    """One of several machines. One thread. The controller gives what is its own to do.

    ``carry_out`` carries out an order that another machine has passed on, and ``restock`` takes up
    what may play when that has changed.
    """

    def __init__(
        self,
        peers: Peers,
        parts: Parts,
        carry_out: Callable[[OrderGiven, int], Reply],
        restock: Callable[[int], None],
    ) -> None:
        self._peers, self._publisher, self._versions = peers, parts.publisher, parts.versions
        self._carrying, self._doors = parts.carrying, parts.doors
        self._kept = KeptProgramme(parts)
        self._carry_out, self._restock = carry_out, restock

    def fileno(self) -> int:
        """Becomes readable when another machine has said something."""
        return self._peers.fileno()

    def begin(self, now_ns: int) -> None:
        """Begin among others: what the processes play by holds until it is known who writes."""
        self._versions.poll(now_ns, bare=False)
        self._publisher.ask(director.shelved, self.stock(now_ns))
        self._peers.begin(self._publisher.kept(), now_ns)

    def meet(self, now_ns: int) -> bool:
        """Hear the others, and carry out what they pass on; whether this one has begun to write."""
        changed = self._peers.look(now_ns)
        for machine, decided in self._peers.decisions.heard().items():
            changed |= self._versions.learn(decided.versions, machine)
            self._doors.hear(decided.house)
        if changed:
            self._restock(now_ns)
        for question, given in self._peers.asked():
            if stale(given, now_ns):
                reply = Reply(False, too_late(given))
            else:
                reply = self._peers.refusal(given.order) or self._carry_out(given, now_ns)
            question.answer(reply)
        term = self._peers.term(now_ns)
        if term is not None:
            self._write(term, now_ns)
        return term is not None

    def chased(self, chase: Chase, now_ns: int) -> None:
        """Have a master's timecode followed by the machine that leads."""
        self._peers.chased(chase, now_ns)

    @property
    def owes(self) -> bool:
        """Tell whether there is something to say soon."""
        return self._peers.owes

    def tell(self, now_ns: int) -> None:
        """Say how this machine is, and what was decided."""
        self._peers.tell(now_ns)
        self._peers.decisions.tell(Decided(self._versions.decisions, self._doors.override))

    def carry(self, now_ns: int) -> None:
        """Have films come from the others, and go to them."""
        if self._carrying is not None:
            self._carrying.look(self._versions.lying(), self._versions.retired(), now_ns)
            self._peers.fills = self._carrying.fills

    def elsewhere(self, order: Order, by: str, now_ns: int) -> Reply | None:
        """Have an order carried out where it belongs; None: here."""
        return self._peers.elsewhere(order, by, now_ns)

    def stock(self, now_ns: int) -> LineupPlanner:
        """Return what may play: what all machines have."""
        shelf = self._versions.restock(self._publisher.state.shelf, now_ns)
        return self._peers.shared(shelf)

    def close(self) -> None:
        """Leave the others."""
        self._peers.close()
        if self._carrying is not None:
            self._carrying.close()

    def _write(self, term: Term, now_ns: int) -> None:
        """Begin a term, with the programme that this machine plays by, or that it kept."""
        if self._publisher.programme.takes:
            self._publisher.ask(director.writing, term, now_ns)
            return
        screens = self._publisher.state.screens
        kept = self._kept.look(screens, lambda: self.stock(now_ns), now_ns)
        self._publisher.ask(director.writing, term, now_ns, *(kept or ()))
