"""The only import of python-rtmidi: ports by name, bytes in and bytes out. ALSA's, for the show.

JACK's, too, where something plays a foreign box: in tests and benches, so that two libraries are at
the two ends of a cable.

Bytes, not messages: what a box sends is judged in :mod:`installation.remote.wire`, which knows
running status, counts junk, and can be tested without a port. (mido's ports would drop an event
that is not exactly one whole message, and their clients are all called "RtMidiIn Client".)

After a system exclusive message without its end, RtMidi collects up to the next message of another
kind, and hands over both as one.
"""

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any, Literal

import rtmidi

from installation.errors import RemoteError
from installation.remote.ports import OURS, Heard, is_ours

LEAVE_S = 0.03
"""How long a callback that was called before may take to return."""


class RtMidi:
    """Ports of ALSA's sequencer, or of JACK; ``client`` is what others see us as."""

    def __init__(self, client: str = OURS, system: Literal["alsa", "jack"] = "alsa") -> None:
        self._client = client
        self._api = rtmidi.API_LINUX_ALSA if system == "alsa" else rtmidi.API_UNIX_JACK
        self._scouts: dict[Any, Any] = {}
        self._trouble = ""

    @property
    def trouble(self) -> str:
        """Why there were no ports at all when somebody last asked."""
        return self._trouble

    def sources(self) -> tuple[str, ...]:
        """Ports that send."""
        return self._seen(rtmidi.MidiIn)

    def sinks(self) -> tuple[str, ...]:
        """Ports that can be sent to."""
        return self._seen(rtmidi.MidiOut)

    def listen(self, port: str, heard: Heard) -> "_Listener":
        """Hear a source."""
        return _Listener(self._made(rtmidi.MidiIn), port, heard, _connected)

    def reach(self, port: str) -> "_Sender":
        """Send to a sink."""
        return _Sender(self._made(rtmidi.MidiOut), port, _connected)

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
            text = "there is no MIDI here: ALSA's sequencer cannot be opened."
            raise RemoteError(text, "`modprobe snd-seq`, and let this user use it.") from fault

    def _seen(self, kind: Any) -> tuple[str, ...]:
        found: list[str] = []
        try:
            if kind not in self._scouts:
                self._scouts[kind] = self._made(kind)
            found = list(self._scouts[kind].get_ports())
            self._trouble = ""
        except (RemoteError, rtmidi.RtMidiError) as fault:
            self._trouble = fault.message if isinstance(fault, RemoteError) else str(fault)
        if not found and kind in self._scouts:  # perhaps it is gone: another the next time
            self._scouts.pop(kind).delete()
        return tuple(name for name in found if not is_ours(name, self._client))


def _connected(client: Any, port: str) -> None:
    names = client.get_ports()
    if port not in names:
        raise RemoteError(f"there is no MIDI port {port!r}")
    client.open_port(names.index(port), "in" if isinstance(client, rtmidi.MidiIn) else "out")


def _offered(client: Any, name: str) -> None:
    client.open_virtual_port(name)


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
        # python-rtmidi keeps the interpreter's lock while it closes a port, and its thread, which
        # in a flood waits for that lock in a callback, is waited for: both for ever. So the
        # callback takes itself away, or, where nothing comes, we do; then it has time to leave
        self._leaving = True
        if not self._left.wait(LEAVE_S):
            self._client.cancel_callback()
        time.sleep(LEAVE_S)
        super().close()


class _Sender(_Plug):
    def send(self, data: bytes) -> None:
        with contextlib.suppress(rtmidi.RtMidiError, OSError):
            self._client.send_message(data)
