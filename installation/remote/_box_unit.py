"""One plugged-in box: its ports, what its bytes mean, its lights. The process's thread.

The MIDI system's own thread comes in by :meth:`Unit.heard` only, which hands over and returns.
"""

import contextlib
from collections import deque
from collections.abc import Callable, Sequence

from installation.errors import RemoteError
from installation.link import Glance
from installation.model import Box, Lamp, Level, Order, ShowControl
from installation.remote import _feedback as feedback
from installation.remote._bindings import Binding
from installation.remote._guard import Guard
from installation.remote._mapping import Mapping, event_of
from installation.remote._ports import Midi, Out, Plug
from installation.remote._showcontrol import order_of
from installation.remote._wire import SYSEX, Wire

MOST_WAITING = 200
"""Portions of bytes that may wait to be read; what comes beyond is noise, and is let go."""
AT_ONCE = 50

Seen = Callable[[str, bytes, Sequence[Order]], None]
"""Told of every message of a port, and the orders that it was."""


class Unit:
    """``wake`` has :meth:`drain` called on the process's thread; ``act`` gives an order."""

    def __init__(
        self,
        port: str,
        box: Box,
        bound: Sequence[Binding],
        wake: Callable[["Unit"], None],
        act: Callable[[Order, int], None],
        seen: Seen | None = None,
        guard: Guard | None = None,
    ) -> None:
        self.port = port
        self.heard_messages = 0
        self._rules = box.show_control
        self._bindings = bound
        self._mapping = Mapping(bound)
        self._wake, self._act, self._seen = wake, act, seen
        self._wire, self._guard = Wire(), guard or Guard()
        self._waiting: deque[tuple[bytes, int]] = deque()
        self._woken = self._lost = False
        self._beats: tuple[tuple[str, int], ...] = ()
        self._glance: Glance | None = None
        self._shown: dict[Lamp, bytes] = {}
        self._plug: Plug | None = None
        self._out: Out | None = None

    @property
    def junk(self) -> int:
        """Return what came that was no message."""
        return self._wire.junk

    @property
    def has_lights(self) -> bool:
        """Tell whether there is anything to send to it."""
        return any(binding.light for binding in self._bindings)

    @property
    def floods(self) -> bool:
        """Tell whether more comes from it than can be meant, or should be read."""
        return self._guard.floods()

    def plug_in(self, midi: Midi, sink: str | None) -> None:
        """Open its ports. Raises RemoteError when it is gone again."""
        self._plug = midi.listen(self.port, self.heard)
        if sink is not None and self.has_lights:
            with contextlib.suppress(RemoteError):
                self._out = midi.reach(sink)

    def heard(self, data: bytes, at_ns: int) -> None:
        """Bytes have come. Any thread."""
        if len(self._waiting) < MOST_WAITING:
            self._waiting.append((data, at_ns))
        else:
            self._lost = True
        if not self._woken:
            self._woken = True
            self._wake(self)

    def drain(self) -> None:
        """Read what waits, some of it at a time."""
        self._woken = False
        if self._lost:
            self._lost = False
            self._wire.broken_off()
        for _ in range(min(AT_ONCE, len(self._waiting))):
            data, at_ns = self._waiting.popleft()
            if data:
                self._read(data, at_ns)
        if self._waiting and not self._woken:
            self._woken = True
            self._wake(self)

    def show(self, glance: Glance, now_ns: int) -> None:
        """Follow the show: lights, and the levels that faders pick up."""
        self._glance, self._beats = glance, glance.beats
        self._mapping.told(glance.levels | glance.hearing, now_ns)
        self._light(now_ns)

    def step(self, now_ns: int) -> int:
        """Obey what has become due by time; return the instant to be asked again."""
        for order in self._mapping.ticked(now_ns):
            self._obey(order, now_ns)
        due_ns = self._mapping.due_ns
        if self._glance is not None and feedback.blinks(self._bindings, self._glance):
            self._light(now_ns)
            due_ns = min(due_ns, (now_ns // feedback.BLINK_NS + 1) * feedback.BLINK_NS)
        return due_ns

    def unplug(self) -> None:
        """Let go of it; its lights go out if it is still there."""
        if self._out is not None:
            for message in feedback.dark(self._shown):
                self._out.send(message)
            self._out.close()
        if self._plug is not None:
            self._plug.close()
        self._plug = self._out = None

    # inside

    def _read(self, data: bytes, at_ns: int) -> None:
        junk = self._wire.junk
        if self._guard.floods():
            self._wire.broken_off()
            self._guard.came(len(data), 0, at_ns)
            return
        messages = self._wire.feed(data)
        self._guard.came(len(data), self._wire.junk - junk, at_ns)
        self.heard_messages += len(messages)
        for message in messages:
            self._take(message, at_ns)

    def _take(self, message: bytes, at_ns: int) -> None:
        event = event_of(message)
        orders: list[Order] = []
        if event is not None:
            orders = self._mapping.moved(event, at_ns)
        elif message[0] == SYSEX and isinstance(self._rules, ShowControl):
            order = order_of(message, self._rules, self._beats)
            orders = [order] if order is not None else []
        meant = [order for order in orders if self._is_meant(order, at_ns)]
        if self._seen is not None:
            self._seen(self.port, message, meant)
        for order in meant:
            self._act(order, at_ns)

    def _obey(self, order: Order, now_ns: int) -> None:
        if self._is_meant(order, now_ns):
            if self._seen is not None:
                self._seen(self.port, b"", [order])
            self._act(order, now_ns)

    def _is_meant(self, order: Order, now_ns: int) -> bool:
        # a fader gives many orders a second, a finger does not
        guard = self._guard
        return guard.believes(now_ns) if isinstance(order, Level) else guard.pressed(now_ns)

    def _light(self, now_ns: int) -> None:
        if self._out is None or self._glance is None:
            return
        for lamp, message in feedback.messages(self._bindings, self._glance, now_ns).items():
            if self._shown.get(lamp) != message:
                self._shown[lamp] = message
                self._out.send(message)
