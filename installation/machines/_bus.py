"""The way between machines: life signs, what plays, and questions that are answered."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from installation.link import (
    Chase,
    Follow,
    MachineDecisions,
    MachineStatus,
    OrderGiven,
    Reply,
)

Told = MachineStatus | Follow | MachineDecisions | Chase
"""All that machines tell each other without being asked."""


class MachineWord(NamedTuple):
    """A machine's word: how it is, what it has decided, its programme, or its master's timecode.

    Instants are in the common time.
    """

    machine: str
    said: Told


class Question(Protocol):
    """An order of another machine's, to be carried out here, which waits for its answer."""

    @property
    def given(self) -> OrderGiven:
        """The order; ``by`` says whose it is, the machine first."""
        ...

    def answer(self, reply: Reply) -> None:
        """Tell that machine what came of it."""
        ...


class Bus(Protocol):
    """The way to the other machines. One thread uses it, and none of it raises.

    Who comes, or comes back, hears the last programme, and the decisions, of each machine that is
    there.
    """

    def fileno(self) -> int:
        """Becomes readable when there is something to hear or to answer."""
        ...

    @property
    def opened(self) -> bool:
        """Tell whether it has begun to listen: from then on who is there is known soon."""
        ...

    @property
    def fault(self) -> str:
        """Return why it cannot begin to, in words; empty when it can."""
        ...

    def there(self) -> frozenset[str]:
        """Return the other machines that live and are connected with this one."""
        ...

    def heard(self) -> Iterable[MachineWord]:
        """Return what has been said since the last look, in order."""
        ...

    def asked(self) -> Iterable[Question]:
        """Return the questions that have come since the last look."""
        ...

    def say(self, said: Told) -> None:
        """Tell all others; does not wait for them."""
        ...

    def ask(self, machine: str, given: OrderGiven, patience_s: float) -> Reply | None:
        """Have a machine carry out an order; None when it does not answer in time.

        Without patience nobody waits for an answer, and there is none.
        """
        ...

    def close(self) -> None:
        """Leave the others."""
        ...
