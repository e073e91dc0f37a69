"""Boxes that come, go, speak nonsense and have lights; the house at the other end in theory."""

from collections.abc import Callable

import pytest
from fake_midi import Cables, FakeMidi

from installation.link import Glance
from installation.model import Box, Key, Order, RemoteBlock, ShowState
from installation.remote import Answered, Boxes, box_of, port_fits
from installation.remote._boxes import LOOK_NS, SHUT_NS, partner
from installation.remote._feedback import BLINK_NS
from installation.remote._guard import CALM_NS
from installation.units import MILLISECOND, SECOND

PLAYING = Glance(ShowState.PLAYING, "well", voices=("left",), levels={"left": 50, "right": 100})
KEYS = (
    Key(on="note 36", do="restart"),
    Key(on="note 37", do="toggle", light="playing"),
    Key(on="note 38", do="sync", light="sync"),
)


class Desk:
    """A post that notes orders, and boxes on cables in theory."""

    def __init__(self, *boxes: Box) -> None:
        self.orders: list[str] = []
        self.tasks: list[Callable[[], None]] = []
        self.cables = Cables()
        self.now_ns = self.cables.now_ns
        boxes = boxes or (Box(port="keys*", keys=KEYS),)
        self.boxes = Boxes(RemoteBlock(boxes=boxes), ("left", "right"), FakeMidi(self.cables), self)
        self.step()

    def order(self, order: Order, at_ns: int, answered: Answered | None = None) -> None:
        self.orders.append(str(order))

    def hand_over(self, task: Callable[[], None]) -> None:
        self.tasks.append(task)

    def step(self, past_ns: int = LOOK_NS) -> None:
        self.now_ns += past_ns
        self.cables.now_ns = self.now_ns
        while self.tasks:
            self.tasks.pop(0)()
        self.boxes.step(self.now_ns)

    def plug_in(self, client: str = "keysbox") -> "Thing":
        thing = Thing(FakeMidi(self.cables, client))
        self.step()
        return thing


class Thing:
    """A box: keys to press, and lights that are as they were set."""

    def __init__(self, midi: FakeMidi) -> None:
        self.lights: dict[int, int] = {}
        self.sink = midi.offer_sink(
            "lights", lambda data, _: self.lights.update({data[1]: data[2]})
        )
        self.out = midi.offer_source("keys")

    def unplug(self) -> None:
        self.out.close()
        self.sink.close()


def test_a_press_is_an_order() -> None:
    desk = Desk()
    box = desk.plug_in()
    assert [port.port for port in desk.boxes.ports()] == ["keysbox:keys"]
    assert desk.boxes.missing() == []
    box.out.send(bytes((0x90, 36, 100)))
    assert desk.orders == []  # the system's thread has only handed over
    desk.step(0)
    assert desk.orders == ["restart"]
    assert desk.boxes.counts() == (1, 0)


def test_none_is_fine_and_what_is_missing_is_said() -> None:
    desk = Desk()
    assert desk.boxes.ports() == []
    assert desk.boxes.missing() == ["the remote 'keys*' is not plugged in"]
    assert Desk(Box(profile="akai-apc-mini")).boxes.missing() == [
        "the remote '*APC MINI*' is not plugged in"
    ]


def test_unplugged_and_plugged_in_again() -> None:
    desk = Desk()
    for _ in range(3):
        box = desk.plug_in()
        box.out.send(bytes((0x90, 36, 100)))
        desk.step()
        box.unplug()
        desk.step()
        assert desk.boxes.ports() == []
    assert desk.orders == ["restart"] * 3
    assert desk.boxes.counts() == (3, 0)


@pytest.mark.parametrize("back", [False, True])
def test_a_box_that_is_unplugged_lets_go_of_everything(back: bool) -> None:
    desk = Desk(Box(port="keys*", keys=(Key(on="note 36", when="long", do="restart"),)))
    box = desk.plug_in()
    box.out.send(bytes((0x90, 36, 100)))
    desk.step(0)
    box.unplug()
    desk.step()
    if back:
        desk.plug_in()
    for _ in range(20):
        desk.step(SECOND // 4)
    assert desk.orders == []


def test_a_key_that_is_held_for_long_is_an_order() -> None:
    desk = Desk(Box(port="keys*", keys=(Key(on="note 36", when="long", do="restart"),)))
    desk.plug_in().out.send(bytes((0x90, 36, 100)))
    for _ in range(20):
        desk.step(SECOND // 4)
    assert desk.orders == ["restart"]


def test_several_boxes_at_once_each_with_its_own_keys() -> None:
    other = Box(port="pads", keys=(Key(on="note 36", do="pause"),))
    desk = Desk(Box(port="keys*", keys=KEYS), other)
    first, second, third = desk.plug_in("keys A"), desk.plug_in("keys B"), desk.plug_in("pads")
    for box in (first, second, third):
        box.out.send(bytes((0x90, 36, 100)))
    desk.step()
    assert desk.orders == ["restart", "restart", "pause"]
    stranger = desk.plug_in("piano")
    stranger.out.send(bytes((0x90, 36, 100)))
    desk.step()
    assert len(desk.orders) == 3


def test_lights_follow_the_show_and_go_out() -> None:
    desk = Desk()
    desk.boxes.glance(PLAYING)
    box = desk.plug_in()
    assert box.lights == {37: 127, 38: 127}
    desk.boxes.glance(Glance(ShowState.PAUSED, "care"))
    assert box.lights[37] == 0
    seen = set()
    for _ in range(8):  # a light that cannot blink by itself
        desk.step(BLINK_NS)
        seen.add(box.lights[38])
    assert seen == {0, 127}
    desk.boxes.close()
    assert box.lights == {37: 0, 38: 0}


def test_noise_gives_no_order_is_shut_out_and_the_box_works_again_after_it() -> None:
    desk = Desk()
    box = desk.plug_in()
    desk.boxes.glance(PLAYING)
    for _ in range(300):
        box.out.send(b"\x24\x90\xf4\x24" * 200)  # with a press among the nonsense, of course
        box.out.send(b"\x90\x24\x40")
        desk.step(MILLISECOND)
    assert desk.orders == []
    assert desk.boxes.ports() == []
    desk.step(SHUT_NS)
    desk.step()
    box.out.send(b"\x90\x24\x40")  # the noise may go on, and begin with a press
    desk.step()
    assert desk.orders == [] and desk.boxes.ports()
    desk.step(CALM_NS)
    box.out.send(b"\x90\x24\x40")
    desk.step()
    assert desk.orders == ["restart"]


def test_a_thousand_messages_a_second_give_what_fingers_could() -> None:
    desk = Desk()
    box = desk.plug_in()
    for _ in range(1000):
        box.out.send(b"\x90\x01\x40")  # no key of ours
        desk.step(MILLISECOND)
    assert desk.orders == []
    for _ in range(1000):
        box.out.send(b"\x90\x24\x40")
        desk.step(MILLISECOND)
    assert 0 < len(desk.orders) <= 40


def test_a_press_behind_half_a_sysex_is_obeyed() -> None:
    desk = Desk()
    box = desk.plug_in()
    for event in (b"\xf0\x01\x02", b"\x90\x24\x40"):
        box.out.send(event)
        desk.step()
    assert desk.orders == ["restart"]


def test_machine_control_needs_no_key() -> None:
    desk = Desk(Box(port="desk"), Box(port="other", show_control="off"))
    box, deaf = desk.plug_in("desk"), desk.plug_in("other")
    desk.boxes.glance(Glance(ShowState.PLAYING, beats=(("ball", 0), ("kiss", 9 * SECOND))))
    for out in (box.out, deaf.out):
        out.send(bytes.fromhex("f07f7f0601f7"))
        out.send(bytes.fromhex("f07f7f027f0132f7"))
        desk.step()
    assert desk.orders == ["pause", "go kiss"]


@pytest.mark.parametrize(
    ("port", "pattern", "fitting"),
    [
        ("nanoKONTROL2:nanoKONTROL2 nanoKONTROL2 _ CTR 24:0", "*nanoKONTROL2*", True),
        ("APC MINI:APC MINI MIDI 1 20:0", "apc mini", True),
        ("nanoKONTROL2:keys", "nano*2:keys", True),
        ("Midi Through:Midi Through Port-0 14:0", "nano*", False),
    ],
)
def test_patterns(port: str, pattern: str, fitting: bool) -> None:
    assert port_fits(port, pattern) is fitting


@pytest.mark.parametrize(
    ("port", "box"),
    [
        ("nanoKONTROL2:nanoKONTROL2 nanoKONTROL2 _ CTR 24:0", "nanoKONTROL2"),
        ("a2j:APC MINI [24] (capture): APC MINI MIDI 1", "a2j:APC MINI"),
        ("Midi-Bridge:X-TOUCH MINI:(capture_0) X-TOUCH MINI MIDI 1", "Midi-Bridge:X-TOUCH MINI"),
        ("Midi-Bridge:keys (capture)", "Midi-Bridge:keys"),
        ("bench box:keys", "bench box"),
    ],
)
def test_a_port_is_known_by_its_box(port: str, box: str) -> None:
    assert box_of(port) == box
    assert port_fits(port, box_of(port))


def test_lights_are_sent_to_the_box_that_the_keys_are_of() -> None:
    sinks = ["box A:in", "box B:in", "box B:other"]
    assert partner("box B:out", "box", sinks) == "box B:in"
    assert partner("box B:in", "box", sinks) == "box B:in"
    assert partner("box C:out", "box", sinks) == "box A:in"
    assert partner("piano:out", "piano", sinks) is None
    bridged = ["a2j:A [20] (playback): A MIDI 1", "a2j:B [24] (playback): B MIDI 1"]
    assert partner("a2j:B [24] (capture): B MIDI 1", "*", bridged) == bridged[1]
