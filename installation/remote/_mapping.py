"""Reads a box's messages: presses, releases, long presses, faders. Pure, its time is given.

A *press* is a value that comes into its range; a *release* one that leaves it; a *long* press has
stayed there for :data:`LONG_NS`. Where a control has a long press, its short press acts when it is
let go, so that never both happen. A fader acts only from where its level is (pick-up), and its
orders come no closer than :data:`LEVEL_NS`, the last position always.
"""

from collections.abc import Mapping as Levels
from collections.abc import Sequence
from dataclasses import dataclass, field

from installation.model import Control, LevelFader, Order
from installation.remote._bindings import Binding
from installation.timeline import FOREVER
from installation.units import MILLISECOND

LONG_NS = 800 * MILLISECOND
BOUNCE_NS = 30 * MILLISECOND
"""A contact that chatters presses again within a few milliseconds; a finger takes 80."""
LEVEL_NS = 25 * MILLISECOND
NEAR = 3
"""A fader this near to its level, in percent, has picked it up: 127 steps on 100 percent."""


@dataclass(frozen=True)
class ControlEvent:
    """A message of a control: its value, 0 for a note that is let go. Channels from 1."""

    control: Control
    value: int


def event_of(message: bytes) -> ControlEvent | None:
    """Return what a control has done, or None for any other message."""
    if len(message) < 2 or not 0x80 <= message[0] < 0xF0:
        return None
    kind, channel = message[0] >> 4, (message[0] & 0x0F) + 1
    if kind in (0x8, 0x9):
        return ControlEvent(Control("note", message[1], channel), message[2] if kind == 0x9 else 0)
    if kind == 0xB:
        return ControlEvent(Control("cc", message[1], channel), message[2])
    return (
        ControlEvent(Control("program", message[1], channel), message[1]) if kind == 0xC else None
    )


def message_of(event: ControlEvent) -> bytes:
    """The message that says what a control has done; on channel 1 when it is on any."""
    control = event.control
    status = {"note": 0x90, "cc": 0xB0, "program": 0xC0}[control.kind] | (control.channel or 1) - 1
    if control.kind == "program":
        return bytes((status, control.number))
    return bytes((status, control.number, event.value))


@dataclass
class _Button:
    binding: Binding
    order: Order
    tap: bool = False
    """Acts when let go, because the same control has a long press."""
    down: bool = False
    pressed_ns: int = -FOREVER
    value: int = -1
    long_ns: int = FOREVER

    def moved(self, value: int, now_ns: int) -> bool:
        """Tell whether it acts on a value."""
        binding, before, self.value = self.binding, self.value, value
        if binding.control.kind == "program":
            return self._pressed(now_ns)
        if not binding.low <= value <= binding.high:
            short = self.down and self.long_ns < FOREVER
            was_down, self.down, self.long_ns = self.down, False, FOREVER
            if self.tap:
                return short and now_ns - self.pressed_ns < LONG_NS
            return was_down and binding.when == "release"
        # a box that never says release says the same again; a fader on its way never does
        again = self.down and (value == before or binding.control.kind == "note")
        if self.down and not again:
            return False
        fresh = self._pressed(now_ns)
        self.down = True
        if fresh and (self.tap or binding.when == "long"):
            self.long_ns = now_ns + LONG_NS
        return fresh and not self.tap and binding.when == "press"

    def ticked(self, now_ns: int) -> bool:
        """Tell whether a long press has become one."""
        if now_ns < self.long_ns:
            return False
        self.long_ns = FOREVER
        return self.binding.when == "long"

    def _pressed(self, now_ns: int) -> bool:
        fresh = now_ns - self.pressed_ns >= BOUNCE_NS
        if fresh:
            self.pressed_ns = now_ns
        return fresh


@dataclass
class _Fader:
    binding: Binding
    does: LevelFader
    percent: int | None = None
    picked: bool = False
    sent: int | None = None
    sent_ns: int = -FOREVER
    wanted: int | None = None

    def moved(self, value: int, level: int | None, now_ns: int) -> int | None:
        """The level to order now."""
        low, high = self.binding.low, self.binding.high
        before, reach = self.percent, max(1, high - low)
        here = self.percent = round(100 * (min(max(value, low), high) - low) / reach)
        if not self.picked:
            near = level is None or not self.binding.pickup or abs(here - level) <= NEAR
            passed = before is not None and level is not None and _between(before, level, here)
            self.picked = near or passed
        if not self.picked:
            return None
        if here == self.sent:  # back where it was before the last position went out
            self.wanted = None
            return None
        self.wanted = here
        return self.ticked(now_ns)

    def ticked(self, now_ns: int) -> int | None:
        """The level that has waited long enough."""
        if self.wanted is None or now_ns < self.sent_ns + LEVEL_NS:
            return None
        self.sent, self.sent_ns, self.wanted = self.wanted, now_ns, None
        return self.sent

    @property
    def due_ns(self) -> int:
        return FOREVER if self.wanted is None else self.sent_ns + LEVEL_NS

    def told(self, level: int, now_ns: int) -> None:
        """The level as the show has it; one that somebody else has set must be picked up again."""
        settled = self.wanted is None and now_ns - self.sent_ns > 4 * LEVEL_NS
        if settled and self.sent is not None and level != self.sent:
            self.picked, self.sent = False, None


def _between(before: int, level: int, after: int) -> bool:
    return min(before, after) <= level <= max(before, after)


@dataclass
class Mapping:
    """A box's controls and how they stand. Instants never go back."""

    bindings: Sequence[Binding]
    levels: Levels[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        acting = [(binding, binding.does) for binding in self.bindings if binding.does is not None]
        long = [binding.control for binding, _ in acting if binding.when == "long"]
        self._faders = [_Fader(b, does) for b, does in acting if isinstance(does, LevelFader)]
        self._buttons = [
            _Button(b, does, b.when == "press" and any(_same(b.control, other) for other in long))
            for b, does in acting
            if not isinstance(does, LevelFader)
        ]

    def knows(self, event: ControlEvent) -> bool:
        """Tell whether an event is of a control that does something."""
        return any(_same(b.control, event.control) for b in self.bindings if b.does is not None)

    def moved(self, event: ControlEvent, now_ns: int) -> list[Order]:
        """The orders that an event is."""
        buttons = [b for b in self._buttons if _same(b.binding.control, event.control)]
        found = [button.order for button in buttons if button.moved(event.value, now_ns)]
        for fader in self._faders:
            if _same(fader.binding.control, event.control):
                level = self.levels.get(fader.does.screen)
                found += _level(fader, fader.moved(event.value, level, now_ns))
        return found

    def ticked(self, now_ns: int) -> list[Order]:
        """The orders that have become due by time alone."""
        found = [button.order for button in self._buttons if button.ticked(now_ns)]
        for fader in self._faders:
            found += _level(fader, fader.ticked(now_ns))
        return found

    @property
    def due_ns(self) -> int:
        """Return when :meth:`ticked` may have something, or FOREVER."""
        waiting = [button.long_ns for button in self._buttons]
        return min([FOREVER, *waiting, *(fader.due_ns for fader in self._faders)])

    def told(self, levels: Levels[str, int], now_ns: int) -> None:
        """The levels of screens and hearing routes as the show has them."""
        self.levels = levels
        for fader in self._faders:
            level = levels.get(fader.does.screen)
            if level is not None:
                fader.told(level, now_ns)


def _level(fader: _Fader, percent: int | None) -> list[Order]:
    return [] if percent is None else [fader.does.at(percent)]


def _same(asked: Control, there: Control) -> bool:
    """Tell whether a control is the one asked for, on its channel or on any."""
    return asked[:2] == there[:2] and asked.channel in (None, there.channel)
