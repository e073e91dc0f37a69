"""The way between machines: what it promises, by the real library and by the tests' own."""

import contextlib
import json
import select
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fake_bus import FakeNet
from loopback import loopback_addresses

from installation.link import (
    Chase,
    Follow,
    MachineDecisions,
    MachineStatus,
    OrderGiven,
    Reply,
)
from installation.machines import PORT, Bus, ZenohBus, make_keys, pair
from installation.machines._bus import MachineWord, Told
from installation.model import Pause
from installation.said import Said
from installation.timeline import Programme
from installation.units import SECOND

ADDRESSES = loopback_addresses(["east", "west", "north"])
SOON_S = 8.0

Join = Callable[[str], Bus]


@pytest.fixture(params=["fake", pytest.param("zenoh", marks=pytest.mark.patient)])
def join(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Join]:
    """Has a machine join; all leave at the end."""
    joined: list[Bus] = []
    net = FakeNet()
    if request.param == "zenoh":
        make_keys(tmp_path / "keys", ADDRESSES)

    def joining(machine: str) -> Bus:
        bus: Bus
        if request.param == "fake":
            bus = net.join(machine)
        else:
            keys = pair(tmp_path / "keys" / machine, tmp_path / machine)
            bus = ZenohBus(ADDRESSES, keys)
        joined.append(bus)
        soon(lambda: bus.opened)
        return bus

    yield joining
    for bus in joined:
        bus.close()


def soon(reached: Callable[[], object]) -> None:
    deadline = time.monotonic() + SOON_S
    while not reached():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.01)


def hears(bus: Bus, machine: str, said: Told) -> None:
    """Wait until a bus has heard something."""
    found: list[MachineWord] = []

    def heard() -> bool:
        found.extend(bus.heard())
        return MachineWord(machine, said) in found

    soon(heard)


def test_machines_know_who_is_there(join: Join) -> None:
    east, west = join("east"), join("west")
    soon(lambda: east.there() == {"west"} and west.there() == {"east"})
    north = join("north")
    soon(lambda: east.there() == {"west", "north"} and north.there() == {"east", "west"})


def test_what_is_said_is_heard_by_all_others_and_wakes_them(join: Join) -> None:
    east, west = join("east"), join("west")
    soon(lambda: east.there() and west.there())
    list(east.heard())
    said = MachineStatus("west", 7, films=("a", "b"))
    west.say(said)
    assert select.select([east.fileno()], [], [], SOON_S)[0]
    hears(east, "west", said)
    assert not list(west.heard())


def test_who_comes_later_hears_the_last_programme(join: Join) -> None:
    east = join("east")
    east.say(Follow(Programme(6)))
    east.say(Follow(Programme(7)))
    hears(join("west"), "east", Follow(Programme(7)))


def test_who_comes_later_hears_the_last_decisions_beside_the_programme(join: Join) -> None:
    east = join("east")
    east.say(MachineDecisions(b"one"))
    east.say(MachineDecisions(b"two"))
    east.say(Follow(Programme(7)))
    west, found = join("west"), list[MachineWord]()

    def heard() -> bool:
        found.extend(west.heard())
        return len(found) >= 2

    soon(heard)
    assert MachineWord("east", MachineDecisions(b"two")) in found
    assert MachineWord("east", Follow(Programme(7))) in found
    assert MachineWord("east", MachineDecisions(b"one")) not in found


def test_timecode_is_heard_by_who_is_there_and_not_by_who_comes_later(join: Join) -> None:
    east, west = join("east"), join("west")
    soon(lambda: east.there() and west.there())
    chase = Chase(5 * SECOND, 7 * SECOND, running=True, serial=3, light="locked")
    east.say(chase)
    hears(west, "east", chase)
    east.say(Follow(Programme(7)))
    north, found = join("north"), list[MachineWord]()

    def heard() -> bool:
        found.extend(north.heard())
        return bool(found)

    soon(heard)
    assert MachineWord("east", chase) not in found


def test_a_question_is_answered(join: Join) -> None:
    east, west = join("east"), join("west")
    soon(lambda: east.there() and west.there())
    given = OrderGiven(Pause(), 5, by="west: panel")

    def answering() -> None:
        def answered() -> bool:
            for question in east.asked():
                assert question.given == given
                question.answer(Reply(True, Said("paused")))
                return True
            return False

        soon(answered)

    if isinstance(east, ZenohBus):
        thread = threading.Thread(target=answering)
        thread.start()
        assert west.ask("east", given, 2.0) == Reply(True, Said("paused"))
        thread.join()
    else:
        east._net.work["east"] = answering  # type: ignore[attr-defined]
        assert west.ask("east", given, 2.0) == Reply(True, Said("paused"))


@pytest.mark.parametrize("join", [pytest.param("zenoh", marks=pytest.mark.patient)], indirect=True)
def test_a_word_follows_an_order_so_that_tcp_sees_its_loss(join: Join) -> None:
    east, west = join("east"), join("west")
    soon(lambda: east.there() and west.there())
    said = MachineStatus("west", 7)
    west.say(said)
    hears(east, "west", said)
    assert west.ask("east", OrderGiven(Pause()), 0) is None
    hears(east, "west", said)


def test_who_does_not_answer_is_not_waited_for(join: Join) -> None:
    east, west = join("east"), join("west")
    soon(lambda: east.there() and west.there())
    began = time.monotonic()
    assert west.ask("east", OrderGiven(Pause()), 0.3) is None
    assert west.ask("north", OrderGiven(Pause()), 0.3) is None
    assert west.ask("east", OrderGiven(Pause()), 0) is None
    assert time.monotonic() - began < 1.5


@pytest.mark.patient
def test_a_machine_that_has_left_is_known_to_be_gone_and_comes_back(tmp_path: Path) -> None:
    made = make_keys(tmp_path / "keys", ADDRESSES)
    keys = [pair(folder, tmp_path / folder.name) for folder in made]
    east, west = ZenohBus(ADDRESSES, keys[0]), ZenohBus(ADDRESSES, keys[1])
    try:
        soon(lambda: east.there() == {"west"})
        west.close()
        soon(lambda: not east.there())
        west = ZenohBus(ADDRESSES, keys[1])
        soon(lambda: east.there() == {"west"})
    finally:
        east.close()
        west.close()


@pytest.mark.patient
def test_who_is_not_paired_gets_no_byte(tmp_path: Path) -> None:
    made = make_keys(tmp_path / "keys", ADDRESSES)
    strange = make_keys(tmp_path / "strange", ADDRESSES)
    east = ZenohBus(ADDRESSES, pair(made[0], tmp_path / "east"))
    stranger = None
    try:
        soon(lambda: east.opened and listens())
        for certificate in (None, strange[1]):
            assert said_to(certificate) == b""
        stranger = ZenohBus(ADDRESSES, pair(strange[1], tmp_path / "stranger"))
        soon(lambda: stranger.opened)
        stranger.say(MachineStatus("west", 9))
        time.sleep(1.0)
        assert not east.there() and not stranger.there() and not list(east.heard())
    finally:
        east.close()
        if stranger:
            stranger.close()


def listens() -> bool:
    """Tell whether it can be reached: Zenoh is open before that, where the port was just taken."""
    with contextlib.suppress(ConnectionRefusedError):
        socket.create_connection((ADDRESSES["east"], PORT), 2).close()
        return True
    return False


def said_to(folder: Path | None) -> bytes:
    """What a machine says to a client of TLS, with a certificate or without, but for alerts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if folder:
        context.load_cert_chain(folder / "machine.pem", folder / "machine.key")
    with (
        socket.create_connection((ADDRESSES["east"], PORT), 2) as plain,
        context.wrap_socket(plain) as wrapped,
        contextlib.suppress(OSError),
    ):
        wrapped.sendall(b"\0\0")
        return wrapped.recv(1000)
    return b""


ENDS = """
import json, sys, time
from pathlib import Path
from installation.machines import ZenohBus, paired_keys
addresses = json.loads(sys.argv[1])
buses = [ZenohBus(addresses, paired_keys(Path(state))) for state in sys.argv[2:]]
while not all(bus.there() for bus in buses):
    time.sleep(0.01)
for bus in buses:
    bus.close()
"""


@pytest.mark.process
@pytest.mark.patient
def test_a_process_that_leaves_and_ends_at_once_ends_in_order(tmp_path: Path) -> None:
    """Of those whose callbacks were not waited for some were aborted."""
    states = [str(tmp_path / own.name) for own in make_keys(tmp_path / "keys", ("east", "west"))]
    for state in states:
        pair(tmp_path / "keys" / Path(state).name, Path(state))
    command = [sys.executable, "-c", ENDS, json.dumps(ADDRESSES), *states]
    for _ in range(5):
        ended = subprocess.run(command, timeout=30, check=False)
        assert ended.returncode == 0
