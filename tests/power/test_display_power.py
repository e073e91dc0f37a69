"""The displays' own power, without an X server: what it is told, and when."""

import threading
import time
from collections.abc import Sequence

from installation.power._display_power import AGAIN_S, OFF, ON, DisplayPower


class Server:
    """Notes the commands; says ``fault`` to them, after ``gate`` has opened."""

    def __init__(self) -> None:
        self.told: list[Sequence[str]] = []
        self.fault = ""
        self.gate = threading.Event()
        self.gate.set()
        self.now_s = 100.0
        self.power = DisplayPower(self.run, lambda: self.now_s)

    def run(self, command: Sequence[str]) -> str:
        self.gate.wait(5)
        self.told.append(command)
        return self.fault

    def keep(self, dark: bool | None) -> None:
        """Ask as the controller does, again and again."""
        for _ in range(3):
            self.power.keep(dark)
            self.power.close()


def test_each_change_is_told_once() -> None:
    server = Server()
    server.keep(None)
    assert server.told == []
    server.keep(False)  # they may have been left dark by a controller that died
    assert server.told == [ON]
    server.keep(True)
    server.keep(False)
    assert server.told == [ON, OFF, ON]
    server.keep(True)
    server.keep(None)  # the layout does not ask for it any more
    server.keep(None)
    assert server.told == [ON, OFF, ON, OFF, ON]


def test_what_is_refused_is_said_and_tried_again_later() -> None:
    server = Server()
    server.fault = "no DPMS"
    server.keep(True)
    assert (
        server.told == [OFF] and server.power.trouble == "the displays cannot be put off: no DPMS"
    )
    server.fault, server.now_s = "", server.now_s + AGAIN_S
    server.keep(True)
    assert server.told == [OFF, OFF] and server.power.trouble == ""


def test_a_server_that_hangs_holds_up_nobody() -> None:
    server = Server()
    server.gate.clear()
    began = time.monotonic()
    for dark in (True, False, True, True):
        server.power.keep(dark)
    assert time.monotonic() - began < 0.5 and server.told == []
    server.gate.set()
    server.power.close()
    server.keep(False)
    assert server.told == [OFF, ON]
