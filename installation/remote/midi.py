"""The only import of python-rtmidi: ports by name, bytes in and bytes out.

Bytes, not messages: what a box sends is judged in :mod:`installation.remote.wire`, which knows
running status, counts junk, and can be tested without a port. (mido's ports would drop an event
that is not exactly one whole message, and their clients are all called "RtMidiIn Client".)

ALSA's sequencer where the machine has one, else a JACK server, real or dummy. Without either there
are no ports, and that is fine. Measured with python-rtmidi 1.5.8: with JACK a callback runs in the
server's process cycle, so a message is heard one period after it was sent; the list of ports costs
0.05 ms on a client that is kept, 3 ms on a new one.
"""

import contextlib
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, Protocol

import rtmidi

from installation.errors import RemoteError

Heard = Callable[[bytes, int], None]
"""Called with bytes and the instant at which they came, on a thread of the system's: it may only
hand over."""

System = Literal["auto", "alsa", "jack"]
CLIENT = "kiss"
LEAVE_S = 0.03
"""More than a period of JACK's (21 ms of 1,024 samples)."""
SEQUENCER = Path("/dev/snd/seq")


class Plug(Protocol):
    """An open port."""

    @property
    def port(self) -> str:
        """Its name; of a port of another's, that one's."""
        ...

    def close(self) -> None:
        """Let go of it; nothing is heard afterwards."""
        ...


class Out(Plug, Protocol):
    """An open port to send to."""

    def send(self, data: bytes) -> None:
        """Send one message. One thread at a time. A port that is gone loses it."""
        ...


class Midi(Protocol):
    """The machine's MIDI ports. One thread."""

    def sources(self) -> tuple[str, ...]:
        """Ports that send, by name, our own left out; empty when there is no MIDI system."""
        ...

    def sinks(self) -> tuple[str, ...]:
        """Ports that can be sent to, likewise."""
        ...

    def listen(self, port: str, heard: Heard) -> Plug:
        """Hear a source. Raises RemoteError when it is gone."""
        ...

    def reach(self, port: str) -> Out:
        """Send to a sink. Raises RemoteError when it is gone."""
        ...

    def offer_sink(self, name: str, heard: Heard) -> Plug:
        """A port of our own that others can send to. Raises RemoteError without a MIDI system."""
        ...

    def offer_source(self, name: str) -> Out:
        """A port of our own that others can hear. Raises RemoteError without a MIDI system."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


class RtMidi:
    """The real ports, of ALSA's sequencer or of JACK; ``client`` is what others see us as."""

    def __init__(self, system: System = "auto", client: str = CLIENT) -> None:
        if system == "auto":
            system = "alsa" if SEQUENCER.exists() else "jack"
        self.system = system
        self._client = client
        self._api = rtmidi.API_LINUX_ALSA if system == "alsa" else rtmidi.API_UNIX_JACK
        self._scouts: dict[Any, Any] = {}

    def sources(self) -> tuple[str, ...]:
        """Ports that send."""
        return self._seen(rtmidi.MidiIn)

    def sinks(self) -> tuple[str, ...]:
        """Ports that can be sent to."""
        return self._seen(rtmidi.MidiOut)

    def listen(self, port: str, heard: Heard) -> "_Listener":
        """Hear a source."""
        return _Listener(self._made(rtmidi.MidiIn), port, heard, self._connected)

    def reach(self, port: str) -> "_Sender":
        """Send to a sink."""
        return _Sender(self._made(rtmidi.MidiOut), port, self._connected)

    def offer_sink(self, name: str, heard: Heard) -> "_Listener":
        """A port of our own that others can send to."""
        return _Listener(self._made(rtmidi.MidiIn), name, heard, _offered)

    def offer_source(self, name: str) -> "_Sender":
        """A port of our own that others can hear."""
        return _Sender(self._made(rtmidi.MidiOut), name, _offered)

    def close(self) -> None:
        """Let go of the clients that look for ports; plugs are their owners'."""
        while self._scouts:
            self._scouts.popitem()[1].delete()

    # inside

    def _made(self, kind: Any) -> Any:
        try:
            return kind(rtapi=self._api, name=self._client)
        except (rtmidi.RtMidiError, OSError, ValueError) as fault:
            raise RemoteError(f"the MIDI system ({self.system}) cannot be had: {fault}") from fault

    def _seen(self, kind: Any) -> tuple[str, ...]:
        found: list[str] = []
        with contextlib.suppress(RemoteError, rtmidi.RtMidiError):
            # each only when it is asked for: a JACK server takes up to half a second over every
            # client of a process that was killed, and the next one waits for that
            if kind not in self._scouts:
                self._scouts[kind] = self._made(kind)
            found = list(self._scouts[kind].get_ports())
        if not found and kind in self._scouts:  # perhaps the server is gone: another the next time
            self._scouts.pop(kind).delete()
        return tuple(name for name in found if not _own(name, self._client))

    def _connected(self, client: Any, port: str) -> None:
        names = client.get_ports()
        if port not in names:
            raise RemoteError(f"there is no MIDI port {port!r}")
        client.open_port(names.index(port), "in" if isinstance(client, rtmidi.MidiIn) else "out")


def _offered(client: Any, name: str) -> None:
    client.open_virtual_port(name)


def _own(name: str, client: str) -> bool:
    """Whether a port is of our own clients; JACK numbers them ``kiss-01``, ``kiss-02``."""
    first = name.partition(":")[0]
    return first == client or first.removeprefix(f"{client}-").isdigit()


class _Plug:
    """Opens one port of a client, or leaves nothing behind."""

    def __init__(self, client: Any, port: str, opened: Callable[[Any, str], None]) -> None:
        self._client = client
        self._port = port
        try:
            opened(client, port)
        except RemoteError:
            client.delete()
            raise
        except (rtmidi.RtMidiError, OSError, ValueError) as fault:
            client.delete()
            raise RemoteError(f"the MIDI port {port!r} cannot be opened: {fault}") from fault

    @property
    def port(self) -> str:
        return self._port

    def close(self) -> None:
        self._client.close_port()
        self._client.delete()


class _Listener(_Plug):
    def __init__(
        self, client: Any, port: str, heard: Heard, opened: Callable[[Any, str], None]
    ) -> None:
        self._client, self._heard = client, heard
        self._leaving, self._left = False, threading.Event()
        # the callback first: not the first message after the connection may be lost
        client.ignore_types(sysex=False, timing=False, active_sense=True)
        client.set_callback(self._came)
        super().__init__(client, port, opened)

    def _came(self, event: tuple[list[int], float], _: object) -> None:
        if self._leaving:
            self._client.cancel_callback()
            self._left.set()
            return
        self._heard(bytes(event[0]), time.monotonic_ns())

    def close(self) -> None:
        # python-rtmidi keeps the interpreter's lock while it closes a port, and JACK waits for its
        # thread, which in a flood waits for that lock in a callback: both for ever. So the callback
        # is taken away by itself, or, where nothing comes, by us; then its thread has time to leave
        self._leaving = True
        if not self._left.wait(LEAVE_S):
            self._client.cancel_callback()
        time.sleep(LEAVE_S)
        super().close()


class _Sender(_Plug):
    def send(self, data: bytes) -> None:
        with contextlib.suppress(rtmidi.RtMidiError, OSError):
            self._client.send_message(data)
