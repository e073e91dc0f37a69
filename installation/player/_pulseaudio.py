"""The sound system: PulseAudio's own protocol, which PipeWire speaks too. The only door to it.

libpulse through ctypes, with its calls asked and not called back: no Python runs on its thread.
libvlc's own output is not used: it opens a stream for each deck, whose volume the server changes in
steps (a click each), starts each with its first sample within some 10 ms only, and cuts off what is
in it when a deck is parked.

Positions are read with the server's own timing, which counts what still waits in the server and in
the device: :meth:`PulseStream.latency_ns` is how long until the next sample written is heard.
"""

import contextlib
import ctypes
import time
from collections.abc import Callable, Iterator
from ctypes import POINTER, byref, c_char_p, c_int, c_size_t, c_uint8, c_uint32, c_uint64, c_void_p
from functools import lru_cache
from typing import Any, NamedTuple

from installation.errors import PlayerError
from installation.player._sound_file import CHANNELS, RATE
from installation.said import Said
from installation.units import MILLISECOND, SECOND

BUFFER_NS = 250 * MILLISECOND
"""How much is written ahead: a player that stands still for less is not heard to do so. While three
decks are cued on two busy cores that was up to 120 ms."""
BEFORE_NS = 40 * MILLISECOND
"""How much of it the server waits for before it begins, also after it had nothing more."""
ASKS_NS = 10 * MILLISECOND
_BUFFERING_NS = (BUFFER_NS, BEFORE_NS, ASKS_NS)
PATIENCE_NS = 2 * SECOND
_FLOAT32LE = 5
_SAMPLE = 4
_ORDER = (1, 2, 3, 7, 5, 6, 10, 11)
"""Positions in the order of WAVE files: left, right, centre, low, rear and side pairs."""
_NO_AUTOSPAWN = 1
_READY, _FAILED = (4, 2), (5, 3)
"""States of a context and of a stream: ready; failed (or, above it, ended)."""
_INTERPOLATE, _DONT_MOVE, _AUTO_TIMING = 0x2, 0x200, 0x8
_ADJUST_LATENCY, _UNMUTED, _RELATIVE = 0x2000, 0x10000, 0x40000
_NORM = 0x10000
_SEEK_RELATIVE = 0
_ANY = 0xFFFFFFFF
_NO_ENTITY = 5
_NOWHERE = b"auto_null"
"""The sink that PulseAudio and PipeWire make up when there is no device."""


class _Spec(ctypes.Structure):
    _fields_ = (("format", c_int), ("rate", c_uint32), ("channels", c_uint8))


class _ChannelMap(ctypes.Structure):
    _fields_ = (("channels", c_uint8), ("positions", c_int * 32))


class _Buffer(ctypes.Structure):
    _fields_ = tuple((n, c_uint32) for n in ("maximum", "target", "before", "least", "fragment"))


class _Volume(ctypes.Structure):
    _fields_ = (("channels", c_uint8), ("values", c_uint32 * 32))


class _SinkInfo(ctypes.Structure):  # its beginning
    _fields_ = (("name", c_char_p), ("index", c_uint32), ("description", c_char_p))


_ON_SINK = ctypes.CFUNCTYPE(None, c_void_p, POINTER(_SinkInfo), c_int, c_void_p)

_CALLS: dict[str, tuple[Any, ...]] = {
    "threaded_mainloop_new": (c_void_p,),
    "threaded_mainloop_start": (c_int, c_void_p),
    "threaded_mainloop_stop": (None, c_void_p),
    "threaded_mainloop_free": (None, c_void_p),
    "threaded_mainloop_lock": (None, c_void_p),
    "threaded_mainloop_unlock": (None, c_void_p),
    "threaded_mainloop_get_api": (c_void_p, c_void_p),
    "context_new": (c_void_p, c_void_p, c_char_p),
    "context_connect": (c_int, c_void_p, c_char_p, c_int, c_void_p),
    "context_get_state": (c_int, c_void_p),
    "context_errno": (c_int, c_void_p),
    "context_disconnect": (None, c_void_p),
    "context_unref": (None, c_void_p),
    "context_get_sink_info_list": (c_void_p, c_void_p, _ON_SINK, c_void_p),
    "operation_unref": (None, c_void_p),
    "stream_new": (c_void_p, c_void_p, c_char_p, POINTER(_Spec), POINTER(_ChannelMap)),
    "stream_connect_playback": (
        *(c_int, c_void_p, c_char_p, POINTER(_Buffer), c_int),
        *(POINTER(_Volume), c_void_p),
    ),
    "stream_get_state": (c_int, c_void_p),
    "stream_get_device_name": (c_char_p, c_void_p),
    "stream_writable_size": (c_size_t, c_void_p),
    "stream_write": (
        *(c_int, c_void_p, c_char_p, c_size_t, c_void_p, ctypes.c_int64),
        c_int,
    ),
    "stream_get_latency": (c_int, c_void_p, POINTER(c_uint64), POINTER(c_int)),
    "stream_disconnect": (c_int, c_void_p),
    "stream_unref": (None, c_void_p),
    "strerror": (c_char_p, c_int),
}


class Device(NamedTuple):
    """A sound device: the name that a layout gives, and what people call it."""

    name: str
    description: str


class SoundError(PlayerError):
    """The sound system is not there, or has gone, or has no such device."""


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL:
    try:
        library = ctypes.CDLL("libpulse.so.0")
    except OSError as fault:
        raise SoundError(
            Said("there is no libpulse"), Said("Install the Debian package libpulse0.")
        ) from fault
    for name, (result, *arguments) in _CALLS.items():
        function = getattr(library, f"pa_{name}")
        function.restype, function.argtypes = result, arguments
    return library


class PulseConnection:
    """A connection to the sound server, and libpulse's thread. Raises SoundError if none answers.

    One thread of ours. ``server`` is an address as PULSE_SERVER has it; '' is the system's own.
    """

    def __init__(self, name: str, server: str = "") -> None:
        self.pa = _library()
        self._loop = self.pa.pa_threaded_mainloop_new()
        api = self.pa.pa_threaded_mainloop_get_api(self._loop)
        self._context = self.pa.pa_context_new(api, name.encode())
        self.pa.pa_threaded_mainloop_start(self._loop)
        try:
            with self.locked():
                address = server.encode() or None
                flags = _NO_AUTOSPAWN  # starting the server is the system's business
                begun = self.pa.pa_context_connect(self._context, address, flags, None)
            if begun < 0:
                raise self.fault()
            self.until(lambda: self.pa.pa_context_get_state(self._context), 0)
        except SoundError:
            self.close()
            raise

    @contextlib.contextmanager
    def locked(self) -> Iterator[c_void_p]:
        """While libpulse's thread stands still: the context."""
        self.pa.pa_threaded_mainloop_lock(self._loop)
        try:
            yield self._context
        finally:
            self.pa.pa_threaded_mainloop_unlock(self._loop)

    def until(self, state: Callable[[], int], kind: int) -> None:
        """Wait until a context (kind 0) or stream (1) is ready; raises SoundError if it fails."""
        deadline_ns = time.monotonic_ns() + PATIENCE_NS
        while True:
            with self.locked():
                now = state()
            if now == _READY[kind]:
                return
            if now >= _FAILED[kind]:
                raise self.fault()
            if time.monotonic_ns() > deadline_ns:
                raise SoundError(Said("the sound system does not answer"))
            time.sleep(0.003)

    def fault(self) -> SoundError:
        """Return what went wrong last."""
        with self.locked():
            number = self.pa.pa_context_errno(self._context)
        if number == _NO_ENTITY:
            return SoundError(Said("there is no such sound device"))
        said = (self.pa.pa_strerror(number) or b"").decode(errors="replace").lower()
        return SoundError(Said("the sound system does not answer ({why})", why=said))

    def devices(self) -> list[Device]:
        """The sound devices there are."""
        found: list[Device] = []
        ends = 0

        def on_sink(_context: int, info: Any, end: int, _data: int) -> None:
            nonlocal ends
            if end:
                ends = end
            else:
                about = info.contents
                found.append(Device(about.name.decode(), (about.description or b"").decode()))

        kept = _ON_SINK(on_sink)  # until the last call has come
        with self.locked() as context:
            asked = self.pa.pa_context_get_sink_info_list(context, kept, None)
        deadline_ns = time.monotonic_ns() + PATIENCE_NS
        while not ends and time.monotonic_ns() < deadline_ns:
            time.sleep(0.003)
        with self.locked():
            if asked:
                self.pa.pa_operation_unref(asked)
        return found

    def close(self) -> None:
        """Let go of the server, and end libpulse's thread."""
        with self.locked() as context:
            self.pa.pa_context_disconnect(context)
        self.pa.pa_threaded_mainloop_stop(self._loop)
        self.pa.pa_context_unref(self._context)
        self.pa.pa_threaded_mainloop_free(self._loop)


class PulseStream:
    """Sound to one device ('' is the system's own choice), from here to :meth:`close`.

    One thread. Everything raises SoundError once the server or the device has gone.
    """

    def __init__(
        self, name: str, device: str = "", server: str = "", channels: int = CHANNELS
    ) -> None:
        self._connection = PulseConnection("The Kiss", server)
        self._back = 0
        self._frame = _SAMPLE * channels
        pa = self._pa = self._connection.pa
        ahead, before, least = (ns * RATE // SECOND * self._frame for ns in _BUFFERING_NS)
        spec = _Spec(_FLOAT32LE, RATE, channels)
        places = _ChannelMap(channels, (c_int * 32)(*_ORDER[:channels]))
        buffer = _Buffer(_ANY, ahead, before, least, _ANY)
        # given, so that the server does not remember another one; relative, so that it does not
        # turn up the device
        volume = _Volume(channels, (c_uint32 * 32)(*[_NORM] * channels))
        flags = _INTERPOLATE | _AUTO_TIMING | _ADJUST_LATENCY | _UNMUTED | _RELATIVE
        flags |= _DONT_MOVE if device else 0
        with self._connection.locked() as context:
            self._stream = pa.pa_stream_new(context, name.encode(), byref(spec), byref(places))
            pa.pa_stream_connect_playback(
                *(self._stream, device.encode() or None, byref(buffer), flags),
                *(byref(volume), None),
            )
        try:
            self._connection.until(lambda: pa.pa_stream_get_state(self._stream), 1)
        except SoundError:
            self.close()
            raise

    def leads_nowhere(self) -> bool:
        """Tell whether the system has no device by now, and plays into nothing instead."""
        with self._connection.locked():
            name: bytes | None = self._pa.pa_stream_get_device_name(self._stream)
        return name == _NOWHERE

    def room(self) -> int:
        """Return how many samples may be written now, with those that were taken back."""
        with self._connection.locked():
            size = self._pa.pa_stream_writable_size(self._stream)
        if size == c_size_t(-1).value:
            raise self._connection.fault()
        return int(size) // self._frame + self._back

    def take_back(self, samples: int) -> None:
        """Have the next samples written replace so many that are not heard yet."""
        self._back += samples

    def write(self, samples: bytes) -> None:
        """Samples, 32-bit floats, channels in turn."""
        offset, self._back = -self._back * self._frame, 0
        with self._connection.locked():
            done = self._pa.pa_stream_write(
                self._stream, samples, len(samples), None, offset, _SEEK_RELATIVE
            )
        if done < 0:
            raise self._connection.fault()

    def latency_ns(self) -> int | None:
        """Return the time until the next sample written is heard; None while it is not known."""
        found, negative = c_uint64(), c_int()
        with self._connection.locked():
            code = self._pa.pa_stream_get_latency(self._stream, byref(found), byref(negative))
        if code < 0:
            return None
        behind_ns = -found.value * 1000 if negative.value else found.value * 1000
        return behind_ns - self._back * SECOND // RATE

    def close(self) -> None:
        """Let go of the device, and of the server."""
        with self._connection.locked():
            self._pa.pa_stream_disconnect(self._stream)
            self._pa.pa_stream_unref(self._stream)
        self._connection.close()


def sound_devices(server: str = "") -> list[Device]:
    """The sound devices there are. Raises SoundError when no sound system answers."""
    connection = PulseConnection("The Kiss", server)
    try:
        return connection.devices()
    finally:
        connection.close()
