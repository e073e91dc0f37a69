"""What a light shows, and the message for it on the three boxes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.link import Glance
from installation.model import PROFILES, Box, Lamp, ShowState
from installation.remote import bindings
from installation.remote._feedback import BLINK_NS, Shine, dark, message, messages, shine

PLAYING = Glance(
    ShowState.PLAYING,
    "well",
    voices=("left",),
    voice="story",
    levels={"left": 50, "right": 100},
    hearing={"loop": 70, "phones": 30},
    muted=("phones",),
)


@pytest.mark.parametrize(
    ("light", "glance", "shown"),
    [
        ("playing", PLAYING, Shine.ON),
        ("paused", PLAYING, Shine.OFF),
        ("paused", Glance(ShowState.PAUSED), Shine.ON),
        ("playing", Glance(ShowState.STARTING), Shine.BLINK),
        ("dark", Glance(dark=True), Shine.ON),
        ("sync", PLAYING, Shine.WELL),
        ("sync", Glance(step="care"), Shine.CARE),
        ("voice left", PLAYING, Shine.ON),
        ("voice right", PLAYING, Shine.OFF),
        ("voice one", PLAYING, Shine.ON),
        ("voice all", PLAYING, Shine.OFF),
        ("voice none", Glance(), Shine.ON),
        ("voice story", PLAYING, Shine.ON),
        ("voice story", Glance(), Shine.OFF),
        ("level left", PLAYING, 50),
        ("level loop", PLAYING, 70),
        ("level phones", PLAYING, 0),
        ("mute phones", PLAYING, Shine.ON),
        ("mute left", PLAYING, Shine.OFF),
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


BUTTONS = {"akai-apc-mini": {0, 1, 2, 3, 4, 5, 6}, "behringer-x-touch-mini": {0, 1, 2}}
"""What the makers' documents list for a button's light; Korg's takes 0 and 127."""
glances = st.builds(
    Glance,
    state=st.sampled_from(ShowState),
    step=st.sampled_from(("well", "busy", "care")),
    dark=st.booleans(),
    voices=st.lists(st.sampled_from(("left", "centre", "right")), unique=True).map(tuple),
    levels=st.fixed_dictionaries(
        {}, optional={name: st.integers(0, 100) for name in ("left", "centre", "right")}
    ),
)


@pytest.mark.parametrize("name", PROFILES)
@given(glance=glances, now_ns=st.integers(0, 10**12))
def test_a_box_is_sent_only_what_its_maker_documents(
    name: str, glance: Glance, now_ns: int
) -> None:
    bound = bindings(Box(profile=name), ("left", "centre", "right"))
    lamps = PROFILES[name].lamps
    places = [(lamp.kind, lamp.number, lamp.channel) for lamp in lamps.values()]
    assert len(set(places)) == len(places)
    for lamp, (status, number, value) in messages(bound, glance, now_ns).items():
        assert (status, number) == (
            {"note": 0x90, "cc": 0xB0}[lamp.kind] | lamp.channel - 1, lamp.number
        )  # fmt: skip
        if lamp.dial != (0, 127):
            assert lamp.dial[0] <= value <= lamp.dial[1]
        else:
            assert value in BUTTONS.get(name, {0, 127})
    assert {data[2] for data in dark(lamps.values())} == {0}


@pytest.mark.parametrize("name", PROFILES)
def test_every_control_is_a_message_of_its_own(name: str) -> None:
    controls = PROFILES[name].controls
    assert len({control[:2] for control in controls.values()}) == len(controls)


@given(percent=st.integers(0, 100), dial=st.sampled_from([(0, 127), (1, 13), (127, 0)]))
def test_a_dial_goes_its_whole_way_and_never_back(percent: int, dial: tuple[int, int]) -> None:
    lamp = Lamp("cc", 7, dial=dial)
    shown = [message(lamp, p, 0)[2] for p in (0, percent, min(100, percent + 1), 100)]
    assert (shown[0], shown[-1]) == dial
    assert shown in (sorted(shown), sorted(shown, reverse=True))
