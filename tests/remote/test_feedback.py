"""What a light shows, and the message for it on the three boxes."""

import pytest

from installation.link.messages import Glance
from installation.model.profiles import PROFILES, Lamp
from installation.model.remote import Box
from installation.remote.bindings import bindings
from installation.remote.feedback import BLINK_NS, Shine, dark, message, messages, shine

PLAYING = Glance("playing", "well", voices=("left",), levels={"left": 50, "right": 100})


@pytest.mark.parametrize(
    ("light", "glance", "shown"),
    [
        ("playing", PLAYING, Shine.ON),
        ("paused", PLAYING, Shine.OFF),
        ("paused", Glance("paused"), Shine.ON),
        ("playing", Glance("starting"), Shine.BLINK),
        ("dark", Glance(dark=True), Shine.ON),
        ("sync", PLAYING, Shine.WELL),
        ("sync", Glance(step="care"), Shine.CARE),
        ("voice left", PLAYING, Shine.ON),
        ("voice right", PLAYING, Shine.OFF),
        ("voice one", PLAYING, Shine.ON),
        ("voice all", PLAYING, Shine.OFF),
        ("voice none", Glance(), Shine.ON),
        ("level left", PLAYING, 50),
    ],
)
def test_what_a_light_shows(light: str, glance: Glance, shown: Shine | int) -> None:
    assert shine(light, glance) == shown


def test_colours_blinking_and_dials() -> None:
    apc = PROFILES["akai-apc-mini"].lamps["pad 1"]
    shown = [message(apc, s, 0)[2] for s in (Shine.OFF, Shine.ON, Shine.BLINK)]
    assert shown == [0, 1, 2]
    assert [message(apc, s, 0)[2] for s in (Shine.WELL, Shine.BUSY, Shine.CARE)] == [1, 5, 4]
    korg = PROFILES["korg-nanokontrol2"].lamps["play"]
    assert message(korg, Shine.ON, 0) == bytes((0xB0, 41, 127))
    assert {message(korg, Shine.CARE, n * BLINK_NS)[2] for n in range(2)} == {0, 127}
    ring = PROFILES["behringer-x-touch-mini"].lamps["knob 1"]
    assert [message(ring, percent, 0) for percent in (0, 100)] == [
        bytes((0xBA, 9, 1)), bytes((0xBA, 9, 13))
    ]  # fmt: skip
    fader = Lamp("cc", 7)
    assert [message(fader, percent, 0)[2] for percent in (0, 50, 100)] == [0, 64, 127]
    assert dark([korg]) == [bytes((0xB0, 41, 0))]


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_plays_restarts_and_lights_up(name: str) -> None:
    bound = bindings(Box(profile=name), ("left", "centre", "right"))
    does = {str(binding.does) for binding in bound}
    assert {"restart", "sync", "blackout toggle", "voice left", "level right"} <= does
    assert does & {"toggle", "resume"}
    lit = messages(bound, PLAYING, 0)
    assert len(lit) >= 6
    assert all(len(data) == 3 and max(data[1:]) < 128 for data in lit.values())
    lamps = PROFILES[name].lamps
    assert set(lamps) <= set(PROFILES[name].controls)
    assert all(binding.lamp in lamps.values() for binding in bound if binding.light)
