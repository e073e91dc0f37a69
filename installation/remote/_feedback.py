"""The show's state as lights: what each one shows, and the message that sets it. Pure."""

from collections.abc import Iterable, Mapping
from enum import Enum

from installation.link import Glance
from installation.model import Lamp, ShowState
from installation.remote import _outgoing as outgoing
from installation.remote._bindings import Binding
from installation.units import MILLISECOND

BLINK_NS = 300 * MILLISECOND
"""Half a blink of a light that cannot blink by itself."""


class Shine(Enum):
    """The states of a light. ``WELL``, ``BUSY`` and ``CARE`` have colours where the box has any."""

    OFF = "off"
    ON = "on"
    BLINK = "blink"
    WELL = "well"
    BUSY = "busy"
    CARE = "care"


def shine(light: str, glance: Glance) -> Shine | int:
    """Return what a light shows; a ring's or a motor fader's is a percentage."""
    what, _, who = light.partition(" ")
    if what == "level":
        return 0 if who in glance.muted else (glance.levels | glance.hearing).get(who, 0)
    if what == "sync":
        return Shine(glance.step)
    if what == "playing" and glance.state is ShowState.STARTING:
        return Shine.BLINK
    lit = {
        "playing": glance.state is ShowState.PLAYING,
        "paused": glance.state is ShowState.PAUSED,
        "dark": glance.dark,
        "voice": _speaks(who, glance),
        "mute": who in glance.muted,
    }
    return Shine.ON if lit[what] else Shine.OFF


def messages(bindings: Iterable[Binding], glance: Glance, now_ns: int) -> dict[Lamp, bytes]:
    """The message for each light, as it should be at an instant."""
    return {
        binding.lamp: message(binding.lamp, shine(binding.light, glance), now_ns)
        for binding in bindings
        if binding.lamp is not None and binding.light
    }


def blinks(bindings: Iterable[Binding], glance: Glance) -> bool:
    """Tell whether any light has to be blinked by us."""
    return any(
        binding.lamp is not None and _by_hand(binding.lamp, shine(binding.light, glance))
        for binding in bindings
        if binding.light
    )


def message(lamp: Lamp, shown: Shine | int, now_ns: int) -> bytes:
    """The message that makes a light show something."""
    made = outgoing.note if lamp.kind == "note" else outgoing.control
    return made(lamp.channel, lamp.number, _value(lamp, shown, now_ns))


def dark(lamps: Iterable[Lamp]) -> list[bytes]:
    """The messages that put lights out."""
    return [message(lamp, Shine.OFF, 0) for lamp in lamps]


def _value(lamp: Lamp, shown: Shine | int, now_ns: int) -> int:
    if isinstance(shown, int):
        low, high = lamp.dial
        return low + round(shown * (high - low) / 100)
    if lamp.colours is not None and shown in _COLOURS:
        return lamp.colours[_COLOURS[shown]]
    if _by_hand(lamp, shown):
        return lamp.on if now_ns // BLINK_NS % 2 else lamp.off
    if shown in (Shine.ON, Shine.WELL):
        return lamp.on
    return lamp.off if shown is Shine.OFF or lamp.blink is None else lamp.blink


def _by_hand(lamp: Lamp, shown: Shine | int) -> bool:
    blinking = shown in (Shine.BLINK, Shine.BUSY, Shine.CARE)
    coloured = lamp.colours is not None and shown in _COLOURS
    return blinking and not coloured and lamp.blink is None


def _speaks(who: str, glance: Glance) -> bool:
    if who == "all":
        return set(glance.levels) <= set(glance.voices)
    if who == "one":
        return len(glance.voices) == 1
    if who == "story":
        return glance.voice == "story"
    return not glance.voices if who == "none" else who in glance.voices


_COLOURS: Mapping[object, int] = {Shine.WELL: 0, Shine.BUSY: 1, Shine.CARE: 2}
