"""What JACK's ports do beside the contract: they come back, and nothing makes them deaf."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from installation.remote import JackMidi, Out, Wire
from installation.remote._jackmidi import MOST_A_PERIOD, _Mouth
from installation.rig import JackServer

pytestmark = pytest.mark.process


def until(reached: Callable[[], bool], patience_s: float = 10.0) -> bool:
    deadline = time.monotonic() + patience_s
    while not reached() and time.monotonic() < deadline:
        time.sleep(0.01)
    return reached()


@pytest.fixture
def clients() -> Iterator[Callable[[str], JackMidi]]:
    made: list[JackMidi] = []

    def make(name: str = "kiss") -> JackMidi:
        made.append(JackMidi(name))
        return made[-1]

    yield make
    for midi in made:
        midi.close()


@pytest.fixture
def jack() -> Iterator[JackServer]:
    with JackServer() as server:
        yield server


BOX = """
import time
from installation.remote._jackmidi import JackMidi
box = JackMidi("box")
keys = box.offer_source("keys")
while True:
    box.sinks()
    keys.send(b"\\x90\\x24\\x64")
    time.sleep(0.1)
"""


Clients = Callable[..., JackMidi]


def test_a_server_that_hangs_is_said_and_holds_up_nobody(
    clients: Clients, jack: JackServer
) -> None:
    ours = clients()
    jack.hang()
    took = []
    for _ in range(2):
        began = time.monotonic()
        assert ours.sinks() == () and "the JACK server does not answer" in str(ours.trouble)
        took.append(time.monotonic() - began)
    assert took[0] < 5 and took[1] < 1  # who was told once is not made to wait again
    jack.hang(False)
    assert until(lambda: ours.sinks() != () or ours.trouble == "")


def test_what_is_open_outlives_the_server(clients: Clients) -> None:
    ours = clients()
    heard: list[bytes] = []
    with JackServer() as jack:
        with box_of_another_process(jack):
            assert until(lambda: ours.sources() == ("box:keys",))
            ours.listen("box:keys", lambda data, _: heard.append(data))
            assert until(lambda: len(heard) > 1)
        assert until(lambda: ours.sources() == ())
        time.sleep(0.5)  # a server that is ended while it buries a client takes five seconds
    assert until(lambda: ours.sources() == () and "no JACK server" in ours.trouble)
    with JackServer() as jack:
        assert until(lambda: ours.sources() == () and ours.trouble == "")
        heard.clear()
        with box_of_another_process(jack):
            assert until(lambda: ours.sources() == ("box:keys",))
            assert until(lambda: len(heard) > 1)
        ours.close()


@contextlib.contextmanager
def box_of_another_process(jack: JackServer) -> Iterator[None]:
    with subprocess.Popen([sys.executable, "-c", BOX], env=os.environ | jack.environment) as box:
        try:
            yield
        finally:
            box.kill()


def heard_by(ours: JackMidi, box: JackMidi) -> tuple[Out, list[bytes]]:
    """A box's keys, and what we hear of them."""
    heard: list[bytes] = []
    keys = box.offer_source("keys")
    ours.listen("box:keys", lambda data, _: heard.append(data))
    return keys, heard


def test_a_box_that_was_away_for_a_moment_is_heard_again(
    jack: JackServer, clients: Clients
) -> None:
    ours, box = clients(), clients("box")
    keys, heard = heard_by(ours, box)
    keys.close()
    keys = box.offer_source("keys")
    assert ours.sources() == ("box:keys",)
    keys.send(b"\xc0\x05")
    assert until(lambda: heard == [b"\xc0\x05"])


def test_a_message_that_never_ends_takes_nothing_along(jack: JackServer, clients: Clients) -> None:
    ours, box = clients(), clients("box")
    keys, heard = heard_by(ours, box)
    for event in (b"\xf0", b"\x90\x24\x64", b"\xf0\x7f\x7f", b"\xc0\x05"):
        keys.send(event)
    assert until(lambda: Wire().feed(b"".join(heard)) == [b"\x90\x24\x64", b"\xc0\x05"])


def test_a_thousand_messages_at_once_all_come_in_their_order(
    jack: JackServer, clients: Clients
) -> None:
    ours, box = clients(), clients("box")
    keys, heard = heard_by(ours, box)
    sent = [bytes((0xE0, number % 128, number // 128)) for number in range(1000)]
    sent.append(bytes((0xF0, *range(100), 0xF7)))
    for message in sent:
        keys.send(message)
    until(lambda: len(heard) == len(sent))
    assert heard == sent


class Port:
    """A port of a client's own: the events of the period that just runs."""

    def __init__(self) -> None:
        self.events: list[bytes] = []

    def clear_buffer(self) -> None:
        self.events.clear()

    def write_midi_event(self, _: int, data: bytes) -> None:
        self.events.append(data)


def test_a_flood_is_spread_over_periods() -> None:
    """One that is not done within its period is passed over, with all that it has written."""
    mouth = _Mouth(JackMidi(), "keys", None)
    port = mouth.own = Port()
    sent = [bytes((0xE0, number % 128, number // 128)) for number in range(2 * MOST_A_PERIOD + 1)]
    for message in sent:
        mouth.send(message)
    periods = []
    for _ in range(4):
        mouth.turn()
        periods.append(list(port.events))
    assert [len(events) for events in periods] == [MOST_A_PERIOD, MOST_A_PERIOD, 1, 0]
    assert [one for events in periods for one in events] == sent
