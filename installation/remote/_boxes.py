"""Button and fader boxes: found by the names of their ports, whenever they are plugged in."""

import logging
import re
import time
from collections.abc import Sequence
from fnmatch import fnmatchcase

from installation.errors import RemoteError
from installation.link import Glance, RemotePort
from installation.model import Box, Order, RemoteBlock
from installation.remote._bindings import bindings
from installation.remote._box_unit import Seen, Unit
from installation.remote._guard import CALM_NS, Guard
from installation.remote._part import Post
from installation.remote._ports import Midi
from installation.said import Said, joined
from installation.timeline import Programme
from installation.units import MILLISECOND, SECOND

LOOK_NS = 250 * MILLISECOND
"""How often the ports are listed. A box that is gone for less keeps its name on the list, so it is
shorter than a USB device takes to come back (0.5 s)."""
SHUT_NS = 2 * SECOND
"""How long a source is not even listened to once it floods: reading noise costs a processor."""

_log = logging.getLogger("remote")


def port_fits(port: str, pattern: str) -> bool:
    """Tell whether a port's name begins with the pattern, in either case (ALSA adds numbers)."""
    return fnmatchcase(port.casefold(), f"{pattern.casefold()}*")


_BRIDGED = re.compile(
    r"(?P<box>(a2j|Midi-Bridge):.+?)( \[\d+\]|:? ?\((capture|playback))", re.IGNORECASE
)
"""A port of ALSA's that JACK has through a2jmidid (``a2j:NAME [24] (capture): PORT``) or PipeWire
(``Midi-Bridge:NAME:(capture_0) PORT``): all boxes are the bridge's there."""


def box_of(port: str) -> str:
    """The beginning of a port's name that is its box's, and stays when it is plugged in again."""
    bridged = _BRIDGED.match(port)
    return bridged["box"] if bridged else port.partition(":")[0]


def partner(port: str, pattern: str, sinks: Sequence[str]) -> str | None:
    """The port to send to for the one that is heard: of the same name, box or pattern."""
    fitting = [sink for sink in sinks if port_fits(sink, pattern)]
    near = [sink for sink in fitting if box_of(sink) == box_of(port)]
    for found in ([s for s in fitting if s == port], near, fitting):
        if found:
            return found[0]
    return None


class Boxes:
    """All boxes of a layout; a :class:`installation.remote._part.Part`.

    ``seen`` is told of every message; with ``quiet`` nothing is sent to the boxes.
    """

    def __init__(
        self,
        remote: RemoteBlock,
        screens: Sequence[str],
        midi: Midi,
        post: Post,
        seen: Seen | None = None,
        quiet: bool = False,
    ) -> None:
        self._boxes = [(box, bindings(box, screens)) for box in remote.boxes]
        self._midi, self._post, self._seen, self._quiet = midi, post, seen, quiet
        self._units: dict[str, tuple[Box, Unit]] = {}
        self._glance: Glance | None = None
        self._looked_ns: int | None = None
        self._shut: dict[str, int] = {}
        self._gone = (0, 0)
        """Messages and junk of boxes that are gone."""

    def follow(self, programme: Programme) -> None:
        """Nothing of it matters to a box; what does comes at a glance."""

    def glance(self, glance: Glance) -> None:
        """Light the lamps."""
        self._glance = glance
        for _, unit in self._units.values():
            unit.show(glance, time.monotonic_ns())

    def step(self, now_ns: int) -> int:
        """Look for boxes; long presses, faders and blinking lights."""
        if self._looked_ns is None or now_ns - self._looked_ns >= LOOK_NS:
            self._looked_ns = now_ns
            self._look(now_ns)
        due = [unit.step(now_ns) for _, unit in self._units.values()]
        return min([self._looked_ns + LOOK_NS, *due])

    def ports(self) -> Sequence[RemotePort]:
        """The boxes that are there."""
        return [RemotePort(port, box.profile or "box") for port, (box, _) in self._units.items()]

    def missing(self) -> Sequence[Said]:
        """The boxes that are not."""
        there = [box for box, _ in self._units.values()]
        trouble = self._midi.trouble
        return [
            _unplugged(box.pattern, trouble)
            for box, _ in self._boxes
            if not any(box is one for one in there)
        ]

    def counts(self) -> tuple[int, int]:
        """Messages and junk."""
        units = [unit for _, unit in self._units.values()]
        heard, junk = self._gone
        return heard + sum(u.heard_messages for u in units), junk + sum(u.junk for u in units)

    def close(self) -> None:
        """Let go of the boxes."""
        for port in list(self._units):
            self._unplug(port)

    # inside

    def _look(self, now_ns: int) -> None:
        sources = self._midi.sources() if self._boxes else ()
        for port in [port for port in self._units if port not in sources]:
            _log.warning("%s is unplugged", port)
            self._unplug(port)
        for port, (_, unit) in list(self._units.items()):
            if unit.floods:
                _log.warning("%s sends nothing but noise: shut out for a while", port)
                self._shut[port] = now_ns + SHUT_NS
                self._unplug(port)
        for port in sources:
            if port not in self._units and now_ns >= self._shut.get(port, 0):
                self._plug_in(port, now_ns)

    def _plug_in(self, port: str, now_ns: int) -> None:
        for box, bound in self._boxes:
            if not port_fits(port, box.pattern):
                continue
            # one that was shut out may be full of noise still, and the first of it look like a key
            guard = Guard(now_ns + CALM_NS if port in self._shut else 0)
            unit = Unit(port, box, bound, self._wake, self._act, self._seen, guard)
            lights = unit.has_lights and not self._quiet
            sink = partner(port, box.pattern, self._midi.sinks()) if lights else None
            try:
                unit.plug_in(self._midi, sink)
            except RemoteError as fault:  # gone again; the next look tells
                _log.warning("%s", fault)
                return
            _log.info("%s is plugged in", port)
            self._units[port] = box, unit
            if self._glance is not None:
                unit.show(self._glance, now_ns)
            return

    def _unplug(self, port: str) -> None:
        _, unit = self._units.pop(port)
        unit.unplug()
        self._gone = self._gone[0] + unit.heard_messages, self._gone[1] + unit.junk

    def _wake(self, unit: Unit) -> None:
        self._post.hand_over(unit.drain)

    def _act(self, order: Order, at_ns: int) -> None:
        self._post.order(order, at_ns)


def _unplugged(pattern: str, trouble: Said) -> Said:
    lacks = Said("the remote '{box}' is not plugged in", box=pattern)
    return joined(": ", (lacks, trouble)) if trouble else lacks
