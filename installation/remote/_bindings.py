"""A box of the layout as what its process works with: controls bound to orders and lights. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from installation.model import Box, Control, FactoryKey, Key, Lamp, LevelFader, Order, When

PRESSED = {"note": (1, 127), "cc": (64, 127), "program": (0, 127)}
"""Which values count as pressed, when the layout does not say."""


@dataclass(frozen=True)
class Binding:
    """A control, when it acts, what it does, and what its light shows.

    ``low`` to ``high`` are the values that count as pressed, or a fader's way from 0 to 100 %.
    """

    name: str
    control: Control
    when: When
    low: int
    high: int
    does: Order | LevelFader | None
    light: str
    lamp: Lamp | None
    pickup: bool = True

    @property
    def is_fader(self) -> bool:
        """Tell whether it sets a level."""
        return isinstance(self.does, LevelFader)


def bindings(box: Box, screens: Sequence[str]) -> tuple[Binding, ...]:
    """Bind a box: its own keys, and those of its profile for controls that have none."""
    found = [_bound(box, key) for key in box.keys]
    own = {binding.control[:2] for binding in found}
    waiting: dict[str, list[str]] = {}
    for ready in box.made_as.keys if box.made_as else ():
        key = _filled_in(ready, waiting.setdefault(ready.do, list(screens)))
        if key is not None and box.control_of(key)[:2] not in own:
            found.append(_bound(box, key))
    return tuple(found)


def _filled_in(ready: FactoryKey, screens: list[str]) -> Key | None:
    """A profile's key for the next screen, None when there are no more screens."""
    does, light = ready.do, ready.light
    if "{screen}" in does:
        if not screens:
            return None
        name = screens.pop(0)
        does, light = does.format(screen=name), light.format(screen=name)
    when: When = "long" if ready.when == "long" else "press"
    return Key(on=ready.on, when=when, do=does or None, light=light or None)


def _bound(box: Box, key: Key) -> Binding:
    there = box.control_of(key)
    does = key.does
    lamps = box.made_as.lamps if box.made_as else {}
    lamp = lamps.get(_named(box, key.on, there))
    if lamp is None and key.light and there.kind != "program":
        lamp = Lamp(there.kind, there.number, there.channel or 1)
    fader = isinstance(does, LevelFader)
    low, high = key.values or ((0, 127) if fader else PRESSED[there.kind])
    return Binding(
        name=key.on,
        control=there,
        when=key.when,
        low=low,
        high=high,
        does=does,
        light=key.light or "",
        lamp=lamp,
        pickup=key.pickup,
    )


def _named(box: Box, on: str, there: Control) -> str:
    """The profile's name of a control that the layout may give by its number."""
    if box.made_as is None or on in box.made_as.controls:
        return on
    for name, control in box.made_as.controls.items():
        if control[:2] == there[:2]:
            return name
    return on
