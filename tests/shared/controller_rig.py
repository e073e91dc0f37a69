"""The controller without its processes, by a clock of its own."""

import time
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

from still_folder import StillFolder

from installation.apps._controller_parts import build
from installation.director import State
from installation.errors import KissError
from installation.link import Spoke, endpoint
from installation.link import _messages as m
from installation.model import Layout, Output
from installation.model._layout import parse_layout
from installation.model._projector import parse_calibration
from installation.show import Controller, Folders, Parts
from installation.show._supervisor import SupervisedProcess
from installation.units import SECOND

TRIPTYCH = """\
title: Test
screens:
  - {name: left, display: {position: 1}, background: "#ff0000", rotation: 90}
  - {name: centre, display: {connector: B}, fit: cover, calibration: x.yaml}
  - {name: right, display: {position: 3}, sound: {device: hall, volume: 40}}
"""
A, B, C, D = (Output(name, 640 * n, 0, 640, 360) for n, name in enumerate("ABCD"))
START = 1000 * SECOND


class Staff:
    """Stands in for the supervisor: notes who is wanted, and starts nobody."""

    def __init__(self) -> None:
        self.at_work: dict[str, SupervisedProcess] = {}
        self.gone: list[str] = []
        self.left = False
        self.strangers: set[int] = set()
        self._pids = count(1000)

    @property
    def workers(self) -> Sequence[SupervisedProcess]:
        return list(self.at_work.values())

    def want(self, name: str, command: Sequence[str], _now_ns: int) -> None:
        if name not in self.at_work:
            self.at_work[name] = SupervisedProcess(name, command, pid=next(self._pids))

    def dismiss(self, name: str) -> None:
        self.at_work.pop(name, None)

    def heard(self, name: str) -> None:
        if name in self.at_work:
            self.at_work[name].pulse.spoke()

    def recognises(self, _name: str, pid: int) -> bool:
        return pid not in self.strangers

    def watch(self, _now_ns: int, lost: Callable[[str], None]) -> None:
        while self.gone:
            lost(self.gone.pop())

    def leave(self) -> None:
        self.left = True


class Rig:
    """A controller on a display server in theory; time passes by :meth:`tick`."""

    def __init__(self, base: Path, layout: str = TRIPTYCH) -> None:
        self.outputs: list[Output] | None = [A, B, C]
        """Those that are lit; None while the server does not answer."""
        self.looks = 0
        self.layout: Layout = parse_layout(layout, "test.yaml")
        self.folders = Folders(base / "versions", base / "calibration", base / "state")
        for folder in (self.folders.versions, self.folders.state):
            folder.mkdir(exist_ok=True)
        self.now_ns = START
        self.spokes: dict[str, Spoke] = {}
        self.begin()

    def begin(self) -> None:
        calibration = parse_calibration("gain: 0.5\ncorners: {top_left: [0.1, 0.2]}\n", "x.yaml")
        self.staff = Staff()
        self.parts: Parts = build(
            self.layout,
            {"centre": calibration},
            self.folders,
            self.seen,
            self.staff,
            StillFolder(self.folders.versions),
        )
        self.house = Controller(self.parts)
        self.house.staff(self.now_ns)
        self.house.begin(self.now_ns)

    def seen(self) -> list[Output]:
        self.looks += 1
        if self.outputs is None:
            raise KissError("no answer")
        return list(self.outputs)

    @property
    def state(self) -> State:
        """What the director knows."""
        return self.parts.publisher.state

    def change_controller(self) -> None:
        """The controller is killed; another one takes over."""
        self.parts.connections.close()
        self.parts.versions.close()
        self.parts.diary.close()
        self.parts.publisher._store._writer.finish()  # its thread would go with the process
        self.begin()

    def tick(self, seconds: float = 2.1) -> None:
        self.now_ns += round(seconds * SECOND)
        self.house.tick(self.now_ns)

    def join(self, role: str) -> list[m.Message]:
        """A process says hello; what it is told."""
        self.spokes[role] = Spoke(endpoint(self.folders.state))
        self.spokes[role].send(m.Hello(role, 1))
        return self.told(role)

    def say(self, role: str, message: m.Message) -> None:
        """A process says something, and the house has heard it."""
        self.spokes[role].send(message)
        self.told(role)

    def told(self, role: str) -> list[m.Message]:
        """All that a process has been told since, to the last word."""
        return self.asked(role)[0]

    def asked(self, role: str) -> tuple[list[m.Message], m.Reply]:
        """A process asks how things stand: what it was told before the answer, and the answer.

        What is said to a process, and what it says, stays in order: the answer is the proof that
        nothing else was on its way.
        """
        self.spokes[role].send(m.AskStatus())
        told: list[m.Message] = []
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            self.house.hear(self.now_ns)
            told += self.spokes[role].receive(10)
            if told and isinstance(answer := told[-1], m.Reply) and answer.data:
                return told[:-1], answer
        raise AssertionError(f"the house does not answer {role}; it told {told}")

    def close(self) -> None:
        for spoke in self.spokes.values():
            spoke.close()
        self.house.leave()
