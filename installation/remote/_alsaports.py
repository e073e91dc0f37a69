"""The only import of alsa_midi (python-alsa-midi): ports by name, bytes in and bytes out. ALSA's.

Chosen because one wheel of it serves every Python from 3.9 on (python-rtmidi's end with 3.12, so
Debian 13 could not have it), because it lets a reader ask for more room than the 200 events that
the kernel gives, and because it is nothing but ALSA's own library behind cffi.

Bytes, not messages: what a box sends is judged in :mod:`installation.remote._wire`, which knows
running status, counts junk, and can be tested without a port.

A client for each open port: the kernel keeps what has come for each client by itself, so a box in
a flood loses its own messages only. Each name ends with the sequencer's numbers, since two boxes of
one make have the same names: ``nanoKONTROL2:nanoKONTROL2 MIDI 1 20:0``.
"""

import contextlib
import errno
import logging
import threading
import time
from typing import Any

from installation.errors import RemoteError
from installation.remote._ports import OURS, Heard, is_ours
from installation.said import NOTHING, Said

try:
    import alsa_midi as alsa
except OSError:  # there is no libasound on this machine
    alsa = None
    _FAULTS: tuple[type[Exception], ...] = ()
else:
    _FAULTS = (alsa.Error, UnicodeDecodeError)  # a box's name may be cut inside a letter

ROOM = 2000
"""Events that may wait until we read them: the most that the kernel allows."""
PAUSE_S = 0.1
"""After a fault that is not a loss, so that one which stays does not take a whole processor."""

_log = logging.getLogger("remote")


class AlsaMidi:
    """Ports of ALSA's sequencer; ``client`` is what others see us as."""

    def __init__(self, client: str = OURS) -> None:
        self._name = client
        self._scout: Any = None
        self._trouble = NOTHING

    @property
    def trouble(self) -> Said:
        """Return why there were no ports at all when somebody last asked."""
        return self._trouble

    def sources(self) -> tuple[str, ...]:
        """Ports that send."""
        return self._seen(input=True)

    def sinks(self) -> tuple[str, ...]:
        """Ports that can be sent to."""
        return self._seen(output=True)

    def listen(self, port: str, heard: Heard) -> "_Listener":
        """Hear a source."""
        return _Listener(self._name, port, self._address(port, input=True), heard)

    def reach(self, port: str) -> "_Sender":
        """Send to a sink."""
        return _Sender(self._name, port, self._address(port, output=True))

    def offer_sink(self, name: str, heard: Heard) -> "_Listener":
        """A port of our own that others can send to."""
        return _Listener(self._name, name, None, heard)

    def offer_source(self, name: str) -> "_Sender":
        """A port of our own that others can hear."""
        return _Sender(self._name, name, None)

    def close(self) -> None:
        """Let go of the client that looks for ports; plugs are their owners'."""
        scout, self._scout = self._scout, None
        if scout is not None:
            scout.close()

    # inside

    def _seen(self, **way: bool) -> tuple[str, ...]:
        try:
            found = tuple(self._there(**way))
            self._trouble = NOTHING
        except RemoteError as fault:
            self._trouble = fault.message
            return ()
        return tuple(name for name in found if not is_ours(name, self._name))

    def _address(self, port: str, **way: bool) -> Any:
        there = self._there(**way)
        if port not in there:
            raise RemoteError(Said("there is no MIDI port '{port}'", port=port))
        return there[port]

    def _there(self, **way: bool) -> dict[str, Any]:
        """All ports by name, in the sequencer's order."""
        if self._scout is None:
            self._scout = _client(self._name)
        try:
            ports = self._scout.list_ports(sort=False, **way)
        except _FAULTS as fault:
            self.close()  # another one the next time
            raise RemoteError(
                Said("the MIDI ports cannot be listed: {why}", why=str(fault))
            ) from fault
        return {f"{p.client_name}:{p.name} {p.client_id}:{p.port_id}": p for p in ports}


def _client(name: str) -> Any:
    if alsa is None:
        text = Said("there is no MIDI here: ALSA's library is not installed.")
        raise RemoteError(text, "Install the package libasound2 (on Debian 13: libasound2t64).")
    try:
        return alsa.SequencerClient(name)
    except _FAULTS as fault:
        text = Said("there is no MIDI here: ALSA's sequencer cannot be opened.")
        raise RemoteError(text, "`modprobe snd-seq`, and let this user use it.") from fault


class _Plug:
    """A client with one port: connected to a ``peer``, or offered to others."""

    def __init__(self, client: str, port: str, peer: Any) -> None:
        self._port = port
        self._client = _client(client)
        try:
            self._open(peer)
        except _FAULTS as fault:
            self.close()
            raise RemoteError(
                Said("the MIDI port '{port}' cannot be opened: {why}", port=port, why=str(fault))
            ) from fault

    @property
    def port(self) -> str:
        return self._port

    def close(self) -> None:
        self._client.close()

    def _open(self, peer: Any) -> None:
        raise NotImplementedError


class _Listener(_Plug):
    def __init__(self, client: str, port: str, peer: Any, heard: Heard) -> None:
        self._heard = heard
        self._closing = False
        self._thread = threading.Thread(target=self._hear, name=f"hears {port}", daemon=True)
        super().__init__(client, port, peer)

    def _open(self, peer: Any) -> None:
        self._client.set_client_pool_input(ROOM)
        caps = alsa.PortCaps.WRITE if peer is not None else alsa.WRITE_PORT
        self._own = self._client.create_port(self._port, caps)
        # it hears first: not the first message after the connection may be lost
        self._thread.start()
        if peer is not None:
            self._own.connect_from(peer)

    def _hear(self) -> None:
        while not self._closing:
            try:
                event = self._client.event_input(prefer_bytes=True)
            except alsa.ALSAError as fault:
                if fault.errnum == -errno.ENOSPC:
                    _log.warning("%s sends more than can be read: messages are lost", self._port)
                else:
                    _log.warning("%s: %s", self._port, fault)
                    time.sleep(PAUSE_S)
                continue
            if isinstance(event, alsa.MidiBytesEvent) and not self._closing:
                self._heard(event.midi_bytes, time.monotonic_ns())

    def close(self) -> None:
        self._closing = True
        if self._thread.is_alive():
            wake = alsa.Event(alsa.EventType.USR0)  # it waits for an event: here is one
            with contextlib.suppress(alsa.ALSAError):
                self._client.event_output(wake, port=self._own, dest=self._own)
                self._client.drain_output()
            self._thread.join()
        super().close()


class _Sender(_Plug):
    def _open(self, peer: Any) -> None:
        caps = alsa.PortCaps.READ if peer is not None else alsa.READ_PORT
        self._own = self._client.create_port(self._port, caps)
        if peer is not None:
            self._own.connect_to(peer)

    def send(self, data: bytes) -> None:
        with contextlib.suppress(alsa.ALSAError):
            self._client.event_output(alsa.MidiBytesEvent(data), port=self._own)
            self._client.drain_output()
