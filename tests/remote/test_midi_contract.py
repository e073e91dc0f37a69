"""What every MIDI system has to do: JACK's and ALSA's, real ones, and the fake."""

import contextlib
import time
from collections.abc import Callable, Iterator

import pytest
from fake_midi import Cables, FakeMidi

from installation.errors import RemoteError
from installation.remote import JackMidi, Midi, Wire
from installation.remote._alsaports import AlsaMidi
from installation.remote._midi import SEQUENCER
from installation.rig import JackServer

Clients = Callable[[str], Midi]


REAL: dict[str, Callable[[str], Midi]] = {
    "jack": JackMidi,
    "alsa": AlsaMidi,
}


@pytest.fixture(
    scope="module",
    params=[
        "fake",
        *(pytest.param(name, marks=pytest.mark.process) for name in REAL),
    ],
)
def system(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "alsa" and not SEQUENCER.exists():
        pytest.skip("this machine has no ALSA sequencer (modprobe snd-seq)")
    with JackServer() if request.param == "jack" else contextlib.nullcontext():
        yield request.param


@pytest.fixture
def client(system: str) -> Iterator[Clients]:
    made: list[Midi] = []
    cables = Cables()

    def make(name: str) -> Midi:
        made.append(REAL[system](name) if system in REAL else FakeMidi(cables, name))
        return made[-1]

    yield make
    for midi in made:
        midi.close()


def until(reached: Callable[[], bool], patience_s: float = 10.0) -> bool:
    deadline = time.monotonic() + patience_s
    while not reached() and time.monotonic() < deadline:
        time.sleep(0.01)
    return reached()


def boxes(ports: tuple[str, ...]) -> list[str]:
    """Those of the tests; a kernel has ports of its own."""
    return [port for port in ports if not port.startswith(("Midi Through:", "VirMIDI", "Virtual"))]


def test_a_box_is_seen_heard_and_lit(client: Clients) -> None:
    ours, box = client("kiss"), client("nanoKONTROL2")
    keys, lights = box.offer_source("keys"), []
    sink = box.offer_sink("lights", lambda data, _: lights.append(data))
    assert until(lambda: len(boxes(ours.sources())) == 1 and len(boxes(ours.sinks())) == 1)
    source, there = boxes(ours.sources())[0], boxes(ours.sinks())[0]
    assert "nanoKONTROL2" in source and "nanoKONTROL2" in there
    heard: list[bytes] = []
    plug = ours.listen(source, lambda data, _: heard.append(data))
    assert plug.port == source
    for number in range(5):
        keys.send(bytes((0x90, number, 1)))
    assert until(lambda: len(heard) == 5)
    assert heard == [bytes((0x90, number, 1)) for number in range(5)]
    out = ours.reach(there)
    out.send(b"\xb0\x10\x7f")
    assert until(lambda: lights == [b"\xb0\x10\x7f"])
    witness: list[bytes] = []
    other = ours.listen(source, lambda data, _: witness.append(data))
    plug.close()
    for number in range(2):  # when the second one is heard, the first has been given to everybody
        keys.send(bytes((0x90, number, 1)))
        assert until(lambda number=number: len(witness) == number + 1)
    assert len(heard) == 5
    for open_one in (out, keys, sink, other):
        open_one.close()


def test_what_was_sent_before_a_port_is_closed_arrives(client: Clients) -> None:
    ours, box = client("kiss"), client("box")
    heard: list[bytes] = []
    sink = box.offer_sink("lights", lambda data, _: heard.append(data))
    assert until(lambda: len(boxes(ours.sinks())) == 1)
    for number in range(5):
        out = ours.reach(boxes(ours.sinks())[0])
        for light in range(20):
            out.send(bytes((0x90, number, light)))
        out.close()
        assert until(lambda number=number: len(heard) == 20 * (number + 1), 1.0), len(heard)
    sink.close()


def test_our_own_ports_are_not_among_them(client: Clients) -> None:
    ours = client("kiss")
    source, sink = ours.offer_source("timecode"), ours.offer_sink("in", lambda *_: None)
    box = client("box")  # which is seen says that the list is newer than our own ports
    keys, lights = box.offer_source("keys"), box.offer_sink("lights", lambda *_: None)
    assert until(lambda: bool(boxes(ours.sources())) and bool(boxes(ours.sinks())))
    assert all("box" in port for port in boxes(ours.sources()) + boxes(ours.sinks()))
    for one in (source, sink, keys, lights):
        one.close()
    assert until(lambda: boxes(ours.sources()) == boxes(ours.sinks()) == [])


def test_a_box_that_is_unplugged_is_off_the_list_and_comes_back(client: Clients) -> None:
    ours = client("kiss")
    for _ in range(2):
        box = client("box")
        keys = box.offer_source("keys")
        assert until(lambda: len(boxes(ours.sources())) == 1)
        heard: list[bytes] = []
        plug = ours.listen(
            boxes(ours.sources())[0], lambda data, _, heard=heard: heard.append(data)
        )
        keys.send(b"\xc0\x05")
        assert until(lambda heard=heard: heard == [b"\xc0\x05"])
        keys.close()
        box.close()
        assert until(lambda: boxes(ours.sources()) == [])
        plug.close()


def test_a_flood_and_long_messages_all_come_in_their_order(client: Clients) -> None:
    ours, box = client("kiss"), client("box")
    heard: list[bytes] = []
    keys = box.offer_source("keys")
    assert until(lambda: len(boxes(ours.sources())) == 1)
    plug = ours.listen(boxes(ours.sources())[0], lambda data, _: heard.append(data))
    sent = [bytes((0xE0, number % 128, number // 128)) for number in range(1000)]
    sent.append(bytes((0xF0, *(number % 128 for number in range(700)), 0xF7)))
    for message in sent:
        keys.send(message)
    until(lambda: sum(map(len, heard)) == sum(map(len, sent)))
    assert Wire().feed(b"".join(heard)) == sent
    plug.close()
    keys.close()


def test_a_port_that_is_not_there_is_an_error_for_people(client: Clients) -> None:
    ours = client("kiss")
    attempts: list[Callable[[], object]] = [
        lambda: ours.listen("no such:port", lambda *_: None),
        lambda: ours.reach("x"),
    ]
    for attempt in attempts:
        with pytest.raises(RemoteError, match="no MIDI port"):
            attempt()


@pytest.mark.process
def test_no_midi_system_is_no_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "kiss-nobody")
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")
    for midi in (JackMidi(), *(() if SEQUENCER.exists() else (AlsaMidi(),))):
        assert midi.sources() == midi.sinks() == ()
        assert "no MIDI here" in midi.trouble
        midi.close()
