"""The only import of python-rtmidi: ports by name, bytes in and bytes out.

Bytes, not messages: what a box sends is judged in :mod:`installation.remote.wire`, which knows
running status, counts junk, and can be tested without a port. (mido's ports would drop an event
that is not exactly one whole message, and their clients are all called "RtMidiIn Client".)

ALSA's sequencer where the machine has one, else a JACK server, real or dummy. Without either there
are no ports, and that is fine. Measured with python-rtmidi 1.5.8: with JACK a callback runs in the
server's process cycle, so a message is heard one period after it was sent; the list of ports costs
0.05 ms on a client that is kept, 3 ms on a new one. After a system exclusive message without its
end, RtMidi takes all that comes from JACK for more of it, for ever (with ALSA, up to the next
message of another kind). A second client that sends an end to our port four times a second cures
that, but with it a process that was killed was back in 1.1 to 2.6 s (17 of 20 within 2 s), without
it in 0.5 to 0.7 s: a JACK server takes its time over every dead client. A callback that is not done
within its period reads what is being written anew: with one of 128 samples (2.7 ms) RtMidi read
beyond its memory once in some 30 runs of the bench. Servers of houses have 256 to 1,024.
"""

import contextlib
import ctypes
import threading
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import rtmidi

from installation.errors import RemoteError
from installation.remote.ports import Heard, System

CLIENT = "kiss"
LEAVE_S = 0.03
"""More than a period of JACK's (21 ms of 1,024 samples)."""
SEQUENCER = Path("/dev/snd/seq")


class RtMidi:
    """The real ports, of ALSA's sequencer or of JACK; ``client`` is what others see us as."""

    def __init__(self, system: System = "auto", client: str = CLIENT) -> None:
        if system == "auto":
            system = "alsa" if SEQUENCER.exists() else "jack"
        self.system = system
        self._client = client
        self._api = rtmidi.API_LINUX_ALSA if system == "alsa" else rtmidi.API_UNIX_JACK
        self._scouts: dict[Any, Any] = {}
        self._trouble = ""
        if system == "jack":
            _hush()

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
            raise _absent(self.system) from fault

    def _seen(self, kind: Any) -> tuple[str, ...]:
        found: list[str] = []
        try:
            # each only when it is asked for: a JACK server takes up to half a second over every
            # client of a process that was killed, and the next one waits for that
            if kind not in self._scouts:
                self._scouts[kind] = self._made(kind)
            found = list(self._scouts[kind].get_ports())
            self._trouble = ""
        except (RemoteError, rtmidi.RtMidiError) as fault:
            self._trouble = fault.message if isinstance(fault, RemoteError) else str(fault)
        if not found and kind in self._scouts:  # perhaps the server is gone: another the next time
            self._scouts.pop(kind).delete()
        return tuple(name for name in found if not _own(name, self._client))


def _absent(system: System) -> RemoteError:
    if system == "alsa":
        return RemoteError(f"there is no MIDI here: {SEQUENCER} cannot be opened.")
    if SEQUENCER.exists():
        return RemoteError("there is no MIDI here: no JACK server runs.", "Or 'system: alsa'.")
    return RemoteError(
        f"there is no MIDI here: no {SEQUENCER}, and no JACK server runs.",
        "Often `modprobe snd-seq` is all that lacks.",
    )


def _hush() -> None:
    """Have JACK's library not write to the log, four times a second, that there is no server.

    What it calls with each text is a C function that does nothing with it: one in Python would need
    the interpreter's lock in JACK's threads.
    """
    nothing = ctypes.cast(ctypes.CDLL(None).strlen, ctypes.c_void_p)
    library = ctypes.CDLL(find_spec("rtmidi._rtmidi").origin)  # type: ignore[union-attr]
    for name in ("jack_set_error_function", "jack_set_info_function"):
        with contextlib.suppress(AttributeError):  # built without JACK
            getattr(library, name)(nothing)


def _connected(client: Any, port: str) -> None:
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
