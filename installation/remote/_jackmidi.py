"""The only import of jack (JACK-Client): ports by name, bytes in and bytes out, by one client.

One client for all ports, since a JACK server takes up to half a second over each client of a
process that was killed, and the next one waits for that: with keys, lights and timecode a killed
remote is back in 1.0 s at most (`kiss bench remote`); with a client a port it took up to 2.6 s.
And JACK's library crashes when one of several clients looks for a server that is gone.

The server calls once a period (10.7 ms of 512 samples at 48,000 a second), on a thread of its own:
a message is heard up to a period after it was sent, and leaves within one. An event is taken as it
comes, whole or not; :mod:`installation.remote._wire` judges it.

What is open outlives the server, and a box that was unplugged for a moment: at each look at the
ports whatever is not connected is connected again, if it can be.
"""

import contextlib
import ctypes
import itertools
import logging
import threading
import time
from collections import deque
from typing import Any, TypeVar

from installation.errors import RemoteError
from installation.remote._ports import OURS, Heard, is_ours
from installation.said import NOTHING, Said

try:
    import jack
except OSError:  # there is no libjack on this machine, and no JACK server either
    jack = None
    _FAULTS: tuple[type[Exception], ...] = ()
else:
    # it meets a null pointer where a port or a server has just gone
    _FAULTS = (jack.JackError, ValueError, RuntimeError)

MOST_WAITING = 4096
"""Messages that may wait to be sent. Of more, the oldest are let go."""
LONGEST = 1024
"""Bytes of a message that every period has room for."""
MOST_A_PERIOD = 128
"""Messages that are written in one, ten times what a MIDI cable carries. The server passes over a
client that is not done within its period, and all that it has written: of 1,000 at once none came,
once (Debian 13, beside other tests)."""
PATIENCE_S = 0.1
"""How long the opening and closing of a port may be held up so that no message is lost."""

ANSWER_S = 1.5
"""How long a server may take over a new client; one that hangs would hold up everything else."""

_log = logging.getLogger("remote")


class _Joining:
    """The making of a client, in a thread of its own: a server that hangs is not waited for."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._client: Any = None
        self._fault: Exception | None = None
        self._thread = threading.Thread(target=self._join, name="jack", daemon=True)
        self._thread.start()
        self._thread.join(ANSWER_S)

    @property
    def over(self) -> bool:
        """Tell whether the server has answered."""
        return not self._thread.is_alive()

    def client(self) -> Any:
        """Return the client, once it is over. Raises what the server answered instead."""
        if self._fault is not None:
            raise self._fault
        return self._client

    def _join(self) -> None:
        try:
            self._client = jack.Client(self._name, no_start_server=True)
        except Exception as fault:
            self._fault = fault


class _Plug:
    """A port of our own; with a ``peer``, one that is connected to that."""

    def __init__(self, midi: "JackMidi", name: str, peer: str | None) -> None:
        self._midi, self._name, self.peer = midi, name, peer
        self.own: Any = None
        """The port itself, while there is a server."""

    @property
    def port(self) -> str:
        return self.peer or self._name

    def mend(self, client: Any) -> None:
        """Be there and connected. Raises one of the faults."""
        if self.own is None:
            self.own = self._kind(client).register(self._name)
        if self.peer is not None and not self.own.is_connected_to(self.peer):
            self.own.connect(self.peer)

    def turn(self) -> None:
        """Hear what has come, or send what waits. JACK's thread."""
        raise NotImplementedError

    def unregister(self) -> None:
        """The port goes, if its server has not gone before."""
        own, self.own = self.own, None
        if own is not None:
            with contextlib.suppress(*_FAULTS):
                own.unregister()

    def close(self) -> None:
        self._midi.drop(self)

    def _kind(self, client: Any) -> Any:
        raise NotImplementedError


class _Ear(_Plug):
    def __init__(self, midi: "JackMidi", name: str, peer: str | None, heard: Heard) -> None:
        super().__init__(midi, name, peer)
        self._heard = heard

    def turn(self) -> None:
        own, now_ns = self.own, time.monotonic_ns()
        if own is not None:
            for _, event in own.incoming_midi_events():
                self._heard(bytes(event), now_ns)

    def _kind(self, client: Any) -> Any:
        return client.midi_inports


class _Mouth(_Plug):
    def __init__(self, midi: "JackMidi", name: str, peer: str | None) -> None:
        super().__init__(midi, name, peer)
        self._waiting: deque[bytes] = deque(maxlen=MOST_WAITING)

    def send(self, data: bytes) -> None:
        if self.own is not None:
            self._waiting.append(data)

    def turn(self) -> None:
        own = self.own
        if own is None:
            self._waiting.clear()
            return
        own.clear_buffer()
        for _ in range(min(len(self._waiting), MOST_A_PERIOD)):
            data = self._waiting.popleft()
            try:
                own.write_midi_event(0, data)
            except jack.JackError:  # no room
                if len(data) <= LONGEST:
                    self._waiting.appendleft(data)  # but there will be in the next period
                break

    def close(self) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while self._waiting and self.own is not None and time.monotonic() < deadline:
            time.sleep(0.001)
        self._midi.pass_turns(1)  # the last of them is on its way
        super().close()

    def _kind(self, client: Any) -> Any:
        return client.midi_outports


_AnyPlug = TypeVar("_AnyPlug", bound=_Plug)


class JackMidi:
    """Ports by JACK; ``client`` is what others see us as. Its server may come and go."""

    def __init__(self, client: str = OURS) -> None:
        self._name = client
        self._server: Any = None
        self._gone = False
        self._joining: _Joining | None = None
        self._plugs: tuple[_Plug, ...] = ()
        self._turning = threading.Lock()
        self._trouble = NOTHING
        self._number = itertools.count(1)
        self._turns = 0

    @property
    def trouble(self) -> Said:
        """Return why there were no ports at all when somebody last asked."""
        return self._trouble

    def sources(self) -> tuple[str, ...]:
        """Ports that send."""
        return self._seen(is_output=True)

    def sinks(self) -> tuple[str, ...]:
        """Ports that can be sent to."""
        return self._seen(is_input=True)

    def listen(self, port: str, heard: Heard) -> _Ear:
        """Hear a source."""
        return self._plugged(_Ear(self, f"in {next(self._number)}", port, heard))

    def reach(self, port: str) -> _Mouth:
        """Send to a sink."""
        return self._plugged(_Mouth(self, f"out {next(self._number)}", port))

    def offer_sink(self, name: str, heard: Heard) -> _Ear:
        """A port of our own that others can send to."""
        return self._plugged(_Ear(self, name, None, heard))

    def offer_source(self, name: str) -> _Mouth:
        """A port of our own that others can hear."""
        return self._plugged(_Mouth(self, name, None))

    def close(self) -> None:
        """Let go of the client, and with it of all that is still open."""
        self._leave()
        self._plugs = ()

    def drop(self, plug: _Plug) -> None:
        """Forget a plug; when this returns nothing is heard by it any more."""
        self._plugs = tuple(one for one in self._plugs if one is not plug)
        with self._turning:  # the turn that may still have it is over
            pass
        plug.unregister()

    def pass_turns(self, count: int) -> None:
        """Wait for so many periods to begin; not long, as the server may be gone."""
        deadline, until = time.monotonic() + PATIENCE_S, self._turns + count
        while self._turns < until and time.monotonic() < deadline:
            time.sleep(0.001)

    # inside

    def _plugged(self, plug: _AnyPlug) -> _AnyPlug:
        client = self._joined()
        # it turns first: not the first message after the connection may be lost
        self._plugs = (*self._plugs, plug)
        try:
            plug.mend(client)
        except _FAULTS as fault:
            self.drop(plug)
            if plug.peer is not None and plug.peer not in _named(client):
                raise RemoteError(Said("there is no MIDI port '{port}'", port=plug.peer)) from fault
            raise RemoteError(
                Said(
                    "the MIDI port '{port}' cannot be opened: {why}", port=plug.port, why=str(fault)
                )
            ) from fault
        # the server takes a new connection over between two periods, some time after it said yes
        self.pass_turns(2)
        return plug

    def _seen(self, **kind: bool) -> tuple[str, ...]:
        try:
            client = self._joined()
            for plug in self._plugs:
                with contextlib.suppress(*_FAULTS):  # what is not there is looked for again
                    plug.mend(client)
            found = _named(client, **kind)
            self._trouble = NOTHING
        except RemoteError as fault:
            self._trouble = fault.message
            return ()
        return tuple(name for name in found if not is_ours(name, self._name))

    def _joined(self) -> Any:
        """The client, on the server that there is. Raises RemoteError when there is none."""
        if jack is None:
            raise _absent(Said("JACK's library (libjack-jackd2-0) is not installed"))
        if self._gone:
            self._leave()
        if self._server is None:
            _hush()
            self._joining = self._joining or _Joining(self._name)
            if not self._joining.over:
                raise _absent(Said("the JACK server does not answer"))
            joining, self._joining = self._joining, None
            try:
                client = joining.client()
            except jack.JackOpenError as fault:
                raise _absent(Said("no JACK server runs")) from fault
            client.set_process_callback(self._turn)
            client.set_shutdown_callback(self._lost)
            client.activate()
            self._server = client
        return self._server

    def _leave(self) -> None:
        client, self._server, self._gone = self._server, None, False
        with self._turning:
            for plug in self._plugs:
                plug.own = None
        if client is not None:
            client.deactivate()
            client.close()

    def _lost(self, *_: object) -> None:
        """The server is gone. A thread of JACK's."""
        self._gone = True

    def _turn(self, _: int) -> None:
        """Once a period, on JACK's thread, which must not wait."""
        self._turns += 1
        with self._turning:
            for plug in self._plugs:
                try:
                    plug.turn()
                except Exception:  # JACK would not call again
                    _log.exception("%s", plug.port)


def _absent(why: Said) -> RemoteError:
    advice = "Boxes on USB need no JACK: often `modprobe snd-seq` is all that lacks."
    return RemoteError(Said("there is no MIDI here: {why}.", why=why), advice)


def _named(client: Any, **kind: bool) -> list[str]:
    for _ in range(3):
        with contextlib.suppress(RuntimeError):  # one of them went meanwhile
            return [port.name for port in client.get_ports(is_midi=True, **kind)]
    return []


def _hush() -> None:
    """Have JACK's library not write to the log, four times a second, that there is no server.

    What it calls with each text is a C function that does nothing with it: one in Python would need
    the interpreter's lock in JACK's threads.
    """
    library = ctypes.CDLL("libjack.so.0")
    nothing = ctypes.cast(ctypes.CDLL(None).strlen, ctypes.c_void_p)
    library.jack_set_error_function(nothing)
    library.jack_set_info_function(nothing)
