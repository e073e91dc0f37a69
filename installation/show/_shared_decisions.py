"""Tells the other machines what has been decided about versions here, and hears it of them."""

from contextlib import suppress

from installation.library import Decisions, decisions_heard, decisions_told
from installation.link import MachineDecisions
from installation.machines import Bus


class SharedDecisions:
    """The decisions of all machines, on their way. One thread."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._heard: dict[str, Decisions] = {}
        self._told: Decisions | None = None

    def hear(self, machine: str, said: MachineDecisions) -> None:
        """Take in what another machine has decided; of one that is a release ahead, perhaps not."""
        with suppress(ValueError):
            self._heard[machine] = decisions_heard(said.data)

    def heard(self) -> dict[str, Decisions]:
        """Return what other machines have decided, as was heard since the last call."""
        heard, self._heard = self._heard, {}
        return heard

    def tell(self, decisions: Decisions) -> None:
        """Tell all others, those that come later, too, what has been decided here, if it is new."""
        if self._bus.opened and decisions is not self._told:
            self._told = decisions
            self._bus.say(MachineDecisions(decisions_told(decisions)))
