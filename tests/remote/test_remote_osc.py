"""Show control by network: what addresses mean, what is told, and what does no harm."""

import select
import socket
import time
from collections.abc import Iterator
from random import Random

import pytest
from fake_post import FakePost
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from installation.errors import RemoteError, UsageError
from installation.link import Glance, Reply
from installation.model import (
    Blackout,
    Go,
    Hold,
    Level,
    Mute,
    Osc,
    Pause,
    Restart,
    ShowState,
    Swap,
    Sync,
    Toggle,
    Voice,
)
from installation.remote import OscServer
from installation.remote import _osc as osc
from installation.remote._addresses import Subscribe, Tell, asked, told
from installation.remote._callers import REMEMBER_NS, Callers
from installation.remote._mapping import LEVEL_NS
from installation.remote._osc import Argument, OscMessage
from installation.remote._osc_server import AT_ONCE, WAITING
from installation.said import verbatim
from installation.timeline import Entry, Plan, Programme, Take
from installation.units import SECOND

SCREENS = ("left", "right")
ENTRY = Entry("kiss-2", "r", "The Kiss 2", "f", "i", ((0, 0), (10**10, 10**10)))
PROGRAMME = Programme(
    1, "b", (Take(1, 0, 3, 0, 2 * SECOND),), None, (Plan(1, 10**10, {"left": ENTRY}),)
)
GLANCE = Glance(
    ShowState.PAUSED,
    voices=("left",),
    voice="left",
    levels={"left": 80, "right": 100},
    hearing={"loop": 50},
    muted=("right",),
    beats=(("ball", SECOND),),
)


@pytest.mark.parametrize(
    ("address", "arguments", "wanted"),
    [
        ("/kiss/restart", (), Restart()),
        ("/kiss/restart", ("kiss",), Restart("kiss")),
        ("/kiss/restart", (0,), None),
        ("/kiss/pause", (1.0,), Pause()),
        ("/kiss/pause", (0.0,), None),
        ("/kiss/resume", (False,), None),
        ("/kiss/sync", (1,), Sync()),
        ("/kiss/toggle", (), Toggle()),
        ("/kiss/go", ("kiss",), Go("kiss")),
        ("/kiss/go", (12.5,), Go("12.500")),
        ("/kiss/go", (0,), Go("0.000")),
        ("/kiss/hold", ("kiss",), Hold("kiss")),
        ("/kiss/swap", (), Swap("now")),
        ("/kiss/swap", ("boundary",), Swap("boundary")),
        ("/kiss/blackout", (1,), Blackout("on")),
        ("/kiss/blackout", (0.0,), Blackout("off")),
        ("/kiss/blackout", (), Blackout("toggle")),
        ("/kiss/voice", ("left",), Voice("left")),
        ("/kiss/level/left", (0.256,), Level("left", 26)),
        ("/kiss/level/right", (70,), Level("right", 70)),
        ("/kiss/level/loop", (70,), Level("loop", 70)),
        ("/kiss/mute/left", (1,), Mute("left", "on")),
        ("/kiss/mute/loop", (0.0,), Mute("loop", "off")),
        ("/kiss/mute/loop", (), Mute("loop")),
        ("/kiss/status", (), Tell()),
        ("/kiss/subscribe", (), Subscribe()),
        ("/kiss/subscribe", (10, 9001), Subscribe(10.0, 9001)),
        ("/kiss/subscribe", (0,), Subscribe(0.0)),
        ("/kiss/subscribe", (1e9,), Subscribe(3600.0)),
    ],
)
def test_what_addresses_mean(address: str, arguments: tuple[Argument, ...], wanted: object) -> None:
    assert asked(OscMessage(address, arguments), SCREENS, ("loop",)) == wanted


@pytest.mark.parametrize(
    ("address", "arguments", "hint"),
    [
        ("/kiss/restrat", (), "did you mean 'restart'"),
        ("/other", (), "begin with /kiss/"),
        ("/kiss", (), "begin with /kiss/"),
        ("/kiss/level/lefd", (0.5,), "did you mean 'left'"),
        ("/kiss/level/loop", (0.5,), "there are left, right"),
        ("/kiss/mute/rihgt", (1,), "did you mean 'right'"),
        ("/kiss/level/left", (1.5,), "0.0 to 1.0"),
        ("/kiss/level/left", (), "0.0 to 1.0"),
        ("/kiss/go", (), "a beat's name, or seconds"),
        ("/kiss/go", (True,), "a beat's name, or seconds"),
        ("/kiss/go", (-1.0,), "a beat's name, or seconds"),
        ("/kiss/hold", (), "a beat's name, or seconds"),
        ("/kiss/swap", (1,), "nothing, or where"),
        ("/kiss/blackout", ("maybe",), "on, off or toggle, not 'maybe'"),
        ("/kiss/voice", (3,), "a screen's name"),
        ("/kiss/pause", ("please",), "a button's 1 and 0"),
        ("/kiss/subscribe", ("x",), "seconds"),
        ("/kiss/subscribe", (1, 70000), "port"),
    ],
)
def test_what_is_not_known_is_said(
    address: str, arguments: tuple[Argument, ...], hint: str
) -> None:
    with pytest.raises(UsageError, match=hint):
        asked(OscMessage(address, arguments), SCREENS)


def test_everything_is_told() -> None:
    found = {said.address: said.arguments[0] for said in told(PROGRAMME, GLANCE, 5 * SECOND)}
    assert found == {
        "/kiss/state": "paused",
        "/kiss/story": 2.0,
        "/kiss/cycle": 3,
        "/kiss/beat": "ball",
        "/kiss/blackout": 0,
        "/kiss/voice": "left",
        "/kiss/screen/left/version": "kiss-2",
        "/kiss/screen/left/voice": 1,
        "/kiss/screen/left/level": 0.8,
        "/kiss/screen/left/mute": 0,
        "/kiss/screen/right/version": "",
        "/kiss/screen/right/voice": 0,
        "/kiss/screen/right/level": 1.0,
        "/kiss/screen/right/mute": 1,
        "/kiss/hearing/loop/level": 0.5,
        "/kiss/hearing/loop/mute": 0,
    }
    assert next(iter(told(Programme(), Glance(), 0))).arguments == ("waiting",)


@given(st.text(max_size=20), st.integers(-(2**31), 2**31 - 1), st.booleans())
def test_messages_are_read_as_written(text: str, number: int, truth: bool) -> None:
    text = text.replace("\0", "")
    said = OscMessage("/kiss/x", (text, number, truth))
    assert list(osc.read(osc.write(said.address, *said.arguments))) == [said]


def test_any_bytes_are_a_message_or_an_error() -> None:
    random = Random(4)
    seed = osc.write("/kiss/go", "kiss", 1.5, 3)
    nested = seed
    for _ in range(300):
        nested = b"#bundle\0" + bytes(7) + b"\1" + len(nested).to_bytes(4, "big") + nested
    packets = [nested, b"", b"/", b"#bundle\0", bytes(osc.LARGEST + 1)]
    for _ in range(3000):
        bent = bytearray(seed)
        for _ in range(random.randint(1, 4)):
            bent[random.randrange(len(bent))] = random.randrange(256)
        tags = bytes(random.choice(b"ihfdsbrmtTFN[]xIS") for _ in range(random.randint(0, 6)))
        packets += [bytes(bent), random.randbytes(random.randint(0, 40))]
        packets.append(b"/kiss/go\0\0\0\0," + tags + bytes(random.randint(0, 4)) + bent)
    for packet in packets:
        try:
            for said in osc.read(packet):
                asked(said, SCREENS)
        except (RemoteError, UsageError):
            continue


# the socket


class Control:
    """A lighting desk on this machine."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(60)
        self.port = self._socket.getsockname()[1]
        self._to = ("127.0.0.1", port)

    def say(self, address: str, *arguments: Argument) -> None:
        self._socket.sendto(osc.write(address, *arguments), self._to)

    def raw(self, data: bytes) -> None:
        self._socket.sendto(data, self._to)

    def hears(self) -> tuple[str, tuple[Argument, ...]]:
        (said,) = osc.read(self._socket.recv(4096))
        return said.address, said.arguments

    def has_heard(self) -> bool:
        """Whether anything has come: what is sent on one machine is there when it is sent."""
        return bool(select.select([self._socket], [], [], 0)[0])

    def close(self) -> None:
        self._socket.close()


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@pytest.fixture
def post() -> FakePost:
    return FakePost()


@pytest.fixture
def desk(post: FakePost) -> Iterator[OscServer]:
    made = OscServer(Osc(port=free_port()), SCREENS, post)
    made.step(0)
    made.follow(PROGRAMME)
    made.glance(GLANCE)
    yield made
    made.close()


@pytest.fixture
def control(desk: OscServer) -> Iterator[Control]:
    made = Control(int(desk.ports()[0].port.rpartition(":")[2]))
    yield made
    made.close()


def worked(post: FakePost, count: int = 1) -> int:
    """Do what has come in, once it has."""
    done, deadline = 0, time.monotonic() + 60
    while done < count and time.monotonic() < deadline:
        done += post.work()
        time.sleep(0.002)
    return done


def test_an_order_is_carried_out_and_answered(
    post: FakePost, desk: OscServer, control: Control
) -> None:
    control.say("/kiss/go", "kiss")
    worked(post)
    assert post.orders == [Go("kiss")]
    assert control.hears() == ("/kiss/ok", ("/kiss/go", "done"))
    post.answer = Reply(False, verbatim("nothing plays yet"))
    control.say("/kiss/pause")
    worked(post)
    assert control.hears() == ("/kiss/error", ("/kiss/pause", "nothing plays yet"))
    control.say("/kiss/pause", 0.0)
    control.say("/kiss/nonsense")
    worked(post, 2)
    address, arguments = control.hears()
    assert address == "/kiss/error"
    assert arguments[0] == "/kiss/nonsense"
    assert len(post.orders) == 2


def test_the_status_is_told_when_asked_for(
    post: FakePost, desk: OscServer, control: Control
) -> None:
    control.say("/kiss/status")
    worked(post)
    found = dict(control.hears() for _ in range(11))
    assert found["/kiss/story"] == (2.0,)
    assert found["/kiss/screen/left/version"] == ("kiss-2",)


def test_a_subscriber_hears_news_until_the_lease_is_over(
    post: FakePost, desk: OscServer, control: Control
) -> None:
    control.say("/kiss/subscribe", 5)
    worked(post)
    now_ns = time.monotonic_ns()
    desk.step(now_ns)
    assert dict(control.hears() for _ in range(16))["/kiss/state"] == ("paused",)
    desk.glance(replace(GLANCE, state=ShowState.PLAYING))
    desk.step(now_ns + SECOND)
    assert control.hears() == ("/kiss/state", ("playing",))  # and nothing that is no news
    desk.step(now_ns + 10 * SECOND)
    desk.glance(GLANCE)
    desk.step(now_ns + 11 * SECOND)
    assert not control.has_heard()


def test_subscribers_elsewhere_name_a_port(
    post: FakePost, desk: OscServer, control: Control
) -> None:
    listener = Control(1)
    try:
        control.say("/kiss/subscribe", 5, listener.port)
        worked(post)
        desk.step(time.monotonic_ns())
        assert listener.hears() == ("/kiss/state", ("paused",))
    finally:
        listener.close()


def test_junk_and_floods_are_counted_and_dropped(
    post: FakePost, desk: OscServer, control: Control
) -> None:
    control.raw(b"\xff" * 100)
    control.raw(b"#bundle\0junk")
    control.raw(bytes(9000))
    worked(post, 3)
    assert desk.counts() == (0, 3)
    for _ in range(400):
        control.say("/kiss/sync")
    deadline = time.monotonic() + 60
    while desk.counts()[1] < 4 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert worked(post) <= WAITING + 64
    assert post.orders
    assert set(post.orders) == {Sync()}


def test_levels_are_merged_and_the_last_one_wins(
    post: FakePost, desk: OscServer, control: Control
) -> None:
    for n in range(30):
        control.say("/kiss/level/left", n)
        control.say("/kiss/level/right", 100 - n)
    worked(post, 60)
    assert post.orders == []
    now_ns = time.monotonic_ns()
    due_ns = desk.step(now_ns)
    assert due_ns > now_ns
    assert post.orders == [Level("left", 29), Level("right", 71)]
    assert control.hears() == ("/kiss/ok", ("/kiss/level/left", "done"))
    control.say("/kiss/level/left", 7)
    worked(post)
    assert desk.step(now_ns) == now_ns + LEVEL_NS
    assert len(post.orders) == 2
    desk.step(now_ns + LEVEL_NS)
    assert post.orders[2:] == [Level("left", 7)]


def test_orders_beyond_what_a_desk_can_mean_are_answered_and_not_passed_on(
    post: FakePost, desk: OscServer, control: Control
) -> None:
    count = AT_ONCE + 40  # some more are taken where these last for more than a second
    for _ in range(count):
        control.say("/kiss/sync")
        worked(post)
    assert AT_ONCE <= len(post.orders) < count
    answers = [control.hears() for _ in range(count)]
    assert ("/kiss/ok", ("/kiss/sync", "done")) in answers
    assert (
        "/kiss/error",
        ("/kiss/sync", "too much at once: 10 a second are taken of one address"),
    ) in answers


def test_advice_comes_in_one_line(post: FakePost, desk: OscServer, control: Control) -> None:
    post.answer = Reply(False, verbatim("no beat 'kis'.\n  There are kiss, march."))
    control.say("/kiss/go", "kis")
    worked(post)
    assert control.hears()[1] == ("/kiss/go", "no beat 'kis'. There are kiss, march.")


def test_who_is_turned_away_is_named_for_a_while() -> None:
    callers = Callers(["192.168.1.20", "10.0.0.0/8"])
    for peer in ("192.168.1.20", "10.1.2.3", "::ffff:10.1.2.3", "127.0.0.1", "::1"):
        assert callers.may(peer, 1)
    assert callers.stranger(1) == ""
    assert not callers.may("192.168.1.21", SECOND)
    assert not callers.may("::ffff:192.168.1.21", 0) and not callers.may("fe80::1", SECOND)
    assert callers.stranger(2 * SECOND) == "fe80::1"
    assert callers.stranger(SECOND + REMEMBER_NS) == ""


def test_a_port_that_is_taken_is_said(post: FakePost, desk: OscServer) -> None:
    port = int(desk.ports()[0].port.rpartition(":")[2])
    second = OscServer(Osc(port=port), SCREENS, post)
    second.step(0)
    assert f"127.0.0.1:{port}" in second.missing()[0]
    assert second.ports() == ()
    second.close()
