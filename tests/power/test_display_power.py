"""The displays' own power, without an X server: what it is told, when, and what comes of it."""

import threading
import time
from collections.abc import Sequence

import pytest

from installation.errors import KioskError
from installation.model import DisplaysAtRest
from installation.power._display_power import AGAIN_S, DisplayPower
from installation.power._x_server import ASK, OFF, ON, XServer, are_dark
from installation.said import NOTHING, Said

LIT = "DPMS (Display Power Management Signaling):\n  Standby: 0    Suspend: 0    Off: 60\n"
NO_DPMS = "  Server does not have the DPMS Extension\n"


class Way:
    """A way that notes that it was asked; ``fault`` is what it answers."""

    def __init__(self, name: str, order: list[str]) -> None:
        self.name, self.order = name, order
        self.fault = NOTHING

    def put(self, dark: bool) -> Said:
        self.order.append(f"{self.name} {'dark' if dark else 'lit'}")
        return self.fault


class Server:
    """Has displays; refuses with ``fault``, and hangs while ``gate`` is shut."""

    def __init__(self) -> None:
        self.told: list[Sequence[str]] = []
        self.fault = ""
        self.deaf = self.without = False
        self.state = "  DPMS is Disabled\n"
        self.gate = threading.Event()
        self.gate.set()
        self.now_s = 100.0
        self.order: list[str] = []
        self.televisions = Way("televisions", self.order)
        self.power = DisplayPower(
            XServer(self.run),
            self.televisions,
            Way("monitors", self.order),
            lambda: self.now_s,
        )

    def run(self, words: Sequence[str]) -> str:
        self.gate.wait(60)
        if self.fault:
            raise KioskError(self.fault)
        if words == ASK:
            return NO_DPMS if self.without else LIT + self.state
        self.told.append(words)
        self.order.append("server dark" if words == OFF else "server lit")
        if not self.deaf:
            dark = words == OFF
            self.state = "  DPMS is Enabled\n  Monitor is Off\n" if dark else "  DPMS is Disabled\n"
        return ""

    def done(self) -> None:
        self.power.close()
        if self.power._thread is not None:
            self.power._thread.join(60)

    def keep(self, dark: bool | None, rest: DisplaysAtRest = "asleep") -> None:
        """Ask as the controller does, again and again."""
        for _ in range(3):
            self.power.keep(dark, rest)
            self.done()


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
    assert server.power.trouble == ""


def test_what_is_refused_is_said_and_tried_again_later() -> None:
    server = Server()
    server.fault = "unable to open display"
    server.keep(True)
    assert server.told == []
    assert server.power.trouble == "the displays cannot be put off: unable to open display"
    server.fault = ""
    server.keep(True)  # not yet
    assert server.told == []
    server.now_s += AGAIN_S
    server.keep(True)
    assert server.told == [OFF] and server.power.trouble == ""


def test_those_who_listen_only_with_a_signal_are_told_while_there_is_one() -> None:
    server = Server()
    server.keep(True)
    server.keep(False)
    asleep = ["televisions dark", "server dark", "server lit", "televisions lit"]
    assert server.order == asleep
    server.order.clear()
    server.keep(True, "off")
    server.keep(None, "black")  # the layout does not ask for it any more
    assert server.order == ["monitors dark", *asleep, "monitors lit"]


def test_one_way_that_fails_keeps_no_other_from_it() -> None:
    server = Server()
    server.televisions.fault = Said("the television at {device} sulks", device="/dev/cec0")
    server.keep(True)
    assert server.order == ["televisions dark", "server dark"]
    assert server.power.trouble == (
        "the displays cannot be put off: the television at /dev/cec0 sulks"
    )


@pytest.mark.parametrize(("what", "why"), [("without", "has no DPMS"), ("deaf", "as they are")])
def test_a_server_that_does_nothing_without_a_word_is_found_out(what: str, why: str) -> None:
    server = Server()
    setattr(server, what, True)
    server.keep(True)
    assert why in server.power.trouble


def test_a_server_that_hangs_holds_up_nobody() -> None:
    server = Server()
    server.gate.clear()
    began = time.monotonic()
    for dark in (True, False, True, True):
        server.power.keep(dark)
    assert time.monotonic() - began < 30 and server.told == []
    server.gate.set()
    server.done()
    server.keep(False)
    assert server.told == [OFF, ON]


def test_the_state_is_read_from_the_words_of_xset() -> None:
    assert are_dark(LIT + "  DPMS is Enabled\n  Monitor is Off\n") is True
    assert are_dark(LIT + "  DPMS is Enabled\n  Monitor is in Standby\n") is True
    assert are_dark(LIT + "  DPMS is Enabled\n  Monitor is On\n") is False
    assert are_dark(LIT + "  DPMS is Disabled\n") is False
    assert are_dark(NO_DPMS) is None
