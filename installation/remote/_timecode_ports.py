"""Timecode out and in, and MIDI clock: their ports, looked for by name again and again."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from installation.errors import RemoteError
from installation.link import Chase, Glance, RemotePort
from installation.model import TimecodeBlock
from installation.remote._boxes import port_fits
from installation.remote._codeout import TimecodeSender
from installation.remote._midi_timer import Emitter, MidiTimer
from installation.remote._midiclock import ClockOut
from installation.remote._part import Messenger
from installation.remote._ports import Midi, Out, Plug
from installation.remote._timecode import QUARTER_STATUS, read_full_frame
from installation.remote._timecode_chase import Lead, LockLight, MasterListener
from installation.said import Said
from installation.timeline import Programme
from installation.units import MILLISECOND, SECOND

SEEK_NS = SECOND
"""How often ports are looked for: one that is unplugged is noticed, and back, within this."""
TELL_NS = 250 * MILLISECOND
LOOK_NS = 50 * MILLISECOND
"""How often missing code is looked at."""


@dataclass
class TimecodeOutPort:
    """A port that is sent to on the pulse's thread, and plugged on the part's."""

    part: str
    pattern: str
    emitter: Emitter
    _out: Out | None = None
    _fresh: bool = True
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, messages: Sequence[bytes]) -> bool:
        """Send them all; False when the port is not there, or was not there before."""
        with self._lock:
            if self._out is None or self._fresh:
                self._fresh = False
                return False  # somebody new is told everything
            for message in messages:
                self._out.send(message)
            return True

    @property
    def port(self) -> str | None:
        """The port's name, if it is there."""
        return self._out.port if self._out else None

    def plug(self, out: Out | None) -> None:
        """Another port, or none; the one before is closed."""
        with self._lock:
            before, self._out, self._fresh = self._out, out, True
        if before is not None:
            before.close()


@dataclass
class TimecodeInPort:
    """The port that a master's code comes from."""

    pattern: str
    chase: MasterListener
    plug: Plug | None = None
    told: Lead = field(default_factory=Lead)
    told_ns: int = 0
    heard: int = 0
    junk: int = 0


class TimecodePorts:
    """All that has to do with a timeline of other devices; a part of the remote's process.

    ``hurry`` is what the thread that sends does first, see :class:`MidiTimer`.
    """

    def __init__(
        self,
        block: TimecodeBlock,
        midi: Midi,
        post: Messenger,
        hurry: Callable[[], object] = lambda: None,
    ) -> None:
        self._midi, self._post = midi, post
        self._lines: list[TimecodeOutPort] = []
        self._programme = Programme()
        self._ear: TimecodeInPort | None = None
        if block.out is not None:
            out = TimecodeSender(block.out.known_rate, block.out.label)
            self._lines.append(TimecodeOutPort("timecode out", block.out.port, out))
        if block.clock is not None:
            line = TimecodeOutPort("clock", block.clock.port, ClockOut(block.clock.bpm))
            self._lines.append(line)
        if block.master is not None:
            self._ear = TimecodeInPort(
                block.master.port, MasterListener(block.master.known_rate, block.master.label)
            )
        self._seek_ns = 0
        self._pulse = MidiTimer(
            lambda: self._programme, [(line.emitter, line.send) for line in self._lines], hurry
        )
        self._pulse.start()

    def follow(self, programme: Programme) -> None:
        """Send by this programme from now on."""
        self._programme = programme

    def glance(self, glance: Glance) -> None:
        """The programme says it all."""

    def step(self, now_ns: int) -> int:
        """Look for ports, and for code that is missing; tell where the master is."""
        if now_ns >= self._seek_ns:
            self._seek_ns = now_ns + SEEK_NS
            self._seek()
        ear = self._ear
        if ear is None:
            return self._seek_ns
        lead = ear.chase.look(now_ns)
        new = (lead.serial, lead.light) != (ear.told.serial, ear.told.light)
        if new or (lead.light is not LockLight.DARK and now_ns - ear.told_ns >= TELL_NS):
            ear.told, ear.told_ns = lead, now_ns
            light = "" if lead.light is LockLight.DARK else lead.light.value
            message = Chase(lead.story_ns, lead.at_ns, lead.running, lead.serial, light)
            self._post.tell(message)
        return min(self._seek_ns, now_ns + LOOK_NS)

    def ports(self) -> Sequence[RemotePort]:
        """The ports that are open."""
        found = [RemotePort(line.port, line.part) for line in self._lines if line.port]
        if self._ear is not None and self._ear.plug is not None:
            found.append(RemotePort(self._ear.plug.port, "timecode in"))
        return found

    def missing(self) -> Sequence[Said]:
        """The ports that are not there."""
        wanted = [(line.part, line.pattern) for line in self._lines if line.port is None]
        if self._ear is not None and self._ear.plug is None:
            wanted.append(("timecode in", self._ear.pattern))
        return [
            Said("{part}: no MIDI port is called '{port}'", part=part, port=pattern)
            for part, pattern in wanted
        ]

    def counts(self) -> tuple[int, int]:
        """Messages of timecode, and others on its port."""
        return (self._ear.heard, self._ear.junk) if self._ear else (0, 0)

    def close(self) -> None:
        """Stop sending and listening."""
        self._pulse.close()
        for line in self._lines:
            line.plug(None)
        if self._ear is not None and self._ear.plug is not None:
            self._ear.plug.close()

    # inside

    def _seek(self) -> None:
        sinks = self._midi.sinks() if self._lines else ()
        for line in self._lines:
            if line.port not in sinks:
                line.plug(_opened(line.pattern, sinks, self._midi.reach))
        ear = self._ear
        if ear is None:
            return
        sources = self._midi.sources()
        if ear.plug is not None and ear.plug.port not in sources:
            ear.plug.close()
            ear.plug = None
            ear.chase.unplug()
        if ear.plug is None:
            ear.plug = _opened(ear.pattern, sources, lambda p: self._midi.listen(p, self._heard))

    def _heard(self, data: bytes, at_ns: int) -> None:
        """A MIDI thread's callback: hand over."""
        self._post.hand_over(lambda: self._take(data, at_ns))

    def _take(self, data: bytes, at_ns: int) -> None:
        ear = self._ear
        assert ear is not None
        ear.heard += 1
        if len(data) == 2 and data[0] == QUARTER_STATUS and data[1] < 0x80:
            ear.chase.piece(data[1] >> 4, data[1] & 0xF, at_ns)
            return
        full = read_full_frame(data[1:-1]) if data[:1] == b"\xf0" and data[-1:] == b"\xf7" else None
        if full is None:
            ear.junk += 1
        else:
            ear.chase.full(*full, at_ns)


_Port = TypeVar("_Port", bound=Plug)


def _opened(pattern: str, ports: Sequence[str], open_port: Callable[[str], _Port]) -> _Port | None:
    for port in ports:
        if port_fits(port, pattern):
            try:
                return open_port(port)
            except RemoteError:  # it has just gone; or the next look finds it better
                continue
    return None
