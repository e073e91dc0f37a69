"""Tells the other machines what is decided here, on versions and the house, and hears theirs."""

from contextlib import suppress
from typing import NamedTuple

from installation.library import Decisions, decisions_heard, decisions_told
from installation.link import MachineDecisions
from installation.machines import Bus
from installation.model import Override


class Decided(NamedTuple):
    """People's decisions on a machine: about versions, and of the house."""

    versions: Decisions
    house: Override


class SharedDecisions:
    """The decisions of all machines, on their way. One thread."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._heard: dict[str, Decided] = {}
        self._told: Decided | None = None

    def hear(self, machine: str, said: MachineDecisions) -> None:
        """Take in what another machine has decided; of one that is a release ahead, perhaps not."""
        with suppress(ValueError):
            self._heard[machine] = Decided(decisions_heard(said.data), said.house)

    def heard(self) -> dict[str, Decided]:
        """Return what other machines have decided, as was heard since the last call."""
        heard, self._heard = self._heard, {}
        return heard

    def tell(self, decided: Decided) -> None:
        """Tell all others, those that come later, too, what has been decided here, if it is new."""
        told = self._told
        if told and decided.versions is told.versions and decided.house == told.house:
            return
        if self._bus.opened:
            self._told = decided
            self._bus.say(MachineDecisions(decisions_told(decided.versions), decided.house))
