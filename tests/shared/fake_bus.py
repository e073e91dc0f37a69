"""A bus between machines of one process: a network that can be cut, and no library."""

import os
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from installation.link import (
    Follow,
    MachineDecisions,
    OrderGiven,
    Reply,
    decode,
    encode,
)
from installation.machines._bus import MachineWord, Told


@dataclass
class Asked:
    """A question, with whoever waits for its answer."""

    given: OrderGiven
    answers: list[Reply] = field(default_factory=list)

    def answer(self, reply: Reply) -> None:
        self.answers.append(reply)


class FakeNet:
    """All machines; those of one part hear each other. ``work``: has a machine do what waits."""

    def __init__(self) -> None:
        self.buses: dict[str, FakeBus] = {}
        self.parts: dict[str, int] = {}
        self.work: dict[str, Callable[[], None]] = {}

    def join(self, machine: str) -> "FakeBus":
        self.parts.setdefault(machine, 0)
        self.buses[machine] = bus = FakeBus(self, machine)
        self.meet()
        return bus

    def cut(self, **parts: int) -> None:
        """Put machines into parts of the network; where parts meet, they hear what they missed."""
        self.parts |= parts
        self.meet()

    def meet(self) -> None:
        for bus in self.buses.values():
            there = bus.there()
            for machine in there - bus.met:
                for last in self.buses[machine].last.values():
                    bus.hear(machine, last)
            bus.met = there
            bus.wake()

    def leave(self, machine: str) -> None:
        self.buses.pop(machine, None)
        self.meet()


class FakeBus:
    """One machine's end."""

    opened, fault = True, ""

    def __init__(self, net: FakeNet, me: str) -> None:
        self._net, self._me = net, me
        self._wake = os.eventfd(0, os.EFD_NONBLOCK)
        self._heard: deque[MachineWord] = deque()
        self._asked: deque[Asked] = deque()
        self.last: dict[type, Follow | MachineDecisions] = {}
        self.met: frozenset[str] = frozenset()

    def fileno(self) -> int:
        return self._wake

    def wake(self) -> None:
        os.eventfd_write(self._wake, 1)

    def there(self) -> frozenset[str]:
        net = self._net
        return frozenset(
            one for one in net.buses if one != self._me and net.parts[one] == net.parts[self._me]
        )

    def hear(self, machine: str, said: Told) -> None:
        again = decode(encode(said))
        assert isinstance(again, Told)
        self._heard.append(MachineWord(machine, again))
        self.wake()

    def heard(self) -> Iterator[MachineWord]:
        try:
            os.eventfd_read(self._wake)
        except BlockingIOError:
            pass
        while self._heard:
            yield self._heard.popleft()

    def asked(self) -> Iterator[Asked]:
        while self._asked:
            yield self._asked.popleft()

    def say(self, said: Told) -> None:
        if isinstance(said, Follow | MachineDecisions):
            self.last[type(said)] = said
        for machine in self.there():
            self._net.buses[machine].hear(self._me, said)

    def ask(self, machine: str, given: OrderGiven, patience_s: float) -> Reply | None:
        if machine not in self.there():
            return None
        question = Asked(given)
        self._net.buses[machine]._asked.append(question)
        self._net.buses[machine].wake()
        if patience_s and machine in self._net.work:
            self._net.work[machine]()
        return question.answers[0] if patience_s and question.answers else None

    def close(self) -> None:
        self._net.leave(self._me)
        os.close(self._wake)
